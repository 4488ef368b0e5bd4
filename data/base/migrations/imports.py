"""Tables of what official files bring beyond indicators: categories, minutes, supply, the memory of imports."""

from sqlite_utils import Database, Migrations

imports = Migrations("imports")


@imports()
def m001_modalites(db: Database) -> None:
    """The words of a series of categories (a zone is not a number)."""
    db.conn.execute(
        """CREATE TABLE modalites (
            serie TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE, rang INTEGER NOT NULL, mots TEXT NOT NULL,
            PRIMARY KEY (serie, rang)) STRICT"""
    )


@imports()
def m002_minutes(db: Database) -> None:
    """Road minutes between communes, where a table was loaded."""
    db.conn.execute(
        """CREATE TABLE minutes (
            origine TEXT NOT NULL REFERENCES communes (code) ON DELETE CASCADE,
            destination TEXT NOT NULL REFERENCES communes (code) ON DELETE CASCADE,
            minutes REAL NOT NULL CHECK (minutes >= 0), source TEXT NOT NULL REFERENCES sources (id),
            PRIMARY KEY (origine, destination)) STRICT, WITHOUT ROWID"""
    )


@imports()
def m003_offre(db: Database) -> None:
    """Who practises where: people, full-time equivalents, acts per year (missing when the file does not say)."""
    db.conn.execute(
        """CREATE TABLE offre (
            commune TEXT NOT NULL REFERENCES communes (code) ON DELETE CASCADE, profession TEXT NOT NULL,
            secteur TEXT NOT NULL, nombre INTEGER NOT NULL CHECK (nombre >= 0),
            etp REAL CHECK (etp >= 0), actes REAL CHECK (actes >= 0),
            source TEXT NOT NULL REFERENCES sources (id), PRIMARY KEY (commune, profession, secteur)) STRICT"""
    )


@imports()
def m004_imports(db: Database) -> None:
    """Every file ever accepted: what it was, its fingerprint, what it changed."""
    db.conn.execute(
        """CREATE TABLE imports (
            rang INTEGER PRIMARY KEY, le TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id),
            genre TEXT NOT NULL, fichier TEXT NOT NULL, sha256 TEXT NOT NULL, bilan TEXT NOT NULL) STRICT"""
    )


@imports()
def m005_secret_des_etp(db: Database) -> None:
    """The working time of one or two practitioners leaves the file, as their activity did."""
    db.conn.execute("UPDATE offre SET etp = NULL, actes = NULL WHERE nombre < 3")


@imports()
def m006_sites_sans_position(db: Database) -> None:
    """Sites of the département that a file names and nothing places yet: no distance may be read without them."""
    db.conn.execute(
        """CREATE TABLE sites_sans_position (
            id TEXT PRIMARY KEY, nom TEXT NOT NULL, type TEXT NOT NULL,
            source TEXT NOT NULL REFERENCES sources (id)) STRICT"""
    )


@imports()
def m007_montres(db: Database) -> None:
    """What counts of people already showed, by set of communes (one by one, or by their total): never a value."""
    db.conn.execute(
        """CREATE TABLE montres (
            indicateur TEXT NOT NULL, millesime INTEGER NOT NULL, total INTEGER NOT NULL CHECK (total IN (0, 1)),
            communes TEXT NOT NULL, PRIMARY KEY (indicateur, millesime, total, communes)) STRICT, WITHOUT ROWID"""
    )


@imports()
def m008_au_dela(db: Database) -> None:
    """What lies beyond the border in a territory that it cuts: the communes of its part there, published figures."""
    db.conn.execute(
        """CREATE TABLE appartenances_au_dela (
            maille TEXT NOT NULL REFERENCES mailles (id) ON DELETE CASCADE, commune TEXT NOT NULL,
            territoire TEXT NOT NULL, PRIMARY KEY (maille, commune)) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE valeurs_au_dela (
            serie TEXT NOT NULL REFERENCES series (id) ON DELETE CASCADE, code TEXT NOT NULL, valeur REAL,
            etat TEXT NOT NULL, PRIMARY KEY (serie, code)) STRICT"""
    )


@imports()
def m009_france(db: Database) -> None:
    """What a file says beyond the département, one cell each: the figure of every commune, the territory of each."""
    db.conn.execute(
        """CREATE TABLE valeurs_france (
            serie TEXT PRIMARY KEY REFERENCES series (id) ON DELETE CASCADE, valeurs TEXT NOT NULL,
            empreinte TEXT NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE appartenances_france (
            maille TEXT PRIMARY KEY REFERENCES mailles (id) ON DELETE CASCADE, territoires TEXT NOT NULL,
            empreinte TEXT NOT NULL) STRICT"""
    )
