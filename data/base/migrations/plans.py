"""Tables of the plans: where an action comes from, the action, its money, its milestones, its indicators.

An orphan cannot exist: an action refers to an origin, an origin to a row of the append-only register. A territory
is named by its mesh and code: reloading a mesh never erases what was planned.
"""

from sqlite_utils import Database, Migrations

from data.base.migrations import deux_bouts

plans = Migrations("plans")


@plans()
def p001_origines_et_actions(db: Database) -> None:
    """Origins (a constat or a priority of the register) and the actions that answer them."""
    db.conn.execute(
        """CREATE TABLE origines (
            id INTEGER PRIMARY KEY, genre TEXT NOT NULL CHECK (genre IN ('constat', 'priorite')),
            decision INTEGER NOT NULL REFERENCES decisions (rang), intitule TEXT NOT NULL CHECK (trim(intitule) <> ''),
            territoire TEXT NOT NULL DEFAULT '', service TEXT NOT NULL DEFAULT '',
            CHECK (genre <> 'constat' OR territoire <> ''), CHECK (genre <> 'priorite' OR service <> ''),
            UNIQUE (decision, service)) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE actions (
            id INTEGER PRIMARY KEY, maille TEXT NOT NULL, territoire TEXT NOT NULL,
            origine INTEGER NOT NULL REFERENCES origines (id), modele TEXT NOT NULL DEFAULT '',
            titre TEXT NOT NULL CHECK (trim(titre) <> ''), description TEXT NOT NULL DEFAULT '',
            operateur TEXT NOT NULL CHECK (trim(operateur) <> ''),
            statut_operateur TEXT NOT NULL CHECK (statut_operateur IN ('public', 'prive')),
            mode TEXT NOT NULL CHECK (mode IN ('support', 'substitution')),
            reversible INTEGER NOT NULL CHECK (reversible IN (0, 1)),
            pilote TEXT NOT NULL CHECK (trim(pilote) <> ''), partenaires TEXT NOT NULL DEFAULT '',
            secteur TEXT NOT NULL CHECK (secteur IN ('liberal', 'public', 'prive', 'medico-social', 'mixte')),
            debut TEXT NOT NULL, fin TEXT NOT NULL, etp REAL CHECK (etp >= 0),
            statut TEXT NOT NULL CHECK (statut IN ('proposee', 'retenue', 'financee', 'en_cours', 'bloquee',
                'reportee', 'realisee', 'abandonnee')),
            deblocage TEXT NOT NULL DEFAULT '',
            effet_genre TEXT NOT NULL DEFAULT '' CHECK (effet_genre IN ('', 'arrivee', 'consultation_avancee')),
            effet_commune TEXT REFERENCES communes (code), effet_quantite REAL CHECK (effet_quantite > 0),
            version INTEGER NOT NULL DEFAULT 1, acteur TEXT NOT NULL REFERENCES acteurs (id),
            cree_le TEXT NOT NULL, touche_le TEXT NOT NULL,
            CHECK (fin >= debut), CHECK ((statut = 'bloquee') = (trim(deblocage) <> '')),
            CHECK ((effet_genre = '') = (effet_commune IS NULL)),
            CHECK ((effet_genre = '') = (effet_quantite IS NULL))) STRICT"""
    )


@plans()
def p002_suivi(db: Database) -> None:
    """What is followed: milestones, one indicator of means and one of impact."""
    db.conn.execute(
        """CREATE TABLE jalons (
            id INTEGER PRIMARY KEY, action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            intitule TEXT NOT NULL CHECK (trim(intitule) <> ''), prevu_le TEXT NOT NULL, fait_le TEXT) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE mesures_action (
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            genre TEXT NOT NULL CHECK (genre IN ('moyens', 'impact')),
            libelle TEXT NOT NULL CHECK (trim(libelle) <> ''), unite TEXT NOT NULL DEFAULT '',
            depart REAL, cible REAL, observe REAL, observe_le TEXT,
            CHECK ((observe IS NULL) = (observe_le IS NULL)), PRIMARY KEY (action, genre)) STRICT"""
    )


@plans()
def p003_argent(db: Database) -> None:
    """Money in whole cents: envelopes and their rules, lines by funder with the nature of their act, requests."""
    db.conn.execute(
        """CREATE TABLE enveloppes (
            id INTEGER PRIMARY KEY, nom TEXT NOT NULL UNIQUE CHECK (trim(nom) <> ''), financeur TEXT NOT NULL,
            annee INTEGER NOT NULL, montant INTEGER NOT NULL CHECK (montant > 0),
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE regles_enveloppe (
            id INTEGER PRIMARY KEY, enveloppe INTEGER NOT NULL REFERENCES enveloppes (id) ON DELETE CASCADE,
            genre TEXT NOT NULL CHECK (genre IN ('eligible', 'flechage')),
            porte_sur TEXT NOT NULL CHECK (porte_sur IN ('territoire', 'modele', 'secteur')),
            valeur TEXT NOT NULL, montant INTEGER CHECK (montant > 0),
            CHECK ((genre = 'flechage') = (montant IS NOT NULL)),
            UNIQUE (enveloppe, genre, porte_sur, valeur)) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE financements (
            id INTEGER PRIMARY KEY, action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            financeur TEXT NOT NULL CHECK (trim(financeur) <> ''),
            prevu INTEGER NOT NULL CHECK (prevu >= 0), engage INTEGER NOT NULL DEFAULT 0 CHECK (engage >= 0),
            depense INTEGER NOT NULL DEFAULT 0 CHECK (depense >= 0),
            nature TEXT NOT NULL CHECK (nature IN ('avis', 'engagement', 'decision')),
            autorite TEXT NOT NULL DEFAULT '', numero TEXT NOT NULL DEFAULT '', date_acte TEXT,
            CHECK (nature <> 'decision' OR (trim(autorite) <> '' AND trim(numero) <> '' AND date_acte IS NOT NULL)),
            CHECK (nature <> 'engagement' OR trim(autorite) <> ''),
            CHECK (engage = 0 OR nature = 'decision'), CHECK (depense <= engage)) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE demandes (
            id INTEGER PRIMARY KEY, enveloppe INTEGER NOT NULL REFERENCES enveloppes (id) ON DELETE CASCADE,
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            montant INTEGER NOT NULL CHECK (montant > 0), UNIQUE (enveloppe, action)) STRICT"""
    )


@plans()
def p004_liens(db: Database) -> None:
    """What else an action answers, and the scenario it comes from (its name stays when the scenario is deleted)."""
    db.conn.execute(
        """CREATE TABLE actions_origines (
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            origine INTEGER NOT NULL REFERENCES origines (id), PRIMARY KEY (action, origine)) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute(
        """CREATE TABLE actions_scenarios (
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            scenario INTEGER REFERENCES scenarios (id) ON DELETE SET NULL,
            nom TEXT NOT NULL CHECK (trim(nom) <> ''), PRIMARY KEY (action, nom)) STRICT, WITHOUT ROWID"""
    )


@plans()
def p005_revues(db: Database) -> None:
    """The review of an action at a séance: what was promised then, as frozen, and what is observed."""
    db.conn.execute(
        """CREATE TABLE revues (
            id INTEGER PRIMARY KEY, seance INTEGER NOT NULL REFERENCES seances (id),
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            promis TEXT NOT NULL, observe TEXT NOT NULL, mot TEXT NOT NULL DEFAULT '',
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL, UNIQUE (seance, action)) STRICT"""
    )


@plans()
def p006_versions(db: Database) -> None:
    """What several people write has a version: the second writer is told, and shown what the first wrote."""
    for table in ("financements", "mesures_action"):
        db.conn.execute(f"ALTER TABLE {table} ADD COLUMN version INTEGER NOT NULL DEFAULT 1")


@plans()
def p007_actions_d_un_scenario(db: Database) -> None:
    """Of an action made from a retained scenario: the row of the register that retained it, and which line it was; a
    line makes one action, however many times it is asked."""
    db.conn.execute("ALTER TABLE actions_scenarios ADD COLUMN decision INTEGER REFERENCES decisions (rang)")
    db.conn.execute("ALTER TABLE actions_scenarios ADD COLUMN ligne INTEGER")
    db.conn.execute(
        "CREATE UNIQUE INDEX actions_scenarios_ligne ON actions_scenarios (decision, ligne) WHERE decision IS NOT NULL"
    )


@plans()
def p008_deux_bouts(db: Database) -> None:
    """Where the days that an action brings are taken (empty: not declared, as in every plan of before), and what the
    road takes of them."""
    for statement in deux_bouts.colonnes("actions", "effet_"):
        db.conn.execute(statement)


@plans()
def p009_jours_pretes(db: Database) -> None:
    """The ledger of lent days: what each month of an action pledged, held and cancelled (empty: not told yet)."""
    db.conn.execute(
        """CREATE TABLE jours_pretes (
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            mois TEXT NOT NULL CHECK (mois GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]'),
            promis REAL NOT NULL CHECK (promis >= 0), tenus REAL CHECK (tenus >= 0),
            annules REAL CHECK (annules >= 0 AND annules <= promis), mot TEXT NOT NULL DEFAULT '',
            version INTEGER NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL,
            PRIMARY KEY (action, mois)) STRICT, WITHOUT ROWID"""
    )


@plans()
def p010_solidarite_declaree(db: Database) -> None:
    """What the table declares of solidarity: lendable days, rooms, links, volunteers by age."""
    db.conn.execute(
        """CREATE TABLE solidarite_declaree (
            genre TEXT NOT NULL CHECK (genre IN ('preteur', 'lieu', 'lien', 'age')), maille TEXT NOT NULL,
            objet TEXT NOT NULL, vers TEXT NOT NULL DEFAULT '', jours REAL CHECK (jours >= 0),
            medecins INTEGER CHECK (medecins >= 0), mot TEXT NOT NULL DEFAULT '',
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL,
            PRIMARY KEY (genre, maille, objet, vers)) STRICT, WITHOUT ROWID"""
    )


@plans()
def p011_profession_de_l_effet(db: Database) -> None:
    """The profession whose time an action brings; all those of before are general practitioners."""
    db.conn.execute("ALTER TABLE actions ADD COLUMN effet_profession TEXT NOT NULL DEFAULT 'mg'")
