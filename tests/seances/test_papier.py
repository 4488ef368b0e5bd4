"""Paper that works: slip and ballot on one half of a page, boxes as the tellers type them."""

import html
import re
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from components.priorites import gestes as gestes_votes
from components.priorites import lectures as lectures_votes
from components.priorites.regles.vote import Option
from components.seances import lectures
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import scrutins, services
from data.seances import seances
from tests.seances.test_cartons import CODE, client, seance

__all__ = ["seance"]


def _papier(db: Database, genre: str, count: int, seance: int | None = None, **more: Any) -> int:
    """A declared vote on so many options, the first ones of the catalogue, in a séance (the only one)."""
    made = seance or int(seances.read(db).index[0])
    names = [(key, str(name)) for key, name in services.read(db)["nom"].items()]
    options = [Option(*(names[k] if k < len(names) else (f"a{k}", f"Action {k}")), 1) for k in range(count)]
    weights = lectures_votes.poids_egaux(db)
    declared = lectures_votes.definir(db, made, "Quoi d'abord ?", genre, options, weights, date(2026, 11, 22), **more)
    return gestes_votes.declarer(db, TERMINAL, made, declared)


@pytest.mark.parametrize(
    ("genre", "more"), [("jugement", {}), ("points", {"points": 10}), ("approbation", {"budget": 9})]
)
def test_thirty_nine_members_get_slip_and_ballot_on_twenty_sheets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, genre: str, more: dict[str, int]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        scrutin, _ = demonstration.ouvrir(db, TERMINAL, 39, date(2026, 11, 22))
        scrutins.annuler(db, TERMINAL, scrutin, "essai")
        made = int(seances.read(db).index[0])
        db.conn.execute("DELETE FROM jetons")
        db.conn.commit()
        paper = _papier(db, genre, 7, **more)
        asked = {f"n_{row['code']}": str(row["propose"]) for row in lectures.cartons_proposes(db, made)}
        assert sum(map(int, asked.values())) == 39 + 5, "a spare slip by college"
        page = client(db, "facilitateur").post(f"/cartons/{made}", data=asked | {"papier": str(paper)}).text
        sheets = page.split('<section class="feuillet">')[1:]
        assert len(sheets) <= 20 and page.count('<div class="demi court">') == 39
        for sheet in sheets:
            assert len(set(CODE.findall(re.sub(r"<title>.*?</title>", "", sheet)))) > 1, "nobody alone on a page"
        half = sheets[0].split('<div class="demi court">')[1]
        assert len(set(CODE.findall(half))) == 1, "one code on a slip and its ballot"
        lines = list(services.lignes(db).values())
        assert half.count('class="ligne"') == 7 and lines[0][:40] in html.unescape(half)
        boxes = re.findall(r'<td class="case"><span>(\d*)</span>', half)
        expected = {"jugement": ["1", "2", "3", "4", "5"] * 7, "points": [""] * 8, "approbation": [*"1234567"]}
        assert boxes == expected[genre], "the boxes hold what the tellers type"


def test_slips_drawn_again_take_as_many_sheets(seance: tuple[Database, int]) -> None:
    db, _ = seance
    scrutins.annuler(db, TERMINAL, 1, "essai")
    made = seances.creer(db, TERMINAL, "La suivante", date(2026, 12, 22), "", Fraction(1, 2))
    seances.pointer(db, TERMINAL, made, dict.fromkeys(map(int, seances.membres(db).index), ("présent", None)))
    paper = _papier(db, "jugement", 7, made)
    asked = {f"n_{row['code']}": str(row["propose"]) for row in lectures.cartons_proposes(db, made)}
    desk, sent = client(db, "facilitateur"), asked | {"papier": str(paper)}
    first, again = (desk.post(f"/cartons/{made}", data=sent | more).text for more in ({}, {"remplacer": "1"}))
    assert first.count('class="demi court"') == again.count('class="demi court"') == 12
    assert first.count('class="feuillet"') == again.count('class="feuillet"') > 0


@pytest.mark.parametrize(("count", "size"), [(7, "court"), (10, "moyen"), (11, "long")])
def test_a_longer_ballot_is_tighter_then_takes_a_page(seance: tuple[Database, int], count: int, size: str) -> None:
    db, made = seance
    scrutins.annuler(db, TERMINAL, 1, "essai")
    paper = _papier(db, "jugement", count)
    page = client(db, "facilitateur").post(f"/cartons/{made}", data={"n_usagers": "4", "papier": str(paper)}).text
    assert page.count(f'<div class="demi {size}">') == 4
    assert page.count('<section class="feuillet">') == (4 if size == "long" else 2)


def test_slips_alone_fill_their_pages_whatever_the_college(seance: tuple[Database, int]) -> None:
    db, made = seance
    scrutins.annuler(db, TERMINAL, 1, "essai")
    page = client(db, "facilitateur").post(f"/cartons/{made}", data={"n_usagers": "9", "n_etat": "1"}).text
    first, second = page.split('<section class="feuillet">')[1:]
    assert first.count('<div class="carton">') == 8 and second.count('<div class="carton">') == 2
    assert "État et organismes" in first, "the largest college comes last"
