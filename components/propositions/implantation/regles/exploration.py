"""The proof for the worst-off: the edge under which they live is cut into intervals, sites are chosen one by one. Pure.

The mean access of the worst-off is the greatest, over an edge η, of η − lack under η ÷ their number (Rockafellar and
Uryasev, 2000). Within an interval of edges, with some sites chosen, no completion does better than the best edge for
these alone, plus what each of the best other places adds alone at the highest edge: what is lacking is concave in the
sum of what sites bring, and what a place adds grows with the edge. Both cuts bring that bound down to the truth; the
linear relaxation of the same model keeps a fifth of it, as it opens a little of each place.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from components.core.acces.travel import Floats
from components.propositions.equite.regles.mesures import seuil_du_bas
from components.propositions.implantation.regles.question import QuestionDeSites, Sites, apres, mesure, valeur

Rangs = npt.NDArray[np.int64]
PROUVE = 1e-7  # relative: a bound this near is the answer
MINIMUM = 1e-6  # consultations a year and resident: a rise smaller than this is compared as if it were this
ETAPES = 50  # nodes between two looks at the time


@dataclass(frozen=True, eq=False)
class _Noeud:
    """Sites chosen, the places that may join them, an interval of edges; `ajuste` once its bound is its own."""

    bas: float
    haut: float
    sites: Sites
    places: Rangs
    ajuste: bool


@dataclass(frozen=True, eq=False)
class _Vue:
    """What a node sees: its bound, each place's addition at the highest edge, and how much of the bound is due to the
    width of the interval."""

    borne: float
    apports: Floats
    largeur: float


class Exploration:
    """The search, best bound first. `sites` and `valeur`: the best answer so far; `borne`: what no answer exceeds."""

    def __init__(self, question: QuestionDeSites, depart: Sites) -> None:
        self.question, self.sites, self.valeur = question, depart, valeur(question, depart)
        self.base = mesure(question, question.niveau)
        order = np.argsort(question.niveau, kind="stable")
        self.niveau, self.gens, self.gain = question.niveau[order], question.habitants[order], question.gain[order]
        self.nombre_bas = question.part * float(question.habitants.sum())
        self._rang = itertools.count()
        self._reste: list[tuple[float, int, _Noeud]] = []
        floor, top = self._bords()
        free = np.array([j for j in range(len(question.candidats)) if j not in question.imposes], dtype=np.int64)
        self._poser(_Noeud(floor, top, question.imposes, free, False), np.inf)

    @property
    def borne(self) -> float:
        """What no answer exceeds, in the unit of `valeur`."""
        return max(self.valeur, -self._reste[0][0] - self.base) if self._reste else self.valeur

    @property
    def finie(self) -> bool:
        """Whether nothing better is left to look for."""
        return not self._reste or not self._vaut(-self._reste[0][0])

    def avancer(self, encore: Callable[[], bool]) -> Iterator[None]:
        """Look as long as `encore` says so; a step is yielded now and then, for whoever follows."""
        for step in itertools.count():
            if self.finie or (step % ETAPES == 0 and not encore()):
                return
            bound, _, node = heapq.heappop(self._reste)
            self._ouvrir(node, -bound)
            if step % ETAPES == 0:
                yield

    def _ouvrir(self, node: _Noeud, bound: float) -> None:
        seen = self._voir(node)
        if not node.ajuste and seen.borne < bound:
            self._poser(replace(node, ajuste=True), seen.borne)
        elif len(node.sites) == self.question.nombre:
            self._essayer(node.sites)
        elif seen.largeur > (min(bound, seen.borne) - self.base - self.valeur) / 2:
            middle = (node.bas + node.haut) / 2
            for low, high in ((node.bas, middle), (middle, node.haut)):
                self._poser(replace(node, bas=low, haut=high, ajuste=False), min(bound, seen.borne))
        else:
            self._choisir(node, seen, bound)

    def _choisir(self, node: _Noeud, seen: _Vue, most: float) -> None:
        """A child for each place that may be the best of those still to choose: the places before it are left out."""
        order = np.argsort(-seen.apports, kind="stable")
        places, adds = node.places[order], seen.apports[order] / self.nombre_bas
        left = self.question.nombre - len(node.sites)
        before = seen.borne - adds[:left].sum()
        for rank in range(len(places) - left + 1):
            bound = min(most, before + float(adds[rank : rank + left].sum()))
            if not self._vaut(bound):
                break
            sites = (*node.sites, int(places[rank]))
            if left == 1:
                self._essayer(sites)
            else:
                self._poser(_Noeud(node.bas, node.haut, sites, places[rank + 1 :], False), bound)

    def _voir(self, node: _Noeud) -> _Vue:
        levels = self.niveau + self.gain[:, list(node.sites)].sum(axis=1)
        best = min(max(node.bas, seuil_du_bas(self.gens, levels, self.question.part)), node.haut)
        alone = best - float(self.gens @ np.maximum(0.0, best - levels)) / self.nombre_bas
        left = self.question.nombre - len(node.sites)
        high, low = (self._apports(node.places, levels, edge) for edge in (node.haut, node.bas))
        most, least = (np.sort(adds)[::-1][:left].sum() / self.nombre_bas for adds in (high, low))
        return _Vue(alone + float(most), high, float(most - least))

    def _apports(self, places: Rangs, levels: Floats, edge: float) -> Floats:
        """The lack under an edge that each place closes alone."""
        rows = int(np.searchsorted(self.niveau, edge))
        lacking = np.maximum(0.0, edge - levels[:rows])
        return np.asarray(self.gens[:rows] @ np.minimum(self.gain[:rows][:, places], lacking[:, None]))

    def _essayer(self, sites: Sites) -> None:
        worth = valeur(self.question, sites)
        if worth > self.valeur:
            self.sites, self.valeur = sites, worth

    def _poser(self, node: _Noeud, bound: float) -> None:
        if self._vaut(bound):
            heapq.heappush(self._reste, (-bound, next(self._rang), node))

    def _vaut(self, bound: float) -> bool:
        """Whether what a bound leaves hoping for is more than rounding."""
        return bound - self.base > self.valeur + PROUVE * max(MINIMUM, self.valeur)

    def _bords(self) -> tuple[float, float]:
        """The edges between which that of any answer is: before any site, and if each commune had its best ones."""
        asked = self.question
        best = np.sort(asked.gain, axis=1)[:, ::-1][:, : asked.nombre].sum(axis=1)
        low, high = (seuil_du_bas(asked.habitants, levels, asked.part)
                     for levels in (apres(asked, asked.imposes), asked.niveau + best))  # fmt: skip
        return low, max(low, high)
