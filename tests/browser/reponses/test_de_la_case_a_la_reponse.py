"""From the constat to the response in one sitting: services noted from the keyboard, an action, a mandate, a refusal,
a print; how long each takes is printed (`-s`). Each step makes what it needs when the ones before were not played."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from components.reponses import lectures_services
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.reponses import mandats, services_rendus, suites
from data.reponses.services_rendus import VIDE, CelluleSaisie
from data.structures import couverture, structures
from data.territoire import territoire
from tests.browser.outils.clavier import aller_a, aller_a_la_grille
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer
from tests.browser.outils.serveur import Serveur
from tests.browser.test_accessibilite import verifier
from tests.carences import cas

Capture = Callable[[Page, str], None]
# A cell a line: state, by whom, how, guarantee, its two indicators, source, day; the last ones say less. No accent,
# which Playwright types without a key.
CELLULES = (
    ("n", "dac", "orientation au cas par cas", "un rappel sous 7 jours", "appels", "jours", "table", "05012026"),
    ("p", "", "le samedi matin"),
    ("r",),
)
ETATS = ["non rendu", "partiel", "rendu"]
FRAPPE = 60  # milliseconds between two keys


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
def test_three_rows_are_filled_from_the_keyboard(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, places: dict[str, str]
) -> None:
    desk = ecran(serveur=serveur_neuf)
    page = desk.ouvrir("reponses")
    page.get_by_role("radio", name="Par territoire", exact=True).click()
    expect(page.get_by_role("combobox", name="Territoire").first).to_be_visible()
    for rank, name in enumerate(places.values()):
        _remplir(desk, name, au_bouton=rank == 0)
    for width in (1280, 360):
        if width == 360:
            desk.retrecir()
        page.get_by_role("combobox", name="Territoire").first.scroll_into_view_if_needed()
        capture(page, f"reponses-lignes-remplies-{width}")
    page.set_viewport_size({"width": 1280, "height": 720})
    page.get_by_role("radio", name="Grille", exact=True).click()
    capture(desk.calme(), "reponses-grille-1280")
    capture(desk.retrecir(), "reponses-grille-360")
    with store.connect(serveur_neuf.fichier) as db:
        cells = services_rendus.cellules(db, places)
    for code in places:
        noted = cells[(cells["territoire"] == code) & (cells["etat"] != services_rendus.INCONNU)]
        assert sorted(noted["etat"]) == sorted(ETATS)
        first = noted[noted["etat"] == services_rendus.NON_RENDU].iloc[0]
        assert (first["modalite"], first["promesse"], first["observe_le"]) == (*CELLULES[0][2:4], "2026-01-05")
        assert (first["moyens"], first["impact"], first["source"]) == CELLULES[0][4:7] and first["structures"]


def _remplir(desk: Ecran, name: str, au_bouton: bool) -> None:
    """A territory's row from the keyboard alone: what is typed in a cell, then Tab; the next line, then save, by Tab to
    the button or by Ctrl + Enter."""
    page = desk.page
    choisir(desk, "Territoire", name)
    page.get_by_role("combobox", name="Territoire").first.focus()
    with chronometre(f"ligne de {name}"):
        aller_a_la_grille(page)
        page.keyboard.press("ArrowRight")
        for rank, cell in enumerate(CELLULES):
            with chronometre(f"case {rank + 1}, {sum(len(words) + 1 for words in cell)} touches"):
                _taper(page, cell)
        if au_bouton:
            aller_a(page, "Enregistrer cette ligne")
        page.keyboard.press("Enter" if au_bouton else "Control+Enter")
        expect(page.get_by_text("services enregistrés.")).to_be_visible()
    desk.calme()


def _taper(page: Page, cell: tuple[str, ...]) -> None:
    """A line of the grid, without a look at it, then the beginning of the next one."""
    for words in cell:
        page.keyboard.type(words, delay=FRAPPE)
        page.keyboard.press("Tab")
    for key in ("ArrowDown", *["ArrowLeft"] * len(cell)):
        page.keyboard.press(key)
        page.wait_for_timeout(FRAPPE)


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
def test_a_constat_is_refused_and_another_answered_under_mandate(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, places: dict[str, str]
) -> None:
    desk = ecran(serveur=serveur_neuf)
    page = _constats(desk)
    with chronometre("un refus daté"):
        cliquer(desk, "La table n'y répond pas")
        page.get_by_label("Pourquoi").locator("visible=true").first.fill("Deux médecins s'installent en mars.")
        cliquer(desk, "Inscrire ce refus au registre")
        page.get_by_text("Refus inscrit au registre").wait_for()
        desk.calme()
    with chronometre("un opérateur sous mandat"):
        cliquer(desk, "Inscrire une action qui y répond")
        choisir(desk, "Modèle", "Opérateur structuré")
        page.get_by_label("Pilote (personne ou fonction)").first.fill("La directrice de l'hôpital")
        cliquer(desk, "Inscrire l'action")
        page.get_by_role("tab", name="Mandat").click()
        desk.calme()
        _mandater(page)
        cliquer(desk, "Donner ce mandat")
        page.get_by_text("Mandat donné").first.wait_for(state="attached")
    capture(page, "reponses-mandat-1280")
    _constats(desk)
    capture(page, "reponses-constats-1280")
    with store.connect(serveur_neuf.fichier) as db:
        states = [one.etat for one in suites.etats(db, date.today())]
        assert len(mandats.read(db)) == 1 and {suites.REPONDU, suites.REFUSE} <= set(states)
        assert len(states) == len([c for c in constats.constats(db) if c.en_vigueur]) >= 3
    assert "Registre intact" in serveur_neuf.data("verify")


def _constats(desk: Ecran) -> Page:
    page = desk.ouvrir("reponses")
    page.get_by_role("radio", name="Constats", exact=True).click()
    return desk.calme()


def _mandater(page: Page) -> None:
    for label, words in {
        "Objectif 1": "Trouver un médecin traitant", "Cible 1": "300 patients", "Objectif 2": "Ouvrir le samedi",
        "Cible 2": "2 par mois", "Conditions de réversibilité": "Fin si deux médecins s'installent.",
        "Financeur du mandat": "ARS – FIR",
    }.items():  # fmt: skip
        page.get_by_label(label, exact=True).locator("visible=true").first.fill(words)


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


SECTIONS = ("Services", "Par territoire", "Par service", "Constats", "Structures", "Couverture", "Lexique")


@pytest.mark.complet
@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_is_accessible(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, places: dict[str, str], section: str
) -> None:
    """Each section and reading at both sizes, full of what the steps before wrote."""
    screen = ecran(serveur=serveur_neuf)
    page = screen.ouvrir("reponses")
    page.get_by_role("radio", name=section, exact=True).click()
    screen.calme()
    verifier(page)
    capture(page, f"reponses-{section.lower().replace(' ', '-')}-1280")
    verifier(screen.retrecir())
    capture(page, f"reponses-{section.lower().replace(' ', '-')}-360")


@pytest.mark.complet
@pytest.mark.parametrize("address", ["structures", "missions"])
def test_every_print_is_accessible(ecran: Ouvreur, serveur_neuf: Serveur, places: dict[str, str], address: str) -> None:
    page = ecran(serveur=serveur_neuf).page
    page.goto(f"{serveur_neuf.url}/{address}" + (f"/{next(iter(places))}" if address == "missions" else ""))
    verifier(page)
