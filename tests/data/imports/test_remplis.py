"""The guarded door of the small workbooks: what is too big, too deep or too far is refused before it costs anything."""

import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from data.imports.grammaire import remplis
from data.imports.grammaire.base import Fichier, FichierRefuse

ROOT = Path(__file__).resolve().parents[3]
LIRE = """
import sys
from pathlib import Path
from data.imports.grammaire import tableur
from data.imports.grammaire.base import Fichier, FichierRefuse
for name in sys.argv[1:]:
    for prudent in (False, True):
        try:
            book = tableur.Classeur(Fichier(name, Path(name).read_bytes()), prudent)
            print(sum(1 for _ in book.rangees("Données")))
        except FichierRefuse as refusal:
            print(refusal)
"""
MEMOIRE = 1_500_000_000  # bytes of address space for a reading


def _workbook(change: Callable[[str, bytes], bytes]) -> bytes:
    """A small workbook whose parts are rewritten."""
    book, out = openpyxl.Workbook(), BytesIO()
    book.active.title, book.active["A1"] = "Données", "nom"
    book.save(out)
    made = BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return made.getvalue()


def _rows(cells: bytes, sheet: bytes = b"") -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        start, end = part.index(b"<sheetData>") + len(b"<sheetData>"), part.index(b"</sheetData>")
        return sheet + part[:start] + cells + part[end:]

    return _workbook(change)


LOIN = {
    "a cell at the far end": b'<row><c r="A1"><v>1</v></c><c r="XFD1048576"><v>1</v></c></row>',
    "a wide cell, then a deep one": b'<row r="1"><c r="ABC1"><v>1</v></c></row><row r="199999"><c r="A199999"/></row>',
    "a row at the far end": b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"/></row>',
}


def test_a_workbook_of_five_kilobytes_stays_small(tmp_path: Path) -> None:
    """In a process of its own, with a ceiling: a reader that reserves the cells between would abort it."""
    for k, cells in enumerate(LOIN.values()):
        (tmp_path / f"{k}.xlsx").write_bytes(_rows(cells))
    files = [str(tmp_path / f"{k}.xlsx") for k in range(len(LOIN))]
    assert all(Path(name).stat().st_size < 6_000 for name in files)
    done = subprocess.run(
        [sys.executable, "-c", LIRE, *files], cwd=ROOT, capture_output=True, text=True, timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE)),
    )  # fmt: skip
    assert done.returncode == 0 and len(done.stdout.splitlines()) == 2 * len(LOIN), done.stderr[-500:]


ENTITES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in range(ord("b"), ord("k"))
) + b"]>"  # fmt: skip
ENORMES = {
    "a part that swells": lambda: _rows(b"<row>" + b"<c><v>1</v></c>" * 3_000_000 + b"</row>"),
    "many parts that swell a little": lambda: _workbook(
        lambda name, part: part + b" " * 900_000 * (name.endswith(".xml") and 9)
    ),
    "too many bytes": lambda: b"PK\x03\x04" + b"x" * remplis.OCTETS,
    "too many rows": lambda: _rows(b"".join(b"<row><c><v>%d</v></c></row>" % k for k in range(remplis.LIGNES + 1))),
    "entities in entities": lambda: _rows(b'<row><c t="inlineStr"><is><t>&j;</t></is></c></row>', ENTITES),
    "cut short": lambda: _rows(b"")[:-200],
}


@pytest.mark.parametrize("kind", ENORMES)
def test_what_would_cost_too_much_is_refused_in_words(kind: str) -> None:
    with pytest.raises(FichierRefuse, match="Rien n'a été"):
        remplis.feuilles(Fichier("plan.xlsx", ENORMES[kind]()))


def test_a_csv_is_bounded_too() -> None:
    for text in ("a;b\n" * (remplis.LIGNES + 1), "x" * (remplis.OCTETS + 1)):
        with pytest.raises(FichierRefuse, match="Rien n'a été"):
            remplis.lire(Fichier("m.csv", text.encode()), lambda cells: False)


def test_cells_are_texts_as_a_person_reads_them() -> None:
    raw = _rows(b'<row r="3"><c r="B3"><v>2.5</v></c><c r="C3" t="b"><v>1</v></c><c r="D3"><v>12</v></c></row>')
    row = next(iter(remplis.feuilles(Fichier("t.xlsx", raw))["Données"]))
    assert (row.numero, row.cellules) == (3, ("", "2.5", "oui", "12"))
    assert remplis.texte_de("a_x000B_b_xD83E__xDE7A_ _xD83D_é") == "a\x0bb🩺 \ufffdé", "halves are joined, or lost"


TITRES = ["nom", "collège", "organisation"]


def _lus(lines: list[str], end: str = "\n") -> list[tuple[str, ...]]:
    text = end.join(lines) + end
    rows = remplis.lire(Fichier("m.csv", text.encode()), lambda cells: cells[:2] == TITRES[:2])
    return [row.cellules for row in rows]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_row_of_a_list_has_the_cells_of_its_headings(mark: str, end: str) -> None:
    """Which cell a short row lacks, or where a quote should have been closed, cannot be guessed."""
    head, good = mark.join(TITRES), mark.join(["Ana", "usagers", "Asso"])
    assert _lus([head, good, mark.join(["Bo", "usagers", ""]), mark * 2, ""], end)[2] == ("Bo", "usagers")
    assert _lus([head, good, mark.join(["Bo", "usagers", '"5 rue A\n71000 B"'])], end)[2][2] == "5 rue A\n71000 B"
    assert len(_lus([head, good, mark.join(["Bo", "usagers", '"5 rue A\nBât. B, 2e, à gauche"'])], end)) == 3
    wrong = [
        [mark.join(["Bo", "Asso"])], ["Bo"],
        [mark.join(['"Bo', "usagers", "x"]), mark.join(['Cy"', "usagers", "y"])],
        [mark.join(["Bo", '"usagers', "x"]), mark.join(["Cy", 'usagers"', "y"])],
        [mark.join(["Bo", "usagers", '"x']), mark.join(["Cy", "usagers", "y"]), mark.join(["Di", "usagers", 'z"'])],
        [mark.join(["Bo", "usagers", '"x']), mark.join(["Cy", "usagers", 'y"'])],
    ]  # fmt: skip
    for rows in wrong:
        with pytest.raises(FichierRefuse) as refusal:
            _lus([head, good, *rows], end)
        assert [bad.ligne for bad in refusal.value.rejets] == [3], rows


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_separator_inside_a_cell_pushes_the_row_and_is_refused(mark: str) -> None:
    """« Asso, Santé » without quotes: the empty last cell goes beyond the headings, nothing else says it."""
    head, good = mark.join(TITRES), mark.join(["Ana", "usagers", "Asso"])
    for pushed in (f"Bo{mark} Ana{mark}usagers{mark}", f"Bo{mark}usagers{mark} suite{mark}"):
        with pytest.raises(FichierRefuse, match="4 cellules pour 3 titres, dont une coupée") as refusal:
            _lus([head, good, pushed, good])
        assert [bad.ligne for bad in refusal.value.rejets] == [3]
    airy = [mark.join(["nom", "collège", " organisation"]), mark.join(["Ana", "usagers", " Asso", ""])]
    assert len(_lus(airy)) == 2 and len(_lus([head, good + mark, good + mark])) == 3


FICHE = "Nom,Collège,Organisation,Suppléant,Vote"
SEULE = "Bo,usagers,Asso,Santé,,"  # « Asso,Santé », no substitute, no vote


@pytest.mark.parametrize("others", [[], ["Ana,usagers,Asso,,oui"], ["Ana,usagers,Asso,,oui"] * 20])
def test_a_comma_inside_a_cell_is_asked_about_though_the_last_cells_are_empty(others: list[str]) -> None:
    """Without quotes nor a space, the only trace is an empty cell beyond the headings."""
    read = lambda lines: remplis.lire(Fichier("m.csv", "\n".join(lines).encode()), lambda cells: cells[0] == "Nom")  # noqa: E731
    with pytest.raises(FichierRefuse, match="6 cellules pour 5 titres, dont une coupée") as refusal:
        read([FICHE, *others, SEULE])
    assert [bad.ligne for bad in refusal.value.rejets] == [2 + len(others)]
    assert read([FICHE, *others, SEULE.replace("Asso,Santé,,", '"Asso,Santé",,')])
    assert read(["Nom,Collège", "Bo,usagers,"]), "a name and a college alone leave no doubt"


FUSIONS = {"under the headings": ("C2:C3", True), "the headings": ("A1:B1", True), "the title above": ("A1:C1", False)}


@pytest.mark.parametrize("place", FUSIONS)
def test_merged_cells_are_refused_where_they_would_be_read_as_empty(place: str) -> None:
    cells, refused = FUSIONS[place]
    book = openpyxl.Workbook()
    rows = [TITRES, ["Ana", "usagers", "ARS"], ["Bo", "usagers", None]]
    for row in rows if refused else [["Liste"], [], *rows]:
        book.active.append(row)
    book.create_sheet("Couverture").merge_cells("A1:C9")
    book.active.merge_cells(cells)
    out = BytesIO()
    book.save(out)
    read = lambda: remplis.lire(Fichier("m.xlsx", out.getvalue()), lambda given: "nom" in given)  # noqa: E731
    if not refused:
        assert len(read()) == 3
        return
    with pytest.raises(FichierRefuse, match=f"cellules {cells} : fusionnées") as refusal:
        read()
    assert [bad.ligne for bad in refusal.value.rejets] == [int(cells[1])]


def test_the_empty_cells_that_excel_leaves_out_of_a_block_are_no_short_row() -> None:
    """It writes a CSV by sixteen rows, without the last separators where none of them has anything there."""
    head, full = "nom;collège;organisation", ["Ana;usagers;Asso"] * 15
    block = [f"N{k};usagers" for k in range(16)]
    assert len(_lus([head, *full, *block, *full, "Di;usagers;"])) == 48
    assert len(_lus([head, *full, *block[:3]])) == 19  # the last block is as long as what is left
    for wrong in ([head, *block], [head, *full, *block[:9], *full], [head, *full[:9], *block]):
        with pytest.raises(FichierRefuse, match="2 cellules pour 3 titres"):
            _lus(wrong)
