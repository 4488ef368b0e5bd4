"""Fit the kilometres-to-minutes curve of `components.core.distance` on real road times.

Run: `python data/sources/build/fit_speed_curve.py chemin/du/fichier.csv`

The file needs two columns: `vol_oiseau_km` (great-circle kilometres) and `metric_min_heures_creuses`
(off-peak road minutes from Metric, rounded to the minute). The script compares monotone forms by repeated
cross-validation, then prints the quality of the kept form and its coefficients as TOML.

Choices. Pairs are kept by distance (40 km at most), never by time, which would bias the fit. Beyond 30 km
they weigh less, because the kernel looks at 0 to 25 minutes. The loss is soft L1, so that ferries and detours
around the estuary do not pull the curve; it therefore aims at the typical (median-like) time.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import least_squares

Floats = npt.NDArray[np.float64]

MAX_KM, FULL_WEIGHT_KM, FAR_WEIGHT = 40.0, 30.0, 0.3
FOLDS, REPEATS, LOSS_SCALE_MIN = 5, 10, 3.0
BANDS_KM = (0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0, 40.0)
KEPT = "a·d + b·√d"


@dataclass(frozen=True)
class Form:
    """A candidate curve: minutes as a function of (coefficients, kilometres), and where the fit starts."""

    minutes: Callable[[Floats, Floats], Floats]
    start: tuple[float, ...]


FORMS = {
    "a·d": Form(lambda p, d: p[0] * d, (1.2,)),
    "a + b·d": Form(lambda p, d: p[0] + p[1] * d, (1.0, 1.0)),
    "a·d^b": Form(lambda p, d: p[0] * d ** p[1], (1.5, 0.9)),
    "a·d + b·ln(1+d)": Form(lambda p, d: p[0] * d + p[1] * np.log1p(d), (1.0, 1.0)),
    "a·d + b·√d": Form(lambda p, d: p[0] * d + p[1] * np.sqrt(d), (1.0, 1.0)),
    "a·d + b·(1−e^(−d/c))": Form(lambda p, d: p[0] * d + p[1] * (1 - np.exp(-d / p[2])), (1.0, 2.0, 5.0)),
}


def fit(form: Form, km: Floats, minutes: Floats) -> Floats:
    """Return the coefficients of `form` that minimise the weighted soft-L1 loss."""
    root_weight = np.sqrt(np.where(km <= FULL_WEIGHT_KM, 1.0, FAR_WEIGHT))

    def residuals(p: Floats) -> Floats:
        return np.asarray((form.minutes(p, km) - minutes) * root_weight)

    return np.asarray(least_squares(residuals, form.start, loss="soft_l1", f_scale=LOSS_SCALE_MIN).x)


def cross_validated_mae(form: Form, km: Floats, minutes: Floats, seed: int) -> float:
    """Return the out-of-fold mean absolute error in minutes, averaged over the km bands up to 30 km."""
    fold = np.random.default_rng(seed).permutation(km.size) % FOLDS
    predicted = np.empty_like(km)
    for k in range(FOLDS):
        inside = fold == k
        predicted[inside] = form.minutes(fit(form, km[~inside], minutes[~inside]), km[inside])
    band = np.digitize(km, BANDS_KM[1:-1])
    error = np.abs(predicted - minutes)
    return float(np.mean([error[band == b].mean() for b in range(len(BANDS_KM) - 2)]))


def quality(km: Floats, minutes: Floats, predicted: Floats) -> pd.DataFrame:
    """Return one row per km band: pairs, MAE, bias (curve minus road), 10 and 90 % of road minus curve."""
    residual = minutes - predicted
    bands = pd.cut(pd.Series(km), BANDS_KM, include_lowest=True)
    grouped = pd.Series(residual).groupby(bands, observed=True)
    return pd.DataFrame(
        {
            "paires": grouped.size(),
            "mae_min": grouped.apply(lambda r: r.abs().mean()),
            "biais_min": -grouped.mean(),
            "residu_q10": grouped.quantile(0.1),
            "residu_q90": grouped.quantile(0.9),
        }
    ).round(2)


def read_pairs(path: str) -> tuple[Floats, Floats]:
    """Return kilometres and minutes of the pairs at most `MAX_KM` apart."""
    table = pd.read_csv(path)
    table = table[table["vol_oiseau_km"] <= MAX_KM]
    return table["vol_oiseau_km"].to_numpy(float), table["metric_min_heures_creuses"].to_numpy(float)


def main(path: str) -> None:
    """Print the comparison of forms, the quality of the kept one and its coefficients."""
    km, minutes = read_pairs(path)
    print(f"{km.size} paires à {MAX_KM:g} km au plus, validation croisée {REPEATS} × {FOLDS}")
    for name, form in FORMS.items():
        error = np.mean([cross_validated_mae(form, km, minutes, seed) for seed in range(REPEATS)])
        print(f"  {name:24} erreur moyenne {error:.4f} min")
    coefficients = fit(FORMS[KEPT], km, minutes)
    predicted = FORMS[KEPT].minutes(coefficients, km)
    print(quality(km, minutes, predicted).to_string())
    near = km <= FULL_WEIGHT_KM
    residual = (minutes - predicted)[near]
    low, high = np.quantile(residual / predicted[near], [0.1, 0.9])
    print(f"0–30 km : MAE {np.abs(residual).mean():.2f} min, écart relatif 10–90 % : {low:+.0%} à {high:+.0%}")
    print(f"# {KEPT}, d en km à vol d'oiseau")
    print(f"par_km = {coefficients[0]:.4f}\npar_racine_km = {coefficients[1]:.4f}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage : python data/sources/build/fit_speed_curve.py chemin/du/fichier.csv")
    main(sys.argv[1])
