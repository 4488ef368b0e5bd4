"""The hands of whoever leads, counted: one click, one key that acts, one field filled, one file given = one gesture.

By mouse, or by the keyboard alone: Tab and the arrows go there, as they do for a person, and Enter or Space acts. Keys
that only go somewhere are not gestures.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.outils.ecran import Ecran

# The key that brings the focus nearer to an element, or to what takes the focus in it; empty once it is there.
VERS = """e => {
  const takes = 'a[href], button, input, textarea, select, summary, [tabindex="0"]';
  const aim = e.tabIndex >= 0 || e.getAttribute('role') === 'radio' ? e : e.querySelector(takes) ?? e.closest(takes);
  const now = document.activeElement, group = aim?.closest('[role=radiogroup]');
  if (now === aim) return '';
  if (!aim || !now || now === document.body) return 'Tab';
  const back = now.compareDocumentPosition(aim) & Node.DOCUMENT_POSITION_PRECEDING;
  if (group?.contains(now)) return back ? 'ArrowLeft' : 'ArrowRight';
  const menu = aim.closest('[role=menu]');
  if (menu?.contains(now)) return back ? 'ArrowUp' : 'ArrowDown';
  if (menu && now.getAttribute('aria-haspopup') === 'menu') return 'ArrowDown';
  return back ? 'Shift+Tab' : 'Tab';
}"""
# The words of the answer that Enter would take in an open list.
ACTIVE = "() => document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText ?? ''"
# Whether a key typed now would be written somewhere.
ECRIT = """() => document.activeElement.matches(
  'textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit], [type=file])')"""
AU_PLUS = 200  # keys that only go somewhere, before it is said that the keyboard does not reach
ESSAIS, BIENTOT = 3, 5_000  # milliseconds: a page drawn again meanwhile closes a list


@dataclass
class Compte:
    """What a step took: gestures, seconds."""

    gestes: int = 0
    secondes: float = 0.0


@dataclass
class Doigts:
    """One pair of hands on one screen. `clavier`: no mouse."""

    ecran: Ecran
    clavier: bool = False
    etapes: dict[str, Compte] = field(default_factory=dict)
    _etape: str = ""
    _depuis: float = 0.0
    _compte: bool = True

    @property
    def page(self) -> Page:
        return self.ecran.page

    @property
    def total(self) -> int:
        return sum(step.gestes for step in self.etapes.values())

    def etape(self, nom: str) -> None:
        """From here on, gestures and seconds are those of this step."""
        self._arreter()
        self._etape, self._depuis = nom, time.perf_counter()
        if nom:
            self.etapes.setdefault(nom, Compte())

    def _arreter(self) -> None:
        if self._etape:
            self.etapes[self._etape].secondes += time.perf_counter() - self._depuis

    @contextmanager
    def hors(self) -> Iterator[None]:
        """Neither gestures nor seconds are counted: what others do, what is looked at."""
        self._arreter()
        self._compte = False
        yield
        self._compte, self._depuis = True, time.perf_counter()

    def compter(self, combien: int = 1) -> None:
        """Gestures made elsewhere than on this screen."""
        if self._compte and self._etape:
            self.etapes[self._etape].gestes += combien

    def cliquer(self, quoi: Locator, touche: str = "Enter") -> None:
        """Click, or press the key where the focus can go."""
        self.compter()
        self._presser(quoi, touche)
        self.ecran.calme()

    def bouton(self, nom: str, *, exact: bool = True) -> None:
        """Press a button by its label, the first that is on screen."""
        self.cliquer(self.page.get_by_role("button", name=nom, exact=exact).locator("visible=true").first)

    def ouvrir(self, lien: Locator) -> Page:
        """Follow a link that opens another window."""
        self.compter()
        with self.page.context.expect_page() as opened:
            self._presser(lien)
        return opened.value

    def cocher(self, mots: str) -> None:
        """Tick the box that these words name."""
        label = self.page.locator("label", has_text=mots).locator("visible=true").first
        if self.clavier:
            self.cliquer(label.locator("input"), "Space")
        else:
            self.compter()
            label.click(position={"x": 10, "y": 12})
            self.ecran.calme()

    def remplir(self, champ: str, texte: str) -> None:
        """Fill a field by its label, and leave it."""
        self.compter()
        box = self.page.get_by_label(champ).locator("visible=true").first
        if self.clavier:
            self.viser(box)
            self.page.keyboard.press("Control+a")
            self.page.keyboard.insert_text(texte)
            self.page.keyboard.press("Tab")
        else:
            box.fill(texte)
            box.blur()
        self.ecran.calme()

    def deposer(self, fichier: Path) -> None:
        """Give a file to the first place that takes one."""
        self.compter()
        with self.page.expect_file_chooser() as asked:
            self._presser(self.page.get_by_test_id("stFileUploader").locator("button:visible").first)
        asked.value.set_files(fichier)
        self.page.get_by_text(fichier.name).first.wait_for()
        self.ecran.calme()

    def choisir(self, champ: str, mot: str) -> None:
        """Open a list and take an answer: two gestures (by the keyboard: type a word, Enter)."""
        self.compter(2)
        for rest in reversed(range(ESSAIS)):
            try:
                self._prendre(self.page.get_by_role("combobox", name=champ).locator("visible=true").first, mot)
                break
            except PlaywrightTimeoutError:
                if not rest:
                    raise
                self.page.keyboard.press("Escape")
                self.ecran.calme()
        self.ecran.calme()

    def _prendre(self, box: Locator, mot: str) -> None:
        option = self.page.get_by_role("option", name=mot).first
        if self.clavier:
            self.viser(box)
            self.page.keyboard.press("ArrowDown")
            if box.is_editable():
                self.page.keyboard.press("Control+a")
                self.page.keyboard.type(mot)
            option.wait_for(timeout=BIENTOT)
            for _ in range(AU_PLUS):
                if mot in self.page.evaluate(ACTIVE):
                    break
                self.page.keyboard.press("ArrowDown")
            self.page.keyboard.press("Enter")
        else:
            box.click()
            if box.is_editable():
                box.fill(mot)
            option.click(timeout=BIENTOT)

    def touche(self, nom: str) -> None:
        """Press one key that acts, out of the fields that would write it."""
        self.compter()
        for _ in range(AU_PLUS):
            if not self.page.evaluate(ECRIT):
                break
            self.page.keyboard.press("Tab")
        self.page.keyboard.press(nom)
        self.ecran.calme()

    def viser(self, quoi: Locator) -> None:
        """Bring the focus there by the keys that move it."""
        quoi.wait_for(state="attached")
        for _ in range(AU_PLUS):
            key = quoi.evaluate(VERS)
            if not key:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"the keyboard never reaches {quoi}")

    def _presser(self, quoi: Locator, touche: str = "Enter") -> None:
        if self.clavier:
            self.viser(quoi)
            self.page.keyboard.press(touche)
        else:
            quoi.click()
