"""Tables of the vote. A ballot row never holds a person, a code or a time.

While a vote is open a ballot sits under a hash of its code; the tables are clustered by that hash, not by
arrival. Closing moves contents and phrases apart, in random order, and empties `bulletins`.
"""

from sqlite_utils import Database, Migrations

scrutins = Migrations("scrutins")

SIGNES = (  # of a proposal, what its signature bears on
    "id", "genre", "modele", "nom", "pour_le_patient", "qui", "alternatives", "usagers", "origine", "college", "membre",
    "signataire", "seance", "signee_le",
)  # fmt: skip


@scrutins()
def sc001_services(db: Database) -> None:
    """The catalogue of services to be rendered in proximity, as this table amends it."""
    db.conn.execute(
        """CREATE TABLE services (
            id TEXT PRIMARY KEY, nom TEXT NOT NULL UNIQUE, pour_le_patient TEXT NOT NULL, qui TEXT NOT NULL,
            alternatives TEXT NOT NULL, indicateurs TEXT NOT NULL, origine TEXT NOT NULL, rang INTEGER NOT NULL,
            actif INTEGER NOT NULL CHECK (actif IN (0, 1))) STRICT"""
    )


@scrutins()
def sc002_scrutins(db: Database) -> None:
    """Votes: declared, frozen, open, closed, published; the definition never changes once frozen."""
    for statement in (
        """CREATE TABLE scrutins (
            id INTEGER PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id),
            etat TEXT NOT NULL CHECK (etat IN ('préparé', 'figé', 'ouvert', 'clos', 'publié', 'annulé')),
            definition TEXT NOT NULL, empreinte TEXT, ouverture TEXT, decompte TEXT,
            premier_tour INTEGER REFERENCES scrutins (id), scrutateurs TEXT NOT NULL DEFAULT '',
            a_effacer INTEGER NOT NULL DEFAULT 0 CHECK (a_effacer IN (0, 1)),
            cree_le TEXT NOT NULL, ouvert_le TEXT, clos_le TEXT, publie_le TEXT,
            acteur TEXT NOT NULL REFERENCES acteurs (id)) STRICT""",
        """CREATE TRIGGER scrutins_regles_figees BEFORE UPDATE ON scrutins
            WHEN OLD.etat <> 'préparé' AND (NEW.definition <> OLD.definition OR NEW.empreinte IS NOT OLD.empreinte)
            BEGIN SELECT RAISE(ABORT, 'Les règles d''un scrutin figé ne changent plus.'); END""",
        """CREATE TRIGGER scrutins_ouverture_figee BEFORE UPDATE ON scrutins
            WHEN OLD.ouverture IS NOT NULL AND NEW.ouverture IS NOT OLD.ouverture
            BEGIN SELECT RAISE(ABORT, 'Les groupes d''un scrutin ouvert ne changent plus.'); END""",
        """CREATE TRIGGER scrutins_sans_retour BEFORE UPDATE ON scrutins
            WHEN (OLD.etat IN ('publié', 'annulé') AND NEW.etat <> OLD.etat)
              OR (OLD.etat = 'clos' AND NEW.etat NOT IN ('clos', 'publié'))
              OR (OLD.etat = 'ouvert' AND NEW.etat NOT IN ('ouvert', 'clos', 'annulé'))
              OR (OLD.decompte IS NOT NULL AND NEW.decompte IS NOT OLD.decompte)
            BEGIN SELECT RAISE(ABORT, 'Un scrutin ne revient pas en arrière.'); END""",
        """CREATE TRIGGER scrutins_sans_delete BEFORE DELETE ON scrutins WHEN OLD.etat NOT IN ('préparé', 'figé')
            BEGIN SELECT RAISE(ABORT, 'Un scrutin ouvert ne s''efface pas.'); END""",
    ):
        db.conn.execute(statement)


@scrutins()
def sc003_bulletins(db: Database) -> None:
    """Slips (hash of a code → college), ballots of the open vote, and what remains after closing."""
    for statement in (
        """CREATE TABLE jetons (
            empreinte BLOB PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id),
            college TEXT NOT NULL REFERENCES colleges (code)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE bulletins (
            scrutin INTEGER NOT NULL REFERENCES scrutins (id), cle BLOB NOT NULL,
            college TEXT NOT NULL REFERENCES colleges (code), phrase TEXT NOT NULL, contenu TEXT NOT NULL,
            PRIMARY KEY (scrutin, cle), UNIQUE (scrutin, phrase)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE depouilles (
            scrutin INTEGER NOT NULL REFERENCES scrutins (id), rang INTEGER NOT NULL, groupe TEXT NOT NULL,
            contenu TEXT NOT NULL, PRIMARY KEY (scrutin, rang)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE phrases (
            scrutin INTEGER NOT NULL REFERENCES scrutins (id), phrase TEXT NOT NULL,
            PRIMARY KEY (scrutin, phrase)) STRICT, WITHOUT ROWID""",
    ):
        db.conn.execute(statement)


@scrutins()
def sc004_signatures(db: Database) -> None:
    """Names on the ballots of an open nominative vote; the file refuses one in a vote declared secret."""
    for statement in (
        """CREATE TABLE signatures (
            scrutin INTEGER NOT NULL, cle BLOB NOT NULL, membre INTEGER NOT NULL REFERENCES membres (id),
            PRIMARY KEY (scrutin, cle), UNIQUE (scrutin, membre),
            FOREIGN KEY (scrutin, cle) REFERENCES bulletins (scrutin, cle) ON DELETE CASCADE) STRICT, WITHOUT ROWID""",
        """CREATE TRIGGER signatures_vote_secret BEFORE INSERT ON signatures
            WHEN coalesce((SELECT json_extract(definition, '$.nominatif') FROM scrutins WHERE id = NEW.scrutin), 0) <> 1
            BEGIN SELECT RAISE(ABORT, 'Un bulletin secret ne porte pas de nom.'); END""",
    ):
        db.conn.execute(statement)


@scrutins()
def sc005_scelles(db: Database) -> None:
    """Whole ballots of closed approval votes, hidden under the codes of the two tellers; never changed."""
    for statement in (
        """CREATE TABLE scelles (
            scrutin INTEGER PRIMARY KEY REFERENCES scrutins (id), contenu BLOB NOT NULL) STRICT""",
        """CREATE TRIGGER scelles_sans_update BEFORE UPDATE ON scelles
            BEGIN SELECT RAISE(ABORT, 'Un scellé ne change pas.'); END""",
        """CREATE TRIGGER scelles_sans_delete BEFORE DELETE ON scelles
            BEGIN SELECT RAISE(ABORT, 'Un scellé ne s''efface pas.'); END""",
    ):
        db.conn.execute(statement)


@scrutins()
def sc006_propositions(db: Database) -> None:
    """What users say each service is, beside what experts say; and what a college proposes about the list, signed by
    one of its members in a séance: its words never change, and what the table decided of it stays."""
    for statement in (
        "ALTER TABLE services ADD COLUMN usagers TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE propositions_services (
            id INTEGER PRIMARY KEY, genre TEXT NOT NULL CHECK (genre IN ('ajout', 'parole')),
            service TEXT NOT NULL DEFAULT '', modele TEXT NOT NULL DEFAULT '',
            nom TEXT NOT NULL CHECK (trim(nom) <> ''),
            pour_le_patient TEXT NOT NULL DEFAULT '', qui TEXT NOT NULL DEFAULT '',
            alternatives TEXT NOT NULL DEFAULT '', usagers TEXT NOT NULL DEFAULT '', origine TEXT NOT NULL DEFAULT '',
            college TEXT NOT NULL REFERENCES colleges (code), membre INTEGER NOT NULL REFERENCES membres (id),
            signataire TEXT NOT NULL CHECK (trim(signataire) <> ''), seance INTEGER NOT NULL REFERENCES seances (id),
            signee_le TEXT NOT NULL, etat TEXT NOT NULL CHECK (etat IN ('signée', 'adoptée', 'refusée')),
            raison TEXT NOT NULL DEFAULT '', version INTEGER, acteur TEXT NOT NULL REFERENCES acteurs (id),
            le TEXT NOT NULL, CHECK (genre <> 'parole' OR (service <> '' AND trim(usagers) <> '')),
            CHECK ((etat = 'refusée') = (trim(raison) <> '')), CHECK ((etat = 'adoptée') = (version IS NOT NULL)),
            CHECK (etat <> 'adoptée' OR service <> '')) STRICT""",
        f"""CREATE TRIGGER propositions_sans_update BEFORE UPDATE ON propositions_services
            WHEN OLD.etat <> 'signée' OR {" OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in SIGNES)}
            BEGIN SELECT RAISE(ABORT, 'Une proposition signée ne se réécrit pas.'); END""",
        """CREATE TRIGGER propositions_sans_delete BEFORE DELETE ON propositions_services
            BEGIN SELECT RAISE(ABORT, 'Une proposition signée ne s''efface pas.'); END""",
    ):
        db.conn.execute(statement)
