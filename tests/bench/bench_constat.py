"""The list a table discusses: every territory of 71 read, its evidence, and the hypotheses against plain readings.

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
from components.carences.regles.hypotheses import PAR_COMMUNE, EntreesDesHypotheses, Publication
from components.carences.regles.robustesse import eprouver
from components.carences.regles.signaux import PROFESSIONS, examiner
from components.core.acces.aggregate import moyenne, part_sous_seuil
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from tests.bench.outils.measure import Mesure, plafond, plus_rapide

MG, JOUR = "medecin_generaliste", date(2026, 11, 22)
COMMUNES, TERRITOIRES, SEUILS = 560, 20, (2.5, 2.71)
LISTE_MS, PREUVE_MS, FOIS = 300.0, 60.0, 2.0


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
    """Two series, two vintages, two weights: the product tried at once, against a reading per hypothesis."""
    entries = _entrees()
    rules, limits = PROFESSIONS[MG].regles, {rule.seuil: 2.5 for rule in PROFESSIONS[MG].regles}
    reviews = {str(code): examiner(rules, {}, limits, 0.5, 2) for code in sorted(set(entries.territoire))}
    number = len(entries.hypotheses)
    once = _cpu(lambda: eprouver(reviews, _entrees(), []))
    return plus_rapide(
        f"{number} hypotheses x {TERRITOIRES} territories", once, "ms", _cpu(lambda: _naive(entries)), FOIS
    )


def _entrees() -> EntreesDesHypotheses:
    draw = np.random.default_rng(4)
    codes = [f"{k:05d}" for k in range(COMMUNES)]
    people = pd.Series(draw.integers(50, 9_000, COMMUNES).astype(float), index=codes)
    place = pd.Series([f"T{k % TERRITOIRES:02d}" for k in range(COMMUNES)], index=codes)
    states = pd.Series("valeur", index=codes)
    weights = {"population totale": people, "population standardisée": people * 1.1}
    publications = [
        Publication(name, year, pd.Series(draw.integers(0, 60, COMMUNES) / 10, index=codes), states, 0.05, weights)
        for name in ("tous âges", "65 ans et moins")
        for year in (2023, 2022)
    ]
    rules = {rule.nom: rule for rule in PROFESSIONS[MG].regles}
    return EntreesDesHypotheses(publications, SEUILS, people, place, rules, 50.0, 10.0, 0.5)


def _naive(entries: EntreesDesHypotheses) -> None:
    by_name = {publication.nom: publication for publication in entries.publications}
    for tried in entries.hypotheses:
        pub = by_name[tried.publication]
        moved = pub.valeurs + tried.arrondi * pub.demi_unite
        if tried.lecture == PAR_COMMUNE:
            part_sous_seuil(moved, pub.etats, entries.habitants, entries.territoire, tried.seuil)
        else:
            moyenne(moved, pub.etats, entries.habitants, entries.territoire)


def _cpu(fn: Callable[[], object], repeat: int = 5) -> float:
    fn()
    spent = []
    for _ in range(repeat):
        start = process_time()
        fn()
        spent.append(process_time() - start)
    return min(spent) * 1_000
