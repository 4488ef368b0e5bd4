"""A good answer at once: the best site, then the best beside it, then each one moved as long as it pays. Pure.

What is lacking under a level is concave in the sum of what sites bring, so that the best-first choice is never worse
than 1 − 1/e of the optimum (Nemhauser, Wolsey and Fisher, 1978); swaps then close most of what is left. The worst-off
share is a lack under a level too, once its edge is known: edge and sites are looked for in turn.
"""

from collections.abc import Sequence

import numpy as np

from components.core.acces.travel import Floats
from components.propositions.equite.regles.mesures import seuil_du_bas
from components.propositions.implantation.regles.question import Masque, QuestionDeSites, Sites, apres, valeur

GAIN_MINIMAL = 1e-9  # relative: below, a swap is rounding
TOURS = 20
VOISINS = 40  # places tried in each swap for the worst-off
DEPARTS, PARMI = 8, 80  # first places tried when nothing is forbidden, spread among so many of the best ones


def proposer(question: QuestionDeSites) -> Sites:
    """Ranks of the candidates to open, imposed ones first, then as they were chosen."""
    return _chercher(question, ())


def differentes(question: QuestionDeSites, premiere: Sites, proches: Masque, combien: int, perte: float) -> list[Sites]:
    """Other answers, best first, each really different from all those looked for before it: at least half of the sites
    that one of these chose have nothing of its own near. `proches`: candidates × candidates, who is near whom;
    `perte`: the share of the first answer's worth that an answer may lose and still be told."""
    if not question.libres:
        return []
    others: list[Sites] = []
    best = valeur(question, premiere)
    while len(others) < combien:
        other = _chercher(question, [_libres(question, sites) for sites in (premiere, *others)], proches)
        if len(other) < question.nombre or valeur(question, other) < (1 - perte) * best:
            break
        others.append(other)
    return sorted(others, key=lambda sites: -valeur(question, sites))


def ecartes(question: QuestionDeSites, sites: Sites, autre: Sites, proches: Masque) -> int:
    """How many of the sites left to choose in an answer have nothing of another one near."""
    there = list(_libres(question, autre))
    return int(sum(not proches[site, there].any() for site in _libres(question, sites)))


def _libres(question: QuestionDeSites, sites: Sites) -> Sites:
    return tuple(site for site in sites if site not in question.imposes)


def _chercher(question: QuestionDeSites, avant: Sequence[Sites], proches: Masque | None = None) -> Sites:
    if question.but == "manque":
        return _combler(question, question.repere, avant, proches)
    edge = seuil_du_bas(question.habitants, question.niveau, question.part)
    best: Sites = ()
    for _ in range(TOURS):
        sites = _combler(question, edge, avant, proches)
        after = seuil_du_bas(question.habitants, apres(question, sites), question.part)
        if best and valeur(question, sites) <= valeur(question, best):
            break
        best, edge = sites, after
    return best if avant else _affiner(question, best)


def _affiner(question: QuestionDeSites, sites: Sites) -> Sites:
    """Swaps measured on the worst-off themselves, towards the places that serve them most: their edge moves too."""
    best = valeur(question, sites)
    for _ in range(TOURS):
        before = best
        levels = apres(question, sites)
        low = levels <= seuil_du_bas(question.habitants, levels, question.part)
        worth = question.habitants[low] @ question.gain[low]
        for place in range(len(question.imposes), len(sites)):
            for site in np.argsort(-worth, kind="stable")[:VOISINS]:
                trial = (*sites[:place], int(site), *sites[place + 1 :])
                if site not in sites and valeur(question, trial) > best * (1 + GAIN_MINIMAL):
                    sites, best = trial, valeur(question, trial)
        if best <= before:
            break
    return sites


def _combler(question: QuestionDeSites, repere: float, avant: Sequence[Sites], proches: Masque | None) -> Sites:
    """Best first, then swaps, for the lack under a level; fewer sites than asked when no other answer is allowed."""
    lacking = np.maximum(0.0, repere - question.niveau)
    rows = lacking > 0
    field = _Champ(question.habitants[rows], lacking[rows], question.gain[rows], question, avant, proches)
    starts = field.premiers() if not avant and question.libres > 1 else [[]]
    tried = [_depuis(field, [*question.imposes, *start]) for start in starts]
    return min(tried, key=field.reste)


def _depuis(field: "_Champ", chosen: list[int]) -> Sites:
    while len(chosen) < field.question.nombre:
        site = field.meilleur(chosen)
        if site is None:
            return tuple(chosen)
        chosen.append(site)
    return _echanger(field, chosen)


def _echanger(field: "_Champ", chosen: list[int]) -> Sites:
    first = len(field.question.imposes)
    for _ in range(TOURS):
        before = field.reste(chosen)
        for place in range(first, len(chosen)):
            others = chosen[:place] + chosen[place + 1 :]
            site = field.meilleur(others)
            if site is not None and field.reste([*others, site]) < field.reste(chosen) - GAIN_MINIMAL * (1 + before):
                chosen = [*chosen[:place], site, *chosen[place + 1 :]]
        if field.reste(chosen) >= before - GAIN_MINIMAL * (1 + before):
            break
    return tuple(chosen)


class _Champ:
    """The communes that lack something, and the best next site there."""

    def __init__(
        self, people: Floats, lacking: Floats, gain: Floats, question: QuestionDeSites, avant: Sequence[Sites],
        proches: Masque | None,
    ) -> None:  # fmt: skip
        self.people, self.lacking, self.gain, self.question = people, lacking, gain, question
        self.avant, self.proches = avant, proches
        self.au_plus = question.libres - (question.libres + 1) // 2

    def reste(self, chosen: Sequence[int]) -> float:
        """What is still lacking once these are open."""
        left = self.lacking - self.gain[:, list(chosen)].sum(axis=1)
        return float(self.people @ np.maximum(0.0, left))

    def premiers(self) -> list[list[int]]:
        """Places to start from: the best one, then others spread among the best."""
        order = [int(site) for site in np.argsort(-self._apports(self.question.imposes), kind="stable")]
        able = [site for site in order if site not in self.question.imposes][:PARMI]
        return [[site] for site in able[:: max(1, len(able) // DEPARTS)]]

    def meilleur(self, chosen: Sequence[int]) -> int | None:
        """The candidate that closes most beside these; None when none is allowed."""
        worth = self._apports(chosen)
        worth[~self._permis(chosen)] = -1.0
        best = int(np.argmax(worth))
        return best if worth[best] >= 0 else None

    def _apports(self, chosen: Sequence[int]) -> Floats:
        """What each candidate closes beside these."""
        left = np.maximum(0.0, self.lacking - self.gain[:, list(chosen)].sum(axis=1))
        return np.asarray(self.people @ np.minimum(self.gain, left[:, None]))

    def _permis(self, chosen: Sequence[int]) -> Masque:
        allowed = np.ones(len(self.question.candidats), dtype=bool)
        allowed[list(chosen)] = False
        if self.proches is None:
            return allowed
        free = [site for site in chosen if site not in self.question.imposes]
        for sites in self.avant:
            near = self.proches[list(sites)]
            already = np.asarray(near[:, free].any(axis=1, keepdims=True))
            allowed &= (near | already).sum(axis=0) <= self.au_plus
        return allowed
