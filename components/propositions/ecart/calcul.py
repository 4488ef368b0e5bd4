"""The process that proves a mix: started by `preuves.suivi`, never in the process that serves."""

from collections.abc import Callable, Mapping
from math import inf
from typing import Any

import numpy as np

from components.propositions.ecart.regles.melange import QuestionDeMelange, Unites
from components.propositions.ecart.regles.modele import MelangeProuve, resoudre
from components.propositions.preuves import dialogue

MODULE = "components.propositions.ecart.calcul"
TABLEAUX = ("habitants", "niveau", "effet", "cout", "par_lieu", "plafond")
MOTS = ("cibles", "repere", "moyens", "lieux")


def emballer(question: QuestionDeMelange, depart: Unites, secondes: float) -> bytes:
    """What the process reads: a question, a mix to start from, how long it may look."""
    budget = None if question.budget == inf else question.budget
    words = {name: getattr(question, name) for name in MOTS} | {"secondes": secondes, "budget": budget}
    return dialogue.emballer(words, {name: getattr(question, name) for name in TABLEAUX} | {"depart": depart})


def deballer(paquet: bytes) -> tuple[QuestionDeMelange, Unites, float]:
    """The question, the mix to start from and the seconds that `emballer` packed."""
    words, arrays = dialogue.deballer(paquet)
    start = arrays.pop("depart").astype(np.int64)
    budget = inf if words["budget"] is None else float(words["budget"])
    asked: dict[str, Any] = {name: words[name] for name in MOTS} | arrays | {"budget": budget}
    return QuestionDeMelange(**asked), start, float(words["secondes"])


def lire(dit: Mapping[str, Any]) -> MelangeProuve:
    """The mix that a line says."""
    return MelangeProuve(**{**dit, "unites": tuple(dit["unites"])})


def _chercher(paquet: bytes, dire: Callable[[MelangeProuve], None]) -> MelangeProuve:
    return resoudre(*deballer(paquet), dire)


if __name__ == "__main__":
    dialogue.repondre(_chercher)
