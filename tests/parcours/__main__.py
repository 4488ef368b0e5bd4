"""The whole walk: `python -m tests.parcours` (every button × states × roles, then pages × motions in the browser).

`--inventaire` writes `boutons.json` anew, from which the daily suite takes its sample; `--pages`, `--roles`,
`--etats` narrow the walk, `--sans appuis` only looks for buttons. Exits 1 when something unexpected happened.
"""

import argparse
import tempfile
from pathlib import Path
from time import monotonic

import pytest
from streamlit import config

from components.ui.menu import MENU
from tests import essais
from tests.parcours import dessins, inventaire
from tests.parcours.etats import FABRIQUES, ROLES, fabriquer
from tests.parcours.promenade import Bilan, Promeneur, Servies

FOIS = 2  # a gesture is made twice in a row


def main() -> int:
    """Run what was asked, print counts and refusals, return the exit code."""
    asked = _arguments()
    essais.alleger()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        etats = fabriquer(Path(folder), asked.etats)
        bilan, screens = Bilan(), []
        if "boutons" not in asked.sans:
            screens = _boutons(asked, etats, Path(folder) / "promenade.db", patch, bilan)
        if "dessins" not in asked.sans:
            bilan.fautes += dessins.regarder(etats, asked.pages, Path(folder))
    _dire(bilan)
    for role, page, button in sorted(inventaire.boutons(screens) - inventaire.boutons(inventaire.lire())):
        bilan.fautes.append(f"{page} ({role}) : boutons.json ne connaît pas « {button} » (--inventaire)")
    for fault in bilan.fautes:
        print(f"FAUTE {fault}")
    return 1 if bilan.fautes else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inventaire", action="store_true")
    parser.add_argument("--sans", nargs="+", choices=["boutons", "appuis", "dessins"], default=[])
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
                start = monotonic()
                walker = Promeneur(etat, role, page, fichier, patch, bilan)
                if role not in (MENU[page][3] or ROLES):
                    walker.fermee()
                    continue
                steps = walker.parcourir(0 if "appuis" in asked.sans else FOIS)
                found = [inventaire.Ecran(role, page, etat.nom, way, tuple(new)) for way, new in steps]
                screens += found
                if asked.inventaire:
                    inventaire.ecrire(found, (role, page, etat.nom))
                print(
                    f"{role}, {page}, {etat.nom} : {len(found)} écrans, {sum(len(one.boutons) for one in found)} "
                    f"boutons, {len(bilan.fautes)} fautes, {monotonic() - start:.0f} s", flush=True,
                )  # fmt: skip
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
