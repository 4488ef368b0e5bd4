"""Back-test of the workforce laws: fitted to 2016, predicting 2020, per département, beside two naive baselines.

The files count every doctor (all specialties, all modes of practice), with ages at the national level only: this says
nothing of general practitioners nor of territories. Figures are printed as found; nothing is a pass mark.
"""

import re
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from components.effectifs.model_departs import Lois, survie
from data.parameters import EnVigueur

AGES = "drees_rpps_adeli_effectifs_age_france_2012_2020.csv"
DEPARTEMENTS = "drees_rpps_adeli_effectifs_departement_2012_2020.csv"
DEBUT, AJUSTE, PREVU = 2012, 2016, 2020
PREMIER, DERNIER = 26, 72  # bounds of the open age classes
Z80 = 1.2815515655446004
LOIS = ("age_retraite", "etalement_retraite", "part_cumul", "duree_cumul", "sorties_autres")


def check(folder: Path) -> int:
    """Print the errors of the model and of the baselines, and the coverage of the 80 % band."""
    counts = _counts(folder / DEPARTEMENTS)
    known = EnVigueur(date(2026, 11, 22))
    laws = Lois(*(known.number(name) for name in LOIS[:2]), *(known.number(name) for name in LOIS[2:]))  # type: ignore[arg-type]
    stay = {year: survie(_pyramid(folder / AGES, year), laws, PREVU - AJUSTE) for year in (DEBUT, AJUSTE)}
    years = np.arange(PREVU - AJUSTE)
    young = float(survie([(32.0, 1.0)], laws, PREVU - AJUSTE)[years].mean())
    real = counts[PREVU]
    found = {"rien ne change": counts[AJUSTE], "ligne droite": _line(counts)}
    national = (counts[AJUSTE].sum() - counts[DEBUT].sum() * stay[DEBUT][-1]) / counts[DEBUT].sum()
    local = (counts[AJUSTE] - counts[DEBUT] * stay[DEBUT][-1]).clip(lower=0.0)
    arrivals = {"modèle, arrivées nationales": counts[AJUSTE] * national, "modèle, arrivées locales 2012-2016": local}
    bands = {}
    for name, coming in arrivals.items():
        kept = counts[AJUSTE] * stay[AJUSTE][-1]
        found[name] = kept + coming
        spread = np.sqrt(kept * (1 - stay[AJUSTE][-1]) + coming / young)
        bands[name] = (found[name] - Z80 * spread, found[name] + Z80 * spread)
    print(f"rétro-épreuve : {len(real)} départements, médecins toutes spécialités, ajusté {AJUSTE}, prévu {PREVU}")
    for name, predicted in found.items():
        error = float(((predicted - real).abs() / real).mean())
        whole = float(predicted.sum() / real.sum() - 1)
        cover = "" if name not in bands else f", bande 80 % : {_covered(bands[name], real):.0%} couverts"
        print(f"  {name} : erreur absolue moyenne {error:.2%}, total {whole:+.2%}{cover}".replace(".", ","))
    return 0


def _counts(file: Path) -> pd.DataFrame:
    table = pd.read_csv(file, dtype={"code_departement": str})
    doctors = table[(table["profession"] == "medecin") & table["code_departement"].notna()]
    wide = doctors.pivot_table(index="code_departement", columns="annee", values="effectif", aggfunc="first")
    return wide.dropna(subset=[DEBUT, AJUSTE, PREVU])


def _line(counts: pd.DataFrame) -> "pd.Series[float]":
    years = np.arange(DEBUT, AJUSTE + 1)
    slopes, levels = np.polyfit(years, counts[years].to_numpy().T, 1)
    return pd.Series(slopes * PREVU + levels, index=counts.index)


def _pyramid(file: Path, year: int) -> list[tuple[float, float]]:
    table = pd.read_csv(file)
    rows = table[(table["profession"] == "medecin") & (table["annee"] == year) & (table["tranche_age"] != "Ensemble")]
    ages: list[tuple[float, float]] = []
    for words, people in zip(rows["tranche_age"], rows["effectif"], strict=True):
        bounds = [int(n) for n in re.findall(r"\d+", words)[1:]]
        low, high = (
            [*bounds, DERNIER][:2] if "plus" in words else bounds if len(bounds) == 2 else (PREMIER, bounds[0] - 1)
        )
        ages += [(float(age), float(people) / (high - low + 1)) for age in range(low, high + 1)]
    return ages


def _covered(band: "tuple[pd.Series[float], pd.Series[float]]", real: "pd.Series[float]") -> float:
    return float(((real >= band[0]) & (real <= band[1])).mean())
