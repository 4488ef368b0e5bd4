"""The words of Streamlit's own parts that are still in English on a page."""

import re

from playwright.sync_api import Page

# Names that only a screen reader says: those of Streamlit's own parts are put into French by `francais.js`.
NAMES = """() => [...document.querySelectorAll('[aria-label], [title], [placeholder]')]
  .flatMap(e => ['aria-label', 'title', 'placeholder'].map(a => e.getAttribute(a) ?? ''))"""
ENGLISH_NAMES = re.compile(
    r"\b(choose|open|search|press|clear|month|day|year|increment|decrement|upload|icon|rows?|help|remove|selected)\b",
    re.I,
)
ENGLISH = ("Deploy", "Rerun", "Made with", "Traceback", "Loading", "Please wait", "Choose an option", "available.")


def anglais(page: Page) -> list[str]:
    """Words on the page, hidden ones for screen readers too, and names that only a screen reader says."""
    text = page.locator("body").evaluate("body => body.innerText")
    names = [name for name in page.evaluate(NAMES) if ENGLISH_NAMES.search(name)]
    return [*(word for word in ENGLISH if word in text), *names]
