"""How few ballots would change which actions a budget funds: a number that is shown to be enough, never guessed.

For each action, ballots of the group that weighs most per ballot are changed one at a time, as little as possible:
they tick an action that is left out, or leave out one that is funded. The first count that changes the fate of the
action is kept. Other changes might do with fewer: the sentence says « suffiraient », nothing more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from components.priorites.regles.parts import acheter
from components.priorites.regles.vote import LISTE, Groupe, Regle, poids_normes

BULLETINS_MAX, OPTIONS_MAX = 5, 12


@dataclass(frozen=True)
class Bascule:
    """`bulletins` changed ballots are enough for `option` to come in (`entre`) or to go out."""

    option: str
    bulletins: int
    entre: bool


def bascules(regle: Regle, groupes: tuple[Groupe, ...]) -> tuple[Bascule, ...]:
    """Actions whose funding a few ballots would change, most fragile first. Empty beyond `OPTIONS_MAX` actions."""
    if len(regle.options) > OPTIONS_MAX:
        return ()
    funded = _funded(regle, groupes)
    found = [
        Bascule(option.id, ballots, option.id not in funded)
        for place, option in enumerate(regle.options)
        if (ballots := _enough(regle, groupes, place, option.id not in funded))
    ]
    return tuple(sorted(found, key=lambda one: (one.bulletins, not one.entre)))


def _enough(regle: Regle, groupes: tuple[Groupe, ...], place: int, comes_in: bool) -> int | None:
    option = regle.options[place].id
    for ballots in range(1, BULLETINS_MAX + 1):
        changed = _changed(groupes, place, "1" if comes_in else "0", ballots)
        if changed is None:
            return None
        if (option in _funded(regle, changed)) is comes_in:
            return ballots
    return None


def _changed(groupes: tuple[Groupe, ...], place: int, mark: str, ballots: int) -> tuple[Groupe, ...] | None:
    """The tallies with this many ballots of the heaviest group marked otherwise; None when there are not so many."""
    weights = poids_normes(groupes)
    heavy = max(range(len(groupes)), key=lambda k: weights[k] / groupes[k].bulletins)
    values = _moved(groupes[heavy].valeurs, place, mark, ballots)
    if values is None:
        return None
    return tuple(replace(group, valeurs=values) if k == heavy else group for k, group in enumerate(groupes))


def _moved(values: Mapping[str, tuple[int, ...]], place: int, mark: str, ballots: int) -> dict[str, tuple[int]] | None:
    moved = {profile: cells[0] for profile, cells in values.items()}
    for profile in sorted(values, key=lambda p: (p.count("1"), p)):
        if profile[place] == mark or not ballots:
            continue
        taken, other = min(ballots, moved[profile]), profile[:place] + mark + profile[place + 1 :]
        moved[profile] -= taken
        moved[other] = moved.get(other, 0) + taken
        ballots -= taken
    return None if ballots else {profile: (count,) for profile, count in moved.items() if count}


def _funded(regle: Regle, groupes: tuple[Groupe, ...]) -> set[str]:
    listed = replace(regle, departage=LISTE)
    return {achat.option for achat in acheter(listed, groupes, [option.id for option in regle.options])}
