"""The best loans, at once, then in a process apart when an instant does not prove them.

`python -m components.propositions.solidarite.calcul`, started by `preuves.suivi`: the process that serves ballots is
never kept waiting.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np

from components.core.acces.travel import Floats
from components.propositions.preuves import dialogue
from components.propositions.solidarite.regles import premier
from components.propositions.solidarite.regles.optimum import PretsProposes, resoudre
from components.propositions.solidarite.regles.pret import Bassin, Paire, Preteur, Probleme, Receveur

MODULE = "components.propositions.solidarite.calcul"
TABLEAUX = ("publie", "habitants", "poids")
INSTANT = 0.5  # s, both steps together, in the process that asks


def emballer(probleme: Probleme, depart: Floats, secondes: float) -> bytes:
    """What the process reads: a problem, days to start from, how long it may look."""
    ground = probleme.bassin
    words = {
        "territoires": [str(code) for code in ground.territoires], "seuil": ground.seuil, "secondes": secondes,
        "preteurs": [[one.code, one.jours] for one in probleme.preteurs],
        "receveurs": [[one.code, one.jours] for one in probleme.receveurs],
        "paires": [[one.preteur, one.receveur, one.minutes, one.jours_max] for one in probleme.paires],
    }  # fmt: skip
    arrays = {name: getattr(ground, name) for name in TABLEAUX} | {"effets": probleme.effets, "depart": depart}
    return dialogue.emballer(words, arrays)


def deballer(paquet: bytes) -> tuple[Probleme, Floats, float]:
    """The problem, the days to start from and the seconds that `emballer` packed."""
    words, arrays = dialogue.deballer(paquet)
    access, people, weights = (arrays[name] for name in TABLEAUX)
    ground = Bassin(access, people, weights, np.array(words["territoires"], dtype=object), words["seuil"])
    pairs = [
        Paire(lender, receiver, minutes, arrays["effets"][k], most)
        for k, (lender, receiver, minutes, most) in enumerate(words["paires"])
    ]
    lenders = [Preteur(*one) for one in words["preteurs"]]
    receivers = [Receveur(*one) for one in words["receveurs"]]
    return Probleme(ground, lenders, receivers, pairs), arrays["depart"], float(words["secondes"])


def cle(probleme: Probleme) -> str:
    """What a problem is, in short: the same for the same one, whoever asks."""
    return blake2b(emballer(probleme, np.zeros(len(probleme.paires)), 0.0), digest_size=16).hexdigest()


def lire(dit: Mapping[str, Any]) -> PretsProposes:
    """The loans that a line says."""
    return PretsProposes(**{**dit, "jours": tuple(dit["jours"])})


def chercher(probleme: Probleme) -> PretsProposes:
    """The best loans that an instant gives, remembered for the same problem: proven the best in nearly every
    département."""
    return _cherche(emballer(probleme, np.zeros(len(probleme.paires)), INSTANT))


@lru_cache(maxsize=16)
def _cherche(packed: bytes) -> PretsProposes:
    problem, _, seconds = deballer(packed)
    return resoudre(problem, premier.proposer(problem), seconds)


def _prouver(paquet: bytes, dire: Callable[[PretsProposes], None]) -> PretsProposes:
    return resoudre(*deballer(paquet), dire)


if __name__ == "__main__":
    dialogue.repondre(_prouver)
