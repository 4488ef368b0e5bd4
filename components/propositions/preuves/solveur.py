"""HiGHS loaded in one way: one thread, the same answer at each run, so many seconds at most. Pure.

Without its presolve: begun from an answer in hand, it called proven an answer that was not the best (1.16: 5 mixes of
1,200), and takes no less time on ours. What it says it reached is counted again before it is called proven.
"""

from dataclasses import dataclass
from math import isclose

import highspy
import numpy as np
from scipy.sparse import csr_array

from components.core.acces.travel import Floats

SANS_BORNE = highspy.kHighsInf
ECART_NUL = 1e-6  # relative gap under which an answer is proven: HiGHS's own default is 1e-4


@dataclass(frozen=True, eq=False)
class Programme:
    """Least `couts`·x with bas ≤ x ≤ haut and plancher ≤ lignes·x ≤ plafond, the first `entiers` being whole."""

    couts: Floats
    bas: Floats
    haut: Floats
    lignes: csr_array
    plancher: Floats
    plafond: Floats
    entiers: int


def charger(programme: Programme, secondes: float, depart: Floats) -> highspy.Highs:
    """A solver ready to run from an answer in hand."""
    program, lines = highspy.HighsLp(), csr_array(programme.lignes)
    size = len(programme.couts)
    program.num_col_, program.num_row_ = size, lines.shape[0]
    program.col_cost_, program.col_lower_, program.col_upper_ = programme.couts, programme.bas, programme.haut
    program.row_lower_, program.row_upper_ = programme.plancher, programme.plafond
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_, program.a_matrix_.index_ = lines.indptr, lines.indices
    program.a_matrix_.value_ = lines.data
    whole = [highspy.HighsVarType.kInteger] * programme.entiers
    program.integrality_ = whole + [highspy.HighsVarType.kContinuous] * (size - programme.entiers)
    solver = highspy.Highs()
    options = {"output_flag": False, "threads": 1, "random_seed": 71, "time_limit": max(0.1, float(secondes)),
               "mip_rel_gap": ECART_NUL, "presolve": "off"}  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(program)
    start = highspy.HighsSolution()
    start.col_value = depart
    solver.setSolution(start)
    return solver


def solution(solver: highspy.Highs) -> Floats | None:
    """The best values of a solver that ran; None when it reached none."""
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.asarray(solver.getSolution().col_value)


def prouvee(solver: highspy.Highs) -> bool:
    """Whether nothing is left to look for, and the answer costs what the solver says."""
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return False
    cost = float(np.dot(solver.getLp().col_cost_, solver.getSolution().col_value))
    return isclose(cost, solver.getInfo().objective_function_value, rel_tol=ECART_NUL, abs_tol=ECART_NUL)
