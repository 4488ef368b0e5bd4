"""How well a proposal holds: it is worked out again under every hypothesis that the loaded data allow.

The testable hypotheses are the explicit product of: published series and vintages (the last two of each), dated
thresholds, level and weighting (territory mean by each loaded weight, or people by commune), and the rounding of the
source (as published, all at the bottom, all at the top). Only the family « offre » moves; the others stay as read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import pandas as pd

from components.carences.model_signaux import (
    CALME,
    NIVEAU,
    PART,
    PROPOSITIONS,
    SIGNALE,
    TENDANCE,
    Bilan,
    Famille,
    Mesure,
    Proposition,
    Regle,
    famille,
    lire_signal,
    proposer,
)
from components.core.aggregate import moyenne, part_sous_seuil
from components.core.francais import exact

MOYENNE = "moyenne du territoire, "
PAR_COMMUNE = "part des habitants en commune d'accès faible"
ARRONDIS = {0: "tel que publié", -1: "arrondi au plus défavorable", 1: "arrondi au plus favorable"}


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
        return f"{self.serie or 'série unique'}, {self.millesime}"


@dataclass(frozen=True)
class Hypothese:
    """One hypothesis: publication, threshold, reading (level and weighting) and rounding, all named."""

    publication: str
    seuil: float
    lecture: str
    arrondi: int

    @property
    def mots(self) -> dict[str, str]:
        """Each choice in words, by axis."""
        return {
            "Série et millésime": self.publication,
            "Seuil": exact(self.seuil),
            "Maille et pondération": self.lecture,
            "Arrondi de la source": ARRONDIS[self.arrondi],
        }


@dataclass(frozen=True, eq=False)
class Entrees:
    """What the hypotheses are built from. Series are indexed by commune.

    `publications` are the last two vintages of each series, newest first; `regles` are the three of « offre ».
    """

    publications: Sequence[Publication]
    seuils: Sequence[float]
    habitants: "pd.Series[float]"
    territoire: "pd.Series[str]"
    regles: Mapping[str, Regle]
    seuil_part: float
    seuil_baisse: float
    couverture: float

    @cached_property
    def hypotheses(self) -> list[Hypothese]:
        """The explicit list, in a stable order."""
        return [
            Hypothese(publication.nom, *choice)
            for publication in self.publications
            for choice in product(self.seuils, publication.lectures, ARRONDIS)
        ]

    @cached_property
    def _moyennes(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {
            (pub.nom, name): moyenne(pub.valeurs, pub.etats, weights, self.territoire)
            for pub in self.publications
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
        moved = pub.valeurs + hypothese.arrondi * pub.demi_unite
        read = part_sous_seuil(moved, pub.etats, self.habitants, self.territoire, hypothese.seuil)
        return mesures(en_pour_cent(read))

    def _niveaux(self, pub: Publication, weight: str, arrondi: int) -> dict[str, Mesure]:
        mean = self._moyennes[pub.nom, weight]
        return mesures(mean.assign(valeur=mean["valeur"] + arrondi * pub.demi_unite))

    @cached_property
    def _baisses(self) -> dict[tuple[str, str], dict[str, Mesure]]:
        return {(pub.nom, name): self._baisse(pub, name) for pub in self.publications for name in pub.poids}

    def _baisse(self, pub: Publication, weight: str) -> dict[str, Mesure]:
        older = [p for p in self.publications if p.serie == pub.serie and p.millesime < pub.millesime]
        now = self._moyennes[pub.nom, weight]
        if not older or weight not in older[0].poids:
            return dict.fromkeys(now.index, Mesure(None, "manquant", 0.0))
        return mesures(baisse(now, self._moyennes[older[0].nom, weight]))


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


@dataclass(frozen=True)
class Robustesse:
    """How a proposal holds: every hypothesis with what it would propose, and what cannot be tested."""

    proposition: Proposition
    essais: tuple[tuple[Hypothese, Proposition], ...]
    non_testables: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.essais)

    @property
    def tenues(self) -> int:
        """Hypotheses under which the proposal is the same."""
        return sum(found == self.proposition for _, found in self.essais)

    @property
    def bascules(self) -> list[str]:
        """The choices that tip the proposal most often, in words: « Seuil : 2,71 (6 fois sur 6, à surveiller) »."""
        rows: dict[tuple[str, str], list[Proposition]] = {}
        for hypothesis, found in self.essais:
            for pair in hypothesis.mots.items():
                rows.setdefault(pair, []).append(found)
        options: dict[str, int] = {}
        for axis, _ in rows:
            options[axis] = options.get(axis, 0) + 1
        shares = {
            pair: sum(f != self.proposition for f in found) / len(found)
            for pair, found in rows.items()
            if options[pair[0]] > 1
        }
        worst = max(shares.values(), default=0)
        kept = [pair for pair, share in shares.items() if share == worst > 0]
        return [self._bascule(axis, option, rows[axis, option]) for axis, option in kept]

    def _bascule(self, axis: str, option: str, found: list[Proposition]) -> str:
        others = sorted({PROPOSITIONS[f] for f in found if f != self.proposition})
        count = sum(f != self.proposition for f in found)
        return f"{axis.lower()} « {option} » ({count} fois sur {len(found)} : {' ou '.join(others)})"

    @property
    def phrase(self) -> str:
        """« Résiste aux 12 hypothèses testables ; non testables : … »."""
        untested = f" ; non testables : {', '.join(self.non_testables)}" if self.non_testables else ""
        if not self.total:
            return f"Aucune hypothèse testable{untested}."
        if self.tenues == self.total:
            held = "à la seule hypothèse testable" if self.total == 1 else f"aux {self.total} hypothèses testables"
            return f"Résiste {held}{untested}."
        tips = f" ; bascule surtout avec : {' ; '.join(self.bascules)}" if self.bascules else ""
        return f"Résiste à {self.tenues} des {self.total} hypothèses testables{tips}{untested}."


def eprouver(bilans: Mapping[str, Bilan], entrees: Entrees, non_testables: Sequence[str]) -> dict[str, Robustesse]:
    """Work out the proposal of every territory again under every hypothesis."""
    tries: dict[str, list[tuple[Hypothese, Proposition]]] = {code: [] for code in bilans}
    for hypothesis in entrees.hypotheses:
        offers = entrees.offre(hypothesis)
        for code, bilan in bilans.items():
            tries[code].append((hypothesis, _proposition(bilan, offers[code])))
    return {code: Robustesse(bilans[code].proposition, tuple(tries[code]), tuple(non_testables)) for code in bilans}


def _proposition(bilan: Bilan, offre: Famille) -> Proposition:
    others = [family for family in bilan.familles if family.nom != "offre"]
    states = [offre.etat, *(family.etat for family in others)]
    return proposer(states.count(SIGNALE), states.count(SIGNALE) + states.count(CALME), bilan.a_examiner)


def non_testables(publications: Sequence[Publication], seuils: Sequence[float]) -> list[str]:
    """What the loaded data do not allow to try, in words."""
    said = []
    if len({publication.serie for publication in publications}) < 2:
        said.append("autre série d'âge (une seule chargée)")
    if max((len(publication.poids) for publication in publications), default=0) < 2:
        said.append("pondération par la population standardisée (non chargée)")
    if len({publication.millesime for publication in publications}) < 2:
        said.append("millésime précédent (un seul chargé)")
    if len(seuils) < 2:
        said.append("autre seuil daté (un seul connu)")
    return said
