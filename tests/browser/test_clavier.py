"""The keyboard alone does the work of « Et si ? » (the accessibility tests walk every page with Tab)."""

from tests.browser.outils.clavier import aller_a
from tests.browser.outils.ecran import Ecran
from tests.browser.outils.gestes import reponse


def test_a_move_is_added_and_withdrawn_without_a_pointer(bureau: Ecran) -> None:
    page = bureau.aller("et-si")
    aller_a(page, "Mouvement")
    page.keyboard.press("ArrowDown")  # the list opens on the move after the one in place
    page.keyboard.press("Enter")
    bureau.calme()
    aller_a(page, "Commune")
    page.keyboard.type("Cluny")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    aller_a(page, "Quantité")
    page.keyboard.type("5000")
    _press(bureau, "Ajouter ce mouvement")
    page.get_by_text("Mouvements retenus").wait_for()
    assert "gagne" in reponse(page)
    assert page.evaluate("document.activeElement.textContent") == "Ajouter ce mouvement", "another button, held as well"
    _press(bureau, "Retirer : Un médecin arrive à Cluny")
    page.get_by_text("Mouvements retenus").wait_for(state="detached")


def _press(screen: Ecran, bouton: str) -> None:
    aller_a(screen.page, bouton)
    screen.page.keyboard.press("Enter")
    screen.calme()
