"""Nothing is cut: on a projector, a phone, the narrowest screen and twice enlarged, no page is wider than its window
and no word stops at the edge of its box."""

import pytest
from playwright.sync_api import expect

from components.ui.menu import MENU
from tests.browser.outils.coupes import coupes
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.serveur import Serveur

CHAQUE_FOIS = "accueil"  # the others in `make complet`


@pytest.mark.parametrize(
    "nom", [pytest.param(nom, marks=() if nom == CHAQUE_FOIS else pytest.mark.complet) for nom in MENU]
)
def test_a_page_of_a_new_table(bureau: Ecran, nom: str) -> None:
    bureau.aller(MENU[nom][2])
    assert not coupes(bureau)


@pytest.mark.complet
@pytest.mark.parametrize("nom", MENU)
def test_a_page_of_a_table_at_work(ecran: Ouvreur, au_travail: Serveur, nom: str) -> None:
    """The whole demonstration: each screen of the first segmented choice of a page."""
    screen = ecran(serveur=au_travail)
    screen.ouvrir(MENU[nom][2])
    choices = screen.page.get_by_test_id("stButtonGroup").first.get_by_role("radio")
    faults: dict[int, dict[str, list[str]]] = {}
    for rank in range(max(1, choices.count())):
        if choices.count():
            choices.nth(rank).click()
            screen.calme()
            expect(choices.nth(rank)).to_be_checked()
        if cut := coupes(screen):
            faults[rank] = cut
    assert not faults
