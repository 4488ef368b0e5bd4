"""The speed curve in the parameters is the one that the real road times give."""

import runpy
import sys
from datetime import date
from pathlib import Path

import pandas as pd

from data.base.parameters import catalogue

SCRIPT = Path(__file__).resolve().parents[2] / "data/sources/build/fit_speed_curve.py"
FICHIER = "temps_route_couples_gironde_osrm_metric_2021.csv"
JOUR = date(2026, 11, 22)
TOLERANCE = 5e-4  # the parameters keep four decimals


def check(folder: Path) -> int:
    """Print the fit; return 1 when it is not the one in the parameters."""
    found = problems(folder)
    for problem in found:
        print(f"courbe de vitesse : {problem}", file=sys.stderr)
    return 1 if found else 0


def biais(folder: Path) -> dict[str, tuple[float, ...]]:
    """By band of distance as the crow flies: pairs, mean error in minutes, bias of the curve (curve minus road)."""
    script = runpy.run_path(str(SCRIPT))
    km, minutes = script["read_pairs"](str(folder / FICHIER))
    curve = [catalogue()[name].at(JOUR).value for name in ("minutes_par_km", "minutes_par_racine_km")]
    table = script["quality"](km, minutes, script["FORMS"][script["KEPT"]].minutes(curve, km))
    columns = table[["paires", "mae_min", "biais_min"]]
    return {f"{max(band.left, 0):.0f} à {band.right:.0f} km": tuple(map(float, row)) for band, row in
            zip(columns.index, columns.to_numpy(), strict=True)}  # fmt: skip


def problems(folder: Path) -> list[str]:
    """Fit again and compare; one French sentence per coefficient that differs."""
    if not (folder / FICHIER).is_file():
        return [f"fichier absent : {FICHIER}"]
    pairs = pd.read_csv(folder / FICHIER).dropna(subset=["vol_oiseau_km", "metric_min_heures_creuses"])
    script = runpy.run_path(str(SCRIPT))
    near = pairs[pairs["vol_oiseau_km"].between(0, script["MAX_KM"])]
    km, minutes = near["vol_oiseau_km"].to_numpy(float), near["metric_min_heures_creuses"].to_numpy(float)
    found = script["fit"](script["FORMS"][script["KEPT"]], km, minutes)
    names = ("minutes_par_km", "minutes_par_racine_km")
    kept = [catalogue()[name].at(JOUR).value for name in names]
    print("courbe de vitesse", len(near), *(f"{value:.4f}" for value in found))
    return [
        f"{name} : {value:.4f} ajusté, {known} en paramètre"
        for name, value, known in zip(names, found, kept, strict=True)
        if abs(value - known) > TOLERANCE
    ]
