"""What a threshold is worth before it is used: how often it signals, and how it agrees with the zoning in force."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.core.francais import compte, nombre


@dataclass(frozen=True)
class Confrontation:
    """A rule against a zoning, territory by territory: of those in the zone, how many signal; of the others, how many
    do not."""

    en_zone: int
    signales: int
    hors_zone: int
    calmes: int

    @property
    def sensibilite(self) -> float:
        """Share of the zoned territories that signal (NaN when there is none)."""
        return self.signales / self.en_zone if self.en_zone else float("nan")

    @property
    def specificite(self) -> float:
        """Share of the other territories that do not (NaN when there is none)."""
        return self.calmes / self.hors_zone if self.hors_zone else float("nan")

    @property
    def phrase(self) -> str:
        """« signale 4 territoires en zone sur 11, et 1 autre sur 9 »."""
        others = f"{compte(self.hors_zone - self.calmes, 'autre')} sur {nombre(self.hors_zone)}"
        return f"signale {compte(self.signales, 'territoire')} en zone sur {nombre(self.en_zone)}, et {others}"


def confronter(signale: "pd.Series[bool]", zone: "pd.Series[bool]") -> Confrontation:
    """Compare a rule with a zoning, on the territories that both know."""
    both = signale.index.intersection(zone.index)
    loud, inside = signale[both].to_numpy(bool), zone[both].to_numpy(bool)
    return Confrontation(
        int(inside.sum()), int((inside & loud).sum()), int((~inside).sum()), int((~inside & ~loud).sum())
    )


def discrimination(score: "pd.Series[float]", zone: "pd.Series[bool]") -> float:
    """How often a zoned territory has a higher score than another (area under the ROC curve; ties count for half)."""
    codes = score.dropna().index.intersection(zone.index)
    inside, ranks = zone[codes].to_numpy(bool), score[codes].rank().to_numpy()
    yes, no = int(inside.sum()), int((~inside).sum())
    return float((ranks[inside].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def taux(quantiles: Sequence[float], seuil: float, sens: int) -> float:
    """Share of the territories on the bad side of a threshold (strictly below it for an access, from it up otherwise),
    from the quantiles of their values, evenly spaced from the least to the greatest."""
    values = np.asarray(quantiles, dtype=float)
    shares = np.linspace(0.0, 1.0, len(values))
    below = np.interp(seuil, values, shares, left=0.0, right=1.0)
    if sens > 0:
        return float(below)
    return float(1.0 - (0.0 if seuil <= values[0] else below))


def mots_ici(signalent: int, lus: int) -> str:
    """« signale sur 7 des 19 territoires lus ici »; empty when none is read."""
    if lus == 1:
        return f"{'signale' if signalent else 'ne signale pas'} sur le seul territoire lu ici"
    return f"signale sur {nombre(signalent)} des {nombre(lus)} territoires lus ici" if lus else ""
