"""What the access kernels of this file are built from: every room reads it here, so that all compute the same."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

import pandas as pd
from sqlite_utils import Database

from components.core.acces import assemblage, effects
from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.moves import Mouvement
from components.core.francais import accord
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.territoire import france, indicateurs, territoire
from data.territoire.indicateurs import Serie


class EntreesDuNoyau(TypedDict):
    """Arguments of `components.core.acces.assemblage.acces`, but for the parameters in force."""

    communes: pd.DataFrame
    population: "pd.Series[float]"
    nom_population: str
    habitants: "pd.Series[float]"
    temps: pd.DataFrame | None
    iles: Mapping[str, str]


@partagee
def entrees(db: Database, standardisee: str = indicateurs.STANDARDISEE) -> EntreesDuNoyau:
    """Places, the people who share the supply and what they are, residents, road minutes when a table is loaded, and
    the islands that no bridge links. `standardisee`: the indicator of the population that shares the supply of a
    profession.

    Raises `Introuvable` when no population is loaded.
    """
    residents, words = indicateurs.habitants(db)
    people, name = _partage(db, residents, words, standardisee)
    return EntreesDuNoyau(
        communes=territoire.communes(db),
        population=people,
        nom_population=name,
        habitants=residents,
        temps=territoire.minutes(db),
        iles=france.iles(),
    )


@partagee
def acces(db: Database, valeurs: EnVigueur, standardisee: str = indicateurs.STANDARDISEE) -> Acces:
    """The access kernels of this file, under the parameters in force. `standardisee`: as in `entrees`.

    Raises `Introuvable` when no population is loaded, `EntreeInvalide` when no place has a position and a population.
    """
    return assemblage.acces(**entrees(db, standardisee), valeurs=valeurs)


def effet(
    db: Database,
    access: Acces,
    serie: Serie,
    mouvements: Sequence[Mouvement],
    valeurs: EnVigueur,
    lecture_age: str = assemblage.TOUS_AGES,
) -> Effet:
    """What moves, taken together, change in a published access. Raises `EntreeInvalide`, in French."""
    published = indicateurs.values(db, serie.id)["valeur"].reindex(access.famille.central.communes)
    limits, activity = assemblage.bornes(valeurs, lecture_age), assemblage.hypotheses(valeurs)
    return effects.effet(access.famille, published, mouvements, limits, activity)


def population(db: Database) -> tuple["pd.Series[float]", str]:
    """The people who share the supply, by commune code, and what they are in words: the newest standardised
    population for GPs, completed by residents where it is not known; residents only when none is loaded."""
    return _partage(db, *indicateurs.habitants(db), indicateurs.STANDARDISEE)


def _partage(
    db: Database, residents: "pd.Series[float]", words: str, standardisee: str
) -> tuple["pd.Series[float]", str]:
    loaded = [serie for serie in indicateurs.series(db, "commune") if serie.indicateur == standardisee]
    if not loaded:
        return residents, words
    standardised = indicateurs.values(db, loaded[0].id)["valeur"].dropna()
    lacking = residents.index.difference(standardised.index)
    tail = f" ({accord(len(lacking), 'commune', 'communes')} sans elle : {words})" if len(lacking) else ""
    return standardised.combine_first(residents), f"population standardisée {loaded[0].millesime}{tail}"
