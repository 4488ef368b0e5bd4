"""Effects read as people: how many gain or lose how much, who most, and who crosses a threshold.

Every function takes the people to count as a population by commune (residents, total or standardised); the
communes absent from it are not counted. Raises `EntreeInvalide` on unknown codes or a bad population.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.core.acces.effects import TOLERANCE, Effet
from components.core.francais import compte, mot, nombre
from components.core.refus import EntreeInvalide, refuser

Reels = npt.NDArray[np.float64]
CUTS = (0.02, 0.05, 0.1, 0.2, 0.5)  # acts per year and resident


@dataclass(frozen=True)
class Franchissements:
    """People whose commune crosses `seuil` (below it is strictly under), with the doubt left by rounding.

    `passent_dessous`, `passent_dessus` read the published figures as exact; `dessous`, `dessus` give the
    (certain, possible) people when the published value is only known to `arrondi`; `sans_valeur` are the
    people of communes without a published value. `note` says it in French.
    """

    seuil: float
    arrondi: float
    passent_dessous: float
    passent_dessus: float
    dessous: tuple[float, float]
    dessus: tuple[float, float]
    sans_valeur: float
    note: str


def personnes_par_ampleur(effet: Effet, population: "pd.Series[float]", cuts: Sequence[float] = CUTS) -> pd.DataFrame:
    """Return people by size of change, from the largest loss to the largest gain, every class present.

    Columns: `sens` (perte, inchange, gain), `ampleur` (French words), `de`, `a` (bounds of |Δ|, lower
    included), `communes`, `personnes`, `part` of all people. « inchangé » is |Δ| ≤ 1e-9, that is out of reach
    of every move; the people of the classes add up to `population`.
    """
    bounds = np.array([0.0, *cuts, np.inf])
    if not (np.diff(bounds) > 0).all():
        raise EntreeInvalide("Les classes d'ampleur doivent être positives et croissantes.")
    people = _people(effet, population)
    variation = effet.communes["variation"].reindex(people.index).to_numpy()
    size = np.searchsorted(bounds, np.abs(variation), side="right")
    rank = np.where(np.abs(variation) <= TOLERANCE, 0, np.sign(variation) * size).astype(int)
    counted = people.groupby(rank).agg(["size", "sum"])
    classes = pd.DataFrame([_class(r, bounds) for r in range(1 - len(bounds), len(bounds))])
    counts = counted.reindex(range(1 - len(bounds), len(bounds)), fill_value=0)
    total = people.sum()
    return classes.assign(
        communes=counts["size"].to_numpy(),
        personnes=counts["sum"].to_numpy(),
        part=counts["sum"].to_numpy() / total if total else 0.0,
    )


def gagnants_perdants(effet: Effet, population: "pd.Series[float]", n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the `n` communes that gain most and the `n` that lose most, largest change first.

    Columns of `Effet.communes`, plus `population`. At equal change the most populated comes first.
    """
    people = _people(effet, population)
    table = effet.communes.reindex(people.index).assign(population=people)
    moved = table[table["variation"].abs() > TOLERANCE]
    ranked = moved.sort_index().sort_values("population", ascending=False, kind="stable")
    gains = ranked[ranked["variation"] > 0].sort_values("variation", ascending=False, kind="stable")
    losses = ranked[ranked["variation"] < 0].sort_values("variation", kind="stable")
    return gains.head(n), losses.head(n)


def franchissements(
    effet: Effet, population: "pd.Series[float]", seuil: float, arrondi: float = 0.0
) -> Franchissements:
    """Return the people who cross `seuil`, `arrondi` being the step the published APL is rounded to.

    A commune crosses for certain when every value that rounds to the published one crosses, and possibly
    when at least one does.
    """
    people = _people(effet, population)
    table, counted = effet.communes.reindex(people.index), people.to_numpy()
    published, change = (table[name].to_numpy(dtype=float) for name in ("publie", "variation"))
    low, high = published - arrondi / 2, published + arrondi / 2
    sure_down, sure_up = _crossing(low, high, change, seuil, every=True)
    may_down, may_up = _crossing(low, high, change, seuil, every=False)
    down, up = _crossing(published, published, change, seuil, every=True)
    counts = [float(counted[mask].sum()) for mask in (down, up, sure_down, may_down, sure_up, may_up)]
    missing = float(counted[np.isnan(published)].sum())
    note = _note(counts, missing, seuil, arrondi)
    below, above = (counts[2], counts[3]), (counts[4], counts[5])
    return Franchissements(seuil, arrondi, counts[0], counts[1], below, above, missing, note)


def rangs_variations(variations: Reels, cuts: Sequence[float]) -> list[int]:
    """Signed size class of each change: 0 when out of reach, ±1 below the first cut, up to ±(len(cuts)+1)."""
    size = np.searchsorted(np.asarray(cuts), np.abs(variations), side="right") + 1
    ranks: list[int] = np.where(np.abs(variations) <= TOLERANCE, 0, np.sign(variations) * size).astype(int).tolist()
    return ranks


def mots_variation(rang: int, cuts: Sequence[float]) -> str:
    """The words of a size class: « perte de 0,05 à moins de 0,10 »."""
    if rang == 0:
        return "inchangé : hors d'atteinte des mouvements"
    verb, size = ("gain" if rang > 0 else "perte"), abs(rang)
    if size == 1:
        return f"{verb} de moins de {nombre(cuts[0], 2)}"
    if size > len(cuts):
        return f"{verb} de {nombre(cuts[-1], 2)} ou plus"
    return f"{verb} de {nombre(cuts[size - 2], 2)} à moins de {nombre(cuts[size - 1], 2)}"


def _people(effet: Effet, population: "pd.Series[float]") -> "pd.Series[float]":
    index = population.index
    refuser("Commune présente deux fois", index[index.duplicated()], "Gardez une seule ligne.")
    unknown = index[effet.communes.index.get_indexer(index) < 0]
    refuser("Communes inconnues", unknown, "Vérifiez leur millésime.")
    people = population.astype(float)
    wrong = index[~(np.isfinite(people) & (people >= 0))]
    refuser("Population absente ou négative", wrong, "Renseignez un nombre d'habitants.")
    return people


def _class(rank: int, bounds: np.ndarray) -> dict[str, object]:
    if rank == 0:
        return {"sens": "inchange", "ampleur": "inchangé", "de": 0.0, "a": 0.0}
    lower, upper = bounds[abs(rank) - 1], bounds[abs(rank)]
    sens = "gain" if rank > 0 else "perte"
    return {"sens": sens, "ampleur": f"{sens} {_words(lower, upper)}", "de": lower, "a": upper}


def _words(lower: float, upper: float) -> str:
    if lower == 0:
        return f"de moins de {nombre(upper, 2)}"
    if np.isinf(upper):
        return f"de {nombre(lower, 2)} ou plus"
    return f"de {nombre(lower, 2)} à moins de {nombre(upper, 2)}"


def _crossing(
    low: Reels, high: Reels, change: Reels, seuil: float, *, every: bool
) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Masks (down, up) of communes where every value, or some value, of [low, high] crosses."""
    first, last = (low, high) if every else (high, low)
    down = (first >= seuil) & (last + change < seuil) & (change < 0)
    up = (last < seuil) & (first + change >= seuil) & (change > 0)
    return down, up


def _note(counts: Sequence[float], missing: float, seuil: float, arrondi: float) -> str:
    down, up = (_between(counts[2:4]), _between(counts[4:6])) if arrondi > 0 else map(nombre, counts[:2])
    if not any(counts):
        note = f"Personne ne franchit {nombre(seuil, 2)}."
    else:
        falls, rises = (max(counts[2:4]), max(counts[4:6])) if arrondi > 0 else counts[:2]
        verb = mot(round(falls), "habitant passe", "habitants passent")
        note = f"{down} {verb} sous {nombre(seuil, 2)}, {up} {mot(round(rises), 'repasse', 'repassent')} au-dessus"
        note += f" (APL publiée arrondie à {nombre(arrondi, 2)} près)." if arrondi > 0 else "."
    without = compte(missing, "habitant vit", "habitants vivent")
    return note + (f" {without} sans APL publiée." if missing else "")


def _between(span: Sequence[float]) -> str:
    """« 12 », or « de 0 à 12 » when rounding leaves a doubt."""
    low, high = nombre(span[0]), nombre(span[1])
    return low if low == high else f"de {low} à {high}"
