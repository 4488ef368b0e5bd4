"""From nothing to a complete map, through the page Données, as an ARS analyst would.

With `REFERENCE=folder` the files are the real ones and the département Nièvre as it is; without it, files in the
very same layouts, but for outlines and centres, which come with the product: so that the rehearsal always runs.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from data.base import store
from data.chargement import communes_actuelles, offre
from data.territoire import sources
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer, visibles
from tests.browser.outils.serveur import Serveur, lance
from tests.data.imports import fabrique

REFERENCE = os.environ.get("REFERENCE", "")
APL = "APL : extrait CSV"
REELS = {
    "Centres des communes": "centroides_communes_france_2025.csv",
    "Contours des communes": "communes-58.geojson",
    "APL : extrait CSV": "apl_2016_2018_communes_france.csv",
    "Zonage médecins par commune": "zonage_medecins_communes_france.csv",
}


@pytest.fixture
def neuf(tmp_path: Path) -> Iterator[Serveur]:
    """A server started on no file at all: it makes one of 71, as `make run` does."""
    with lance(tmp_path, None) as running:
        yield running


@pytest.fixture(scope="module")
def nievre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    with lance(tmp_path_factory.mktemp("nievre"), "58") as running:
        yield running


@pytest.mark.complet
def test_from_nothing_to_a_complete_map(
    ecran: Ouvreur, neuf: Serveur, tmp_path: Path, capture: Callable[[Page, str], None]
) -> None:
    screen = ecran(serveur=neuf, peinte=True)
    page = screen.ouvrir("donnees")
    page.get_by_role("tab", name="Autre département").click()
    page.get_by_role("combobox", name="Département").wait_for()
    choisir(screen, "Département", "Nièvre")
    capture(page, "donnees-autre-departement")
    cliquer(screen, "Ouvrir la table : Nièvre (58)")
    link = page.get_by_role("link", name="Aller à la table : Nièvre (58)")
    link.wait_for(timeout=90_000)  # another program starts meanwhile
    address = link.get_attribute("href") or ""
    there = neuf.ailleurs(address, "concertation-58.db")
    assert page.get_by_role("heading", name="Données — Saône-et-Loire (71)").is_visible()
    screen = ecran(serveur=there, peinte=True)
    page = screen.ouvrir("donnees")
    page.get_by_role("heading", name="Données — Nièvre (58)").wait_for()
    screen.calme()
    capture(page, "donnees-58-depart")
    assert "Pour une carte complète, il manque : APL médecins." in page.locator(".reponse").inner_text()
    _load(screen, *_files(tmp_path).values())
    assert "La carte est complète." in page.locator(".reponse").first.inner_text()
    capture(page, "donnees-58")
    page = screen.aller("diagnostic")
    page.locator(".cadre .cellules path").first.wait_for()
    assert "vivent dans une commune où l'accès publié est inférieur" in page.locator(".reponse").inner_text()
    page.wait_for_timeout(1500)
    capture(page, "diagnostic-58")


@pytest.mark.complet
def test_a_bad_file_is_refused_with_its_rows_and_changes_nothing(
    ecran: Ouvreur, nievre: Serveur, tmp_path: Path
) -> None:
    bad = tmp_path / "mauvais.csv"
    bad.write_text("code_commune,lat,lon\n58194,abc,3.1\n58999,47,3\n", encoding="utf-8")
    screen = ecran(serveur=nievre, role="analyste")
    page = screen.ouvrir("donnees")
    before = nievre.data("sources")
    _drop(screen, bad)
    page.get_by_text("Rien n'a été écrit").wait_for()
    assert page.get_by_text("2 lignes à corriger").count() == 1
    assert nievre.data("sources") == before


@pytest.mark.complet
def test_the_supply_is_typed_on_screen_and_explains_a_figure(
    ecran: Ouvreur, nievre: Serveur, tmp_path: Path, capture: Callable[[Page, str], None]
) -> None:
    supply = tmp_path / "offre.csv"
    supply.write_text("code_commune,profession,secteur,nombre,etp,actes\n58194,mg,libéral,30,28,150000\n")
    screen = ecran(serveur=nievre, role="analyste", langue="en-US")  # whose commas are thousands
    page = screen.ouvrir("donnees")
    _load(screen, _files(tmp_path)[APL], supply)
    _type(page, "28,50")
    page.get_by_role("button", name="Enregistrer l'offre").click()
    page.get_by_text("Offre enregistrée").first.wait_for()
    screen.calme()
    with store.connect(nievre.fichier) as db:
        assert offre.lire(db)[["commune", "nombre", "etp"]].to_numpy().tolist() == [["58194", 30, 28.5]]
    page = screen.aller("diagnostic")
    choisir(screen, "Commune à regarder", "Nevers")
    page.locator(".reponse").filter(has_text="lieu contribue, d'abord Nevers").wait_for()
    page.get_by_role("heading", name="Pourquoi ce chiffre").scroll_into_view_if_needed()
    capture(page, "pourquoi-58")


def _type(page: Page, value: str) -> None:
    """Change the working time of the first row in the cell's own editor; the tab stays open, says it is not kept.

    A painted grid takes a first click for the choice of a cell: its editor opens once the cell says it is chosen.
    """
    page.get_by_role("tab", name="Offre").click()
    grid = page.get_by_test_id("stDataFrame").filter(visible=True).first
    cell, editor = grid.locator("#glide-cell-5-0"), page.locator("#portal textarea").first
    for _ in range(6):
        try:
            box = grid.bounding_box()
            assert box is not None
            page.mouse.click(box["x"] + 0.81 * box["width"], box["y"] + 53)
            grid.locator("#glide-cell-5-0[aria-selected=true]").wait_for(state="attached", timeout=2_000)
            page.keyboard.press("Enter")
            editor.fill(value, timeout=2_000)
            break
        except PlaywrightTimeoutError:  # the grid was not painted yet
            page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.get_by_text("pas encore enregistrées").wait_for()
    assert cell.text_content() == value


def _load(screen: Ecran, *files: Path) -> None:
    """Drop files together, answer what they do not say, load them in one gesture."""
    page = screen.page
    _drop(screen, *files)
    for year in visibles(page.get_by_label("Année")):
        year.fill("2025")
        year.press("Enter")
        screen.calme()
    page.get_by_role("button", name=re.compile("^Charger ")).click()
    page.get_by_text("est chargé").first.wait_for()
    screen.calme()


def _drop(screen: Ecran, *files: Path) -> None:
    screen.page.locator("input[type=file]").first.set_input_files(files)
    screen.page.get_by_text(files[-1].name).nth(1).wait_for()
    screen.calme()


def _files(folder: Path) -> dict[str, Path]:
    if REFERENCE:
        return {kind: Path(REFERENCE) / name for kind, name in REELS.items()}
    france = sources.read_csv(communes_actuelles.FRANCE)
    codes = france.loc[france["departement"] == "58", "code"].tolist()
    lines = {
        "APL : extrait CSV": ["code_commune,apl_mg_2018,pop_std_mg_2016",
                              *(f"{c},{1 + k % 30 / 10},{100 + k}" for k, c in enumerate(codes))],
        "Zonage médecins par commune": ["code_commune,zonage_medecin", *(f"{c},1_ZIP" for c in codes)],
    }  # fmt: skip
    found = {kind: folder / f"fichier-{k}.csv" for k, kind in enumerate(lines)}
    for kind, path in found.items():
        path.write_text("\n".join(lines[kind]), encoding="utf-8")
    return found


def _workbook(folder: Path, code: str) -> Path:
    """An APL workbook as the DREES publishes it, of the communes of a département."""
    france = sources.read_csv(communes_actuelles.FRANCE)
    codes = france.loc[(france["departement"] == code) & (france["parent"] == ""), "code"]

    def every(book: Workbook) -> None:
        for sheet in (book["APL 2022"], book["APL 2023"]):
            there = {row[0] for row in sheet.values}  # the model has some of the Nièvre
            for k, commune in enumerate(codes[~codes.isin(there)]):
                sheet.append([commune, "Commune", 1 + (37 * k) % 40 / 10, 0.5 + (37 * k) % 40 / 10, 500.5, 510])

    path = folder / "apl.xlsx"  # a longer name is cut in the middle by the uploader
    path.write_bytes(fabrique.apl("mg", retouche=every).contenu)
    return path


@pytest.mark.complet
@pytest.mark.parametrize(
    ("code", "nom"),
    [("58", "Nièvre"), ("23", "Creuse"), ("2A", "Corse-du-Sud"), ("974", "Réunion"), ("62", "Pas-de-Calais")],
)
def test_a_departement_chosen_on_screen_shows_its_map_and_one_workbook_completes_it(
    ecran: Ouvreur, tmp_path: Path, capture: Callable[[Page, str], None], code: str, nom: str
) -> None:
    with store.connect(tmp_path / "table.db"):
        pass  # a fresh file, of no département
    with lance(tmp_path, None) as running:
        screen = ecran(serveur=running, peinte=True)
        page = screen.ouvrir("donnees")
        choisir(screen, "Département", nom)
        page.get_by_role("button", name=re.compile("^Commencer")).click()
        page.get_by_role("heading", name=re.compile(rf"^Données — .*{nom}")).wait_for()
        page = screen.aller("diagnostic")
        _map(page)
        assert page.get_by_text("Les fichiers qui débloquent cette page").is_visible()
        capture(page, f"depart-{code}")
        _load(screen, _workbook(tmp_path, code))  # dropped on the very page that lacks it
        _map(page)
        answer = "vivent dans une commune où l'accès publié est inférieur"
        expect(page.locator(".reponse").first).to_contain_text(answer)
        expect(page.get_by_text("Les fichiers qui débloquent cette page")).to_have_count(0)
        expect(page.get_by_test_id("stToast")).to_have_count(0)  # what it said has been read
        page.get_by_role("heading", level=1).scroll_into_view_if_needed()
        capture(page, f"carte-{code}")


def _map(page: Page) -> None:
    expect(page.locator(".cadre .cellules path").first).to_be_visible()
