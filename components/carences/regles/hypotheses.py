"""The hypotheses that the loaded data allow, and the family « offre » read under each of them.

They are the explicit product of: published series and vintages (the last two of each), dated thresholds, level and
weighting (territory mean by each loaded weight, or people by commune), and the rounding of the source (as published,
all at the bottom, all at the top); and, when a figure of another family has a dated threshold before the one in
force, those earlier thresholds. The other figures stay as read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product

import numpy as np
import pandas as pd

from components.carences.regles.signaux import (
    CHIFFRES_COMPARES,
    NIVEAU,
    PART,
    TENDANCE,
    Famille,
    Mesure,
    RegleDeProposition,
    famille,
    lire_signal,
)
from components.core.acces.aggregate import moyenne, part_sous_seuil
from components.core.francais import exact

MOYENNE = "moyenne du territoire, "
PAR_COMMUNE = "part des habitants en commune d'accès faible"
EN_VIGUEUR, AVANT = "en vigueur", "datés d'avant"
ARRONDIS = {0: "tel que publié", -1: "arrondi au plus défavorable", 1: "arrondi au plus favorable"}


def nom_publication(serie: str, millesime: int) -> str:
    """A published access as the hypotheses name it: its age series and its vintage."""
    return f"{serie or 'série unique'}, {millesime}"


@dataclass(frozen=True, eq=False)
class Publication:
    """A published access, by commune: its series, its vintage, its values and states, half its last decimal, and the
    weights it can be averaged with, by name, total population first."""

    serie: str
    millesime: int
    valeurs: "pd.Series[float]"
    etats: "pd.Series[str]"
    demi_unite: float
    poids: Mapping[str, "pd.Series[float]"]

    @property
    def lectures(self) -> list[str]:
        """Level and weighting: the territory's mean by each weight, or people by commune."""
        return [*(f"{MOYENNE}{name}" for name in self.poids), PAR_COMMUNE]

    @property
    def nom(self) -> str:
        return nom_publication(self.serie, self.millesime)


@dataclass(frozen=True)
class Hypothese:
    """One hypothesis: publication, threshold, reading (level and weighting) and rounding, all named; `autres`: which
    thresholds the other families are read against, empty when none of their figures has two."""

    publication: str
    seuil: float
    lecture: str
    arrondi: int
    autres: str = ""

    @property
    def mots(self) -> dict[str, str]:
        """Each choice in words, by axis."""
        said = {
            "Série et millésime": self.publication,
            "Seuil": exact(self.seuil),
            "Maille et pondération": self.lecture,
            "Arrondi de la source": ARRONDIS[self.arrondi],
        }
        return said | ({"Seuils des autres familles": self.autres} if self.autres else {})


@dataclass(frozen=True, eq=False)
class EntreesDesHypotheses:
    """What the hypotheses are built from. Series are indexed by commune.

    `publications` are the last two vintages of each series, newest first; `reculs` the vintage before them, for the
    trend only; `regles` are the three of « offre »; `seuils_avant` the earlier dated thresholds of the other families.
    """

    publications: Sequence[Publication]
    seuils: Sequence[float]
    habitants: "pd.Series[float]"
    territoire: "pd.Series[str]"
    regles: Mapping[str, RegleDeProposition]
    seuil_part: float
    seuil_baisse: float
    couverture: float
    reculs: Sequence[Publication] = ()
    seuils_avant: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def hypotheses(self) -> list[Hypothese]:
        """The explicit list, in a stable order."""
        return [replace(offer, autres=other) for offer in self.lectures for other in self.autres]

    @cached_property
    def lectures(self) -> list[Hypothese]:
        """Every way to read « offre »."""
        return [
            Hypothese(publication.nom, *choice)
            for publication in self.publications
            for choice in product(self.seuils, publication.lectures, ARRONDIS)
        ]

    @property
    def autres(self) -> dict[str, Mapping[str, float]]:
        """Every way to read the other families: its name, and the thresholds it changes."""
        return {EN_VIGUEUR: {}, AVANT: self.seuils_avant} if self.seuils_avant else {"": {}}

    @cached_property
    def _moyennes(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {
            (pub.nom, name): moyenne(pub.valeurs, pub.etats, weights, self.territoire)
            for pub in (*self.publications, *self.reculs)
            for name, weights in pub.poids.items()
        }

    def offre(self, hypothese: Hypothese) -> dict[str, Famille]:
        """The family « offre » of every territory under one hypothesis."""
        pub = next(p for p in self.publications if p.nom == hypothese.publication)
        by_commune = hypothese.lecture == PAR_COMMUNE
        weight = next(iter(pub.poids)) if by_commune else hypothese.lecture.removeprefix(MOYENNE)
        name, threshold = (PART, self.seuil_part) if by_commune else (NIVEAU, hypothese.seuil)
        figures = self._parts(pub, hypothese) if by_commune else self._niveaux(pub, weight, hypothese.arrondi)
        trends = self._baisses[pub.nom, weight]
        level, trend = self.regles[name], self.regles[TENDANCE]
        return {
            code: famille(
                "offre",
                [
                    lire_signal(level, figure, threshold, self.couverture),
                    lire_signal(trend, trends[code], self.seuil_baisse, self.couverture),
                ],
            )
            for code, figure in figures.items()
        }

    def _parts(self, pub: Publication, hypothese: Hypothese) -> dict[str, Mesure]:
        whole, people, place = self._couvertes[pub.nom]
        moved = pub.valeurs.to_numpy(float) + hypothese.arrondi * pub.demi_unite
        under = np.round(moved, CHIFFRES_COMPARES) < round(hypothese.seuil, CHIFFRES_COMPARES)
        below = np.bincount(place, weights=people * under, minlength=len(whole))
        known = np.bincount(place, weights=people, minlength=len(whole))
        share = np.divide(below, known, out=np.full(len(whole), np.nan), where=known > 0)
        return mesures(whole.assign(valeur=100 * share))

    @cached_property
    def _couvertes(self) -> dict[str, tuple[pd.DataFrame, np.ndarray, np.ndarray]]:
        """For each publication: states and coverage by territory, people with a value by commune, their place."""
        found = {}
        for pub in self.publications:
            whole = part_sous_seuil(pub.valeurs, pub.etats, self.habitants, self.territoire, 0.0)
            people = self.habitants.where(pub.etats == "valeur", 0.0).to_numpy(float)
            found[pub.nom] = whole, people, whole.index.get_indexer(self.territoire)
        return found

    def _niveaux(self, pub: Publication, weight: str, arrondi: int) -> dict[str, Mesure]:
        mean = self._moyennes[pub.nom, weight]
        return mesures(mean.assign(valeur=mean["valeur"] + arrondi * pub.demi_unite))

    @cached_property
    def _baisses(self) -> dict[tuple[str, str], dict[str, Mesure]]:
        return {(pub.nom, name): self._baisse(pub, name) for pub in self.publications for name in pub.poids}

    def _baisse(self, pub: Publication, weight: str) -> dict[str, Mesure]:
        """The trend of a vintage; the oldest one loaded has none of its own, and keeps the trend that was read."""
        mine = [p for p in (*self.publications, *self.reculs) if p.serie == pub.serie and weight in p.poids]
        older = [p for p in mine if p.millesime < pub.millesime]
        if older:
            return mesures(baisse(self._moyennes[pub.nom, weight], self._moyennes[older[0].nom, weight]))
        if mine[0] is not pub:
            return self._baisse(mine[0], weight)
        return dict.fromkeys(self._moyennes[pub.nom, weight].index, Mesure(None, "manquant", 0.0))


def en_pour_cent(table: pd.DataFrame) -> pd.DataFrame:
    """A table of shares (column valeur, 0 to 1) in percent."""
    return table.assign(valeur=100 * table["valeur"])


def mesures(table: pd.DataFrame) -> dict[str, Mesure]:
    """Figures by code from a table with valeur, etat, part_couverte."""
    return {
        str(code): Mesure(float(row.valeur) if row.etat == "valeur" else None, row.etat, float(row.part_couverte))
        for code, row in zip(table.index, table.itertuples(), strict=True)
    }


def baisse(maintenant: pd.DataFrame, avant: pd.DataFrame) -> pd.DataFrame:
    """Fall in percent of the earlier value (negative: a rise), by code; missing unless both are known and > 0.

    Both tables: valeur, etat, part_couverte. The covered share is the smaller of the two.
    """
    before = avant.reindex(maintenant.index)
    known = (maintenant["etat"] == "valeur") & (before["etat"] == "valeur") & (before["valeur"] > 0)
    withheld = (maintenant["etat"] == "secret") | (before["etat"] == "secret")
    fall = 100 * (before["valeur"] - maintenant["valeur"]) / before["valeur"]
    states = pd.Series("manquant", index=maintenant.index).mask(withheld, "secret").mask(known, "valeur")
    covered = maintenant["part_couverte"].clip(upper=before["part_couverte"].fillna(0.0))
    return maintenant.assign(valeur=fall.where(known), etat=states, part_couverte=covered)
