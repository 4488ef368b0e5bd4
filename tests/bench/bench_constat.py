"""The list a table discusses: every territory of 71 read, its evidence, and how its proposals hold.

Processor time of this one process (it computes on one core): what the wall clock says on a machine left alone.
"""

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
import pandas as pd

from components.carences.constat import lectures, lectures_signaux
from components.carences.constat.preuve import preuve
from components.carences.regles.hypotheses import EntreesDesVariantes, Publication
from components.carences.regles.robustesse import eprouver
from components.carences.regles.signaux import PROFESSIONS, examiner
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from tests.bench.outils.measure import Mesure, plafond

MG, JOUR = "medecin_generaliste", date(2026, 11, 22)
COMMUNES, TERRITOIRES, SEUILS = 560, 20, (2.5, 2.71)
LISTE_MS, PREUVE_MS, LECTURES_MS = 300.0, 60.0, 300.0


def run() -> list[Mesure]:
    """Measure everything."""
    return [*_liste(), _hypotheses()]


def _liste() -> list[Mesure]:
    with tempfile.TemporaryDirectory() as place, store.connect(Path(place) / "71.db") as db:
        creation.creer(db, TERMINAL, "71")
        dossier = lectures.rassembler(db, MG, JOUR)
        code = next(iter(dossier.tableau.bilans))
        return [
            plafond(
                "list of 71: 20 territories read", _cpu(lambda: lectures_signaux.tableau(db, MG, JOUR)), "ms", LISTE_MS
            ),
            plafond("evidence of a territory", _cpu(lambda: preuve(dossier, code)), "ms", PREUVE_MS),
        ]


def _hypotheses() -> Mesure:
    """Two series, two vintages, two weights: every other reading of every territory, by axis."""
    rules = PROFESSIONS[MG].regles
    limits = {rule.seuil: 2.5 for rule in rules}
    reviews = {f"T{k:02d}": examiner(rules, {}, limits, 0.5, 2) for k in range(TERRITOIRES)}
    readings = len(_entrees().variantes)
    once = _cpu(lambda: eprouver(reviews, _entrees(), 0.5))
    return plafond(f"{readings} other readings x {TERRITOIRES} territories", once, "ms", LECTURES_MS)


def _entrees() -> EntreesDesVariantes:
    draw = np.random.default_rng(4)
    codes = [f"{k:05d}" for k in range(COMMUNES)]
    people = pd.Series(draw.integers(50, 9_000, COMMUNES).astype(float), index=codes)
    place = pd.Series([f"T{k % TERRITOIRES:02d}" for k in range(COMMUNES)], index=codes)
    states = pd.Series("valeur", index=codes)
    weights = {"population standardisée": people * 1.1, "population totale": people}
    publications = [
        Publication(
            name, year, pd.Series(draw.integers(0, 60, COMMUNES) / 10, index=codes), states, place, people, weights
        )
        for name in ("tous âges", "65 ans et moins")
        for year in (2023, 2022)
    ]
    return EntreesDesVariantes(publications, "seuil_sous_dense", 2.5, SEUILS, {}, 5_000.0)


def _cpu(fn: Callable[[], object], repeat: int = 5) -> float:
    fn()
    spent = []
    for _ in range(repeat):
        start = process_time()
        fn()
        spent.append(process_time() - start)
    return min(spent) * 1_000
