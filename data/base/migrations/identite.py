"""Tables of identity: accounts, sessions and one-time links. Only hashes of secrets are kept."""

from sqlite_utils import Database, Migrations

identite = Migrations("identite")


@identite()
def id001_comptes(db: Database) -> None:
    """People who may act, their open sessions, and the links that create an account."""
    db.conn.execute(
        """CREATE TABLE comptes (
            id TEXT PRIMARY KEY REFERENCES acteurs (id), nom TEXT NOT NULL UNIQUE COLLATE NOCASE,
            role TEXT NOT NULL CHECK (role IN ('facilitateur', 'analyste')),
            sel BLOB NOT NULL, empreinte BLOB NOT NULL, actif INTEGER NOT NULL CHECK (actif IN (0, 1)),
            cree_le TEXT NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE sessions (
            empreinte BLOB PRIMARY KEY, compte TEXT NOT NULL REFERENCES comptes (id) ON DELETE CASCADE,
            expire_le TEXT NOT NULL) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE liens (
            empreinte BLOB PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('facilitateur', 'analyste')),
            expire_le TEXT NOT NULL) STRICT, WITHOUT ROWID"""
    )


@identite()
def id002_courriels(db: Database) -> None:
    """Addresses declared beforehand, and the identity of a provider that each one was tied to at its first entry."""
    db.conn.execute(
        """CREATE TABLE courriels (
            courriel TEXT PRIMARY KEY,
            role TEXT NOT NULL CHECK (role IN ('facilitateur', 'analyste')),
            compte TEXT REFERENCES comptes (id) ON DELETE CASCADE, emetteur TEXT, sujet TEXT,
            declare_le TEXT NOT NULL, UNIQUE (emetteur, sujet),
            CHECK ((emetteur IS NULL) = (sujet IS NULL)), CHECK (sujet IS NULL OR compte IS NOT NULL)) STRICT"""
    )
