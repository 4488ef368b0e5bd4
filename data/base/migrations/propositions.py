"""Tables of the proposals: what the tool answered and the table kept, frozen, and the actions made from it."""

from sqlite_utils import Database, Migrations

propositions = Migrations("propositions")


@propositions()
def q001_propositions(db: Database) -> None:
    """A proposal as it was when it was kept: what was asked, what was answered, and the mark of both. Never changed."""
    db.conn.execute(
        """CREATE TABLE propositions (
            id INTEGER PRIMARY KEY, genre TEXT NOT NULL CHECK (genre IN ('implantation', 'ecart', 'solidarite')),
            phrase TEXT NOT NULL, question TEXT NOT NULL, reponse TEXT NOT NULL, empreinte TEXT NOT NULL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE propositions_actions (
            proposition INTEGER NOT NULL REFERENCES propositions (id), action INTEGER NOT NULL REFERENCES actions (id),
            PRIMARY KEY (proposition, action)) STRICT"""
    )
    for event in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER proposition_figee_{event.lower()} BEFORE {event} ON propositions BEGIN SELECT RAISE("
            "ABORT, 'Une proposition gardée ne change plus.'); END"
        )
