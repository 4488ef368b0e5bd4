"""From a service that is not rendered to the action that answers it, and who does what here on one page of paper; how
long each takes is printed (`-s`). Each step makes what it needs when the ones before were not played."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from components.reponses import lectures_services
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.reponses import services_rendus
from data.reponses.services_rendus import VIDE, CelluleSaisie
from data.structures import couverture, structures
from data.territoire import territoire
from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.gestes import cliquer
from tests.browser.outils.serveur import Serveur
from tests.carences import cas

Capture = Callable[[Page, str], Path]


@contextmanager
def chronometre(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"\n{what} : {time.perf_counter() - start:.1f} s")


@pytest.fixture(scope="module")
def places(serveur_neuf: Serveur) -> dict[str, str]:
    """A table with its plan, structures and two constats more; three territories that had no constat, by code."""
    serveur_neuf.data("demo", "--step", "plan")
    with store.connect(serveur_neuf.fichier) as db:
        every = territoire.territoires(db)["nom"]
        taken = {c.territoire for c in constats.constats(db) if c.en_vigueur}
        chosen = [str(code) for code in every.index if code not in taken][:3]
        whole = {couverture.tout_le_departement(db)}
        structures.inscrire(db, TERMINAL, {"type": "dac", "nom": "DAC 71", "telephone": "03 85 11 11 11"}, whole)
        here = {couverture.territoire_en_usage(db, chosen[0])}
        about = {
            "type": "cpts",
            "nom": "CPTS d'ici",
            "professionnels": 60,
            "taille": "1",
            "telephone": "03 85 22 22 22",
        }
        cpts = structures.inscrire(db, TERMINAL, about, here)
        structures.franchir(db, TERMINAL, cpts, "accord conventionnel (ACI) signé", "2025-01-10")
        structures.franchir(db, TERMINAL, cpts, "engagée", "2025-06-01", mission="crise_acces")
        for code in chosen[:2]:
            cas.adopter(db, code)
        return {code: str(every[code]) for code in chosen}


@pytest.mark.complet
def test_a_red_cell_is_answered_by_an_action(ecran: Ouvreur, serveur_neuf: Serveur, places: dict[str, str]) -> None:
    code = next(iter(places))
    with store.connect(serveur_neuf.fichier) as db:
        voted = [one["service"] for one in services_rendus.votes(db)]
        if not _rouges(db, places):
            cell = CelluleSaisie(voted[0], 0, VIDE | {"etat": services_rendus.NON_RENDU}, frozenset())
            services_rendus.ecrire(db, TERMINAL, code, [cell])
        before = _rouges(db, places)
    desk = ecran(serveur=serveur_neuf)
    page = desk.ouvrir("reponses")
    with chronometre("une action pour une case rouge"):
        cliquer(desk, "Inscrire une action")
        page.get_by_label("Pilote (personne ou fonction)").first.fill("La présidente de la CPTS")
        cliquer(desk, "Inscrire l'action")
        page.get_by_role("tab", name="Mandat").wait_for()
    with store.connect(serveur_neuf.fichier) as db:
        assert len(_rouges(db, places)) == len(before) - 1


def _rouges(db: store.Database, places: dict[str, str]) -> list[tuple[str, str]]:
    """Voted services not rendered that no action answers."""
    read = lectures_services.grille(db, list(places), publies=False)
    return lectures_services.sans_action(read, read.votes)


@pytest.mark.complet
def test_the_mission_map_is_printed(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, places: dict[str, str]
) -> None:
    """One page of paper, with the number to call of a structure that covers the place."""
    page = ecran(serveur=serveur_neuf).page
    with chronometre("carte des missions"):
        page.goto(f"{serveur_neuf.url}/missions/{next(iter(places))}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Qui fait quoi ici")
        page.emulate_media(media="print")
        made = page.pdf(format="A4")
    assert made.startswith(b"%PDF") and made.count(b"/Type /Page\n") == 1
    expect(page.get_by_text("03 85 22 22 22")).to_be_visible()
    capture(page, "reponses-missions-1280")
