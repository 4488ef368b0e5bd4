"""Pure rules of an agenda: the points that a séance usually has, what each must bring, the votes a point leads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.core.francais import liste

VOTE, DEBAT, SANS_DEBAT, INFORMATION = "vote", "débat", "sans débat", "information"
OUVERTURE, DIAGNOSTIC, PRIORITES, PLAN, SUITES = (
    "Ouverture : présents, quorum, intérêts déclarés", "Diagnostic : les territoires à examiner",
    "Priorités de services", "Plan d'action : où en est-on, qui fait quoi", "Suites et prochaine séance",
)  # fmt: skip
CONSTATS = "Constats partagés : où l'accès est insuffisant"
MONTRES = 4  # names told in a note, whatever their labels, then how many more


@dataclass(frozen=True)
class PointPropose:
    """A point that may be put on an agenda: its title, its kind, the note that prepares it."""

    titre: str
    genre: str
    note: str = ""


def propose(precedente: str, a_porter: Mapping[str, Mapping[str, Sequence[str]]]) -> list[PointPropose]:
    """The usual points, in order. `precedente`: the title of the séance closed last (empty: this is the first one);
    `a_porter`: for a point, what it must bring, as a label and names."""
    first = [PointPropose(f"Relevé de décisions : {precedente}", SANS_DEBAT)] if precedente else []
    kinds = (
        (OUVERTURE, INFORMATION), (DIAGNOSTIC, DEBAT), (CONSTATS, DEBAT), (PRIORITES, VOTE), (PLAN, DEBAT),
        (SUITES, INFORMATION),
    )  # fmt: skip
    usual = [PointPropose(title, kind, _note(a_porter.get(title, {}))) for title, kind in kinds]
    return [usual[0], *first, *usual[1:]]


def _note(what: Mapping[str, Sequence[str]]) -> str:
    there = {label: list(names) for label, names in what.items() if names}
    return " ; ".join(f"{label} : {liste(names, max(1, MONTRES // len(there)))}" for label, names in there.items())


def scrutins_de(point: int, points_de_vote: Sequence[int], tours: Sequence[Sequence[int]]) -> list[int]:
    """The votes that a point of the agenda leads, newest first. Votes (each with its rounds, oldest first) follow the
    points of vote in order; the last of these points leads all that remain."""
    rank = list(points_de_vote).index(point)
    last = rank == len(points_de_vote) - 1
    mine = tours[rank:] if last else tours[rank : rank + 1]
    return [vote for rounds in mine for vote in rounds][::-1]
