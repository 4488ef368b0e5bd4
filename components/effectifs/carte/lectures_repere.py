"""A territory against the dated threshold of access, its neighbours' doctors counted: what they lose, it loses too."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from sqlite_utils import Database

from components.core.acces import annonce
from components.core.refus import EntreeInvalide
from components.effectifs import lectures
from components.effectifs.carte import lectures as lectures_carte
from components.effectifs.carte.lectures import SEUIL
from components.effectifs.faites import projeter
from components.effectifs.moteur.cadre import MG
from components.effectifs.moteur.jeux import CENTRAL
from components.effectifs.moteur.scenario import Entrees
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs

MILLE = 1_000.0


@dataclass(frozen=True)
class Repere:
    """Mean published access of a territory (by total population), its change per act gained or lost in each territory
    (`par_acte`: its own and those around), the same per full time for it alone, and the dated threshold, official
    first."""

    territoire: str
    apl: float
    par_acte: Mapping[str, float]
    par_etp: float
    seuil: ValeurDatee

    def acces(self, entrees: Entrees, annee: int) -> float:
        """Mean access at a year index when every team of `entrees` moves, shared by the need of then."""
        result = projeter(entrees)
        change = {
            group[0]: float(result.actes[g, annee] - result.actes[g, 0]) for g, group in enumerate(entrees.groupes)
        }
        moved = self.apl + float(np.sum([self.par_acte.get(place, 0.0) * acts for place, acts in change.items()]))
        return moved / float(result.besoin[result.rang((self.territoire, MG)), annee])


def repere(db: Database, jour: date, territoire_code: str) -> Repere | None:
    """The threshold reading of a territory; None without a published APL, a kernel or a share known there. Raises
    `EntreeInvalide`, in French, where a change of access has no meaning."""
    series = indicateurs.apl_generalistes(db)
    places = lectures.poids_communes(db)
    mine = places[(places["territoire"] == territoire_code) & (places["population"] > 0)]
    if not series or mine.empty or not mine["poids"].sum():
        return None
    try:
        access = lectures_carte.acces(db, jour)
    except EntreeInvalide:
        return None
    kernel = access.famille.central
    if refused := annonce.sans_sens(mine["poids"].to_dict(), access, EnVigueur.read(db, jour)):
        raise EntreeInvalide(refused)
    placed = places[places.index.isin(kernel.communes) & (places["poids"] > 0)]
    people = mine[mine.index.isin(kernel.communes)]["population"]
    per_act = {}
    for place, rows in placed.groupby("territoire"):
        spread = (MILLE * rows["poids"] / rows["poids"].sum()).to_dict()
        change = kernel.delta({str(code): float(acts) for code, acts in spread.items()}).reindex(people.index)
        per_act[str(place)] = float((change * people).sum() / people.sum()) / MILLE
    published = indicateurs.values(db, series[0].id)["valeur"].reindex(mine.index).dropna()
    level = float((published * mine["population"][published.index]).sum() / mine["population"][published.index].sum())
    alone = per_act[territoire_code] * EnVigueur.read(db, jour).number("actes_par_etp")
    return Repere(territoire_code, level, per_act, alone, EnVigueur.read(db, jour).retenue(SEUIL))


def ensemble(db: Database, jour: date, annees: int, scenario: int) -> Entrees:
    """The inputs of every team of general practitioners, as it may be projected: neighbours included."""
    rows = lectures.publiques(db, jour)
    teams = [group for group in lectures.groupes(rows) if group[1] == MG]
    return lectures.entrees(db, jour, annees, CENTRAL, scenario, rows, teams)
