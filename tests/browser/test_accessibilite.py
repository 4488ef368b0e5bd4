"""Every page of the menu at both sizes, in French, and axe-core finds nothing, with real content on it.

Each day, the pages are gone through in one sitting, by the menu; `make complet` opens each by its address too.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from components.ui.menu import MENU
from tests.browser.outils.anglais import anglais
from tests.browser.outils.axe import DE_STREAMLIT, verifier, violations
from tests.browser.outils.clavier import tout_atteindre
from tests.browser.outils.ecran import BUREAU, Ecran, Ouvreur
from tests.browser.outils.gestes import ajouter_mouvement, choisir, cliquer, saisir, visibles
from tests.browser.outils.serveur import lance

DEPLIER = """() => [...document.querySelectorAll('[data-testid=stExpander] summary')]
  .filter(one => one.checkVisibility()).slice(0, 4).forEach(one => one.click())"""


def _ouverte(page: Page) -> None:
    """One title, the language said, nothing sideways, no word of Streamlit's, no error."""
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    # Waited for: just after the window narrowed, tables still have their old width for a moment.
    page.wait_for_function("document.documentElement.scrollWidth <= innerWidth", timeout=10_000)
    assert not anglais(page)
    assert page.locator("[data-testid=stException]").count() == 0
    assert page.locator("[data-testid=stAlertContentError]:not(.st-key-specimen_refus *)").count() == 0


def _tout_montrer(screen: Ecran) -> Page:
    """Unfold what is folded, so that axe sees it; all at once, as each slides open for half a second."""
    screen.page.evaluate(DEPLIER)
    return screen.calme()


def test_the_first_word_of_the_keyboard_is_french(bureau: Ecran) -> None:
    page = bureau.ouvrir()
    page.keyboard.press("Tab")
    link = page.get_by_test_id("stSkipToContent")
    assert link.evaluate("e => document.activeElement === e && getComputedStyle(e).fontSize") == "0px"
    assert link.evaluate("e => getComputedStyle(e, '::after').content") == '"Aller au contenu"'
    link.evaluate("e => e.blur()")


@pytest.mark.parametrize("nom", MENU)
def test_a_page_of_the_menu(bureau: Ecran, nom: str) -> None:
    """At the projector's size, then the same page narrowed to a phone's."""
    bureau.aller(MENU[nom][2])
    _ouverte(bureau.page)
    verifier(_tout_montrer(bureau))
    _ouverte(bureau.retrecir())


@pytest.mark.complet
@pytest.mark.parametrize("nom", MENU)
def test_every_action_and_tab_of_a_page(ecran: Ouvreur, nom: str) -> None:
    """Every action by the keyboard, each tab judged, and the page on a phone."""
    screen = ecran()
    tout_atteindre(screen.ouvrir(MENU[nom][2]))
    _onglets(screen)
    screen.retrecir()
    verifier(_tout_montrer(screen))


def _onglets(screen: Ecran) -> None:
    verifier(_tout_montrer(screen))
    for tab in visibles(screen.page.get_by_role("tab"))[1:]:
        tab.click()
        # What surrounds the tabs has been judged with the first one.
        verifier(_tout_montrer(screen), "[role=tabpanel]:not([inert])")


def test_a_reader_and_a_closed_page(ecran: Ouvreur) -> None:
    screen = ecran(role=None)
    for address in ("", MENU["et_si"][2]):
        screen.page.set_viewport_size(BUREAU["viewport"])
        verifier(screen.ouvrir(address))
        verifier(screen.retrecir())


@pytest.mark.complet
def test_the_diagnostic_by_territory_with_a_selection(ecran: Ouvreur) -> None:
    screen = ecran()
    page = screen.ouvrir("diagnostic")
    page.get_by_role("radio", name="Territoire").click()
    screen.calme()
    choisir(screen, "Territoire à regarder", "Clunisois")
    saisir(screen, "Filtrer par nom", "mâcon")
    verifier(_tout_montrer(screen))
    screen.retrecir()
    verifier(page)


@pytest.mark.complet
def test_what_if_with_moves_and_a_refusal(ecran: Ouvreur) -> None:
    screen = ecran()
    page = screen.ouvrir("et-si")
    ajouter_mouvement(screen, "Un médecin part", "Cluny", Quantité="5000")
    for tab in visibles(page.get_by_role("tab")):
        tab.click()
        verifier(_tout_montrer(screen))
    cliquer(screen, "Gérer")
    verifier(page)
    page.keyboard.press("Escape")
    screen.retrecir()
    verifier(page)
    screen.ouvrir("et-si")
    cliquer(screen, "Ajouter ce mouvement")
    assert "Choisissez la commune" in page.locator("[data-testid=stAlertContentError]").inner_text()
    verifier(page)


@pytest.mark.complet
def test_an_empty_file(ecran: Ouvreur, tmp_path: Path) -> None:
    with lance(tmp_path, "58") as autre:
        screen = ecran(serveur=autre)
        for name in ("", "diagnostic", "et-si"):
            verifier(screen.ouvrir(name))


SEUL = """
import streamlit as st
st.file_uploader("Fichier")
st.title("Streamlit seul")
"""


@pytest.mark.complet
def test_what_is_allowed_comes_from_streamlit_alone(navigateur: Browser, tmp_path: Path) -> None:
    script = tmp_path / "seul.py"
    script.write_text(SEUL)
    with lance(tmp_path, None, str(script)) as bare:
        screen = Ecran(navigateur.new_page(), bare.url)
        found = violations(screen.ouvrir(), ["best-practice"])
        screen.page.close()
    assert set(DE_STREAMLIT) <= set(found), "a rule that Streamlit no longer breaks leaves the list"
