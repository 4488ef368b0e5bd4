"""Whether an estimated change may be announced, and why not: what is measured at the places that move decides.

Where a great many people share the supply of a place, or nearly all that it gives goes out of the département,
minutes as the crow flies decide everything and the change per resident is noise: the sentence says so, and which file
unlocks it.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from components.core.acces import plancher
from components.core.acces.assemblage import Acces, Parametres
from components.core.acces.effects import Effet
from components.core.francais import liste, nombre, pourcent
from components.core.refus import CODES_CITES

MAJORITE = 0.5  # of acts, or of people: most of them
FICHIER = (
    "Pour la lever : chargez sur la page Données une table « Temps de trajet entre communes » qui couvre ces communes "
    "et leurs voisines."
)


def portees(access: Acces) -> pd.DataFrame:
    """What reaches each place, by code. Columns: concurrents (weighted people who share it), dehors (share of its acts
    that people of other départements receive), routes (share of those people whose minutes were read in a table)."""
    kernel = access.famille.central
    people, communes = kernel.trajets.population, kernel.communes
    inside = access.habitants.index.get_indexer(communes) >= 0
    measured = np.fromiter((code in access.chronometrees for code in communes), dtype=bool, count=len(communes))
    outside = np.asarray(kernel.weights.T @ np.where(inside, 0.0, people))
    timed = np.asarray(kernel.weights.T @ np.where(measured, people, 0.0))
    whole = np.where(kernel.demand > 0, kernel.demand, np.nan)
    columns = {"concurrents": kernel.demand, "dehors": outside / whole, "routes": timed / whole}
    return pd.DataFrame(columns, index=kernel.sites)


def denses(access: Acces, valeurs: Parametres) -> pd.DataFrame:
    """The places where a change per resident has no meaning: rows of `portees`."""
    places = portees(access)
    many = places["concurrents"] > valeurs.number("concurrents_maximum")
    away = places["dehors"] > valeurs.number("part_dehors_maximum")
    return places[(many | away) & (places["routes"] < MAJORITE)]


def refus(effet: Effet, access: Acces, valeurs: Parametres) -> str:
    """Why the change has no meaning, in French; empty when it may be announced."""
    reason = sans_sens(actes(effet), access, valeurs)
    return reason or plancher.refus(effet, valeurs.number("part_plancher_maximale"), access.habitants, access.noms)


def actes(effet: Effet) -> dict[str, float]:
    """Acts a year that move at each place, whatever their sign, both ends of each move."""
    moved: dict[str, float] = {}
    for counted in effet.mouvements:
        move = counted.mouvement
        for place, acts in ((move.code_commune, counted.actes), (move.lieu_donneur, counted.pris)):
            if place:
                moved[place] = moved.get(place, 0.0) + abs(acts)
    return moved


def sans_sens(moved: Mapping[str, float], access: Acces, valeurs: Parametres) -> str:
    """The sentence when most of the acts that move are where a change per resident has no meaning; else empty."""
    dense, whole = denses(access, valeurs), sum(moved.values())
    there = {code: acts for code, acts in moved.items() if code in dense.index and acts > 0}
    if not there or sum(there.values()) < MAJORITE * whole:
        return ""
    most = max(there, key=there.__getitem__)
    names = liste([access.noms.get(code, code) for code in sorted(there, key=lambda c: -there[c])], CODES_CITES)
    row, limit = dense.loc[most], valeurs.number("concurrents_maximum")
    reach = nombre(valeurs["poids_zonage"].lignes[-1][0])
    why = (
        f"{nombre(row['concurrents'])} habitants s'y partagent l'offre à moins de {reach} minutes estimées (au plus "
        f"{nombre(limit)} pour un chiffre)"
        if row["concurrents"] > limit
        else f"{pourcent(row['dehors'])} des actes y reviennent à d'autres départements (au plus "
        f"{pourcent(valeurs.number('part_dehors_maximum'))} pour un chiffre)"
    )
    return (
        f"Aucune variation n'est annoncée à {names} : {why}, et les temps ne viennent pas d'une table de trajets. "
        f"{FICHIER}"
    )


def prudence(effet: Effet, access: Acces) -> str:
    """The share of the acts that move which people of other départements receive or lose."""
    moved, reach = actes(effet), portees(access)
    whole = sum(moved.values())
    if not whole:
        return ""
    away = sum(acts * float(reach.at[code, "dehors"]) for code, acts in moved.items()) / whole
    return f"{pourcent(away)} de ces actes concernent des habitants d'autres départements." if away >= 0.005 else ""
