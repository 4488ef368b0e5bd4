"""Structures on screen and in files: warnings of the texts, white zones, a list in and out, the mission map printed."""

import io
from collections.abc import Callable

import openpyxl
import pandas as pd
import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit, Refus
from components.reponses import gestes, lectures, view_imprimes
from components.reponses.regles import structures as regles
from components.reponses.regles.structures import Reperes
from components.ui.sorties import exports
from data.base import identite, jours
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import constats
from data.structures import couverture, structures
from data.structures.catalogue import ROLES
from data.territoire import territoire
from tests import comptes
from tests.essais import sans_marques
from tests.reponses.conftest import PAGE

REPERES = Reperes((20_000, 100_000), (50, 300), (40_000, 80_000, 175_000))


@pytest.mark.parametrize(
    ("people", "count", "near", "said"),
    [
        (20_000, 50, {}, 0), (100_000, 300, {}, 0), (19_999, None, {}, 1), (100_001, 301, {}, 2), (20_000, 49, {}, 1),
        (50_000, None, {"CPTS voisine": 2}, 1), (0, 0, {"CPTS voisine": 1}, 3),
    ],
)  # fmt: skip
def test_the_marks_of_the_texts_warn_out_of_their_bounds(
    people: float, count: int | None, near: dict[str, int], said: int
) -> None:
    assert len(regles.avertissements(people, count, "", near, REPERES)) == said


@pytest.mark.parametrize(
    ("people", "fits"),
    [
        (20_000, "1"), (39_999, "1"), (40_000, "2"), (60_000, "2"), (80_000, "23"), (80_001, "3"), (175_000, "3"),
        (175_001, "4"),
    ],
)  # fmt: skip
def test_a_size_class_that_is_not_that_of_the_residents_is_said(people: float, fits: str) -> None:
    """One warning more for each class that does not fit, which names those that do; none where no class is noted."""
    before = regles.avertissements(people, None, "", {}, REPERES)
    for taille in "1234":
        more = [one for one in regles.avertissements(people, None, taille, {}, REPERES) if one not in before]
        assert bool(more) == (taille not in fits)
        assert all(one.endswith(f"d'une taille {' ou '.join(fits)}") for one in more)
    assert not [one for one in regles.avertissements(0, None, "1", {}, REPERES) if "taille" in one]


def test_white_zones_and_overlaps_are_counted_by_commune_and_by_residents() -> None:
    met = pd.DataFrame({"structure": [1, 2, 1, 3], "commune": ["a", "a", "b", "c"]})
    towns = pd.Index(["a", "b", "c", "d"])
    covered = regles.par_commune(met, {1: "Une", 2: "Deux"}, towns)
    assert covered["nombre"].tolist() == [2, 1, 0, 0] and covered.at["a", "lesquelles"] == ["Deux", "Une"]
    places = pd.Series({"a": "T", "b": "T", "c": "T", "d": "U"})
    found = regles.par_territoire(covered, places, pd.Series({"a": 100.0, "b": 10.0, "c": 1.0}))
    assert found.loc["T", ["habitants", "couverts", "plusieurs", "blanches"]].tolist() == [111, 110, 100, 1]
    assert found.loc["U", ["habitants", "couverts", "blanches"]].tolist() == [0, 0, 1]
    assert regles.voisines(met, 1, {1: "Une", 2: "Deux", 3: "Trois"}) == {"Deux": 1}


def _csv(*lines: str) -> bytes:
    return "\n".join(lines).encode("utf-8")


LISTE = _csv(
    "Nom;Type;Couvre;Téléphone;Professionnels;Étape;Depuis le;Inconnue",
    'CPTS du Sud;CPTS;"{a} ; {b}";+33 3 85 00 00 00;120;accord conventionnel (ACI) signé;10/01/2025;x',
    "DAC 71;dispositif d'appui à la coordination (dac);tout le departement;;;;;",
)


def _liste(db: Database) -> bytes:
    a, b = territoire.territoires(db)["nom"].iloc[:2]
    return LISTE.replace(b"{a}", a.encode()).replace(b"{b}", b.encode())


def test_a_list_comes_in_whole_again_changes_nothing_and_goes_out_to_come_back(db: Database) -> None:
    said = gestes.importer(db, TERMINAL, "liste.csv", _liste(db))
    assert "2\u00a0structures ajoutées" in said and "« Inconnue »" in said
    before = list(db["structures"].rows)
    assert "2\u00a0structures inchangées" in gestes.importer(db, TERMINAL, "liste.csv", _liste(db))
    assert list(db["structures"].rows) == before
    known = lectures.annuaire(db, jours.aujourd_hui(db))
    table = lectures.tableau(db, known.structures)
    for name, content in (("s.csv", exports.to_csv(table, ["x"])), ("s.xlsx", exports.to_xlsx(table, ["x"]))):
        assert "2\u00a0structures inchangées" in gestes.importer(db, TERMINAL, name, content), name
    assert list(db["structures"].rows) == before and len(list(db["etapes_structure"].rows)) == 1
    with pytest.raises(Interdit):
        gestes.importer(db, LECTEUR, "liste.csv", _liste(db))


@pytest.mark.parametrize("odd", ["=1+1", "'=1", "＋1", "#REF!", "_x0041_", "l1\nl2", "a\u2028b", "a  b", 'a;b"c', "🩺"])
def test_a_list_that_nobody_touched_changes_nothing(db: Database, odd: str) -> None:
    code = str(territoire.territoires(db).index[0])
    structures.noter(db, TERMINAL, code, {"type": "msp", "nom": f"{odd} N", "adresse": odd, "precisions": odd})
    before = list(db["structures"].rows)
    table = lectures.tableau(db, lectures.annuaire(db, jours.aujourd_hui(db)).structures)
    for name, content in (("s.csv", exports.to_csv(table, ["x"])), ("s.xlsx", exports.to_xlsx(table, ["x"]))):
        said = gestes.importer(db, TERMINAL, name, content)
        assert "0\u00a0structure ajoutée, 0\u00a0structure changée" in said, (name, said)
    assert list(db["structures"].rows) == before


@pytest.mark.parametrize(
    ("written", "read"),
    [("385110011", "0385110011"), ("33385110011", "+33385110011"), ("0385110011", "0385110011"), ("15", "15"),
     ("03 85 11 00 11", "03 85 11 00 11"), ("116117", "116117"), ("3114", "3114"), ("+33385110011", "+33385110011")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_number_for_the_public_finds_what_a_spreadsheet_took_from_it(
    db: Database, written: str, read: str, form: str
) -> None:
    lost = int(written) if written.isdigit() and written[0] != "0" else written
    table = pd.DataFrame({"Nom": ["A"], "Type": ["CPTS"], "Téléphone": [lost]})
    content = exports.to_csv(table, []) if form == "csv" else exports.to_xlsx(table, [])
    gestes.importer(db, TERMINAL, f"l.{form}", content)
    assert structures.read(db)["telephone"].tolist() == [read]


def test_a_long_list_reads_the_communes_and_the_structures_once(db: Database) -> None:
    """What a row costs does not grow with the list: nothing whole is read again for each."""
    said: list[str] = []
    db.conn.set_trace_callback(said.append)
    rows = [f"MSP {k};MSP;tout le département" for k in range(12)]
    gestes.importer(db, TERMINAL, "l.csv", "\n".join(["Nom;Type;Couvre", *rows]).encode())
    db.conn.set_trace_callback(None)
    whole = [sql for sql in said if "FROM communes" in sql and "WHERE" not in sql]
    assert len(structures.read(db)) == 12 and len(whole) <= 2, whole
    assert sum("FROM structures s LEFT JOIN" in sql and "s.id = " not in sql for sql in said) <= 2


BAD = {
    "sans nom": (b"Nom;Type\n;CPTS", "« Nom » : vide"),
    "type inconnu": (b"Nom;Type\nA;Camion", "« Type »"),
    "sans titre": (b"A;B\nC;D", "manque"),
    "vide": (b"", "manque"),
    "sans ligne": (b"Nom;Type", "aucune structure"),
    "en double": (b"Nom;Type\nA;CPTS\na ;cpts", "déjà à la ligne 2"),
    "colonnes": (b"Nom;Nom;Type\nA;B;CPTS", "en double"),
    "formule": (b"Nom;Type;Membres\nA;CPTS;=A1", "formule"),
    "lieu": (b"Nom;Type;Couvre\nA;CPTS;Atlantide", "ni une commune"),
    "nombre": (b"Nom;Type;Professionnels\nA;CPTS;12,5", "nombre entier"),
    "nombre espac\u00e9": (b"Nom;Type;Professionnels\nA;CPTS;12 5", "nombre entier"),
    "nombre de deux mots": (b"Nom;Type;Professionnels\nA;CPTS;1 2345", "nombre entier"),
    "date": (b"Nom;Type;\xc3\x89tape;Depuis le\nA;CPTS;lettre d'intention;31/02/2025", "une date comme"),
    "sans date": (b"Nom;Type;\xc3\x89tape\nA;CPTS;lettre d'intention", "une étape a une date"),
    "telephone": (b"Nom;Type;T\xc3\xa9l\xc3\xa9phone\nA;CPTS;mairie", "numéro de téléphone"),
    "pas un tableau": (b"PK\x03\x04abc", "ne se lit pas"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_list_with_one_wrong_row_writes_nothing_and_says_why(db: Database, case: str) -> None:
    content, words = BAD[case]
    good = content + (b"\nBonne;MSP" if content.startswith(b"Nom;Type\n") else b"")
    with pytest.raises(Refus, match=words):
        gestes.importer(db, TERMINAL, "liste.xlsx" if case == "pas un tableau" else "liste.csv", good)
    assert structures.read(db).empty


def test_an_empty_cell_takes_no_coverage_away(db: Database) -> None:
    gestes.importer(db, TERMINAL, "liste.csv", _liste(db))
    ident = int(structures.read(db).query("type == 'cpts'").index[0])
    before = couverture.lieux(db, ident)
    book = openpyxl.Workbook()
    for row in (["Nom", "Type", "Couvre", "Adresse"], ["CPTS du Sud", "CPTS", None, "1 rue Haute"]):
        book.active.append(row)  # type: ignore[union-attr]
    file = io.BytesIO()
    book.save(file)
    assert "1\u00a0structure changée" in gestes.importer(db, TERMINAL, "s.xlsx", file.getvalue())
    assert couverture.lieux(db, ident) == before and structures.une(db, ident)["adresse"] == "1 rue Haute"


@pytest.mark.parametrize("section", ["Structures", "Couverture"])
@pytest.mark.parametrize("role", ["", "analyste"])
def test_the_sections_draw_empty_and_full(
    db: Database, page: Callable[..., AppTest], connectee: Callable[..., None], section: str, role: str
) -> None:
    if role:
        connectee(role)
    page(reponses_section=section)
    gestes.importer(db, TERMINAL, "liste.csv", _liste(db))
    ident = int(structures.read(db).index[0])
    full = page(reponses_section=section, reponses_structure=ident)
    assert any("DAC 71" in str(frame.value.to_dict()) for frame in full.dataframe) or section == "Couverture"
    assert bool([b for b in full.button if b.label == "Ajouter la structure"]) == (
        bool(role) and section == "Structures"
    )


def test_a_structure_is_added_on_screen_and_the_form_starts_blank(
    db: Database, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee("analyste")
    test = page(reponses_section="Structures")
    next(box for box in test.text_input if box.label == "Nom").set_value("CPTS d'ici")
    next(box for box in test.button if box.label == "Ajouter la structure").click().run()
    assert not test.exception and not test.error
    assert structures.read(db)["nom"].tolist() == ["CPTS d'ici"]
    assert next(box for box in test.text_input if box.label == "Nom").value == ""


def test_the_mission_map_is_for_the_table_then_for_all_and_escapes(db: Database) -> None:
    gestes.importer(db, TERMINAL, "liste.csv", _liste(db))
    code = str(territoire.territoires(db).index[0])
    structures.noter(db, TERMINAL, code, {"type": "association", "nom": "<script>alert(1)</script>"})
    client = TestClient(Starlette(routes=view_imprimes.ROUTES))
    assert client.get(f"/missions/{code}").status_code == client.get("/missions/000").status_code == 404
    constats.marquer(db, TERMINAL, "medecin_generaliste", [code], constats.DISCUTE)
    answer = client.get(f"/missions/{code}")
    page = sans_marques(answer.text)
    assert answer.status_code == 200 and "CPTS du Sud" in page and "+33 3 85 00 00 00" in page
    assert "<script>" not in page and "DAC 71" in page
    other = str(territoire.territoires(db).index[5])
    signed = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies={identite.COOKIE: comptes.session(db)})
    assert "CPTS du Sud" not in sans_marques(signed.get(f"/missions/{other}").text) and PAGE.exists()


def test_the_list_of_structures_prints_with_its_missions_and_warnings_and_escapes(db: Database) -> None:
    client = TestClient(Starlette(routes=view_imprimes.ROUTES))
    assert client.get("/structures").text.count("Aucune structure notée") == len(ROLES)
    gestes.importer(db, TERMINAL, "liste.csv", _liste(db))
    ident = int(structures.read(db).query("type == 'cpts'").index[0])
    structures.franchir(db, TERMINAL, ident, "engagée", "2025-06-01", mission="crise_acces")
    row = structures.une(db, ident)
    said = {"membres": "<b>hôpital</b>", "professionnels": None}
    structures.modifier(db, TERMINAL, ident, row["version"], said, couverture.lieux(db, ident))
    page = sans_marques(client.get("/structures").text)
    for words in ("CPTS du Sud", "DAC 71", "engagée depuis le 01/06/2025", "&lt;b&gt;hôpital", "tout le département"):
        assert words in page, words
    assert "À regarder" in page and "<b>" not in page and "None" not in page
