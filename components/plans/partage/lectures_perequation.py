"""The declared key of the péréquation reading: target shares from population, gap and social disadvantage."""

from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.acces.travel import Floats
from components.plans.regles.perequation import cibles
from data.territoire import indicateurs


def parts_visees(
    db: Database, habitants: Floats, manque: Floats, groups: "pd.Series[str]", weight: float
) -> dict[str, Any]:
    """Target share of each territory (exact fractions). Raises `EntreeInvalide` when none is below the repère."""
    people = pd.Series(habitants, groups.index)
    residents = people.groupby(groups).sum()
    gap = (people * manque).groupby(groups).sum() / residents
    return cibles(residents.to_dict(), gap.to_dict(), _coefficients(db, people, groups, weight))


def _coefficients(
    db: Database, people: "pd.Series[float]", groups: "pd.Series[str]", weight: float
) -> dict[str, float]:
    """1 + weight × standardised disadvantage of each territory; 1 everywhere when no index is loaded."""
    series = [serie for serie in indicateurs.series(db, "commune") if serie.indicateur == "fdep"]
    if not series:
        return dict.fromkeys(groups.dropna().unique(), 1.0)
    values = indicateurs.values(db, series[0].id)["valeur"].reindex(people.index)
    counted = people.where(values.notna(), 0.0)
    mean = (values.fillna(0.0) * counted).groupby(groups).sum() / counted.groupby(groups).sum()
    middle, spread = mean.mean(), mean.std(ddof=0)
    score = (mean - middle) / spread if spread > 0 else mean * 0
    return (1 + weight * score).clip(lower=0).fillna(1.0).to_dict()
