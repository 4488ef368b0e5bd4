"""Constats, actions and mandates for the tests of the answers, made through the product's own doors."""

from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from components.plans.actions import gestes
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.plans import plans
from data.reponses import mandats
from data.reponses.mandats import Mandat
from tests.carences import cas

MARCIGNY, AUTUN = cas.MARCIGNY, cas.AUTUN
AUJOURD_HUI = date.today()
ACTION: dict[str, Any] = {
    "titre": "Médecins salariés", "description": "", "operateur": "Hôpital d'ici", "statut_operateur": "public",
    "mode": "support", "reversible": 1, "pilote": "La directrice", "partenaires": "", "secteur": "public",
    "debut": AUJOURD_HUI.isoformat(), "fin": (AUJOURD_HUI + timedelta(days=700)).isoformat(), "etp": None,
    "effet_genre": "", "effet_commune": None, "effet_quantite": None,
}  # fmt: skip
MANDAT = Mandat(
    "substitution", [("Trouver un médecin traitant", "300 patients"), ("Ouvrir le samedi", "2 samedis par mois")],
    AUJOURD_HUI.isoformat(), (AUJOURD_HUI + timedelta(days=365)).isoformat(),
    "Fin du mandat si deux médecins s'installent.", "ARS – FIR",
)  # fmt: skip


def constat(db: Database, code: str = MARCIGNY) -> constats.Constat:
    """A constat in force, local dynamics absent."""
    mark = cas.adopter(db, code)
    return next(one for one in constats.constats(db) if one.empreinte == mark)


def origine(db: Database, found: constats.Constat) -> int:
    """The origin of actions that answer a constat."""
    return plans.ajouter_origine(db, TERMINAL, "constat", found.rang, found.intitule, territoire=found.territoire)


def action(db: Database, found: constats.Constat, modele: str = "", **autres: Any) -> int:
    """An action that answers a constat."""
    return gestes.inscrire(db, TERMINAL, found.territoire, origine(db, found), ACTION | autres, modele)


def changer(db: Database, ident: int, **champs: Any) -> None:
    """Change an action, as its sheet does."""
    gestes.modifier(db, TERMINAL, ident, plans.action(db, ident)["version"], champs)


def mandat(db: Database, ident: int) -> int:
    """Give an action its mandate."""
    return mandats.donner(db, TERMINAL, ident, MANDAT)
