"""An analyst's afternoon: edit a team, build two scenarios, compare, goal-seek, see the map at 2031, export.

And what must never show: ages and departures of a team of fewer than five, on the screen or in an export.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import choisir
from tests.browser.outils.serveur import Serveur

EQUIPE = "CC Brionnais Sud Bourgogne"  # seven doctors by estimate
PETITE = "CC Bresse Nord Intercom'"  # three
PREMIER, SECOND = "Deux assistants", "Un médecin arrive"
PEINTRE = 1_000  # milliseconds for the browser to paint a grid or a map, which no element tells


@pytest.mark.complet
def test_an_analysts_afternoon(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Callable[[Page, str], None], tmp_path: Path
) -> None:
    screen = ecran(serveur=serveur_neuf)
    page = screen.ouvrir("effectifs")
    expect(page.get_by_text("305 médecins généralistes en 2024 (estimé, pyramide nationale)")).to_be_visible()
    choisir(screen, "Territoire", EQUIPE)
    _saisir(screen, "63")
    expect(page.get_by_text("Effectif : 7 saisi. Âges : 7 saisis", exact=False)).to_be_visible()
    page.wait_for_timeout(PEINTRE)
    capture(page, "effectifs-equipe-1280")
    _section(screen, "Projection")
    expect(page.get_by_text("Les 7 médecins généralistes auront 66 ans ou plus d'ici fin 2036")).to_be_visible()
    expect(page.get_by_text("il faut", exact=False).last).to_be_visible()
    capture(page, "effectifs-projection-1280")
    _scenarios(screen)
    capture(page, "effectifs-scenario-1280")
    _section(screen, "Comparer")
    expect(page.get_by_text(f"« {SECOND} » donne", exact=False)).to_be_visible()
    capture(page, "effectifs-comparer-1280")
    assert PREMIER in _export(page, tmp_path)
    _carte(screen)
    capture(page, "effectifs-carte-2031-1280")
    _section(screen, "Analyse")
    expect(page.get_by_text("ce qui pèse le plus", exact=False)).to_be_visible()
    capture(page, "effectifs-analyse-1280")
    _section(screen, "Bascule")
    expect(page.get_by_text("territoires voisins compris", exact=False)).to_be_visible()
    _section(screen, "Validation")
    expect(page.get_by_text("10 critères tenus sur 10", exact=False)).to_be_visible()
    expect(page.get_by_text("résultat gardé de make check-reference", exact=False)).to_be_visible()
    capture(page, "effectifs-validation-1280")
    assert "mêmes bits" in serveur_neuf.data("rerun", SECOND)


@pytest.mark.complet
def test_a_small_team_identifies_nobody(ecran: Ouvreur, serveur_neuf: Serveur, tmp_path: Path) -> None:
    screen = ecran(serveur=serveur_neuf)
    page = screen.ouvrir("effectifs")
    choisir(screen, "Territoire", PETITE)
    _section(screen, "Équipe")
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)
    page.get_by_text("Ouvrir la saisie").click()
    screen.calme()
    _saisir(screen, "69")
    _section(screen, "Projection")
    expect(page.get_by_text("âges saisis par la table")).to_have_count(0)
    text = _export(page, tmp_path)
    assert "69" not in text.split("\n", 4)[-1].split(";")[0] and "âges saisis" not in text
    serveur_neuf.data("export", str(tmp_path / "tout"))
    assert not (tmp_path / "tout" / "effectifs.csv").exists()
    out = "".join(path.read_text() for path in (tmp_path / "tout").glob("effectifs*.csv"))
    assert "age" not in out
    reader = ecran(serveur=serveur_neuf, role="analyste").ouvrir("effectifs")
    expect(reader.get_by_text("Équipe réelle")).to_have_count(0)


@pytest.mark.complet
def test_the_room_screen_fits_a_phone(ecran: Ouvreur, capture: Callable[[Page, str], None]) -> None:
    screen = ecran(TELEPHONE)
    page = screen.ouvrir("effectifs")
    expect(page.get_by_text("305 médecins généralistes en 2024 (estimé, pyramide nationale)")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    capture(page, "effectifs-projection-360")


def _section(screen: Ecran, name: str) -> None:
    screen.page.get_by_role("radio", name=name, exact=True).click()
    screen.calme()


def _paru(element: Locator) -> bool:
    """Whether an element comes to be seen soon."""
    try:
        element.wait_for(state="visible", timeout=1_500)
    except PlaywrightTimeout:
        return False
    return True


def _saisir(screen: Ecran, age: str) -> None:
    """Type an age in the first row of the team, as a person does: click the cell, type, Enter."""
    page = screen.page
    if page.get_by_role("button", name="Enregistrer l'équipe").count() == 0:
        _section(screen, "Équipe")
    page.locator("[data-testid=stDataFrame] canvas").first.wait_for()
    page.wait_for_timeout(PEINTRE)  # the grid paints itself after the script
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    cell = page.locator("#portal textarea").first  # the cell's editor opens above the grid
    for _ in range(4):
        page.mouse.dblclick(box["x"] + 230, box["y"] + 53)
        if _paru(cell):
            break
    cell.fill(age)
    page.keyboard.press("Enter")
    cell.wait_for(state="hidden")
    page.wait_for_timeout(PEINTRE)  # and sends its value a moment later
    screen.calme()
    page.get_by_role("button", name="Enregistrer l'équipe").click()
    screen.calme()


def _scenarios(screen: Ecran) -> None:
    page = screen.page
    _section(screen, "Scénarios")
    for name in (PREMIER, SECOND):
        if name == SECOND:
            choisir(screen, "Scénario", "Tendance")
        page.get_by_label("Nom du nouveau scénario").fill(name)
        page.get_by_role("button", name="Ouvrir ce scénario").click()
        screen.calme()
        expect(page.get_by_text(f"Scénario « {name} »", exact=False)).to_be_visible()
        if name == PREMIER:
            page.get_by_role("button", name="Ajouter ce levier").click()
        else:
            _section(screen, "Mouvement")
            choisir(screen, "Commune", "Chauffailles")
            page.get_by_role("button", name="Ajouter ce mouvement").click()
        screen.calme()
        expect(page.get_by_role("button", name="Retirer")).to_be_visible()
    page.get_by_role("button", name="Figer le résultat").click()
    screen.calme()
    expect(page.get_by_text("À rejouer au bit près", exact=False)).to_be_visible()


def _carte(screen: Ecran) -> None:
    _section(screen, "Carte")
    expect(screen.page.get_by_text("En 2031,", exact=False).first).to_be_visible()
    expect(screen.page.get_by_text("À population constante", exact=False).first).to_be_visible()
    screen.page.locator(".cadre .cellules path").first.wait_for()
    screen.page.wait_for_timeout(2 * PEINTRE)  # the map is painted by the browser after the script has finished


def _export(page: Page, folder: Path) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").first.click()
    target = folder / "export.csv"
    waiting.value.save_as(target)
    return target.read_text(encoding="utf-8-sig")
