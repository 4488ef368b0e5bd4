"""How many ballots would swap two neighbours, under the declared rule, its weights and its tie-break. Exact, pure.

Published sums do not say which grades or points stand on one ballot, so two numbers are given. `au_moins`: with fewer
different ballots, whatever the ballots behind the sums, the order holds; with as many, it may not. `suffisent`: with
as many, chosen well, the order changes whatever the ballots. Between the two, the sums cannot tell.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from math import lcm

from components.priorites.regles.vote import LISTE, USAGERS, Groupe, Regle, poids_normes

ESSAIS = 3000  # ways of dealing ballots between groups tried out; beyond, what is proven so far stands
Bascule = tuple[int, int | None]  # au moins, suffisent (None: no number does it whatever the ballots)


def des_points(regle: Regle, groupes: tuple[Groupe, ...], devant: str, derriere: str) -> Bascule:
    """Points: a different ballot may move every point it gave to one option onto the other."""
    weights = poids_normes(groupes)
    users = regle.departage == USAGERS
    gap, theirs = Fraction(0), Fraction(0)
    best: list[tuple[Fraction, Fraction]] = []
    sure: list[tuple[Fraction, Fraction]] = []
    for weight, group in zip(weights, groupes, strict=True):
        unit, tie = weight / group.bulletins, Fraction(users and group.usagers)
        ahead, behind = group.valeurs[devant][0], group.valeurs[derriere][0]
        gap, theirs = gap + unit * (ahead - behind), theirs + tie * unit * (ahead - behind)
        best += [(unit * n, tie * unit * n) for n in _au_mieux(ahead, behind, group.bulletins, regle.points)]
        sure += [(unit * n, tie * unit * n) for n in _au_pire(ahead, behind, group.bulletins, regle.points)]
    first = _liste(regle, devant, derriere)
    counts = [_premier(sorted(gains, reverse=True), gap, theirs, first) for gains in (best, sure)]
    return counts[0] or len(best), counts[1]


def _au_mieux(devant: int, derriere: int, bulletins: int, points: int) -> list[int]:
    """What each more ballot brings at best: those which gave most to the one and least to the other come first."""
    moved = [min(devant, k * points) + min(k * points, bulletins * points - derriere) for k in range(bulletins + 1)]
    return [after - before for before, after in pairwise(moved)]


def _au_pire(devant: int, derriere: int, bulletins: int, points: int) -> list[int]:
    """What each more ballot brings at least: the ballots may all be alike."""
    each, more = divmod(bulletins * points + devant - derriere, bulletins)
    return [each + (k < more) for k in range(bulletins)]


def _premier(gains: Sequence[tuple[Fraction, Fraction]], ecart: Fraction, usagers: Fraction, liste: bool) -> int | None:
    """The first number of ballots that puts the one behind ahead, ties settled as declared."""
    for count, (moved, theirs) in enumerate(
        accumulate(gains, lambda total, gain: (total[0] + gain[0], total[1] + gain[1])), start=1
    ):
        if moved > ecart or (moved == ecart and (liste or theirs > usagers)):
            return count
    return None


@dataclass(frozen=True)
class Duel:
    """Two options judged, in whole numbers: of each group the mass of a ballot, its size, whether users, and how many
    of its ballots are worse than each grade for the one ahead and for the one behind."""

    unites: tuple[int, ...]
    tailles: tuple[int, ...]
    usagers: tuple[bool, ...]
    devant: tuple[tuple[int, ...], ...]
    derriere: tuple[tuple[int, ...], ...]
    liste: bool

    def passe(self, abaisses: Sequence[int], releves: Sequence[int]) -> bool:
        """Whether the one behind is ahead once some ballots of each group gave the one ahead the worst grade, and
        some gave the one behind the best."""
        everyone = range(len(self.tailles))
        order = self._compare(everyone, abaisses, releves)
        if order:
            return order > 0
        users = [g for g in everyone if self.usagers[g]]
        return self.liste or (bool(users) and self._compare(users, abaisses, releves) > 0)

    def _compare(self, groupes: Sequence[int], abaisses: Sequence[int], releves: Sequence[int]) -> int:
        low = [
            sum(self.unites[g] * min(self.tailles[g], self.devant[g][c] + abaisses[g]) for g in groupes)
            for c in range(len(self.devant[0]))
        ]
        high = [
            sum(self.unites[g] * max(0, self.derriere[g][c] - releves[g]) for g in groupes) for c in range(len(low))
        ]
        return meilleur(low, high, sum(self.unites[g] * self.tailles[g] for g in groupes))

    def possible(self, bulletins: int) -> bool:
        """Whether this many ballots could do it, each grade counted apart: false is a proof."""
        low = [self._tops([n - row[c] for n, row in self._rows(self.devant)], bulletins) for c in self._grades()]
        high = [self._tops([row[c] for _, row in self._rows(self.derriere)], bulletins) for c in self._grades()]
        before = [
            [sum(u * row[c] for u, row in zip(self.unites, rows, strict=True)) for c in self._grades()]
            for rows in (self.devant, self.derriere)
        ]
        whole = sum(u * n for u, n in zip(self.unites, self.tailles, strict=True))
        one = [a + b for a, b in zip(before[0], low, strict=True)]
        other = [a - b for a, b in zip(before[1], high, strict=True)]
        return meilleur(one, other, whole) >= 0

    def _grades(self) -> range:
        return range(len(self.devant[0]))

    def _rows(self, rows: tuple[tuple[int, ...], ...]) -> list[tuple[int, tuple[int, ...]]]:
        return list(zip(self.tailles, rows, strict=True))

    def _tops(self, libres: Sequence[int], bulletins: int) -> int:
        total = 0
        for unit, free in sorted(zip(self.unites, libres, strict=True), reverse=True):
            taken = min(free, bulletins)
            total, bulletins = total + unit * taken, bulletins - taken
        return total


def meilleur(pire_a: Sequence[int], pire_b: Sequence[int], total: int) -> int:
    """Majority values compared from the mass worse than each grade: 1 when b is ahead of a, -1 behind, 0 alike.

    Both differ between the two masses of a grade; the difference nearest to the middle decides, the worse side first.
    """
    nearest: tuple[int, int] | None = None
    order = 0
    for a, b in zip(pire_a, pire_b, strict=True):
        low, high = 2 * min(a, b), 2 * max(a, b)
        if low == high:
            continue
        place = (max(0, total - high), 0) if low < total else (low - total, 1)
        if nearest is None or place < nearest:
            nearest, order = place, 1 if b < a else -1
    return order


def du_jugement(regle: Regle, groupes: tuple[Groupe, ...], devant: str, derriere: str) -> Bascule:
    """Majority judgment: a different ballot may give the one ahead the worst grade, and the other the best."""
    duel = _duel(regle, groupes, devant, derriere)
    whole = sum(duel.tailles)
    least = next((k for k in range(1, whole + 1) if duel.possible(k)), whole)
    heavy = list(_lourds(duel.unites, duel.tailles))
    nothing = [0] * len(groupes)
    alone: tuple[Callable[[Sequence[int]], bool], ...] = (
        lambda moved: duel.passe(moved, nothing),
        lambda moved: duel.passe(nothing, moved),
    )
    sure = [next((k for k, ballots in enumerate(heavy) if k and passes(ballots)), None) for passes in alone]
    counts = [count for count in sure if count is not None]
    return _au_moins(duel, least, heavy), min(counts, default=None)


def _au_moins(duel: Duel, least: int, heavy: Sequence[Sequence[int]]) -> int:
    """The first number of ballots that can do it, every way of dealing them between groups tried out."""
    tries = 0
    for count in range(least, sum(duel.tailles)):
        if duel.passe(heavy[count], heavy[count]):
            return count
        for ballots in _repartitions(count, duel.tailles):
            if duel.passe(ballots, ballots):
                return count
            tries += 1
            if tries > ESSAIS:
                return count
    return sum(duel.tailles)


def _lourds(unites: Sequence[int], tailles: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """0, 1, 2… ballots dealt to the groups where one weighs most first."""
    dealt = [0] * len(unites)
    yield tuple(dealt)
    for group in sorted(range(len(unites)), key=lambda g: -unites[g]):
        for _ in range(tailles[group]):
            dealt[group] += 1
            yield tuple(dealt)


def _repartitions(bulletins: int, tailles: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Every way of dealing ballots between groups of these sizes."""
    if not tailles:
        if not bulletins:
            yield ()
        return
    for first in range(min(bulletins, tailles[0]), max(0, bulletins - sum(tailles[1:])) - 1, -1):
        for rest in _repartitions(bulletins - first, tailles[1:]):
            yield (first, *rest)


def _duel(regle: Regle, groupes: tuple[Groupe, ...], devant: str, derriere: str) -> Duel:
    units = [weight / group.bulletins for weight, group in zip(poids_normes(groupes), groupes, strict=True)]
    scale = lcm(*(unit.denominator for unit in units))
    return Duel(
        tuple(int(unit * scale) for unit in units),
        tuple(group.bulletins for group in groupes),
        tuple(regle.departage == USAGERS and group.usagers for group in groupes),
        tuple(_pires(group.valeurs, devant) for group in groupes),
        tuple(_pires(group.valeurs, derriere) for group in groupes),
        _liste(regle, devant, derriere),
    )


def _pires(valeurs: Mapping[str, tuple[int, ...]], option: str) -> tuple[int, ...]:
    """How many ballots are worse than each grade but the last, best grade first."""
    return tuple(sum(valeurs[option][grade + 1 :]) for grade in range(len(valeurs[option]) - 1))


def _liste(regle: Regle, devant: str, derriere: str) -> bool:
    """Whether a tie goes to the one behind: it comes first in the list that breaks ties."""
    ids = [option.id for option in regle.options]
    return regle.departage == LISTE and ids.index(derriere) < ids.index(devant)


def voisins(
    ordre: Sequence[str], compter: Callable[[str, str], Bascule]
) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """For each option and the next of a ranking: ballots at least, and ballots that surely do."""
    bascules = [compter(ahead, behind) for ahead, behind in pairwise(ordre)]
    return tuple(least for least, _ in bascules), tuple(sure for _, sure in bascules)
