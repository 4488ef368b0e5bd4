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
