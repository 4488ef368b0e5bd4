"""The département of this file: communes, border places, territory mesh, outlines, sites."""

import hashlib
import json
from functools import lru_cache

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.territoire import france
from data.territoire.sources import CarteDIdentite, carte

COMMUNES = ["code", "nom", "departement", "epci", "role", "lat", "lon", "territoire"]
SITES = ["id", "nom", "type", "commune", "lat", "lon", "precision", "source"]


def setting(db: Database, cle: str) -> str:
    """A fact about this file (`departement`, `nom`, `maille`). Raises `Introuvable` on an empty file."""
    row = db.conn.execute("SELECT valeur FROM concertation WHERE cle = ?", (cle,)).fetchone()
    if row is None:
        raise Introuvable(
            "Ce fichier ne contient pas encore de département. Choisissez-le sur la page Données, ou "
            "lancez « python -m data init »."
        )
    return str(row[0])


def is_empty(db: Database) -> bool:
    """Whether no département has been put in this file yet."""
    return db.conn.execute("SELECT count(*) FROM concertation").fetchone()[0] == 0


def maille(db: Database) -> dict[str, object]:
    """The mesh in use: id, nom, de_repli (True when it is only a fallback), source."""
    row = next(db.query("SELECT * FROM mailles WHERE id = ?", [setting(db, "maille")]))
    return row | {"de_repli": bool(row["de_repli"]), "nom": nom_de_maille(str(row["nom"]))}


def nom_de_maille(nom: str) -> str:
    """The name of a mesh as screens say it: files of every version keep « (maille de repli) » beside a fallback."""
    return nom.replace(" (maille de repli)", ", à défaut de territoires de vie-santé")


@partagee
def communes(db: Database) -> pd.DataFrame:
    """Communes of the département and border places, indexed by code.

    Columns: nom, departement, epci, role (interieure|bordure), lat, lon (degrees, NaN when unknown),
    territoire (code in the mesh in use, missing for border places).
    """
    rows = db.conn.execute(
        "SELECT c.code, c.nom, c.departement, c.epci, c.role, c.lat, c.lon, a.territoire FROM communes c "
        "LEFT JOIN appartenances a ON a.commune = c.code AND a.maille = ? ORDER BY c.code",
        [setting(db, "maille")],
    )
    return pd.DataFrame(rows.fetchall(), columns=COMMUNES).set_index("code")


@partagee
def territoires(db: Database) -> pd.DataFrame:
    """Territories of the mesh in use, indexed by code. Column: nom."""
    rows = db.query("SELECT code, nom FROM territoires WHERE maille = ? ORDER BY nom", [setting(db, "maille")])
    return pd.DataFrame(rows, columns=["code", "nom"]).set_index("code")


@partagee
def au_dela(db: Database) -> "pd.Series[str]":
    """The border communes that belong to a territory of the mesh in use: its code, by commune."""
    mesh = setting(db, "maille")
    rows = db.conn.execute(
        "SELECT a.commune, a.territoire FROM appartenances_au_dela a JOIN communes c ON c.code = a.commune "
        "WHERE a.maille = ? AND c.role = 'bordure' UNION "
        "SELECT c.code, c.epci FROM communes c JOIN territoires t ON t.code = c.epci AND t.maille = ? "
        "WHERE c.role = 'bordure' AND t.maille = 'epci' ORDER BY 1",
        [mesh, mesh],
    )
    memberships = pd.DataFrame(rows.fetchall(), columns=["code", "territoire"]).set_index("code")
    return memberships["territoire"].astype(object)


@partagee
def contours(db: Database, niveau: str) -> pd.DataFrame:
    """Outlines of a level (commune|territoire), indexed by code, those that come with the product until a file of
    outlines is loaded. Column polygones (list of polygons, each a list of rings of [lon, lat]), to read only: the same
    outline is not parsed twice by the process."""
    rows = db.conn.execute("SELECT code, polygones FROM contours WHERE niveau = ? ORDER BY code", [niveau]).fetchall()
    drawn = {code: _polygones(text) for code, text in rows} if rows else _livres(db, niveau)
    return pd.DataFrame({"polygones": pd.Series(drawn, dtype=object)}).rename_axis("code")


def contours_livres(db: Database) -> bool:
    """Whether the map is drawn with the outlines that come with the product."""
    return db.conn.execute("SELECT 1 FROM contours LIMIT 1").fetchone() is None


def empreinte_contours(db: Database) -> str:
    """What the loaded outlines are, in short: the same as long as none has changed."""
    mark = hashlib.sha256()
    for row in db.conn.execute("SELECT niveau, code, polygones FROM contours ORDER BY niveau, code"):
        mark.update("\n".join(row).encode())
    return mark.hexdigest()


def _livres(db: Database, niveau: str) -> france.Dessin:
    if is_empty(db):
        return {}
    departement = setting(db, "departement")
    if niveau == "commune":
        return france.communes(departement)
    return france.territoires(departement, tuple(communes(db)["territoire"].dropna().items()))


@lru_cache(maxsize=4_096)
def _polygones(text: str) -> list[list[list[list[float]]]]:
    polygons: list[list[list[list[float]]]] = json.loads(text)
    return polygons


@partagee
def sites(db: Database) -> pd.DataFrame:
    """Places drawn as points. Columns `SITES` (lat, lon in degrees; precision says how they were placed)."""
    return pd.DataFrame(db.query("SELECT * FROM sites ORDER BY type, nom"), columns=SITES)


def sites_sans_position(db: Database) -> pd.DataFrame:
    """Sites of the département that a file named and that nothing has placed since. Columns id, nom, type."""
    rows = db.query(
        "SELECT id, nom, type FROM sites_sans_position WHERE id NOT IN (SELECT id FROM sites) ORDER BY type, nom"
    )
    return pd.DataFrame(rows, columns=["id", "nom", "type"])


@partagee
def minutes(db: Database) -> pd.DataFrame | None:
    """Loaded road minutes between communes (origine, destination, minutes), or None when no table is loaded."""
    rows = db.conn.execute("SELECT origine, destination, minutes FROM minutes").fetchall()
    return pd.DataFrame(rows, columns=["origine", "destination", "minutes"]) if rows else None


@partagee
def sources(db: Database) -> pd.DataFrame:
    """Identity cards of everything loaded, and of the outlines that come with the product while they are drawn, indexed
    by id; mises_en_garde is a list of sentences."""
    rows = list(db.query("SELECT * FROM sources ORDER BY charge_le, id"))
    if contours_livres(db) and not is_empty(db) and france.COMMUNES not in {row["id"] for row in rows}:
        card = carte(france.COMMUNES)
        rows.append(_champs(card) | {"charge_le": setting(db, "cree_le"), "charge_par": ""})
    frame = pd.DataFrame(rows, columns=[column.name for column in db["sources"].columns]).set_index("id")
    frame["mises_en_garde"] = [json.loads(text) for text in frame["mises_en_garde"]]
    return frame


def ajouter_source(db: Database, acteur: Acteur, card: CarteDIdentite) -> str:
    """Write the identity card of a source (or its newer version) in the file, and return its id."""
    acteurs.exiger(db, acteur, *acteurs.PREPARER)
    db["sources"].upsert(_champs(card) | {"charge_le": acteurs.now(), "charge_par": acteur.id}, pk="id")
    return card.id


def _champs(card: CarteDIdentite) -> dict[str, str]:
    return {
        "id": card.id,
        "titre": card.titre,
        "producteur": card.producteur,
        "relais": card.relais,
        "millesime": card.millesime,
        "licence": card.licence,
        "url": card.url,
        "consulte_le": card.consulte_le.isoformat(),
        "fichier": card.fichier,
        "sha256": card.sha256,
        "fiabilite": card.fiabilite,
        "description": card.description.strip(),
        "mises_en_garde": json.dumps(card.mises_en_garde, ensure_ascii=False),
    }
