"""Sharing an envelope, from the store to the readings: what is asked, what each reading proposes, what would tip it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd
from sqlite_utils import Database

from components.core.francais import pluriel, pourcent
from components.core.refus import EntreeInvalide
from components.plans.actions import lectures as lectures_actions
from components.plans.partage import lectures_comblement, lectures_votes
from components.plans.partage.lecture import MOTS, Lecture, composer, comptees, ids
from components.plans.partage.lectures_comblement import APPORTS
from components.plans.partage.lectures_demandes import Besoin, besoin, demandes
from components.plans.partage.lectures_perequation import parts_visees
from components.plans.regles import actions
from components.plans.regles.enveloppe import NIVEAUX, Choix, Demande, Regles
from components.plans.regles.perequation import (
    hors_d_atteinte,
    lecture_perequation,
    meilleure_perequation,
    objectifs,
    recu,
)
from data.base.parameters import EnVigueur, sourcee
from data.base.souvenir import partagee
from data.plans import financements
from data.territoire import indicateurs, territoire

PEREQUATION, VOTES = "Péréquation", "Équité des votes"
CE_QU_APPORTENT = (
    f"{APPORTS} : actes par an que les actions retenues ajoutent, où qu'ils aillent, moins ceux que prennent "
    "les jours prêtés ; remplace « Écart comblé » là où "
    "une variation d'accès par habitant n'a pas de sens. La péréquation part des accès publiés, le vote des "
    "bulletins : ils n'en dépendent pas."
)


@dataclass(frozen=True, eq=False)
class Partage:
    """An envelope, its requests (with the names of `actions.lectures.nommees`), its readings, and what must be said.
    `sans_sens`: why no change of access is announced for some requests, and which file would unlock it."""

    nom: str
    montant: int
    demandes: pd.DataFrame
    lectures: tuple[Lecture, ...]
    phrase: str
    sources: tuple[str, ...]
    precautions: tuple[str, ...]
    sans_sens: str = ""


@partagee
def lire(db: Database, enveloppe: int, jour: date) -> Partage:
    """Read an envelope and compute its readings (none without requests or without a published APL)."""
    row = financements.envelopes(db).loc[enveloppe]
    asked = lectures_actions.nommees(db, financements.requests(db, enveloppe).set_index("action", drop=False))
    asked = asked.reset_index(drop=True)
    amount, total = int(row["montant"]), int(asked["montant"].sum())
    words = _answer(str(row["nom"]), amount, total, len(asked))
    if asked.empty or lectures_actions.apl(db) is None:
        return Partage(str(row["nom"]), amount, asked, (), words, (), ())
    need = besoin(db, jour)
    read, rules = demandes(db, asked, need, jour), regles(financements.rules(db, enveloppe), amount, asked)
    readings = lectures_comblement.lectures(read, rules, need)
    shares = _perequation(db, read.demandes, rules, need, jour)
    readings += [reading for reading in (shares, _votes(db, read.demandes, rules)) if reading is not None]
    cautions = _precautions(db, bool(read.sans_sens))
    return Partage(str(row["nom"]), amount, asked, tuple(readings), words, _sources(need), cautions, read.phrase)


def _answer(nom: str, amount: int, total: int, count: int) -> str:
    if not count:
        return f"« {nom} » : {actions.euros(amount)}, aucune demande pour l'instant."
    if total <= amount:
        asked = f"les {pluriel(count, 'demande')}" if count > 1 else "la seule demande"
        return f"« {nom} » : {actions.euros(amount)} couvrent {asked} ({actions.euros(total)})."
    return (
        f"« {nom} » : {pluriel(count, 'demande')} pour {actions.euros(total)}, {actions.euros(amount)} à partager ; "
        f"il manque {actions.euros(total - amount)}."
    )


def regles(rules: pd.DataFrame, amount: int, asked: pd.DataFrame) -> Regles:
    """The rules of an envelope as what constrains a choice among its requests."""
    matched, marks = financements.concerned(rules, asked), rules[rules["genre"] == "flechage"]
    earmarks = tuple((matched[int(row["id"])], int(row["montant"])) for row in marks.to_dict("records"))
    return Regles(amount, financements.eligible(rules, asked), earmarks)


def _perequation(db: Database, requests: list[Demande], rules: Regles, need: Besoin, jour: date) -> Lecture | None:
    weight = EnVigueur.read(db, jour)["poids_besoin"].bornes
    try:
        aims = {
            level: parts_visees(db, need.habitants, need.manque, need.territoires, value)
            for level, value in zip(NIVEAUX, weight, strict=True)
        }
    except EntreeInvalide:
        return None
    central = lecture_perequation(requests, rules, aims["central"])
    others = {level: ids(meilleure_perequation(requests, rules, aims[level])) for level in MOTS}
    funded = [request for request in requests if request.action in central.retenues]
    parts = _parts(db, funded, rules.montant, aims["central"])
    words = _missing(central, hors_d_atteinte(requests, rules, objectifs(rules.montant, aims["central"])))
    return composer(PEREQUATION, central, others, words, requests, "du poids donné au désavantage social", parts)


def _parts(db: Database, funded: Sequence[Demande], amount: int, aims: Mapping[str, Fraction]) -> pd.DataFrame:
    """Of each territory that has a share or receives money: what was aimed at, what it receives, what is missing."""
    names, shares = territoire.territoires(db)["nom"], objectifs(amount, aims)
    served = [place for place in names.index if recu(funded, place) or aims.get(place)]
    return pd.DataFrame(
        {
            "Territoire": [names[place] for place in served],
            "Part visée": [pourcent(float(aims.get(place, 0)), 1) for place in served],
            "Part obtenue": [pourcent(recu(funded, place) / amount, 1) for place in served],
            "Argent": [actions.euros(recu(funded, place)) for place in served],
            "Manque à la part": [actions.euros(max(0, shares.get(place, 0) - recu(funded, place))) for place in served],
        }
    )


def _missing(central: Choix, hors: int) -> str:
    """What is missing to the shares, what nobody asked for of it, and why money stays."""
    words = f"{comptees(central)} : il manque {actions.euros(int(central.valeur))} aux parts visées"
    words += f", dont {actions.euros(hors)} qu'aucune demande recevable ne peut combler" if hors else ""
    if not central.reste:
        return f"{words}."
    waiting = len(central.retenues) < len(central.raisons)
    why = "aucune demande écartée n'y tient dans les règles" if waiting else "toutes les demandes sont retenues"
    return f"{words}. L'argent restant est sans emploi : {why}."


def _votes(db: Database, requests: list[Demande], rules: Regles) -> Lecture | None:
    """Equal shares, only where costed actions were voted on."""
    vote = lectures_votes.dernier(db, requests)
    if vote is None:
        return None
    central, others = lectures_votes.choix(vote, requests, rules)
    words = lectures_votes.phrase(vote, central)
    return composer(VOTES, central, others, words, requests, "de comptage", names=lectures_votes.VARIANTES)


def _sources(need: Besoin) -> tuple[str, ...]:
    return (
        lectures_actions.MISE_EN_GARDE,
        f"Repère : {sourcee(need.seuil.reference, need.seuil.fiabilite)}",
        "Montants saisis par la table, en euros",
    )


def _precautions(db: Database, muettes: bool) -> tuple[str, ...]:
    fdep = any(serie.indicateur == "fdep" for serie in indicateurs.series(db, "commune"))
    social = (
        "croissant avec l'indice de désavantage social" if fdep else "égal partout, aucun indice social n'étant chargé"
    )
    return (
        lectures_actions.MISE_EN_GARDE,
        "Écart comblé : habitants × consultations manquantes sous le repère, comblées par l'ensemble retenu ; deux "
        "actions qui servent les mêmes communes ne comptent qu'une fois. Optimum exact. Une action sans effet chiffré "
        "ne peut y être retenue : cela ne dit rien de son utilité.",
        *((CE_QU_APPORTENT,) if muettes else ()),
        f"Péréquation : part visée = population × écart moyen au repère × besoin, {social}. Convention : aucune clé "
        "officielle n'existe. L'ensemble proposé est celui qui laisse le moins d'argent manquer à ces parts, au "
        "centime, puis celui qui emploie le plus ; dépasser sa part n'est pas compté contre un territoire.",
        "Équité des votes : seulement si des actions chiffrées ont été votées ; ce que le vote retient, "
        "puis les plus soutenues, aux montants demandés, dans les règles de l'enveloppe ; rien sur ce qui "
        "n'était pas au vote.",
        "Les crédits fléchés qu'un groupe n'emploie pas ne vont pas aux autres.",
    )


def preuve(shared: Partage) -> dict[str, object]:
    """The evidence frozen with the table's choice: requests and what each reading proposed, with its reasons."""
    return {
        "demandes": [
            {
                "action": int(r["action"]),
                "titre": r["titre"],
                "montant": int(r["montant"]),
                "territoire": r["territoire"],
            }
            for r in shared.demandes.to_dict("records")
        ],
        "lectures": [
            {
                "nom": reading.nom,
                "retenues": list(reading.choix.retenues),
                "raisons": {str(action): why for action, why in reading.choix.raisons.items()},
                "change": reading.change,
            }
            for reading in shared.lectures
        ],
        **({"sans_sens": shared.sans_sens} if shared.sans_sens else {}),
    }
