"""Indicators worked out here from what is loaded: people below a threshold, fall between vintages, minutes to a site.

They answer the same door as the published ones (`python -m data indicator`), and say that they are estimates.
"""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.carences.constat import lectures_minutes
from components.carences.constat.lectures_minutes import LIEUX
from components.carences.indicateurs import lectures
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.hypotheses import baisse, en_pour_cent
from components.carences.regles.signaux import PROFESSIONS
from components.core.acces.aggregate import part_sous_seuil
from components.core.francais import exact
from components.core.refus import Introuvable
from data.base.parameters import EnVigueur
from data.territoire import indicateurs
from data.territoire.indicateurs import Serie

PART, BAISSE = "part_sous_seuil", "baisse_acces"
AGE_DU_ZONAGE = "65"


def publiees(db: Database, nom: str) -> list[Serie]:
    """Published series of an indicator that a territory can be read from, the one the rule reads first.

    Newest vintage first; inside a vintage the series of the zoning (65 and under) comes first; a total published by
    territory comes before the mean of its communes.
    """
    series = [s for s in indicateurs.series(db) if s.indicateur == nom and s.niveau in ("commune", "territoire")]
    return sorted(series, key=lambda s: (-s.millesime, AGE_DU_ZONAGE not in s.serie, s.serie, s.niveau != "territoire"))


def part_sous(db: Database, serie: Serie, seuil: float, communes: pd.DataFrame | None = None) -> IndicateurLu:
    """Share of the people of each territory who live in a commune strictly below the threshold, in percent."""
    places = lectures.entiers(db, serie, lectures.habitants_par_commune(db) if communes is None else communes)
    read = en_pour_cent(
        part_sous_seuil(places["valeur"], places["etat"], places["population"], places["territoire"], seuil)
    )
    told = replace(
        serie, id=f"{PART}_{serie.id}", indicateur=PART, unite="pour cent des habitants", sens=-1, decimales=0,
        libelle=f"Part des habitants en commune sous {exact(seuil)} ({serie.libelle})", statut="estimé",
        niveau="territoire", agregation="aucune", poids=None,
    )  # fmt: skip
    words = ("Habitants comptés en population totale, strictement sous le seuil.",)
    return lectures.par_territoire(db, told, read, words, communes)


def baisse_acces(db: Database, serie: Serie, communes: pd.DataFrame | None = None) -> IndicateurLu | None:
    """Fall of access since the vintage before, in percent; None when no earlier vintage of the series is loaded."""
    older = [s for s in publiees(db, serie.indicateur) if s.serie == serie.serie and s.millesime < serie.millesime]
    if not older:
        return None
    now, before = (lectures.lire(db, s, "territoire", communes) for s in (serie, older[0]))
    told = replace(
        serie, id=f"{BAISSE}_{serie.id}", indicateur=BAISSE, unite="pour cent", sens=-1, decimales=1,
        libelle=f"Baisse depuis {older[0].millesime} ({serie.libelle})", statut="estimé", niveau="territoire",
        agregation="aucune", poids=None,
    )  # fmt: skip
    return lectures.par_territoire(db, told, baisse(now.table, before.table), now.precautions, communes)


def indicateur(db: Database, nom: str, niveau: str, jour: date) -> dict[str, Any]:
    """The terminal's answer for any indicator, published or worked out here. Raises `Introuvable`.

    `part_sous_seuil` and `baisse_acces` are read from GPs; `part_sous_seuil_apl_infirmiers`, or with the id of a
    series, from another access.
    """
    if nom in LIEUX:
        minutes = lectures_minutes.minutes(db, nom, niveau, EnVigueur.read(db, jour))
        if minutes is None:
            raise Introuvable(f"Aucun site de type « {LIEUX[nom][0]} » n'est placé dans ce fichier.")
        return lectures.en_clair(db, minutes)
    for kind in (PART, BAISSE):
        if nom == kind or nom.startswith(f"{kind}_"):
            return lectures.en_clair(db, _calcul(db, kind, nom, niveau, EnVigueur.read(db, jour)))
    return lectures.indicateur(db, nom, niveau)


def _calcul(db: Database, kind: str, nom: str, niveau: str, valeurs: EnVigueur) -> IndicateurLu:
    wanted = nom.removeprefix(kind).removeprefix("_") or "apl_mg"
    limits = {about.acces: about.seuil for about in PROFESSIONS.values()}
    series = [s for access in limits for s in publiees(db, access) if wanted in (access, s.id) and _read(kind, s)]
    if niveau != "territoire" or not series:
        raise Introuvable(f"« {nom} » se lit par territoire, à partir d'une APL chargée.")
    if kind == PART:
        return part_sous(db, series[0], valeurs.retenue(limits[series[0].indicateur]).value)
    fall = baisse_acces(db, series[0])
    if fall is None:
        raise Introuvable("Un seul millésime est chargé : aucune baisse ne peut être calculée.")
    return fall


def _read(kind: str, serie: Serie) -> bool:
    return kind == BAISSE or serie.niveau == "commune"
