"""The process that proves: a question comes in, each progress goes out on a line, and it ends with its time.

`python -m components.propositions.implantation.calcul`, started by `preuves` and never by the process that serves. The
question is read whole on standard input; a line of JSON says each progress (sites, valeur, borne, secondes, fini).
"""

import io
import json
import os
import sys
from dataclasses import asdict
from typing import Any

import numpy as np

from components.propositions.implantation.regles.modele import ReponseProuvee, resoudre
from components.propositions.implantation.regles.question import QuestionDeSites, Sites

TABLEAUX = ("habitants", "niveau", "gain")


def emballer(question: QuestionDeSites, depart: Sites, secondes: float) -> bytes:
    """What the process reads: a question, an answer to start from, how long it may look."""
    plain = {
        "communes": question.communes, "candidats": question.candidats, "repere": question.repere,
        "nombre": question.nombre, "but": question.but, "part": question.part, "imposes": question.imposes,
    }  # fmt: skip
    asked = json.dumps({"question": plain, "depart": depart, "secondes": secondes})
    packed = io.BytesIO()
    arrays = {name: getattr(question, name) for name in TABLEAUX}
    np.savez(packed, demande=np.frombuffer(asked.encode(), dtype=np.uint8), **arrays)
    return packed.getvalue()


def deballer(packed: bytes) -> tuple[QuestionDeSites, Sites, float]:
    """The question, the answer to start from and the seconds that `emballer` packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as read:
        asked = json.loads(read["demande"].tobytes())
        arrays = {name: read[name] for name in TABLEAUX}
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in asked["question"].items()
    }
    return QuestionDeSites(**plain, **arrays), tuple(asked["depart"]), float(asked["secondes"])


def main() -> None:
    """Read, look, say. What the solver prints of itself is not for us: standard output is kept for the answers."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def tell(answer: ReponseProuvee) -> None:
        answers.write(json.dumps(asdict(answer)) + "\n")
        answers.flush()

    tell(resoudre(*deballer(sys.stdin.buffer.read()), tell))


if __name__ == "__main__":
    main()
