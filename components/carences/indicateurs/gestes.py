"""Keeping moves in a named stack, once the whole stack makes sense."""

from datetime import date

from sqlite_utils import Database

from components.carences.indicateurs.lectures import mouvements, simuler
from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.moves import Mouvement
from data.base.acteurs import Acteur
from data.carences import variantes
from data.territoire.indicateurs import Serie


def ajouter(
    db: Database,
    acteur: Acteur,
    variante: int,
    mouvement: Mouvement,
    access: Acces,
    serie: Serie,
    lecture_age: str,
    jour: date,
    periode: tuple[int | None, int | None] = (None, None),
) -> Effet:
    """Keep a move in a stack, once the whole stack has been shown to make sense; else refuse and keep nothing.
    `periode`: its first and last year (None: from now on, without end); it is tried with what is in force then."""
    beside = mouvements(db, variante, periode[0] or jour.year)
    result = simuler(db, access, serie, [*beside, mouvement], lecture_age, jour)
    variantes.ajouter_mouvement(
        db,
        acteur,
        variante,
        {
            "genre": mouvement.kind,
            "commune": mouvement.code_commune,
            "libelle": mouvement.libelle,
            "age": mouvement.age,
            "actes": mouvement.actes,
            "etp": mouvement.etp,
            "jours_par_mois": mouvement.jours_par_mois,
            "donneur": mouvement.donneur,
            "route": mouvement.route,
            "annee": periode[0],
            "jusqua": periode[1],
        },
    )
    return result
