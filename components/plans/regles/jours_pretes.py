"""The ledger of lent days, month by month: pledged, held, cancelled; what is not written yet is unknown, never held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

MOIS_MAX = 240  # months of a ledger: beyond, the dates of the action are wrong


@dataclass(frozen=True)
class Mois:
    """A month of an action (« 2026-11 »): days pledged, held and cancelled (None: not told), words, and its version in
    the file (0: nobody wrote it, the days pledged are those of the action)."""

    mois: str
    promis: float
    tenus: float | None
    annules: float | None
    mot: str
    version: int


def mois(debut: str, fin: str) -> list[str]:
    """Every month from a day to another, both included."""
    first, last = date.fromisoformat(debut), date.fromisoformat(fin)
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    start = 12 * first.year + first.month - 1
    return [f"{k // 12}-{k % 12 + 1:02d}" for k in range(start, start + min(max(count, 0), MOIS_MAX))]


def lignes(action: Mapping[str, Any], ecrites: Mapping[str, Mapping[str, Any]]) -> list[Mois]:
    """The ledger of an action: each of its months, as written or as pledged, and what was written out of its dates."""
    months = sorted({*mois(action["debut"], action["fin"]), *ecrites})
    usual = float(action["effet_quantite"] or 0.0)
    inside = set(mois(action["debut"], action["fin"]))
    return [
        Mois(m, *(ecrites[m][name] for name in ("promis", "tenus", "annules", "mot", "version")))
        if m in ecrites
        else Mois(m, usual if m in inside else 0.0, None, None, "", 0)
        for m in months
    ]


def bilan(registre: Sequence[Mois], jour: date) -> dict[str, Any] | None:
    """What the months begun say together: promis, tenus, annules (days), muets (months that nobody told), du, au.

    None before the first month."""
    begun = [one for one in registre if one.mois <= f"{jour:%Y-%m}"]
    if not begun:
        return None
    return {
        "promis": sum(one.promis for one in begun),
        "tenus": sum(one.tenus or 0.0 for one in begun),
        "annules": sum(one.annules or 0.0 for one in begun),
        "muets": sum(one.tenus is None for one in begun),
        "du": begun[0].mois,
        "au": begun[-1].mois,
    }
