"""A plan out as XLSX and back in: the whole file is accepted, or nothing is, with the reason of each refused row.

What comes back is compared, cell by cell, with what was exported: a spreadsheet may cut or rewrite a text, and what
nobody touched is never changed.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.refus import Refus
from components.core.textes import inerte, sans_controle
from components.plans.actions import gestes, lectures
from components.plans.actions.lectures import Plan
from components.plans.regles import actions, tableur
from components.plans.regles.tableur import (
    CITE,
    COLONNES,
    NUMERO,
    ORIGINE,
    TERRITOIRE,
    TEXTES,
    VERSION,
    Exportee,
    LigneDuPlan,
)
from components.ui.sorties import exports
from data.base.acteurs import Acteur
from data.base.store import writing
from data.imports.grammaire import fusions, remplis
from data.imports.grammaire.base import Fichier, FichierRefuse
from data.plans import plans
from data.plans import versions as plans_versions
from data.territoire import territoire

FEUILLE = "Données"
NOUVELLE = {"statut": "proposee", "deblocage": ""}  # how an action starts, whatever its row says
MONTREES = 8  # refused rows named on screen


class ColonneDuPlan(Refus):
    """A cell that cannot be written; the message begins with its column."""


def tableau(plan: Plan) -> pd.DataFrame:
    """A plan as a table that `importer` reads back."""
    rows = [
        tableur.en_ligne(int(str(ident)), row, row["territoire_mots"], row["origine_mots"])
        for ident, row in zip(plan.actions.index, plan.actions.to_dict("records"), strict=True)
    ]
    return pd.DataFrame(rows, columns=list(COLONNES))


def importer(db: Database, acteur: Acteur, nom: str, contenu: bytes) -> str:
    """Write a plan back, all or nothing, and say what changed. Raises `Refus` with line, column and reason."""
    ranks, rows, left = _read(nom, contenu)
    with writing(db):
        places = lectures.territoires_mots(db)
        lines, problems = tableur.lire(rows, _exported(db, places), ranks)
        done = {"changée": 0, "ajoutée": 0, "inchangée": 0}
        for line in lines if not problems else ():
            try:
                done[_write(db, acteur, line, places)] += 1
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
            raise Refus(f"Fichier refusé, rien n'a été modifié. {liste(problems, MONTREES)}")
    other = [line for line in lines if line.ident is None and NOUVELLE.items() - line.champs.items()]
    more = " Une action ajoutée commence « Proposée », quel que soit le statut écrit." if other else ""
    more += f" Colonnes non lues : {liste([f'« {title} »' for title in left])}." if left else ""
    return f"Plan relu : {liste([f'{pluriel(count, what)}' for what, count in done.items()])}.{more}"


def _read(nom: str, contenu: bytes) -> tuple[list[int], list[dict[str, str]], list[str]]:
    """The rows under the headings of the sheet of an export, their lines in the file, the headings that nothing
    reads."""
    try:
        sheet = remplis.feuilles(Fichier(nom, contenu), FEUILLE).get(FEUILLE)
    except FichierRefuse as refusal:
        raise Refus(f"« {nom} » ne se lit pas comme un plan exporté. {refusal}") from refusal
    if sheet is None:
        raise Refus(f"« {nom} » n'a pas de feuille « {FEUILLE} » : ce n'est pas un plan exporté. Rien n'a été modifié.")
    start = next((k for k, row in enumerate(sheet) if NUMERO in _texts(row.cellules)), 0)
    titles = _texts(sheet[start].cellules) if sheet else []
    twice = [f"« {title} »" for title in COLONNES if titles.count(title) > 1]
    if twice:
        raise Refus(f"Fichier refusé, rien n'a été modifié. Colonnes en double : {liste(twice)}.")
    fusions.refuser(Fichier(nom, contenu), FEUILLE, sheet[start].numero if sheet else 1)
    body = sheet[start + 1 :]
    rows = [{title: sans_controle(row[k] or "") for k, title in enumerate(titles)} for row in body]
    stray = [
        f"Ligne {row.numero}, colonne sans titre : « {texte[:CITE]} »."
        for row in body
        for k, cell in enumerate(row.cellules)
        if (texte := str(cell or "").strip()) and not (k < len(titles) and titles[k])
    ]
    if stray:
        raise Refus(f"Fichier refusé, rien n'a été modifié. {liste(stray, MONTREES)}")
    return [row.numero for row in body], rows, [title for title in titles if title and title not in COLONNES]


def _texts(cells: tuple[Any, ...]) -> list[str]:
    return [str(cell).strip() for cell in cells]


def _exported(db: Database, places: dict[str, str]) -> Callable[[int, int], Exportee | None]:
    idents, origins = set(plans.titles(db).index), lectures.origines_mots(db)

    @cache
    def exported(ident: int, version: int) -> Exportee | None:
        row = plans_versions.a_la_version(db, ident, version) if ident in idents else None
        if row is None:
            return None
        place = places.get(row["territoire"], row["territoire"])
        words = tableur.en_ligne(ident, row, place, origins.get(row["origine"], ""))
        held = {title: exports.cellule(inerte(value)) for title, value in words.items()}
        cut = {title for title in TEXTES.values() if str(held[title]).endswith(exports.COUPE)}
        texts = {title: sans_controle(remplis.texte_de(value)) for title, value in held.items()}
        return Exportee(texts, row, frozenset(cut))

    return exported


def _write(db: Database, acteur: Acteur, line: LigneDuPlan, places: dict[str, str]) -> str:
    if line.ident is None:
        code = _code(line.territoire, places, territoire.territoires(db)["nom"])
        origin = _origin(db, acteur, line.origine, code)
        gestes.inscrire(db, acteur, code, origin, line.champs | actions.SANS_EFFET | NOUVELLE)
        return "ajoutée"
    if line.ident not in plans.titles(db).index:
        raise ColonneDuPlan(f"colonne « {NUMERO} » : l'action {line.ident} n'existe plus.")
    now = plans.action(db, line.ident)
    _stays(db, line, now, places)
    before = line.partie.champs or now
    changes = {name: value for name, value in line.champs.items() if value != before[name]}
    if not changes:
        return "inchangée"
    if changes.get("deblocage") and line.champs["statut"] != "bloquee":
        raise ColonneDuPlan(f"colonne « {TEXTES['deblocage']} » : se remplit pour une action bloquée.")
    gestes.modifier(db, acteur, line.ident, line.version, changes)
    return "changée"


def _stays(db: Database, line: LigneDuPlan, now: dict[str, Any], places: dict[str, str]) -> None:
    """Refuse a row that would move an action, or give it another origin."""
    names = territoire.territoires(db)["nom"]
    code = now["territoire"]
    same_place = TERRITOIRE in line.intactes or line.territoire == names.get(code, code)
    if not same_place and _code(line.territoire, places, names) != code:
        raise ColonneDuPlan("colonne « Territoire » : une action ne change pas de territoire, inscrivez-la à nouveau.")
    plain = str(plans.origines(db)["intitule"].get(now["origine"], "")).strip()
    if ORIGINE not in line.intactes and line.origine != plain:
        raise ColonneDuPlan(f"colonne « {ORIGINE} » : une action n'en change pas, inscrivez-la à nouveau.")


def _code(words: str, places: dict[str, str], names: "pd.Series[str]") -> str:
    """The territory that a cell names."""
    codes = [code for code, label in places.items() if label.strip() == words]
    alike = [str(code) for code, name in names.items() if str(name).strip() == words]
    if len(codes) != 1 and len(alike) > 1:
        choices = liste([f"« {places[code]} »" for code in alike])
        raise ColonneDuPlan(f"colonne « {TERRITOIRE} » : plusieurs territoires ont ce nom, écrivez {choices}.")
    if len(codes) != 1:
        raise ColonneDuPlan(f"colonne « {TERRITOIRE} » : « {words} » n'est pas dans la maille en vigueur.")
    return codes[0]


def _origin(db: Database, acteur: Acteur, words: str, code: str) -> int:
    keys: dict[str, Any] = {label: key for key, label in lectures.origines_possibles(db, code).items()}
    if words not in keys:
        raise ColonneDuPlan(f"colonne « Répond à » : « {words} » n'est ni une priorité ni un constat de la table ici.")
    return gestes.origine(db, acteur, keys[words], code)
