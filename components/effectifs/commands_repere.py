"""A territory against the dated threshold of access: what a full time gained or lost there does to its mean access."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from components.core.errors import EntreeInvalide
from components.effectifs import commands, commands_scenario
from data import indicateurs
from data.parameters import EnVigueur, Valeur

MILLE = 1_000.0


@dataclass(frozen=True)
class Repere:
    """Mean published access of a territory (by total population), its change per full time in the territory alone,
    and the threshold retained: the table's own, else the last official one."""

    apl: float
    par_etp: float
    seuil: Valeur


def repere(db: Database, jour: date, territoire_code: str) -> Repere | None:
    """The threshold reading of a territory; None without a published APL, a kernel or a share known there."""
    known = [serie for serie in indicateurs.series(db, "commune") if serie.indicateur == "apl_mg"]
    places = commands.poids_communes(db)
    mine = places[(places["territoire"] == territoire_code) & (places["population"] > 0)]
    if not known or mine.empty or not mine["poids"].sum():
        return None
    try:
        kernel = commands_scenario.acces(db, jour).famille.central
    except EntreeInvalide:
        return None
    placed = mine[mine.index.isin(kernel.communes)]
    spread = MILLE * placed["poids"] / placed["poids"].sum()
    change = kernel.delta({str(code): float(acts) for code, acts in spread.items() if acts}).reindex(placed.index)
    published = indicateurs.values(db, known[0].id)["valeur"].reindex(mine.index)
    told, people = published.dropna(), mine["population"]
    level = float((told * people[told.index]).sum() / people[told.index].sum())
    per_act = float((change * placed["population"]).sum() / placed["population"].sum()) / MILLE
    values = EnVigueur.read(db, jour)
    return Repere(level, per_act * values.number("actes_par_etp"), values.retenue("seuil_sous_dense"))
