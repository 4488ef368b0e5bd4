"""How a process that proves talks with the one that started it: arrays and words in, a line of JSON as it goes."""

import io
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from components.core.acces.travel import Floats

PATIENCE = 10  # the niceness of a process that proves


def emballer(mots: Mapping[str, Any], tableaux: Mapping[str, Floats]) -> bytes:
    """Words and arrays as one packet."""
    packed = io.BytesIO()
    text = json.dumps(dict(mots)).encode()
    np.savez(packed, mots=np.frombuffer(text, dtype=np.uint8), **dict(tableaux))  # type: ignore[arg-type]
    return packed.getvalue()


def deballer(paquet: bytes) -> tuple[dict[str, Any], dict[str, Floats]]:
    """The words and the arrays of a packet; lists of words come back as tuples."""
    with np.load(io.BytesIO(paquet), allow_pickle=False) as read:
        words = json.loads(read["mots"].tobytes())
        arrays = {name: read[name] for name in read.files if name != "mots"}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in words.items()}, arrays


def repondre(chercher: Callable[[bytes, Callable[[Any], None]], Any]) -> None:
    """Read the packet, look, say each progress, after whoever votes or reads: the process is a patient one. What the
    solver prints of itself is not for whoever reads: standard output is kept for the answers."""
    os.nice(PATIENCE)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def tell(answer: Any) -> None:
        answers.write(json.dumps(asdict(answer)) + "\n")
        answers.flush()

    tell(chercher(sys.stdin.buffer.read(), tell))
