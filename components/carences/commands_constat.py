"""The gestures of the shared constat: what is still missing, adoption, lifting, adoption without debate."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.carences import commands_preuve, commands_signaux
from components.carences.commands_preuve import empreinte, maille_en_cause, preuve, serie_en_cause
from components.carences.commands_signaux import Tableau
from components.carences.model_territoire import (
    ABSENT,
    ATTENTE,
    CONDITIONS,
    PIED,
    TITRE,
    Reponse,
    manques,
    nuances,
    seconde_condition,
)
from components.core.francais import liste, pluriel
from data import acteurs, constats, contestations, territoire
from data.acteurs import Acteur
from data.constats import texte
from data.erreurs import Refus
from data.store import writing


@dataclass(frozen=True)
class Reserve:
    """What is not certain about the figures, until the facilitator declares it: the question and what it bears on.

    `faite` is the declaration that still holds, in words, or empty. `choix`: what may be declared.
    """

    objet: str
    question: str
    choix: tuple[str, ...]
    empreinte: str
    faite: str


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


@dataclass(frozen=True)
class Demande:
    """A body asked: which kind, its name, when, what it answered and when, in more words."""

    organisme: str
    nom: str
    demande_le: date
    reponse: str
    reponse_le: date | None
    precisions: str


def solliciter(db: Database, acteur: Acteur, code: str, profession: str, demande: Demande, jour: date) -> None:
    """Note a body asked. Raises `Refus` when the day of the answer contradicts the answer."""
    if demande.reponse_le is not None and demande.reponse in (ATTENTE, ABSENT):
        raise Refus(
            f"« {demande.reponse.capitalize()} » n'a pas de date de réponse. Choisissez la réponse reçue, ou effacez "
            "la date. Rien n'a été enregistré."
        )
    contestations.solliciter(
        db, acteur, code, profession, demande.organisme, demande.nom, demande.demande_le, demande.reponse,
        demande.reponse_le, demande.precisions, jour,
    )  # fmt: skip


def reserves(db: Database, tableau: Tableau) -> list[Reserve]:
    """Doubts on the series and on the mesh: while one stands, thresholds are « seuils de repère »."""
    said = commands_preuve.declarations(db, tableau).set_index("objet")
    made = {objet: f"{row.declaration} ({row.motif})" for objet, row in zip(said.index, said.itertuples(), strict=True)}
    found = []
    serie, mesh = tableau.serie, territoire.maille(db)
    unknown = serie is not None and ("vérifier" in serie.serie or (serie.indicateur == "apl_mg" and not serie.serie))
    if serie is not None and unknown:
        objet, footprint = serie_en_cause(db, tableau)
        asked = f"La série d'âge de « {serie.libelle}, {serie.millesime} » est inconnue."
        found.append(Reserve(objet, asked, ("tous âges", "65 ans et moins"), footprint, made.get(objet, "")))
    if mesh["de_repli"]:
        objet, footprint = maille_en_cause(db)
        asked = f"La maille « {mesh['nom']} » remplace les territoires de vie-santé, non chargés."
        found.append(Reserve(objet, asked, ("la table retient cette maille",), footprint, made.get(objet, "")))
    return found


def de_repere(db: Database, tableau: Tableau) -> bool:
    """Whether thresholds are only « seuils de repère »: something is uncertain and not declared."""
    return any(not reserve.faite for reserve in reserves(db, tableau))


def obstacles(db: Database, tableau: Tableau, profession: str, code: str) -> list[str]:
    """What is still missing before a constat can be adopted, in words."""
    said = [f"{reserve.question} À déclarer." for reserve in reserves(db, tableau) if not reserve.faite]
    if constats.en_vigueur(db, code, profession) is not None:
        said.append("Un constat est déjà en vigueur sur ce territoire et cette profession.")
    return [*said, *manques(reponses(db, code, profession))]


def reponses(db: Database, code: str, profession: str) -> list[Reponse]:
    """The bodies asked about a territory and a profession, and what each answered, oldest first."""
    asked = contestations.sollicitations(db, code, profession)
    return [Reponse(row.organisme, row.nom, row.reponse) for row in asked.itertuples()]


def adopter(db: Database, acteur: Acteur, profession: str, code: str, saisie: Saisie, vue: str, jour: date) -> str:
    """Adopt a constat with the evidence as it stands. `vue` is the footprint of the evidence the table saw.

    Raises `Refus` when something is missing, or when the figures are no longer those on the screen.
    """
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        tableau = commands_signaux.tableau(db, profession, jour)
        missing = obstacles(db, tableau, profession, code)
        if missing:
            raise Refus(f"Le constat ne peut pas encore être adopté : {' ; '.join(missing)} Rien n'a été enregistré.")
        review = _review(saisie, jour)
        answers = reponses(db, code, profession)
        _check_conditions(saisie, answers)
        evidence = _same(preuve(db, tableau, profession, code), vue)
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
    said = saisie.desaccords.strip()
    if bool(said) == saisie.sans_desaccord:
        raise Refus("Écrivez les désaccords exprimés, ou cochez qu'il n'y en a pas. Rien n'a été enregistré.")
    return said or "Aucun désaccord exprimé."


def _same(evidence: dict[str, Any], vue: str) -> dict[str, Any]:
    if empreinte(evidence) != vue:
        raise Refus(
            "Les chiffres ou les réponses ont changé depuis leur affichage : rien n'a été enregistré. "
            "Relisez la fiche, puis recommencez."
        )
    return evidence


def lever(db: Database, acteur: Acteur, constat: str, saisie: Saisie, vue: str, jour: date) -> str:
    """Lift a constat as it was adopted: a reason, the dissent, the evidence of the day, a second decision."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        target = next((c for c in constats.constats(db) if c.empreinte == constat), None)
        if target is None:
            raise Refus("Ce constat n'est pas dans le registre. Rien n'a été enregistré.")
        evidence = _current(db, target, jour)
        content = {
            "territoire": target.territoire,
            "profession": target.profession,
            "motif": texte(saisie.motif, "pourquoi la table lève le constat"),
            "desaccords": _dissent(saisie),
            "mention": PIED,
        }
        title = f"Levée : {target.intitule}"
        return constats.lever(db, acteur, constat, title, content, _same(evidence, vue))


def _current(db: Database, constat: constats.Constat, jour: date) -> dict[str, Any]:
    if constat.territoire not in territoire.territoires(db).index:
        return {"territoire": constat.territoire, "etat": "ce territoire n'est plus dans la maille en usage"}
    tableau = commands_signaux.tableau(db, constat.profession, jour)
    return preuve(db, tableau, constat.profession, constat.territoire)


def preuve_du_jour(db: Database, constat: constats.Constat, jour: date) -> tuple[dict[str, Any], str]:
    """The evidence of the day on a constat's territory, and its footprint."""
    evidence = _current(db, constat, jour)
    return evidence, empreinte(evidence)


def adopter_sans_debat(db: Database, acteur: Acteur, profession: str, codes: list[str], jour: date) -> str:
    """Adopt, as one notice, that territories without signal are not discussed. Refuses one that signals, or that a
    figure disputed and not settled puts in doubt."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        tableau = commands_signaux.tableau(db, profession, jour)
        loud = [c for c in codes if tableau.bilans[c].proposition != "pas_de_signal"]
        if loud:
            names = liste([str(tableau.territoires.at[c, "nom"]) for c in loud])
            raise Refus(f"À discuter, car au moins une famille signale ou rien n'est connu : {names}.")
        disputed = commands_preuve.contestees(db, profession)
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
        evidence = {code: preuve(db, tableau, profession, code) for code in codes}
        title = f"Sans débat : {pluriel(len(codes), 'territoire')} sans signal, {tableau.profession.libelle}"
        return constats.adopter_en_bloc(db, acteur, codes, title, content, evidence)
