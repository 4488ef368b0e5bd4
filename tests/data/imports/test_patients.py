"""A file of patients, cell by cell: what is kept, withheld or missing, by commune and by territory, and the shares."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.imports.population import PATIENTS
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

COMPTES = {"a": (400, 100, 120, 40), "b": (300, 60, 90, 30), "c": (200, 50, 80, 20)}


def _lieux(db: Database, count: int) -> list[tuple[str, list[str]]]:
    """Territories with at least three communes, and three of their communes."""
    groups = territoire.communes(db).query("role == 'interieure'")["territoire"]
    large = [name for name, size in groups.value_counts().items() if size >= 3]
    return [(str(name), [str(c) for c in groups.index[groups == name][:3]]) for name in large[:count]]


def _charger(db: Database, rows: dict[str, Sequence[object]], names: Sequence[str] = PATIENTS) -> str:
    text = f"code_commune,{','.join(names)}\n" + "".join(f"{c},{','.join(map(str, v))}\n" for c, v in rows.items())
    seen = fabrique.voir(db, "medecin-traitant", csv(text), millesime=2024)
    chargement.charger(db, TERMINAL, seen, fabrique.JOUR)
    assert all(seen.remarques)
    return " ".join(seen.remarques)


def _cell(db: Database, serie: str, code: str) -> tuple[str, float | None]:
    row = indicateurs.values(db, serie).loc[code]
    return str(row["etat"]), None if math.isnan(row["valeur"]) else float(row["valeur"])


def test_what_may_be_shown_is_shown_whole_and_its_shares_too(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        (place, codes), (elsewhere, _) = _lieux(db, 2)
        _charger(db, {"89001": (900, 90, 90, 45), **dict(zip(codes, COMPTES.values(), strict=True))})
        for k, name in enumerate(PATIENTS):
            for code, counts in zip(codes, COMPTES.values(), strict=True):
                assert _cell(db, f"{name}_2024", code) == (VALEUR, counts[k])
            assert _cell(db, f"{name}_2024_territoire", place) == (VALEUR, sum(c[k] for c in COMPTES.values()))
            assert _cell(db, f"{name}_2024_territoire", elsewhere) == (SECRET, None)
        assert _cell(db, "part_sans_mt_2024", codes[0]) == (VALEUR, 25.0)
        assert _cell(db, "part_ald_sans_mt_2024", codes[2]) == (VALEUR, 25.0)
        assert _cell(db, "part_sans_mt_2024_territoire", place) == (VALEUR, pytest.approx(100 * 210 / 900))
        assert _cell(db, "part_ald_sans_mt_2024_territoire", place) == (VALEUR, pytest.approx(100 * 90 / 290))
        assert _cell(db, "part_sans_mt_2024_territoire", elsewhere) == (SECRET, None)
        assert "89001" not in indicateurs.values(db, "patients_2024").index, "of another département"


def test_a_series_says_what_it_is(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        ((_, codes),) = _lieux(db, 1)
        _charger(db, dict(zip(codes, COMPTES.values(), strict=True)))
        known = {serie.id: serie for serie in indicateurs.series(db)}
        for name in PATIENTS:
            for tail, level in (("", "commune"), ("_territoire", "territoire")):
                found = known[f"{name}_2024{tail}"]
                assert (found.niveau, found.decimales, found.millesime) == (level, 0, 2024)
                assert found.sens == (-1 if "sans" in name else 0) and found.agregation == "aucune"
        for tail, how in (("", "moyenne"), ("_territoire", "aucune")):
            found = known[f"part_sans_mt_2024{tail}"]
            assert (found.sens, found.decimales, found.unite, found.agregation) == (-1, 1, "%", how)


@pytest.mark.parametrize("rank", range(4))
def test_a_count_withheld_by_the_producer_is_withheld_and_so_is_its_territory(tmp_path: Path, rank: int) -> None:
    with fabrique.nievre(tmp_path) as db:
        (place, codes), (other, others) = _lieux(db, 2)
        rows: dict[str, Sequence[object]] = dict(zip([*codes, *others], [*COMPTES.values()] * 2, strict=True))
        rows[codes[1]] = [*COMPTES["b"][:rank], "s", *COMPTES["b"][rank + 1 :]]
        said = _charger(db, rows)
        for name in PATIENTS:
            states = [_cell(db, f"{name}_2024", code)[0] for code in codes]
            assert states == [VALEUR, SECRET, VALEUR]
            assert _cell(db, f"{name}_2024_territoire", place) == (SECRET, None)
            assert _cell(db, f"{name}_2024_territoire", other)[0] == VALEUR
        assert _cell(db, "part_sans_mt_2024", codes[1]) == (SECRET, None) and "1 commune retenue " in said


def test_a_missing_count_is_missing_and_its_territory_has_no_total(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        (place, codes), (other, others) = _lieux(db, 2)
        rows: dict[str, Sequence[object]] = dict(zip([*codes, *others], [*COMPTES.values()] * 2, strict=True))
        rows[codes[0]] = ["", *COMPTES["a"][1:]]
        _charger(db, rows)
        assert [_cell(db, "patients_2024", code)[0] for code in codes] == [MANQUANT, VALEUR, VALEUR]
        assert _cell(db, "patients_2024_territoire", place) == (SECRET, None)
        assert _cell(db, "patients_2024_territoire", other) == (VALEUR, 900)


BEAULIEU, DOMPIERRE = "58026", "58100"  # the second is of the first today


@pytest.mark.parametrize(
    ("cells", "known"),
    [
        ((400, 400), (VALEUR, 800)),
        (("s", 400), (SECRET, None)),
        ((400, "s"), (SECRET, None)),
        (("", 400), (MANQUANT, None)),
        ((400, ""), (MANQUANT, None)),
        (("", "s"), (SECRET, None)),
    ],
)
def test_former_communes_are_added_up_and_a_part_withheld_or_missing_makes_the_whole_so(
    tmp_path: Path, cells: tuple[object, object], known: tuple[str, float | None]
) -> None:
    with fabrique.nievre(tmp_path) as db:
        _charger(db, {code: [cell, *COMPTES["a"][1:]] for code, cell in zip((BEAULIEU, DOMPIERRE), cells, strict=True)})
        assert _cell(db, "patients_2024", BEAULIEU) == known


def test_only_the_columns_of_the_file_make_series(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        ((_, codes),) = _lieux(db, 1)
        kept = PATIENTS[:2]
        _charger(db, {c: v[:2] for c, v in zip(codes, COMPTES.values(), strict=True)}, kept)
        names = {serie.indicateur for serie in indicateurs.series(db)}
        assert {*kept, "part_sans_mt"} <= names and not names & {*PATIENTS[2:], "part_ald_sans_mt"}


@pytest.mark.parametrize(
    ("kept", "shares"),
    [
        (PATIENTS[1:2], set()), (PATIENTS[:2], {"part_sans_mt"}), (PATIENTS[1:3], set()),
        (PATIENTS[1:], {"part_ald_sans_mt"}), ((PATIENTS[1], PATIENTS[3]), set()),
    ],
)  # fmt: skip
def test_a_share_needs_its_part_and_its_whole_and_what_was_shown_is_remembered_once(
    tmp_path: Path, kept: tuple[str, ...], shares: set[str]
) -> None:
    with fabrique.nievre(tmp_path) as db:
        ((_, codes),) = _lieux(db, 1)
        ranks = [PATIENTS.index(name) for name in kept]
        _charger(db, {c: [v[k] for k in ranks] for c, v in zip(codes, COMPTES.values(), strict=True)}, kept)
        names = {serie.indicateur for serie in indicateurs.series(db)}
        assert names & {"part_sans_mt", "part_ald_sans_mt"} == shares
        rows = db.conn.execute("SELECT indicateur, total, communes FROM montres ORDER BY total").fetchall()
        assert [(name, total) for name, total, _ in rows] == [(kept[0], 0), (kept[0], 1)]
        assert [json.loads(said) for *_, said in rows] == [sorted(codes)] * 2
