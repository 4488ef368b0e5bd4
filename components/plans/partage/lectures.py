"""Sharing an envelope, from the store to the readings: what is asked, what each reading proposes, what would tip it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces.travel import Floats
from components.core.communes import interieures
from components.core.francais import liste, nombre, pluriel, pourcent
from components.core.refus import EntreeInvalide
from components.plans.actions import lectures as lectures_actions
from components.plans.partage import lectures_votes
from components.plans.partage.lectures_perequation import parts_visees
from components.plans.regles import actions
from components.plans.regles.enveloppe import NIVEAUX, Choix, Demande, Regles
from components.plans.regles.partage import (
    lecture_comblement,
    lecture_perequation,
    meilleur_comblement,
    meilleure_perequation,
)
from data.base.parameters import EnVigueur, ValeurDatee
from data.base.souvenir import partagee
from data.plans import financements
from data.territoire import indicateurs, territoire

COMBLEMENT, PEREQUATION, VOTES = "Écart comblé", "Péréquation", "Équité des votes"
MOTS = {"bas": "hypothèse basse", "haut": "hypothèse haute"}


@dataclass(frozen=True)
class Lecture:
    """A reading: its central choice with reasons, what the low and high hypotheses retain, its words.

    `change`: what changes with the hypothesis, empty when nothing does (`stable` then says so).
    `parts`: target and actual share per territory, for the péréquation.
    """

    nom: str
    choix: Choix
    autres: Mapping[str, tuple[int, ...]]
    phrase: str
    change: str
    stable: str
    parts: pd.DataFrame | None = None


@dataclass(frozen=True, eq=False)
class Partage:
    """An envelope, its requests (with the names of `actions.lectures.nommees`), its readings, and what must be said."""

    nom: str
    montant: int
    demandes: pd.DataFrame
    lectures: tuple[Lecture, ...]
    phrase: str
    sources: tuple[str, ...]
    precautions: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Besoin:
    """By commune of the département: residents, gap to the repère, territory."""

    habitants: Floats
    manque: Floats
    territoires: "pd.Series[str]"
    seuil: ValeurDatee


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
    need = _need(db, jour)
    requests, rules = _demandes(db, asked, need, jour), regles(financements.rules(db, enveloppe), amount, asked)
    readings = [_comblement(requests, rules, need)]
    shares = _perequation(db, requests, rules, need, jour)
    readings += [reading for reading in (shares, _votes(db, requests, rules)) if reading is not None]
    return Partage(str(row["nom"]), amount, asked, tuple(readings), words, _sources(need), _precautions(db))


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


def _need(db: Database, jour: date) -> Besoin:
    communes = territoire.communes(db)
    inside = interieures(communes)
    people, _ = indicateurs.habitants(db)
    serie = lectures_actions.apl(db)
    assert serie is not None  # noqa: S101 - checked by the caller  # nosec B101
    published = indicateurs.values(db, serie.id)["valeur"].reindex(inside.index)
    limit = EnVigueur.read(db, jour).retenue("seuil_sous_dense")
    gap = (limit.value - published).clip(lower=0).fillna(0.0)
    residents = people.reindex(inside.index).fillna(0.0)
    return Besoin(residents.to_numpy(), gap.to_numpy(), inside["territoire"], limit)


def _demandes(db: Database, asked: pd.DataFrame, need: Besoin, jour: date) -> list[Demande]:
    access = lectures_actions.acces(db, jour)
    found = []
    for ident in asked.index:
        result = lectures_actions.promesse(db, access, asked.loc[[ident]], jour)
        row = asked.loc[ident]
        gains = {name: np.zeros(len(need.habitants)) for name in ("bas", "central", "haut")}
        if result is not None:
            inside = result.communes.reindex(need.territoires.index).fillna(0.0)
            columns = {"bas": "variation_min", "central": "variation", "haut": "variation_max"}
            gains = {name: inside[column].clip(lower=0).to_numpy() for name, column in columns.items()}
        found.append(Demande(int(row["action"]), row["libelle"], row["territoire"], int(row["montant"]), gains))
    return found


def regles(rules: pd.DataFrame, amount: int, asked: pd.DataFrame) -> Regles:
    """The rules of an envelope as what constrains a choice among its requests."""
    matched, marks = financements.concerned(rules, asked), rules[rules["genre"] == "flechage"]
    kept = tuple((matched[int(row["id"])], int(row["montant"])) for row in marks.to_dict("records"))
    return Regles(amount, financements.eligible(rules, asked), kept)


def _comblement(requests: list[Demande], rules: Regles, need: Besoin) -> Lecture:
    central = lecture_comblement(requests, rules, "central", need.manque, need.habitants)
    others = {level: _ids(meilleur_comblement(requests, rules, level, need.manque, need.habitants)) for level in MOTS}
    whole = float(need.habitants @ need.manque)
    words = (
        f"{_counted(central)} : {nombre(float(central.valeur))} consultations par an rapprochent du repère "
        f"{nombre(need.seuil.value, 1)} les "
        f"habitants qui en sont loin, sur {nombre(whole)} manquantes."
    )
    return _lecture(COMBLEMENT, central, others, words, requests, "d'effet (temps, poids et activité)")


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
    others = {level: _ids(meilleure_perequation(requests, rules, aims[level])) for level in MOTS}
    names = territoire.territoires(db)["nom"]
    spent = dict.fromkeys(names.index, 0)
    for request in requests:
        if request.action in central.retenues:
            spent[request.territoire] = spent.get(request.territoire, 0) + request.cout
    served = [place for place in names.index if spent[place] or aims["central"].get(place)]
    parts = pd.DataFrame(
        {
            "Territoire": [names[place] for place in served],
            "Part visée": [pourcent(float(aims["central"].get(place, 0)), 1) for place in served],
            "Part obtenue": [pourcent(spent[place] / rules.montant, 1) for place in served],
            "Argent": [actions.euros(spent[place]) for place in served],
        }
    )
    words = (
        f"{_counted(central)} : au plus près des parts visées, à {actions.euros(round(central.valeur))} d'écart "
        "cumulé, les actions ne se coupant pas."
    )
    return _lecture(PEREQUATION, central, others, words, requests, "du poids donné au désavantage social", parts)


def _votes(db: Database, requests: list[Demande], rules: Regles) -> Lecture | None:
    """Equal shares, only where costed actions were voted on."""
    vote = lectures_votes.dernier(db, requests)
    if vote is None:
        return None
    central, others = lectures_votes.choix(vote, requests, rules)
    words = lectures_votes.phrase(vote, central)
    return _lecture(VOTES, central, others, words, requests, "de comptage", names=lectures_votes.VARIANTES)


def _lecture(
    nom: str, central: Choix, others: Mapping[str, tuple[int, ...]], words: str, requests: Sequence[Demande], what: str,
    parts: pd.DataFrame | None = None, names: Mapping[str, str] = MOTS,
) -> Lecture:  # fmt: skip
    titles = {request.action: request.titre for request in requests}
    said = []
    for level, kept in others.items():
        entering, leaving = sorted(set(kept) - set(central.retenues)), sorted(set(central.retenues) - set(kept))
        parts_said = [f"entrent {liste([titles[a] for a in entering])}"] if entering else []
        parts_said += [f"sortent {liste([titles[a] for a in leaving])}"] if leaving else []
        if parts_said:
            said.append(f"{names[level]} : {' et '.join(parts_said)}")
    change = f"Le choix change selon l'hypothèse {what} — {' ; '.join(said)}." if said else ""
    return Lecture(nom, central, others, words, change, f"Même choix sous les autres hypothèses {what}.", parts)


def _counted(choice: Choix) -> str:
    count = pluriel(len(choice.retenues), "action retenue", "actions retenues")
    return f"{count}, {actions.euros(choice.reste)} restants"


def _ids(kept: Sequence[Demande]) -> tuple[int, ...]:
    return tuple(sorted(request.action for request in kept))


def _sources(need: Besoin) -> tuple[str, ...]:
    return (
        lectures_actions.MISE_EN_GARDE,
        f"Repère : {need.seuil.reference} [{need.seuil.fiabilite}]",
        "Montants saisis par la table, en euros",
    )


def _precautions(db: Database) -> tuple[str, ...]:
    fdep = any(serie.indicateur == "fdep" for serie in indicateurs.series(db, "commune"))
    social = (
        "croissant avec l'indice de désavantage social" if fdep else "égal partout, aucun indice social n'étant chargé"
    )
    return (
        lectures_actions.MISE_EN_GARDE,
        "Écart comblé : habitants × consultations manquantes sous le repère, comblées par l'ensemble retenu ; deux "
        "actions qui servent les mêmes communes ne comptent qu'une fois. Optimum exact. Une action sans effet chiffré "
        "ne peut y être retenue : cela ne dit rien de son utilité.",
        f"Péréquation : part visée = population × écart moyen au repère × besoin, {social}. Convention : aucune clé "
        "officielle n'existe. Le total est comparé territoire par territoire, au centime.",
        "Équité des votes : seulement si des actions chiffrées ont été votées ; ce que le vote retient par parts "
        "égales, puis les plus soutenues, aux montants demandés, dans les règles de l'enveloppe ; rien sur ce qui "
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
    }
