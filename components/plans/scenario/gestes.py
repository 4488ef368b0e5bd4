"""The gesture that makes the actions of a retained scenario: drafts, each with its origin, milestones and cost."""

from datetime import date

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from components.plans.actions import gestes
from components.plans.scenario import lectures
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import financements, liens


def creer(db: Database, acteur: Acteur, decision: int, jour: date) -> list[int]:
    """Make a draft of each line of a retained scenario (its row in the register) that asks for an action and made none
    yet; all or none. Returns their ids. Raises `Refus` when nothing is left to make."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        retained = next((one for one in liens.retenus(db) if one["rang"] == decision), None)
        if retained is None:
            raise Introuvable("La table n'a pas retenu ce scénario. Rien n'a été créé.")
        wanted = [one for one in lectures.preparer(db, retained) if one.a_creer]
        if not wanted:
            raise Refus("Ce scénario n'a plus d'action à créer. Rien n'a été créé.")
        made = []
        for one in wanted:
            origin = gestes.origine(db, acteur, one.origine, one.territoire)
            fields = lectures.champs(db, one, retained, jour)
            ident = gestes.inscrire(db, acteur, one.territoire, origin, fields, one.modele)
            liens.relier_ligne(db, acteur, ident, decision, one.ligne)
            if (cost := lectures.cout(one)) is not None:
                row = {"financeur": cost[0], "prevu": cost[1], "engage": 0, "depense": 0, "nature": "avis",
                       "autorite": "", "numero": "", "date_acte": None}  # fmt: skip
                financements.ajouter_ligne(db, acteur, ident, row, jour)
            made.append(ident)
    return made
