"""The proofs that run beside the server: started, followed, stopped; one at a time, and never in the process that
serves ballots. What was proven is remembered as long as this process lives, whoever asks."""

import json
import subprocess  # nosec B404
import sys
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from components.core.refus import Refus
from components.propositions.implantation import calcul
from components.propositions.implantation.regles.modele import ReponseProuvee
from components.propositions.implantation.regles.question import QuestionDeSites, Sites
from data.base import store

COMMANDE = ("-m", "components.propositions.implantation.calcul")
GARDEES = 32  # questions whose proof is remembered
SURSIS = 5.0  # s that a process has to end once its own time is over, before it is ended


@dataclass(eq=False)
class Preuve:
    """A proof that runs, ran or was stopped. `duree`: the seconds it was given; `reponse`: the best so far."""

    duree: float
    processus: "subprocess.Popen[bytes]"
    reponse: ReponseProuvee | None = None
    arretee: bool = False
    echec: bool = False
    suit: threading.Thread | None = field(default=None, repr=False)

    @property
    def court(self) -> bool:
        """Whether it still looks."""
        return self.suit is not None and self.suit.is_alive()


_PREUVES: "OrderedDict[str, Preuve]" = OrderedDict()
_UNE_A_LA_FOIS = threading.Lock()


def lancer(question: QuestionDeSites, depart: Sites, secondes: float) -> Preuve:
    """Start the proof of a question from an answer in hand; the one that runs already for the same question is given.

    Raises `Refus` when another question is being proven.
    """
    with _UNE_A_LA_FOIS:
        same = _PREUVES.get(question.empreinte)
        if same is not None and same.court:
            return same
        if any(one.court for one in _PREUVES.values()):
            raise Refus("Une autre preuve est en cours sur ce poste : attendez sa fin, ou arrêtez-la. La réponse immédiate reste affichée.")  # fmt: skip  # noqa: E501
        start = same.reponse.sites if same is not None and same.reponse else depart
        proof = _ouvrir(secondes)
        proof.suit = threading.Thread(
            target=_suivre, args=(proof, calcul.emballer(question, start, secondes)), daemon=True
        )
        proof.suit.start()
        _PREUVES[question.empreinte] = proof
        while len(_PREUVES) > GARDEES:
            _PREUVES.popitem(last=False)
        return proof


def de(question: QuestionDeSites) -> Preuve | None:
    """The proof of a question, running or over; None when none was started."""
    return _PREUVES.get(question.empreinte)


def arreter(question: QuestionDeSites) -> None:
    """Stop the proof of a question; what it reached stays. Nothing to do once it is over."""
    proof = _PREUVES.get(question.empreinte)
    if proof is not None and proof.court:
        proof.arretee = True
        proof.processus.terminate()
        if proof.suit is not None:
            proof.suit.join(timeout=SURSIS)


def _ouvrir(secondes: float) -> Preuve:
    process = subprocess.Popen(  # noqa: S603 - our own program  # nosec B603
        [sys.executable, *COMMANDE], cwd=store.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    return Preuve(secondes, process)


def _suivre(proof: Preuve, asked: bytes) -> None:
    """Give the process its question, then read each progress until it ends, or until its time is long over."""
    process = proof.processus
    late = threading.Timer(proof.duree + 4 * SURSIS, process.kill)
    late.start()
    try:
        if process.stdin is None or process.stdout is None:
            return
        process.stdin.write(asked)
        process.stdin.close()
        for line in process.stdout:
            told = json.loads(line)
            proof.reponse = ReponseProuvee(**{**told, "sites": tuple(told["sites"])})
        process.wait(timeout=SURSIS)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        process.kill()
    finally:
        late.cancel()
        proof.echec = proof.reponse is None and not proof.arretee
