"""A proposal becomes a scenario, or drafts of a plan; its question and its answer are number as they were."""

from datetime import date

from sqlite_utils import Database

from components.core.refus import Refus
from components.propositions.envoi.pret import PlansPretes, PropositionPrete
from data.base.acteurs import Acteur
from data.base.store import writing
from data.effectifs import scenarios
from data.plans.brouillons import BrouillonDAction
from data.propositions import propositions

PROFESSION = "mg"


def en_scenario(db: Database, acteur: Acteur, pret: PropositionPrete) -> str:
    """Keep the proposal, and open a scenario with a dated line for each thing it would open. Returns its name. Raises
    `Refus` when the same proposal is a scenario already."""
    with writing(db):
        number = propositions.garder(db, acteur, pret.genre, pret.phrase, pret.question, pret.reponse)
        mark = f"Proposition n° {number}."
        there = scenarios.read(db)
        same = there.loc[there["note"].str.startswith(mark), "nom"]
        if len(same):
            raise Refus(
                f"Cette proposition est déjà le scénario « {same.iloc[0]} », page Effectifs. Rien n'a été créé."
            )
        name = _libre(db, pret.nom)
        scenario = scenarios.creer(db, acteur, name, f"{mark} {pret.phrase}")
        for draft in pret.brouillons:
            scenarios.ajouter_ligne(db, acteur, scenario, _ligne(draft))
        return name


def en_brouillons(db: Database, acteur: Acteur, pret: PropositionPrete, plans: PlansPretes, jour: date) -> int:
    """Keep the proposal, and write the drafts that can be. Returns how many."""
    with writing(db):
        number = propositions.garder(db, acteur, pret.genre, pret.phrase, pret.question, pret.reponse)
        return len(plans.inscrire(db, acteur, number, pret.brouillons, jour))


def _ligne(draft: BrouillonDAction) -> dict[str, object]:
    days = draft.genre == "consultation_avancee"
    return {
        "annee": draft.annee, "territoire": draft.territoire, "libelle": draft.titre, "profession": PROFESSION,
        "genre": draft.genre, "commune": draft.commune, "etp": None if days else draft.quantite,
        "jours_par_mois": draft.quantite if days else None, "modele": draft.modele,
        "donneur": draft.donneur, "route": draft.route,
    }  # fmt: skip


def _libre(db: Database, wanted: str) -> str:
    taken = set(scenarios.read(db)["nom"])
    return next(
        name for k in range(1, len(taken) + 2) if (name := wanted if k == 1 else f"{wanted} ({k})") not in taken
    )
