"""Tables of the séances: colleges, members, presence, agenda, interests and written contributions."""

from sqlite_utils import Database, Migrations

seances = Migrations("seances")

COLLEGES = (
    ("professionnels", "Professionnels et offreurs de services de santé", 0, 28),
    ("usagers", "Usagers et associations d'usagers", 1, 10),
    ("collectivites", "Collectivités territoriales et groupements", 0, 7),
    ("etat", "État et organismes de sécurité sociale", 0, 3),
    ("qualifiees", "Personnalités qualifiées", 0, 2),
)


@seances()
def se001_colleges_et_membres(db: Database) -> None:
    """Colleges of R. 1434-33 CSP as an editable default, and the members."""
    db.conn.execute(
        """CREATE TABLE colleges (
            code TEXT PRIMARY KEY, nom TEXT NOT NULL, ordre INTEGER NOT NULL,
            usagers INTEGER NOT NULL CHECK (usagers IN (0, 1)), sieges INTEGER NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE membres (
            id INTEGER PRIMARY KEY, nom TEXT NOT NULL UNIQUE, college TEXT NOT NULL REFERENCES colleges (code),
            organisation TEXT NOT NULL DEFAULT '', suppleant TEXT NOT NULL DEFAULT '',
            vote INTEGER NOT NULL CHECK (vote IN (0, 1)), actif INTEGER NOT NULL CHECK (actif IN (0, 1))) STRICT"""
    )
    db["colleges"].insert_all(
        {"code": code, "nom": nom, "ordre": rank, "usagers": users, "sieges": seats}
        for rank, (code, nom, users, seats) in enumerate(COLLEGES, start=1)
    )


@seances()
def se002_seances(db: Database) -> None:
    """The meetings, their agenda, who is there, who withdraws, what was written before."""
    for statement in (
        """CREATE TABLE seances (
            id INTEGER PRIMARY KEY, titre TEXT NOT NULL, jour TEXT NOT NULL, lieu TEXT NOT NULL DEFAULT '',
            quorum TEXT NOT NULL, etat TEXT NOT NULL CHECK (etat IN ('preparee', 'ouverte', 'close')),
            cree_le TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id)) STRICT""",
        """CREATE TABLE points (
            id INTEGER PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id) ON DELETE CASCADE,
            rang INTEGER NOT NULL, titre TEXT NOT NULL, note TEXT NOT NULL DEFAULT '',
            genre TEXT NOT NULL CHECK (genre IN ('sans débat', 'débat', 'vote', 'information')),
            etat TEXT NOT NULL CHECK (etat IN ('à venir', 'en cours', 'traité'))) STRICT""",
        """CREATE TABLE presences (
            seance INTEGER NOT NULL REFERENCES seances (id) ON DELETE CASCADE,
            membre INTEGER NOT NULL REFERENCES membres (id),
            statut TEXT NOT NULL CHECK (statut IN ('présent', 'suppléé', 'mandat', 'absent')),
            mandataire INTEGER REFERENCES membres (id), CHECK ((statut = 'mandat') = (mandataire IS NOT NULL)),
            PRIMARY KEY (seance, membre)) STRICT""",
        """CREATE TABLE interets (
            id INTEGER PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id) ON DELETE CASCADE,
            membre INTEGER NOT NULL REFERENCES membres (id), objet TEXT NOT NULL, lien TEXT NOT NULL,
            retrait INTEGER NOT NULL CHECK (retrait IN (0, 1)), le TEXT NOT NULL) STRICT""",
        """CREATE TABLE contributions (
            id INTEGER PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id) ON DELETE CASCADE,
            auteur TEXT NOT NULL, college TEXT NOT NULL REFERENCES colleges (code), service TEXT,
            texte TEXT NOT NULL, publiee INTEGER NOT NULL CHECK (publiee IN (0, 1)), le TEXT NOT NULL) STRICT""",
    ):
        db.conn.execute(statement)


@seances()
def se003_presences_gelees(db: Database) -> None:
    """What a member was on the day of a séance, kept at its closing; for those already closed, what is known now."""
    for statement in (
        "ALTER TABLE presences ADD COLUMN nom TEXT",
        "ALTER TABLE presences ADD COLUMN college TEXT REFERENCES colleges (code)",
        "ALTER TABLE presences ADD COLUMN organisation TEXT",
        "ALTER TABLE presences ADD COLUMN suppleant TEXT",
        "ALTER TABLE presences ADD COLUMN vote INTEGER CHECK (vote IN (0, 1))",
        "ALTER TABLE presences ADD COLUMN usagers INTEGER CHECK (usagers IN (0, 1))",
        "UPDATE presences SET (nom, college, organisation, suppleant, vote, usagers) = "
        "(SELECT m.nom, m.college, m.organisation, m.suppleant, m.vote, c.usagers FROM membres m "
        "JOIN colleges c ON c.code = m.college WHERE m.id = presences.membre) "
        "WHERE seance IN (SELECT id FROM seances WHERE etat = 'close')",
    ):
        db.conn.execute(statement)


@seances()
def se004_releves(db: Database) -> None:
    """What the minutes of a closed séance say, as it stood; the register holds its SHA-256."""
    for statement in (
        """CREATE TABLE releves (
            seance INTEGER PRIMARY KEY REFERENCES seances (id),
            contenu TEXT NOT NULL, empreinte TEXT NOT NULL) STRICT""",
        """CREATE TRIGGER releves_sans_update BEFORE UPDATE ON releves
            BEGIN SELECT RAISE(ABORT, 'Le relevé d''une séance close ne se réécrit pas.'); END""",
        """CREATE TRIGGER releves_sans_delete BEFORE DELETE ON releves
            BEGIN SELECT RAISE(ABORT, 'Le relevé d''une séance close ne s''efface pas.'); END""",
    ):
        db.conn.execute(statement)


@seances()
def se005_projections(db: Database) -> None:
    """What the room of a séance looks at, chosen by its facilitator: one view each."""
    db.conn.execute(
        """CREATE TABLE projections (
            seance INTEGER PRIMARY KEY REFERENCES seances (id) ON DELETE CASCADE,
            vue TEXT NOT NULL CHECK (
                vue IN ('point', 'carte', 'fiche', 'scrutin', 'resultat', 'plan', 'texte', 'rien')),
            cible TEXT NOT NULL DEFAULT '', le TEXT NOT NULL) STRICT"""
    )


@seances()
def se006_notes(db: Database) -> None:
    """What was said of each point, in lines: the closing keeps them with the minutes."""
    db.conn.execute(
        """CREATE TABLE notes (
            point INTEGER PRIMARY KEY REFERENCES points (id) ON DELETE CASCADE, texte TEXT NOT NULL,
            le TEXT NOT NULL) STRICT"""
    )


@seances()
def se007_salle(db: Database) -> None:
    """The room takes part: the link of a séance, what is sent without an account, and how often a slip was used for it.

    What is sent has no time, and sits under a random key; the mark of a slip is not the one of its ballots.
    `effacements`: what was deleted outside a vote, and must still leave the disk.
    """
    for statement in (
        """CREATE TABLE compagnons (
            seance INTEGER PRIMARY KEY REFERENCES seances (id) ON DELETE CASCADE, lien TEXT NOT NULL UNIQUE) STRICT""",
        """CREATE TABLE envois (
            cle BLOB PRIMARY KEY, seance INTEGER REFERENCES seances (id) ON DELETE CASCADE,
            genre TEXT NOT NULL CHECK (genre IN ('service', 'chiffre', 'contribution', 'débat')),
            objet TEXT NOT NULL, sur TEXT NOT NULL, par TEXT NOT NULL CHECK (par IN ('lien', 'carton', 'lecteur')),
            groupe TEXT NOT NULL, signe INTEGER NOT NULL CHECK (signe IN (0, 1)), texte TEXT NOT NULL,
            sel BLOB NOT NULL,
            etat TEXT NOT NULL CHECK (etat IN ('à examiner', 'accepté', 'refusé', 'retiré')),
            reponse TEXT NOT NULL DEFAULT '', repondu_le TEXT NOT NULL DEFAULT '',
            CHECK (etat <> 'retiré' OR (texte = '' AND reponse <> ''))) STRICT, WITHOUT ROWID""",
        """CREATE TABLE droits_envoi (
            cle BLOB PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id) ON DELETE CASCADE,
            nombre INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
        "CREATE TABLE effacements (motif TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    ):
        db.conn.execute(statement)


@seances()
def se008_composition(db: Database) -> None:
    """Which party a member stands for (null: nobody said), colleges that are closed, who leads the table."""
    for statement in (
        "ALTER TABLE membres ADD COLUMN partie TEXT",
        "ALTER TABLE colleges ADD COLUMN ferme INTEGER NOT NULL DEFAULT 0 CHECK (ferme IN (0, 1))",
        """CREATE TABLE chef_de_file (
            id INTEGER PRIMARY KEY CHECK (id = 1), chef TEXT NOT NULL, delegataire TEXT NOT NULL,
            acte TEXT NOT NULL) STRICT""",
    ):
        db.conn.execute(statement)


@seances()
def se009_papier(db: Database) -> None:
    """A text of the room may come on paper, typed in by facilitation: the table is made anew, its rows kept."""
    for statement in (
        """CREATE TABLE envois_neufs (
            cle BLOB PRIMARY KEY, seance INTEGER REFERENCES seances (id) ON DELETE CASCADE,
            genre TEXT NOT NULL CHECK (genre IN ('service', 'chiffre', 'contribution', 'débat')),
            objet TEXT NOT NULL, sur TEXT NOT NULL,
            par TEXT NOT NULL CHECK (par IN ('lien', 'carton', 'lecteur', 'papier')),
            groupe TEXT NOT NULL, signe INTEGER NOT NULL CHECK (signe IN (0, 1)), texte TEXT NOT NULL,
            sel BLOB NOT NULL,
            etat TEXT NOT NULL CHECK (etat IN ('à examiner', 'accepté', 'refusé', 'retiré')),
            reponse TEXT NOT NULL DEFAULT '', repondu_le TEXT NOT NULL DEFAULT '',
            CHECK (etat <> 'retiré' OR (texte = '' AND reponse <> ''))) STRICT, WITHOUT ROWID""",
        "INSERT INTO envois_neufs SELECT * FROM envois ORDER BY cle",
        "DROP TABLE envois",
        "ALTER TABLE envois_neufs RENAME TO envois",
    ):
        db.conn.execute(statement)


@seances()
def se010_rang_des_vues(db: Database) -> None:
    """The line of the journal that chose what a room looks at: a clock goes back, a rank does not (0: before)."""
    db.conn.execute("ALTER TABLE projections ADD COLUMN rang INTEGER NOT NULL DEFAULT 0")
