"""A plan out as XLSX and back in: the whole file is accepted, or nothing is, with the reason of each refused row."""

from io import BytesIO
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.refus import Refus
from components.plans.actions import gestes, lectures
from components.plans.actions.lectures import Plan
from components.plans.regles import actions, tableur
from components.plans.regles.tableur import COLONNES, NUMERO, VERSION, LigneDuPlan
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import plans
from data.territoire import territoire

FEUILLE = "Données"
SANS_EFFET = {"effet_genre": "", "effet_commune": None, "effet_quantite": None}
MONTREES = 8  # refused rows named on screen


class ColonneDuPlan(Refus):
    """A cell that cannot be written; the message begins with its column."""


def tableau(plan: Plan) -> pd.DataFrame:
    """A plan as a table that `importer` reads back."""
    rows = [
        tableur.en_ligne(int(str(ident)), row, row["nom_territoire"], row["origine_mots"])
        for ident, row in zip(plan.actions.index, plan.actions.to_dict("records"), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLONNES))


def importer(db: Database, acteur: Acteur, nom: str, contenu: bytes) -> str:
    """Write a plan back, all or nothing, and say what changed. Raises `Refus` with line, column and reason."""
    lines, problems = tableur.lire(_read(nom, contenu))
    if problems:
        raise _refused(problems)
    names = {str(name): str(code) for code, name in territoire.territoires(db)["nom"].items()}
    done = {"changée": 0, "ajoutée": 0, "inchangée": 0}
    with writing(db):
        for line in lines:
            try:
                done[_write(db, acteur, line, names)] += 1
            except plans.Depasse as late:
                words = f"{late.auteur} a modifié cette action depuis l'export."
                problems.append(f"Ligne {line.rang}, colonne « {VERSION} » : {words}")
            except actions.StatutRefuse as refusal:
                problems.append(f"Ligne {line.rang}, colonne « {plans.NOMS_CHAMPS[refusal.champ]} » : {refusal}")
            except ColonneDuPlan as refusal:
                problems.append(f"Ligne {line.rang}, {refusal}")
            except Refus as refusal:
                problems.append(f"Ligne {line.rang} : {refusal}")
        if problems:
            raise _refused(problems)
    return f"Plan relu : {liste([f'{pluriel(count, what)}' for what, count in done.items()])}."


def _refused(problems: list[str]) -> Refus:
    return Refus(f"Fichier refusé, rien n'a été modifié. {liste(problems, MONTREES)}")


def _read(nom: str, contenu: bytes) -> list[dict[str, str]]:
    try:
        table = pd.read_excel(BytesIO(contenu), sheet_name=FEUILLE, dtype=str)
    except Exception as problem:
        raise Refus(
            f"« {nom} » ne se lit pas comme un plan exporté (XLSX, feuille « {FEUILLE} »). Rien n'a été modifié."
        ) from problem
    return [{str(k): "" if pd.isna(v) else str(v) for k, v in row.items()} for row in table.to_dict("records")]


def _write(db: Database, acteur: Acteur, line: LigneDuPlan, names: dict[str, str]) -> str:
    if line.territoire not in names:
        raise ColonneDuPlan(f"colonne « Territoire » : « {line.territoire} » n'est pas dans la maille en vigueur.")
    code = names[line.territoire]
    if line.ident is None:
        origin = _origin(db, acteur, line.origine, code)
        gestes.inscrire(db, acteur, code, origin, line.champs | SANS_EFFET | {"statut": "proposee", "deblocage": ""})
        return "ajoutée"
    if line.ident not in plans.titles(db).index:
        raise ColonneDuPlan(f"colonne « {NUMERO} » : l'action {line.ident} n'existe plus.")
    now = plans.action(db, line.ident)
    if now["territoire"] != code:
        raise ColonneDuPlan("colonne « Territoire » : une action ne change pas de territoire, inscrivez-la à nouveau.")
    changes = {name: value for name, value in line.champs.items() if value != now[name]}
    if not changes:
        return "inchangée"
    gestes.modifier(db, acteur, line.ident, line.version, changes)
    return "changée"


def _origin(db: Database, acteur: Acteur, words: str, code: str) -> int:
    known: dict[str, Any] = {said: key for key, said in lectures.origines_possibles(db, code).items()}
    if words not in known:
        raise ColonneDuPlan(f"colonne « Répond à » : « {words} » n'est ni une priorité ni un constat de la table ici.")
    return gestes.origine(db, acteur, known[words], code)
