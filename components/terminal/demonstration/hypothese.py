"""A demonstration of « et si ? », said to be fictional: a departure that is made up for."""

from datetime import date

from sqlite_utils import Database

from components.carences.indicateurs.gestes import ajouter
from components.carences.indicateurs.lectures import acces
from components.core.acces import assemblage
from components.core.acces.moves import Mouvement
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.base.store import writing
from data.carences import variantes
from data.territoire import indicateurs

DEMONSTRATION = "Démonstration (fictive) : un départ compensé"


def demonstration(db: Database, acteur: Acteur, jour: date) -> str:
    """Keep a fictional stack (a doctor leaves the second town, a consultation avancée opens there) and say so.

    Raises `Refus` when it is there already, `Introuvable` when no published APL is loaded.
    """
    serie = indicateurs.serie(db, "apl_mg")
    access = acces(db, EnVigueur.read(db, jour))
    place = str(access.habitants.sort_values(ascending=False).index[1])
    name = access.noms[place]
    with writing(db):
        stack = variantes.creer(db, acteur, DEMONSTRATION, "Exemple inventé, pour essayer l'outil.")
        for move in (
            Mouvement("depart", place, f"Un médecin part à {name}", age=64, actes=5_000),
            Mouvement("consultation_avancee", place, f"Une consultation avancée ouvre à {name}", jours_par_mois=4),
        ):
            ajouter(db, acteur, stack, move, access, serie, assemblage.TOUS_AGES, jour)
    return f"Hypothèse ajoutée : « {DEMONSTRATION} », à {name}."
