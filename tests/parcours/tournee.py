"""A round of a page by each role, as short as it can be: the buttons that the inventory knows there are pressed once,
from a screen to the next without opening the page again, as long as it leads there."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest
from streamlit.testing.v1 import AppTest

from tests.parcours import inventaire, offres
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.champs import HORS, formulaire, remplir
from tests.parcours.ecran import effet
from tests.parcours.etats import ROLES, Etat
from tests.parcours.promenade import BOUTON, Chemin, Pas, Promeneur

Voulu = Callable[[str], object]  # which buttons are pressed now, by name
PRUDENTS = tuple(reversed(ROLES))  # who changes the least comes first
FINISSENT = re.compile(r"(Annuler|Clore|Fermer|Mettre fin|Noter la fermeture|Ouvrir la séance|Retirer|Supprimer)\b")


def faire(page: str, etats: Mapping[str, Etat], fichier: Path, patch: pytest.MonkeyPatch, graine: int) -> Bilan:
    """Every role on one page, in the states that offer most of what is left to press; on the same file in each, as the
    role before left it, as long as it still offers that. The seed chooses among states as good."""
    bilan, known = Bilan(), [screen for screen in inventaire.lire() if screen.page == page]
    for role in ROLES:
        bilan.vus[role] = {Bouton(page, name) for _, _, name in inventaire.boutons(_de(known, role))}
    left = list(etats)
    Random(f"{graine} {page}").shuffle(left)
    while left:
        due = {nom: set().union(*(_dus(screen, bilan) for screen in known if screen.etat == nom)) for nom in left}
        nom = max(left, key=lambda one: len(due[one]))
        left.remove(nom)
        if due[nom]:
            etats[nom].copier(fichier)
            for role in PRUDENTS:
                walker = Promeneur(etats[nom], role, page, fichier, patch, bilan)
                Tournee(walker).visiter([one for one in _de(known, role) if one.etat == nom])
    return bilan


def manquants(bilan: Bilan) -> dict[str, list[str]]:
    """By role, the buttons that were in the inventory and were not pressed."""
    left = {role: seen - bilan.presses.get(role, set()) for role, seen in bilan.vus.items()}
    return {role: sorted(one.mots for one in buttons) for role, buttons in left.items() if buttons}


def plainte(page: str, bilan: Bilan) -> str:
    """Which they are, in words."""
    missing = [f"{role}, jamais pressé : « {name} »" for role, names in manquants(bilan).items() for name in names]
    return "\n".join(
        [f"{page} : parcourir la page à nouveau (python -m tests.parcours --inventaire --pages {page})", *missing]
    )


def _de(ecrans: Iterable[inventaire.Ecran], role: str) -> list[inventaire.Ecran]:
    """The screens of a role, a screen before those that it leads to, choices before buttons."""
    return sorted((screen for screen in ecrans if screen.role == role), key=_rang)


def _rang(ecran: inventaire.Ecran) -> list[tuple[bool, Pas]]:
    return [(step[0] == BOUTON, step) for step in ecran.chemin]


def _dure(nom: str) -> bool:
    return FINISSENT.match(nom) is None


def _finit(pas: Pas) -> bool:
    return pas[0] == BOUTON and not _dure(pas[1])


def _dus(ecran: inventaire.Ecran, bilan: Bilan) -> set[tuple[str, str]]:
    """What is left to press of a screen, with the role."""
    pressed = {one.mots for one in bilan.presses.get(ecran.role, ())}
    return {(ecran.role, name) for name in ecran.boutons if name not in pressed}


@dataclass
class Tournee:
    """One role going from screen to screen."""

    walker: Promeneur
    run: AppTest | None = None  # the page as it stands
    faits: list[Pas] = field(default_factory=list)  # the choices made on it since it was opened

    def visiter(self, ecrans: Collection[inventaire.Ecran]) -> None:
        """Press what was not of these screens, and what else they offer: all but what ends something, then that."""
        for wanted in (_dure, bool):
            for screen in ecrans:
                if wanted is not bool and any(map(_finit, screen.chemin)):
                    continue
                while due := self._a_presser(screen.boutons, wanted):
                    if not self._devant(screen.chemin, due) or not self._presser(screen.chemin, wanted):
                        break

    def _a_presser(self, noms: Iterable[str], voulu: Voulu) -> list[str]:
        pressed = self.walker.bilan.presses.get(self.walker.role, set())
        left = self.walker.bilan.vus[self.walker.role] - pressed
        return [name for name in noms if Bouton(self.walker.page, name) in left and voulu(name)]

    def _devant(self, chemin: Chemin, dus: Collection[str]) -> bool:
        """Come where one of these buttons is: here already, by the steps that are not made yet, by the page opened
        again on the file as it is, unless a gesture leads there, which is made already; then on an untouched one."""
        ways: list[Callable[[Chemin], AppTest | None]] = [lambda _: self.run, self._suivre]
        if all(step[0] != BOUTON for step in chemin):
            ways.append(self._rouvrir)
        for way in (*ways, self._ouvrir):
            run = way(chemin)
            if run is not None and not run.exception and not set(dus).isdisjoint(offres.noms(run)):
                self.run = run
                return True
        return False

    def _suivre(self, chemin: Chemin) -> AppTest | None:
        for step in chemin:
            if step in self.faits:
                continue
            if self.run is None or self.run.exception or not self.walker.avancer(self.run, step, chemin):
                return None
            if step[0] != BOUTON:
                self.faits = [made for made in self.faits if made[:2] != step[:2]] + [step]
        return self.run

    def _rouvrir(self, chemin: Chemin) -> AppTest | None:
        self.run, self.faits = self.walker.rouvrir(chemin), list(chemin)
        return self.run

    def _ouvrir(self, chemin: Chemin) -> AppTest | None:
        self.run, self.faits = self.walker.ouvrir(chemin), [step for step in chemin if step[0] != BOUTON]
        return self.run

    def _presser(self, chemin: Chemin, voulu: Voulu) -> bool:
        """Press what is left of what the page offers, as much at once as it takes; alone when it takes nothing."""
        assert self.run is not None
        offered = self._a_presser(offres.noms(self.run), voulu)
        if self._ensemble(self.run, chemin, offered):
            return True
        run = self._ouvrir(chemin)
        return run is not None and self.walker.appuyer(run, chemin, offered[0])

    def _ensemble(self, run: AppTest, chemin: Chemin, noms: Iterable[str]) -> bool:
        """Press buttons of the page all at once, its fields filled; whether it took any. One that changes something
        draws the page again: those below it are pressed then, and those that it brings, unless a form holds them, whose
        fields are to be filled. One that acts before the page is drawn is pressed alone, so that what it leads to is
        drawn."""
        there = {name: one for name in noms if (one := offres.trouver(run, name)) is not None}
        files = [name for name, one in there.items() if one.type == offres.TELECHARGE]
        for name in files:
            self.walker.appuyer(run, chemin, name)
        asked = [name for name in there if name not in files]
        asked = next(([name] for name in asked if there[name].id in effet.Vus.appels), asked)
        if not asked:
            return bool(files)
        for form in dict.fromkeys([HORS, *(formulaire(there[name]) for name in asked)]):
            remplir(run, form, choix=form != HORS)
        for name in asked:
            there[name].click()
        known = (one.mots for one in self.walker.bilan.vus[self.walker.role])
        effet.Vus.attendus, effet.Vus.aussi = set(asked), set(self._a_presser(known, _dure))
        effet.Vus.pris.clear()
        run.run()
        effet.Vus.attendus, effet.Vus.aussi = set(), set()
        self.walker.intact = False
        acting = [name for name in asked if there[name].id in effet.Vus.appels]
        taken = list(dict.fromkeys([*effet.Vus.pris, *acting]))
        self.walker.regarder(run, chemin, f"« {' + '.join(taken)} »")
        self.walker.noter(taken)
        return bool(files or taken)
