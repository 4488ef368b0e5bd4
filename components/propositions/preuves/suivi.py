"""The proofs that run beside the server: started, followed, stopped; one at a time, and never in the process that
serves ballots. What was proven is remembered as long as this process lives, whoever asks."""

import json
import subprocess  # nosec B404
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from components.core.refus import Refus
from data.base import store

GARDEES = 32  # questions whose proof is remembered
SURSIS = 5.0  # s that a process has to end once it is asked to
DEMARRAGE = 60.0  # s that a busy machine may take to start one, and to end it by itself


@dataclass(eq=False)
class Preuve:
    """A proof that runs, ran or was stopped. `duree`: the seconds it was given; `reponse`: the best so far."""

    duree: float
    processus: "subprocess.Popen[bytes]"
    lire: Callable[[Mapping[str, Any]], Any]
    reponse: Any = None
    arretee: bool = False
    suit: threading.Thread | None = field(default=None, repr=False)

    @property
    def court(self) -> bool:
        """Whether it still looks."""
        return self.suit is not None and self.suit.is_alive()


_PREUVES: "OrderedDict[str, Preuve]" = OrderedDict()
_UNE_A_LA_FOIS = threading.Lock()


def lancer(cle: str, module: str, paquet: bytes, secondes: float, lire: Callable[[Mapping[str, Any]], Any]) -> Preuve:
    """Start the proof of a question, known by `cle`: `module` reads `paquet` on its input and says a line of JSON at
    each progress, which `lire` makes an answer of. The one that runs already for the same question is given.

    Raises `Refus` when another question is being proven.
    """
    with _UNE_A_LA_FOIS:
        same = _PREUVES.get(cle)
        if same is not None and same.court:
            return same
        if any(one.court for one in _PREUVES.values()):
            raise Refus(
                "Une autre preuve est en cours sur ce poste : attendez sa fin, ou arrêtez-la. La réponse immédiate "
                "reste affichée."
            )
        proof = Preuve(secondes, _ouvrir(module), lire)
        proof.suit = threading.Thread(target=_suivre, args=(proof, paquet), daemon=True)
        proof.suit.start()
        _PREUVES[cle] = proof
        _PREUVES.move_to_end(cle)
        while len(_PREUVES) > GARDEES:
            _PREUVES.popitem(last=False)
        return proof


def de(cle: str) -> Preuve | None:
    """The proof of a question, running or over; None when none was started."""
    return _PREUVES.get(cle)


def arreter(cle: str) -> None:
    """Stop the proof of a question; what it reached stays. Nothing to do once it is over."""
    proof = _PREUVES.get(cle)
    if proof is not None and proof.court:
        proof.arretee = True
        proof.processus.terminate()
        if proof.suit is not None:
            proof.suit.join(timeout=SURSIS)


def _ouvrir(module: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own program  # nosec B603
        [sys.executable, "-m", module], cwd=store.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _suivre(proof: Preuve, asked: bytes) -> None:
    """Give the process its question, then read each progress until it ends, or until its time is long over."""
    process = proof.processus
    late = threading.Timer(2 * proof.duree + DEMARRAGE, process.kill)
    late.start()
    try:
        if process.stdin is None or process.stdout is None:
            return
        process.stdin.write(asked)
        process.stdin.close()
        for line in process.stdout:
            proof.reponse = proof.lire(json.loads(line))
        process.wait(timeout=SURSIS)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        process.kill()
    finally:
        late.cancel()
        if process.stdout is not None:
            process.stdout.close()
