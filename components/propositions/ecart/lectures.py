"""From the catalogue and what the table declares possible to the question of a mix, and back to places and moves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces import annonce, assemblage
from components.core.acces.assemblage import TOUS_AGES
from components.core.acces.moves import Mouvement, Niveau, actes_retenus
from components.core.acces.travel import Floats
from components.core.francais import liste, pourcent
from components.core.refus import CODES_CITES, EntreeInvalide
from components.propositions.ecart.regles import choix
from components.propositions.ecart.regles.melange import QuestionDeMelange, Unites, atteintes, au_mieux, depense, manque
from components.propositions.ecart.regles.melange import hors_d_atteinte as jamais
from components.propositions.lectures import Terrain
from data.base.souvenir import partagee
from data.effectifs import leviers
from data.effectifs.leviers import JOURS_PAR_VOLONTAIRE, Levier
from data.territoire import indicateurs, territoire

RANG: Mapping[Niveau, int] = {"bas": 0, "central": 1, "haut": 2}
COMMUNES, TERRITOIRES = "communes", "territoires"
PARTS_DE_BUDGET = (0.25, 0.5, 0.75)
NIVEAU_DU_COUT = 1  # central


@dataclass(frozen=True)
class Moyen:
    """A means in play: its lever, most units in all, euros a year of one (None: not known, and it stays out)."""

    levier: str
    plafond: int
    cout: float | None


@dataclass(frozen=True)
class DemandeDeMelange:
    """What the screen asks. `cibles`: communes or territories to bring to the level; `zone`: one territory, "" for the
    whole département; `annee`: by when; `niveau`: of effects and delays; `peuplement`: least residents of a place that
    may receive; `par_lieu`: most units of a means there."""

    cibles: str
    zone: str
    annee: int
    niveau: Niveau
    moyens: tuple[Moyen, ...]
    par_lieu: int
    peuplement: int


@dataclass(frozen=True, eq=False)
class MelangePropose:
    """The question, a mix in hand, and the targets that nothing brings to the level, with the level they could reach at
    best (`impossibles`): communes are left out of the question, territories are brought as near as can be. `entiere`:
    the question with all of them, that what is still lacking is counted on."""

    question: QuestionDeMelange
    entiere: QuestionDeMelange
    impossibles: tuple[tuple[str, float], ...]
    unites: Unites
    immuable: ClassVar[bool] = True


@dataclass(frozen=True)
class PointDuFront:
    """A point of the front: by `annee` and for `cout` euros a year, so many targets and residents reach the level, and
    so many consultations are still lacking."""

    annee: int
    budget: str
    cout: float
    cibles: int
    habitants: float
    manque: float


def chiffrables() -> dict[str, Levier]:
    """The levers of the catalogue that add medical time of general practitioners with a figure: by key."""
    return {
        key: lever for key, lever in leviers.catalogue().items()
        if lever.cible in ("etp", "actes") and lever.effet is not None and "mg" in lever.professions
    }  # fmt: skip


def mouvement(levier: str, code: str, unites: int, mots: str) -> list[Mouvement]:
    """The moves that units of a means in a place are."""
    lever = chiffrables()[levier]
    if lever.cible == "actes":
        days = JOURS_PAR_VOLONTAIRE
        return [Mouvement("consultation_avancee", code, mots, jours_par_mois=days)] * unites
    share = lever.effet[1] if lever.effet else 1.0
    return [Mouvement("arrivee", code, mots, etp=share)] * unites


def part_atteinte(lever: Levier, niveau: Niveau, debut: int, annee: int) -> float:
    """The share of its effect that a means decided this year has reached by another; delays are long at the low
    level."""
    since = annee - debut - lever.delai[2 - RANG[niveau]]
    if lever.montee <= 0:
        return float(since >= 0)
    return float(np.clip(since / lever.montee, 0.0, 1.0))


def actes_par_unite(lieu: Terrain, levier: str, niveau: Niveau) -> float:
    """Acts a year of one unit of a means at full effect, at a level."""
    lever = chiffrables()[levier]
    if lever.effet is None:
        return 0.0
    if lever.cible == "actes":
        return lever.effet[RANG[niveau]]
    move = Mouvement("arrivee", "une commune", lever.label, etp=lever.effet[RANG[niveau]])
    limits, activity = assemblage.bornes(lieu.valeurs, TOUS_AGES), assemblage.hypotheses(lieu.valeurs)
    return actes_retenus(move, limits, activity, niveau)[0]


@partagee
def proposer(db: Database, lieu: Terrain, demande: DemandeDeMelange) -> MelangePropose:
    """The question, the targets out of reach, and a mix at once. Raises `EntreeInvalide` in words."""
    asked = whole = question(db, lieu, demande)
    never, best = jamais(asked), au_mieux(asked)
    beyond = tuple((asked.cibles[rank], float(best[rank])) for rank in np.flatnonzero(never))
    if demande.cibles == COMMUNES:
        asked = replace(
            asked, cibles=tuple(np.array(asked.cibles)[~never].tolist()), habitants=asked.habitants[~never],
            niveau=asked.niveau[~never], effet=asked.effet[~never],
        )  # fmt: skip
    return MelangePropose(asked, whole, beyond, choix.proposer(asked))


def question(db: Database, lieu: Terrain, demande: DemandeDeMelange) -> QuestionDeMelange:
    """What is asked, as figures."""
    means = [moyen for moyen in demande.moyens if moyen.cout is not None and moyen.plafond > 0]
    if not means:
        raise EntreeInvalide("Aucun moyen n'a de coût et de plafond : déclarez-en un au moins.")
    places = _lieux(lieu, demande)
    matrix, table = _cibles(db, lieu, demande, places)
    parts = []
    for moyen in means:
        reached = part_atteinte(chiffrables()[moyen.levier], demande.niveau, lieu.jour.year, demande.annee)
        parts.append(matrix * actes_par_unite(lieu, moyen.levier, demande.niveau) * reached)
    size = len(places)
    return QuestionDeMelange(
        tuple(str(code) for code in table.index), np.asarray(table["habitants"], dtype=float),
        np.asarray(table["niveau"], dtype=float), lieu.repere, tuple(moyen.levier for moyen in means), tuple(places),
        np.hstack(parts), np.repeat([float(moyen.cout or 0.0) for moyen in means], size),
        np.full(size * len(means), demande.par_lieu, dtype=np.int64),
        np.array([moyen.plafond for moyen in means], dtype=np.int64),
    )  # fmt: skip


def _lieux(lieu: Terrain, demande: DemandeDeMelange) -> list[str]:
    people, senseless = lieu.access.habitants, annonce.denses(lieu.access, lieu.valeurs).index
    places = [str(code) for code in people.index[people >= demande.peuplement] if code not in senseless]
    if not places:
        wrong = {str(code): 1.0 for code in senseless if code in people.index}
        raise EntreeInvalide(
            annonce.sans_sens(wrong, lieu.access, lieu.valeurs)
            or "Aucune commune n'est assez peuplée pour recevoir un moyen. Abaissez le nombre d'habitants demandé."
        )
    return places


def _cibles(db: Database, lieu: Terrain, demande: DemandeDeMelange, places: list[str]) -> tuple[Floats, pd.DataFrame]:
    """The gain of each target per act in each place, and the targets under the level: habitants, niveau."""
    kernel = lieu.access.famille.central
    rows, columns = kernel.communes.get_indexer(lieu.communes.index), kernel.sites.get_indexer(places)
    gain = kernel.gain[rows][:, columns].toarray()
    table = lieu.communes.assign(niveau=lieu.communes["publie"])
    if demande.cibles == TERRITOIRES:
        weights = _poids(db, lieu)
        gain, table = _par_territoire(gain, table, weights)
    here = table["territoire"] == demande.zone if demande.zone else pd.Series(True, index=table.index)
    wanted = (here & (table["niveau"] < lieu.repere)).to_numpy()
    return gain[wanted], table[wanted]


def _poids(db: Database, lieu: Terrain) -> Floats:
    """What weights communes in the mean of a territory: as the series says, else residents."""
    loaded = indicateurs.poids(db, lieu.serie)
    if loaded is None:
        return lieu.habitants
    return np.asarray(indicateurs.values(db, loaded.id)["valeur"].reindex(lieu.communes.index).fillna(0.0), dtype=float)


def _par_territoire(gain: Floats, table: pd.DataFrame, weights: Floats) -> tuple[Floats, pd.DataFrame]:
    codes = sorted(table["territoire"].dropna().unique())
    member = (table["territoire"].to_numpy()[None, :] == np.array(codes, dtype=object)[:, None]) * weights[None, :]
    share = member / np.where(member.sum(axis=1, keepdims=True) > 0, member.sum(axis=1, keepdims=True), 1.0)
    people = table.groupby("territoire")["habitants"].sum().reindex(codes)
    levels = share @ table["niveau"].to_numpy(dtype=float)
    return share @ gain, pd.DataFrame({"territoire": codes, "habitants": people, "niveau": levels}, index=codes)


def par_cible(db: Database, lieu: Terrain, demande: DemandeDeMelange, change: Floats) -> "pd.Series[float]":
    """A change by commune of the ground, brought to what is looked at: communes, or territories by their mean."""
    if demande.cibles == COMMUNES:
        return pd.Series(change, index=lieu.communes.index)
    weights, place = pd.Series(_poids(db, lieu), index=lieu.communes.index), lieu.communes["territoire"]
    whole = (weights * change).groupby(place).sum() / weights.groupby(place).sum()
    return whole.fillna(0.0)


def noms(db: Database, lieu: Terrain, demande: DemandeDeMelange) -> Mapping[str, str]:
    """Names of the targets, by code."""
    if demande.cibles == COMMUNES:
        return lieu.noms
    return {str(code): str(nom) for code, nom in territoire.territoires(db)["nom"].items()}


def precautions(db: Database, lieu: Terrain, demande: DemandeDeMelange) -> list[str]:
    """What must be said of a mix beside what is said of the ground."""
    cut = territoire.au_dela(db)
    if demande.cibles == COMMUNES or cut.empty:
        return lieu.precautions()
    names = territoire.territoires(db)["nom"].reindex(sorted(set(cut))).dropna()
    words = "Territoires coupés par la limite du département, lus sur leurs seules communes d'ici"
    return [*lieu.precautions(), f"{words} : {liste([str(name) for name in names], CODES_CITES)}."]


@partagee
def front(db: Database, lieu: Terrain, demande: DemandeDeMelange, jusqu_a: int) -> list[PointDuFront]:
    """Cost × people × date: the mix of each year, and what shares of the cost of the year asked would reach."""
    points = []
    for year in range(lieu.jour.year + 1, jusqu_a + 1):
        proposed = proposer(db, lieu, replace(demande, annee=year))
        points.append(_point(year, "ce qu'il faut", proposed, proposed.unites))
        if year == demande.annee:
            whole = depense(proposed.question, proposed.unites)
            for part in PARTS_DE_BUDGET:
                asked = replace(proposed.question, budget=part * whole)
                points.append(_point(year, f"{pourcent(part)} de ce budget", proposed, choix.proposer(asked)))
    return points


def _point(year: int, words: str, proposed: MelangePropose, units: Unites) -> PointDuFront:
    asked = proposed.question
    done = atteintes(asked, units)
    people, left = float(asked.habitants[done].sum()), manque(proposed.entiere, units)
    return PointDuFront(year, words, depense(asked, units), int(done.sum()), people, left)
