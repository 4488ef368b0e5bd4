"""Age classes as files write them (« 0-14 ans », « moins de 20 ans », « 75 ans et plus »): bounds, and overlaps."""

import re
from collections.abc import Mapping, Sequence

from data.imports.grammaire.base import LigneLue, Rejets
from data.imports.grammaire.cellules import simple

SANS_FIN, AGE_MAX = 1_000, 130
Tranche = tuple[int, int]  # first and last age, both inside


def tranche(label: str) -> Tranche | None:
    """First and last age of a class, or None when the words do not say one."""
    text, words = simple(label), [int(found) for found in re.findall(r"\d+", label)]
    if not words or len(words) > 2 or max(words) > AGE_MAX:
        return None
    first, last = words[0], words[-1]
    if len(words) == 2:
        return (first, last) if first <= last else None
    if "plus" in text or "+" in label:
        return first, SANS_FIN
    if "moins" in text:
        return (0, first - 1) if "moins de" in text else (0, first)
    return first, first


def verifier(classes: Mapping[str, Sequence[LigneLue]], rejets: Rejets) -> dict[str, Tranche]:
    """Bounds of every class. Refuses the rows of a class without an age, and those whose commune already has a class
    of the same ages."""
    found: dict[str, Tranche] = {}
    seen: dict[str, list[str]] = {}
    for label, lines in classes.items():
        span = tranche(label)
        if span is None:
            for line in lines:
                rejets.ajouter(line.numero, "tranche_age", label, "tranche d'âge illisible", "Écrivez « 0-14 ans ».")
            continue
        rivals = {other for other, (first, last) in found.items() if first <= span[1] and span[0] <= last}
        found[label] = span
        for line in lines:
            rival = next((other for other in seen.get(line.code, ()) if other in rivals), None)
            if rival is not None:
                words = f"recouvre « {rival} » de la même commune : des habitants compteraient deux fois"
                rejets.ajouter(
                    line.numero, "tranche_age", label, words, "Gardez des tranches qui ne se recouvrent pas."
                )
            seen.setdefault(line.code, []).append(label)
    return found
