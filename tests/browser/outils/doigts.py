"""The hands of whoever leads, counted: one click, one key that acts, one field filled, one file given = one gesture.

By mouse, or by the keyboard alone: what can be clicked must then be a stop of the Tab key, and takes Enter or Space.
"""

import time
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.browser.outils.ecran import Ecran


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

    @property
    def page(self) -> Page:
        return self.ecran.page

    @property
    def total(self) -> int:
        return sum(step.gestes for step in self.etapes.values())

    def etape(self, nom: str) -> None:
        """From here on, gestures and seconds are those of this step."""
        now = time.perf_counter()
        if self._etape:
            self.etapes[self._etape].secondes += now - self._depuis
        self._etape, self._depuis = nom, now
        self.etapes.setdefault(nom, Compte())

    def compter(self, combien: int = 1) -> None:
        """Gestures made elsewhere than on this screen."""
        self.etapes[self._etape].gestes += combien

    def cliquer(self, quoi: Locator, touche: str = "Enter") -> None:
        """Click, or press the key where the focus can go."""
        self.compter()
        if self.clavier:
            self._viser(quoi)
            self.page.keyboard.press(touche)
        else:
            quoi.click()
        self.ecran.calme()

    def bouton(self, nom: str, *, exact: bool = True) -> None:
        """Press a button by its label, the first that is on screen."""
        self.cliquer(self.page.get_by_role("button", name=nom, exact=exact).locator("visible=true").first)

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
        box.fill(texte)
        box.blur()
        self.ecran.calme()

    def deposer(self, fichier: Path) -> None:
        """Give a file to the first place that takes one."""
        self.compter()
        self.page.set_input_files("input[type=file]", fichier)
        self.page.get_by_text(fichier.name).first.wait_for()
        self.ecran.calme()

    def choisir(self, champ: str, mot: str) -> None:
        """Open a list and take an answer: two gestures (by the keyboard: type a word, Enter)."""
        self.compter(2)
        box = self.page.get_by_role("combobox", name=champ).locator("visible=true").first
        if self.clavier:
            self._viser(box)
            self.page.keyboard.press("ArrowDown")
        else:
            box.click()
        if box.is_editable():
            box.fill(mot)
        option = self.page.get_by_role("option", name=mot).first
        option.wait_for()
        if self.clavier:
            self.page.keyboard.press("Enter")
        else:
            option.click()
        self.ecran.calme()

    def touche(self, nom: str) -> None:
        """Press one key that acts."""
        self.compter()
        self.page.keyboard.press(nom)
        self.ecran.calme()

    def _viser(self, quoi: Locator) -> None:
        quoi.wait_for()
        assert quoi.evaluate("e => e.tabIndex >= 0"), f"the Tab key never stops on {quoi}"
        quoi.focus()
