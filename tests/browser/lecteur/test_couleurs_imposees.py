"""The pages of the room and of « ma commune » when the system imposes its colours, on light or on dark paper."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from tests.browser.lecteur.conftest import Salle
from tests.browser.lecteur.test_pages_simples import SANS_BORD
from tests.browser.outils.axe import verifier
from tests.browser.outils.ecran import BUREAU

PAGES = {
    "dossier": "{lien}", "point en cours": "{lien}/point", "résultats": "{lien}/resultats",
    "textes reçus": "{lien}/recus", "écrire": "{lien}/ecrire/proposer", "ma commune": "/table?commune=nulle-part",
    "bulletin": "/vote/{code}", "reçu": "/vote/{vote}",
}  # fmt: skip
# What our own colours alone told: a link, a message, a state, the paper that a word is on.
PAR_LA_COULEUR = """() => { const seen = e => e.checkVisibility() && e.getBoundingClientRect().right > 0;
  const border = (e, side) => parseFloat(getComputedStyle(e)[`border${side}Width`]) >= 1;
  const links = [...document.querySelectorAll('a')].filter(seen)
    .filter(e => !getComputedStyle(e).textDecorationLine.includes('underline') && !border(e, 'Top'));
  const boxes = [...document.querySelectorAll('.alerte, .bon, .travail, .college, .cite, .manque')].filter(seen)
    .filter(e => !border(e, 'Left'));
  return [...links, ...boxes].map(e => e.outerHTML.slice(0, 120)); }"""
# The colours in force: of the system, not ours, and words apart from their paper.
PAPIER = """() => { const of = e => getComputedStyle(e);
  return [of(document.querySelector('h1')).color, of(document.querySelector('main')).backgroundColor]; }"""
SANS_CADRE = """() => { const e = document.activeElement, style = getComputedStyle(e);
  return e === document.body ? '' : style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2
    ? e.outerHTML.slice(0, 120) : ''; }"""
ARRETS = 4


@pytest.mark.parametrize("papier", ["light", "dark"])
def test_nothing_is_told_by_our_colours_alone(
    servie: Page, votee: tuple[Salle, int, list[str]], papier: Literal["light", "dark"]
) -> None:
    salle, _, codes = votee
    servie.set_viewport_size(BUREAU["viewport"])
    servie.emulate_media(forced_colors="active", color_scheme=papier)
    for name, path in PAGES.items():
        servie.goto(path.format(lien=salle.lien, code=codes[0], vote=codes[1]))
        if name == "bulletin":  # with a hole: what is missing is said
            servie.get_by_role("button", name="Envoyer mon bulletin").click()
            servie.get_by_role("alert").wait_for()
        assert servie.evaluate(SANS_BORD) == [], name
        assert servie.evaluate(PAR_LA_COULEUR) == [], name
        ink, paper = servie.evaluate(PAPIER)
        assert (ink, paper) in ENCRES[papier], f"{name} : {ink} sur {paper}"
        for _ in range(ARRETS):
            servie.keyboard.press("Tab")
            assert servie.evaluate(SANS_CADRE) == "", name
        if papier == "light":  # axe-core takes the inks of the dark system for those of a light one
            verifier(servie)


NOIR, BLANC = "rgb(0, 0, 0)", "rgb(255, 255, 255)"
ENCRES = {"light": [(NOIR, BLANC)], "dark": [(BLANC, NOIR)]}
