"""The process that proves siting: started by `preuves.suivi`, never in the process that serves.

`python -m components.propositions.implantation.calcul`: the question on standard input, each progress on a line.
"""

from collections.abc import Callable, Mapping
from typing import Any

from components.propositions.implantation.regles.modele import ReponseProuvee, resoudre
from components.propositions.implantation.regles.question import QuestionDeSites, Sites
from components.propositions.preuves import dialogue

MODULE = "components.propositions.implantation.calcul"
TABLEAUX = ("habitants", "niveau", "gain")
MOTS = ("communes", "candidats", "repere", "nombre", "but", "part", "imposes")


def emballer(question: QuestionDeSites, depart: Sites, secondes: float) -> bytes:
    """What the process reads: a question, an answer to start from, how long it may look."""
    words = {name: getattr(question, name) for name in MOTS} | {"depart": depart, "secondes": secondes}
    return dialogue.emballer(words, {name: getattr(question, name) for name in TABLEAUX})


def deballer(paquet: bytes) -> tuple[QuestionDeSites, Sites, float]:
    """The question, the answer to start from and the seconds that `emballer` packed."""
    words, arrays = dialogue.deballer(paquet)
    asked: dict[str, Any] = {name: words[name] for name in MOTS} | arrays
    return QuestionDeSites(**asked), words["depart"], float(words["secondes"])


def lire(dit: Mapping[str, Any]) -> ReponseProuvee:
    """The answer that a line says."""
    return ReponseProuvee(**{**dit, "sites": tuple(dit["sites"])})


def _chercher(paquet: bytes, dire: Callable[[ReponseProuvee], None]) -> ReponseProuvee:
    return resoudre(*deballer(paquet), dire)


if __name__ == "__main__":
    dialogue.repondre(_chercher)
