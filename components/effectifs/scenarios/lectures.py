"""Scenarios: their lines, their frozen runs, the map at a horizon, and the demonstration of the terminal."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from components.effectifs import lectures
from components.effectifs.faites import projeter
from components.effectifs.moteur import scenario as scenario_moteur
from components.effectifs.moteur.jeux import CENTRAL, JEUX
from components.effectifs.moteur.scenario import VERSIONS, Projete
from data.effectifs import leviers, scenarios
from data.territoire import territoire

ANNEES = 20
ETP_MAX = 1.0  # moves of at most one full time each: the official cap is per person


def calculer(db: Database, jour: date, annees: int, scenario: int, jeu: str = CENTRAL, profession: str = "") -> Projete:
    """Run a scenario (0: trend) on every team, or every team of a profession, as it may be projected."""
    rows = lectures.publiques(db, jour)
    teams = [g for g in lectures.groupes(rows) if profession in ("", g[1])]
    return projeter(lectures.entrees(db, jour, annees, jeu, scenario, rows, teams))


def _resume(result: Projete) -> dict[str, float]:
    mine = [k for k, group in enumerate(result.entrees.groupes) if group[1] == "mg"]
    return {str(t): round(float(result.temps_moyens[mine, t].sum()), 3) for t in (0, 5, 10)}


def _empreinte(runs: Mapping[str, Projete]) -> str:
    return scenario_moteur.empreinte("|".join(runs[jeu].empreinte for jeu in JEUX))


@dataclass(frozen=True)
class Rejeu:
    """A frozen run done again: whether its inputs, and its bits, are those of then."""

    resultat: int
    le: str
    version: str
    entrees_intactes: bool
    identique: bool


def rejouer(db: Database, wanted: str) -> list[Rejeu]:
    """Run every frozen result of a scenario again from its frozen inputs. Read only."""
    scenario = scenarios.find(db, wanted)
    frozen = scenarios.results(db, scenario)
    if frozen.empty:
        raise Refus("Ce scénario n'a aucun résultat figé. Ouvrez-le à l'écran et choisissez « Figer le résultat ».")
    return [_rejouer(row) for row in frozen.to_dict("records")]


def _rejouer(row: Mapping[str, object]) -> Rejeu:
    text = str(row["entrees"])
    intact = scenario_moteur.empreinte(text) == row["empreinte_entrees"] and row["version"] in VERSIONS
    try:
        raw = json.loads(text)
        runs = {jeu: scenario_moteur.calculer(scenario_moteur.lire(json.dumps(raw[jeu]))) for jeu in JEUX}
        same = _empreinte(runs) == row["empreinte_resultat"]
    except (KeyError, TypeError, ValueError):
        same = False
    return Rejeu(int(str(row["id"])), str(row["le"]), str(row["version"]), intact, intact and same)


def couts(db: Database, scenario: int, annee: int) -> pd.DataFrame:
    """Yearly cost of the levers running in a year. Columns: Levier, Quantité, Bas, Central, Haut (euros), Financeur."""
    rows, mesh = [], territoire.setting(db, "maille")
    for line in scenarios.lines(db, scenario).dropna(subset=["levier"]).to_dict("records"):
        lever = leviers.catalogue()[line["levier"]]
        if line["annee"] > annee or line["maille"] != mesh:
            continue
        low, mid, high = (line["quantite"] * c for c in lever.cout) if lever.cout else (np.nan,) * 3
        rows.append((lever.label, line["quantite"], low, mid, high, lever.financeur))
    return pd.DataFrame(rows, columns=["Levier", "Quantité", "Bas", "Central", "Haut", "Financeur"])
