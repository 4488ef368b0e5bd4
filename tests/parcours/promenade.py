"""Find every screen of a page by trying what its lists offer, then press each of its buttons as people do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from components.core.refus import EntreeInvalide, Refus
from components.ui.menu import MENU, PAGES
from data.base import identite
from tests.parcours.champs import HORS, formulaire, remplir, vider
from tests.parcours.etats import Etat

CHOIX = ("selectbox", "radio", "button_group", "toggle")
AU_PLUS = 2  # options tried of a list: the first ones and the last
ESSAIS = 2  # times the same choice is made, from screens that differ
PROFONDEUR = 3  # choices made one after another before a button is pressed
REFUS = (Refus.__name__, EntreeInvalide.__name__)
DEUX_FOIS, APRES_ERREUR = MANIERES = ("deux fois", "après une erreur")
Chemin = tuple[tuple[str, str, int], ...]  # (kind of widget, its key or label, rank of the option)


class Servies(MediaFileManager):
    """What the last drawing offered to download (AppTest forgets it)."""

    derniere: "Servies"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        Servies.derniere = self


@dataclass(frozen=True)
class Bouton:
    """A button of a page, wherever it is: what tells it from another."""

    page: str
    mots: str


@dataclass
class Bilan:
    """What the walk did: gestures done or refused, by role and state; and what went wrong."""

    faits: Counter[tuple[str, str]] = field(default_factory=Counter)
    refus: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)
    vus: dict[str, set[Bouton]] = field(default_factory=dict)
    presses: dict[str, set[Bouton]] = field(default_factory=dict)


@dataclass
class Promeneur:
    """One role on one page of a file in one state."""

    etat: Etat
    role: str
    page: str
    fichier: Path
    patch: pytest.MonkeyPatch
    bilan: Bilan
    intact: bool = False  # whether the file is still as it was copied

    def ecrans(self) -> Iterator[tuple[Chemin, list[str]]]:
        """Each screen that offers a button not seen yet here, with these buttons (keys), by the shortest way."""
        known: set[str] = set()
        ways: list[Chemin] = [()]
        shapes: set[tuple[str, ...]] = set()
        tried: Counter[tuple[str, str, int]] = Counter()
        while ways:
            way = ways.pop(0)
            run = self.ouvrir(way)
            if run is None:
                continue
            names = {_mots(one): one.key or _mots(one) for one in _boutons(run)}
            self.bilan.vus.setdefault(self.role, set()).update(Bouton(self.page, name) for name in names)
            new = [name for name in names if name not in known]
            known |= set(new)
            if new:
                yield way, new
            shape = _forme(run)
            if shape in shapes:
                continue
            shapes.add(shape)
            for choice in _choix(run) if len(way) < PROFONDEUR else ():
                if choice[:2] not in {step[:2] for step in way} and tried[choice] < ESSAIS:
                    tried[choice] += 1
                    ways.append((*way, choice))

    def ouvrir(self, chemin: Chemin) -> AppTest | None:
        """The page as it is after these choices, on a file nobody pressed a button in; None when a choice is gone."""
        if not self.intact:
            self.etat.copier(self.fichier)
            self.intact = True
        return self.rouvrir(chemin)

    def rouvrir(self, chemin: Chemin) -> AppTest | None:
        """The page after these choices, on the file as the gestures before left it."""
        token = self.etat.sessions[self.role]
        client = SimpleNamespace(cookies={identite.COOKIE: token} if token else {}, headers={})
        self.patch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
        run = AppTest.from_file(str(PAGES / f"{self.page}.py"), default_timeout=120).run()
        self._regarder(run, chemin, "ouvrir")
        for kind, name, rank in chemin:
            widget = next((one for one in _widgets(run, kind) if (one.key or one.label) == name), None)
            if widget is None or rank >= len(_options(widget)):
                return None
            _prendre(widget, rank).run()
            self._regarder(run, chemin, "choisir")
        return run

    def presser(self, chemin: Chemin, mots: str, maniere: str) -> None:
        """Press a button twice: filled both times (`DEUX_FOIS`), or emptied the first time (`APRES_ERREUR`)."""
        run = self.ouvrir(chemin)
        for turn in range(2):
            if run is None or not self.appuyer(run, chemin, mots, vide=maniere == APRES_ERREUR and not turn):
                return

    @staticmethod
    def offre(run: AppTest, mots: str) -> bool:
        """Whether the page as it is now has this button."""
        return _trouver(run, mots) is not None

    def appuyer(self, run: AppTest, chemin: Chemin, mots: str, vide: bool = False) -> bool:
        """Press a button of the page as it is now, its form emptied or filled; False when it is not there."""
        button = _trouver(run, mots)
        if button is not None and not vide and remplir(run, HORS):
            run.run()  # a browser sends what is outside of forms at once
            button = _trouver(run, mots)
        if button is None:
            return False
        if formulaire(button) != HORS:
            (vider if vide else remplir)(run, formulaire(button))
        self.bilan.presses.setdefault(self.role, set()).add(Bouton(self.page, mots))
        self.bilan.faits[self.role, self.etat.nom] += 1
        self.intact = False
        if button.type == "download_button":
            self._telecharger(button, chemin, mots)
            return True
        button.click().run()
        self._regarder(run, chemin, f"« {mots} »{', vide' if vide else ''}")
        for error in run.error:
            self.bilan.refus[self.role, self.etat.nom, self.page, mots, str(error.value)] += 1
        return True

    def _telecharger(self, button: Any, chemin: Chemin, mots: str) -> None:
        if not button.proto.HasField("deferred_file_id"):
            return  # made already, with the page
        try:
            Servies.derniere.execute_deferred(button.proto.deferred_file_id)
        except Exception as problem:
            self._faute(chemin, f"« {mots} »", repr(problem))

    def _regarder(self, run: AppTest, chemin: Chemin, geste: str) -> None:
        for fault in run.exception:
            if any(name in str(fault.proto.type) for name in REFUS):
                self.bilan.refus[self.role, self.etat.nom, self.page, geste, str(fault.value)] += 1
            else:
                self._faute(chemin, geste, f"{fault.proto.type}: {fault.value} {list(fault.proto.stack_trace)[-3:]}")

    def _faute(self, chemin: Chemin, geste: str, mots: str) -> None:
        self.bilan.fautes.append(f"{self.page} ({self.etat.nom}, {self.role}) {list(chemin)} {geste} : {mots}")


def pages() -> list[str]:
    """Every page of the menu."""
    return list(MENU)


def _boutons(run: AppTest) -> list[Any]:
    found = [*run.button, *run.get("download_button")]
    return [one for one in found if not one.proto.disabled]


def _mots(button: Any) -> str:
    """What tells a button from another of the page: its label, and the rows of a list (« kind — which ») are one."""
    return str(button.label).split(" — ", 1)[0]


def _trouver(run: AppTest, mots: str) -> Any | None:
    return next((one for one in _boutons(run) if _mots(one) == mots), None)


def _forme(run: AppTest) -> tuple[str, ...]:
    """What tells a screen from another: its widgets, not what they hold."""
    return tuple(
        sorted(
            {f"{kind} {one.label}" for kind in CHOIX for one in _widgets(run, kind)}
            | {_mots(one) for one in _boutons(run)}
        )
    )


def _widgets(run: AppTest, kind: str) -> list[Any]:
    return list(run.get(kind))


def _options(widget: Any) -> list[Any]:
    return [True, False] if widget.type in ("toggle", "checkbox") else list(widget.options)


def _choix(run: AppTest) -> Iterator[tuple[str, str, int]]:
    """The choices a screen offers outside its forms: those inside change nothing before they are sent."""
    for kind in CHOIX:
        for one in _widgets(run, kind):
            if one.proto.form_id or one.proto.disabled:
                continue
            count = len(_options(one))
            ranks = {*range(min(count, AU_PLUS if kind != "button_group" else count)), count - 1}
            for rank in sorted(rank for rank in ranks if rank >= 0):
                yield kind, one.key or one.label, rank


def _prendre(widget: Any, rank: int) -> Any:
    if widget.type in ("toggle", "checkbox"):
        return widget.set_value(_options(widget)[rank])
    if widget.type in ("selectbox",):
        return widget.select_index(rank)
    return widget.set_value(widget.options[rank])
