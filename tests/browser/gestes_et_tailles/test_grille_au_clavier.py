"""A grid reached by the keyboard has a cell, wherever the pointer lies: it is moved in, typed in, left, reached again;
and the pointer does what it did."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.outils.clavier import aller_a_la_grille, dans_la_grille
from tests.browser.outils.ecran import Ecran

PRISES = "canvas td[aria-selected=true]"  # the twin of what is drawn, which a screen reader reads
AILLEURS = {"x": 640, "y": 5}  # where the pointer lies: out of the grid
VENIR = {  # the control before, and the key that goes to the grid from it
    "liste": ("combobox", "Territoire", "Tab"),
    "choix": ("radio", "Par territoire", "Tab"),
    "bouton": ("button", "Enregistrer cette ligne", "Shift+Tab"),
}


@pytest.fixture
def bureau(bureau: Ecran) -> Ecran:
    """The grid as one finds it, come from another page."""
    bureau.aller("chercher")
    page = bureau.aller("reponses")
    page.get_by_role("radio", name="Par territoire", exact=True).click()
    page.get_by_test_id("stDataFrame").first.wait_for()
    bureau.calme()
    page.mouse.move(**AILLEURS)
    return bureau


def _case(page: Page, colonne: int, ligne: int) -> None:
    """The current cell is this one, alone, and it is in sight."""
    expect(page.locator(PRISES)).to_have_count(1)
    expect(page.locator(PRISES)).to_have_id(f"glide-cell-{colonne}-{ligne}")


def _venir(page: Page, de: str) -> None:
    role, name, key = VENIR[de]
    page.get_by_role(role, name=name, exact=True).first.focus()  # type: ignore[arg-type]
    aller_a_la_grille(page, key)


def test_a_grid_reached_by_the_keyboard_has_a_cell(bureau: Ecran) -> None:
    """From a list, a choice and a button below; left by Tab at the end of a row, or after Escape, and reached again."""
    page = bureau.page
    for de, colonne in (("liste", 0), ("choix", 11), ("bouton", 11)):  # then where it was left
        _venir(page, de)
        _case(page, colonne, 0)
        page.keyboard.press("End")
        page.keyboard.press("Tab")
        assert not dans_la_grille(page), f"Tab stays in the grid, come from {de}"
    _venir(page, "liste")
    for key, place in (("Home", (0, 0)), ("ArrowRight", (1, 0)), ("ArrowDown", (1, 1)), ("ArrowLeft", (0, 1))):
        page.keyboard.press(key)
        _case(page, *place)
    page.keyboard.press("Escape")
    expect(page.locator(PRISES)).to_have_count(0)
    page.keyboard.press("ArrowDown")
    _case(page, 0, 0)
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")  # from the twin of a cell to the grid itself, then out of it
    page.keyboard.press("Shift+Tab")
    assert not dans_la_grille(page)


def test_what_is_typed_is_in_its_cell_wherever_the_pointer_lies(bureau: Ecran) -> None:
    page = bureau.page
    _venir(page, "liste")
    page.keyboard.press("ArrowRight")
    for words in ("n", "", "le samedi", "dans les 48 h"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    _case(page, 5, 0)
    page.keyboard.press("Enter")
    editor = page.locator(".gdg-clip-region textarea")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    expect(editor).to_have_count(0)
    _case(page, 5, 0)
    page.keyboard.press("ArrowDown")
    page.keyboard.type("appels")
    page.keyboard.press("Enter")
    _case(page, 5, 2)
    row = page.locator("canvas tbody tr").first.locator("td")
    expect(row.nth(1)).to_have_text("n")
    expect(row.nth(3)).to_have_text("le samedi")
    expect(row.nth(4)).to_have_text("dans les 48 h")
    expect(page.locator("#glide-cell-5-1")).to_have_text("appels")


def test_the_pointer_chooses_and_leaves_as_before(bureau: Ecran) -> None:
    """A click chooses its cell, a click elsewhere leaves the grid; the arrows go on from a cell that was clicked."""
    page = bureau.page
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 250, box["y"] + 70)
    bureau.calme()  # a hand is on the grid a moment before it presses
    page.mouse.click(box["x"] + 250, box["y"] + 70)
    _case(page, 1, 0)
    page.mouse.move(**AILLEURS)
    page.keyboard.press("ArrowDown")
    _case(page, 1, 1)
    page.mouse.click(**AILLEURS)
    expect(page.locator(PRISES)).to_have_count(0)
