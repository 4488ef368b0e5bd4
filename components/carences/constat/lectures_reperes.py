"""How often each signal lights up, here and in France, and how the rule agrees with the zoning loaded in the file."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.carences.constat.lectures_calculs import PART
from components.carences.constat.lectures_signaux import Tableau
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.regles import reperes
from components.carences.regles.reperes import Confrontation, confronter
from components.carences.regles.signaux import NIVEAU, TENDANCE, RegleDeProposition
from components.core.francais import pourcent
from data.base.parameters import catalogue
from data.carences import reperes_france
from data.territoire import indicateurs
from data.territoire.indicateurs import Serie

ANNEE_MEDECINS, ANNEE_AUTRES = 2018, 2016  # of the national figures
SERIES_CONNUES = ("tous âges", "65 ans et moins")
PRIORITAIRE, MAJORITE = 1, 0.5  # rank of the zone of priority intervention; of the residents of a territory
ZONAGES = ("Zonage médecins", "Zonage médecin")  # titles of the series, relayed or from Atlasanté


@dataclass(frozen=True)
class FrequenceDuSignal:
    """A signal beside its threshold: territories where it signals, territories where it is read, and the least and the
    greatest share of France's that it would light up, as far as the age series is known (None: nothing national)."""

    signalent: int
    lus: int
    france: tuple[float, float] | None
    annee: int

    @property
    def mots(self) -> str:
        """« signale sur 7 des 19 territoires lus ici ; sur 19 % des bassins de vie de France… »."""
        here = reperes.mots_ici(self.signalent, self.lus)
        return " ; ".join(part for part in (here, self.mots_france) if part)

    @property
    def part_france(self) -> str:
        """« 19 % », « 9 % à 19 % » when the age series is not known; empty without a national file."""
        low, high = (pourcent(share) for share in self.france or (0.0, 0.0))
        return "" if self.france is None else low if low == high else f"{low} à {high}"

    @property
    def mots_france(self) -> str:
        """The same in a sentence: « sur 19 % des bassins de vie de France (2018) »."""
        if self.france is None:
            return ""
        doubt = " (selon la série d'âge)" if " à " in self.part_france else ""
        return f"sur {self.part_france}{doubt} des bassins de vie de France ({self.annee})"


def frequences(tableau: Tableau) -> dict[str, FrequenceDuSignal]:
    """By signal of the profession."""
    signalled: dict[str, list[bool]] = {rule.nom: [] for rule in tableau.profession.regles}
    for review in tableau.bilans.values():
        for family in review.familles:
            for signal in family.signaux:
                if signal.signale is not None:
                    signalled[signal.regle.nom].append(signal.signale)
    year = ANNEE_MEDECINS if tableau.profession.acces == indicateurs.APL_MG else ANNEE_AUTRES
    return {
        rule.nom: FrequenceDuSignal(sum(signalled[rule.nom]), len(signalled[rule.nom]), _france(tableau, rule), year)
        for rule in tableau.profession.regles
    }


def _france(tableau: Tableau, rule: RegleDeProposition) -> tuple[float, float] | None:
    quantiles, serie = reperes_france.lire().quantiles, tableau.serie
    if serie is None:
        return None
    if rule.nom == TENDANCE:
        return _baisse(tableau) if serie.indicateur == indicateurs.APL_MG else None
    limit = tableau.seuils[rule.seuil].value
    shares = [reperes.taux(quantiles[key], limit, rule.sens) for key in _cles(tableau, rule, serie) if key in quantiles]
    return (min(shares), max(shares)) if shares else None


def _baisse(tableau: Tableau) -> tuple[float, float] | None:
    """The share of France's that a fall beyond chance lights up, at the shipped parameters: no other was measured."""
    names, day = ("seuil_baisse_apl", "bruit_baisse"), tableau.valeurs.day
    if any(tableau.valeurs[name].value != catalogue()[name].at(day).value for name in names):
        return None
    sizes = reperes_france.lire().baisses.values()
    share = sum(count * beyond for count, _, beyond in sizes) / sum(count for count, _, _ in sizes)
    return share, share


def _cles(tableau: Tableau, rule: RegleDeProposition, serie: Serie) -> Sequence[str]:
    """The stored figures that a signal is read on; both age series when this one's is not known."""
    if serie.indicateur != indicateurs.APL_MG:
        return (serie.indicateur,) if rule.nom == NIVEAU else ()
    named = serie.dite or serie.serie
    ages = (named,) if named in SERIES_CONNUES else SERIES_CONNUES
    limit = tableau.seuils[tableau.profession.seuil].value
    heads = {NIVEAU: "", PART: f"{PART} {limit:g} "}
    return [f"{heads[rule.nom]}{serie.indicateur} {age}" for age in ages] if rule.nom in heads else ()


def face_au_zonage(db: Database, tableau: Tableau) -> tuple[Serie, Confrontation] | None:
    """The level rule against the doctors' zoning loaded in this file: a territory is in the zone when most of its
    residents live in a commune of priority intervention. None without both."""
    zoning = next((s for s in indicateurs.series(db, "commune") if s.libelle in ZONAGES), None)
    if zoning is None or tableau.serie is None or tableau.serie.indicateur != indicateurs.APL_MG:
        return None
    communes = lectures_indicateurs.habitants_par_commune(db)
    rank = indicateurs.values(db, zoning.id)["valeur"].reindex(communes.index)
    ranked = communes[rank.notna()]
    inside = ranked["population"].where(rank[ranked.index] == PRIORITAIRE, 0.0)
    share = inside.groupby(ranked["territoire"]).sum() / ranked["population"].groupby(ranked["territoire"]).sum()
    level = {code: _niveau(tableau, code) for code in tableau.bilans}
    loud = pd.Series({code: flag for code, flag in level.items() if flag is not None}, dtype=bool)
    return zoning, confronter(loud, share.dropna() > MAJORITE)


def _niveau(tableau: Tableau, code: str) -> bool | None:
    signals = (s for family in tableau.bilans[code].familles for s in family.signaux)
    return next((s.signale for s in signals if s.regle.nom == NIVEAU), None)
