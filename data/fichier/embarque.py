"""The figures embedded for Saône-et-Loire: centres, border places, APL, deprivation, populations, facts, cells."""

from sqlite_utils import Database

from data.base.acteurs import Acteur
from data.territoire import indicateurs, sources, territoire
from data.territoire.indicateurs import VALEUR, Serie

CENTRES, VOISINES, URGENCES, LIBERAUX = (
    "centres_71",
    "places_frontalieres_71",
    "urgences_71",
    "professionnels_liberaux_71",
)
INDICATEURS = ("apl_mg_2023_71", "fdep_2020_71", "populations_2023_71", "centres_sante_departement_71")


def ajouter(db: Database, acteur: Acteur) -> list[str]:
    """Add them to a file that holds the communes of 71, and say in French what stands across the border."""
    for identifiant in (CENTRES, VOISINES, URGENCES, LIBERAUX, *INDICATEURS):
        territoire.ajouter_source(db, acteur, sources.carte(identifiant))
    _positions(db)
    border = _border(db)
    _indicators(db)
    _facts(db)
    territoire.draw_cells(db, CENTRES)
    card = sources.carte(VOISINES).mesures
    return [
        f"{border} communes voisines situées ({card['population_situees']:.0f} habitants) ; autour, "
        f"{card['communes_sans_position']:.0f} communes et {card['population_sans_position']:.0f} habitants restent "
        "sans position et ne sont pas comptés."
    ]


def _positions(db: Database) -> None:
    centres = sources.read_csv(CENTRES)
    db.conn.executemany(
        f"UPDATE communes SET lat = ?, lon = ?, position_source = '{CENTRES}' WHERE code = ?",  # noqa: S608
        [(float(row.lat), float(row.lon), row.code_commune) for row in centres.itertuples()],
    )


def _border(db: Database) -> int:
    places = sources.read_csv(VOISINES)
    db["communes"].insert_all(
        {
            "code": row.code,
            "nom": row.nom,
            "departement": row.departement,
            "epci": row.epci,
            "role": "bordure",
            "lat": float(row.lat),
            "lon": float(row.lon),
            "position_source": VOISINES,
        }
        for row in places.itertuples()
    )
    db["valeurs"].insert_all(
        {"serie": "population_totale_2022", "code": row.code, "valeur": float(row.population_totale), "etat": VALEUR}
        for row in places.itertuples()
    )
    return len(places)


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


def _facts(db: Database) -> None:
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
    liberals = sources.read_facts(LIBERAUX)
    card = sources.carte(LIBERAUX)
    for name in ("medecins_generalistes_hors_mep", "infirmiers", "chirurgiens_dentistes"):
        column = card.colonne(name)
        indicateurs.store(
            db,
            Serie(f"liberaux_{name}_{liberals['annee']}", f"liberaux_{name}", column.label, column.unite, "departement",
                  profession=name, serie="", millesime=int(liberals["annee"]), sens=0, decimales=0, statut="officiel",
                  agregation="aucune", poids=None, source=LIBERAUX),
            [(str(liberals["departement"]), float(liberals[name]), VALEUR)],
        )  # fmt: skip
