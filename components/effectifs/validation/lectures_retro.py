"""The back-test: on past headcounts loaded in this file, else the stored result of `make check-reference`."""

from datetime import date

from sqlite_utils import Database

from components.core.refus import EntreeInvalide
from components.effectifs.moteur import besoin
from components.effectifs.moteur.cadre import lois_de
from components.effectifs.moteur.passe import retro as retro_moteur
from components.effectifs.moteur.passe.retro import Ages, Retro
from data.base.parameters import EnVigueur
from data.effectifs import retro
from data.imports.passe import AGES, EFFECTIFS, FRANCE, PROFESSIONS
from data.territoire import indicateurs

LOIS = (
    "age_retraite", "etalement_retraite", "part_cumul", "duree_cumul", "part_cumul_autres", "duree_cumul_autres",
    "sorties_autres", "age_entree_mg",
)  # fmt: skip
CODES = {"medecin": "mg", "infirmier": "ide", "dentiste": "cd"}  # of the past files, and ours
LARGEUR, DERNIER = 4, 72  # years of the first age class, which has no beginning; last age of the last one


def parametres(db: Database, jour: date) -> dict[str, float]:
    """The values of the laws in force, which a result is tied to."""
    in_force = EnVigueur.read(db, jour)
    return {name: in_force.number(name) for name in LOIS}


def charges(db: Database, jour: date) -> list[Retro]:
    """The back-tests that the loaded past allows, one per profession; empty when it allows none."""
    values = parametres(db, jour)
    tests = []
    for profession in PROFESSIONS:
        counts = {year: _par_code(db, name) for year, name in _series(db, f"{EFFECTIFS}_{profession}")}
        ages = _pyramides(db, profession)
        try:
            laws = lois_de(values, CODES[profession])
            tests.append(retro_moteur.eprouver(profession, counts, ages, laws, values["age_entree_mg"]))
        except EntreeInvalide:
            continue
    return tests


def montrees(db: Database, jour: date) -> tuple[list[Retro], str]:
    """What the page shows, and where it comes from in words: this file's past when loaded, else the stored result."""
    live = charges(db, jour)
    if live:
        return live, "calculé à l'instant sur les effectifs passés chargés (page Données)"
    stored = retro.lire()
    same = stored.parametres == parametres(db, jour)
    stale = "" if same else " ; les lois ont été réglées depuis, rechargez les fichiers pour recalculer"
    unknown = {"niveau": None, "vieux": None}
    rows = [
        retro_moteur.Retro(**{**unknown, **row, "previsions": _previsions(row["previsions"])})
        for row in stored.epreuves
    ]
    return rows, f"résultat gardé de make check-reference sur {stored.fichiers}{stale}"


def _previsions(rows: list[dict]) -> tuple[retro_moteur.Prevision, ...]:
    return tuple(retro_moteur.Prevision(**{"couverture": None, **row}) for row in rows)


def _series(db: Database, indicateur: str) -> list[tuple[int, str]]:
    return [(s.millesime, s.id) for s in indicateurs.series(db, "departement") if s.indicateur == indicateur]


def _par_code(db: Database, serie: str) -> dict[str, float]:
    values = indicateurs.values(db, serie)["valeur"].dropna()
    return {str(code): float(people) for code, people in values.items() if people > 0}


def _pyramides(db: Database, profession: str) -> dict[int, Ages]:
    pyramids: dict[int, list[tuple[float, float]]] = {}
    for serie in indicateurs.series(db, "departement"):
        if serie.indicateur != f"{AGES}_{profession}":
            continue
        people = float(indicateurs.values(db, serie.id)["valeur"].get(FRANCE, 0.0))
        first, last = besoin.tranche(serie.serie)
        span = range(first or max(0, (last or DERNIER) - LARGEUR + 1), (last or DERNIER) + 1)
        pyramids.setdefault(serie.millesime, []).extend((float(age), people / len(span)) for age in span)
    return dict(pyramids)
