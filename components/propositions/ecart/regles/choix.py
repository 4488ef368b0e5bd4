"""A mix at once: the unit that closes most for its cost, again and again, then what is useless taken back. Pure."""

import numpy as np
import numpy.typing as npt

from components.propositions.ecart.regles.melange import QuestionDeMelange, Unites, depense, manque

EURO = 1.0  # a unit that costs nothing is compared as if it cost this


def proposer(question: QuestionDeMelange) -> Unites:
    """Whole units by option that close all that can be within the limits, then as little as possible of them."""
    units = np.zeros(len(question.cout), dtype=np.int64)
    rows = question.manquant > 0
    people, effect = question.habitants[rows], question.effet[rows]
    left = question.manquant[rows].copy()
    while True:
        worth = np.asarray(people @ np.minimum(effect, left[:, None]))
        worth[~_permis(question, units)] = 0.0
        if not len(worth) or worth.max() <= 1e-9 * (1 + float(people.sum())):
            return _alleger(question, units)
        best = int(np.argmax(worth / np.maximum(question.cout, EURO)))
        units[best] += 1
        left = np.maximum(0.0, left - effect[:, best])


def _permis(question: QuestionDeMelange, units: Unites) -> npt.NDArray[np.bool_]:
    """Which options may take one more unit."""
    free = question.par_moyen(units) < question.plafond
    money = depense(question, units) + question.cout <= question.budget * (1 + 1e-12)
    return np.asarray((units < question.par_lieu) & np.repeat(free, len(question.lieux)) & money)


def _alleger(question: QuestionDeMelange, units: Unites) -> Unites:
    """The same mix without the units whose absence leaves nothing more lacking, the dearest first."""
    lacking = manque(question, units)
    for option in sorted(np.flatnonzero(units), key=lambda o: (-question.cout[o], o)):
        while units[option]:
            units[option] -= 1
            if manque(question, units) > lacking + 1e-9 * (1 + lacking):
                units[option] += 1
                break
    return units
