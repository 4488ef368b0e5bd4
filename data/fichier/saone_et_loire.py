"""The figures embedded for Saône-et-Loire alone: APL, deprivation, populations, emergency departments, facts."""

from sqlite_utils import Database

from data.base.acteurs import Acteur
from data.territoire import indicateurs, sources, territoire
from data.territoire.indicateurs import Serie

CODE, URGENCES = "71", "urgences_71"
INDICATEURS = ("apl_mg_2023_71", "fdep_2020_71", "populations_2023_71", "centres_sante_departement_71")


def ajouter(db: Database, acteur: Acteur) -> None:
    """Add them to a file that holds the communes of 71 at their town halls."""
    for identifiant in (URGENCES, *INDICATEURS):
        territoire.ajouter_source(db, acteur, sources.carte(identifiant))
    _indicators(db)
    _sites(db)


def _indicators(db: Database) -> None:
    apl = sources.read_csv("apl_mg_2023_71").set_index("code_commune")["apl_mg_2023"]
    fdep = sources.read_csv("fdep_2020_71").set_index("code_commune")["fdep_2020"]
    people = sources.read_csv("populations_2023_71").set_index("code_commune")["population_totale_2023"]
    unit = sources.carte("apl_mg_2023_71").colonne("apl_mg_2023").unite
    shared = {"niveau": "commune", "statut": "officiel", "agregation": "moyenne"}
    indicateurs.store(
        db,
        Serie("apl_mg_2023_71", "apl_mg", "APL aux médecins généralistes", unit, profession="médecin généraliste",
              serie="série d'âge à vérifier", millesime=2023, sens=1, decimales=1,
              poids="population_standardisee_mg", source="apl_mg_2023_71", **shared),
        indicateurs.states(apl.items()),
    )  # fmt: skip
    indicateurs.store(
        db,
        Serie("fdep_2020_71", "fdep", "Indice de désavantage social FDep", "indice sans unité",
              profession="", serie="", millesime=2020, sens=-1, decimales=2, poids=None,
              source="fdep_2020_71", **shared),
        indicateurs.states(fdep.items()),
    )  # fmt: skip
    indicateurs.store(db, indicateurs.population(2023, "populations_2023_71"), indicateurs.states(people.items()))


def _sites(db: Database) -> None:
    emergency = sources.read_facts(URGENCES)
    centres = {row["code"]: row for row in db.query("SELECT code, lat, lon FROM communes")}
    db["sites"].insert_all(
        {
            "id": site["id"],
            "nom": site["nom"],
            "type": "service d'urgences",
            "commune": site["commune"],
            "lat": centres[site["commune"]]["lat"],
            "lon": centres[site["commune"]]["lon"],
            "precision": emergency["position"],
            "source": URGENCES,
        }
        for site in emergency["sites"]
    )
