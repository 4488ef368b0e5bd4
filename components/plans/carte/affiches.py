"""The plan as the room looks at it: the map of actions for the whole département, the actions of a territory."""

from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.mots import STATUTS
from components.core.refus import Introuvable
from components.plans.actions import lectures
from components.plans.actions.lectures import Plan
from components.plans.carte import planches
from components.plans.regles import actions as actions_regles
from components.ui.dessins import cartes
from components.ui.dessins.affiche import Affiche, Lignes, VueDemandee
from data.base import jours
from data.territoire import territoire

LIGNES = 7  # that a room reads at once


def plan(db: Database, demandee: VueDemandee) -> Affiche:
    """The plan that a target names: a territory, or all of them."""
    read = lectures.lire(db, jours.aujourd_hui(db), demandee.cible or None)
    sentence = actions_regles.resume(read.actions, read.vues, read.lignes)
    if not demandee.cible:
        planche = planches.composer(db, read)[0]
        return Affiche(sentence, cartes.figures(db, planche), "Plan d'action", source=planche.source)
    names = territoire.territoires(db)["nom"]
    if demandee.cible not in names:
        raise Introuvable("Ce territoire n'est pas, ou plus, de la maille de la table. Choisissez-en un autre.")
    return _du_territoire(sentence, str(names[demandee.cible]), read)


def _du_territoire(sentence: str, name: str, read: Plan) -> Affiche:
    alive = read.actions[read.actions["statut"] != "abandonnee"]
    rows = [(str(one.titre_distinct), STATUTS[str(one.statut)]) for one in alive.itertuples()]
    left = len(rows) - LIGNES
    more = f"Et {pluriel(left, 'autre action', 'autres actions')}, à la page Plans." if left > 0 else ""
    shown = (Lignes(tuple(rows[:LIGNES])),) if rows else ()
    return Affiche(sentence, shown, f"Plan d'action — {name}", pourquoi=more, source=planches.SOURCE)
