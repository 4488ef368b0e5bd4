"""The exact model of siting, for HiGHS: one yes or no for each place, what is still lacking for each commune. Pure.

Lack under a level: least Σ h·r with r_i ≥ d_i − Σ_j g_ij·x_j, r ≥ 0, Σ x = k, x ∈ {0, 1}, where d is what is lacking
before. A commune that no k sites can bring to the level lacks d − Σ g·x whatever is chosen: it goes into the objective
and needs no variable; elsewhere g_ij is cut at d_i, which changes nothing for a whole number of sites and brings the
relaxation much nearer. Worst-off share: greatest η − Σ h·r / (α·H), with r_i ≥ η − a_i − Σ_j g_ij·x_j (Rockafellar and
Uryasev, 2000): the edge η is looked for with the sites.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from components.core.acces.travel import Floats
from components.propositions.equite.regles.mesures import seuil_du_bas
from components.propositions.implantation.regles.exploration import Exploration
from components.propositions.implantation.regles.question import QuestionDeSites, Sites, mesure, valeur
from components.propositions.preuves import solveur
from components.propositions.preuves.solveur import SANS_BORNE, Programme


@dataclass(frozen=True)
class ReponseProuvee:
    """The best answer so far: `valeur`, as `question.valeur`; `borne`: what no answer exceeds; `fini`: nothing is left
    to look for."""

    sites: Sites
    valeur: float
    borne: float
    secondes: float
    fini: bool

    @property
    def ecart(self) -> float:
        """What the best possible may still add, as a share of it: 0 when proven."""
        return max(0.0, self.borne - self.valeur) / self.borne if self.borne > 0 else 0.0


@dataclass(frozen=True, eq=False)
class _Modele:
    """Columns are the candidates, then η if any, then what is lacking by row; `fixe` completes the objective."""

    couts: Floats
    bas: Floats
    haut: Floats
    lignes: csr_array
    seuils: Floats
    fixe: float


def resoudre(
    question: QuestionDeSites, depart: Sites, secondes: float, dire: Callable[[ReponseProuvee], None]
) -> ReponseProuvee:
    """Look for the best answer and its proof, from one already in hand, for so many seconds at most; `dire` is told
    of each progress. For the worst-off, an exploration of its own comes first (`exploration.py`)."""
    if question.but == "manque":
        return _resoudre(question, depart, secondes, dire)
    first = _explorer(question, depart, secondes / 2, dire)
    if first.fini:
        return first
    left = secondes - first.secondes

    def both(other: ReponseProuvee) -> ReponseProuvee:
        return replace(other, borne=min(first.borne, other.borne), secondes=first.secondes + other.secondes)

    return both(_resoudre(question, first.sites, left, lambda told: dire(both(told))))


def _explorer(
    question: QuestionDeSites, depart: Sites, secondes: float, dire: Callable[[ReponseProuvee], None]
) -> ReponseProuvee:
    start, search = time.monotonic(), Exploration(question, depart)

    def told(done: bool) -> ReponseProuvee:
        return ReponseProuvee(search.sites, search.valeur, search.borne, time.monotonic() - start, done)

    for _ in search.avancer(lambda: time.monotonic() - start < secondes):
        dire(told(False))
    return told(search.finie)


def _resoudre(
    question: QuestionDeSites, depart: Sites, secondes: float, dire: Callable[[ReponseProuvee], None]
) -> ReponseProuvee:
    model = _manque(question) if question.but == "manque" else _bas(question)
    solver = solveur.charger(_programme(question, model), secondes, _depart(question, model, depart))
    sites, worth = depart, valeur(question, depart)
    base = mesure(question, question.niveau)

    def told(bound: float, spent: float, done: bool) -> ReponseProuvee:
        return ReponseProuvee(sites, worth, max(-(bound + model.fixe) - base, worth), spent, done)

    def improved(values: Floats) -> None:
        nonlocal sites, worth
        other = _sites(question, values)
        if valeur(question, other) > worth:
            sites, worth = other, valeur(question, other)

    def logged(event: highspy.highs.HighsCallbackEvent) -> None:
        if np.isfinite(event.data_out.mip_dual_bound):
            dire(told(event.data_out.mip_dual_bound, event.data_out.running_time, False))

    solver.cbMipImprovingSolution.subscribe(lambda event: improved(np.asarray(event.data_out.mip_solution)))
    solver.cbMipLogging.subscribe(logged)
    solver.run()
    last = solveur.solution(solver)
    if last is not None:
        improved(last)
    return told(solver.getInfo().mip_dual_bound, solver.getRunTime(), solveur.prouvee(solver))


def _sites(question: QuestionDeSites, values: Floats) -> Sites:
    """The places of a solution: the `nombre` highest yes, imposed ones first."""
    order = [int(j) for j in np.argsort(-values[: len(question.candidats)], kind="stable")]
    free = [j for j in order if j not in question.imposes]
    return (*question.imposes, *free[: question.libres])


def _manque(question: QuestionDeSites) -> _Modele:
    lacking = np.maximum(0.0, question.repere - question.niveau)
    most = np.sort(question.gain, axis=1)[:, ::-1][:, : question.nombre].sum(axis=1)
    whole = (lacking > 0) & (most <= lacking)
    cut = (lacking > 0) & ~whole & (most > 0)
    linear = -(question.habitants[whole] @ question.gain[whole])
    people, need = question.habitants[cut], lacking[cut]
    reach = np.minimum(question.gain[cut], need[:, None])
    rows = len(need)
    couts = np.concatenate([linear, people])
    lines = csr_array(np.hstack([reach, np.eye(rows)])) if rows else csr_array((0, len(couts)))
    fixed = float(question.habitants[~cut] @ lacking[~cut])
    return _Modele(couts, np.zeros(len(couts)), np.concatenate([np.ones(len(linear)), need]), lines, need, fixed)


def _bas(question: QuestionDeSites) -> _Modele:
    most = question.niveau + np.sort(question.gain, axis=1)[:, ::-1][:, : question.nombre].sum(axis=1)
    floor = seuil_du_bas(question.habitants, question.niveau, question.part)
    top = seuil_du_bas(question.habitants, most, question.part)
    rows = question.niveau < top
    people, level = question.habitants[rows], question.niveau[rows]
    size, places = len(level), len(question.candidats)
    weight = people / (question.part * question.habitants.sum())
    couts = np.concatenate([np.zeros(places), [-1.0], weight])
    upper = np.concatenate([np.ones(places), [top], np.maximum(0.0, top - level)])
    lower = np.concatenate([np.zeros(places), [floor], np.zeros(size)])
    reach = np.minimum(question.gain[rows], np.maximum(0.0, top - level)[:, None])
    lines = csr_array(np.hstack([reach, -np.ones((size, 1)), np.eye(size)]))
    return _Modele(couts, lower, upper, lines, -level, 0.0)


def _programme(question: QuestionDeSites, model: _Modele) -> Programme:
    places, size = len(question.candidats), len(model.couts)
    count = csr_array(np.concatenate([np.ones(places), np.zeros(size - places)])[None, :])
    lower = model.bas.copy()
    lower[list(question.imposes)] = 1.0
    floor = np.concatenate([model.seuils, [question.nombre]])
    ceiling = np.concatenate([np.full(len(model.seuils), SANS_BORNE), [question.nombre]])
    return Programme(model.couts, lower, model.haut, vstack([model.lignes, count]), floor, ceiling, places)


def _depart(question: QuestionDeSites, model: _Modele, sites: Sites) -> Floats:
    """The answer in hand: its places, the edge if any, and what they leave lacking."""
    places = np.zeros(len(question.candidats))
    places[list(sites)] = 1.0
    brought = model.lignes[:, : len(places)] @ places if model.lignes.shape[0] else np.zeros(0)
    if question.but == "manque":
        return np.concatenate([places, np.maximum(0.0, model.seuils - brought)])
    levels = question.niveau + question.gain[:, list(sites)].sum(axis=1)
    edge = min(seuil_du_bas(question.habitants, levels, question.part), model.haut[len(places)])
    return np.concatenate([places, [edge], np.maximum(0.0, model.seuils + edge - brought)])
