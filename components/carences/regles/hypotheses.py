"""Other readings that the loaded data allow, by axis of doubt: which series, vintage, threshold, index, speed, and one
practitioner more or less.

One axis moves at a time, from the reading on screen, so that what tips a proposal is named. A reading that is the one
on screen, whatever the words, is no trial; an axis that the loaded data do not allow says why.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from components.carences.regles.signaux import NIVEAU, PART, TENDANCE, Mesure
from components.core.acces.aggregate import moyenne, part_sous_seuil
from components.core.francais import exact

SERIE, MILLESIME, SEUIL, INDICE = "série", "millésime", "seuils", "indice"
VITESSE, PETITS_NOMBRES = "vitesse", "petits nombres"
AXES = (SERIE, MILLESIME, SEUIL, INDICE, VITESSE, PETITS_NOMBRES)
MOTIFS = {
    SERIE: "une seule chargée",
    MILLESIME: "un seul chargé",
    SEUIL: "un seul connu",
    INDICE: "un seul possible avec les données chargées",
    VITESSE: "aucun temps estimé à vol d'oiseau",
    PETITS_NOMBRES: "aucun accès chargé",
}
PAR_COMMUNE = "part des habitants en commune d'accès faible, seule"
POPULATION_DE_REFERENCE = 10_000.0  # residents of the territory that `bruit_baisse` is given for
Figures = Mapping[str, Mesure]  # by territory


@dataclass(frozen=True, eq=False)
class Variante:
    """Another reading: its axis and its words, the figures in place of those read (by signal, then territory), the
    thresholds in place of those in force (by parameter), the signals left out."""

    axe: str
    mots: str
    mesures: Mapping[str, Figures] = field(default_factory=dict)
    seuils: Mapping[str, float] = field(default_factory=dict)
    sans: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class Publication:
    """A published access, by commune: its series, its vintage, its values and states, the territory of each commune,
    its residents, and the weights it can be averaged with, by name, the one that is used first."""

    serie: str
    millesime: int
    valeurs: "pd.Series[float]"
    etats: "pd.Series[str]"
    territoire: "pd.Series[str]"
    habitants: "pd.Series[float]"
    poids: Mapping[str, "pd.Series[float]"]

    @property
    def poids_lu(self) -> str:
        """The weight that the reading on screen uses."""
        return next(iter(self.poids))


@dataclass(frozen=True, eq=False)
class EntreesDesVariantes:
    """What the other readings are built from. Figures are by territory.

    `publications`: every series and vintage, newest first; the first is the one read. `seuil`: the parameter of access;
    `seuils`: its dated values, the one in force included; `seuils_avant`: the earlier dated values of other figures
    that are read, by parameter. `lues`: the figures of « offre » on screen. `temps`: minutes under other speeds, by
    words, then by signal. `par_praticien`: what one full-time practitioner adds to access × weight. `bruits`: of
    a fall.
    """

    publications: Sequence[Publication]
    seuil: str
    seuil_en_vigueur: float
    seuils: Sequence[float]
    lues: Mapping[str, Figures]
    par_praticien: float
    seuils_avant: Mapping[str, float] = field(default_factory=dict)
    temps: Mapping[str, Mapping[str, Figures]] = field(default_factory=dict)
    bruits: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def variantes(self) -> list[Variante]:
        """Every other reading, by axis, in a stable order."""
        return [*self._publiees(), *self._seuils(), *self._indices(), *self._vitesses(), *self._praticiens()]

    def _publiees(self) -> Iterator[Variante]:
        for pub in self.publications[1:]:
            read = self.publications[0]
            if pub.millesime == read.millesime and pub.serie != read.serie:
                yield Variante(SERIE, pub.serie or "autre série", self._offre(pub))
            elif pub.serie == read.serie and pub is self._precedente(read):
                yield Variante(MILLESIME, str(pub.millesime), self._offre(pub))

    def _seuils(self) -> Iterator[Variante]:
        for limit in self.seuils:
            if limit != self.seuil_en_vigueur:
                shares = {PART: self._parts(self.publications[0], limit)} if self.publications else {}
                yield Variante(SEUIL, f"accès {exact(limit)}", shares, {self.seuil: limit})
        if self.seuils_avant:
            yield Variante(SEUIL, "autres seuils datés des autres chiffres", {}, self.seuils_avant)

    def _indices(self) -> Iterator[Variante]:
        if not self.publications:
            return
        read = self.publications[0]
        for name in list(read.poids)[1:]:
            level = self._niveaux(read, name)
            falls = self._baisses(read, name) or self.lues.get(TENDANCE, {})
            yield Variante(INDICE, f"moyenne pondérée par la {name}", {NIVEAU: level, TENDANCE: falls})
        if self.lues.keys() >= {NIVEAU, PART}:
            yield Variante(INDICE, f"moyenne pondérée par la {read.poids_lu}, seule", sans=frozenset({PART}))
            yield Variante(INDICE, PAR_COMMUNE, sans=frozenset({NIVEAU}))

    def _vitesses(self) -> Iterator[Variante]:
        for words, figures in self.temps.items():
            yield Variante(VITESSE, words, figures)

    def _praticiens(self) -> Iterator[Variante]:
        read, falls = self.lues.get(NIVEAU, {}), self.lues.get(TENDANCE, {})
        if not self.publications or not read:
            return
        pub = self.publications[0]
        weights = pub.poids[pub.poids_lu].groupby(pub.territoire).sum()
        for sign, words in ((-1, "un praticien à temps plein de moins"), (1, "un praticien à temps plein de plus")):
            moves = {code: sign * self.par_praticien / weights[code] for code in read if weights.get(code, 0) > 0}
            level = {code: _ajoute(figure, moves.get(code, 0.0)) for code, figure in read.items()}
            fall = {code: _suit(figure, read.get(code), moves.get(code, 0.0)) for code, figure in falls.items()}
            yield Variante(PETITS_NOMBRES, words, {NIVEAU: level, TENDANCE: fall})

    def _offre(self, pub: Publication) -> dict[str, Figures]:
        """The three figures of « offre »; the oldest vintage, which has no trend of its own, keeps the one read."""
        falls = self._baisses(pub, pub.poids_lu) or self.lues.get(TENDANCE, {})
        return {
            NIVEAU: self._niveaux(pub, pub.poids_lu),
            PART: self._parts(pub, self.seuil_en_vigueur),
            TENDANCE: falls,
        }

    def _niveaux(self, pub: Publication, weight: str) -> Figures:
        return mesures(self._moyenne(pub, weight))

    def _moyenne(self, pub: Publication, weight: str) -> pd.DataFrame:
        key = (pub.serie, pub.millesime, weight)
        if key not in self._moyennes:
            self._moyennes[key] = moyenne(pub.valeurs, pub.etats, pub.poids[weight], pub.territoire)
        return self._moyennes[key]

    @cached_property
    def _moyennes(self) -> dict[tuple[str, int, str], pd.DataFrame]:
        """The means already worked out: several readings ask for the same."""
        return {}

    def _parts(self, pub: Publication, limit: float) -> Figures:
        return mesures(en_pour_cent(part_sous_seuil(pub.valeurs, pub.etats, pub.habitants, pub.territoire, limit)))

    def _precedente(self, pub: Publication) -> Publication | None:
        older = [p for p in self.publications if p.serie == pub.serie and p.millesime < pub.millesime]
        return max(older, key=lambda p: p.millesime, default=None)

    def _baisses(self, pub: Publication, weight: str) -> Figures:
        older = self._precedente(pub)
        if older is None or weight not in older.poids:
            return {}
        falls = mesures(baisse(self._moyenne(pub, weight), self._moyenne(older, weight)))
        return {code: replace(figure, bruit=self.bruits.get(code, 0.0)) for code, figure in falls.items()}


def _ajoute(figure: Mesure, change: float) -> Mesure:
    return figure if figure.valeur is None else replace(figure, valeur=max(0.0, figure.valeur + change))


def _suit(fall: Mesure, level: Mesure | None, change: float) -> Mesure:
    """A fall in percent once today's level has changed: what was before does not move."""
    if fall.valeur is None or level is None or level.valeur is None or fall.valeur >= 100:
        return fall
    before = level.valeur / (1 - fall.valeur / 100)
    return fall if before <= 0 else replace(fall, valeur=fall.valeur - 100 * change / before)


def en_pour_cent(table: pd.DataFrame) -> pd.DataFrame:
    """A table of shares (column valeur, 0 to 1) in percent."""
    return table.assign(valeur=100 * table["valeur"])


def mesures(table: pd.DataFrame) -> dict[str, Mesure]:
    """Figures by code from a table with valeur, etat, part_couverte, and bruit where a figure has one."""
    noise = table["bruit"] if "bruit" in table else pd.Series(0.0, index=table.index)
    return {
        str(code): Mesure(value if state == "valeur" else None, state, float(covered), float(limit))
        for code, value, state, covered, limit in zip(
            table.index, table["valeur"].astype(float), table["etat"], table["part_couverte"], noise, strict=True
        )
    }


def bruits(habitants: "pd.Series[float]", reference: float) -> dict[str, float]:
    """What the chance of small numbers adds to the threshold of a fall, in percent, by territory: `reference` for
    10,000 residents, and as the inverse of the square root of residents."""
    sizes = habitants.clip(lower=1.0)
    return {str(code): reference * float((POPULATION_DE_REFERENCE / people) ** 0.5) for code, people in sizes.items()}


def baisse(maintenant: pd.DataFrame, avant: pd.DataFrame) -> pd.DataFrame:
    """Fall in percent of the earlier value (negative: a rise), by code; missing unless both are known and > 0.

    Both tables: valeur, etat, part_couverte. The covered share is the smaller of the two.
    """
    before = avant.reindex(maintenant.index)
    comparable = (maintenant["etat"] == "valeur") & (before["etat"] == "valeur") & (before["valeur"] > 0)
    withheld = (maintenant["etat"] == "secret") | (before["etat"] == "secret")
    fall = 100 * (before["valeur"] - maintenant["valeur"]) / before["valeur"]
    states = pd.Series("manquant", index=maintenant.index).mask(withheld, "secret").mask(comparable, "valeur")
    covered = maintenant["part_couverte"].clip(upper=before["part_couverte"].fillna(0.0))
    return maintenant.assign(valeur=fall.where(comparable), etat=states, part_couverte=covered)
