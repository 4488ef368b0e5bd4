"""How often each signal lights up, here and in France, and how the rule agrees with the zoning loaded in the file."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlite_utils import Database

from components.carences.constat.lectures_calculs import PART
from components.carences.constat.lectures_signaux import Tableau
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.regles import reperes
from components.carences.regles.france import SignalEnFrance
from components.carences.regles.reperes import Confrontation, confronter
from components.carences.regles.signaux import NIVEAU, TENDANCE, RegleDeProposition
from components.core.francais import pourcent
from data.base.parameters import catalogue
from data.carences import reperes_france
from data.territoire import indicateurs
from data.territoire.indicateurs import Serie

LIVREES = {"minutes_urgences": 2025}  # years of the national figures that come with the product, but for these
ANNEE_MEDECINS, ANNEE_AUTRES = 2018, 2016
SERIES_CONNUES = ("tous âges", "65 ans et moins")
PRIORITAIRE, MAJORITE = 1, 0.5  # rank of the zone of priority intervention; of the residents of a territory
ZONAGES = ("Zonage médecins", "Zonage médecin")  # titles of the series, relayed or from Atlasanté


SANS_FICHIER = {
    "minutes_pharmacie": "aucun fichier national de pharmacies n'est livré, et l'outil ne garde que les proches",
    "fdep": "l'indice n'est pas livré pour la France ; celui de toutes les communes, page Données, la donnerait",
    "part_75_ans": "pas livré pour la France ; l'âge des habitants de toutes les communes, page Données, la donnerait",
}
AUCUN = "aucun fichier national de ce chiffre n'est livré ni chargé (toutes les communes, page Données)"


@dataclass(frozen=True)
class EnFrance:
    """The least and the greatest share of France's territories that a signal lights up, as far as the age series is
    known, and which territories these are, of what file and year, in words."""

    bas: float
    haut: float
    champ: str

    @property
    def part(self) -> str:
        """« 19 % », « 9 % à 19 % » when the age series is not known."""
        low, high = pourcent(self.bas), pourcent(self.haut)
        return low if low == high else f"{low} à {high}"

    @property
    def mots(self) -> str:
        """« sur 19 % des bassins de vie de France (repère livré avec l'outil, 2018) »."""
        doubt = " (selon la série d'âge)" if " à " in self.part else ""
        return f"sur {self.part}{doubt} {self.champ}"


@dataclass(frozen=True)
class FrequenceDuSignal:
    """A signal beside its threshold: territories where it signals, territories where it is read, what France says
    (None: nothing national) and, then, why."""

    signalent: int
    lus: int
    france: EnFrance | None
    sinon: str

    @property
    def mots(self) -> str:
        """« signale sur 7 des 19 territoires lus ici ; sur 19 % des bassins de vie de France… »."""
        here = reperes.mots_ici(self.signalent, self.lus)
        return " ; ".join(part for part in (here, self.mots_france) if part)

    @property
    def mots_france(self) -> str:
        """What France says in a sentence, or why nothing does."""
        return self.france.mots if self.france else f"fréquence en France inconnue : {self.sinon}"


def frequences(tableau: Tableau) -> dict[str, FrequenceDuSignal]:
    """By signal of the profession."""
    signalled: dict[str, list[bool]] = {rule.nom: [] for rule in tableau.profession.regles}
    for review in tableau.bilans.values():
        for family in review.familles:
            for signal in family.signaux:
                if signal.signale is not None:
                    signalled[signal.regle.nom].append(signal.signale)
    return {
        rule.nom: FrequenceDuSignal(
            sum(signalled[rule.nom]),
            len(signalled[rule.nom]),
            _france(tableau, rule),
            SANS_FICHIER.get(rule.indicateur, AUCUN),
        )
        for rule in tableau.profession.regles
    }


def _france(tableau: Tableau, rule: RegleDeProposition) -> EnFrance | None:
    """From a loaded national file; else as it comes with the product; else from a file of some départements."""
    loaded = tableau.france.get(rule.nom)
    if loaded is not None and loaded.national:
        return _chargee(tableau, rule, loaded)
    shares = _livree(tableau, rule)
    if shares:
        doctors = tableau.profession.acces == indicateurs.APL_MG
        year = LIVREES.get(rule.indicateur, ANNEE_MEDECINS if doctors else ANNEE_AUTRES)
        return EnFrance(min(shares), max(shares), f"des bassins de vie de France (repère livré avec l'outil, {year})")
    return _chargee(tableau, rule, loaded) if loaded is not None else None


def _chargee(tableau: Tableau, rule: RegleDeProposition, loaded: SignalEnFrance) -> EnFrance:
    share = float(loaded.signalent(rule, tableau.seuils[rule.seuil].value).mean())
    return EnFrance(share, share, loaded.champ)


def _livree(tableau: Tableau, rule: RegleDeProposition) -> list[float]:
    """The shares that the figures stored with the product give, one by age series that may be this one's."""
    quantiles, serie = reperes_france.lire().quantiles, tableau.serie
    if rule.nom == TENDANCE:
        return _baisse(tableau) if serie is not None and serie.indicateur == indicateurs.APL_MG else []
    limit = tableau.seuils[rule.seuil].value
    keys = _cles(tableau, rule, serie) if serie is not None or rule.famille != "offre" else []
    return [reperes.taux(quantiles[key], limit, rule.sens) for key in keys if key in quantiles]


def _baisse(tableau: Tableau) -> list[float]:
    """The share of France's that a fall beyond chance lights up, at the shipped parameters: no other was measured."""
    day = tableau.valeurs.day
    noise, fall = (catalogue()[name].at(day).value for name in ("bruit_baisse", "seuil_baisse_apl"))
    if (tableau.valeurs.number("bruit_baisse"), tableau.seuils["seuil_baisse_apl"].value) != (noise, fall):
        return []
    sizes = reperes_france.lire().baisses.values()
    return [sum(count * beyond for count, _, beyond in sizes) / sum(count for count, _, _ in sizes)]


def _cles(tableau: Tableau, rule: RegleDeProposition, serie: Serie | None) -> Sequence[str]:
    """The stored figures that a signal is read on; both age series when this one's is not known."""
    if rule.famille != "offre" or serie is None:
        return (rule.indicateur,)
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
