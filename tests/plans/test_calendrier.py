"""The calendar file: whole days that any agenda reads, and nothing that a title could break."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.plans.actions import lectures
from components.plans.territoire import lectures_calendrier
from components.ui.sorties import calendrier
from components.ui.sorties.calendrier import Evenement
from data.base import jours
from data.carences import constats
from data.seances import seances

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "plans.py")
INSTANT = "2026-11-22T18:05:00+00:00"
TITRES = [
    "Point, débat ; vote",
    "Retour\nà la ligne",
    "Très " * 60,
    "\\n n'est pas une ligne",
    "BEGIN:VEVENT",
    "",
    "é" * 200,
]


def deplie(octets: bytes) -> list[str]:
    """The lines of a file, as an agenda reads them."""
    return octets.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("titre", TITRES)
def test_whatever_a_title_holds_the_file_has_one_event(titre: str) -> None:
    made = calendrier.ics("Table", "71", [Evenement("seance-1", date(2026, 12, 31), titre, titre)], INSTANT)
    assert all(len(line) <= 75 for line in made.split(b"\r\n")) and made.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in made.replace(b"\r\n", b"")
    lines = deplie(made)
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20261231" in lines and "DTEND;VALUE=DATE:20270101" in lines
    summary = next(line for line in lines if line.startswith("SUMMARY:")).removeprefix("SUMMARY:")
    read = re.sub(r"\\(.)", lambda hit: "\n" if hit[1] == "n" else hit[1], summary)
    assert read == titre


def test_it_holds_the_seances_the_milestones_and_the_reviews(copie: Database) -> None:
    plan = lectures.lire(copie, jours.aujourd_hui(copie))
    events = lectures_calendrier.evenements(copie, plan, "")
    keys = [one.cle for one in events]
    assert len(set(keys)) == len(keys), "each has its own name, for ever"
    assert {f"seance-{ident}" for ident in seances.read(copie).index} <= set(keys)
    assert {f"jalon-{row.id}" for row in plan.jalons.itertuples()} <= set(keys)
    constat = constats.constats(copie)[0]
    due = next(one for one in events if one.cle == f"constat-{constat.rang}")
    assert due.jour.isoformat() == constat.contenu["revue_le"]
    assert not [one for one in lectures_calendrier.evenements(copie, plan, "ailleurs") if one.cle == due.cle]


def test_the_page_offers_it(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["plans_section"] = "Calendrier"
    run.run()
    assert not run.exception and any("ICS" in one.label for one in run.get("download_button"))
