"""What a reading of an envelope is: its choice, its words, and what would tip it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from components.core.francais import liste, pluriel
from components.plans.regles import actions
from components.plans.regles.enveloppe import Choix, Demande

MOTS = {"bas": "hypothèse basse", "haut": "hypothèse haute"}


@dataclass(frozen=True)
class Lecture:
    """A reading: its central choice with reasons, what the low and high hypotheses retain, its words.

    `change`: what changes with the hypothesis, empty when nothing does (`stable` then says so).
    `parts`: target and actual share per territory, for the péréquation. `hors`: the actions it says nothing of.
    """

    nom: str
    choix: Choix
    autres: Mapping[str, tuple[int, ...]]
    phrase: str
    change: str
    stable: str
    parts: pd.DataFrame | None = None
    hors: frozenset[int] = frozenset()


def composer(
    nom: str, central: Choix, others: Mapping[str, tuple[int, ...]], words: str, requests: Sequence[Demande], what: str,
    parts: pd.DataFrame | None = None, names: Mapping[str, str] = MOTS,
) -> Lecture:  # fmt: skip
    """A reading from its central choice and those of its other hypotheses. `what`: the hypothesis of what."""
    titles = {request.action: request.titre for request in requests}
    changes = []
    for level, retained in others.items():
        entering, leaving = sorted(set(retained) - set(central.retenues)), sorted(set(central.retenues) - set(retained))
        parts_said = [f"entrent {liste([titles[a] for a in entering])}"] if entering else []
        parts_said += [f"sortent {liste([titles[a] for a in leaving])}"] if leaving else []
        if parts_said:
            changes.append(f"{names[level]} : {' et '.join(parts_said)}")
    change = f"Le choix change selon l'hypothèse {what} — {' ; '.join(changes)}." if changes else ""
    return Lecture(nom, central, others, words, change, f"Même choix sous les autres hypothèses {what}.", parts)


def comptees(choice: Choix) -> str:
    """« 3 actions retenues, 1 200 € restants »."""
    count = pluriel(len(choice.retenues), "action retenue", "actions retenues")
    return f"{count}, {actions.euros(choice.reste)} restants"


def ids(requests: Sequence[Demande]) -> tuple[int, ...]:
    """The actions of requests, in order."""
    return tuple(sorted(request.action for request in requests))
