"""What the file says after closing: nothing about who, nothing about when, nothing under five ballots."""

import json
from collections.abc import Mapping
from dataclasses import replace
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
from components.priorites.regles.vote import Option
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import export
from data.priorites import bulletins, scelles, scrutins, signatures
from data.seances import seances

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


def _vote(
    file: Path, order: int, monkeypatch: pytest.MonkeyPatch, slips_of: dict[str, Slips], codes: tuple[str, str]
) -> tuple[bytes, str]:
    """The same ballots from the same slips, cast in another order: the bytes of the sealed ballots' page after closing,
    and all that is published but the phrases."""
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as db:
        first, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        scrutin = _declare(db, first, "approbation")
        scrutins.figer(db, TERMINAL, scrutin)
        gestes.ouvrir(db, TERMINAL, scrutin)
        by_college: dict[str, list[str]] = {}
        for code, college in slips:
            by_college.setdefault(college, []).append(code)
        wanted = slips_of.setdefault("first", slips)
        contents = [
            "".join("01"[mark > "1"] for mark in content).ljust(12, "0") for content in _ballots(wanted).values()
        ]
        casts = [(by_college[college].pop(), content) for (_, college), content in zip(wanted, contents, strict=True)]
        Random(order).shuffle(casts)
        for code, content in casts:
            bulletins.deposer(db, scrutin, code, "0000000")
            bulletins.deposer(db, scrutin, code, content)
        assert gestes.clore(db, TERMINAL, scrutin, codes)
        kept = scrutins.scrutin(db, scrutin)["decompte"] | {"phrases": []}
        assert len(scelles.ouvrir(db, scrutin, codes, kept["scelle"])) == len(casts)
    return _pages(file, "scelles"), json.dumps(kept)


def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slips_of: dict[str, Slips] = {}
    codes = scelles.tirer_codes()
    kept = {_vote(tmp_path / f"{order}.db", order, monkeypatch, slips_of, codes) for order in range(3)}
    assert len(kept) == 1


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
    assert not db["depouilles"].count and not db["bulletins"].count, "the file itself keeps no ballot"
    assert decompte.recompter(json.loads(json.dumps(document)))[1] == lectures.resultat(db, scrutin)[2]


def _declared_before(db: Database, scrutin: int, **low: object) -> int:
    """A frozen declaration as an older version let it be written: guards of one."""
    weak = scrutin_regles.en_dict(replace(lectures.definition(db, scrutin), tours=1, retenues_second_tour=0)) | low
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    scrutins.annuler(db, TERMINAL, scrutin, "essai")
    made = scrutins.declarer(db, TERMINAL, seance, weak)
    scrutins.figer(db, TERMINAL, made)
    return made


def test_a_declaration_of_before_under_the_floors_opens_and_closes_at_the_floors_and_says_so(
    vote: tuple[Database, int, Slips],
) -> None:
    db, first, slips = vote
    scrutin = _declared_before(db, first, groupe_min=1, usagers_min=0)
    assert (lectures.definition(db, scrutin).groupe_min, lectures.definition(db, scrutin).usagers_min) == (5, 3)
    said = lectures.releve_au_plancher(db, scrutin)
    assert "1 bulletins par groupe publié au moins, lu 5" in said and "0 représentants" in said
    assert "moins de 5 bulletins" in " ".join(scrutin_regles.resume(lectures.definition(db, scrutin)))
    seance, people = int(scrutins.scrutin(db, scrutin)["seance"]), seances.membres(db)
    users = [int(i) for i in people.index[people["college"] == "usagers"]]
    seances.pointer(db, TERMINAL, seance, dict.fromkeys(users[2:], ("absent", None)))
    with pytest.raises(Refus, match="il en faut 3"):
        gestes.ouvrir(db, TERMINAL, scrutin)
    seances.pointer(db, TERMINAL, seance, dict.fromkeys(users, ("présent", None)))
    gestes.ouvrir(db, TERMINAL, scrutin)
    for code, content in _ballots(slips).items():
        bulletins.deposer(db, scrutin, code, content)
    gestes.clore(db, TERMINAL, scrutin)
    gestes.publier(db, TERMINAL, scrutin)
    assert min(g["bulletins"] for g in scrutins.scrutin(db, scrutin)["decompte"]["groupes"]) >= 5
    assert lectures.releve_au_plancher(db, first) == ""


@pytest.mark.parametrize("published", [False, True])
def test_a_vote_counted_before_the_floor_is_not_published_and_one_published_keeps_its_groups(
    vote: tuple[Database, int, Slips], published: bool
) -> None:
    db, scrutin, slips = vote
    for code, content in _ballots(slips).items():
        bulletins.deposer(db, scrutin, code, content)
    declared, row = lectures.definition(db, scrutin), scrutins.scrutin(db, scrutin)
    alone = [(college.code,) for college in declared.colleges]
    groups = scrutin_regles.depouiller(declared, alone, bulletins.contenus(db, scrutin))
    turnout = {"bulletins": len(slips), "votants": len(slips)}
    document = decompte.ecrire(declared, row["empreinte"], groups, bulletins.phrases(db, scrutin), turnout)
    scrutins.clore(db, TERMINAL, scrutin, document)
    if not published:
        with pytest.raises(Refus, match="Il ne se publie pas"):
            gestes.publier(db, TERMINAL, scrutin)
        return
    scrutins.publier(db, TERMINAL, scrutin, {"classement": [], "bulletins": len(slips)})
    assert scrutins.scrutin(db, scrutin)["decompte"] == document
    assert len(lectures.resultat(db, scrutin)[1].groupes) == len(alone)


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


OPTIONS = [Option(f"o{k}", f"Action {k}", 10 + k) for k in range(12)]


def _content(rng: Random, genre: str, count: int) -> str:
    """A ballot that no other is: a signature, for who was told it beforehand."""
    if genre == "points":
        cuts = sorted(rng.sample(range(1, 1_000), count - 1))
        return ",".join(str(b - a) for a, b in zip([0, *cuts], [*cuts, 1_000], strict=True))
    return "".join(rng.choice("01" if genre == "approbation" else "01234") for _ in range(count))


def _declare(db: Database, first: int, genre: str, **more: object) -> int:
    scrutins.annuler(db, TERMINAL, first, "essai")
    seance, weights = int(scrutins.scrutin(db, first)["seance"]), lectures.poids_egaux(db)
    rules = {"points": {"points": 1_000}, "approbation": {"budget": 60}}.get(genre, {})
    day = date(2026, 11, 22)
    return gestes.declarer(
        db, TERMINAL, seance, lectures.definir(db, seance, "Quoi ?", genre, OPTIONS, weights, day, **rules, **more)
    )


def _cast(db: Database, scrutin: int, slips: Slips, rng: Random) -> dict[str, str]:
    declared = lectures.definition(db, scrutin)
    people = signatures.electeurs(db, scrutin)
    names = {college: list(group.index) for college, group in people.groupby("college")}
    found = {code: _content(rng, declared.genre, len(declared.options)) for code, _ in slips}
    for code, college in slips:
        member = int(names[college].pop()) if declared.nominatif else None
        bulletins.deposer(db, scrutin, code, found[code], membre=member)
    return found


@pytest.mark.parametrize("genre", ["jugement", "points", "approbation"])
@pytest.mark.parametrize("form", ["un tour", "deux tours", "nominatif"])
def test_the_file_and_all_it_gives_tie_no_ballot_to_a_slip_a_person_or_an_order(
    vote: tuple[Database, int, Slips], fichier: Path, tmp_path: Path, genre: str, form: str
) -> None:
    db, first, slips = vote
    more = {"deux tours": {"tours": 2, "retenues_second_tour": 9}, "nominatif": {"nominatif": True}}.get(form, {})
    rng, scrutin, seen, keys = Random(17), _declare(db, first, genre, **more), [], []
    for _ in range(1 + (form == "deux tours")):
        scrutins.figer(db, TERMINAL, scrutin)
        gestes.ouvrir(db, TERMINAL, scrutin)
        cast = _cast(db, scrutin, slips, rng)
        keys += [bytes(key) for (key,) in db.conn.execute("SELECT cle FROM bulletins")]
        seen += [*cast.values()]
        assert all(content.encode() in _raw(fichier) for content in cast.values()), "the attack sees an open vote"
        assert gestes.clore(db, TERMINAL, scrutin, scelles.tirer_codes())
        gestes.publier(db, TERMINAL, scrutin)
        groups = scrutins.scrutin(db, scrutin)["decompte"]["groupes"]
        assert form == "nominatif" or min(group["bulletins"] for group in groups) >= 5
        if form == "deux tours" and lectures.definition(db, scrutin).tour == 1:
            scrutin = gestes.second_tour(db, TERMINAL, scrutin)
    whole = " ".join(path.read_text(encoding="utf-8") for path in export.write(db, tmp_path / "csv"))
    raw, codes = _raw(fichier), [text for code, _ in slips for text in (code, bulletins.affiche(code))]
    assert not [code for code in codes if code.encode() in raw or code in whole]
    assert not [key for key in keys if key in raw or key.hex() in whole]
    named = [content for content in seen if content.encode() in raw or content in whole]
    assert not named if form != "nominatif" else len(named) == len(seen), "ballots by name, where it was declared so"
    assert not db["bulletins"].count and not db["depouilles"].count and not db["signatures"].count
