"""What is typed in a grid is what it holds, however fast it is typed and however late its cells come."""

import pytest
from playwright.sync_api import Route, expect

from data.base import store
from data.reponses import services_rendus
from data.territoire import territoire
from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.gestes import choisir
from tests.browser.outils.serveur import Serveur

CASE = "**/data-grid-overlay-editor*"  # what writes in a cell
# From the state to the day. No accent, which Playwright types without a key.
MOTS = ("n", "", "au cas par cas", "un rappel sous 7 jours", "appels", "jours", "la table", "05012026")
LUS = {
    "etat": "non rendu", "modalite": MOTS[2], "promesse": MOTS[3], "moyens": MOTS[4], "impact": MOTS[5],
    "source": MOTS[6], "observe_le": "2026-01-05",
}  # fmt: skip


@pytest.mark.parametrize("tard", [True, pytest.param(False, marks=pytest.mark.complet)])
def test_no_letter_is_lost(ecran: Ouvreur, serveur: Serveur, tard: bool) -> None:
    """A row typed without a breath, columns beyond the window too, and saved at once: by its button, or from the cell
    still open. `tard`: what writes in a cell comes after the grid, which is not shown until then."""
    with store.connect(serveur.fichier) as db:
        code, name = list(territoire.territoires(db)["nom"].items())[
            1 + int(tard)
        ]  # not the one shown first: it is chosen
    screen = ecran(langue="fr-FR")  # a browser of its own: nothing is in its cache
    held: list[Route] = []
    screen.page.route(CASE, lambda route: held.append(route) if tard else route.continue_())
    page = screen.ouvrir("reponses")
    page.get_by_role("radio", name="Par territoire", exact=True).click()
    grid = page.get_by_test_id("stDataFrame").first
    if tard:
        grid.wait_for(state="attached")
        screen.calme()
        assert held and not grid.is_visible()
    for route in held:
        route.continue_()
    grid.wait_for()
    choisir(screen, "Territoire", str(name))
    grid.locator("canvas").first.focus()
    page.keyboard.press("ArrowRight")
    for words in MOTS[:-1]:
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.type(MOTS[-1])
    if tard:
        page.keyboard.press("Tab")
        page.get_by_role("button", name="Enregistrer cette ligne").evaluate("button => button.click()")
    else:
        page.keyboard.press("Control+Enter")
    expect(page.get_by_text("service enregistré.")).to_be_visible()
    with store.connect(serveur.fichier) as db:
        cell = services_rendus.cellules(db, [str(code)]).iloc[0]
    assert {field: cell[field] for field in LUS} == LUS
