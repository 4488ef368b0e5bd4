"""What comes with the product for every département: outlines, town halls, border communes, liberal headcounts."""

import pandas as pd
from sqlite_utils import Database

from components.core.communes import situees
from components.core.francais import accord, compte
from components.core.geometrie import proches
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.base.store import writing
from data.territoire import france, indicateurs, sources, territoire
from data.territoire.indicateurs import VALEUR, Serie

COMMUNES, MAIRIES, LIBERAUX = "communes_france_2026", "mairies_2025", "liberaux_departements_2024"
ANNEE_LIBERAUX = 2024
SITUEE = "SELECT 1 FROM communes WHERE role = 'interieure' AND lat IS NOT NULL LIMIT 1"
SERIES_LIBERAUX = ("medecins_generalistes_hors_mep", "infirmiers", "chirurgiens_dentistes")


def ajouter(db: Database, acteur: Acteur) -> list[str]:
    """Add it to a file that holds the communes of a département and their residents; say in French who is around."""
    sentences = situer(db, acteur)
    if france.communes(territoire.setting(db, "departement")):
        territoire.ajouter_source(db, acteur, sources.carte(france.COMMUNES))
    _liberaux(db, acteur)
    return sentences


def completer(db: Database, acteur: Acteur) -> list[str]:
    """Give a file of before, whose département came without any position, what a new one has: town halls, border
    communes, headcounts. What was loaded in it stays; one that has a position, from whatever file, is left as it is.
    Say in French what it gained, nothing when there was nothing to do."""
    if territoire.is_empty(db) or db.conn.execute(SITUEE).fetchone():
        return []
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if db.conn.execute(SITUEE).fetchone():
            return []  # another program has just done it
        acteurs.record(db, acteur, "compléter le fichier", territoire.setting(db, "nom"))
        gained = situer(db, acteur)
        if not db.conn.execute("SELECT 1 FROM series WHERE indicateur LIKE 'liberaux_%' LIMIT 1").fetchone():
            _liberaux(db, acteur)
    return ["Fichier d'une version précédente complété : ses chiffres restent, les mairies le situent.", *gained]


def situer(db: Database, acteur: Acteur) -> list[str]:
    """Put at its town hall each commune of the département that has no position, and add the communes of others
    within the dated radius, with their residents. Does nothing when none has one there."""
    halls = sources.read_csv(MAIRIES).set_index("code")[["lat", "lon"]]
    communes = territoire.communes(db)
    lacking = halls.index.intersection(communes.index[communes["lat"].isna()])
    if lacking.empty:
        return []
    territoire.ajouter_source(db, acteur, sources.carte(MAIRIES))
    db.conn.executemany(
        f"UPDATE communes SET lat = ?, lon = ?, position_source = '{MAIRIES}' WHERE code = ?",  # noqa: S608
        [(lat, lon, code) for code, lat, lon in halls.loc[lacking].itertuples()],
    )
    return _bordure(db, halls.drop(communes.index, errors="ignore"))


def residents(communes: pd.DataFrame) -> "pd.Series[float]":
    """Total population of rows of the commune list; an arrondissement and an island without EPCI have none published
    here, their municipal population stands in (the card of the source says so)."""
    return communes["population_totale"].fillna(communes["population_municipale"]).astype("Float64")


def _bordure(db: Database, halls: pd.DataFrame) -> list[str]:
    km = EnVigueur.read(db, jours.aujourd_hui(db)).number("rayon_bordure")
    inside = situees(territoire.communes(db))[["lat", "lon"]]
    near = halls[proches(km, halls.to_numpy(), inside.to_numpy())]
    around = sources.read_csv(COMMUNES).set_index("code").loc[near.index]
    rows = zip(near.itertuples(), around.itertuples(), strict=True)
    db["communes"].insert_all(
        {
            "code": place.Index, "nom": row.nom, "departement": row.departement, "epci": row.epci, "role": "bordure",
            "lat": place.lat, "lon": place.lon, "position_source": MAIRIES,
        }
        for place, row in rows
    )  # fmt: skip
    people = residents(around).dropna()
    serie = indicateurs.population(2022, COMMUNES)
    db.conn.executemany(
        "INSERT INTO valeurs (serie, code, valeur, etat) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [(serie.id, code, float(count), VALEUR) for code, count in people.items()],
    )
    if near.empty:
        return []
    count = compte(int(people.sum()), "habitant")
    words = accord(len(near), "commune voisine située", "communes voisines situées")
    return [f"{words} à moins de {km:g} km ({count}) : elles partagent les mêmes soignants."]


def _liberaux(db: Database, acteur: Acteur) -> None:
    departement, card = territoire.setting(db, "departement"), sources.carte(LIBERAUX)
    liberaux = sources.read_csv(LIBERAUX).set_index("code_departement")
    if departement not in liberaux.index:
        return
    territoire.ajouter_source(db, acteur, card)
    for name in SERIES_LIBERAUX:
        column = card.colonne(name)
        indicateurs.store(
            db,
            Serie(f"liberaux_{name}_{ANNEE_LIBERAUX}", f"liberaux_{name}", column.label, column.unite, "departement",
                  profession=name, serie="", millesime=ANNEE_LIBERAUX, sens=0, decimales=0, statut="officiel",
                  agregation="aucune", poids=None, source=LIBERAUX),
            [(departement, float(liberaux.at[departement, name]), VALEUR)],
        )  # fmt: skip
