"""Plans: actions per territory, each with its origin in the register, its milestones and its two indicators."""

import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs, decisions, sceaux
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing
from data.plans import derogations, gardes
from data.territoire import territoire

AVIS = "avis de la table"  # the nature, in the register, of what the table chose; rows of before say « avis »
ORIGINES = ["id", "genre", "decision", "intitule", "territoire", "service", "le", "objet"]
CHAMPS = (
    "titre", "description", "operateur", "statut_operateur", "mode", "reversible", "pilote", "partenaires", "secteur",
    "debut", "fin", "etp", "statut", "deblocage", "effet_genre", "effet_commune", "effet_quantite", "effet_donneur",
    "effet_route", "effet_profession", "raison", *derogations.CHAMPS,
)  # fmt: skip
ACTIONS = ["id", "territoire", "origine", "modele", *CHAMPS, "version", "acteur", "cree_le", "touche_le"]
JALONS = ["id", "action", "intitule", "prevu_le", "fait_le"]
MESURES = ["action", "genre", "libelle", "unite", "depart", "cible", "observe", "observe_le", "version"]
NOMS_MESURE = {
    "libelle": "Indicateur", "unite": "Unité", "depart": "Départ", "cible": "Visé", "observe": "Observé",
    "observe_le": "Observé le",
}  # fmt: skip
NOMS_CHAMPS = {
    "titre": "Titre", "description": "Description", "operateur": "Opérateur", "statut": "Statut", "etp": "ETP",
    "statut_operateur": "Statut de l'opérateur", "mode": "Mode d'intervention", "reversible": "Réversible",
    "pilote": "Pilote", "partenaires": "Partenaires", "secteur": "Secteur", "debut": "Début", "fin": "Fin",
    "deblocage": "Ce qui débloquerait", "effet_genre": "Effet attendu", "effet_commune": "Lieu de l'effet",
    "effet_quantite": "Quantité", "effet_donneur": "D'où viennent ces jours", "effet_route": "Part prise par la route",
    "effet_profession": "Profession", "raison": "Raison de la table", **derogations.NOMS,
}  # fmt: skip


class Depasse(Refus):
    """Someone else changed the same thing meanwhile: nothing was written, and both texts are at hand.

    `actuelle`: the row as it is now; `auteur`: who wrote it; `miens`: the changes that were refused.
    """

    def __init__(
        self, actuelle: Mapping[str, Any], auteur: str, miens: Mapping[str, Any], quoi: str = "cette action"
    ) -> None:
        super().__init__(
            f"{auteur} a modifié {quoi} pendant que vous écriviez. Rien n'est perdu : comparez les deux versions "
            "ci-dessous, gardez ce qui convient et enregistrez de nouveau."
        )
        self.actuelle, self.auteur, self.miens = dict(actuelle), auteur, dict(miens)


@partagee
def origines(db: Database) -> pd.DataFrame:
    """What an action may come from, indexed by id: genre, decision (rank in the register), intitule, territoire
    (code, empty: all), service, le (instant of the decision), objet (what the decision bears on)."""
    rows = db.query("SELECT o.*, d.le, d.objet FROM origines o JOIN decisions d ON d.rang = o.decision ORDER BY o.id")
    return pd.DataFrame(rows, columns=ORIGINES).set_index("id")


def ajouter_priorite(db: Database, acteur: Acteur, service: str, motif: str) -> int:
    """Record a priority the table adopted without a ballot, as an avis of the register; return the origin's id."""
    if not service.strip() or not motif.strip():
        raise Refus("Nommez le service prioritaire et dites comment la table l'a retenu. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        decisions.adopter(
            db, acteur, AVIS, f"priorite:{service.strip()}", f"Priorité de la table : {service.strip()}",
            {"service": service.strip(), "motif": motif.strip()}, {},
        )  # fmt: skip
        rang = decisions.verify(db).nombre
        return ajouter_origine(db, acteur, "priorite", rang, service.strip(), service=service.strip())


def ajouter_origine(
    db: Database, acteur: Acteur, genre: str, decision: int, intitule: str, territoire: str = "", service: str = ""
) -> int:
    """Make a row of the register an origin of actions (the same one twice gives the same id)."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        existing = db.conn.execute(
            "SELECT id FROM origines WHERE decision = ? AND service = ?", (decision, service)
        ).fetchone()
        if existing:
            return int(existing[0])
        acteurs.record(db, acteur, "ouvrir une origine d'actions", intitule, {"decision": decision})
        row = {"genre": genre, "decision": decision, "intitule": intitule, "territoire": territoire, "service": service}
        ident = int(db["origines"].insert(row).last_pk)
        sceaux.sceller(db, acteur, sceaux.ORIGINE, [ident], f"Origine d'actions : {intitule}")
        return ident


def constats(db: Database, code: str) -> list[dict[str, Any]]:
    """Rows of the register that find a lack on a territory and were not lifted since, oldest first."""
    rows = list(db.query("SELECT * FROM decisions WHERE nature IN ('constat', 'levée de constat') ORDER BY rang"))
    lifted = {json.loads(row["contenu"]).get("constat") for row in rows if row["nature"] != "constat"}
    here = (row for row in rows if row["nature"] == "constat" and row["objet"] == f"territoire:{code}")
    return [row for row in here if row["empreinte"] not in lifted]


def voted(db: Database) -> list[tuple[int, int, str]]:
    """Services that published votes ranked, newest vote first: rank in the register, place, service. Once each.

    What else a vote ranks (actions under a budget) is not a priority that an action may answer.
    """
    rows = db.query("SELECT rang, contenu FROM decisions WHERE objet LIKE 'scrutin:%' ORDER BY rang DESC")
    ranked: dict[tuple[int, str], tuple[int, int, str]] = {}
    for row in rows:
        for line in json.loads(row["contenu"]).get("classement", []):
            if not line.get("service"):
                continue
            ranked.setdefault((row["rang"], line["option"]), (row["rang"], int(line["rang"]), line["option"]))
    return list(ranked.values())


def actions(db: Database, code: str | None = None) -> pd.DataFrame:
    """Actions of the mesh in use (of one territory when `code` is given), indexed by id. Columns `ACTIONS`."""
    rows = db.query(
        f"SELECT {', '.join(ACTIONS)} FROM actions WHERE maille = ? AND (? IS NULL OR territoire = ?) ORDER BY id",  # noqa: S608 - our own column names
        [territoire.setting(db, "maille"), code, code],
    )
    return pd.DataFrame(rows, columns=ACTIONS).set_index("id")


def titles(db: Database) -> pd.DataFrame:
    """Title and territory of every action of the file, whatever the mesh, indexed by id."""
    rows = db.query("SELECT id, titre, territoire FROM actions ORDER BY id")
    return pd.DataFrame(rows, columns=["id", "titre", "territoire"]).set_index("id")


def action(db: Database, ident: int) -> dict[str, Any]:
    """One action, as it is now. Raises `Introuvable`."""
    row = next(db.query(f"SELECT {', '.join(ACTIONS)} FROM actions WHERE id = ?", [ident]), None)  # noqa: S608 - our own column names
    if row is None:
        raise Introuvable("Cette action n'existe plus. Rien n'a été modifié.")
    return row


def creer(db: Database, acteur: Acteur, code: str, origine: int, champs: Mapping[str, Any], modele: str = "") -> int:
    """Add an action to the plan of a territory and return its id."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if code not in territoire.territoires(db).index:
            raise Introuvable(f"Le territoire « {code} » n'existe pas dans la maille en vigueur. Rien n'a été ajouté.")
        if not db.conn.execute("SELECT 1 FROM origines WHERE id = ?", (origine,)).fetchone():
            raise Refus("Une action répond à une priorité ou à un constat : choisissez-en un. Rien n'a été ajouté.")
        gardes.exiger(db, code, modele, champs["mode"], [origine], champs.get("raison", ""))
        derogations.exiger({**champs, "modele": modele})
        acteurs.register(db, acteur)
        now = acteurs.now()
        place = {"maille": territoire.setting(db, "maille"), "territoire": code, "origine": origine, "modele": modele}
        row = dict(champs) | place | {"acteur": acteur.id, "cree_le": now, "touche_le": now}
        ident = int(db["actions"].insert(row).last_pk)
        acteurs.record(db, acteur, "ajouter une action", f"action:{ident}", dict(champs))
        return ident


def modifier(db: Database, acteur: Acteur, ident: int, version: int, champs: Mapping[str, Any], mot: str = "") -> int:
    """Change fields of an action read at `version`; return the new version.

    Raises `Depasse` when someone changed it since, with both texts; nothing is written then.
    """
    if wrong := set(champs) - set(CHAMPS):
        raise ValueError(f"unknown fields: {wrong}")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        now = action(db, ident)
        if now["version"] != version:
            raise Depasse(now, last_author(db, ident, "modifier une action"), champs)
        changes = {name: value for name, value in champs.items() if value != now[name]}
        if {"mode", "raison"} & set(changes):
            gardes.exiger_action(db, now | changes)
        derogations.exiger(now | changes)
        detail = {name: [now[name], value] for name, value in changes.items()}
        acteurs.record(db, acteur, "modifier une action", f"action:{ident}", detail | ({"mot": mot} if mot else {}))
        db["actions"].update(ident, changes | {"version": version + 1, "touche_le": acteurs.now()})
    return version + 1


def toucher(db: Database, acteur: Acteur, ident: int) -> None:
    """Say that the action was looked at and nothing changed: it is not « sans nouvelle » any more."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        marquer(db, acteur, ident, "revoir une action", {})


def journal(db: Database, ident: int) -> pd.DataFrame:
    """Every change of an action, newest first. Columns: le, acteur, geste, detail (JSON)."""
    rows = db.query(
        "SELECT g.le, a.nom AS acteur, g.geste, g.detail FROM gestes g JOIN acteurs a ON a.id = g.acteur "
        "WHERE g.objet = ? ORDER BY g.rang DESC",
        [f"action:{ident}"],
    )
    return pd.DataFrame(rows, columns=["le", "acteur", "geste", "detail"])


def milestones(db: Database) -> pd.DataFrame:
    """Every milestone, by date. Columns `JALONS` (ISO dates; fait_le missing until done)."""
    return _none(pd.DataFrame(db.query("SELECT * FROM jalons ORDER BY prevu_le, id"), columns=JALONS), "fait_le")


def ajouter_jalon(db: Database, acteur: Acteur, ident: int, intitule: str, prevu_le: str) -> int:
    """Plan a milestone of an action."""
    if not intitule.strip():
        raise Refus("Nommez le jalon. Rien n'a été ajouté.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        marquer(db, acteur, ident, "ajouter un jalon", {"intitule": intitule, "prevu_le": prevu_le})
        row = {"action": ident, "intitule": intitule.strip(), "prevu_le": prevu_le}
        return int(db["jalons"].insert(row).last_pk)


def atteindre_jalon(db: Database, acteur: Acteur, jalon: int, fait_le: str | None, vu: str | None) -> None:
    """Mark a milestone done on a day, or not done any more (None). `vu`: the day it was done when it was read."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = db.conn.execute("SELECT action, intitule, fait_le FROM jalons WHERE id = ?", (jalon,)).fetchone()
        if row is None:
            raise Introuvable("Ce jalon n'existe plus. Rien n'a été modifié.")
        if row[2] != vu:
            raise Refus("Quelqu'un a changé ce jalon entre-temps. Rien n'a été modifié : relisez-le, puis recommencez.")
        marquer(db, acteur, int(row[0]), "dater un jalon", {"intitule": row[1], "fait_le": fait_le})
        db.conn.execute("UPDATE jalons SET fait_le = ? WHERE id = ?", (fait_le, jalon))


def measures(db: Database) -> pd.DataFrame:
    """Indicators of means and of impact. Columns `MESURES` (unknown values are missing)."""
    rows = db.query("SELECT * FROM mesures_action ORDER BY action, genre DESC")
    return _none(pd.DataFrame(rows, columns=MESURES), "observe_le")


def _none(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """A missing day as None: what is missing among texts would otherwise pass for something."""
    texts = frame[column].astype(object)
    return frame.assign(**{column: texts.where(texts.notna(), None)})


def measure(db: Database, ident: int, genre: str) -> dict[str, Any]:
    """One indicator of an action as it is now; version 0 and nothing known when it was never set."""
    nothing = {"action": ident, "genre": genre, "version": 0, "libelle": "", "unite": ""}
    rows = db.query("SELECT * FROM mesures_action WHERE action = ? AND genre = ?", [ident, genre])
    return next(rows, dict.fromkeys(MESURES) | nothing)


def mesurer(db: Database, acteur: Acteur, ident: int, genre: str, version: int, champs: Mapping[str, Any]) -> None:
    """Set the indicator of means or of impact of an action, read at `version` (0: not there yet): libelle, unite,
    depart, cible, observe, observe_le. Raises `Depasse` when someone changed it since."""
    if not str(champs.get("libelle", "")).strip():
        raise Refus("Nommez l'indicateur : que compte-t-on ? Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        now, gesture = measure(db, ident, genre), f"mesurer ({genre})"
        if now["version"] != version:
            raise Depasse(now, last_author(db, ident, gesture), champs, "cette mesure")
        marquer(db, acteur, ident, gesture, dict(champs))
        row = dict(champs) | {"action": ident, "genre": genre, "version": version + 1}
        db["mesures_action"].upsert(row, pk=("action", "genre"))


def marquer(db: Database, acteur: Acteur, ident: int, geste: str, detail: Mapping[str, Any]) -> None:
    """Note in the journal that an action changed, and on the action that it was touched now."""
    action(db, ident)
    acteurs.record(db, acteur, geste, f"action:{ident}", detail)
    db.conn.execute("UPDATE actions SET touche_le = ? WHERE id = ?", (acteurs.now(), ident))


def last_author(db: Database, ident: int, geste: str, ligne: int | None = None) -> str:
    """Who last did this to an action (to one of its funding lines, when given)."""
    row = db.conn.execute(
        "SELECT a.nom FROM gestes g JOIN acteurs a ON a.id = g.acteur WHERE g.objet = ? AND g.geste = ? "
        "AND (? IS NULL OR json_extract(g.detail, '$.ligne') = ?) ORDER BY g.rang DESC LIMIT 1",
        (f"action:{ident}", geste, ligne, ligne),
    ).fetchone()
    return str(row[0]) if row else "Quelqu'un"
