"""Every table of the file, by append-only migrations: never edit one that has landed, add the next.

Each family of tables is a set of its own, so that rooms grow without meeting; the order of `SETS` is the
order in which they are applied (a set may refer to tables of the sets above it).
"""

import sqlite3
from functools import lru_cache
from threading import Lock

from sqlite_utils import Database, Migrations

from components.core.refus import Indisponible
from data.base import marque
from data.base.connexion import Connexion
from data.base.migrations import deux_bouts
from data.base.migrations.carences import constats
from data.base.migrations.effectifs import effectifs
from data.base.migrations.identite import identite
from data.base.migrations.imports import imports
from data.base.migrations.plans import plans
from data.base.migrations.priorites import scrutins
from data.base.migrations.propositions import propositions
from data.base.migrations.reponses import reponses
from data.base.migrations.sceaux import sceaux
from data.base.migrations.seances import seances

socle = Migrations("socle")
geographie = Migrations("geographie")
indicateurs = Migrations("indicateurs")
variantes = Migrations("variantes")

_COPIE = Lock()
PATIENCE_MS = 60_000  # for the programs that wait while one of them brings the file up to date
SETS = (
    socle, identite, geographie, indicateurs, variantes, imports, constats, effectifs, seances, scrutins, plans, sceaux,
    reponses, propositions,
)  # fmt: skip


def apply(db: Database) -> None:
    """Bring the file to the current schema; does nothing, and writes nothing, when it is there already.

    What is missing is read again once the file is ours alone: programs that open an old file together pass in turn.
    Raises `Indisponible` when the file comes from a newer version.
    """
    if not _manquantes(db):
        return
    db.conn.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
    if db.table_names():
        _jouer(db)
    else:  # a file that begins, ours alone: sixty steps cost a tenth of a second, one copy of their end costs nothing
        with _COPIE:
            _vierge(tuple((group.name, len(group._migrations)) for group in SETS)).backup(db.conn)
        marque.avancer(db.conn)


@lru_cache(maxsize=1)
def _vierge(pas: tuple[tuple[str, int], ...]) -> sqlite3.Connection:
    """An empty file at the current schema, in memory. `pas`: how many steps each set has."""
    blank = Database(sqlite3.connect(":memory:", check_same_thread=False, factory=Connexion))
    _jouer(blank)
    return blank.conn


def _jouer(db: Database) -> None:
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        missing = _manquantes(db)
        for group in (group for group in SETS if group.name in missing):
            group.apply(db)
        if missing:
            marque.avancer(db.conn)
        db.conn.execute("COMMIT")
    except BaseException:
        db.conn.rollback()
        raise


def _manquantes(db: Database) -> set[str]:
    """The sets that have a step to apply."""
    applied, steps = _applied(db), {(group.name, step.name) for group in SETS for step in group._migrations}
    if unknown := sorted("/".join(step) for step in applied - steps):
        raise Indisponible(
            f"Ce fichier vient d'une version plus récente de Concertation (« {unknown[0]} » est inconnu ici). Rien n'a "
            "été modifié. Mettez Concertation à jour sur ce poste, ou ouvrez-le avec la version qui l'a écrit.",
            "le programme de ce poste est plus ancien que son fichier",
        )
    return {group for group, _ in steps - applied}


def _applied(db: Database) -> set[tuple[str, str]]:
    if not db["_sqlite_migrations"].exists():
        return set()
    return set(db.conn.execute("SELECT migration_set, name FROM _sqlite_migrations").fetchall())


@socle()
def s001_concertation(db: Database) -> None:
    """What this file is: département, territory mesh, dates."""
    _script(db, "CREATE TABLE concertation (cle TEXT PRIMARY KEY, valeur TEXT NOT NULL) STRICT")


@socle()
def s002_acteurs_et_gestes(db: Database) -> None:
    """Who may act, and the journal of every gesture."""
    _script(
        db,
        """CREATE TABLE acteurs (
            id TEXT PRIMARY KEY, nom TEXT NOT NULL, role TEXT NOT NULL
                CHECK (role IN ('facilitateur', 'analyste', 'lecteur')),
            cree_le TEXT NOT NULL) STRICT""",
        """CREATE TABLE gestes (
            rang INTEGER PRIMARY KEY, le TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id),
            geste TEXT NOT NULL, objet TEXT NOT NULL, detail TEXT NOT NULL DEFAULT '{}') STRICT""",
    )


@socle()
def s003_decisions(db: Database) -> None:
    """The append-only, hash-chained register of everything the table adopts."""
    _script(
        db,
        """CREATE TABLE decisions (
            rang INTEGER PRIMARY KEY, le TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id),
            nature TEXT NOT NULL, objet TEXT NOT NULL, intitule TEXT NOT NULL,
            contenu TEXT NOT NULL, preuve TEXT NOT NULL,
            precedente TEXT NOT NULL UNIQUE, empreinte TEXT NOT NULL UNIQUE) STRICT""",
        _append_only("decisions", "UPDATE", "Une décision ne se réécrit pas"),
        _append_only("decisions", "DELETE", "Une décision ne s''efface pas"),
    )


@socle()
def s004_parametres_locaux(db: Database) -> None:
    """Values the table set in place of the dated ones; the history is in `gestes`."""
    _script(
        db,
        """CREATE TABLE parametres_locaux (
            nom TEXT PRIMARY KEY, bas REAL, valeur REAL NOT NULL, haut REAL, motif TEXT NOT NULL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL) STRICT""",
    )


@geographie()
def g001_sources(db: Database) -> None:
    """The identity card of everything loaded."""
    _script(
        db,
        """CREATE TABLE sources (
            id TEXT PRIMARY KEY, titre TEXT NOT NULL, producteur TEXT NOT NULL, relais TEXT NOT NULL,
            millesime TEXT NOT NULL, licence TEXT NOT NULL, url TEXT NOT NULL, consulte_le TEXT NOT NULL,
            fichier TEXT NOT NULL, sha256 TEXT NOT NULL, fiabilite TEXT NOT NULL, description TEXT NOT NULL,
            mises_en_garde TEXT NOT NULL, charge_le TEXT NOT NULL,
            charge_par TEXT NOT NULL REFERENCES acteurs (id)) STRICT""",
    )


@geographie()
def g002_communes_et_mailles(db: Database) -> None:
    """Communes inside the département and across its border, and the meshes that group them."""
    _script(
        db,
        """CREATE TABLE communes (
            code TEXT PRIMARY KEY, nom TEXT NOT NULL, departement TEXT NOT NULL, epci TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('interieure', 'bordure')),
            lat REAL, lon REAL, position_source TEXT REFERENCES sources (id),
            CHECK ((lat IS NULL) = (lon IS NULL))) STRICT""",
        """CREATE TABLE mailles (
            id TEXT PRIMARY KEY, nom TEXT NOT NULL, de_repli INTEGER NOT NULL CHECK (de_repli IN (0, 1)),
            source TEXT REFERENCES sources (id)) STRICT""",
        """CREATE TABLE territoires (
            maille TEXT NOT NULL REFERENCES mailles (id) ON DELETE CASCADE, code TEXT NOT NULL,
            nom TEXT NOT NULL, PRIMARY KEY (maille, code)) STRICT""",
        """CREATE TABLE appartenances (
            maille TEXT NOT NULL, commune TEXT NOT NULL REFERENCES communes (code) ON DELETE CASCADE,
            territoire TEXT NOT NULL, PRIMARY KEY (maille, commune),
            FOREIGN KEY (maille, territoire) REFERENCES territoires (maille, code) ON DELETE CASCADE) STRICT""",
    )


@geographie()
def g003_contours_et_sites(db: Database) -> None:
    """What the map draws: outlines (GeoJSON rings) and places."""
    _script(
        db,
        """CREATE TABLE contours (
            niveau TEXT NOT NULL, code TEXT NOT NULL, nature TEXT NOT NULL
                CHECK (nature IN ('schematique', 'officiel')),
            polygones TEXT NOT NULL, source TEXT REFERENCES sources (id), PRIMARY KEY (niveau, code)) STRICT""",
        """CREATE TABLE sites (
            id TEXT PRIMARY KEY, nom TEXT NOT NULL, type TEXT NOT NULL, commune TEXT REFERENCES communes (code),
            lat REAL NOT NULL, lon REAL NOT NULL, precision TEXT NOT NULL,
            source TEXT NOT NULL REFERENCES sources (id)) STRICT""",
    )


@geographie()
def g004_sans_mailles_schematiques(db: Database) -> None:
    """The map is drawn with the outlines that come with the product: cells drawn around the centres leave the file."""
    db.conn.execute("DELETE FROM contours WHERE nature = 'schematique'")


@indicateurs()
def i001_series_et_valeurs(db: Database) -> None:
    """One series = one indicator, one level, one vintage, one age series; a value, a gap or a secret."""
    _script(
        db,
        """CREATE TABLE series (
            id TEXT PRIMARY KEY, indicateur TEXT NOT NULL, libelle TEXT NOT NULL, unite TEXT NOT NULL,
            niveau TEXT NOT NULL CHECK (niveau IN ('commune', 'territoire', 'departement')),
            profession TEXT NOT NULL, serie TEXT NOT NULL, millesime INTEGER NOT NULL,
            sens INTEGER NOT NULL CHECK (sens IN (-1, 0, 1)), decimales INTEGER NOT NULL,
            statut TEXT NOT NULL CHECK (statut IN ('officiel', 'estimé', 'saisi par la table')),
            agregation TEXT NOT NULL CHECK (agregation IN ('moyenne', 'somme', 'aucune')), poids TEXT,
            source TEXT NOT NULL REFERENCES sources (id)) STRICT""",
        """CREATE TABLE valeurs (
            serie TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE, code TEXT NOT NULL, valeur REAL,
            etat TEXT NOT NULL CHECK (etat IN ('valeur', 'manquant', 'secret')),
            CHECK ((etat = 'valeur') = (valeur IS NOT NULL)), PRIMARY KEY (serie, code)) STRICT, WITHOUT ROWID""",
    )


@indicateurs()
def i002_maille_des_series(db: Database) -> None:
    """The mesh that a series by territory speaks of: its codes may name other places in another mesh."""
    _script(
        db,
        "ALTER TABLE series ADD COLUMN maille TEXT",
        "UPDATE series SET maille = (SELECT valeur FROM concertation WHERE cle = 'maille') WHERE niveau = 'territoire'",
    )


@variantes()
def v001_variantes_et_mouvements(db: Database) -> None:
    """Named stacks of "what if" moves."""
    _script(
        db,
        """CREATE TABLE variantes (
            id INTEGER PRIMARY KEY, nom TEXT NOT NULL UNIQUE, note TEXT NOT NULL DEFAULT '',
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL) STRICT""",
        """CREATE TABLE mouvements (
            id INTEGER PRIMARY KEY, variante INTEGER NOT NULL REFERENCES variantes (id) ON DELETE CASCADE,
            genre TEXT NOT NULL
                CHECK (genre IN ('depart', 'arrivee', 'consultation_avancee', 'fin_consultation_avancee')),
            commune TEXT NOT NULL REFERENCES communes (code), libelle TEXT NOT NULL,
            age INTEGER, actes REAL, etp REAL, jours_par_mois REAL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL) STRICT""",
    )


@variantes()
def v002_deux_bouts(db: Database) -> None:
    """Where lent days are taken (empty: not declared, as in every file of before), and what the road takes of them."""
    _script(db, *deux_bouts.colonnes("mouvements"))


@variantes()
def v003_periode(db: Database) -> None:
    """The first and last year of a move; nothing: from now on, without end, as in every file of before."""
    _script(db, *(f"ALTER TABLE mouvements ADD COLUMN {name} INTEGER" for name in ("annee", "jusqua")))


def _script(db: Database, *statements: str) -> None:
    for statement in statements:
        db.conn.execute(statement)


def _append_only(table: str, verb: str, message: str) -> str:
    return (
        f"CREATE TRIGGER {table}_sans_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{message} : elle s''ajoute.'); END"
    )
