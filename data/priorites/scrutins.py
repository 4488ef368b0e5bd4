"""Votes: declared, frozen by hash, open, closed without a trace of who voted what, published in the register."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from components.core.textes import nets
from data.base import acteurs, decisions, effacement, store
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import decomptes
from data.seances import seances

PREPARE, FIGE, OUVERT, CLOS, PUBLIE, ANNULE = "préparé", "figé", "ouvert", "clos", "publié", "annulé"
CIRCONSTANCES = ("seance", "premier_tour", "ouverture", "ouvert_le", "clos_le")
COLUMNS = ["id", "seance", "etat", "question", "empreinte", "premier_tour", "ouvert_le", "clos_le", "publie_le"]


def liste(db: Database, seance: int | None = None) -> pd.DataFrame:
    """Votes of a séance (or all), oldest first, with the columns `COLUMNS`, indexed by id."""
    rows = db.query(
        "SELECT id, seance, etat, json_extract(definition, '$.question') AS question, empreinte, premier_tour, "
        "ouvert_le, clos_le, publie_le FROM scrutins WHERE ? IS NULL OR seance = ? ORDER BY id",
        [seance, seance],
    )
    return pd.DataFrame(rows, columns=COLUMNS).set_index("id")


def scrutin(db: Database, identifiant: int) -> dict[str, Any]:
    """One vote: its columns, with definition, ouverture and decompte read from JSON (of an approval vote, sums alone,
    whatever the file keeps). Raises `Introuvable`."""
    row = next(db.query("SELECT * FROM scrutins WHERE id = ?", [identifiant]), None)
    if row is None:
        raise Introuvable("Ce scrutin n'existe pas dans ce fichier.")
    for column in ("definition", "ouverture", "decompte"):
        row[column] = decomptes.lire(row[column]) if row[column] else None
    return row


def ouvert_de(db: Database, seance: int) -> int | None:
    """The open vote of a séance, if any."""
    row = db.conn.execute("SELECT id FROM scrutins WHERE seance = ? AND etat = 'ouvert'", (seance,)).fetchone()
    return int(row[0]) if row else None


def objets(db: Database, seance: int) -> list[str]:
    """What the votes of a séance bear on: each question, then its options, in the words of the ballots."""
    rows = db.conn.execute("SELECT definition FROM scrutins WHERE seance = ? ORDER BY id", (seance,))
    declared = [json.loads(definition) for (definition,) in rows]
    return [words for one in declared for words in (one["question"], *(o["libelle"] for o in one["options"]))]


def declaration(db: Database, identifiant: int) -> str:
    """The declaration of a vote as it is kept: its canonical JSON text, the same for the same rules."""
    row = db.conn.execute("SELECT definition FROM scrutins WHERE id = ?", (identifiant,)).fetchone()
    if row is None:
        raise Introuvable("Ce scrutin n'existe pas dans ce fichier.")
    return str(row[0])


def un_ouvert(db: Database) -> bool:
    """Whether a vote is open in any séance."""
    return db.conn.execute("SELECT 1 FROM scrutins WHERE etat = 'ouvert'").fetchone() is not None


def dernier_de(db: Database, seance: int) -> int | None:
    """The vote of a séance that was closed last, if any."""
    row = db.conn.execute(
        "SELECT id FROM scrutins WHERE seance = ? AND etat IN ('clos', 'publié') ORDER BY id DESC LIMIT 1", (seance,)
    ).fetchone()
    return int(row[0]) if row else None


def decompte_au_registre(db: Database, identifiant: int) -> Any:
    """The count of a vote as the register holds it, as it may be read; None before its publication."""
    row = db.conn.execute(
        "SELECT preuve FROM decisions WHERE objet = ? ORDER BY rang", (f"scrutin:{identifiant}",)
    ).fetchone()
    return decomptes.lire(row[0])["decompte"] if row else None


def phrases(db: Database, identifiant: int) -> list[str]:
    """The phrases of a closed vote, in alphabetical order."""
    rows = db.conn.execute("SELECT phrase FROM phrases WHERE scrutin = ? ORDER BY phrase", (identifiant,))
    return [str(row[0]) for row in rows]


def comptes(db: Database) -> list[dict[str, object]]:
    """For each vote: scrutin (id), question, etat, bulletins (number)."""
    rows = db.query(
        "SELECT s.id AS scrutin, json_extract(s.definition, '$.question') AS question, s.etat, "
        "(SELECT count(*) FROM bulletins b WHERE b.scrutin = s.id) "
        "+ (SELECT count(*) FROM phrases p WHERE p.scrutin = s.id) AS bulletins FROM scrutins s ORDER BY s.id"
    )
    return list(rows)


def declarer(
    db: Database, acteur: Acteur, seance: int, definition: Mapping[str, object], premier_tour: int | None = None
) -> int:
    """Declare a vote and return its id. It can be removed, never amended, until it is frozen."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if seances.seance(db, seance)["etat"] == seances.CLOSE:
            raise Refus("La séance est close : on n'y déclare plus de vote.")
        acteurs.record(db, acteur, "déclarer un scrutin", str(definition["question"]))
        row = {"seance": seance, "etat": PREPARE, "definition": decisions.canonical(nets(dict(definition)))}
        row |= {"premier_tour": premier_tour, "cree_le": acteurs.now(), "acteur": acteur.id}
        return int(db["scrutins"].insert(row).last_pk)


def supprimer(db: Database, acteur: Acteur, identifiant: int) -> None:
    """Remove a vote that was never opened."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _in_state(db, identifiant, PREPARE, FIGE)
        acteurs.record(db, acteur, "supprimer un scrutin", row["definition"]["question"])
        db.conn.execute("DELETE FROM scrutins WHERE id = ?", (identifiant,))


def figer(db: Database, acteur: Acteur, identifiant: int) -> str:
    """Freeze the declaration: from here on the file itself refuses any change. Returns its SHA-256."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _in_state(db, identifiant, PREPARE)
        mark = hashlib.sha256(decisions.canonical(row["definition"]).encode()).hexdigest()
        acteurs.record(db, acteur, "figer un scrutin", row["definition"]["question"], {"empreinte": mark})
        db.conn.execute("UPDATE scrutins SET etat = 'figé', empreinte = ? WHERE id = ?", (mark, identifiant))
    return mark


def ouvrir(db: Database, acteur: Acteur, identifiant: int, ouverture: Mapping[str, object]) -> None:
    """Open a frozen vote with its published groups and voters by college. One vote at a time in a séance; nothing
    follows the file any more when it opens (`store.sans_copie`: around the caller's own group of writes, if any)."""
    with store.sans_copie(db), writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _in_state(db, identifiant, FIGE)
        if seances.seance(db, row["seance"])["etat"] != seances.OUVERTE:
            raise Refus("Ouvrez d'abord la séance. Le vote n'a pas été ouvert.")
        if ouvert_de(db, row["seance"]) is not None:
            raise Refus("Un autre vote est ouvert : clôturez-le d'abord. Celui-ci n'a pas été ouvert.")
        acteurs.record(db, acteur, "ouvrir un scrutin", row["definition"]["question"], ouverture)
        db.conn.execute(
            "UPDATE scrutins SET etat = 'ouvert', ouvert_le = ?, ouverture = ? WHERE id = ?",
            (acteurs.now(), decisions.canonical(ouverture), identifiant),
        )


def nommer_scrutateurs(db: Database, acteur: Acteur, identifiant: int, premier: int, second: int) -> None:
    """Name the two tellers, members of different colleges, until the vote is closed."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        _in_state(db, identifiant, PREPARE, FIGE, OUVERT)
        people = seances.membres(db)
        if not {premier, second} <= set(people.index):
            raise Refus("Les scrutateurs sont des membres de la table. Rien n'a été modifié.")
        if premier == second or people.at[premier, "college"] == people.at[second, "college"]:
            raise Refus("Les deux scrutateurs doivent venir de collèges différents. Rien n'a été modifié.")
        names = f"{people.at[premier, 'nom']} et {people.at[second, 'nom']}"
        acteurs.record(db, acteur, "nommer les scrutateurs", names)
        db.conn.execute("UPDATE scrutins SET scrutateurs = ? WHERE id = ?", (names, identifiant))


def clore(db: Database, acteur: Acteur, identifiant: int, decompte: Mapping[str, object]) -> None:
    """Close: the count stays, and the phrases, in alphabetical order; no ballot does, with or without its key.

    Call `effacer` right after, outside the transaction.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _in_state(db, identifiant, OUVERT)
        db.conn.execute(
            "INSERT INTO phrases SELECT scrutin, phrase FROM bulletins WHERE scrutin = ? ORDER BY phrase",
            (identifiant,),
        )
        gone = db.conn.execute("DELETE FROM bulletins WHERE scrutin = ?", (identifiant,)).rowcount
        acteurs.record(db, acteur, "clore un scrutin", row["definition"]["question"], {"bulletins": gone})
        db.conn.execute(
            "UPDATE scrutins SET etat = 'clos', clos_le = ?, decompte = ?, a_effacer = 1 WHERE id = ?",
            (acteurs.now(), decisions.canonical(nets(dict(decompte))), identifiant),
        )


def annuler(db: Database, acteur: Acteur, identifiant: int, motif: str) -> None:
    """Cancel an open vote: its ballots are destroyed, and the reason is kept."""
    if not motif.strip():
        raise Refus("Dites pourquoi le vote est annulé. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _in_state(db, identifiant, OUVERT)
        acteurs.record(
            db,
            acteur,
            "annuler un scrutin",
            row["definition"]["question"],
            {"motif": motif.strip(), "scrutin": identifiant},
        )
        db.conn.execute("DELETE FROM bulletins WHERE scrutin = ?", (identifiant,))
        db.conn.execute("UPDATE scrutins SET etat = 'annulé', a_effacer = 1 WHERE id = ?", (identifiant,))


def publier(db: Database, acteur: Acteur, identifiant: int, resultat: Mapping[str, object]) -> str:
    """Publish a closed vote: readers see it, and the register keeps it as the opinion of the table."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _in_state(db, identifiant, CLOS)
        title = row["definition"]["question"]
        proof = {"empreinte_des_regles": row["empreinte"], "decompte": row["decompte"]}
        proof["circonstances"] = {name: row[name] for name in CIRCONSTANCES}
        mark = decisions.adopter(db, acteur, "avis de la table", f"scrutin:{identifiant}", title, resultat, proof)
        acteurs.record(db, acteur, "publier un scrutin", title)
        db.conn.execute("UPDATE scrutins SET etat = 'publié', publie_le = ? WHERE id = ?", (acteurs.now(), identifiant))
    return mark


def priorites(db: Database) -> list[dict[str, Any]]:
    """The services ranked by the last published vote on services: rang, option, motif, signaux (indicators), le, titre
    of the séance. Empty before any."""
    rows = db.query(
        "SELECT d.contenu, d.le, s.titre FROM decisions d JOIN scrutins v ON d.objet = 'scrutin:' || v.id "
        "JOIN seances s ON s.id = v.seance ORDER BY d.rang DESC"
    )
    for row in rows:
        lines = [line for line in json.loads(row["contenu"]).get("classement", []) if line.get("service")]
        if lines:
            return [
                {key: line[key] for key in ("rang", "option", "motif", "signaux")}
                | {"le": row["le"], "seance": row["titre"]}
                for line in lines
            ]
    return []


def reste_a_effacer(db: Database) -> bool:
    """Whether something of a closed or cancelled vote, or of void slips, may still be read on the disk."""
    left = "SELECT 1 FROM scrutins WHERE a_effacer = 1 UNION SELECT 1 FROM effacements"
    return db.conn.execute(left).fetchone() is not None


def a_effacer(db: Database, motif: str) -> None:
    """Say, inside the caller's group of writes, that what it deleted must leave the disk."""
    db.conn.execute("INSERT INTO effacements (motif) VALUES (?) ON CONFLICT DO NOTHING", (motif,))


def effacer(db: Database, patience_ms: int = effacement.EFFACE_MS) -> bool:
    """Rebuild the file after closings, so that nothing deleted is left. Safe to repeat; True when nothing is left.

    Run at each start, and again until it is done: a power cut, or someone reading meanwhile, only delays it.
    """
    if not reste_a_effacer(db):
        return True
    done = effacement.efface(db, patience_ms)
    if done:
        with store.writing(db):
            db.conn.execute("UPDATE scrutins SET a_effacer = 0 WHERE a_effacer = 1")
            db.conn.execute("DELETE FROM effacements")
    return done


def _in_state(db: Database, identifiant: int, *states: str) -> dict[str, Any]:
    row = scrutin(db, identifiant)
    if row["etat"] not in states:
        raise Refus(f"Ce scrutin est {row['etat']} : ce geste n'est plus possible. Rien n'a été modifié.")
    return row
