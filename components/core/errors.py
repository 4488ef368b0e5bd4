"""Refusals of the shared rules: nothing is corrected in silence, the message says what to do."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from components.core.francais import liste

CODES_CITES = 5


class EntreeInvalide(ValueError):
    """An input that cannot be computed on. The message is French and meant for the screen."""


def refuser(constat: str, codes: Iterable[object], conseil: str) -> None:
    """Raise `EntreeInvalide` « constat : first codes. conseil » when `codes` is not empty."""
    listed = [str(code) for code in codes]
    if listed:
        raise EntreeInvalide(f"{constat} : {liste(listed, CODES_CITES)}. {conseil}")


def vecteur(valeurs: object) -> npt.NDArray[np.float64]:
    """Return a float64 copy of `valeurs`; raise `EntreeInvalide` when it is not numeric."""
    try:
        return np.array(valeurs, dtype=np.float64)
    except (TypeError, ValueError) as erreur:
        raise EntreeInvalide("Une valeur attendue comme nombre est du texte. Corrigez le fichier.") from erreur
