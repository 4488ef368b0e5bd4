"""What the keyboard alone reaches on a page."""

from playwright.sync_api import Page

# What can be acted upon: one stop of the Tab key each, or one for a whole group whose members the arrows reach. The
# arrow beside a list is a pointer's: the list itself opens with the down key.
ACTIONS = """() => {
  const groups = ['radiogroup', 'tablist', 'listbox', 'menu', 'grid'].map(r => `[role=${r}]`).join()
    + ', [data-testid=stDateInput]';
  const all = document.querySelectorAll(
    'a[href], button, input, select, textarea, summary, [role=button], [role=combobox], [role=tab], [role=checkbox]');
  window.actions = [...all].filter(e => e.checkVisibility({visibilityProperty: true}) && !e.disabled
      && !e.closest('[aria-hidden=true], [inert]') && e.type !== 'file' && e.getBoundingClientRect().width > 0
      && !(e.tabIndex < 0 && e.closest('[data-testid=stSelectbox], [data-testid=stMultiSelect]')));
  window.stops = new Set();
  window.stop = e => { stops.add(e); const g = e.closest(groups); if (g) stops.add(g); };
  window.left = () => actions.filter(e => e.isConnected && !stops.has(e) && !stops.has(e.closest(groups))
      && ![...stops].some(s => s.contains(e) && s.matches('summary, label, button')));
  return actions.length;
}"""
WORDS = "() => left().map(e => e.outerHTML.slice(0, 200))"
SAID = """name => { const e = document.activeElement;  // what scrolls has the focus too, and says all that it holds
  return !e.matches('main, section, form, body')
    && (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').includes(name); }"""
MOST = 150  # presses of Tab before giving up
GRILLE = "() => !!document.activeElement.closest('[data-testid=stDataFrame] canvas')"  # past its toolbar
AVANT_LA_GRILLE = 12  # presses at most, from a control beside it


def tout_atteindre(page: Page) -> None:
    """Press Tab until every visible action has had the focus, or say which never did."""
    assert page.evaluate(ACTIONS) > 5
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("() => { stop(document.activeElement); return left().length === 0; }"):
            return
    raise AssertionError(page.evaluate(WORDS))


def aller_a(page: Page, name: str) -> None:
    """Press Tab until the focus is on what a reader of the screen would hear as `name`."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate(SAID, name):
            return
    raise AssertionError(f"Tab never reached « {name} »")


def dans_la_grille(page: Page) -> bool:
    """Whether the keyboard is on the cells of a grid."""
    return bool(page.evaluate(GRILLE))


def aller_a_la_grille(page: Page, touche: str = "Tab") -> None:
    """Press Tab (or Shift + Tab) until the keyboard is on the cells of the grid beside."""
    for _ in range(AVANT_LA_GRILLE):
        page.keyboard.press(touche)
        if dans_la_grille(page):
            return
    raise AssertionError(f"{touche} never reached the grid")
