"""Word files of a territory: its plan and its citizen sheet, from templates anyone may restyle."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour, nombre
from components.core.mots import NATURES, PIED, STATUTS, observe
from components.core.refus import Refus
from components.plans.actions import lectures, lectures_promesse
from components.plans.actions.lectures import Plan
from components.plans.regles import actions
from components.ui.sorties import documents
from data.base import acteurs, formules, sceaux
from data.base.acteurs import Acteur
from data.carences import constats
from data.plans import derogations
from data.releves import concordance
from data.reponses import fiche_citoyenne, lignes_services, mandats, suites
from data.structures import structures
from data.structures.catalogue import OFFRE
from data.territoire import territoire

ICI = Path(__file__).resolve().parent


def plan(db: Database, code: str, quand: date, publies: bool) -> bytes:
    """The plan of a territory as an editable Word file. `publies`: without what the table has not retained."""
    return documents.word(ICI / "plan.docx", contenu(db, code, quand, publies))


def contenu(db: Database, code: str, quand: date, publies: bool) -> dict[str, Any]:
    """What the plan of a territory says, as plain French texts and rows."""
    read = lectures.lire(db, quand, code, publies)
    promise = lectures_promesse.du_plan(db, read.actions, quand, code)
    reviews = lectures_promesse.bilan(db, read).set_index("action")
    answers = {one.constat.rang: f"en vigueur. {one.mots(publies)}" for one in suites.etats(db, quand)}
    rendered = lignes_services.lignes(db, (code,), publies)
    return {
        "nom": str(territoire.territoires(db).at[code, "nom"]),
        "departement": territoire.setting(db, "nom"),
        "jour": jour(quand),
        "alertes": concordance.alertes(db, *sceaux.ARGENT, sceaux.ORIGINE, concordance.VOTE),
        "reponse": actions.resume(read.actions, read.vues, read.lignes),
        "promesse": (
            f"Promesse de tout le plan : {lectures_promesse.mots(promise)}. {lectures_promesse.regle(read.actions)} "
            f"{lectures.MISE_EN_GARDE} {promise.sans_sens}".strip()
        ),
        "constats": [
            [c.intitule, c.contenu.get("motif", ""), answers.get(c.rang, "levé")]
            for c in constats.constats(db)
            if c.territoire == code
        ],
        "services": [one.cellules for one in rendered],
        "services_reste": lignes_services.reste(db, rendered),
        "actions": [_action(db, read, int(str(ident)), reviews, quand) for ident in read.actions.index],
        "pied": PIED,
        "methode": f"Version de la méthode (formules et paramètres) : {formules.version()}.",
    }


def _action(db: Database, read: Plan, ident: int, reviews: Any, quand: date) -> dict[str, Any]:
    row = read.actions.loc[ident]
    lines, marks = read.lignes[read.lignes["action"] == ident], read.jalons[read.jalons["action"] == ident]
    measures = read.mesures[read.mesures["action"] == ident]
    seen = reviews.loc[ident] if ident in reviews.index else None
    promise = lectures_promesse.lire(db, read.actions.loc[[ident]], quand)
    return {
        "titre": row["titre_distinct"],
        "etat": f"{STATUTS[row['statut']]}. Répond à : {row['origine_mots']}.",
        "qui": (
            f"Opérateur : {row['operateur']} ({actions.STATUTS_OPERATEUR[row['statut_operateur']]}), "
            f"{actions.MODES[row['mode']]}. Pilote : {row['pilote']}. Secteur : {actions.SECTEURS[row['secteur']]}."
            f"{' ' + row['description'] if row['description'] else ''}"
            f"{' Raison de la table : ' + row['raison'] if row['raison'] else ''}"
            f"{' ' + derogation if (derogation := derogations.mots(row)) else ''}"
            f"{''.join(' ' + mandats.mots(m) for m in _mandats(db, ident))}"
        ),
        "quand": f"Du {_jma(row['debut'])} au {_jma(row['fin'])}.",
        "promesse": f"Promesse : {lectures_promesse.mots(promise)}. {promise.sans_sens}".strip(),
        "revue": ""
        if seen is None
        else f"Revue du {_jma(seen['jour'])} : {observe(seen['observe'])}, {seen['verdict']}. {seen['mot']}",
        "argent": [
            [n["financeur"], NATURES[n["nature"]], actions.euros(int(n["prevu"])), actions.euros(int(n["engage"]))]
            for n in lines.to_dict("records")
        ],
        "jalons": [f"{m.intitule}, {_jma(m.prevu_le)}{', atteint' if m.fait_le else ''}" for m in marks.itertuples()],
        "mesures": [
            f"{m.libelle} : départ {nombre(m.depart, 1, 'inconnu')}, visé {nombre(m.cible, 1, 'non fixé')}, observé "
            f"{nombre(m.observe, 1, 'pas encore')}"
            for m in measures.itertuples()
        ],
    }


def _mandats(db: Database, ident: int) -> list[dict[Any, Any]]:
    rows = mandats.read(db)
    return rows[rows["action"] == ident].to_dict("records")


def _jma(text: str) -> str:
    return date.fromisoformat(text[:10]).strftime("%d/%m/%Y")


def _place(place: dict[Any, Any]) -> str:
    details = [place[name] for name in ("adresse", "telephone", "precisions") if place[name]]
    return " — ".join([f"{place['nom']}, {place['type']}", *details])


def ouverte(db: Database, qui: Acteur, code: str) -> bool:
    """Whether a visitor may have the citizen sheet: those who prepare, or anyone once the table examined the place."""
    return acteurs.role_de(db, qui) in acteurs.PREPARER or bool(constats.professions_examinees(db, code))


def fiche(db: Database, qui: Acteur, code: str, quand: date) -> bytes:
    """The citizen sheet as an editable Word file. Raises `Refus` before the table has examined the territory."""
    if not ouverte(db, qui, code):
        raise Refus("La table n'a pas encore examiné ce territoire : sa fiche n'est pas publiée.")
    structure_rows = structures.par_territoire(db, code)
    headings = [
        {
            "titre": f"{r.titre}{f' : {r.numero}' if r.numero else ''}",
            "texte": r.texte,
            "reserve": "" if r.verifie or r.fiabilite == "V" else " (à vérifier avant diffusion)",
        }
        for r in fiche_citoyenne.rubriques(db, code)
    ]
    places = structure_rows[structure_rows["role"] == OFFRE].to_dict("records")
    return documents.word(
        ICI / "fiche.docx",
        {
            "nom": str(territoire.territoires(db).at[code, "nom"]),
            "departement": territoire.setting(db, "nom"),
            "rubriques": headings,
            "lieux": [_place(place) for place in places],
            "jour": jour(quand),
        },
    )
