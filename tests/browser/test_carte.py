"""The map in the browser: its geometry asked for once, the value beside the legend, places found by typing, names that
do not cover one another, several maps that move together, the map alone at its address."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from data.base import store
from data.territoire import indicateurs
from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import choisir
from tests.browser.outils.serveur import Serveur

Capture = Callable[[Page, str], None]
TROUVER = "Trouver un lieu sur la carte"
CROISES = """names => names.flatMap((one, i) => names.slice(i + 1).map(other => [one, other]))
  .filter(([one, other]) => { const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    return a.left < b.right && b.left < a.right && a.top + 3 < b.bottom - 3 && b.top + 3 < a.bottom - 3; })
  .map(([one, other]) => `${one.textContent} / ${other.textContent}`)"""


def _vues(page: Page) -> list[str | None]:
    return [one.get_attribute("viewBox") for one in page.locator(".cadre svg").all()]


def _noms(page: Page) -> Locator:
    return page.locator(".cadre .ecrits .halo")


def _sans_croisement(page: Page) -> None:
    assert _noms(page).evaluate_all(CROISES) == []


def test_a_map_is_pointed_at_found_in_and_zoomed(ecran: Ouvreur) -> None:
    screen: Ecran = ecran()
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url) if "/contours/" in request.url else None)
    page = screen.ouvrir("diagnostic")
    cells, value = page.locator(".cadre .cellules path"), page.locator(".cadre .valeur")
    expect(cells.first).to_be_visible()
    expect(_noms(page).get_by_text("Mâcon", exact=True)).to_be_visible()
    expect(_noms(page).get_by_text("Nièvre", exact=True)).to_be_visible()
    _sans_croisement(page)
    page.get_by_role("searchbox", name=TROUVER).or_(page.get_by_role("combobox", name=TROUVER)).fill("macon")
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Commune à regarder")).to_have_value("Mâcon (71270)")
    expect(value).to_contain_text("Mâcon")
    screen.calme()
    _sans_croisement(page)
    near = _vues(page)
    page.get_by_role("button", name="Tout voir").click()
    assert _vues(page) != near
    cells.nth(0).hover(force=True)
    expect(value).to_contain_text("L'Abergement-de-Cuisery")
    expect(page.get_by_role("combobox", name="Commune à regarder")).to_have_value("Mâcon (71270)")
    choisir(screen, "Lecture", "Classes naturelles")
    expect(page.locator(".cadre .legendes")).to_contain_text("classes naturelles")
    assert sorted(url.rsplit(".", 1)[1] for url in asked) == ["js", "json"], "the browser keeps what it has"


@pytest.mark.complet
def test_two_years_side_by_side_move_together(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        now = indicateurs.apl_generalistes(db)[0]
        for year in (2018, 2021):
            known = indicateurs.values(db, now.id)
            earlier = indicateurs.Serie(**{**now.__dict__, "id": f"apl_mg_{year}", "millesime": year, "dite": ""})
            rows = [
                (str(c), v * (1 + (int(str(c)[-3:]) % 7 - 2) * (2023 - year) / 60), e) for c, v, e in known.itertuples()
            ]
            indicateurs.store(db, earlier, rows)
        db.conn.commit()
    screen = ecran(serveur=serveur_neuf)
    page = screen.ouvrir("diagnostic")
    choisir(screen, "Comparer à", "2018")
    page.get_by_role("radio", name="Côte à côte").click()
    screen.calme()
    expect(page.locator(".cadre svg")).to_have_count(2)
    expect(page.locator(".cadre figcaption")).to_have_text(["2018", "2023"])
    page.get_by_role("button", name="Agrandir").click()
    first, second = _vues(page)
    assert first == second
    page.locator(".cadre .cellules path").nth(5).hover(force=True)
    expect(page.locator(".cadre .valeur span")).to_have_count(2)
    page.get_by_role("button", name="Tout voir").click()
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    capture(page, "diagnostic-cote-a-cote-1280")
    choisir(screen, "Comparer à", "Année par année")
    expect(page.locator(".cadre figcaption")).to_have_text(["2018", "2021", "2023"])
    capture(page, "diagnostic-annees-1280")


def test_a_map_is_projected_alone(ecran: Ouvreur, serveur: Serveur, capture: Capture) -> None:
    page = ecran().ouvrir("diagnostic")
    link = page.get_by_role("link", name="Projeter cette carte")
    page.goto(f"{serveur.url}{link.get_attribute('href')}")
    expect(page.locator("svg.large")).to_be_visible()
    assert page.locator("a, button, nav").count() == 0
    whole = page.evaluate("() => [document.documentElement.scrollHeight, window.innerHeight]")
    assert whole[0] <= whole[1], "the projected map fits the screen"
    capture(page, "carte-projetee-1280")
    page.set_viewport_size(TELEPHONE["viewport"])
    expect(page.locator("svg.etroite")).to_be_visible()
    expect(page.locator("svg.large")).to_be_hidden()
    capture(page, "carte-projetee-360")
