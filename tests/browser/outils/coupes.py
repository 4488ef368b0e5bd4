"""What is cut on a page, at each size that it must fit in."""

from tests.browser.outils.ecran import BUREAU, Ecran

TAILLES = {"projecteur": (1280, 720), "téléphone": (360, 740), "étroit": (320, 740), "deux fois": (640, 360)}
# What is cut: words wider or higher than the box that hides their end, or beyond the window's edge outside of anything
# that scrolls; the name chosen in a list, on a screen that has room for it, unless it is whole elsewhere. What only a
# screen reader says, and what is drawn on a canvas, is not read here.
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
    const hides = /hidden|clip/.test(s.overflowX) && e.scrollWidth > e.clientWidth + 1
      || /hidden|clip/.test(s.overflowY) && e.scrollHeight > e.clientHeight + 6;
    const beyond = box.right > innerWidth + 1 || box.left < -1;
    const where = `${Math.round(box.left)}-${Math.round(box.right)}`;
    if ((hides || beyond) && !defile(e)) found.push(`${e.tagName} « ${said.slice(0, 60)} » ${where}`);
  }
  for (const e of document.querySelectorAll('input[role=combobox]')) {
    if (!e.value || innerWidth < 1280 || e.scrollWidth <= e.clientWidth + 1) continue;
    if (e.value.split(' — ').every(part => document.body.innerText.includes(part))) continue;
    if (e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true})) found.push(`choix « ${e.value} »`);
  }
  return found.slice(0, 12);
}"""


def coupes(screen: Ecran) -> dict[str, list[str]]:
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
