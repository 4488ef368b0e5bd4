"""What the file says after closing: nothing about who, nothing about when, nothing under five ballots."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.refus import Refus
from components.priorites import gestes, lectures
from components.priorites.regles import decompte
from components.priorites.regles import scrutin as scrutin_regles
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins

Slips = list[tuple[str, str]]


def _ballots(slips: Slips) -> dict[str, str]:
    rng = Random(5)
    return {code: "".join(str(rng.randrange(5)) for _ in range(7)) for code, _ in slips}


def _pages(file: Path, table: str) -> bytes:
    """The raw bytes of the root page of a table (small tables have one page)."""
    with store.connect(file) as db:
        size = db.conn.execute("PRAGMA page_size").fetchone()[0]
        root = db.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    raw = file.read_bytes()
    return raw[(root - 1) * size : root * size]


def _vote(file: Path, order: int, monkeypatch: pytest.MonkeyPatch, slips_of: dict[str, Slips]) -> bytes:
    """The same ballots from the same slips, cast in another order; the bytes of the ballots' page after closing."""
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as db:
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        by_college: dict[str, list[str]] = {}
        for code, college in slips:
            by_college.setdefault(college, []).append(code)
        wanted = slips_of.setdefault("first", slips)
        contents = list(_ballots(wanted).values())
        casts = [(by_college[college].pop(), content) for (_, college), content in zip(wanted, contents, strict=True)]
        Random(order).shuffle(casts)
        for code, content in casts:
            bulletins.deposer(db, scrutin, code, "0000000")
            bulletins.deposer(db, scrutin, code, content)
        assert gestes.clore(db, TERMINAL, scrutin, Random(71))
    return _pages(file, "depouilles")


def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slips_of: dict[str, Slips] = {}
    pages = {_vote(tmp_path / f"{order}.db", order, monkeypatch, slips_of) for order in range(4)}
    assert len(pages) == 1


def test_no_byte_of_a_code_or_a_key_remains(vote: tuple[Database, int, Slips], fichier: Path) -> None:
    db, scrutin, slips = vote
    for code, content in _ballots(slips).items():
        bulletins.deposer(db, scrutin, code, content)
    rows = db.conn.execute("SELECT cle, phrase FROM bulletins").fetchall()
    secrets = [code.encode() for code, _ in slips] + [bulletins.affiche(code).encode() for code, _ in slips]
    keys = [bytes(key) for key, _ in rows]
    assert any(key in _raw(fichier) for key in keys), "the attack sees keys while the vote is open"
    assert gestes.clore(db, TERMINAL, scrutin)
    raw = _raw(fichier)
    assert not [secret for secret in secrets + keys + [key.hex().encode() for key in keys] if secret in raw]
    assert not db["bulletins"].count and len(scrutins.phrases(db, scrutin)) == len(slips)


def _raw(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.iterdir() if part.name.startswith(file.name))


def test_no_ballot_row_holds_a_time_and_the_journal_none_of_them(vote: tuple[Database, int, Slips]) -> None:
    db, scrutin, slips = vote
    before = db["gestes"].count
    bulletins.deposer(db, scrutin, slips[0][0], "0123401")
    assert db["gestes"].count == before
    assert {column.name for column in db["bulletins"].columns} == {"scrutin", "cle", "college", "phrase", "contenu"}
    assert {column.name for column in db["jetons"].columns} == {"empreinte", "seance", "college"}


def test_a_power_cut_between_closing_and_wiping_is_repaired_at_the_next_start(
    vote: tuple[Database, int, Slips], fichier: Path
) -> None:
    db, scrutin, slips = vote
    for code, content in _ballots(slips).items():
        bulletins.deposer(db, scrutin, code, content)
    keys = [bytes(row[0]) for row in db.conn.execute("SELECT cle FROM bulletins")]
    with store.connect(fichier) as reader:
        reader.conn.execute("BEGIN")
        reader.conn.execute("SELECT * FROM bulletins").fetchone()
        db.conn.execute("PRAGMA busy_timeout = 50")
        assert not gestes.clore(db, TERMINAL, scrutin)
        reader.conn.rollback()
    with store.connect(fichier) as again:
        assert scrutins.effacer(again)
    assert not [key for key in keys if key in _raw(fichier)]


def test_published_figures_are_about_five_ballots_at_least(vote: tuple[Database, int, Slips]) -> None:
    db, scrutin, slips = vote
    for code, content in _ballots(slips[::2]).items():
        bulletins.deposer(db, scrutin, code, content)
    gestes.clore(db, TERMINAL, scrutin)
    document = scrutins.scrutin(db, scrutin)["decompte"]
    assert all(group["bulletins"] >= 5 for group in document["groupes"])
    kept = {row["groupe"] for row in db["depouilles"].rows}
    assert kept <= {group["id"] for group in document["groupes"]}, "the file itself keeps no smaller college"
    assert decompte.recompter(json.loads(json.dumps(document)))[1] == lectures.resultat(db, scrutin)[2]


def test_too_few_ballots_are_not_counted(vote: tuple[Database, int, Slips]) -> None:
    db, scrutin, slips = vote
    for code, content in _ballots(slips[:4]).items():
        bulletins.deposer(db, scrutin, code, content)
    with pytest.raises(Refus):
        gestes.clore(db, TERMINAL, scrutin)
    with pytest.raises(Refus):
        lectures.resultat(db, scrutin)


sizes = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12), min_size=1)


@given(sizes, st.integers(1, 8))
def test_groups_only_merge_and_no_difference_is_smaller_than_the_minimum(here: Mapping[str, int], minimum: int) -> None:
    opened = scrutin_regles.regrouper([(code,) for code in sorted(here)], here, minimum)
    cast = {code: count // 2 for code, count in here.items()}
    closed = scrutin_regles.regrouper(opened, cast, minimum)
    for groups, count in ((opened, here), (closed, cast)):
        assert sorted(code for group in groups for code in group) == sorted(here)
        assert len(groups) == 1 or all(sum(count[code] for code in group) >= minimum for group in groups)
    assert all(any(set(before) <= set(after) for after in closed) for before in opened)
