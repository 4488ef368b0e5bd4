"""Pure rules of an evolution: two readings of one series side by side, classes of change with words."""

from collections.abc import Sequence

import pandas as pd

from components.core.francais import nombre, pourcent


def evolution(avant: pd.DataFrame, apres: pd.DataFrame) -> pd.DataFrame:
    """Two readings at one level, side by side: nom, population, avant, apres, variation, relative (%).

    A change is missing as soon as one of the two values is; a relative change from zero is missing too.
    """
    table = apres[["nom", "population"]].assign(avant=avant["valeur"].reindex(apres.index), apres=apres["valeur"])
    change = table["apres"] - table["avant"]
    return table.assign(variation=change, relative=100 * change / table["avant"].where(table["avant"] != 0))


def phrase(table: pd.DataFrame, libelle: str, de: int, a: int) -> str:
    """The answer of an evolution: how many people live where it fell, and where it rose."""
    known = table[table["variation"].notna()]
    if known.empty:
        return "Aucun lieu n'a de valeur aux deux dates."
    whole = float(known["population"].sum())
    down, up = known["variation"] < 0, known["variation"] > 0
    lost, won = float(known.loc[down, "population"].sum()), float(known.loc[up, "population"].sum())
    share = pourcent(lost / whole) if whole else "part inconnue"
    return (
        f"{libelle}, de {de} à {a} : {nombre(lost)} habitants sur {nombre(whole)} ({share}) vivent là où la valeur a "
        f"baissé, {nombre(won)} là où elle a augmenté."
    )


def mots(rang: int, bornes: Sequence[float]) -> str:
    """Words of a class of change."""
    if rang == 0:
        return "inchangé"
    verb = "hausse" if rang > 0 else "baisse"
    limits, digits = [0.0, *bornes], 0 if bornes[0] >= 1 else 2
    low = limits[abs(rang) - 1]
    if not low:
        return f"{verb} de moins de {nombre(bornes[0], digits)}"
    if abs(rang) > len(bornes):
        return f"{verb} de {nombre(low, digits)} et plus"
    return f"{verb} de {nombre(low, digits)} à moins de {nombre(limits[abs(rang)], digits)}"
