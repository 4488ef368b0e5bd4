"""One family of refusals, worded for people: what happened, what was kept, what to do; nothing corrected in silence."""

import itertools
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from components.core.francais import liste

CODES_CITES = 5


class Refus(Exception):
    """A gesture, a file or a computation was refused; the message is in French, and nothing was written."""


class Introuvable(Refus):
    """What was asked for is not in this file."""


class Interdit(Refus):
    """The actor may not do this: not signed in, or not with that role."""


class Indisponible(Refus):
    """The file cannot be read or written now; it may be again. `raison`: why, in words that name no path."""

    def __init__(self, message: str, raison: str) -> None:
        super().__init__(message)
        self.raison = raison


class Disparu(Indisponible):
    """The file that was served, or its folder, is not there any more."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "son fichier n'est plus à sa place")


class EntreeInvalide(Refus, ValueError):
    """An input that cannot be computed on."""


def refuser(constat: str, codes: Iterable[object], conseil: str) -> None:
    """Raise `EntreeInvalide` « constat : first codes. conseil » when `codes` is not empty."""
    listed = [str(code) for code in codes]
    if listed:
        raise EntreeInvalide(f"{constat} : {liste(listed, CODES_CITES)}. {conseil}")


def refuser_ceux(constat: str, codes: Sequence[object], fautifs: npt.ArrayLike, conseil: str) -> None:
    """The same on the codes marked at fault; nothing is drawn from them when none is."""
    wrong = np.asarray(fautifs, dtype=bool)
    if wrong.any():
        refuser(constat, itertools.compress(codes, wrong), conseil)


def vecteur(valeurs: object) -> npt.NDArray[np.float64]:
    """Return a float64 copy of `valeurs`; raise `EntreeInvalide` when it is not numeric."""
    try:
        return np.array(valeurs, dtype=np.float64)
    except (TypeError, ValueError) as erreur:
        raise EntreeInvalide("Une valeur attendue comme nombre est du texte. Corrigez le fichier.") from erreur
