"""The pages without an account, in the real browser: what a screen reader is told, and every way of looking at them."""

import re

import pytest
from playwright.sync_api import Page, expect

from components.priorites.regles.vote import APPROBATION, JUGEMENT, POINTS
from data.priorites import bulletins
from tests.browser.lecteur.conftest import Salle
from tests.browser.lecteur.urne import OPTIONS, vote
from tests.browser.outils.axe import verifier
from tests.browser.outils.coupes import COUPES
from tests.browser.outils.ecran import BUREAU

TAILLES = {"téléphone": (360, 740), "étroit": (320, 640), "paysage": (740, 360)}
GROS = "document.documentElement.style.fontSize = '200%'"
ESPACE = """() => { const sheet = new CSSStyleSheet(); document.adoptedStyleSheets = [sheet];
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`); }"""
SANS_BORD = """() => [...document.querySelectorAll('button, .bouton, .second, fieldset, input, select, textarea')]
  .filter(e => e.checkVisibility() && e.type !== 'hidden' && !['radio', 'checkbox'].includes(e.type))
  .filter(e => getComputedStyle(e).borderTopStyle === 'none' || parseFloat(getComputedStyle(e).borderTopWidth) < 1)
  .map(e => e.outerHTML.slice(0, 120))"""
ENCRES = """() => [document.body, document.querySelector('main'), document.querySelector('h1')].map(e => {
  const style = getComputedStyle(e); return [style.color, style.backgroundColor].join(); })"""
BOUGE = "() => document.getAnimations().length"


def _regarder(page: Page, name: str) -> None:
    """A page in every way of looking at it; says which one fails."""
    verifier(page)
    light = page.evaluate(ENCRES)
    for way, (width, height) in TAILLES.items():
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(COUPES) == [], f"{name}, {way}"
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert page.evaluate(ENCRES) == light, f"{name}, sombre : the pages have inks of their own"
    assert page.evaluate(BOUGE) == 0, name
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert page.evaluate(SANS_BORD) == [], f"{name}, couleurs forcées"
    if name == "bulletin":
        page.set_viewport_size(BUREAU["viewport"])
        verifier(page)
    page.emulate_media(forced_colors="none")
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate(ESPACE)
    assert page.evaluate(COUPES) == [], f"{name}, textes espacés"
    page.evaluate(GROS)
    page.set_viewport_size({"width": 720, "height": 740})
    assert page.evaluate(COUPES) == [], f"{name}, textes espacés et deux fois plus grands"
    assert page.evaluate("document.doctype.name") == "html"
    page.set_viewport_size(BUREAU["viewport"])


def test_a_plain_page_is_read_in_every_way(salle: Salle, servie: Page) -> None:
    made, codes = vote(salle)
    bulletins.deposer(salle.db, made, codes[1], "013")
    pages = {"bulletin": f"/vote/{codes[0]}", "reçu": f"/vote/{codes[1]}", "code": "/vote"}
    servie.set_viewport_size(BUREAU["viewport"])
    for name, path in pages.items():
        servie.goto(path)
        _regarder(servie, name)


ARBRES = {
    JUGEMENT: """
- main:
  - heading "Que faire d'abord ?" [level=1]
  - group "Soins le soir":
    - radio "Très prioritaire"
    - radio "Plus tard"
  - group "Bus dentaire":
    - radio "Très prioritaire"
  - group "Sages-femmes"
  - button "Envoyer mon bulletin"
""",
    POINTS: """
- main:
  - heading "Que faire d'abord ?" [level=1]
  - textbox "Soins le soir"
  - textbox "Bus dentaire"
  - status
  - button "Compter ce qu'il me reste, sans envoyer"
  - button "Envoyer mon bulletin"
""",
    APPROBATION: """
- main:
  - heading "Que faire d'abord ?" [level=1]
  - checkbox /Soins le soir/
  - checkbox /Bus dentaire/
  - button "Envoyer mon bulletin"
""",
}


@pytest.mark.parametrize("genre", ARBRES)
def test_what_a_screen_reader_is_told(salle: Salle, servie: Page, genre: str) -> None:
    _, codes = vote(salle, genre)
    servie.goto(f"/vote/{codes[0]}")
    expect(servie.locator("body")).to_match_aria_snapshot(ARBRES[genre])


def test_a_ballot_is_filled_by_the_keyboard_alone(salle: Salle, servie: Page) -> None:
    """Every stop in the order of the page, seen and not hidden, down to the button."""
    _, codes = vote(salle)
    servie.set_viewport_size({"width": 360, "height": 740})
    servie.goto(f"/vote/{codes[0]}")
    places = []
    for rank in range(len(OPTIONS)):
        servie.keyboard.press("Tab")
        for _ in range(rank + 1):
            servie.keyboard.press("ArrowDown")
        places.append(servie.evaluate(ARRET))
        assert servie.locator("input:checked").count() == rank + 1
    servie.keyboard.press("Tab")
    places.append(servie.evaluate(ARRET))
    assert places == sorted(places) and len(set(places)) == len(OPTIONS) + 1


def test_the_sheet_of_members_is_one_page(servie: Page) -> None:
    servie.goto("/guide-membre")
    printed = servie.pdf(prefer_css_page_size=True, format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) == 1


# Where the keyboard is: its height in the page, once it is seen whole, on top, with an outline.
ARRET = """() => { const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) throw Error('no outline');
  if (box.top < 0 || box.bottom > innerHeight) throw Error('out of the window');
  const above = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  if (!e.contains(above) && !above.contains(e)) throw Error('hidden by ' + above.outerHTML.slice(0, 80));
  return Math.round(box.top + scrollY); }"""
