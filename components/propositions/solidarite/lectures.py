"""The proposal as it is read: the pairs that lend, what each end gains and loses, who is left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces import annonce, assemblage
from components.core.acces.distance import great_circle_km
from components.core.acces.effects import Effet
from components.core.acces.moves import JOURS_MAX, Mouvement
from components.core.acces.travel import Floats
from components.core.refus import EntreeInvalide
from components.propositions import lectures as lectures_du_terrain
from components.propositions.lectures import Terrain
from components.propositions.solidarite import calcul
from components.propositions.solidarite.lectures_territoires import TerritoireLu, bassin, lus
from components.propositions.solidarite.regles import optimum, phrases
from components.propositions.solidarite.regles.optimum import PretsProposes
from components.propositions.solidarite.regles.pret import Bassin, Paire, Preteur, Probleme, Receveur
from data.base.souvenir import partagee
from data.plans import solidarite
from data.territoire import france, territoire


@dataclass(frozen=True, eq=False)
class PretLu:
    """A pair that lends: both ends, days a month, minutes one way, share of the day on the road, mean access of each
    before and after this pair alone, acts a year given and taken, and the words of the link that exists (None: not
    declared)."""

    preteur: TerritoireLu
    receveur: TerritoireLu
    jours: int
    minutes: float
    route: float
    gain: float
    perte: float
    actes: float
    lien: str | None

    @property
    def mouvement(self) -> Mouvement:
        """The same as a move with two ends."""
        return Mouvement(
            "consultation_avancee", self.receveur.lieu, f"{self.preteur.nom} prête à {self.receveur.nom}",
            jours_par_mois=float(self.jours), donneur=self.preteur.lieu, route=self.route,
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class SolidariteLue:
    """What is proposed: the problem, every territory that may lend and receive, the best days, the pairs, the effect of
    all of them (None when none lends), receivers that no loan raises, the mean access of each before and after;
    `sans_sens`: where a change per resident has no meaning, so that nothing is lent, in words ("" nowhere)."""

    probleme: Probleme
    preteurs: list[TerritoireLu]
    receveurs: list[TerritoireLu]
    proposes: PretsProposes
    prets: list[PretLu]
    effet: Effet | None
    hors: list[TerritoireLu]
    moyennes: dict[str, tuple[float, float]]
    sans_sens: str = ""
    immuable: ClassVar[bool] = True

    @property
    def bassin(self) -> Bassin:
        """The communes and territories."""
        return self.probleme.bassin


@dataclass(frozen=True, eq=False)
class _Pose:
    """A problem and what it is made from: the ground, who may lend and receive, the road's share of each pair's day."""

    lieu: Terrain
    preteurs: list[TerritoireLu]
    receveurs: list[TerritoireLu]
    probleme: Probleme
    routes: list[float]
    immuable: ClassVar[bool] = True


@partagee
def proposer(db: Database, jour: date, prouves: PretsProposes | None = None) -> SolidariteLue:
    """The best loans of a day at once, or those that a longer proof reached (`prouves`) when they are better. Raises
    `Introuvable` without a published access."""
    posed = _poser(db, jour)
    best = calcul.chercher(posed.probleme)
    return _lue(db, posed, best if prouves is None else optimum.preferee(posed.probleme, best, prouves))


@partagee
def dite(db: Database, jour: date, prets: tuple[tuple[str, str, int], ...]) -> SolidariteLue:
    """Loans told one by one: lender, receiver, days a month. Raises `EntreeInvalide` for what a limit forbids."""
    posed = _poser(db, jour)
    pairs = {
        (posed.preteurs[pair.preteur].code, posed.receveurs[pair.receveur].code): k
        for k, pair in enumerate(posed.probleme.paires)
    }
    days = np.zeros(len(pairs))
    for lender, receiver, count in prets:
        if (lender, receiver) not in pairs:
            raise EntreeInvalide("Ces deux territoires ne peuvent pas se prêter de jours.")
        days[pairs[lender, receiver]] += count
    if not days.any() or not posed.probleme.possible(days):
        raise EntreeInvalide("Ces prêts dépassent ce qui est possible.")
    return _lue(db, posed, optimum.mesurer(posed.probleme, days))


@partagee
def _poser(db: Database, jour: date) -> _Pose:
    place = lectures_du_terrain.terrain(db, jour)
    ground = bassin(db, place)
    lenders, receivers = lus(db, place, ground)
    problem, roads = _probleme(db, place, ground, lenders, receivers)
    return _Pose(place, lenders, receivers, problem, roads)


def _lue(db: Database, posed: _Pose, best: PretsProposes) -> SolidariteLue:
    place, problem, ground = posed.lieu, posed.probleme, posed.probleme.bassin
    links = {(one.objet, one.vers): one.mot for one in solidarite.lire(db) if one.genre == solidarite.LIEN}
    lent = [_pret(posed, k, days, links) for k, days in enumerate(best.jours) if days]
    lent.sort(key=lambda one: (one.receveur.moyenne, one.receveur.code, -one.gain))  # the worst-off first
    effect = lectures_du_terrain.effet(db, place, [one.mouvement for one in lent]) if lent else None
    reached = set(optimum.atteignables(problem))
    out = [one for k, one in enumerate(posed.receveurs) if k not in reached]
    change = problem.variation(np.array(best.jours, dtype=float))
    means = zip(ground.codes, ground.moyennes(0 * change), ground.moyennes(change), strict=True)
    return SolidariteLue(
        problem, posed.preteurs, posed.receveurs, best, lent, effect, out,
        {code: (float(a), float(b)) for code, a, b in means},
        annonce.sans_sens({one.lieu: 1.0 for one in posed.receveurs}, place.access, place.valeurs),
    )  # fmt: skip


def _probleme(
    db: Database, place: Terrain, ground: Bassin, lenders: Sequence[TerritoireLu], receivers: Sequence[TerritoireLu]
) -> tuple[Probleme, list[float]]:
    """Every pair close enough, and the share of the day that the road takes in each."""
    values, activity = place.valeurs, assemblage.hypotheses(place.valeurs)
    acts = activity.actes_par_jour.central * activity.mois_par_an.central
    most_acts = activity.actes_par_jour.haut * activity.mois_par_an.haut
    cap = int(min(JOURS_MAX, values.number("activite_plafond") / most_acts))  # the official cap never binds a pair
    farthest, part = values.number("trajet_maximum_pret"), values.number("part_route_pret")
    senseless = set(annonce.denses(place.access, values).index)
    reach = {code: _colonne(place, code) for code in {one.lieu for one in (*lenders, *receivers)}}
    times = trajets(db, place, list(reach))
    pairs, roads = [], []
    for p, lender in enumerate(lenders):
        for r, receiver in enumerate(receivers):
            minutes = times.get((lender.lieu, receiver.lieu))
            if minutes is None or minutes > farthest or not lender.jours or senseless & {lender.lieu, receiver.lieu}:
                continue
            road = min(0.9, part * 2 * minutes / values.number("minutes_par_jour"))
            effect = acts * ((1 - road) * reach[receiver.lieu] - reach[lender.lieu])
            most = min(cap, lender.jours, receiver.jours if receiver.jours is not None else cap)
            pairs.append(Paire(p, r, minutes, effect, most))
            roads.append(road)
    giving = [Preteur(one.code, one.jours or 0) for one in lenders]
    taking = [Receveur(one.code, one.jours) for one in receivers]
    return Probleme(ground, giving, taking, pairs), roads


def trajets(db: Database, place: Terrain, codes: Sequence[str]) -> dict[tuple[str, str], float]:
    """Minutes by road one way between communes: read in a table, else estimated. Nothing over the sea, nor from a place
    without a position."""
    table, communes, islands = territoire.minutes(db), territoire.communes(db), france.iles()
    curve = assemblage.courbe(place.valeurs, place.valeurs["facteur_temps"].bornes[1])
    lat, lon = (communes.loc[list(codes), name].to_numpy(dtype=float) for name in ("lat", "lon"))
    estimated = curve.minutes(great_circle_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :]))
    times = {
        (start, end): float(estimated[i, j])
        for i, start in enumerate(codes)
        for j, end in enumerate(codes)
        if islands.get(start, "") == islands.get(end, "") and not np.isnan(estimated[i, j])
    }
    if table is not None:
        read = table[table["origine"].isin(codes) & table["destination"].isin(codes)]
        times |= {(row.origine, row.destination): float(row.minutes) for row in read.itertuples()}
    return times


def _colonne(place: Terrain, code: str) -> Floats:
    """What one act a year at a place changes in each commune."""
    kernel = place.access.famille.central
    return np.asarray(kernel.delta({code: 1.0}))


def _pret(posed: _Pose, rank: int, days: int, links: dict[tuple[str, str], str]) -> PretLu:
    problem, road = posed.probleme, posed.routes[rank]
    pair, ground = problem.paires[rank], problem.bassin
    lender, receiver = posed.preteurs[pair.preteur], posed.receveurs[pair.receveur]
    alone = dict(zip(ground.codes, days * problem.hausses[:, rank], strict=True))
    activity = assemblage.hypotheses(posed.lieu.valeurs)
    acts = days * activity.actes_par_jour.central * activity.mois_par_an.central * (1 - road)
    link = links.get((lender.code, receiver.code), links.get((receiver.code, lender.code)))
    return PretLu(
        lender, receiver, days, pair.minutes, road, float(alone[receiver.code]), float(alone[lender.code]), acts, link
    )


def phrase(lieu: Terrain, lue: SolidariteLue) -> str:
    """The answer in one sentence; "" when nobody lends."""
    if not lue.prets:
        return ""
    lenders, takers = ({getattr(one, end).code for one in lue.prets} for end in ("preteur", "receveur"))
    days = sum(one.jours for one in lue.prets)
    ends = lue.proposes.pire_avant or 0.0, lue.proposes.pire_apres or 0.0
    missing = lue.bassin.manque(0 * lue.bassin.publie)
    return phrases.reponse(len(lenders), len(takers), days, ends, lue.proposes.comble, missing, lieu.repere, _pire(lue))


def _pire(lue: SolidariteLue) -> str:
    """The name of the worst-off territory that a loan reaches; "" when it is not the same one after."""
    left = {one.code for one in lue.hors}
    reached = [one for one in lue.receveurs if one.code not in left]
    before, after = (min(reached, key=lambda one: lue.moyennes[one.code][rank]) for rank in (0, 1))
    return before.nom if before is after else ""


def tableau(lue: SolidariteLue) -> pd.DataFrame:
    """Each territory that lends or receives, before and after: the twin of the map."""
    rows = []
    for words, group in (("prête", lue.preteurs), ("reçoit", lue.receveurs)):
        for one in group:
            days = sum(pret.jours for pret in lue.prets if one in (pret.preteur, pret.receveur))
            before, after = lue.moyennes[one.code]
            rows.append((one.nom, words, days, before, after, after - before, one.source))
    names = [
        "Territoire",
        "Rôle",
        "Jours par mois",
        "Accès publié",
        "Accès estimé",
        "Variation",
        "D'où vient le nombre",
    ]
    return pd.DataFrame(rows, columns=names)
