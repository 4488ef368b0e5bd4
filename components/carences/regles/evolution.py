"""Pure rules of an evolution: two readings of one series side by side, classes of change with words."""

from collections.abc import Sequence

import pandas as pd

from components.core.francais import compte, mot, nombre, pourcent

VALEUR, MANQUANT, SECRET = "valeur", "manquant", "secret"
EVOLUTION, COMPARAISON = ("baisse", "inchangé", "hausse"), ("plus bas", "égal", "plus haut")


def evolution(avant: pd.DataFrame, apres: pd.DataFrame) -> pd.DataFrame:
    """Two readings at one level, side by side: nom, population, avant, apres, variation, relative (%), etat.

    A change is missing as soon as one of the two values is, withheld as soon as one of them is; a relative change from
    zero is missing too.
    """
    before = avant.reindex(apres.index)
    table = apres[["nom", "population"]].assign(avant=before["valeur"], apres=apres["valeur"])
    change = table["apres"] - table["avant"]
    withheld = (before["etat"] == SECRET) | (apres["etat"] == SECRET)
    state = change.isna().map({True: MANQUANT, False: VALEUR}).mask(withheld, SECRET)
    return table.assign(variation=change, relative=100 * change / table["avant"].where(table["avant"] != 0), etat=state)


def phrase(table: pd.DataFrame, libelle: str, avant: str, apres: str) -> str:
    """The answer: how many people live where the second reading is lower than the first, and where it is higher."""
    compared = table[table["variation"].notna()]
    if compared.empty:
        return "Aucun lieu n'a de valeur dans les deux séries."
    whole = float(compared["population"].sum())
    lower, higher = compared["variation"] < 0, compared["variation"] > 0
    lost, won = float(compared.loc[lower, "population"].sum()), float(compared.loc[higher, "population"].sum())
    share = pourcent(lost / whole) if whole else "part inconnue"
    return (
        f"{libelle}, {apres} comparé à {avant} : {compte(lost, 'habitant')} sur {nombre(whole)} ({share}) "
        f"{mot(round(lost), 'vit', 'vivent')} là où la valeur est plus basse, {nombre(won)} là où elle est plus haute."
    )


def noms(avant: tuple[str, int], apres: tuple[str, int]) -> tuple[str, str]:
    """How two readings (age series, year) are told apart: by the year, the age series, or both."""
    if avant[0] == apres[0]:
        return str(avant[1]), str(apres[1])
    if avant[1] == apres[1]:
        return avant[0], apres[0]
    return f"{avant[0]}, {avant[1]}", f"{apres[0]}, {apres[1]}"


def mots(rang: int, bornes: Sequence[float], verbes: tuple[str, str, str] = EVOLUTION) -> str:
    """Words of a class of change; `verbes`: lower, equal, higher."""
    lower, same, higher = verbes
    if rang == 0:
        return same
    verb = higher if rang > 0 else lower
    limits, digits = [0.0, *bornes], 0 if bornes[0] >= 1 else 2
    low = limits[abs(rang) - 1]
    if not low:
        return f"{verb} de moins de {nombre(bornes[0], digits)}"
    if abs(rang) > len(bornes):
        return f"{verb} de {nombre(low, digits)} et plus"
    return f"{verb} de {nombre(low, digits)} à moins de {nombre(limits[abs(rang)], digits)}"
