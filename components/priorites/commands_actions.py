"""Costed actions put to an approval vote: declared from an envelope's requests, by whoever prepares the séance."""

from collections.abc import Sequence
from datetime import date

from sqlite_utils import Database

from components.core.errors import EntreeInvalide
from components.priorites import commands
from components.priorites.model import APPROBATION, Option
from data.acteurs import Acteur

PREFIXE = "action:"


def mettre_au_vote(
    db: Database, acteur: Acteur, seance: int, question: str, budget: int, actions: Sequence[tuple[int, str, int]],
    jour: date,
) -> int:  # fmt: skip
    """Declare an approval vote on actions (id, words, cents) under a budget in cents; return the vote's id.

    Colleges weigh the same until someone declares otherwise on the page of the vote. Raises `EntreeInvalide`.
    """
    if len(actions) < 2:
        raise EntreeInvalide("Un vote porte sur deux actions au moins. Rien n'a été déclaré.")
    options = [Option(f"{PREFIXE}{ident}", words, -(-cents // 100)) for ident, words, cents in actions]
    weights = commands.poids_egaux(db)
    declared = commands.definir(
        db, seance, question, APPROBATION, options, weights, jour, budget=max(1, budget // 100)
    )  # fmt: skip
    return commands.declarer(db, acteur, seance, declared)
