"""The national cohort with the parameters in use, held against its anchors."""

from dataclasses import dataclass
from datetime import date

from sqlite_utils import Database

from components.effectifs.moteur import cohorte
from components.effectifs.moteur.cadre import CHAMP
from components.effectifs.moteur.cohorte import Ancre, Cohorte
from components.effectifs.moteur.departs import Lois
from data.base.parameters import EnVigueur, sourcee

DEPART, FIN = 2022, 2050
CIBLES = (
    "densite_2022", "densite_2027", "densite_2050", "creux", "croissance", "hausse_5", "hausse_10", "cumul_part",
    "cumul_age", "70_79",
)  # fmt: skip
HAUSSE = 0.2


@dataclass(frozen=True)
class Epreuve:
    """The cohort, the cohort with 20 % more students, the anchors, their references, and the published points."""

    centrale: Cohorte
    plus: Cohorte
    ancres: list[Ancre]
    references: list[str]
    publies: list[tuple[int, float]]


def epreuve(db: Database, jour: date) -> Epreuve:
    """Project the national cohort from 2022 to 2050 with the parameters of the table."""
    in_force = EnVigueur.read(db, jour)
    names = ("age_retraite", "etalement_retraite", "part_cumul", "duree_cumul", "sorties_autres")
    center, spread, share, length, leave = (in_force.number(name) for name in names)
    laws, entry = Lois(center, spread, share, length, leave), in_force.number("age_entree_mg")
    years = range(DEPART, FIN + 1)
    people = cohorte.lire(in_force["habitants_france"].lignes, years)
    entries = cohorte.lire(in_force["entrees_mg_france"].lignes, years)
    more = cohorte.hausse(entries, DEPART, int(in_force.number("delai_formation_mg")), HAUSSE)
    central, plus = (
        cohorte.projeter(
            DEPART, in_force.number("effectif_mg_france"), in_force["gabarit_ages_mg"].lignes, laws, path,
            entry, people, FIN, CHAMP,
        )
        for path in (entries, more)
    )  # fmt: skip
    targets = {name: _borne(in_force, name) for name in CIBLES}
    references = [sourcee(in_force[f"ancre_{n}"].reference, in_force[f"ancre_{n}"].fiabilite) for n in CIBLES]
    points = [(int(name[-4:]), targets[name][0]) for name in CIBLES if name.startswith("densite")]
    late = cohorte.pratique_tardive(laws, entry)
    return Epreuve(central, plus, cohorte.ancres(central, plus, late, targets), references, points)


def _borne(in_force: EnVigueur, name: str) -> tuple[float, float, float]:
    low, value, high = in_force[f"ancre_{name}"].bornes
    return value, low, high
