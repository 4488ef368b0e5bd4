"""The exact model of a mix, for HiGHS, in two steps: the least that may be left lacking within the caps, then the least
cost of leaving no more. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite

import highspy
import numpy as np
from scipy.sparse import csr_array, vstack

from components.core.acces.travel import Floats
from components.propositions.ecart.regles.melange import QuestionDeMelange, Unites, depense, manque, reste, tenue
from components.propositions.preuves import solveur
from components.propositions.preuves.solveur import SANS_BORNE, Programme

TOLERANCE = 1e-7  # relative: what the second step may leave lacking above the first one
MARGE = 1e-6  # consultations a year and resident: what the solver takes for equal must be reached for good


@dataclass(frozen=True)
class MelangeProuve:
    """The best mix so far: `unites` by option, `manque` and `cout`; what no mix goes under, of each; the step that runs
    (1 lack, 2 cost) and whether nothing is left to look for."""

    unites: tuple[int, ...]
    manque: float
    cout: float
    borne_manque: float
    borne_cout: float
    etape: int
    secondes: float
    fini: bool

    @property
    def ecart_cout(self) -> float:
        """What a cheaper mix could still save, as a share of the cost."""
        return max(0.0, self.cout - self.borne_cout) / self.cout if self.cout > 0 else 0.0


class _Recherche:
    """The best mix in hand through both steps."""

    def __init__(self, question: QuestionDeMelange, depart: Unites, dire: Callable[[MelangeProuve], None]) -> None:
        self.question, self.dire, self.units = question, dire, depart
        self.etape, self.spent = 1, 0.0
        self.bornes = {1: 0.0, 2: 0.0}

    def essayer(self, values: Floats) -> None:
        """Take a mix that the solver found, when it is better: less lacking, or no more and cheaper."""
        units = np.rint(values[: len(self.question.cout)]).astype(np.int64)
        if tenue(self.question, units) and self._cle(units) < self._cle(self.units):
            self.units = units

    def _cle(self, units: Unites) -> tuple[float, float]:
        lacking = manque(self.question, units)
        return round(lacking, 6), depense(self.question, units)

    def point(self, time: float, done: bool) -> MelangeProuve:
        """Where the search is."""
        lacking, cost = manque(self.question, self.units), depense(self.question, self.units)
        floor, least = min(self.bornes[1], lacking), min(self.bornes[2], cost)
        units = tuple(int(unit) for unit in self.units)
        return MelangeProuve(units, lacking, cost, floor, least, self.etape, self.spent + time, done)

    def etape_de(self, programme: Programme, secondes: float) -> bool:
        """Run one step; whether it is proven."""
        start = np.concatenate([self.units.astype(float), reste(self.question, self.units)])
        solver = solveur.charger(programme, secondes, start)

        def logged(event: highspy.highs.HighsCallbackEvent) -> None:
            if isfinite(event.data_out.mip_dual_bound):
                self.bornes[self.etape] = max(0.0, event.data_out.mip_dual_bound)
            self.dire(self.point(event.data_out.running_time, False))

        solver.cbMipImprovingSolution.subscribe(lambda event: self.essayer(np.asarray(event.data_out.mip_solution)))
        solver.cbMipLogging.subscribe(logged)
        solver.run()
        last = solveur.solution(solver)
        if last is not None:
            self.essayer(last)
        if isfinite(solver.getInfo().mip_dual_bound):
            self.bornes[self.etape] = max(0.0, solver.getInfo().mip_dual_bound)
        self.spent += solver.getRunTime()
        return solveur.prouvee(solver)


def resoudre(
    question: QuestionDeMelange, depart: Unites, secondes: float, dire: Callable[[MelangeProuve], None]
) -> MelangeProuve:
    """Look for the cheapest mix that leaves least lacking, from one in hand; `dire` is told of each progress."""
    search = _Recherche(question, depart, dire)
    first = True
    if manque(question, depart) > 0:
        first = search.etape_de(
            _programme(question, question.habitants, np.zeros_like(question.cout), None), secondes / 2
        )
    search.etape = 2
    most = manque(question, search.units) * (1 + TOLERANCE) + MARGE * float(question.habitants.sum())
    nothing = np.zeros_like(question.habitants)
    second = search.etape_de(_programme(question, nothing, question.cout, most), secondes - search.spent)
    return search.point(0.0, first and second)


def _programme(question: QuestionDeMelange, lacking: Floats, money: Floats, most: float | None) -> Programme:
    """Columns: units by option, then what each target lacks. `lacking`, `money`: what each of them costs the objective;
    `most`: the most that may be left lacking."""
    options, targets = len(question.cout), len(question.cibles)
    need = np.where(question.manquant > 0, question.manquant + MARGE, 0.0)
    reach = np.minimum(question.effet, need[:, None])
    means = np.kron(np.eye(len(question.moyens)), np.ones(len(question.lieux)))
    rows = [
        csr_array(np.hstack([reach, np.eye(targets)])),
        csr_array(np.hstack([means, np.zeros((len(question.moyens), targets))])),
    ]
    floor, ceiling = (
        [need, np.full(len(means), -SANS_BORNE)],
        [np.full(targets, SANS_BORNE), question.plafond.astype(float)],
    )
    if isfinite(question.budget):
        rows.append(csr_array(np.concatenate([question.cout, np.zeros(targets)])[None, :]))
        floor, ceiling = [*floor, np.array([-SANS_BORNE])], [*ceiling, np.array([question.budget])]
    if most is not None:
        rows.append(csr_array(np.concatenate([np.zeros(options), question.habitants])[None, :]))
        floor, ceiling = [*floor, np.array([-SANS_BORNE])], [*ceiling, np.array([most])]
    return Programme(
        np.concatenate([money, lacking]), np.zeros(options + targets),
        np.concatenate([question.par_lieu.astype(float), need]), csr_array(vstack(rows)), np.concatenate(floor),
        np.concatenate(ceiling), options,
    )  # fmt: skip
