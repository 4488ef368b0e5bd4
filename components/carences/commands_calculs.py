"""Indicators worked out here from what is loaded: people below a threshold, fall between vintages, minutes to a site.

They answer the same door as the published ones (`python -m data indicator`), and say that they are estimates.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.carences import commands
from components.carences.commands import Lecture
from components.carences.model_robustesse import baisse, en_pour_cent
from components.core.aggregate import moyenne, part_sous_seuil
from components.core.assemblage import courbe
from components.core.distance import great_circle_km
from components.core.francais import exact
from data import indicateurs, parameters, territoire
from data.erreurs import Introuvable
from data.indicateurs import Serie
from data.parameters import EnVigueur, Valeur

URGENCES, PHARMACIE = "minutes_urgences", "minutes_pharmacie"
LIEUX = {URGENCES: ("service d'urgences", "un service d'urgences"), PHARMACIE: ("pharmacie", "une pharmacie")}
PART, BAISSE = "part_sous_seuil", "baisse_acces"
AGE_DU_ZONAGE = "65"


def publiees(db: Database, nom: str) -> list[Serie]:
    """Published series of an indicator that a territory can be read from, the one the rule reads first.

    Newest vintage first; inside a vintage the series of the zoning (65 and under) comes first.
    """
    found = [s for s in indicateurs.series(db) if s.indicateur == nom and s.niveau in ("commune", "territoire")]
    return sorted(found, key=lambda s: (-s.millesime, AGE_DU_ZONAGE not in s.serie, s.serie))


def seuil_acces(valeurs: EnVigueur, nom: str) -> Valeur:
    """The threshold an access is read against: the table's own, else the last one read in an official text."""
    if nom in valeurs.locales:
        return valeurs.locales[nom]
    known = [v for v in parameters.catalogue()[nom].valeurs if v.since <= valeurs.day]
    official = [v for v in known if v.fiabilite == "V"]
    return official[-1] if official else valeurs[nom]


def part_sous(db: Database, serie: Serie, seuil: float) -> Lecture:
    """Share of the people of each territory who live in a commune strictly below the threshold, in percent."""
    communes = commands.lire(db, serie, "commune").table
    read = en_pour_cent(
        part_sous_seuil(communes["valeur"], communes["etat"], communes["population"], communes["territoire"], seuil)
    )
    told = replace(
        serie, id=f"{PART}_{serie.id}", indicateur=PART, unite="pour cent des habitants", sens=-1, decimales=0,
        libelle=f"Part des habitants en commune sous {exact(seuil)} ({serie.libelle})", statut="estimé",
        niveau="territoire", agregation="aucune", poids=None,
    )  # fmt: skip
    return _by_territory(db, told, read, ("Habitants comptés en population totale, strictement sous le seuil.",))


def baisse_acces(db: Database, serie: Serie) -> Lecture | None:
    """Fall of access since the vintage before, in percent; None when no earlier vintage of the series is loaded."""
    older = [s for s in publiees(db, serie.indicateur) if s.serie == serie.serie and s.millesime < serie.millesime]
    if not older:
        return None
    now, before = (commands.lire(db, s, "territoire") for s in (serie, older[0]))
    told = replace(
        serie, id=f"{BAISSE}_{serie.id}", indicateur=BAISSE, unite="pour cent", sens=-1, decimales=1,
        libelle=f"Baisse depuis {older[0].millesime} ({serie.libelle})", statut="estimé", niveau="territoire",
        agregation="aucune", poids=None,
    )  # fmt: skip
    return _by_territory(db, told, baisse(now.table, before.table), now.precautions)


def minutes(db: Database, nom: str, niveau: str, valeurs: EnVigueur) -> Lecture | None:
    """Minutes by road from a commune's centre to the nearest site of a type; None when no such site is placed."""
    kind, words = LIEUX[nom]
    sites = territoire.sites(db)
    sites = sites[sites["type"] == kind]
    if sites.empty:
        return None
    communes = commands.habitants_par_commune(db)
    places = territoire.communes(db).loc[communes.index]
    km = great_circle_km(
        places["lat"].to_numpy(float)[:, None], places["lon"].to_numpy(float)[:, None],
        sites["lat"].to_numpy(float)[None, :], sites["lon"].to_numpy(float)[None, :],
    )  # fmt: skip
    time = np.min(courbe(valeurs).minutes(km), axis=1)
    table = communes.assign(valeur=time, part_couverte=1.0)
    table["etat"] = np.where(table["valeur"].isna(), "manquant", "valeur")
    source = str(sites["source"].iloc[0])
    told = Serie(
        nom, nom, f"Minutes vers {words}", "minutes", "commune", "", "", _year(db, source, valeurs), -1, 0, "estimé",
        "moyenne", None, source,
    )  # fmt: skip
    cautions = (
        "Temps estimés à vol d'oiseau par une courbe de vitesse, du centre de la commune au site le plus proche.",
        "Seuls les sites chargés comptent : près de la limite du département, le temps peut être surestimé.",
    )
    if niveau == "commune":
        return Lecture(told, niveau, table, cautions)
    mean = moyenne(table["valeur"], table["etat"], table["population"], table["territoire"])
    return _by_territory(db, told, mean, ("Moyenne pondérée par la population totale.", *cautions))


def _year(db: Database, source: str, valeurs: EnVigueur) -> int:
    """Year of the sites, from the card of their source; the year of the day when the card names none."""
    found = re.search(r"\b(19|20)\d{2}\b", str(territoire.sources(db).at[source, "millesime"]))
    return int(found[0]) if found else valeurs.day.year


def indicateur(db: Database, nom: str, niveau: str, jour: date) -> dict[str, Any]:
    """The terminal's answer for any indicator, published or worked out here. Raises `Introuvable`."""
    if nom in (*LIEUX, PART, BAISSE):
        return commands.en_clair(db, _calcul(db, nom, niveau, EnVigueur.read(db, jour)))
    return commands.indicateur(db, nom, niveau)


def _calcul(db: Database, nom: str, niveau: str, valeurs: EnVigueur) -> Lecture:
    if nom in LIEUX:
        found = minutes(db, nom, niveau, valeurs)
        if found is None:
            raise Introuvable(f"Aucun site de type « {LIEUX[nom][0]} » n'est placé dans ce fichier.")
        return found
    known = [s for s in publiees(db, "apl_mg") if s.niveau == "commune"]
    if niveau != "territoire" or not known:
        raise Introuvable(f"« {nom} » se lit par territoire, à partir d'une APL aux médecins généralistes chargée.")
    read = part_sous(db, known[0], seuil_acces(valeurs, "seuil_sous_dense").value) if nom == PART else None
    read = read or baisse_acces(db, known[0])
    if read is None:
        raise Introuvable("Un seul millésime est chargé : aucune baisse ne peut être calculée.")
    return read


def _by_territory(db: Database, serie: Serie, read: pd.DataFrame, precautions: tuple[str, ...]) -> Lecture:
    people = commands.habitants_par_commune(db).groupby("territoire")["population"].sum()
    names = territoire.territoires(db)["nom"]
    table = pd.DataFrame(
        {
            "nom": names.reindex(read.index),
            "territoire": read.index,
            "population": people.reindex(read.index),
            "valeur": read["valeur"],
            "etat": read["etat"],
            "part_couverte": read["part_couverte"],
        },
        index=read.index,
    )
    return Lecture(serie, "territoire", table, precautions)
