"""Where the objects of a chain stand and which way its links go: a link that passes a stage has a lane of its own there
and crosses no box; the links of one object share theirs.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from components.plans.regles.chaine import Chaine

DEMI = 0.34  # half the height of a box, in rows: lines cross from one row to the next between boxes
VOIE, VOIES = 0.022, 0.3  # width of a lane, and the most that all those of a row may take
PLEIN, AU_PLUS = 0.94, 0.42  # share of its room that a box fills; the room that it never outgrows
PASSES = 4

Cellule = tuple[str, str]  # an object (its key, ""), or the lane of an object's links (its key, "voie")
Point = tuple[float, float]


@dataclass(frozen=True)
class Boite:
    """The box of an object: its left and right edges (parts of the width), and its row."""

    gauche: float
    droite: float
    rang: int

    @property
    def milieu(self) -> float:
        return (self.gauche + self.droite) / 2


@dataclass(frozen=True)
class Trame:
    """The boxes by key, and the points that each link goes through, from the foot of one box to the head of another."""

    boites: Mapping[str, Boite]
    chemins: Mapping[tuple[str, str], tuple[Point, ...]]


def tramer(graphe: Chaine, etapes: Sequence[str]) -> Trame:
    """Lay out the stages that hold something, in order."""
    ranks = {one.cle: rank for rank, stage in enumerate(etapes) for one in graphe.etape(stage)}
    rows: list[list[Cellule]] = [[(one.cle, "") for one in graphe.etape(stage)] for stage in etapes]
    for start, last in sorted(_portees(graphe, ranks).items()):
        for rank in range(ranks[start] + 1, last):
            rows[rank].append((start, "voie"))
    _demeler(rows, _voisins(graphe, ranks))
    places = [_placer(row) for row in rows]
    boxes = {
        key: Boite(left, right, rank)
        for rank, row in enumerate(places)
        for (key, kind), (left, right) in row.items()
        if not kind
    }
    return Trame(boxes, {link: _chemin(link, ranks, places, boxes) for link in sorted(graphe.liens)})


def _portees(graphe: Chaine, ranks: Mapping[str, int]) -> dict[str, int]:
    """How far down the links of each object go."""
    reach: dict[str, int] = defaultdict(int)
    for start, end in graphe.liens:
        reach[start] = max(reach[start], ranks[end])
    return reach


def _voisins(graphe: Chaine, ranks: Mapping[str, int]) -> dict[tuple[int, Cellule], set[Cellule]]:
    """For each cell of a row, the cells of the row above that its lines come from."""
    above: dict[tuple[int, Cellule], set[Cellule]] = defaultdict(set)
    for start, end in graphe.liens:
        steps: list[Cellule] = [(start, ""), *([(start, "voie")] * (ranks[end] - ranks[start] - 1)), (end, "")]
        for rank, (one, other) in enumerate(itertools.pairwise(steps), start=ranks[start] + 1):
            above[rank, other].add(one)
    return above


def _demeler(rows: list[list[Cellule]], above: Mapping[tuple[int, Cellule], set[Cellule]]) -> None:
    """Put each cell under or over those it is tied to, down then up, a few times: lines cross each other less."""
    below: dict[tuple[int, Cellule], set[Cellule]] = defaultdict(set)
    for (rank, cell), tied in above.items():
        for other in tied:
            below[rank - 1, other].add(cell)
    for _ in range(PASSES):
        for rank in range(1, len(rows)):
            _ranger(rows, rank, rank - 1, above)
        for rank in range(len(rows) - 2, -1, -1):
            _ranger(rows, rank, rank + 1, below)


def _ranger(rows: list[list[Cellule]], rank: int, other: int,
            ties: Mapping[tuple[int, Cellule], Iterable[Cellule]]) -> None:  # fmt: skip
    middles = {cell: (left + right) / 2 for cell, (left, right) in _placer(rows[other]).items()}
    mine = {cell: (left + right) / 2 for cell, (left, right) in _placer(rows[rank]).items()}

    def wanted(cell: Cellule) -> float:
        tied = [middles[one] for one in ties.get((rank, cell), ())]
        return sum(tied) / len(tied) if tied else mine[cell]

    rows[rank].sort(key=wanted)


def _placer(row: Sequence[Cellule]) -> dict[Cellule, Point]:
    """Left and right edges of each cell of a row: lanes narrow, boxes sharing what is left."""
    lanes = sum(1 for _, kind in row if kind)
    lane = min(VOIE, VOIES / lanes) if lanes else 0.0
    room = (1 - lane * lanes) / max(1, len(row) - lanes)
    places, left = {}, 0.0
    for cell in row:
        wide = lane if cell[1] else room
        half = (wide if cell[1] else min(wide, AU_PLUS) * PLEIN) / 2
        places[cell] = (left + wide / 2 - half, left + wide / 2 + half)
        left += wide
    return places


def _chemin(link: tuple[str, str], ranks: Mapping[str, int], places: Sequence[Mapping[Cellule, Point]],
            boxes: Mapping[str, Boite]) -> tuple[Point, ...]:  # fmt: skip
    start, end = link
    points = [(boxes[start].milieu, ranks[start] + DEMI)]
    for rank in range(ranks[start] + 1, ranks[end]):
        left, right = places[rank][start, "voie"]
        points += [((left + right) / 2, rank - DEMI), ((left + right) / 2, rank + DEMI)]
    return (*points, (boxes[end].milieu, ranks[end] - DEMI))
