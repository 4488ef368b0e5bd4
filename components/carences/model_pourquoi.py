"""Pure rule of the « why » panel: a published access as contributions by place plus a named gap, adding up exactly."""

import pandas as pd


def contributions(lieux: pd.DataFrame, offre: "pd.Series[float]", publie: float) -> tuple[pd.DataFrame, float]:
    """Add `contribution` (acts per year and resident) to the places reached, and return the gap to the published.

    `lieux`: poids, population_concurrente, by place; `offre`: acts per year by place, 0 where none is known. The sum
    of contributions plus the gap is the published access.
    """
    acts = offre.reindex(lieux.index).fillna(0.0)
    part = lieux["poids"] * acts / lieux["population_concurrente"]
    return lieux.assign(contribution=part), publie - float(part.sum())
