"""The days of a table for anyone's agenda: its séances, the milestones and ends of its actions, the reviews due."""

from collections.abc import Iterator
from datetime import date

from sqlite_utils import Database

from components.core.mots import STATUTS
from components.plans.actions.lectures import Plan
from components.plans.regles.actions import FINIES
from components.ui.sorties.calendrier import Evenement
from data.carences import constats
from data.seances import seances


def evenements(db: Database, plan: Plan, code: str) -> list[Evenement]:
    """Those of a plan as this visitor may see it. `code`: the territory it is narrowed to, "" for all."""
    return [*_seances(db), *_jalons(plan), *_fins(plan), *_revues(db, code)]


def _seances(db: Database) -> Iterator[Evenement]:
    for row in seances.read(db).itertuples():
        points = seances.points(db, int(str(row.Index)))["titre"].tolist()
        where = [str(row.lieu)] if row.lieu else []
        words = "\n".join([*where, *(f"{rank}. {title}" for rank, title in enumerate(points, start=1))])
        yield Evenement(f"seance-{row.Index}", date.fromisoformat(str(row.jour)), f"Séance : {row.titre}", words)


def _jalons(plan: Plan) -> Iterator[Evenement]:
    for row in plan.jalons.itertuples():
        action = plan.actions.loc[row.action]
        done = f"Atteint le {date.fromisoformat(row.fait_le):%d/%m/%Y}. " if row.fait_le else ""
        words = f"{done}Pilote : {action['pilote']}. {action['nom_territoire']}."
        title = f"Jalon : {row.intitule} — {action['titre']}"
        yield Evenement(f"jalon-{row.id}", date.fromisoformat(row.prevu_le), title, words)


def _fins(plan: Plan) -> Iterator[Evenement]:
    for ident, row in plan.actions[~plan.actions["statut"].isin(FINIES)].iterrows():
        words = f"{STATUTS[row['statut']]}. Pilote : {row['pilote']}. {row['nom_territoire']}."
        yield Evenement(f"action-{ident}", date.fromisoformat(row["fin"]), f"Fin prévue : {row['titre']}", words)


def _revues(db: Database, code: str) -> Iterator[Evenement]:
    for one in constats.constats(db):
        due = one.contenu.get("revue_le")
        if one.en_vigueur and due and code in ("", one.territoire):
            yield Evenement(f"constat-{one.rang}", date.fromisoformat(due), f"Revue : {one.intitule}")
