"""The process that looks for the best loans: a problem comes in on standard input, the answer goes out as JSON.

`python -m components.propositions.solidarite.calcul`, started by `chercher` for what an instant does not prove: the
process that serves ballots is never kept waiting.
"""

import io
import json
import subprocess  # nosec B404
import sys
from dataclasses import asdict
from functools import lru_cache

import numpy as np

from components.core.refus import Refus
from components.propositions.solidarite.regles.optimum import PretsProposes, resoudre
from components.propositions.solidarite.regles.pret import Bassin, Paire, Preteur, Probleme, Receveur
from data.base import store

COMMANDE = ("-m", "components.propositions.solidarite.calcul")
TABLEAUX = ("publie", "habitants", "poids")
INSTANT = 0.25  # s of each step in the process that asks
SURSIS = 20.0  # s beyond its own time before it is ended
ECHEC = "Le plan de solidarité n'a pas pu être calculé. Rien n'est proposé ; rechargez la page pour recommencer."


def emballer(probleme: Probleme, secondes: float) -> bytes:
    """What the process reads: a problem, and how long each step may look."""
    ground = probleme.bassin
    plain = {
        "territoires": [str(code) for code in ground.territoires], "seuil": ground.seuil, "secondes": secondes,
        "preteurs": [[one.code, one.jours] for one in probleme.preteurs],
        "receveurs": [[one.code, one.jours] for one in probleme.receveurs],
        "paires": [[one.preteur, one.receveur, one.minutes, one.jours_max] for one in probleme.paires],
    }  # fmt: skip
    packed = io.BytesIO()
    arrays = {name: getattr(ground, name) for name in TABLEAUX} | {"effets": probleme.effets}
    np.savez(packed, demande=np.frombuffer(json.dumps(plain).encode(), dtype=np.uint8), **arrays)
    return packed.getvalue()


def deballer(packed: bytes) -> tuple[Probleme, float]:
    """The problem and the seconds that `emballer` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as read:
        plain, effects = json.loads(read["demande"].tobytes()), read["effets"]
        access, people, weights = (read[name] for name in TABLEAUX)
    ground = Bassin(access, people, weights, np.array(plain["territoires"], dtype=object), plain["seuil"])
    pairs = [
        Paire(lender, receiver, minutes, effects[k], most)
        for k, (lender, receiver, minutes, most) in enumerate(plain["paires"])
    ]
    lenders = [Preteur(*one) for one in plain["preteurs"]]
    receivers = [Receveur(*one) for one in plain["receveurs"]]
    return Probleme(ground, lenders, receivers, pairs), float(plain["secondes"])


def chercher(probleme: Probleme, secondes: float) -> PretsProposes:
    """The best loans, remembered for the same problem: at once when the proof is a matter of an instant, as in nearly
    every département; else looked for in a process apart. Raises `Refus` when it failed."""
    return _cherche(emballer(probleme, secondes), 2 * secondes + SURSIS)


@lru_cache(maxsize=16)
def _cherche(packed: bytes, patience: float) -> PretsProposes:
    problem, seconds = deballer(packed)
    first = resoudre(problem, min(seconds, INSTANT))
    if first.prouve:
        return first
    try:
        done = subprocess.run(  # noqa: S603 - our own program  # nosec B603
            [sys.executable, *COMMANDE], input=packed, capture_output=True, cwd=store.ROOT, timeout=patience, check=True
        )
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as failure:
        raise Refus(ECHEC) from failure
    return PretsProposes(**told | {"jours": tuple(told["jours"])})


def main() -> None:
    """Read, look, say."""
    sys.stdout.write(json.dumps(asdict(resoudre(*deballer(sys.stdin.buffer.read())))))


if __name__ == "__main__":
    main()
