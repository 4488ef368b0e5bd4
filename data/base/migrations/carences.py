"""Tables of the shared constat: what the table discussed, declared, contested, asked, and the territory cards.

A territory is named by its mesh and code, without a reference to the mesh's rows: reloading a mesh never erases
what people said.
"""

from sqlite_utils import Database, Migrations

constats = Migrations("constats")


@constats()
def c001_examens_et_declarations(db: Database) -> None:
    """Territories the table has discussed, and what the facilitator declared about a series or a mesh."""
    db.conn.execute(
        """CREATE TABLE examens (
            maille TEXT NOT NULL, territoire TEXT NOT NULL, examine_le TEXT NOT NULL, mode TEXT NOT NULL
                CHECK (mode IN ('discuté', 'sans débat')),
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL,
            PRIMARY KEY (maille, territoire)) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE declarations (
            objet TEXT PRIMARY KEY, declaration TEXT NOT NULL, motif TEXT NOT NULL, empreinte TEXT NOT NULL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL) STRICT"""
    )


@constats()
def c002_contestations(db: Database) -> None:
    """Figures a member disputes, as they stood, until settled."""
    db.conn.execute(
        """CREATE TABLE contestations (
            id INTEGER PRIMARY KEY, maille TEXT NOT NULL, territoire TEXT NOT NULL, profession TEXT NOT NULL,
            signal TEXT NOT NULL, chiffre TEXT NOT NULL, college TEXT NOT NULL, motif TEXT NOT NULL,
            attendu TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL,
            suite TEXT, conclusion TEXT, regle_par TEXT REFERENCES acteurs (id), regle_le TEXT,
            CHECK ((suite IS NULL) = (regle_le IS NULL))) STRICT"""
    )


@constats()
def c003_sollicitations(db: Database) -> None:
    """Bodies asked whether they can act (HCAAM, second condition): when, and what they answered."""
    db.conn.execute(
        """CREATE TABLE sollicitations (
            id INTEGER PRIMARY KEY, maille TEXT NOT NULL, territoire TEXT NOT NULL, profession TEXT NOT NULL,
            organisme TEXT NOT NULL, nom TEXT NOT NULL, demande_le TEXT NOT NULL, reponse TEXT NOT NULL,
            reponse_le TEXT, precisions TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id),
            le TEXT NOT NULL) STRICT"""
    )


@constats()
def c004_structures_et_fiches(db: Database) -> None:
    """Who provides and who organises care on a territory, and the local text of its citizen sheet."""
    db.conn.execute(
        """CREATE TABLE structures (
            id INTEGER PRIMARY KEY, maille TEXT NOT NULL, territoire TEXT NOT NULL, role TEXT NOT NULL
                CHECK (role IN ('offre', 'organise')),
            type TEXT NOT NULL, nom TEXT NOT NULL, secteur TEXT NOT NULL, maturite TEXT NOT NULL DEFAULT '',
            precisions TEXT NOT NULL DEFAULT '', acteur TEXT NOT NULL REFERENCES acteurs (id),
            le TEXT NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE fiches (
            maille TEXT NOT NULL, territoire TEXT NOT NULL, rubrique TEXT NOT NULL, texte TEXT NOT NULL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL,
            PRIMARY KEY (maille, territoire, rubrique)) STRICT"""
    )


@constats()
def c005_examens_par_profession(db: Database) -> None:
    """What the table has examined is a territory for a profession: readers see that one only.

    Rows of before keep the professions that the register proves (a constat, a notice without debate). When it holds
    nothing on the territory, they are the first profession's, the one the screen opens on.
    """
    db.conn.execute("ALTER TABLE examens RENAME TO examens_avant")
    db.conn.execute(
        """CREATE TABLE examens (
            maille TEXT NOT NULL, territoire TEXT NOT NULL, profession TEXT NOT NULL, examine_le TEXT NOT NULL,
            mode TEXT NOT NULL CHECK (mode IN ('discuté', 'sans débat')),
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL,
            PRIMARY KEY (maille, territoire, profession)) STRICT"""
    )
    db.conn.execute(
        """WITH prouves (territoire, profession) AS (
            SELECT json_extract(contenu, '$.territoire'), json_extract(contenu, '$.profession')
                FROM decisions WHERE nature = 'constat'
            UNION
            SELECT place.key, json_extract(d.contenu, '$.profession')
                FROM decisions d, json_each(d.contenu, '$.territoires') place WHERE d.nature = 'avis sans débat')
        INSERT INTO examens
            SELECT a.maille, a.territoire, coalesce(p.profession, 'medecin_generaliste'), a.examine_le, a.mode,
                a.acteur, a.le
            FROM examens_avant a LEFT JOIN prouves p ON p.territoire = a.territoire"""
    )
    db.conn.execute("DROP TABLE examens_avant")
