"""What a browser sees of tables and charts, whose cells are painted and not written in the page."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.outils.ecran import Ecran

ESSAIS, PAUSE = 20, 250  # a table paints itself after the page: what is wrong is what stays so (milliseconds)

# Tables on screen whose painting is not as high as their frame: the rows gained last would be blank.
tables_coupees = """() => [...document.querySelectorAll('[data-testid=stDataFrame]')]
  .filter(table => table.checkVisibility())
  .map(table => [table.querySelector('canvas[data-testid=data-grid-canvas]'), table.querySelector('.dvn-scroller')])
  .filter(([canvas, frame]) => !canvas || !frame
    || Math.abs(canvas.getBoundingClientRect().height - frame.getBoundingClientRect().height) > 20)
  .map(([canvas, frame]) => [canvas?.getBoundingClientRect().height, frame?.getBoundingClientRect().height])"""

# Tables and charts on screen without one dark pixel, or without a drawing at all.
dessins_vides = """() => [...document.querySelectorAll('[data-testid=stDataFrame], [data-testid=stVegaLiteChart]')]
  .filter(place => place.checkVisibility() && !place.querySelector('svg.marks'))
  .filter(place => {
    const canvas = place.querySelector('canvas');
    if (!canvas || !canvas.width || !canvas.height) return true;
    const seen = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    for (let k = 0; k < seen.length; k += 4)
      if (seen[k + 3] && seen[k] + seen[k + 1] + seen[k + 2] < 600) return false;
    return true;
  }).map(place => place.outerHTML.slice(0, 200))"""


# Words of the charts on screen that go on beyond the side of their drawing.
dessins_coupes = """() => [...document.querySelectorAll('[data-testid=stVegaLiteChart] svg.marks')]
  .filter(drawn => drawn.checkVisibility()).flatMap(drawn => {
    const frame = drawn.getBoundingClientRect();
    return [...drawn.querySelectorAll('text')].filter(words => words.textContent)
      .filter(words => { const box = words.getBoundingClientRect();
        return box.width && (box.right > frame.right + 1 || box.left < frame.left - 1); })
      .map(words => `dessin : « ${words.textContent} »`);
  })"""


def faux(page: Page) -> list[str]:
    """What is wrong of the tables and charts on screen, once they had time to be painted."""
    for _ in range(ESSAIS):
        wrong = [one for look in (tables_coupees, dessins_vides) for one in page.evaluate(look)]
        if not wrong:
            return []
        page.wait_for_timeout(PAUSE)
    return [str(one) for one in wrong]


def vues(desk: Ecran) -> Iterator[str]:
    """Each view of a page, shown one after another: as it opens, then by each of its tabs and segmented choices; the
    words of the one pressed."""
    yield ""
    page = desk.page
    for one in (*page.get_by_role("tab").all(), *page.locator("[data-testid=stButtonGroup] button").all()):
        if one.is_visible():
            one.click()
            desk.calme()
            yield one.inner_text() if one.count() else "?"
