"""What the home page says first of the plans: actions blocked, late or silent."""

from datetime import date

from sqlite_utils import Database

from components.core.mots import Rappel
from components.plans.actions import lectures
from components.plans.regles.actions import BLOQUEE, EN_RETARD, JALON, SANS_NOUVELLE

ICONES = {
    BLOQUEE: ":material/block:", EN_RETARD: ":material/schedule:", SANS_NOUVELLE: ":material/notifications_off:",
    JALON: ":material/event:",
}  # fmt: skip


def rappels(db: Database, jour: date, publies: bool) -> list[Rappel]:
    """One line by action and reason, those that wait for someone first. `publies`: as readers may see them."""
    plan = lectures.lire(db, jour, publies=publies)
    return [
        Rappel(
            f"{plan.actions.at[row.action, 'libelle']} : {row.raison}, {row.precision[:1].lower()}{row.precision[1:]}",
            ICONES[row.raison], "plans",
            (
                ("plans_territoire", str(plan.actions.at[row.action, "territoire"])), ("plans_section", "Actions"),
                ("plans_action", int(str(row.action))),
            ),
        )
        for row in plan.vues.itertuples()
    ]  # fmt: skip
