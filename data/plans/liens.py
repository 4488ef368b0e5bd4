"""Links of the chain beside an action's first origin: what else it answers, the scenario it comes from.

A scenario is retained by the table as an avis of the register, with its lines and its frozen results.
"""

import json
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs, decisions
from data.base.acteurs import Acteur
from data.base.store import writing
from data.effectifs import scenarios
from data.plans import plans

OBJET = "scenario:"
LIGNE = ("annee", "territoire", "maille", "libelle", "levier", "profession", "quantite", "genre", "commune", "etp",
         "jours_par_mois", "donneur", "route", "jusqua", "modele")  # fmt: skip


def origines_de(db: Database) -> pd.DataFrame:
    """Every action with each origin it answers, the first one included. Columns: action, origine."""
    rows = db.query("SELECT id AS action, origine FROM actions UNION SELECT action, origine FROM actions_origines")
    return pd.DataFrame(rows, columns=["action", "origine"])


def scenarios_de(db: Database) -> pd.DataFrame:
    """Scenarios that actions come from. Columns: action, scenario (missing once deleted), nom."""
    rows = db.query("SELECT action, scenario, nom FROM actions_scenarios")
    return pd.DataFrame(rows, columns=["action", "scenario", "nom"])


def relier_origine(db: Database, acteur: Acteur, ident: int, origine: int) -> None:
    """Say that an action also answers another origin. The same one twice changes nothing."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if plans.action(db, ident)["origine"] == origine:
            return
        if not db.conn.execute("SELECT 1 FROM origines WHERE id = ?", (origine,)).fetchone():
            raise Refus("Cette priorité ou ce constat n'existe pas. Rien n'a été modifié.")
        plans.marquer(db, acteur, ident, "relier une action", {"origine": origine})
        db.conn.execute("INSERT OR IGNORE INTO actions_origines (action, origine) VALUES (?, ?)", (ident, origine))


def relier_scenario(db: Database, acteur: Acteur, ident: int, scenario: int) -> None:
    """Say that an action comes from a scenario. The same one twice changes nothing."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        name = scenarios.name(db, scenario)
        plans.marquer(db, acteur, ident, "relier un scénario", {"scénario": name})
        db.conn.execute(
            "INSERT OR REPLACE INTO actions_scenarios (action, scenario, nom) VALUES (?, ?, ?)", (ident, scenario, name)
        )


def relier_ligne(db: Database, acteur: Acteur, ident: int, decision: int, ligne: int) -> None:
    """Say that an action is what a line of a retained scenario asks for: by the register's row and the line's place."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        retained = next(one for one in retenus(db) if one["rang"] == decision)
        plans.marquer(db, acteur, ident, "relier un scénario", {"scénario": retained["nom"], "décision": decision})
        there = db.conn.execute("SELECT 1 FROM scenarios WHERE id = ?", (retained["scenario"],)).fetchone()
        db["actions_scenarios"].insert(
            {"action": ident, "scenario": retained["scenario"] if there else None, "nom": retained["nom"],
             "decision": decision, "ligne": ligne}
        )  # fmt: skip


def actions_de(db: Database, decision: int) -> dict[int, int]:
    """The actions already made from a retained scenario: place of the line → action."""
    rows = db.conn.execute("SELECT ligne, action FROM actions_scenarios WHERE decision = ?", (decision,))
    return {int(line): int(action) for line, action in rows}


def retenir(db: Database, acteur: Acteur, scenario: int, motif: str) -> str:
    """Record that the table retains a scenario, as an avis with its lines and frozen results. Returns its hash."""
    if not motif.strip():
        raise Refus("Dites pourquoi la table retient ce scénario : le relevé l'imprimera. Rien n'a été enregistré.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        name = scenarios.name(db, scenario)
        content = {"scenario": scenario, "nom": name, "motif": motif.strip(), "lignes": _lines(db, scenario)}
        content["detail"] = _detail(db, scenario)
        proof = {
            "resultats": [
                {"version": r.version, "entrees": r.empreinte_entrees, "resultat": r.empreinte_resultat, "le": r.le,
                 "resume": json.loads(r.resume)}
                for r in scenarios.results(db, scenario).itertuples()
            ]
        }  # fmt: skip
        return decisions.adopter(
            db, acteur, plans.AVIS, f"{OBJET}{scenario}", f"Scénario retenu : {name}", content, proof
        )


def retenus(db: Database) -> list[dict[str, Any]]:
    """Scenarios the table retained, oldest first: rang, le, scenario, nom, motif, lignes (words), detail (`LIGNE` of
    each; absent from an entry of before)."""
    rows = db.query("SELECT rang, le, contenu FROM decisions WHERE objet LIKE ? ORDER BY rang", [f"{OBJET}%"])
    return [json.loads(row["contenu"]) | {"rang": row["rang"], "le": row["le"]} for row in rows]


def _lines(db: Database, scenario: int) -> list[str]:
    return [f"{line.annee} : {line.libelle}" for line in scenarios.lines(db, scenario).itertuples()]


def _detail(db: Database, scenario: int) -> list[dict[str, Any]]:
    """The lines as an action needs them; nothing of the person who comes or leaves."""
    rows = scenarios.lines(db, scenario)[list(LIGNE)].astype(object)
    return rows.where(rows.notna(), None).to_dict("records")


def detail(db: Database, retenu: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a retained scenario as the register holds them; of an entry of before, those of the scenario if it
    still says the same. Raises `Refus` otherwise."""
    if "detail" in retenu:
        lines: list[dict[str, Any]] = retenu["detail"]
        return lines
    if not len(scenarios.lines(db, retenu["scenario"])) or _lines(db, retenu["scenario"]) != retenu["lignes"]:
        raise Refus(
            "Ce scénario a changé depuis que la table l'a retenu : retenez-le de nouveau pour en créer les actions."
        )
    return _detail(db, retenu["scenario"])
