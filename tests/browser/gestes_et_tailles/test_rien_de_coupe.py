"""Nothing is cut: on a projector, a phone, the narrowest screen and twice enlarged, no page is wider than its window
and no word stops at the edge of its box."""

from pathlib import Path

import pytest

from components.ui.menu import MENU
from tests.browser.outils.ecran import BUREAU, Ecran, Ouvreur
from tests.browser.outils.serveur import lance, run_data

TAILLES = {"projecteur": (1280, 720), "téléphone": (360, 740), "étroit": (320, 740), "deux fois": (640, 360)}
CHAQUE_FOIS = "accueil"  # the others in `make complet`

# What is cut: words wider than the box that hides their end, or beyond the window's edge outside of anything that
# scrolls. What only a screen reader says, and what is drawn on a canvas, is not read here.
COUPES = """() => {
  const mots = e => [...e.childNodes].filter(n => n.nodeType === 3 && n.data.trim()).map(n => n.data.trim()).join(' ');
  const defile = e => { for (let p = e.parentElement; p; p = p.parentElement) {
    const s = getComputedStyle(p);
    if (/auto|scroll/.test(s.overflowX) && p.scrollWidth > p.clientWidth) return true;
    if (/hidden|clip/.test(s.overflowX) && p.clientWidth <= 1) return true;
  } return false; };
  const found = [], whole = document.documentElement.scrollWidth;
  if (whole > innerWidth + 1) found.push(`page: ${whole}`);
  for (const e of document.querySelectorAll('body *')) {
    const said = mots(e);
    if (!said || !e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) continue;
    if (e.closest('svg, canvas, [data-testid=stDataFrame], [aria-hidden=true], [inert], header, .katex')) continue;
    const s = getComputedStyle(e), box = e.getBoundingClientRect();
    if (box.width <= 1 || s.clipPath !== 'none' || box.bottom < 0) continue;
    const hides = /hidden|clip/.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1;
    const beyond = box.right > innerWidth + 1 || box.left < -1;
    const where = `${Math.round(box.left)}-${Math.round(box.right)}`;
    if ((hides || beyond) && !defile(e)) found.push(`${e.tagName} « ${said.slice(0, 60)} » ${where}`);
  }
  return found.slice(0, 12);
}"""


def _coupes(screen: Ecran) -> dict[str, list[str]]:
    """What is cut at each size of the page as it is."""
    cut: dict[str, list[str]] = {}
    for name, (width, height) in TAILLES.items():
        screen.page.set_viewport_size({"width": width, "height": height})
        screen.calme()
        if words := screen.page.evaluate(COUPES):
            screen.page.wait_for_timeout(600)  # a table that follows the window is measured again once it has
            if words := screen.page.evaluate(COUPES):
                cut[name] = words
    screen.page.set_viewport_size(BUREAU["viewport"])
    return cut


@pytest.mark.parametrize(
    "nom", [pytest.param(nom, marks=() if nom == CHAQUE_FOIS else pytest.mark.complet) for nom in MENU]
)
def test_a_page_of_a_new_table(ecran: Ouvreur, nom: str) -> None:
    screen = ecran()
    screen.ouvrir(MENU[nom][2])
    assert not _coupes(screen)


@pytest.mark.complet
def test_every_page_of_a_table_at_work(ecran: Ouvreur, tmp_path: Path) -> None:
    """The whole demonstration: each page, and each screen of its first segmented choice."""
    with lance(tmp_path, None) as serveur:
        run_data(serveur.fichier, "demo", "--step", "plan")
        screen = ecran(serveur=serveur)
        faults: dict[str, dict[str, list[str]]] = {}
        for nom, (_, _, path, _) in MENU.items():
            screen.ouvrir(path)
            choices = screen.page.get_by_test_id("stButtonGroup").first.get_by_role("radio")
            for rank in range(max(1, choices.count())):
                if choices.count():
                    choices.nth(rank).click()
                    screen.calme()
                if cut := _coupes(screen):
                    faults[f"{nom} {rank}"] = cut
        assert not faults
