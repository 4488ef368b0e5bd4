"""Communes as the file holds them: those of the département, and those of its border, which compete for care."""

import pandas as pd

INTERIEURE = "interieure"


def interieures(communes: pd.DataFrame) -> pd.DataFrame:
    """Rows of the communes of the département itself. `communes`: column `role`."""
    return communes[communes["role"] == INTERIEURE]


def situees(communes: pd.DataFrame) -> pd.DataFrame:
    """Rows of the communes of the département whose centre is known. `communes`: columns `role`, `lat`, `lon`."""
    inside = interieures(communes)
    return inside[inside["lat"].notna()]


def departement(code: str) -> str:
    """Département of a commune code: two characters, three overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]
