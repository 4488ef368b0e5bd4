"""Tables of the workforce: rows entered by the table, scenarios, their dated levers and moves, frozen results.

A row is never rewritten: editing retires it and writes the next one, so the history is the table itself.
"""

from sqlite_utils import Database, Migrations

from data.base.migrations import deux_bouts

effectifs = Migrations("effectifs")


@effectifs()
def e001_lignes(db: Database) -> None:
    """What the table knows of its professionals, row by row, and when each row stopped being true."""
    db.conn.execute(
        """CREATE TABLE effectifs (
            id INTEGER PRIMARY KEY, territoire TEXT NOT NULL, profession TEXT NOT NULL
                CHECK (profession IN ('mg', 'ide', 'ph', 'mk', 'sf', 'cd')),
            mode TEXT NOT NULL CHECK (mode IN ('libéral', 'salarié', 'mixte')),
            secteur TEXT NOT NULL CHECK (secteur IN ('privé', 'public', 'médico-social')),
            effectif INTEGER NOT NULL CHECK (effectif >= 1), sexe TEXT NOT NULL CHECK (sexe IN ('', 'F', 'H')),
            age_min INTEGER, age_max INTEGER, heures REAL CHECK (heures > 0),
            cumul INTEGER NOT NULL CHECK (cumul IN (0, 1)), depart INTEGER, arrivee INTEGER,
            note TEXT NOT NULL DEFAULT '', annee INTEGER NOT NULL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL,
            remplace INTEGER REFERENCES effectifs (id), retire_le TEXT, retire_par TEXT REFERENCES acteurs (id),
            CHECK ((age_min IS NULL) = (age_max IS NULL)), CHECK (age_min <= age_max),
            CHECK (arrivee < depart)) STRICT"""
    )
    db.conn.execute("CREATE INDEX effectifs_en_vigueur ON effectifs (territoire, profession) WHERE retire_le IS NULL")


@effectifs()
def e002_scenarios(db: Database) -> None:
    """Named scenarios, and their lines: a dated lever, or a dated move."""
    db.conn.execute(
        """CREATE TABLE scenarios (
            id INTEGER PRIMARY KEY, nom TEXT NOT NULL UNIQUE, note TEXT NOT NULL DEFAULT '',
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE scenario_lignes (
            id INTEGER PRIMARY KEY, scenario INTEGER NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
            annee INTEGER NOT NULL, territoire TEXT NOT NULL, libelle TEXT NOT NULL,
            levier TEXT, profession TEXT, quantite REAL CHECK (quantite > 0),
            cible TEXT, effet_bas REAL, effet_central REAL, effet_haut REAL,
            genre TEXT CHECK (genre IN ('depart', 'arrivee', 'consultation_avancee', 'fin_consultation_avancee')),
            commune TEXT REFERENCES communes (code), age INTEGER, actes REAL, etp REAL, jours_par_mois REAL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL,
            CHECK ((levier IS NULL) <> (genre IS NULL)), CHECK ((genre IS NULL) = (commune IS NULL)),
            CHECK ((levier IS NULL) = (quantite IS NULL))) STRICT"""
    )


@effectifs()
def e003_resultats(db: Database) -> None:
    """Frozen runs of a scenario: the inputs, whole, their hash, the version of the method, the hash of the result."""
    db.conn.execute(
        """CREATE TABLE scenario_resultats (
            id INTEGER PRIMARY KEY, scenario INTEGER NOT NULL REFERENCES scenarios (id) ON DELETE CASCADE,
            le TEXT NOT NULL, acteur TEXT NOT NULL REFERENCES acteurs (id), version TEXT NOT NULL,
            entrees TEXT NOT NULL, empreinte_entrees TEXT NOT NULL, empreinte_resultat TEXT NOT NULL,
            resume TEXT NOT NULL) STRICT"""
    )


@effectifs()
def e004_patientele(db: Database) -> None:
    """Adults followed by each doctor of a row, when the table knows."""
    db.conn.execute("ALTER TABLE effectifs ADD COLUMN patientele REAL CHECK (patientele >= 0)")


@effectifs()
def e005_zero_et_maille(db: Database) -> None:
    """A row belongs to the mesh it was entered in, and may say that nobody practises: zero is not missing.

    Rows of before belong to the mesh in use if it has their territory, else to one that has it, else to none.
    """
    db.conn.execute("ALTER TABLE effectifs RENAME TO effectifs_avant")
    db.conn.execute(
        """CREATE TABLE effectifs (
            id INTEGER PRIMARY KEY, territoire TEXT NOT NULL, profession TEXT NOT NULL
                CHECK (profession IN ('mg', 'ide', 'ph', 'mk', 'sf', 'cd')),
            mode TEXT NOT NULL CHECK (mode IN ('libéral', 'salarié', 'mixte')),
            secteur TEXT NOT NULL CHECK (secteur IN ('privé', 'public', 'médico-social')),
            effectif INTEGER NOT NULL CHECK (effectif >= 0), sexe TEXT NOT NULL CHECK (sexe IN ('', 'F', 'H')),
            age_min INTEGER, age_max INTEGER, heures REAL CHECK (heures > 0),
            cumul INTEGER NOT NULL CHECK (cumul IN (0, 1)), depart INTEGER, arrivee INTEGER,
            note TEXT NOT NULL DEFAULT '', annee INTEGER NOT NULL,
            acteur TEXT NOT NULL REFERENCES acteurs (id), cree_le TEXT NOT NULL,
            remplace INTEGER REFERENCES effectifs (id), retire_le TEXT, retire_par TEXT REFERENCES acteurs (id),
            patientele REAL CHECK (patientele >= 0), maille TEXT NOT NULL,
            CHECK ((age_min IS NULL) = (age_max IS NULL)), CHECK (age_min <= age_max),
            CHECK (arrivee < depart)) STRICT"""
    )
    db.conn.execute(f"INSERT INTO effectifs SELECT e.*, {_maille('e.territoire')} FROM effectifs_avant e")  # noqa: S608
    db.conn.execute("DROP TABLE effectifs_avant")
    db.conn.execute(
        "CREATE INDEX effectifs_en_vigueur ON effectifs (maille, territoire, profession) WHERE retire_le IS NULL"
    )


@effectifs()
def e006_maille_des_leviers(db: Database) -> None:
    """A lever acts on a territory of the mesh it was written in."""
    db.conn.execute("ALTER TABLE scenario_lignes ADD COLUMN maille TEXT NOT NULL DEFAULT ''")
    db.conn.execute(f"UPDATE scenario_lignes SET maille = {_maille('scenario_lignes.territoire')}")  # noqa: S608


CLES = {  # of a lever in scenarios of before -> the key that it shares with the action of a plan
    "assistant_medical": "assistants_medicaux",
    "equipe_mia": "equipe_medecin_infirmiere",
    "protocoles": "protocoles_cooperation",
    "operateur_carence": "operateur_structure",
    "accueil_internes": "antenne_universitaire",
}


@effectifs()
def e007_cles_du_catalogue(db: Database) -> None:
    """One catalogue for levers and actions: lines of scenarios take the shared key; frozen results keep their bytes."""
    for old, new in CLES.items():
        db.conn.execute("UPDATE scenario_lignes SET levier = ? WHERE levier = ?", (new, old))


@effectifs()
def e008_modele_d_une_ligne(db: Database) -> None:
    """The model action that a line asks for once the scenario is retained, when its move alone does not say it."""
    db.conn.execute("ALTER TABLE scenario_lignes ADD COLUMN modele TEXT")


@effectifs()
def e009_deux_bouts(db: Database) -> None:
    """Where lent days of a scenario are taken (empty: not declared), what the road takes, and their last year."""
    for statement in (*deux_bouts.colonnes("scenario_lignes"), "ALTER TABLE scenario_lignes ADD COLUMN jusqua INTEGER"):
        db.conn.execute(statement)


def _maille(territory: str) -> str:
    """The mesh of a territory, as an expression: the one in use if it has it, else another, else none."""
    return (
        "coalesce((SELECT t.maille FROM territoires t JOIN concertation c ON c.cle = 'maille' AND c.valeur = t.maille "  # noqa: S608
        f"WHERE t.code = {territory}), (SELECT min(t.maille) FROM territoires t WHERE t.code = {territory}), '')"
    )
