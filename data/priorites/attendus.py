"""Who an open vote waits for: those there at its opening and those who came since; slips never go beyond them."""

import json
from collections.abc import Mapping

from sqlite_utils import Database

from components.core.francais import accord
from components.core.refus import Refus
from data.priorites import signatures


def membres(db: Database, scrutin: int) -> dict[str, list[int]]:
    """Members who may vote in a vote now, by college."""
    people = signatures.electeurs(db, scrutin)
    return {str(code): sorted(map(int, group.index)) for code, group in people.groupby("college")}


def par_college(db: Database, scrutin: int) -> dict[str, int]:
    """Voters of an open vote by college: named people, there at its opening or come since, each once."""
    row = db.conn.execute("SELECT ouverture FROM scrutins WHERE id = ?", (scrutin,)).fetchone()
    opened, now = json.loads(row[0]), membres(db, scrutin)
    there = opened.get("membres")
    if there is None:  # opened before names were kept: as many as then, or as there are now
        return {code: max(count, len(now.get(code, ()))) for code, count in opened["votants"].items()}
    return {code: len({*there.get(code, ()), *now.get(code, ())}) for code in opened["votants"]}


def exiger_un_retardataire(db: Database, seance: int, nombres: Mapping[str, int]) -> int | None:
    """The open vote of a séance (None without one), when these slips are one, for someone who came since its opening.

    Raises `Refus` otherwise: slips drawn in number while a vote is open would be ballots of no one.
    """
    row = db.conn.execute("SELECT id FROM scrutins WHERE seance = ? AND etat = 'ouvert'", (seance,)).fetchone()
    if row is None:
        return None
    wanted = [code for code, number in nombres.items() if number]
    if sum(nombres.values()) != 1:
        raise Refus(
            "Un vote est ouvert : un carton se tire alors un par un, pour une personne arrivée depuis. "
            "Rien n'a été tiré."
        )
    expected = par_college(db, int(row[0]))
    if wanted[0] not in expected:
        raise Refus("Ce collège ne vote pas dans le vote ouvert : attendez sa clôture. Rien n'a été tiré.")
    drawn = db.conn.execute(
        "SELECT count(*) FROM jetons WHERE seance = ? AND college = ?", (seance, wanted[0])
    ).fetchone()[0]
    if drawn >= expected[wanted[0]]:
        raise Refus(
            f"Ce collège a déjà {accord(drawn, 'carton', 'cartons')} pour "
            f"{accord(expected[wanted[0]], 'votant présent', 'votants présents')} : donnez-en un de son enveloppe. "
            "Une personne arrivée se pointe d'abord (Présences) ; un carton abîmé se déclare d'abord "
            "(Cartons). Rien n'a été tiré."
        )
    return int(row[0])
