"""Drafts of actions from a proposal: operator, milestones and indicators of the model, cost, funder, evidence."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from components.core.refus import Refus
from components.plans.actions import gestes
from components.plans.scenario import lectures
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import actions_types, financements
from data.plans.brouillons import BrouillonDAction
from data.propositions import propositions


def obstacle(db: Database, brouillon: BrouillonDAction) -> str:
    """Why a draft cannot be written, in French; empty when it can."""
    return "" if lectures.origine_la(db, brouillon.territoire) else lectures.SANS_ORIGINE


def inscrire(
    db: Database, acteur: Acteur, proposition: int, brouillons: Sequence[BrouillonDAction], jour: date
) -> list[int]:
    """Write the drafts that can be, all or none, linked to the proposal they come from. Returns their ids. Raises
    `Refus` when none can be, or when they are there already."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        if propositions.actions_de(db, proposition):
            raise Refus("Les brouillons de cette proposition existent déjà, page Plans. Rien n'a été créé.")
        proposal = propositions.proposition(db, proposition)
        made = []
        for draft in brouillons:
            answered = lectures.origine_la(db, draft.territoire)
            if not answered:
                continue
            origin = gestes.origine(db, acteur, answered, draft.territoire)
            fields = _champs(draft, proposition, str(proposal["empreinte"]), jour)
            ident = gestes.inscrire(db, acteur, draft.territoire, origin, fields, draft.modele)
            _financer(db, acteur, ident, draft, jour)
            propositions.relier(db, acteur, proposition, ident)
            made.append(ident)
        if not made:
            raise Refus(f"Rien n'a été créé. {lectures.SANS_ORIGINE}")
    return made


def _champs(draft: BrouillonDAction, proposition: int, empreinte: str, jour: date) -> dict[str, Any]:
    kind = actions_types.catalogue()[draft.modele]
    start = max(date(draft.annee, 1, 1), jour)
    evidence = f"Preuve figée : proposition n° {proposition}, empreinte {empreinte[:16]}."
    return {
        "titre": draft.titre, "description": f"{draft.mots} {evidence}", "operateur": kind.operateur,
        "statut_operateur": kind.statut_operateur, "mode": "support", "reversible": 1, "pilote": lectures.PILOTE,
        "partenaires": "", "secteur": kind.secteur, "debut": start.isoformat(),
        "fin": (start + timedelta(days=round(lectures.MOIS * kind.delai_mois[1]))).isoformat(),
        "etp": draft.quantite if draft.genre == "arrivee" else None, "raison": "", "effet_genre": draft.genre,
        "effet_commune": draft.commune, "effet_quantite": draft.quantite,
        "effet_donneur": draft.donneur, "effet_route": draft.route,
    }  # fmt: skip


def _financer(db: Database, acteur: Acteur, ident: int, draft: BrouillonDAction, jour: date) -> None:
    """The line of its cost: planned only, for nobody has decided anything; nothing when no source gives it."""
    if draft.cout is None:
        return
    row = {"financeur": draft.financeur, "prevu": round(100 * draft.cout), "engage": 0, "depense": 0, "nature": "avis",
           "autorite": "", "numero": "", "date_acte": None}  # fmt: skip
    financements.ajouter_ligne(db, acteur, ident, row, jour)
