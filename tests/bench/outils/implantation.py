"""Siting and solidarity on real départements: the first answer at once, then how near the proof comes in ten seconds,
for what is lacking and for the worst-off; `spopt` (PySAL, by CBC) covers the same places in the same run."""

import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from components.propositions import lectures
from components.propositions.implantation import lectures as sites
from components.propositions.implantation.lectures import SitesProposes
from components.propositions.implantation.regles import glouton, modele
from components.propositions.implantation.regles.demande import DemandeDeSites
from components.propositions.implantation.regles.question import QuestionDeSites
from components.propositions.solidarite import lectures as solidarite
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.territoire import indicateurs
from tests.bench.outils.measure import Mesure, plafond
from tests.propositions.terrains import donner_une_apl

JOUR, SITES, SECONDES = date(2026, 11, 1), 3, 10.0
LOURD = "62"  # the most communes of all: 890
AU_PLUS_PRETS = 2_000.0
AU_PLUS_71, AU_PLUS_LOURD, ECART_71, ECART_LOURD = 300.0, 1_000.0, 0.02, 0.05


def mesurer() -> list[Mesure]:
    """Both départements, each from its own file, then the peer on the places of 71."""
    measures = []
    with TemporaryDirectory() as folder:
        for code, most in (("71", AU_PLUS_71), (LOURD, AU_PLUS_LOURD)):
            proposed, first = _premiere(Path(folder) / f"{code}.db", code)
            size = f"{code}, {len(proposed.question.communes)} communes"
            name = f"siting, first answer and its alternatives, {size}, {SITES} sites"
            measures.append(plafond(name, first, "ms", most))
            measures.append(_preuve(proposed, size, ECART_71 if code == "71" else ECART_LOURD))
            measures.append(_preuve(_pour_le_bas(proposed), f"the worst-off, {size}", ECART_71))
            measures.append(plafond(f"solidarity, first answer, {size}", _prets(Path(folder) / f"{code}.db"), "ms",
                                    AU_PLUS_PRETS))  # fmt: skip
            if code == "71":
                measures.append(_spopt(proposed.question))
    return measures


def _premiere(file: Path, code: str) -> tuple[SitesProposes, float]:
    with store.connect(file) as db:
        creation.creer(db, TERMINAL, code)
        if not indicateurs.apl_generalistes(db):
            donner_une_apl(db)
        time.sleep(0.1)
        ground = lectures.terrain(db, JOUR)
        start = time.perf_counter()
        proposed = sites.proposer(db, ground, DemandeDeSites(nombre=SITES))
        sites.lire(db, ground, DemandeDeSites(nombre=SITES), proposed.reponses[0], proposed.question)
        return proposed, 1_000 * (time.perf_counter() - start)


def _pour_le_bas(proposed: SitesProposes) -> SitesProposes:
    """The same places, for the worst-off."""
    asked = replace(proposed.question, but="bas")
    first = SitesProposes(asked, proposed.proches, ())
    return replace(first, reponses=(first.codes(glouton.proposer(asked)),))


def _prets(file: Path) -> float:
    """Who lends days to whom, nothing of it being in memory but the access kernels."""
    with store.connect(file) as db:
        lectures.terrain(db, JOUR)
        start = time.perf_counter()
        solidarite.proposer(db, JOUR)
        return 1_000 * (time.perf_counter() - start)


def _preuve(proposed: SitesProposes, size: str, most: float) -> Mesure:
    first = proposed.rangs(proposed.reponses[0]) or ()
    answer = modele.resoudre(proposed.question, first, SECONDES, lambda told: None)
    state = "proven" if answer.fini else "gap left"
    return plafond(f"siting, {state} after {answer.secondes:.1f} s, {size}", 100 * answer.ecart, "%", 100 * most)


def _spopt(question: QuestionDeSites) -> Mesure:
    """Covering, the one problem that both solve: people within reach of a site, one being enough."""
    import pulp
    from spopt.locate import MCLP

    covers = (question.gain > 0).astype(float)
    start = time.perf_counter()
    theirs = MCLP.from_cost_matrix(1 - covers, question.habitants[:, None], 0.5, SITES)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=60))
    peer = time.perf_counter() - start
    same = QuestionDeSites(
        question.communes, question.habitants, np.zeros(len(question.communes)), question.candidats, covers, 1.0, SITES
    )
    start = time.perf_counter()
    ours = modele.resoudre(same, glouton.proposer(same), 60, lambda told: None)
    spent = time.perf_counter() - start
    agree = abs(ours.valeur - abs(pulp.value(theirs.problem.objective))) <= 1e-6 * ours.valeur
    return Mesure("covering on 71, same optimum as spopt (CBC)", spent, "s", peer, peer / spent, "same optimum", agree)
