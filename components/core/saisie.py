"""What people type, read in French and never guessed: a number."""

import math
import re

from components.core.refus import EntreeInvalide

ESPACES = re.compile(r"[\s\u00a0\u202f]")
NOMBRE = re.compile(r"[-−]?[0-9]+([.,][0-9]+)?")
DEUX_SENS = re.compile(r"[-−]?\d{1,3}\.\d{3}")


def lire_nombre(texte: str) -> float | None:
    """« 17 600,50 », « 17600,5 » or « 17600.5 » as a number; None for nothing typed.

    Raises `EntreeInvalide` on anything else, on what is too large to hold, and on « 17.600 », which reads as seventeen
    or as seventeen thousand.
    """
    compact = ESPACES.sub("", texte)
    if not compact:
        return None
    if DEUX_SENS.fullmatch(compact):
        plain = compact.replace(".", "")
        raise EntreeInvalide(
            f"« {texte.strip()} » se lit de deux façons : écrivez {plain} ou {compact.replace('.', ',')}."
        )
    if not NOMBRE.fullmatch(compact):
        raise EntreeInvalide(
            f"« {texte.strip()} » n'est pas un nombre : écrivez-le en chiffres, par exemple 17 600,50."
        )
    read = float(compact.replace(",", ".").replace("−", "-"))
    if math.isinf(read):
        raise EntreeInvalide(f"Un nombre de {len(compact)} chiffres est trop grand : vérifiez ce qui est écrit.")
    return read
