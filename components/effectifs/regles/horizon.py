"""Access at a horizon against the threshold, commune by commune and by territory: who is under it, who crosses it."""

import pandas as pd

SOUS, PASSE, REMONTE, DESSUS, INCONNU = "sous", "passe", "remonte", "dessus", "inconnu"


def classer(communes: pd.DataFrame, seuil: float) -> "pd.Series[str]":
    """Class of each commune (columns publie, estime; NaN is missing): under the threshold today and then, falling
    under it, rising above it, above both times, or not estimated. A value equal to the threshold is not under it."""
    now, then = communes["publie"] < seuil, communes["estime"] < seuil
    classes = pd.Series(DESSUS, index=communes.index, dtype=object)
    classes[now & then], classes[~now & then], classes[now & ~then] = SOUS, PASSE, REMONTE
    classes[communes["publie"].isna() | communes["estime"].isna()] = INCONNU
    return classes


def territoires(communes: pd.DataFrame, seuil: float) -> pd.DataFrame:
    """Mean access of each territory, today and at the horizon, by total population, and its class.

    `communes`: publie, estime, population, territoire; communes without both levels are left out of both means.
    """
    measured = communes.dropna(subset=["publie", "estime"])
    measured = measured[measured["population"] > 0]
    weighed = measured[["publie", "estime"]].mul(measured["population"], axis=0).groupby(measured["territoire"]).sum()
    means = weighed.div(measured.groupby("territoire")["population"].sum(), axis=0)
    return means.assign(classe=classer(means, seuil))


def habitants_sous(communes: pd.DataFrame, seuil: float) -> tuple[float, float]:
    """People in communes under the threshold, today and at the horizon, among communes with both levels."""
    measured = communes.dropna(subset=["publie", "estime"])
    return tuple(float(measured.loc[measured[name] < seuil, "population"].sum()) for name in ("publie", "estime"))  # type: ignore[return-value]


def selon_besoin(communes: pd.DataFrame, besoin: "pd.Series[float]") -> pd.DataFrame:
    """The same effect shared by a need that moved (`besoin`: relative to today, by commune, 1 where it is not known).

    The published level is that of today's need: what is left is divided by the need of then. Where no level is known,
    the change stays that of the supply alone.
    """
    need = besoin.reindex(communes.index).fillna(1.0)
    level = communes["estime"] / need
    adjusted = communes.assign(estime=level)
    for name in ("variation", "variation_min", "variation_max"):
        shared = (communes["publie"] + communes[name]) / need - communes["publie"]
        adjusted[name] = shared.where(level.notna(), communes[name])
    return adjusted
