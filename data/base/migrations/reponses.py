"""Tables of the answers: structures of the département, each once, where they are and how far they have come."""

from collections.abc import Iterable
from typing import Any

from sqlite_utils import Database, Migrations

from data.base.migrations.seances import COLLEGES

reponses = Migrations("reponses")

ANCIENS_TYPES = {  # words of the cards of before -> kind, and role of today
    "Maison de santé pluriprofessionnelle (MSP)": ("msp", "offre"),
    "Centre de santé (CDS)": ("cds", "offre"),
    "Équipe de soins primaires (ESP)": ("esp", "offre"),
    "Hôpital de proximité": ("hopital_proximite", "offre"),
    "Établissement de santé": ("etablissement", "offre"),
    "Service de soins à domicile ou HAD": ("domicile", "offre"),
    "Pharmacie": ("pharmacie", "offre"),
    "Autre lieu de soins": ("autre_lieu", "offre"),
    "Communauté professionnelle territoriale de santé (CPTS)": ("cpts", "organise"),
    "Équipe de soins spécialisés (ESS)": ("ess", "organise"),
    "Dispositif d'appui à la coordination (DAC)": ("dac", "appui"),
    "Service d'accès aux soins (SAS)": ("sas", "organise"),
    "Groupement hospitalier de territoire (GHT)": ("ght", "organise"),
    "Contrat local de santé (CLS)": ("cls", "organise"),
    "Autre organisation": ("autre_organisation", "organise"),
}
ANCIENS_STATUTS = {"public": "public", "privé": "privé", "libéral": "privé"}


@reponses()
def r001_structures_du_departement(db: Database) -> None:
    """Structures typed on the card of each territory become one each, with its coverage, its stages and its words."""
    db.conn.execute("ALTER TABLE structures RENAME TO structures_avant")
    for statement in (
        """CREATE TABLE structures (
            id INTEGER PRIMARY KEY, nom TEXT NOT NULL CHECK (trim(nom) <> ''), type TEXT NOT NULL,
            role TEXT NOT NULL CHECK (role IN ('offre', 'organise', 'appui')), secteur TEXT NOT NULL DEFAULT '',
            statut TEXT NOT NULL DEFAULT '' CHECK (statut IN ('', 'public', 'privé')),
            taille TEXT NOT NULL DEFAULT '' CHECK (taille IN ('', '1', '2', '3', '4')),
            professionnels INTEGER CHECK (professionnels >= 0), membres TEXT NOT NULL DEFAULT '',
            telephone TEXT NOT NULL DEFAULT '', adresse TEXT NOT NULL DEFAULT '', precisions TEXT NOT NULL DEFAULT '',
            fermee_le TEXT, version INTEGER NOT NULL DEFAULT 1, acteur TEXT NOT NULL REFERENCES acteurs (id),
            cree_le TEXT NOT NULL, touche_le TEXT NOT NULL) STRICT""",
        """CREATE TABLE couvertures (
            structure INTEGER NOT NULL REFERENCES structures (id) ON DELETE CASCADE,
            maille TEXT NOT NULL, code TEXT NOT NULL, PRIMARY KEY (structure, maille, code)) STRICT, WITHOUT ROWID""",
        """CREATE TABLE etapes_structure (
            id INTEGER PRIMARY KEY, structure INTEGER NOT NULL REFERENCES structures (id) ON DELETE CASCADE,
            mission TEXT NOT NULL DEFAULT '', etape TEXT NOT NULL CHECK (trim(etape) <> ''), le TEXT NOT NULL,
            note TEXT NOT NULL DEFAULT '', acteur TEXT NOT NULL REFERENCES acteurs (id), ecrit_le TEXT NOT NULL)
            STRICT""",
    ):
        db.conn.execute(statement)
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in db.query("SELECT * FROM structures_avant ORDER BY id"):
        groups.setdefault((row["type"], " ".join(row["nom"].casefold().split())), []).append(row)
    names = dict(db.conn.execute("SELECT maille || '/' || code, nom FROM territoires").fetchall())
    for rows in groups.values():
        _reunir(db, rows, names)
    db.conn.execute("DROP TABLE structures_avant")


def _reunir(db: Database, rows: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Write one structure for rows of before that name the same one, under the number of the first."""
    last, first = rows[-1], rows[0]
    kind, role = ANCIENS_TYPES.get(last["type"], ("autre_lieu" if last["role"] == "offre" else "autre_organisation",
                                                  last["role"]))  # fmt: skip
    precisions = [] if last["type"] in ANCIENS_TYPES else [last["type"]]
    precisions += _mots(rows, "precisions", names)
    if len({row["secteur"] for row in rows}) > 1:
        precisions.append(f"secteur noté : {' ; '.join(_mots(rows, 'secteur', names))}")
    db["structures"].insert(
        {
            "id": first["id"], "nom": last["nom"], "type": kind, "role": role, "secteur": last["secteur"],
            "statut": ANCIENS_STATUTS.get(last["secteur"], ""), "precisions": " ; ".join(precisions),
            "acteur": last["acteur"], "cree_le": first["le"], "touche_le": last["le"],
        }
    )  # fmt: skip
    for row in rows:
        db.conn.execute(
            "INSERT OR IGNORE INTO couvertures (structure, maille, code) VALUES (?, ?, ?)",
            (first["id"], row["maille"], row["territoire"]),
        )
        if row["maturite"]:
            place = _lieu(row, names)
            stage = (first["id"], row["maturite"], row["le"][:10], f"noté pour {place}", row["acteur"], row["le"])
            db.conn.execute(
                "INSERT INTO etapes_structure (structure, etape, le, note, acteur, ecrit_le) VALUES (?, ?, ?, ?, ?, ?)",
                stage,
            )


def _mots(rows: Iterable[dict[str, Any]], column: str, names: dict[str, str]) -> list[str]:
    """What rows say in a column: once when they agree, else each with its territory."""
    mentions = [(row[column], _lieu(row, names)) for row in rows if row[column]]
    if len({words for words, _ in mentions}) < 2:
        return [words for words, _ in mentions[:1]]
    return [f"{words} ({place})" for words, place in mentions]


def _lieu(row: dict[str, Any], names: dict[str, str]) -> str:
    return names.get(f"{row['maille']}/{row['territoire']}", row["territoire"])


@reponses()
def r002_raisons_et_mandats(db: Database) -> None:
    """Why the table does otherwise than the texts; operators under mandate, their objectives, and the reviews of their
    reversibility. Actions of before that would have asked for a reason say that none was asked."""
    for statement in (
        "ALTER TABLE actions ADD COLUMN raison TEXT NOT NULL DEFAULT ''",
        """UPDATE actions SET raison = 'Non demandée à l''époque.'
            WHERE modele = 'cpts_crise' OR mode = 'substitution' AND NOT EXISTS (
                SELECT 1 FROM origines o JOIN decisions d ON d.rang = o.decision WHERE o.id = actions.origine
                AND o.genre = 'constat' AND coalesce(json_extract(d.contenu, '$.malgre'), '') = '')""",
        """CREATE TABLE mandats (
            id INTEGER PRIMARY KEY, action INTEGER NOT NULL REFERENCES actions (id),
            forme TEXT NOT NULL CHECK (forme IN ('support', 'substitution', 'support et substitution')),
            objectifs TEXT NOT NULL, debut TEXT NOT NULL, terme TEXT NOT NULL,
            reversibilite TEXT NOT NULL CHECK (trim(reversibilite) <> ''),
            financeur TEXT NOT NULL CHECK (trim(financeur) <> ''), decision TEXT NOT NULL DEFAULT '',
            fin_le TEXT, fin_motif TEXT NOT NULL DEFAULT '', acteur TEXT NOT NULL REFERENCES acteurs (id),
            le TEXT NOT NULL, CHECK (terme > debut), CHECK ((fin_le IS NULL) = (fin_motif = ''))) STRICT""",
        """CREATE TABLE epreuves_mandat (
            id INTEGER PRIMARY KEY, mandat INTEGER NOT NULL REFERENCES mandats (id), le TEXT NOT NULL,
            retour TEXT NOT NULL CHECK (retour IN ('non', 'en partie', 'oui')),
            constate TEXT NOT NULL CHECK (trim(constate) <> ''), suite TEXT NOT NULL
                CHECK (suite IN ('poursuivre', 'réduire', 'mettre fin')),
            acteur TEXT NOT NULL REFERENCES acteurs (id), ecrit_le TEXT NOT NULL, UNIQUE (mandat, le)) STRICT""",
    ):
        db.conn.execute(statement)


SOCLE = (  # fonctions-socle and range of services of the HCAAM (opinion of 2022, 1.2 and 2.1), by their key
    "medecin_traitant", "soins_non_programmes", "soins_a_domicile", "sante_mentale", "maladies_chroniques",
    "prevention", "education_therapeutique", "orientation", "accompagnement_social",
)  # fmt: skip


@reponses()
def r003_services_rendus(db: Database) -> None:
    """One cell per service and territory (or per département or région, where the service belongs there): rendered,
    partly, not, unknown; by whom, how, with which guarantee. The core services of the catalogue stay in it."""
    for statement in (
        """CREATE TABLE echelons_services (
            service TEXT PRIMARY KEY REFERENCES services (id),
            echelon TEXT NOT NULL CHECK (echelon IN ('proximite', 'bassin', 'departement', 'region'))) STRICT""",
        """CREATE TABLE services_rendus (
            id INTEGER PRIMARY KEY, maille TEXT NOT NULL, territoire TEXT NOT NULL,
            service TEXT NOT NULL REFERENCES services (id),
            etat TEXT NOT NULL CHECK (etat IN ('rendu', 'partiel', 'non rendu', 'inconnu')),
            modalite TEXT NOT NULL DEFAULT '', promesse TEXT NOT NULL DEFAULT '', moyens TEXT NOT NULL DEFAULT '',
            impact TEXT NOT NULL DEFAULT '', source TEXT NOT NULL DEFAULT '', observe_le TEXT,
            college TEXT NOT NULL DEFAULT '', desaccord TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 1,
            acteur TEXT NOT NULL REFERENCES acteurs (id), le TEXT NOT NULL, UNIQUE (maille, territoire, service))
            STRICT""",
        """CREATE TABLE services_structures (
            cellule INTEGER NOT NULL REFERENCES services_rendus (id),
            structure INTEGER NOT NULL REFERENCES structures (id), PRIMARY KEY (cellule, structure))
            STRICT, WITHOUT ROWID""",
        """CREATE TABLE actions_services (
            action INTEGER NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
            service TEXT NOT NULL REFERENCES services (id), PRIMARY KEY (action, service)) STRICT, WITHOUT ROWID""",
    ):
        db.conn.execute(statement)
    core = ", ".join(f"'{key}'" for key in SOCLE)
    for name, event, when in (
        ("retrait", "UPDATE", f"OLD.id IN ({core}) AND (NEW.id <> OLD.id OR NEW.actif < OLD.actif)"),
        ("delete", "DELETE", f"OLD.id IN ({core})"),
    ):
        db.conn.execute(
            f"CREATE TRIGGER services_socle_sans_{name} BEFORE {event} ON services WHEN {when} BEGIN SELECT RAISE("
            "ABORT, 'Un service du socle (HCAAM 2022) se reformule, il ne se retire pas.'); END"
        )


@reponses()
def r004_numeros_de_la_fiche(db: Database) -> None:
    """The number that the table displays on a heading of the citizen sheet, in place of the national one."""
    db.conn.execute("ALTER TABLE fiches ADD COLUMN numero TEXT")


@reponses()
def r005_derogations(db: Database) -> None:
    """A derogation says who, to what, on which basis; its end is a milestone that the file itself keeps."""
    for name in ("deroge_qui", "deroge_quoi", "deroge_base"):
        db.conn.execute(f"ALTER TABLE actions ADD COLUMN {name} TEXT NOT NULL DEFAULT ''")
    db.conn.execute("ALTER TABLE jalons ADD COLUMN echeance INTEGER NOT NULL DEFAULT 0 CHECK (echeance IN (0, 1))")
    blank = "trim(NEW.deroge_qui) = '' OR trim(NEW.deroge_quoi) = '' OR trim(NEW.deroge_base) = ''"
    for event in ("INSERT", "UPDATE"):
        db.conn.execute(
            f"CREATE TRIGGER derogation_dite_{event.lower()} BEFORE {event} ON actions "
            f"WHEN NEW.modele = 'derogation' AND ({blank}) BEGIN SELECT RAISE("
            "ABORT, 'Une dérogation dit qui, à quoi et sur quel fondement.'); END"
        )
    db.conn.execute(
        "CREATE TRIGGER derogation_a_une_echeance AFTER INSERT ON actions WHEN NEW.modele = 'derogation' BEGIN "
        "INSERT INTO jalons (action, intitule, prevu_le, echeance) "
        "VALUES (NEW.id, 'Fin de la dérogation', NEW.fin, 1); END"
    )
    db.conn.execute(
        "CREATE TRIGGER derogation_suit_son_echeance AFTER UPDATE OF fin ON actions WHEN NEW.fin <> OLD.fin BEGIN "
        "UPDATE jalons SET prevu_le = NEW.fin, fait_le = NULL WHERE action = NEW.id AND echeance = 1; END"
    )


@reponses()
def r006_colleges_en_desaccord(db: Database) -> None:
    """Several colleges may disagree with a cell, by their code, as they may be named otherwise; the one of before
    stays. Where no college was ever named so, its name stays in the words of the dissent."""
    db.conn.execute(
        """CREATE TABLE services_desaccords (
            cellule INTEGER NOT NULL REFERENCES services_rendus (id),
            college TEXT NOT NULL REFERENCES colleges (code), PRIMARY KEY (cellule, college)) STRICT, WITHOUT ROWID"""
    )
    codes = dict(db.conn.execute(
        "SELECT json_extract(detail, '$.nom'), objet FROM gestes WHERE geste = 'régler un collège' ORDER BY rang"
    ).fetchall())  # fmt: skip
    codes = {name: code for code, name, *_ in COLLEGES} | codes
    codes |= dict(db.conn.execute("SELECT nom, code FROM colleges").fetchall())
    here = {code for (code,) in db.conn.execute("SELECT code FROM colleges")}
    for ident, name in db.conn.execute("SELECT id, college FROM services_rendus WHERE college <> ''").fetchall():
        if codes.get(name) in here:
            db.conn.execute("INSERT INTO services_desaccords VALUES (?, ?)", (ident, codes[name]))
        else:
            db.conn.execute(
                "UPDATE services_rendus SET desaccord = ? || iif(desaccord = '', '', ' : ' || desaccord) WHERE id = ?",
                (name, ident),
            )
    db.conn.execute("ALTER TABLE services_rendus DROP COLUMN college")
