"""Rows of lists open what they name: by a click anywhere on the row, by Enter, and twice in a row."""

import pytest
from playwright.sync_api import Page

from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur

LIGNE = {"x": 300, "y": 55}  # the first row, far from its box


def _titre(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def _liste(screen: Ecran) -> Page:
    page = screen.aller("territoires")
    page.get_by_test_id("stDataFrame").first.wait_for()
    screen.calme()
    return page


@pytest.mark.complet
def test_a_row_opens_what_it_names(ecran: Ouvreur) -> None:
    """A click, then Enter, then the box; back each time: the same row opens again."""
    screen = ecran()
    page = _liste(screen)
    before = _titre(page)
    for gesture in ("click", "Enter", "box", "click"):
        grid = page.get_by_test_id("stDataFrame").first
        if gesture == "Enter":
            grid.locator("canvas").first.focus()
            page.keyboard.press("Enter")
        else:
            grid.click(position={"x": 15, "y": 55} if gesture == "box" else LIGNE)
        page.get_by_role("button", name="Tous les territoires").wait_for()
        screen.calme()
        assert _titre(page) != before
        page.get_by_role("button", name="Tous les territoires").click()
        page.get_by_role("heading", level=1, name=before).wait_for()
        screen.calme()


def test_titles_and_arrows_open_nothing(bureau: Ecran) -> None:
    page = _liste(bureau)
    before = _titre(page)
    grid = page.get_by_test_id("stDataFrame").first
    grid.click(position={"x": 300, "y": 15})
    page.keyboard.press("Escape")
    grid.locator("canvas").first.focus()
    page.keyboard.press("ArrowDown")
    bureau.calme()
    assert _titre(page) == before


@pytest.mark.complet
def test_a_row_opens_under_a_finger(ecran: Ouvreur) -> None:
    screen = ecran(TELEPHONE)
    page = _liste(screen)
    before = _titre(page)
    page.get_by_test_id("stDataFrame").first.tap(position={"x": 120, "y": 55})
    page.get_by_role("button", name="Tous les territoires").wait_for()
    assert _titre(page) != before


def test_an_empty_date_waits_for_it_in_french(bureau: Ecran) -> None:
    """« jj/mm/aaaa », and not what the browser's own language would write."""
    page = _liste(bureau)
    page.get_by_test_id("stDataFrame").first.click(position=LIGNE)
    page.get_by_role("tab", name="Constat").click()
    bureau.calme()
    page.locator("summary", has_text="Noter une sollicitation").click()
    bureau.calme()
    said = [one.inner_text().replace("\n", "") for one in page.get_by_test_id("stDateInput").all()]
    assert any(text.endswith("jj/mm/aaaa") for text in said) and not any(
        "dd" in text or "yyyy" in text for text in said
    )
