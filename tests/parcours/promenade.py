"""Find every screen of a page by trying what its lists offer, then press each of its buttons as people do."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.testing.v1 import AppTest

from components.core.refus import EntreeInvalide, Refus
from components.ui.menu import PAGES
from data.base import identite
from tests.langue import lecture as langue
from tests.parcours import offres
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.champs import HORS, corriger, formulaire, remplir, vider
from tests.parcours.ecran import effet
from tests.parcours.ecran.copie import Copies
from tests.parcours.etats import Etat

BOUTON = "button"
ESSAIS = 2  # times the same choice is made in a section of a page, from screens that differ
PROFONDEUR = 3  # choices made one after another before a button is pressed
REFUS = (Refus.__name__, EntreeInvalide.__name__)
RESERVE = "Ce geste demande un compte"  # what a gesture answers to another account
FOIS = 2  # a gesture is made twice in a row
DEUX_FOIS, APRES_ERREUR = MANIERES = ("deux fois", "après une erreur")
Pas = tuple[str, str, int]  # kind of widget, its key or label, rank of the option
Chemin = tuple[Pas, ...]


class Servies(MediaFileManager):
    """What the last drawing offered to download (AppTest forgets it)."""

    derniere: "Servies"

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        Servies.derniere = self


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
    dessins: int = 0  # drawings looked at
    copies: Copies = field(default_factory=Copies)  # pages whose file is intact

    def parcourir(self, vite: bool = False) -> Iterator[tuple[Chemin, list[str]]]:
        """Each screen that offers a button not seen yet here, with these buttons, by the shortest way: choices, files
        given, and buttons that lead to others. Each button is pressed twice in each manner, on an untouched file, or
        (`vite`) in all manners and after the others."""
        known: set[str] = set()
        ways: list[Chemin] = [()]
        shapes: set[tuple[str, ...]] = set()
        tried: Counter[Chemin] = Counter()
        while ways:
            way = ways.pop(0)
            run = self.ouvrir(way)
            if run is None:
                continue
            names = offres.noms(run)
            self.bilan.vus.setdefault(self.role, set()).update(Bouton(self.page, name) for name in names)
            new = [name for name in names if name not in known]
            known |= set(new)
            if new:
                yield way, new
            ways += [(*way, (BOUTON, name, 0)) for name in self._essayer(run, way, new, known, vite)]
            shape = offres.forme(run)
            if shape in shapes:
                continue
            shapes.add(shape)
            made = [step for step in way if step[0] != BOUTON]
            section = tuple(step for step in made if step[0] == "button_group")
            for choice in offres.choix(run) if len(made) < PROFONDEUR else ():
                if choice[:2] not in {step[:2] for step in way} and tried[(*section, choice)] < ESSAIS:
                    tried[(*section, choice)] += 1
                    ways.append((*way, choice))

    def _essayer(self, run: AppTest, way: Chemin, names: list[str], known: set[str], vite: bool) -> list[str]:
        """Press the new buttons of a screen; which of them lead to buttons that nothing led to before."""
        leading, found = [], set(known)
        there = {name: offres.trouver(run, name) for name in names}
        forms = {name: formulaire(one) for name, one in there.items() if one and one.type != offres.TELECHARGE}
        for name in names:
            if name not in forms:  # on the same drawing: a download changes nothing
                self.appuyer(run, way, name)
        for name, after in (self._a_la_suite if vite else self._une_a_une)(way, forms):
            if not after <= found:
                found |= after
                leading.append(name)
        return leading

    def _a_la_suite(self, way: Chemin, forms: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
        """Press buttons one after another, as long as the page still has them: their form emptied, filled, filled
        again; what it offers after the second."""
        run: AppTest | None = None
        for name, form in forms.items():
            run = self._offrant(run, way, name)
            if run is not None and form != HORS and self.appuyer(run, way, name, vide=True):
                run = self._offrant(run, way, name)
            if run is None or not self.appuyer(run, way, name):
                continue
            yield name, set(offres.noms(run))
            if not run.exception:
                self.appuyer(run, way, name, choix=True)

    def _offrant(self, run: AppTest | None, way: Chemin, name: str) -> AppTest | None:
        """The page as it is now when it has this button, else as these steps lead to it."""
        there = run is not None and not run.exception and offres.trouver(run, name) is not None
        return run if there else self.ouvrir(way)

    def _une_a_une(self, way: Chemin, forms: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
        """Press each button on an untouched file, in each manner that its form gives a sense to."""
        for name, form in forms.items():
            for manner in MANIERES if form != HORS else MANIERES[:1]:
                yield name, self.presser(way, name, manner)

    def fermee(self) -> None:
        """The door of a page that this role may not open: a word in its place, and nothing to press."""
        self.etat.copier(self.fichier)
        self._entrer()
        door = (
            f"import streamlit as st\nfrom components.ui import menu\nst.navigation([menu.page({self.page!r})]).run()"
        )
        run = AppTest.from_string(door, default_timeout=120).run()
        self.regarder(run, (), "ouvrir")
        if offres.noms(run) or not run.info:
            self._faute((), "ouvrir", f"la page est réservée, et offre {offres.noms(run)}")
        for words in run.info:
            self.bilan.refus[self.role, self.etat.nom, self.page, "ouvrir", str(words.value)] += 1

    def ouvrir(self, chemin: Chemin) -> AppTest | None:
        """The page as it is after these steps, on a file nobody pressed a button in; None when a step is gone."""
        if not self.intact:
            self.etat.copier(self.fichier)
            self.intact = True
        self._entrer()
        for done in range(len(chemin), -1, -1):
            run = self.copies.prendre(chemin[:done])
            if run is not None:
                return self._suivre(run, chemin, done)
        run = self._ouverte(chemin)
        self.copies.garder((), run)
        return self._suivre(run, chemin, 0)

    def rouvrir(self, chemin: Chemin) -> AppTest | None:
        """The page after these steps, on the file as the gestures before left it."""
        self._entrer()
        run = self._ouverte(chemin)
        return run if all(self.avancer(run, step, chemin) for step in chemin) else None

    def _ouverte(self, chemin: Chemin) -> AppTest:
        run = AppTest.from_file(str(PAGES / f"{self.page}.py"), default_timeout=120).run()
        self.regarder(run, chemin, "ouvrir")
        return run

    def _suivre(self, run: AppTest, chemin: Chemin, faits: int) -> AppTest | None:
        """Take the steps left, and keep each page that follows from choices alone."""
        for done, step in enumerate(chemin[faits:], faits + 1):
            if not self.avancer(run, step, chemin):
                return None
            if all(kind != BOUTON for kind, _, _ in chemin[:done]):
                self.copies.garder(chemin[:done], run)
        return run

    def _entrer(self) -> None:
        token = self.etat.sessions[self.role]
        client = SimpleNamespace(cookies={identite.COOKIE: token} if token else {}, headers={})
        self.patch.setattr("streamlit.runtime.context._get_client_context", lambda: client)

    def avancer(self, run: AppTest, pas: Pas, chemin: Chemin) -> bool:
        """Take one step from the page as it is now; False when it is not there."""
        kind, name, rank = pas
        if kind == BOUTON:
            return self.appuyer(run, chemin, name)
        widget = next((one for one in offres.widgets(run, kind) if offres.place(one) == name), None)
        if widget is None or rank >= len(offres.options(widget)):
            return False
        offres.prendre(widget, rank).run()
        self.regarder(run, chemin, "choisir")
        return True

    def presser(self, chemin: Chemin, mots: str, maniere: str) -> set[str]:
        """Press a button twice: filled both times (`DEUX_FOIS`), or emptied the first time (`APRES_ERREUR`). What the
        page offers after the first time."""
        run, offered = self.ouvrir(chemin), set[str]()
        for turn in range(FOIS):
            if run is None or not self.appuyer(run, chemin, mots, maniere == APRES_ERREUR and not turn, turn > 0):
                break
            offered = offered or set(offres.noms(run))
        return offered

    def appuyer(self, run: AppTest, chemin: Chemin, mots: str, vide: bool = False, choix: bool = False) -> bool:
        """Press a button of the page as it is now, its form emptied or filled, corrected and pressed again when a
        refusal says how; False when it is not there. `choix`: lists outside of forms are filled too, though they may
        lead elsewhere."""
        button = offres.trouver(run, mots)
        download = button is not None and button.type == offres.TELECHARGE
        if button is not None and not vide and not download and remplir(run, HORS, choix):
            run.run()  # a browser sends what is outside of forms at once
            button = offres.trouver(run, mots)
        if button is None:
            return False
        if formulaire(button) != HORS:
            (vider if vide else remplir)(run, formulaire(button))
        self.noter([mots])
        if button.type == offres.TELECHARGE:
            self._telecharger(button, chemin, mots)
            return True
        self._cliquer(run, chemin, button, vide)
        again = offres.trouver(run, mots)
        if not vide and again is not None and corriger(run, formulaire(again)):
            self._cliquer(run, chemin, again)
        return True

    def _cliquer(self, run: AppTest, chemin: Chemin, button: Any, vide: bool = False) -> None:
        """Press a button, its fields being as they are to be sent."""
        mots, opened = offres.nom(button), offres.ouverte(button)
        self.intact, before, gesture = False, effet.trace(run, self.fichier), f"« {mots} »{', vide' if vide else ''}"
        button.click().run()
        self.regarder(run, chemin, gesture)
        if not opened and not effet.dit(run) and effet.trace(run, self.fichier) == before:
            self._faute(chemin, gesture, "ni effet, ni un mot")
        if not run.error and not run.exception:
            self._pris(mots)

    def noter(self, mots: Collection[str]) -> None:
        """Count buttons as pressed."""
        self.bilan.presses.setdefault(self.role, set()).update(Bouton(self.page, name) for name in mots)
        self.bilan.faits[self.role, self.etat.nom] += len(mots)

    def _pris(self, mots: str) -> None:
        self.bilan.pris.setdefault(self.role, set()).add(Bouton(self.page, mots))

    def _telecharger(self, button: Any, chemin: Chemin, mots: str) -> None:
        try:
            if button.proto.HasField("deferred_file_id"):  # else it was made with the page
                Servies.derniere.execute_deferred(button.proto.deferred_file_id)
            self._pris(mots)
        except Exception as problem:
            self._faute(chemin, f"« {mots} »", repr(problem))

    def regarder(self, run: AppTest, chemin: Chemin, geste: str) -> None:
        """Note what a page that has just been drawn says wrong, or refuses."""
        self.dessins += 1
        for words in (*langue.de_la_page(run), *offres.doubles(run)):
            self._faute(chemin, geste, words)
        for error in run.error:
            self.bilan.refus[self.role, self.etat.nom, self.page, geste, str(error.value)] += 1
            if str(error.value).startswith(RESERVE):
                self._faute(chemin, geste, f"offered to an account that may not: {error.value}")
        for fault in run.exception:
            if any(name in str(fault.proto.type) for name in REFUS):
                self.bilan.refus[self.role, self.etat.nom, self.page, geste, str(fault.value)] += 1
            else:
                self._faute(chemin, geste, f"{fault.proto.type}: {fault.value} {list(fault.proto.stack_trace)[-3:]}")

    def _faute(self, chemin: Chemin, geste: str, mots: str) -> None:
        self.bilan.fautes.append(f"{self.page} ({self.etat.nom}, {self.role}) {list(chemin)} {geste} : {mots}")
