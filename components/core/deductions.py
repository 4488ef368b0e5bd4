"""What sums already seen let anyone deduce: sets of rows whose total is known, in reduced echelon form. Pure.

A row is known exactly when it stands alone in the form: « this territory less those communes is that commune ».
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Ligne = Mapping[str, Fraction]


@dataclass(frozen=True)
class Sommes:
    """Totals of sets of rows that someone may have seen. `avec` gives another one: nothing changes here."""

    lignes: Mapping[str, Ligne] = field(default_factory=dict)

    def avec(self, ensemble: Iterable[str]) -> "Sommes":
        """The same, once the total of a set has been seen too."""
        rest = self._reduite(dict.fromkeys(ensemble, Fraction(1)))
        if not rest:
            return self
        pivot = min(rest)
        row = {name: value / rest[pivot] for name, value in rest.items()}
        others = {name: _moins(old, row, old[pivot]) if pivot in old else old for name, old in self.lignes.items()}
        return Sommes({**others, pivot: row})

    def revele(self, lignes: Iterable[str]) -> bool:
        """Whether the exact value of one of these rows can be deduced."""
        return any(len(self.lignes.get(name, ())) == 1 for name in lignes)

    def ensembles(self, lignes: Collection[str]) -> Iterator[frozenset[str]]:
        """Sets of several of these rows whose total alone can be deduced: a line of the form, or the sum of two."""
        inside = {pivot: row for pivot, row in self.lignes.items() if pivot in lignes}
        tails: dict[frozenset[tuple[str, Fraction]], list[Ligne]] = {}
        for pivot, row in inside.items():
            tails.setdefault(frozenset((n, v) for n, v in row.items() if n != pivot), []).append(row)
        for tail, rows in tails.items():
            opposite = tails.get(frozenset((name, -value) for name, value in tail), [])
            yield from (frozenset(row) for row in rows if _somme(row, lignes))
            sums = (_moins(row, other, Fraction(-1)) for row in rows for other in opposite if row is not other)
            yield from (frozenset(both) for both in sums if _somme(both, lignes))

    def _reduite(self, vector: dict[str, Fraction]) -> Ligne:
        rest: Ligne = vector
        for name in list(vector):
            if name in self.lignes and name in rest:
                rest = _moins(rest, self.lignes[name], rest[name])
        return rest


def _somme(row: Ligne, lignes: Collection[str]) -> bool:
    """Whether a line is the plain total of several of these rows."""
    return len(row) > 1 and all(value == 1 and name in lignes for name, value in row.items())


def _moins(row: Ligne, other: Ligne, times: Fraction) -> Ligne:
    """`row` less `times` the other, without what is then nothing."""
    names = {*row, *other}
    made = {name: row.get(name, Fraction(0)) - times * other.get(name, Fraction(0)) for name in names}
    return {name: value for name, value in made.items() if value}
