"""What a spreadsheet leaves in the place of a text."""

import re

ERREUR = re.compile(r"#[^\W\d_/]+(?:/0)?[!?]|#N/?[AD]|#[A-Z_]+|Err\s?:\s?\d{3}")


def est_gatee(cellule: str) -> bool:
    """Whether a cell holds a formula, or an error of a spreadsheet, instead of a text."""
    text = cellule.strip()
    return text.startswith("=") or ERREUR.fullmatch(text) is not None
