"""The map at a horizon: what the projection does to access, through the same kernel as « et si ? »."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.acces import annonce, assemblage
from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.moves import NIVEAUX, Bornes, Hypotheses, Mouvement, actes_retenus
from components.core.refus import EntreeInvalide
from components.effectifs import lectures
from components.effectifs.moteur.monde import MouvementDate
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles import horizon
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs, noyau, territoire
from data.territoire.indicateurs import Serie

ETP_MAX = 1.0  # moves of at most one full time each: the official cap is per person
SEUIL = "seuil_sous_dense"


def acces(db: Database, jour: date) -> Acces:
    """The access kernels of this file. Raises `EntreeInvalide` when no place has a position."""
    return noyau.acces(db, EnVigueur.read(db, jour))


@dataclass(frozen=True, eq=False)
class Horizon:
    """The map at a calendar year: the effect on communes, the published series it is added to, whether need moved, the
    threshold, communes (publie, estime, population, territoire, classe), territories (means, classe)."""

    annee: int
    effet: Effet
    serie: Serie
    besoin: bool
    seuil: ValeurDatee
    communes: pd.DataFrame
    territoires: pd.DataFrame


def carte(db: Database, jour: date, access: Acces, result: Projete, annee: int) -> Horizon:
    """Estimated change of access between today and a calendar year, through the same kernel as « et si ? ».

    Acts a territory gains or loses are spread between its communes as published access is; the moves of the scenario
    stay at their commune. With a population projection loaded, what is left is
    shared by the need of then. Raises `EntreeInvalide`, in French, also where such a change has no meaning.
    """
    serie = next(iter(indicateurs.apl_generalistes(db)), None) or indicateurs.serie(db, indicateurs.APL_MG)
    in_force = EnVigueur.read(db, jour)
    limits, activity = assemblage.bornes(in_force, assemblage.TOUS_AGES), assemblage.hypotheses(in_force)
    at_work = [m for m in result.entrees.mouvements if m.court(annee)]
    moves, placed = [m.mouvement for m in at_work], _actes_places(at_work, limits, activity)
    spread = _etaler(db, result, annee, placed, in_force.number("actes_par_etp"), set(access.habitants.index))
    # A doctor of the scenario is counted here at the activity said, whatever the age: all-ages reading.
    effect = noyau.effet(db, access, serie, [*moves, *spread], in_force)
    if refused := annonce.sans_sens(annonce.actes(effect), access, in_force):
        raise EntreeInvalide(refused)
    return _horizon(db, in_force, access, result, annee, serie, effect)


def _horizon(
    db: Database, in_force: EnVigueur, access: Acces, result: Projete, annee: int, serie: Serie, effect: Effet,
) -> Horizon:  # fmt: skip
    index = annee - result.entrees.annee
    need = {group[0]: float(result.besoin[g, index]) for g, group in enumerate(result.entrees.groupes)}
    places = territoire.communes(db)["territoire"].reindex(effect.communes.index)
    moved = any(place in need for place in result.entrees.besoins)
    if moved:
        shared = horizon.selon_besoin(effect.communes, places.map(need))
        effect = replace(effect, communes=shared)
    people, threshold = access.habitants, in_force.retenue(SEUIL)
    inside = effect.communes.loc[people.index, ["publie", "estime"]]
    inside = inside.assign(population=people, territoire=places, classe=horizon.classer(inside, threshold.value))
    means = horizon.territoires(inside, threshold.value)
    return Horizon(annee, effect, serie, moved, threshold, inside, means)


def _actes_places(dated: Sequence[MouvementDate], limits: Bornes, activity: Hypotheses) -> dict[str, float]:
    """Acts a year that moves change in each territory, both ends of each."""
    placed: dict[str, float] = {}
    for one in dated:
        acts, _ = actes_retenus(one.mouvement, limits, activity, NIVEAUX[1])
        for place, change in ((one.territoire, acts), (one.cede, one.mouvement.pris(acts))):
            placed[place] = placed.get(place, 0.0) + change
    return placed


def _etaler(
    db: Database, result: Projete, annee: int, placed: Mapping[str, float], per_etp: float, communes: set[str]
) -> list[Mouvement]:
    weights = lectures.poids_communes(db)
    weights = weights[weights.index.isin(communes) & (weights["poids"] > 0)]
    moves = []
    index = annee - result.entrees.annee
    for g, (code, profession) in enumerate(result.entrees.groupes):
        mine = weights[weights["territoire"] == code]["poids"]
        if profession != "mg" or mine.empty:
            continue
        change = float(result.actes[g, index] - result.actes[g, 0]) - placed.get(code, 0.0)
        for commune, share in (mine / mine.sum()).items():
            moves += _en_mouvements(str(commune), change * share / per_etp)
    return moves


def _en_mouvements(commune: str, etp: float) -> list[Mouvement]:
    kind = "arrivee" if etp > 0 else "depart"
    whole, rest = divmod(abs(etp), ETP_MAX)
    sizes = [ETP_MAX] * int(whole) + ([rest] if rest > 1e-9 else [])
    return [Mouvement(kind, commune, "Évolution projetée de l'effectif", etp=size) for size in sizes]  # type: ignore[arg-type]
