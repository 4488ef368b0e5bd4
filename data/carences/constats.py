"""The constat and what leads to it: territories discussed, declarations, contested figures, bodies asked.

A constat is a decision of the chained register, and so is its lifting: nothing here repeats them, they are read
from the chain itself. Everything is kept by territory of the mesh in use.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs, decisions, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.territoire import territoire

CONSTAT, LEVEE, SANS_DEBAT = "constat", "levée de constat", "avis sans débat"
DISCUTE, EN_BLOC = "discuté", "sans débat"
LONGUEUR = 2_000


@dataclass(frozen=True)
class Constat:
    """A constat as adopted, and its lifting when there is one (contents and evidence as frozen). `par`: the name of
    whoever wrote it in the register for the table."""

    rang: int
    empreinte: str
    le: str
    par: str
    territoire: str
    profession: str
    intitule: str
    contenu: dict[str, Any]
    preuve: dict[str, Any]
    levee: dict[str, Any] | None

    @property
    def en_vigueur(self) -> bool:
        return self.levee is None


def constats(db: Database) -> list[Constat]:
    """Every constat of the register, newest first, each with its lifting if any."""
    rows = list(
        db.query(
            "SELECT d.*, a.nom AS par FROM decisions d JOIN acteurs a ON a.id = d.acteur "
            "WHERE d.nature IN (?, ?) ORDER BY d.rang",
            [CONSTAT, LEVEE],
        )
    )
    lifted = {json.loads(row["contenu"])["constat"]: row for row in rows if row["nature"] == LEVEE}
    return [_constat(row, lifted.get(row["empreinte"])) for row in reversed(rows) if row["nature"] == CONSTAT]


def en_vigueur(db: Database, territoire_code: str, profession: str) -> Constat | None:
    """The constat in force on a territory and a profession, if any."""
    matching = (c for c in constats(db) if c.territoire == territoire_code and c.profession == profession)
    return next((c for c in matching if c.en_vigueur), None)


def _constat(row: Mapping[str, Any], lifting: Mapping[str, Any] | None) -> Constat:
    content = json.loads(row["contenu"])
    end = None
    if lifting is not None:
        end = {
            "le": lifting["le"],
            "par": lifting["par"],
            "empreinte": lifting["empreinte"],
            **json.loads(lifting["contenu"]),
        }
        end["preuve"] = json.loads(lifting["preuve"])
    return Constat(
        row["rang"], row["empreinte"], row["le"], row["par"], content["territoire"], content["profession"],
        row["intitule"], content, json.loads(row["preuve"]), end,
    )  # fmt: skip


def adopter(db: Database, acteur: Acteur, intitule: str, contenu: Mapping[str, Any], preuve: Mapping[str, Any]) -> str:
    """Write a constat in the register and mark its territory discussed. Refuses a second one in force."""
    code, profession = contenu["territoire"], contenu["profession"]
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if en_vigueur(db, code, profession) is not None:
            raise Refus("Un constat est déjà en vigueur sur ce territoire et cette profession. Rien n'a été ajouté.")
        marquer(db, acteur, profession, [code], DISCUTE)
        return decisions.adopter(db, acteur, CONSTAT, f"territoire:{code}", intitule, contenu, preuve)


def lever(
    db: Database,
    acteur: Acteur,
    constat: str,
    intitule: str,
    contenu: Mapping[str, Any],
    preuve: Mapping[str, Any],
) -> str:
    """Lift a constat by a second decision. Refuses when it is not in force any more."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        target = next((c for c in constats(db) if c.empreinte == constat and c.en_vigueur), None)
        if target is None:
            raise Refus("Ce constat n'est pas en vigueur : il est peut-être déjà levé. Rien n'a été ajouté.")
        levee = {**contenu, "constat": constat}
        return decisions.adopter(db, acteur, LEVEE, f"territoire:{target.territoire}", intitule, levee, preuve)


def adopter_en_bloc(
    db: Database, acteur: Acteur, codes: list[str], intitule: str, contenu: Mapping[str, Any], preuve: Mapping[str, Any]
) -> str:
    """One decision for the territories adopted without debate for `contenu["profession"]`; marks them examined."""
    if not codes:
        raise Refus("Aucun territoire n'a été retenu : rien n'a été adopté.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        already = sorted(set(codes) & set(examines(db, contenu["profession"])))
        if already:
            raise Refus(f"Déjà examinés : {', '.join(already)}. Rien n'a été ajouté. Rechargez la page.")
        marquer(db, acteur, contenu["profession"], codes, EN_BLOC)
        return decisions.adopter(db, acteur, SANS_DEBAT, "territoires", intitule, contenu, preuve)


def examines(db: Database, profession: str) -> dict[str, str]:
    """Territories of the mesh in use that the table has examined for a profession: code → how (discuté, sans débat)."""
    mesh = territoire.setting(db, "maille")
    rows = db.query("SELECT territoire, mode FROM examens WHERE maille = ? AND profession = ?", [mesh, profession])
    return {row["territoire"]: row["mode"] for row in rows}


def professions_examinees(db: Database, territoire_code: str) -> set[str]:
    """Professions for which the table has examined a territory of the mesh in use."""
    mesh = territoire.setting(db, "maille")
    rows = db.query("SELECT profession FROM examens WHERE maille = ? AND territoire = ?", [mesh, territoire_code])
    return {row["profession"] for row in rows}


def marquer(db: Database, acteur: Acteur, profession: str, codes: list[str], mode: str) -> None:
    """Say that the table has examined territories for a profession: from then on readers see their signals and
    proposal for that one, and for no other."""
    existing = set(territoire.territoires(db).index)
    unknown = [code for code in codes if code not in existing]
    if unknown:
        raise Introuvable(f"Territoire inconnu : {', '.join(unknown)}. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        places = ", ".join(f"territoire:{code}" for code in codes)
        acteurs.record(db, acteur, "examiner", places, {"profession": profession, "mode": mode})
        now, day, mesh = acteurs.now(), jours.aujourd_hui(db).isoformat(), territoire.setting(db, "maille")
        rows = (
            {
                "maille": mesh, "territoire": code, "profession": profession, "examine_le": day, "mode": mode,
                "acteur": acteur.id, "le": now,
            }
            for code in codes
        )  # fmt: skip
        db["examens"].upsert_all(rows, pk=("maille", "territoire", "profession"))


def declarations(db: Database) -> pd.DataFrame:
    """What was declared and still holds, indexed by objet (`serie:…`, `maille:…`): declaration, motif, empreinte,
    acteur (name), le."""
    rows = db.query(
        "SELECT d.objet, d.declaration, d.motif, d.empreinte, a.nom AS acteur, d.le FROM declarations d "
        "JOIN acteurs a ON a.id = d.acteur ORDER BY d.objet"
    )
    return pd.DataFrame(rows, columns=["objet", "declaration", "motif", "empreinte", "acteur", "le"]).set_index("objet")


def declarer(db: Database, acteur: Acteur, objet: str, declaration: str, motif: str, empreinte: str) -> None:
    """Declare what a series or a mesh is, with the reason; it holds as long as its source does not change."""
    declared, why = texte(declaration, "ce que vous déclarez"), texte(motif, "pourquoi vous le déclarez")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        acteurs.record(db, acteur, "déclarer", objet, {"declaration": declared, "motif": why, "empreinte": empreinte})
        db["declarations"].upsert(
            {"objet": objet, "declaration": declared, "motif": why, "empreinte": empreinte, "acteur": acteur.id,
             "le": acteurs.now()}, pk="objet",
        )  # fmt: skip


def retirer_declaration(db: Database, acteur: Acteur, objet: str) -> None:
    """Take a declaration back. Does nothing when there is none."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if db.conn.execute("DELETE FROM declarations WHERE objet = ?", (objet,)).rowcount:
            acteurs.record(db, acteur, "retirer une déclaration", objet)


def texte(valeur: str, quoi: str, longueur: int = LONGUEUR) -> str:
    """A required text, trimmed. Raises `Refus` when it is empty or too long."""
    trimmed = valeur.strip()
    if not trimmed:
        raise Refus(f"Indiquez {quoi}. Rien n'a été enregistré.")
    if len(trimmed) > longueur:
        raise Refus(f"Ce texte dépasse {longueur} caractères : raccourcissez-le. Rien n'a été enregistré.")
    return trimmed
