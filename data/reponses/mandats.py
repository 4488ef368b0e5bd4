"""Operators under mandate (HCAAM 2022, 1.2): objectives, term, reversibility tested at each review, funder, end.

A mandate is that of an action, whose origin it keeps; giving one and ending it are avis of the register.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import jour
from components.core.refus import Introuvable, Refus
from components.core.textes import nets
from data.base import acteurs, decisions, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import gardes, plans

OBJET = "mandat:"
SUPPORT, SUBSTITUTION, LES_DEUX = "support", "substitution", "support et substitution"
FORMES = (SUPPORT, SUBSTITUTION, LES_DEUX)
RETOURS, SUITES = ("non", "en partie", "oui"), ("poursuivre", "réduire", "mettre fin")
QUESTION = "Les dynamiques locales sont-elles revenues ?"
OBJECTIFS = (2, 3)  # how many, at least and at most
LONGUEUR = 1_000
LUS = [
    "id", "action", "forme", "objectifs", "debut", "terme", "reversibilite", "financeur", "decision", "fin_le",
    "fin_motif", "le", "operateur", "titre", "territoire", "raison", "statut", "maille",
]  # fmt: skip


@dataclass(frozen=True)
class Mandat:
    """What a table writes in a mandate. `objectifs`: each objective with its target, in words; days are ISO."""

    forme: str
    objectifs: Sequence[tuple[str, str]]
    debut: str
    terme: str
    reversibilite: str
    financeur: str
    decision: str = ""


def read(db: Database) -> pd.DataFrame:
    """Every mandate, newest first, indexed by id, with its action's operateur, titre, territoire, raison, statut and
    maille; objectifs is a list of pairs."""
    rows = db.query(
        "SELECT m.*, a.operateur, a.titre, a.territoire, a.raison, a.statut, a.maille FROM mandats m JOIN actions a "
        "ON a.id = m.action ORDER BY m.id DESC"
    )
    mandats = pd.DataFrame(rows, columns=LUS, dtype=object)
    mandats["objectifs"] = [[tuple(pair) for pair in json.loads(text)] for text in mandats["objectifs"]]
    return mandats.set_index("id")


def en_cours(db: Database, quand: date) -> pd.DataFrame:
    """Mandates that run on a day: not ended, whose term is not passed, of an action not abandoned."""
    rows = read(db)
    return rows[rows["fin_le"].isna() & (rows["terme"] >= quand.isoformat()) & (rows["statut"] != "abandonnee")]


def donner(db: Database, acteur: Acteur, action: int, mandat: Mandat, raison: str = "") -> int:
    """Give the operator of an action its mandate, as an avis of the register, and return its number. `raison`: why the
    table substitutes without a constat in force. Raises `Refus` with what is missing."""
    checked = _verifie(mandat)
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row, today = plans.action(db, action), jours.aujourd_hui(db)
        if row["statut"] == "abandonnee":
            raise Refus("Cette action est abandonnée : elle ne porte pas de mandat. Rien n'a été enregistré.")
        if mandat.terme <= today.isoformat():
            raise Refus("Le terme d'un mandat est à venir. Rien n'a été enregistré.")
        if (en_cours(db, today)["action"] == action).any():
            raise Refus("Cette action a déjà un mandat en cours : mettez-y fin d'abord. Rien n'a été enregistré.")
        mode = SUPPORT if mandat.forme == SUPPORT else SUBSTITUTION
        why = raison.strip() or row["raison"]
        if mode == SUBSTITUTION or why != row["raison"]:
            gardes.exiger_action(db, row | {"mode": mode, "raison": why})
        if (mode, why) != (row["mode"], row["raison"]):
            plans.modifier(db, acteur, action, row["version"], {"mode": mode, "raison": why})
        text = json.dumps([list(pair) for pair in checked.objectifs], ensure_ascii=False)
        line = {**vars(checked), "objectifs": text, "action": action, "acteur": acteur.id, "le": acteurs.now()}
        acteurs.register(db, acteur)
        ident = int(db["mandats"].insert(line).last_pk)
        plans.marquer(db, acteur, action, "donner un mandat", {"forme": checked.forme, "terme": checked.terme})
        decisions.adopter(
            db, acteur, plans.AVIS, f"{OBJET}{ident}", f"Mandat : {row['operateur']}, {row['titre']}",
            {**vars(checked), "objectifs": [list(pair) for pair in checked.objectifs], "action": action,
             "operateur": row["operateur"], "territoire": row["territoire"], "motif": _motif(checked, why)},
            {"action": {name: row[name] for name in plans.CHAMPS}, "origines": _origines(db, row)},
        )  # fmt: skip
        return ident


def eprouver(db: Database, acteur: Acteur, mandat: int, le: str, retour: str, constate: str, suite: str) -> None:
    """Note at a review whether local dynamics came back (`QUESTION`), what was seen, and what follows. « mettre fin »
    ends nothing by itself: the end is its own decision."""
    words = _texte(constate, "ce qui est constaté sur place")
    if retour not in RETOURS or suite not in SUITES:
        raise Refus(f"Répondez à « {QUESTION} » et dites la suite. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        row = _un(db, mandat)
        if row["fin_le"] is not None:
            raise Refus("Ce mandat a pris fin : sa réversibilité ne se teste plus. Rien n'a été enregistré.")
        if not row["debut"] <= le <= jours.aujourd_hui(db).isoformat():
            raise Refus("Une épreuve se date entre le début du mandat et aujourd'hui. Rien n'a été enregistré.")
        if db.conn.execute("SELECT 1 FROM epreuves_mandat WHERE mandat = ? AND le = ?", (mandat, le)).fetchone():
            raise Refus("La réversibilité a déjà été testée ce jour-là. Rien n'a été enregistré.")
        acteurs.register(db, acteur)
        line = {"mandat": mandat, "le": le, "retour": retour, "constate": words, "suite": suite}
        db["epreuves_mandat"].insert(line | {"acteur": acteur.id, "ecrit_le": acteurs.now()})
        detail = {"retour": retour, "constat": words, "suite": suite}
        plans.marquer(db, acteur, int(row["action"]), "tester la réversibilité", detail)


def terminer(db: Database, acteur: Acteur, mandat: int, le: str, motif: str) -> None:
    """End a mandate on a day, as an avis of the register: what it answered waits again."""
    why = _texte(motif, "pourquoi ce mandat prend fin")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        row = _un(db, mandat)
        if row["fin_le"] is not None:
            raise Refus("Ce mandat a déjà pris fin. Rien n'a été enregistré.")
        if not row["debut"] <= le <= jours.aujourd_hui(db).isoformat():
            raise Refus("La fin d'un mandat se date entre son début et aujourd'hui. Rien n'a été enregistré.")
        db["mandats"].update(mandat, {"fin_le": le, "fin_motif": why})
        action = plans.action(db, int(row["action"]))
        plans.marquer(db, acteur, int(row["action"]), "mettre fin à un mandat", {"le": le, "motif": why})
        decisions.adopter(
            db, acteur, plans.AVIS, f"{OBJET}{mandat}", f"Fin de mandat : {action['operateur']}, {action['titre']}",
            {"mandat": mandat, "le": le, "motif": why}, {"epreuves": epreuves(db, mandat).to_dict("records")},
        )  # fmt: skip


def exiger_epreuve(db: Database, action: int, depuis: str, quand: date) -> None:
    """Raise `Refus` when an action under mandate is reviewed and its reversibility was not tested since a day."""
    running = en_cours(db, quand)
    for number in running.index[running["action"] == action]:
        tests = epreuves(db, int(str(number)))
        if not (tests["le"] >= min(depuis, quand.isoformat())).any():
            raise Refus(
                f"« {running.at[number, 'titre']} » est sous mandat : répondez d'abord à « {QUESTION} » (sous le "
                "tableau), c'est testé à chaque revue. Rien n'a été enregistré, vos saisies restent."
            )


def termes(db: Database) -> pd.DataFrame:
    """The terms of mandates that were not ended, as milestones. Columns: action, intitule, prevu_le, fait_le."""
    rows = read(db)
    rows = rows[rows["fin_le"].isna()]
    return pd.DataFrame(
        {"action": rows["action"], "intitule": "Terme du mandat", "prevu_le": rows["terme"], "fait_le": None}
    ).reset_index(drop=True)


def epreuves(db: Database, mandat: int) -> pd.DataFrame:
    """The reviews of the reversibility of a mandate, newest first. Columns: le, retour, constate, suite."""
    rows = db.query(
        "SELECT le, retour, constate, suite FROM epreuves_mandat WHERE mandat = ? ORDER BY le DESC", [mandat]
    )
    return pd.DataFrame(rows, columns=["le", "retour", "constate", "suite"])


def mots(row: Mapping[Any, Any]) -> str:
    """A mandate in a sentence."""
    aims = " ; ".join(f"{aim} (cible : {target})" for aim, target in row["objectifs"])
    acts = row["decision"] or "décision du financeur attendue"
    sentence = (
        f"Mandat en {row['forme']} jusqu'au {_jour(row['terme'])}. Objectifs : {aims}. Réversible : "
        f"{row['reversibilite']} Financeur : {row['financeur']} ({acts})."
    )
    return sentence + (f" Terminé le {_jour(row['fin_le'])} : {row['fin_motif']}" if row["fin_le"] else "")


def _jour(iso: str) -> str:
    return jour(date.fromisoformat(iso))


def _motif(mandat: Mandat, raison: str) -> str:
    aims = " ; ".join(f"{aim} (cible : {target})" for aim, target in mandat.objectifs)
    tail = f" Raison de la table : {raison}" if raison else ""
    return f"{mandat.forme.capitalize()}, jusqu'au {_jour(mandat.terme)}. {aims}. {mandat.reversibilite}{tail}"


def _origines(db: Database, row: Mapping[str, Any]) -> list[str]:
    return [str(plans.origines(db).at[ident, "intitule"]) for ident in gardes.origines(db, row)]


def _un(db: Database, mandat: int) -> dict[str, Any]:
    row = next(db.query("SELECT * FROM mandats WHERE id = ?", [mandat]), None)
    if row is None:
        raise Introuvable("Ce mandat n'existe pas. Rien n'a été enregistré.")
    return row


def _verifie(mandat: Mandat) -> Mandat:
    aims = [(nets(aim).strip(), nets(target).strip()) for aim, target in mandat.objectifs]
    aims = [pair for pair in aims if any(pair)]
    if not (OBJECTIFS[0] <= len(aims) <= OBJECTIFS[1]) or not all(aim and target for aim, target in aims):
        raise Refus("Un mandat a deux ou trois objectifs, chacun avec sa cible. Rien n'a été enregistré.")
    if mandat.forme not in FORMES:
        raise Refus("Un mandat est en support, en substitution, ou les deux. Rien n'a été enregistré.")
    if mandat.terme <= mandat.debut:
        raise Refus("Le terme d'un mandat suit son début. Rien n'a été enregistré.")
    return Mandat(
        mandat.forme, aims, mandat.debut, mandat.terme,
        _texte(mandat.reversibilite, "à quelles conditions le mandat est réversible"),
        _texte(mandat.financeur, "qui finance ce mandat"), nets(mandat.decision).strip()[:LONGUEUR],
    )  # fmt: skip


def _texte(valeur: str, quoi: str) -> str:
    trimmed = nets(valeur).strip()
    if not trimmed:
        raise Refus(f"Indiquez {quoi}. Rien n'a été enregistré.")
    if len(trimmed) > LONGUEUR:
        raise Refus(f"Ce texte dépasse {LONGUEUR} caractères : raccourcissez-le. Rien n'a été enregistré.")
    return trimmed
