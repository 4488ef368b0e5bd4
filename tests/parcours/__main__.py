"""The whole walk: `python -m tests.parcours` (every button × states × roles, then pages × motions in the browser).

`--inventaire` writes `boutons.json` anew, from which the daily suite takes its sample; `--pages`, `--roles`,
`--etats` narrow the walk. Exits 1 when something unexpected happened.
"""

import argparse
import tempfile
from pathlib import Path

import pytest
from streamlit import config

from components.ui.menu import MENU
from tests.parcours import dessins, inventaire
from tests.parcours.etats import FABRIQUES, ROLES, fabriquer
from tests.parcours.promenade import MANIERES, Bilan, Promeneur, Servies

REPERTOIRE = Path(__file__).resolve().parent


def main() -> int:
    """Run what was asked, print counts and refusals, return the exit code."""
    asked = _arguments()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        etats = fabriquer(Path(folder), asked.etats)
        bilan, screens = Bilan(), []
        if asked.sans != "boutons":
            screens = _boutons(asked, etats, Path(folder) / "promenade.db", patch, bilan)
        if not asked.inventaire and asked.sans != "dessins":
            bilan.fautes += dessins.regarder(etats, Path(folder))
    _dire(bilan)
    for role, page, button in sorted(inventaire.boutons(screens) - inventaire.boutons(inventaire.lire())):
        bilan.fautes.append(f"{page} ({role}) : boutons.json ne connaît pas « {button} » (--inventaire)")
    for fault in bilan.fautes:
        print(f"FAUTE {fault}")
    return 1 if bilan.fautes else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inventaire", action="store_true")
    parser.add_argument("--sans", choices=["boutons", "dessins"])
    for name, known in (("pages", list(MENU)), ("roles", list(ROLES)), ("etats", list(FABRIQUES))):
        parser.add_argument(f"--{name}", nargs="+", choices=known, default=known)
    return parser.parse_args()


def _boutons(asked: argparse.Namespace, etats: list, fichier: Path, patch: pytest.MonkeyPatch, bilan: Bilan) -> list:
    """Every button of every screen found, pressed in every manner (unless only the inventory is asked)."""
    patch.setenv("CONCERTATION_DB", str(fichier))
    patch.setattr("streamlit.testing.v1.app_test.MediaFileManager", Servies)
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    screens = []
    for role in asked.roles:
        for page in asked.pages:
            for etat in etats:
                walker = Promeneur(etat, role, page, fichier, patch, bilan)
                found = [inventaire.Ecran(role, page, etat.nom, way, tuple(new)) for way, new in walker.ecrans()]
                mine = role in (MENU[page][3] or ROLES)  # the others never see the page: what they press is refused
                screens += found if mine else []
                if asked.inventaire and mine:
                    inventaire.ecrire(found)
                for screen in found if not asked.inventaire else ():
                    for button in screen.boutons:
                        for maniere in MANIERES:
                            walker.presser(screen.chemin, button, maniere)
                print(f"{role}, {page}, {etat.nom} : {len(found)} écrans, {len(bilan.fautes)} fautes", flush=True)
    return screens


def _dire(bilan: Bilan) -> None:
    for (role, page, etat, button, words), count in sorted(bilan.refus.items()):
        print(f"refusé ({count}) {role}, {page}, {etat}, « {button} » : {words}")
    for (role, etat), count in sorted(bilan.faits.items()):
        print(f"{role}, {etat} : {count} appuis")
    for role, seen in sorted(bilan.vus.items()):
        print(f"{role} : {len(bilan.presses.get(role, ()))} boutons pressés sur {len(seen)} vus")


if __name__ == "__main__":
    raise SystemExit(main())
