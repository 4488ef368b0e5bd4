"""Services noted on a territory as links of its chain: the need they are, and the actions that are to render them."""

from collections.abc import Collection

from sqlite_utils import Database

from components.plans.regles.chaine import Maillon, Porte
from data.reponses import lignes_services, services_rendus


def services(db: Database, code: str, actions: Collection[int]) -> tuple[list[Maillon], list[tuple[str, str]]]:
    """The services that are not unknown on a territory, each after its need when it was voted, before its actions."""
    door = (
        Porte(
            "reponses",
            (("reponses_section", "Services"), ("reponses_lecture", "Par territoire"), ("reponses_territoire", code)),
        ),
    )
    words = {one["service"]: one["option"] for one in services_rendus.votes(db)}
    nodes, links = [], []
    for one in lignes_services.lignes(db, (code,), publies=False):
        key = f"service:{one.service}"
        state = f"{one.etat.capitalize()}{f', {one.par}' if one.par else ''}"
        nodes.append(Maillon(key, "service", one.nom, state, door))
        links.append((f"besoin:{words.get(one.service, one.nom)}", key))
        links += [(key, f"action:{ident}") for ident, _ in one.actions if ident in actions]
    return nodes, links
