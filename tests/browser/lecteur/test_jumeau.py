"""The map of the Diagnostic as a screen reader is told it."""

import re

from playwright.sync_api import Page, expect

from tests.browser.outils.ecran import Ecran

DITS = (  # in the order of the page
    r'heading "Diagnostic — [^"]+" \[level=1\]', r"paragraph: .+habitants sur", r"- figure:",
    r'img "Carte : APL aux médecins généralistes.+Le tableau sous la carte donne tout', r"La valeur du lieu pointé",
    r'paragraph: "Légende : ', r"listitem: moins de 1,25 .+ — \d+", r'button "Agrandir"', r'button "Réduire"',
    r'combobox "Trouver un lieu sur la carte"', r'link "Télécharger la carte en PNG"', r'combobox "Indicateur"',
    r'radio "Commune" \[checked\]', r'combobox "Commune à regarder"', r'heading "Le tableau" \[level=2\]',
    r'textbox "Filtrer par nom"', r'button "CSV"',
)  # fmt: skip
# How many times the page is drawn again, from now on.
COMPTER = """() => { const app = document.querySelector('[data-testid=stApp]'); window.dessins = 0;
  new MutationObserver(() => window.dessins++).observe(app, {attributeFilter: ['data-test-script-state']}); }"""


def test_the_map_is_told(bureau: Ecran) -> None:
    """Then: no letter pressed alone does anything, and a press that slides away is undone."""
    page = bureau.aller("diagnostic")
    expect(page.locator(".cadre svg").first).to_be_visible()
    page.locator("[data-testid=stDataFrame]").first.scroll_into_view_if_needed()
    told = page.locator("main, [data-testid=stMain]").first.aria_snapshot()
    lines = told.splitlines()
    places = [next((k for k, line in enumerate(lines) if re.search(words, line)), -1) for words in DITS]
    assert -1 not in places and places == sorted(places), told
    page.evaluate(COMPTER)
    for key in ("r", "c", "p", "n"):
        page.keyboard.press(key)
    _glisser_dehors(page, "Territoire")
    page.wait_for_timeout(400)
    assert page.evaluate("window.dessins") == 0 and page.get_by_role("dialog").count() == 0
    assert page.get_by_role("radio", name="Commune").is_checked()


def _glisser_dehors(page: Page, nom: str) -> None:
    """Press on a choice, and let go elsewhere: the press is undone."""
    box = page.get_by_role("radio", name=nom, exact=True).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(2, 2)
    page.mouse.up()
