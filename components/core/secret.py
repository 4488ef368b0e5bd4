"""Statistical secrecy of patient counts: what may be published, so that no difference reveals the rest. Pure.

Primary: a row with a count, or a difference of nested counts, under the threshold is withheld whole (all its
columns). Secondary: a territory's total is published only beside a set of withheld rows whose sum, in every
quantity, reaches the threshold and that has at least two rows; while it does not, the row with the fewest patients
still shown is withheld too. When even the whole territory is too small, its total is withheld.
Zero is under the threshold: knowing that nobody is concerned is knowing it of each one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

AU_MOINS_DEUX = 2
Effectifs = tuple[float, ...]


@dataclass(frozen=True)
class Publiable:
    """Rows that may be shown, and totals of groups that may be shown, by code."""

    lignes: frozenset[str]
    totaux: Mapping[str, Effectifs]


def proteger(
    effectifs: Mapping[str, Effectifs], groupes: Mapping[str, str], seuil: float, emboites: bool = True
) -> Publiable:
    """Decide what may be published. `effectifs`: counts of each row, same columns everywhere; `groupes`: row ->
    group; `emboites`: whether the columns are nested, so that their differences count people too."""
    members: dict[str, list[str]] = {}
    for code in sorted(effectifs):
        members.setdefault(groupes[code], []).append(code)
    shown: set[str] = set()
    totals: dict[str, Effectifs] = {}
    for group, codes in members.items():
        quantities = {code: quantites(effectifs[code], emboites) for code in codes}
        publishable, total = _group(codes, quantities, seuil)
        shown |= publishable
        if total:
            totals[group] = tuple(map(sum, zip(*(effectifs[code] for code in codes), strict=True)))
    return Publiable(frozenset(shown), totals)


def quantites(effectifs: Effectifs, emboites: bool) -> Effectifs:
    """Every number of people of a row: its counts, and when they are nested what one holds beyond another."""
    return effectifs + tuple(abs(a - b) for a, b in combinations(effectifs, 2)) if emboites else effectifs


def _group(codes: Sequence[str], quantities: Mapping[str, Effectifs], threshold: float) -> tuple[set[str], bool]:
    """Rows shown in a group, and whether its total is."""
    hidden = [code for code in codes if min(quantities[code]) < threshold]
    shown = sorted(set(codes) - set(hidden), key=lambda code: (quantities[code], code))
    whole = min(map(sum, zip(*quantities.values(), strict=True))) >= threshold
    if not whole:
        return set(shown), False
    while hidden and not _safe([quantities[code] for code in hidden], threshold):
        if not shown:
            return set(), False
        hidden.append(shown.pop(0))
    return set(shown), True


def _safe(hidden: Sequence[Effectifs], threshold: float) -> bool:
    return len(hidden) >= AU_MOINS_DEUX and min(map(sum, zip(*hidden, strict=True))) >= threshold
