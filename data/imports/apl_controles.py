"""What no published APL can be: a year to come, a level nobody has, fewer doctors who give more consultations."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise

from data.imports.grammaire.base import Rejets
from data.imports.grammaire.professions import PROFESSIONS, TOUS_AGES
from data.territoire.indicateurs import Serie

PREMIERE_ANNEE = 2010
ARRONDI = 0.0015  # two series rounded apart may cross by that much
PLAFONDS = {f"apl_{who.fin}": who.plafond for who in PROFESSIONS}
Controle = Callable[[int, Mapping[int, float | None], Rejets], None]


def annee_plausible(annee: int) -> bool:
    """Whether an APL of that year may have been published."""
    return PREMIERE_ANNEE <= annee <= date.today().year


def controle(series: Mapping[int, Serie], noms: Mapping[int, str]) -> Controle:
    """A check of each row. `series`, `noms`: what the columns are and are called, by position; the check takes the
    line, the values by position, and where to refuse."""
    caps = [(k, PLAFONDS[serie.indicateur]) for k, serie in series.items() if serie.indicateur in PLAFONDS]
    pairs = _nested({k: serie for k, serie in series.items() if serie.indicateur in PLAFONDS})

    def check(line: int, values: Mapping[int, float | None], rejets: Rejets) -> None:
        for k, cap in caps:
            value = values[k]
            if value is not None and value > cap:
                words = f"au-delà de tout ce qui a été publié (au plus {cap:g})", "Vérifiez la colonne et son unité."
                rejets.ajouter(line, noms[k], value, *words)
        for part, whole in pairs:
            few, all_of_them = values[part], values[whole]
            if few is not None and all_of_them is not None and few > all_of_them + ARRONDI:
                words = f"plus grand que « {noms[whole]} »", "Vérifiez l'ordre des colonnes."
                rejets.ajouter(line, noms[part], few, *words)

    return check


def _nested(series: Mapping[int, Serie]) -> list[tuple[int, int]]:
    """Columns of the same publication, each with the next wider one: fewer doctors, then more, then all of them."""
    groups: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for k, serie in series.items():
        age = 1_000 if serie.serie in ("", TOUS_AGES) else int(re.findall(r"\d+", serie.serie)[0])
        groups.setdefault((serie.indicateur, serie.millesime), []).append((age, k))
    ranks = [[k for _, k in sorted(group)] for group in groups.values()]
    return [pair for rank in ranks for pair in pairwise(rank)]
