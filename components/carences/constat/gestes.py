"""The gestures of the shared constat: bodies asked, adoption, lifting, adoption without debate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.carences.constat.dossier import empreinte, obstacles
from components.carences.constat.lectures import preuve_du_jour, rassembler
from components.carences.constat.preuve import preuve
from components.carences.regles.territoire import (
    ABSENT,
    ATTENTE,
    CONDITIONS,
    PIED,
    TITRE,
    Reponse,
    nuances,
    seconde_condition,
)
from components.core.francais import liste, pluriel
from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.carences import constats, contestations
from data.carences.constats import texte
from data.carences.contestations import Sollicitation


@dataclass(frozen=True)
class Saisie:
    """What the table says when it adopts or lifts a constat."""

    motif: str
    desaccords: str
    sans_desaccord: bool
    insuffisance: bool = False
    dynamiques_absentes: bool = False
    malgre: str = ""
    revue_le: date | None = None


def solliciter(db: Database, acteur: Acteur, code: str, profession: str, demande: Sollicitation, jour: date) -> None:
    """Note a body asked. Raises `Refus` when the day of the answer contradicts the answer."""
    if demande.reponse_le is not None and demande.reponse in (ATTENTE, ABSENT):
        raise Refus(
            f"« {demande.reponse.capitalize()} » n'a pas de date de réponse. Choisissez la réponse reçue, ou effacez "
            "la date. Rien n'a été enregistré."
        )
    contestations.solliciter(db, acteur, code, profession, demande, jour)


def adopter(db: Database, acteur: Acteur, profession: str, code: str, saisie: Saisie, vue: str, jour: date) -> str:
    """Adopt a constat with the evidence as it stands. `vue` is the footprint of the evidence the table saw.

    Raises `Refus` when something is missing, or when the figures are no longer those on the screen.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        dossier = rassembler(db, profession, jour)
        missing = obstacles(dossier, code)
        if missing:
            raise Refus(f"Le constat ne peut pas encore être adopté : {' ; '.join(missing)} Rien n'a été enregistré.")
        review = _review(saisie, jour)
        answers, tableau = dossier.reponses(code), dossier.tableau
        _check_conditions(saisie, answers)
        evidence = preuve(dossier, code)
        _check_same(empreinte(evidence), vue)
        name = tableau.territoires.at[code, "nom"]
        content = {
            "territoire": code,
            "nom": name,
            "profession": profession,
            "profession_libelle": tableau.profession.libelle,
            "maille": evidence["territoire"]["maille"],
            "motif": texte(saisie.motif, "ce que la table constate"),
            "conditions": [CONDITIONS[0], seconde_condition(answers)],
            "malgre": saisie.malgre.strip(),
            "sollicitations": evidence["sollicitations"],
            "revue_le": review.isoformat(),
            "desaccords": _dissent(saisie),
            "mention": PIED,
        }
        title = f"{TITRE} — {name}, {tableau.profession.libelle}"
        return constats.adopter(db, acteur, title, content, evidence)


def _review(saisie: Saisie, jour: date) -> date:
    if saisie.revue_le is None or saisie.revue_le <= jour:
        raise Refus("Donnez une date de revue à venir : un constat ne s'oublie pas. Rien n'a été enregistré.")
    return saisie.revue_le


def _check_conditions(saisie: Saisie, answers: list[Reponse]) -> None:
    if not (saisie.insuffisance and saisie.dynamiques_absentes):
        raise Refus("Le constat demande les deux conditions du HCAAM : cochez-les toutes deux, ou renoncez.")
    doubts = nuances(answers)
    if doubts and not saisie.malgre.strip():
        raise Refus(
            f"{'. '.join(doubts)}. Dites pourquoi la table retient quand même la seconde condition. Rien n'a été "
            "enregistré."
        )


def _dissent(saisie: Saisie) -> str:
    dissent = saisie.desaccords.strip()
    if bool(dissent) == saisie.sans_desaccord:
        raise Refus("Écrivez les désaccords exprimés, ou cochez qu'il n'y en a pas. Rien n'a été enregistré.")
    return dissent or "Aucun désaccord exprimé."


def _check_same(footprint: str, vue: str) -> None:
    if footprint != vue:
        raise Refus(
            "Les chiffres ou les réponses ont changé depuis leur affichage : rien n'a été enregistré. "
            "Relisez la fiche, puis recommencez."
        )


def lever(db: Database, acteur: Acteur, constat: str, saisie: Saisie, vue: str, jour: date) -> str:
    """Lift a constat as it was adopted: a reason, the dissent, the evidence of the day, a second decision."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        target = next((c for c in constats.constats(db) if c.empreinte == constat), None)
        if target is None:
            raise Refus("Ce constat n'est pas dans le registre. Rien n'a été enregistré.")
        evidence, footprint = preuve_du_jour(db, target, jour)
        content = {
            "territoire": target.territoire,
            "profession": target.profession,
            "motif": texte(saisie.motif, "pourquoi la table lève le constat"),
            "desaccords": _dissent(saisie),
            "mention": PIED,
        }
        title = f"Levée : {target.intitule}"
        _check_same(footprint, vue)
        return constats.lever(db, acteur, constat, title, content, evidence)


def adopter_sans_debat(db: Database, acteur: Acteur, profession: str, codes: list[str], jour: date) -> str:
    """Adopt, as one notice, that territories without signal are not discussed. Refuses one that signals, or that a
    figure disputed and not settled puts in doubt."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        dossier = rassembler(db, profession, jour)
        tableau, disputed = dossier.tableau, dossier.contestees
        loud = [c for c in codes if not tableau.bilans[c].calme]
        if loud:
            names = liste([str(tableau.territoires.at[c, "nom"]) for c in loud])
            raise Refus(f"À discuter, car au moins une famille signale ou rien n'est connu : {names}.")
        waiting = set(disputed.loc[disputed["suite"].isna(), "territoire"]) & set(codes)
        if waiting:
            names = liste([str(tableau.territoires.at[c, "nom"]) for c in sorted(waiting)])
            raise Refus(f"Un chiffre y est contesté, la table en discute d'abord : {names}. Rien n'a été adopté.")
        places = {code: str(tableau.territoires.at[code, "nom"]) for code in codes}
        content: Mapping[str, Any] = {
            "territoires": places,
            "profession": profession,
            "texte": "La table prend acte, sans débat, qu'aucune famille disponible ne signale sur ces territoires.",
            "mention": PIED,
        }
        evidence = {code: preuve(dossier, code) for code in codes}
        title = f"Sans débat : {pluriel(len(codes), 'territoire')} sans signal, {tableau.profession.libelle}"
        return constats.adopter_en_bloc(db, acteur, codes, title, content, evidence)
