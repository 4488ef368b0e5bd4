"""The whole walk: `python -m tests.parcours` (every button × states × roles, then pages × motions in the browser).

`--inventaire` writes `boutons.json` anew, from which the daily suite takes its sample; `--pages`, `--roles`,
`--etats` narrow the walk, `--vite` presses the buttons of a screen one after another on the same file. `--minutes`
bounds it: it stops between two places, and says what is left; `--dossier` keeps what was walked, so that the next
start goes on (the files of the states are kept there too: take a new folder for another version of the product).
Exits 1 when something unexpected happened, 2 when nothing did and something is left.
"""

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from streamlit import config

from components.ui.menu import MENU
from tests import essais
from tests.parcours import dessins, inventaire
from tests.parcours.avance import Avance, Lieu, Tenu, somme
from tests.parcours.bilan import Bilan
from tests.parcours.ecran.effet import Vus
from tests.parcours.etats import FABRIQUES, ROLES, Etat, fabriquer
from tests.parcours.promenade import Promeneur, Servies

FAUTE, RESTE = 1, 2  # exit codes


def main() -> int:
    """Run what was asked, print counts and refusals, return the exit code."""
    asked = _arguments()
    essais.alleger()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        work = Path(asked.dossier or folder)
        work.mkdir(parents=True, exist_ok=True)
        etats = {etat.nom: etat for etat in fabriquer(work, asked.etats)}
        left = [] if "boutons" in asked.sans else _boutons(asked, etats, Avance(work), Path(folder), patch)
        tenus = [one for one in Avance(work).tenus() if one.lieu in set(_lieux(asked))]
        for one in tenus if asked.inventaire else ():
            inventaire.ecrire(one.ecrans, one.lieu)
        bilan = somme(tenus)
        if "dessins" not in asked.sans and not left:
            bilan.fautes += dessins.regarder(list(etats.values()), asked.pages, Path(folder))
    _dire(bilan)
    screens = [screen for one in tenus for screen in one.ecrans]
    for role, page, button in sorted(inventaire.boutons(screens) - inventaire.boutons(inventaire.lire())):
        bilan.fautes.append(f"{page} ({role}) : boutons.json ne connaît pas « {button} » (--inventaire)")
    for fault in dict.fromkeys(bilan.fautes):
        print(f"FAUTE {fault}")
    for place in left:
        print(f"reste {', '.join(place)}")
    return FAUTE if bilan.fautes else RESTE if left else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inventaire", action="store_true")
    parser.add_argument("--vite", action="store_true")
    parser.add_argument("--dossier")
    parser.add_argument("--minutes", type=float, default=float("inf"))
    parser.add_argument("--sans", nargs="+", choices=["boutons", "dessins"], default=[])
    for name, known in (("pages", list(MENU)), ("roles", list(ROLES)), ("etats", list(FABRIQUES))):
        parser.add_argument(f"--{name}", nargs="+", choices=known, default=known)
    return parser.parse_args()


def _lieux(asked: argparse.Namespace) -> Iterator[Lieu]:
    """Where the walk goes, a page after another, so that a page is whole before the next."""
    yield from ((role, page, etat) for page in asked.pages for role in asked.roles for etat in asked.etats)


def _boutons(
    asked: argparse.Namespace, etats: dict[str, Etat], avance: Avance, dossier: Path, patch: pytest.MonkeyPatch
) -> list[Lieu]:
    """Every button of every screen found, pressed in every manner (unless only the inventory is asked), until the time
    is out; the places left."""
    fichier, start = dossier / "promenade.db", monotonic()
    patch.setenv("CONCERTATION_DB", str(fichier))
    patch.setattr("streamlit.testing.v1.app_test.MediaFileManager", Servies)
    Vus.observer(patch)
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    walked = avance.lieux()
    left = [place for place in _lieux(asked) if place not in walked]
    while left and monotonic() - start < 60 * asked.minutes:
        role, page, nom = left.pop(0)
        tenu = _tenir(Promeneur(etats[nom], role, page, fichier, patch, Bilan()), asked)
        avance.noter(tenu)
    return left


def _tenir(walker: Promeneur, asked: argparse.Namespace) -> Tenu:
    """What a role meets on a page of a file in one state; of a page it may not open, the closed door."""
    place, start = (walker.role, walker.page, walker.etat.nom), monotonic()
    screens: list[inventaire.Ecran] = []
    if walker.role in (MENU[walker.page][3] or ROLES):
        for way, new in walker.parcourir(asked.vite):
            screens.append(inventaire.Ecran(*place, way, tuple(new)))
    else:
        walker.fermee()
    print(
        f"{', '.join(place)} : {len(screens)} écrans, {sum(len(one.boutons) for one in screens)} boutons, "
        f"{len(walker.bilan.fautes)} fautes, {monotonic() - start:.0f} s", flush=True,
    )  # fmt: skip
    return Tenu(place, tuple(screens), walker.bilan)


def _dire(bilan: Bilan) -> None:
    for (role, page, etat, button, words), count in sorted(bilan.refus.items()):
        print(f"refusé ({count}) {role}, {page}, {etat}, « {button} » : {words}")
    for (role, etat), count in sorted(bilan.faits.items()):
        print(f"{role}, {etat} : {count} appuis")
    for role, seen in sorted(bilan.vus.items()):
        pressed, taken = (one.get(role, set()) for one in (bilan.presses, bilan.pris))
        refused = sorted(f"« {one.mots} » ({one.page})" for one in pressed - taken)
        print(f"{role} : {len(pressed)} boutons pressés sur {len(seen)} vus, {len(refused)} toujours refusés")
        for words in refused:
            print(f"toujours refusé, {role} : {words}")


if __name__ == "__main__":
    raise SystemExit(main())
