"""What axe-core finds on a page of the browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.outils.ecran import BUREAU

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Best-practice rules that Streamlit's own widgets break, whatever we write; a test proves each of them on a page that
# holds nothing of ours, so that the list shrinks with the next Streamlit.
DE_STREAMLIT: dict[str, str] = {
    "presentation-role-conflict": "the drop zone of st.file_uploader: a presentation role with a name",
}
# Waits for what still moves towards its place: a fold that opens, words that fade in; not for what turns without end.
IMMOBILE = """() => { const ends = one => one.effect?.getComputedTiming().endTime < Infinity;
  const moving = document.getAnimations().filter(ends).map(one => one.finished);
  return Promise.race([new Promise(done => setTimeout(done, 2000)), Promise.allSettled(moving).then(() => {})]); }"""
JUGER = "([where, options]) => axe.run(where ?? document, options).then(said => said.violations)"


def violations(page: Page, tags: list[str], etroit: bool = False, dans: str | None = None) -> dict[str, list[str]]:
    """Rules broken and the elements that break them; wrong contrast during a fade-in is not one."""
    page.wait_for_timeout(150)
    page.evaluate(IMMOBILE)
    options: dict[str, object] = {"runOnly": tags, "resultTypes": ["violations"], "preload": False}
    if etroit:  # no colour of ours depends on the width: contrast, the slowest rule, is judged once
        options["rules"] = {"color-contrast": {"enabled": False}}
    if page.evaluate("typeof axe === 'undefined'"):  # half a megabyte, compiled at each loading of a page
        page.evaluate(Axe().axe_script)
    found = page.evaluate(JUGER, [dans, options])
    return {rule["id"]: [f"{n['target']} {n['html'][:200]}" for n in rule["nodes"]] for rule in found}


def verifier(page: Page, dans: str | None = None) -> None:
    """No WCAG violation at all, and no best-practice one beyond Streamlit's own; a passing one is looked at again."""
    if _des_notres(page, dans):
        page.wait_for_timeout(2_500)
        assert not _des_notres(page, dans)


def _des_notres(page: Page, dans: str | None) -> dict[str, list[str]]:
    etroit = (page.viewport_size or BUREAU["viewport"])["width"] < BUREAU["viewport"]["width"]
    found = violations(page, [*WCAG, "best-practice"], etroit, dans)
    return {rule: where for rule, where in found.items() if rule not in DE_STREAMLIT}
