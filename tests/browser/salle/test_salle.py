"""The room takes part: a projector and six phones without an account, from the dossier to minutes read on a phone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from components.priorites import gestes as gestes_votes
from components.priorites import lectures as lectures_votes
from components.priorites.regles.vote import Option
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins, services
from data.releves import clotures
from data.seances import compagnons, seances
from tests.browser.outils.axe import verifier
from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.serveur import Serveur

Capture = Callable[[Page, str], Path]
TAILLES = {"professionnels": 8, "usagers": 6, "collectivites": 4, "etat": 3}
TEXTES = ("Une maison médicale de garde le samedi", "Un bus dentaire", "Un infirmier en pratique avancée par canton")
JOUR = date(2026, 12, 10)


@contextmanager
def _file(serveur: Serveur) -> Iterator[Database]:
    with store.connect(serveur.fichier) as db:
        yield db


def _prepared(db: Database) -> tuple[int, str]:
    rows = [
        {"nom": f"{code} {k}", "college": code, "organisation": "", "suppleant": "", "vote": 1}
        for code, count in TAILLES.items()
        for k in range(count)
    ]
    seances.ajouter_membres(db, TERMINAL, rows)
    made = seances.creer(db, TERMINAL, "Table de concertation", JOUR, "Mâcon", Fraction(1, 2))
    for title, kind in (("Territoires à examiner", "débat"), ("Priorités de services", "vote")):
        seances.ajouter_point(db, TERMINAL, made, title, kind)
    return made, f"seance/{compagnons.renouveler(db, TERMINAL, made)}"


def _send(phone: Ecran, path: str, texte: str, college: str) -> None:
    page = phone.page
    page.goto(f"{phone.url}/{path}")
    page.get_by_label("Le service : ce qu'il apporte").or_(page.get_by_label("Pourquoi ce chiffre")).fill(texte)
    page.get_by_label("Votre collège").select_option(college)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Votre texte est reçu, à examiner")).to_be_visible()


def _vote(db: Database, seance: int) -> int:
    options = [Option(str(key), str(row.nom)) for key, row in services.read(db).head(5).iterrows()]
    weights = lectures_votes.poids_egaux(db)
    declared = lectures_votes.definir(db, seance, "Quels services d'abord ?", "jugement", options, weights, JOUR)
    made = gestes_votes.declarer(db, TERMINAL, seance, declared)
    scrutins.figer(db, TERMINAL, made)
    gestes_votes.ouvrir(db, TERMINAL, made, poursuivre=True)
    return made


@pytest.mark.complet
def test_six_phones_from_the_dossier_to_the_minutes(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    with _file(serveur_neuf) as db:
        seance, link = _prepared(db)
    phones = [ecran(TELEPHONE, serveur=serveur_neuf, role=None) for _ in range(6)]
    page = phones[0].page
    page.goto(f"{serveur_neuf.url}/{link}")
    expect(page.get_by_text("Document de travail").first).to_be_visible()
    verifier(page)
    capture(page, "salle-dossier-360")
    for phone, texte in zip(phones, TEXTES, strict=False):
        _send(phone, f"{link}/ecrire/proposer", texte, "usagers")
    page = phones[3].page
    page.goto(f"{serveur_neuf.url}/{link}")
    page.locator("ul.pile a").first.click()
    verifier(page)
    page.get_by_role("link", name="Contester ce chiffre").first.click()
    verifier(page)
    capture(page, "salle-contester-360")
    _send(phones[3], page.url.removeprefix(f"{serveur_neuf.url}/"), "Un cabinet a fermé", "collectivites")
    capture(page, "salle-recu-360")
    _answers(ecran, serveur_neuf, capture)
    codes = _follow(phones, serveur_neuf, seance, link, capture)
    with _file(serveur_neuf) as db:
        scrutin = _vote(db, seance)
    for phone, code in zip(phones, codes, strict=False):
        phone.page.goto(f"{serveur_neuf.url}/vote/{code}")
        for k in range(5):
            phone.page.locator(f"input[name=o{k}][value='{k % 3}']").check()
        phone.page.get_by_role("button", name="Envoyer mon bulletin").click()
        expect(phone.page.get_by_text("Votre bulletin est enregistré")).to_be_visible()
    with _file(serveur_neuf) as db:
        for code in codes[6:]:
            bulletins.deposer(db, scrutin, code, "01201")
        gestes_votes.clore(db, TERMINAL, scrutin)
        gestes_votes.publier(db, TERMINAL, scrutin)
    _after(phones[5], serveur_neuf, seance, link, capture)


def _answers(ecran: Ouvreur, serveur: Serveur, capture: Capture) -> None:
    """Facilitation answers on one screen: a proposal goes to the agenda, in its own words."""
    desk = ecran(serveur=serveur)
    page = desk.ouvrir("seances")
    page.locator("summary", has_text="La salle").click()
    page.get_by_label("Titre du point, en vos mots").first.fill("Soins non programmés du samedi")
    page.get_by_role("button", name="Inscrire à l'ordre du jour").first.click()
    expect(page.get_by_text("1 accepté et 3 à examiner")).to_be_visible()
    capture(page, "salle-facilitation-1280")


def _follow(phones: list[Ecran], serveur: Serveur, seance: int, link: str, capture: Capture) -> list[str]:
    """Every phone sees the point change by itself; one that pauses does not. Returns the codes of the slips."""
    with _file(serveur) as db:
        people = {int(i): ("présent", None) for i in seances.membres(db).index}
        seances.pointer(db, TERMINAL, seance, people)  # type: ignore[arg-type]
        clotures.passer(db, TERMINAL, seance, seances.OUVERTE)
        codes = [code for code, _ in bulletins.tirer(db, TERMINAL, seance, TAILLES, remplacer=False)]
        first, second = (int(i) for i in seances.points(db, seance).index[:2])
        seances.traiter(db, TERMINAL, first, "en cours")
    for phone in phones:
        phone.page.goto(f"{serveur.url}/{link}/point")
        expect(phone.page.get_by_role("heading", name="Territoires à examiner")).to_be_visible()
    verifier(phones[0].page)
    capture(phones[0].page, "salle-point-360")
    phones[0].page.get_by_role("button", name="Mettre le suivi en pause").click()
    with _file(serveur) as db:
        seances.traiter(db, TERMINAL, second, "en cours")
    for phone in phones[1:]:
        expect(phone.page.get_by_role("heading", name="Priorités de services")).to_be_visible(timeout=10_000)
    expect(phones[0].page.get_by_role("heading", name="Territoires à examiner")).to_be_visible()
    phones[0].page.get_by_role("button", name="Reprendre le suivi").click()
    expect(phones[0].page.get_by_role("heading", name="Priorités de services")).to_be_visible(timeout=10_000)
    return codes


def _after(phone: Ecran, serveur: Serveur, seance: int, link: str, capture: Capture) -> None:
    """Result, then minutes, on a phone: nothing sideways; the same minutes without the link."""
    page = phone.page
    page.goto(f"{serveur.url}/{link}/resultats")
    expect(page.get_by_role("heading", name="Quels services d'abord ?")).to_be_visible()
    verifier(page)
    capture(page, "salle-resultats-360")
    with _file(serveur) as db:
        clotures.passer(db, TERMINAL, seance, seances.CLOSE)
    for address in (f"{link}/releve", f"table/releve/{seance}"):
        page.goto(f"{serveur.url}/{address}")
        expect(page.get_by_role("heading", name="Textes reçus sans compte")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        verifier(page)
    capture(page, "salle-releve-360")
    page.goto(f"{serveur.url}/table?commune=Cluny")
    verifier(page)
    capture(page, "table-360")
