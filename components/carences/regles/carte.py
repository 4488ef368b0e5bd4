"""Pure rules of the map: classes with words, what a level says in one sentence, sizes of change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import jenkspy
import numpy as np
import pandas as pd

from components.core.francais import compte, ecart, nombre, pluriel

ZERO, MANQUANT, SECRET = "zero", "manquant", "secret"
MARQUES = {ZERO: "0", MANQUANT: "?", SECRET: "s"}
MOTS = {
    ZERO: "zéro publié",
    MANQUANT: "donnée manquante",
    SECRET: "donnée non diffusée (secret)",
}
CLASSES_NATURELLES = 5


@dataclass(frozen=True)
class Classe:
    """One class of the legend: `rang` orders the palette, `de` included, `a` excluded, `mots` says it in words."""

    rang: int
    de: float
    a: float
    mots: str


@dataclass(frozen=True)
class Legende:
    """Classes from the smallest values up, and how they were cut."""

    classes: tuple[Classe, ...]
    principe: str

    def rang(self, valeur: float) -> int:
        """Rank of the class a value falls in."""
        return next(classe.rang for classe in self.classes if valeur < classe.a)


def classes_seuils(seuil: float, haut: float, decimales: int) -> Legende:
    """Classes around two dated thresholds: half the low one, the low one, the high one.

    A value equal to a threshold falls in the class above it (« moins de »), as published shares count. A low one that
    a table raised to the high one, or above, leaves no class in between.
    """
    if seuil >= haut:
        return _deux_seuils(seuil, decimales)
    cuts = [seuil / 2, seuil, haut]
    words = [
        f"moins de {nombre(cuts[0], decimales + 1)} (moins de la moitié du seuil)",
        f"de {nombre(cuts[0], decimales + 1)} à moins de {nombre(seuil, decimales + 1)} (sous le seuil)",
        f"de {nombre(seuil, decimales + 1)} à moins de {nombre(haut, decimales + 1)}",
        f"{nombre(haut, decimales + 1)} et plus",
    ]
    bounds = [-np.inf, *cuts, np.inf]
    classes = tuple(Classe(k, bounds[k], bounds[k + 1], words[k]) for k in range(4))
    return Legende(classes, f"seuils datés {nombre(seuil, 2)} et {nombre(haut, 2)}")


def _deux_seuils(seuil: float, decimales: int) -> Legende:
    cuts, limits = [seuil / 2, seuil], [nombre(cut, decimales + 1) for cut in (seuil / 2, seuil)]
    words = [
        f"moins de {limits[0]} (moins de la moitié du seuil)",
        f"de {limits[0]} à moins de {limits[1]} (sous le seuil)",
        f"{limits[1]} et plus",
    ]
    bounds = [-np.inf, *cuts, np.inf]
    return Legende(tuple(Classe(k, bounds[k], bounds[k + 1], words[k]) for k in range(3)), f"seuil {nombre(seuil, 2)}")


def classes_naturelles(
    valeurs: "pd.Series[float]", decimales: int, nombre_classes: int = CLASSES_NATURELLES
) -> Legende:
    """Natural breaks (Fisher-Jenks) of the values present; fewer classes when there are fewer distinct values."""
    present = valeurs.dropna()
    distinct = present.nunique()
    if distinct == 0:
        return Legende((Classe(0, -np.inf, np.inf, "aucune valeur"),), "aucune valeur disponible")
    wanted = min(nombre_classes, distinct)
    cuts = [] if wanted == 1 else _starts(present.to_numpy(), jenkspy.jenks_breaks(present, n_classes=wanted)[1:-1])
    bounds = [-np.inf, *cuts, np.inf]
    shown = [present.min(), *cuts, present.max()]
    classes = tuple(
        Classe(k, bounds[k], bounds[k + 1], _interval(shown[k], shown[k + 1], decimales, last=k == len(cuts)))
        for k in range(len(cuts) + 1)
    )
    count = pluriel(len(classes), "classe naturelle", "classes naturelles")
    return Legende(classes, f"{count} : les valeurs proches vont ensemble")


def classes_modalites(mots: Mapping[int, str]) -> Legende:
    """One class per category, in the order of their ranks."""
    ranked = sorted(mots.items())
    classes = tuple(Classe(k, rank - 0.5, rank + 0.5, words) for k, (rank, words) in enumerate(ranked))
    return Legende(classes, "catégories publiées")


def phrase_modalites(table: pd.DataFrame) -> str:
    """The answer of a map of categories: how many places and people in each. `table`: mots, population."""
    groups = table.groupby("mots", sort=False)["population"].agg(["size", "sum"]).sort_values("sum", ascending=False)
    parts = [
        f"{words} : {pluriel(row['size'], 'commune')}, {nombre(row['sum'])} habitants"
        for words, row in groups.iterrows()
    ]
    return f"{' ; '.join(parts)}."


def _starts(values: np.ndarray, breaks: Sequence[float]) -> list[float]:
    """Jenks gives the last value of each class; a class starts at the next value present."""
    ordered = np.unique(values)
    return [float(ordered[np.searchsorted(ordered, end, side="right")]) for end in breaks]


def _interval(low: float, high: float, decimales: int, *, last: bool) -> str:
    word = "à" if last else "à moins de"
    return f"de {nombre(low, decimales)} {word} {nombre(high, decimales)}"


def classer(table: pd.DataFrame, legende: Legende) -> pd.DataFrame:
    """Add `classe` (rank, or zero / manquant / secret) and `mots` to a reading (columns valeur, etat).

    Zero stands apart when it is the bottom of the scale (nothing there), not inside a centred index.
    """
    bottom = not (table["valeur"] < 0).any()
    kinds = [_kind(valeur, etat, legende, bottom) for valeur, etat in zip(table["valeur"], table["etat"], strict=True)]
    words = {classe.rang: classe.mots for classe in legende.classes} | MOTS
    return table.assign(classe=kinds, mots=[words[kind] for kind in kinds])


def _kind(valeur: float, etat: str, legende: Legende, zero_is_bottom: bool) -> int | str:
    if etat != "valeur":
        return SECRET if etat == "secret" else MANQUANT
    return ZERO if zero_is_bottom and valeur == 0 else legende.rang(valeur)


def phrase_effet(
    personnes: pd.DataFrame,
    pire: float,
    meilleur: float,
    entre_pire: tuple[float, float] | None = None,
    entre_meilleur: tuple[float, float] | None = None,
) -> str:
    """The answer first on « et si ? »: how many people lose and gain, and the largest changes.

    `personnes`: the classes of `personnes_par_ampleur`; `pire`, `meilleur`: extreme changes (≤ 0, ≥ 0);
    `entre_pire`, `entre_meilleur`: the ranges of these two over the hypotheses, said when they are given.
    """
    people = personnes.groupby("sens")["personnes"].sum()
    lost, gained = float(people.get("perte", 0)), float(people.get("gain", 0))
    parts = []
    if lost:
        who = compte(lost, "habitant perdrait", "habitants perdraient")
        parts.append(f"{who} de l'accès, jusqu'à {nombre(pire, 2)}{_entre(entre_pire)}")
    if gained:
        alone = compte(gained, "habitant gagnerait", "habitants gagneraient")
        who = compte(gained, "en gagnerait", "en gagneraient") if lost else f"{alone} de l'accès"
        parts.append(f"{who}, jusqu'à +{nombre(meilleur, 2)}{_entre(entre_meilleur)}")
    if not parts:
        return "Aucun habitant ne verrait son accès changer."
    return f"{' ; '.join(parts)} consultation par an et par habitant (variation estimée)."


def _entre(bornes: tuple[float, float] | None) -> str:
    return "" if bornes is None else f" (entre {ecart(min(bornes))} et {ecart(max(bornes))})"
