"""Pages with tables and charts in the browser, for who asked for less motion and who did not."""

import shutil
from pathlib import Path
from typing import Literal, get_args

from playwright.sync_api import Browser, sync_playwright

from components.ui.menu import MENU
from tests.browser.outils import ecran as ecrans
from tests.browser.outils.motifs import faux, vues
from tests.browser.outils.serveur import Serveur, lance
from tests.parcours.etats import Etat

Mouvement = Literal["reduce", "no-preference"]


def regarder(etats: list[Etat], pages: list[str], dossier: Path) -> list[str]:
    """What is wrong on these pages of each state, under both motions, in words."""
    faults: list[str] = []
    for etat in etats:
        folder = dossier / f"serveur-{etat.nom}"
        folder.mkdir()
        shutil.copy(etat.fichier, folder / "table.db")
        with lance(folder, departement=None) as server, sync_playwright() as playwright:
            browser = ecrans.lancer(playwright)
            for motion in get_args(Mouvement):
                found = _pages(browser, server, etat, pages, motion)
                print(f"{etat.nom}, {motion} : {len(pages)} pages, {len(found)} fautes", flush=True)
                faults += found
            browser.close()
    return faults


def _pages(browser: Browser, server: Serveur, etat: Etat, pages: list[str], motion: Mouvement) -> list[str]:
    cookie = etat.sessions["facilitateur"]
    context = ecrans.contexte(browser, ecrans.BUREAU, server.url, cookie, peinte=False, mouvement=motion)
    desk, faults = ecrans.Ecran(context.new_page(), server.url), []
    for name in pages:
        title, _, path, _ = MENU[name]
        page = desk.ouvrir(path)
        for _ in vues(desk):
            faults += [f"{title} ({name}, {etat.nom}, {motion}) : {wrong}" for wrong in faux(page)]
    faults += [f"{etat.nom}, {motion} : {error}" for error in (*desk.erreurs, *desk.dehors)]
    context.close()
    return faults
