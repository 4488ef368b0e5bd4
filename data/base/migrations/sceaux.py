"""What a file held before its register sealed anything: known by key, so that it is told from what no gesture wrote."""

from sqlite_utils import Database, Migrations

sceaux = Migrations("sceaux")


@sceaux()
def sx001_non_scelles(db: Database) -> None:
    """Keys of the rows that the register does not hold yet; a file made since starts with none."""
    db.conn.execute(
        "CREATE TABLE non_scelles (genre TEXT NOT NULL, cle TEXT NOT NULL, PRIMARY KEY (genre, cle)) STRICT, "
        "WITHOUT ROWID"
    )
    for kind, key, table in (
        ("parametre", "nom", "parametres_locaux"),
        ("service", "id", "services"),
        ("origine", "id", "origines"),
        ("enveloppe", "id", "enveloppes"),
        ("regle", "id", "regles_enveloppe"),
        ("demande", "enveloppe || '/' || action", "demandes"),
        ("financement", "id", "financements"),
    ):
        db.conn.execute(f"INSERT INTO non_scelles SELECT '{kind}', {key} FROM {table}")  # noqa: S608 - our own names
    for verb in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER non_scelles_sans_{verb.lower()} BEFORE {verb} ON non_scelles "
            "BEGIN SELECT RAISE(ABORT, 'Ce qui n''était pas scellé à l''époque ne se réécrit pas.'); END"
        )
