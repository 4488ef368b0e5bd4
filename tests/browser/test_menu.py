"""Every page of the menu opens by its address, at both sizes, with one title and nothing in English."""

import pytest

from components.ui.menu import MENU
from tests.browser.ecran import TAILLES, Ouvreur

ENGLISH = ("Deploy", "Rerun", "Made with", "Traceback", "Loading", "Please wait", "Choose an option")


@pytest.mark.parametrize("taille", TAILLES)
@pytest.mark.parametrize("nom", MENU)
def test_a_page_opens(ecran: Ouvreur, nom: str, taille: str) -> None:
    page = ecran(TAILLES[taille]).ouvrir(MENU[nom][2])
    assert page.locator("h1").count() == 1
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    text = page.locator("body").inner_text()
    assert not [word for word in ENGLISH if word in text]
    assert page.locator("[data-testid=stException], [data-testid=stAlertContentError]").count() == 0
