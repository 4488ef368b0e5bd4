"""Communes as the file holds them: those of the département, and those of its border, which compete for care."""

from collections import Counter
from collections.abc import Mapping

import pandas as pd

INTERIEURE = "interieure"


def interieures(communes: pd.DataFrame) -> pd.DataFrame:
    """Rows of the communes of the département itself. `communes`: column `role`."""
    return communes[communes["role"] == INTERIEURE]


def situees(communes: pd.DataFrame) -> pd.DataFrame:
    """Rows of the communes of the département whose centre is known. `communes`: columns `role`, `lat`, `lon`."""
    inside = interieures(communes)
    return inside[inside["lat"].notna()]


def distinctes(noms: Mapping[str, str]) -> dict[str, str]:
    """Names by code, as a list offers them: those that read the same are told apart by their département, « Bey (01) »,
    or by their code in the same one."""
    same = Counter(noms.values())
    placed = {code: f"{name} ({departement(code)})" if same[name] > 1 else name for code, name in noms.items()}
    same = Counter(placed.values())
    return {code: f"{noms[code]} ({code})" if same[words] > 1 else words for code, words in placed.items()}


def departement(code: str) -> str:
    """Département of a commune code: two characters, three overseas."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]
