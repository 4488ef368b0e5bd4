"""What the plan screens write: an action from its origin, its changes, its review at a séance."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Refus
from components.plans.actions import lectures
from components.plans.actions.lectures import Plan, _acquired, _delays
from components.plans.actions.lectures_promesse import figee
from components.plans.jours import lectures as jours_lectures
from components.plans.professions import lectures as professions
from components.plans.regles import actions
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import actions_types, derogations, plans, revues
from data.reponses import mandats, services_rendus
from data.seances import seances
from data.territoire import territoire


def inscrire(
    db: Database,
    acteur: Acteur,
    code: str,
    origine: int,
    champs: Mapping[str, Any],
    modele: str = "",
    service: str = "",
) -> int:
    """Add an action with the default milestones of its model, and its two indicators named. Returns its id. `service`:
    the one of the catalogue that it is to render on its territory, if any."""
    start, end = date.fromisoformat(champs["debut"]), date.fromisoformat(champs["fin"])
    if end < start:
        raise EntreeInvalide("La fin d'une action ne précède pas son début. Rien n'a été ajouté.")
    for name in ("titre", "operateur", "pilote"):
        if not champs[name].strip():
            raise EntreeInvalide(f"Renseignez : {plans.NOMS_CHAMPS[name].lower()}. Rien n'a été ajouté.")
    kind = actions_types.catalogue().get(modele)
    _exiger_effet(db, champs, "ajouté")
    with writing(db):
        ident = plans.creer(db, acteur, code, origine, {"statut": "proposee", "deblocage": "", **champs}, modele)
        usual = [] if modele == derogations.MODELE else actions.jalons_par_defaut(start, _delays(db, kind, start))
        for name, day in usual:
            plans.ajouter_jalon(db, acteur, ident, name, min(day, end).isoformat())
        if kind is not None:
            for genre, label in (("moyens", kind.indicateur_moyens), ("impact", kind.indicateur_impact)):
                plans.mesurer(db, acteur, ident, genre, 0, {"libelle": label})
        if service:
            services_rendus.relier(db, acteur, ident, service)
    return ident


def _exiger_effet(db: Database, champs: Mapping[str, Any], verbe: str) -> None:
    """Refuse an effect that is no possible move: a place, an amount, two different ends that the file has."""
    if not champs["effet_genre"]:
        return
    if champs["effet_commune"] is None or champs["effet_quantite"] is None:
        raise EntreeInvalide(f"Un effet attendu a un lieu et une quantité. Rien n'a été {verbe}.")
    whole = actions.SANS_BOUT | dict(champs)
    if whole["effet_profession"] not in professions.NOMS:
        raise EntreeInvalide(f"Cette profession n'est pas de celles dont l'accès est publié. Rien n'a été {verbe}.")
    if whole["effet_profession"] != professions.MG and whole["effet_genre"] == actions.AVANCEE:
        raise EntreeInvalide(f"Une consultation avancée est celle de médecins généralistes. Rien n'a été {verbe}.")
    try:
        move = lectures.mouvement(whole)
    except EntreeInvalide as problem:
        raise EntreeInvalide(f"{problem} Rien n'a été {verbe}.") from problem
    if move.lieu_donneur and move.lieu_donneur not in territoire.communes(db).index:
        raise EntreeInvalide(f"Le lieu qui prête n'est pas une commune de ce fichier. Rien n'a été {verbe}.")


def modifier(db: Database, acteur: Acteur, ident: int, version: int, champs: Mapping[str, Any]) -> int:
    """Change an action read at `version`, statuses by their allowed moves. Raises `plans.Depasse` when outrun."""
    with writing(db):
        now = plans.action(db, ident)
        whole = now | dict(champs)
        if now["version"] == version:
            actions.verifier_statut(now["statut"], whole["statut"], whole["deblocage"], _acquired(db, ident))
        if whole["fin"] < whole["debut"]:
            raise EntreeInvalide("La fin d'une action ne précède pas son début. Rien n'a été modifié.")
        if any(name.startswith("effet_") for name in champs):
            _exiger_effet(db, whole, "modifié")
        for name in ("titre", "operateur", "pilote"):
            if not whole[name].strip():
                raise EntreeInvalide(f"Renseignez : {plans.NOMS_CHAMPS[name].lower()}. Rien n'a été modifié.")
        unblocked = {} if whole["statut"] == "bloquee" else {"deblocage": ""}
        return plans.modifier(db, acteur, ident, version, dict(champs) | unblocked)


def origine(db: Database, acteur: Acteur, cle: str, code: str) -> int:
    """The id of a chosen origin, opened from the register when it is a constat not used yet."""
    kind, _, number = cle.partition(":")
    if kind == "origine":
        return int(number)
    if kind == "priorite":
        rank, option = next((r, o) for r, place, o in plans.voted(db) if f"{r}:{place}" == number)
        return plans.ajouter_origine(db, acteur, "priorite", rank, f"Priorité votée : {option}", service=option)
    row = next((row for row in plans.constats(db, code) if row["rang"] == int(number)), None)
    if row is None:
        raise Refus("Ce constat n'est plus en vigueur. Rien n'a été ajouté.")
    return plans.ajouter_origine(db, acteur, "constat", int(number), row["intitule"], territoire=code)


def revoir(
    db: Database, acteur: Acteur, plan: Plan, seance: int, ident: int, vu: Mapping[str, Any], mot: str, jour: date
) -> None:
    """Record the review of an action at a séance; what is seen of its impact is its new observed measure, and the
    ledger of the days it lends is frozen as it stands. Refused when the action is under mandate and its reversibility
    was not tested at this review."""
    with writing(db):
        mandats.exiger_epreuve(db, ident, str(seances.seance(db, seance)["jour"]), jour)
        held = jours_lectures.bilan(db, ident, jour)
        told = dict(vu) | ({"jours": held} if held else {})
        revues.enregistrer(db, acteur, seance, ident, figee(db, plan, ident, jour), told, mot)
        now = plans.measure(db, ident, "impact")
        if vu.get("impact") is not None and now["version"]:
            baseline = {name: now[name] for name in ("libelle", "unite", "depart", "cible")}
            seen = {"observe": float(vu["impact"]), "observe_le": jour.isoformat()}
            plans.mesurer(db, acteur, ident, "impact", now["version"], baseline | seen)
