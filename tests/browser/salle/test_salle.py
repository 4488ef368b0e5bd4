"""The room takes part: a projector and six phones without an account, from the dossier to minutes read on a phone.

Each step starts from the file that the one before leaves, or from one prepared there (`DEPUIS=vote`, see `etapes`).
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlite_utils import Database

from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import envois
from data.seances import compagnons, seances
from tests.browser.outils.axe import verifier
from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.serveur import Serveur
from tests.browser.salle import etapes
from tests.browser.salle.etapes import CONTESTE, ETAPES, TEXTES, Table

pytestmark = pytest.mark.complet
Capture = Callable[[Page, str], None]
LIEN = re.compile(r"/(seance/[\w-]+)")


@dataclass
class Salle:
    """Who is in the room: six phones, the projector, the desk of facilitation; the table they are at."""

    serveur: Serveur
    table: Table
    telephones: list[Ecran]
    bureau: Ecran
    mur: Ecran
    capture: Capture

    @contextmanager
    def fichier(self) -> Iterator[Database]:
        """The file that the server serves."""
        with store.connect(self.serveur.fichier) as db:
            yield db

    def ouvrir(self, rang: int, chemin: str = "") -> Page:
        """A phone opens a page of its séance."""
        phone = self.telephones[rang]
        phone.page.goto(f"{phone.url}/{self.table.lien}{chemin}")
        return phone.page

    def regarder(self, page: Page, nom: str) -> None:
        """Nothing sideways, nothing that axe finds; a screenshot."""
        assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["viewport"]["width"]
        verifier(page)
        page.evaluate("scrollTo(0, 0)")
        self.capture(page, f"salle-{nom}-360")


def test_six_phones_from_the_dossier_to_the_minutes(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    depuis = os.environ.get("DEPUIS", ETAPES[0])
    with store.connect(serveur_neuf.fichier) as db:
        table = etapes.preparer(db, depuis, lien=depuis != ETAPES[0])
    phones = [ecran(TELEPHONE, serveur=serveur_neuf, role=None) for _ in range(6)]
    room = Salle(serveur_neuf, table, phones, ecran(serveur=serveur_neuf), ecran(serveur=serveur_neuf), capture)
    for step in (_dossier, _textes, _reponses, _suivi, _vote, _resultat, _releve)[ETAPES.index(depuis) :]:
        step(room)


def _dossier(room: Salle) -> None:
    """Facilitation opens the link on its screen; a member reads on a phone what is to be discussed."""
    page = room.bureau.ouvrir("seances")
    page.locator("summary", has_text="La salle").click()
    page.get_by_role("button", name="Ouvrir le lien des membres").click()
    shown = page.locator("code", has_text="/seance/").first
    shown.wait_for()
    found = LIEN.search(shown.inner_text())
    assert found is not None
    room.table.lien = found[1]
    page = room.ouvrir(0)
    expect(page.get_by_text("Document de travail").first).to_be_visible()
    room.regarder(page, "dossier")
    page.locator("ul.pile a").first.click()
    expect(page.get_by_role("link", name="Contester ce chiffre").first).to_be_visible()
    room.regarder(page, "territoire")


def _textes(room: Salle) -> None:
    """Three proposals and a contest, each from a phone."""
    for rank, texte in enumerate(TEXTES):
        page = room.ouvrir(rank, "/ecrire/proposer")
        if rank == 0:
            room.regarder(page, "proposer")
        _ecrire(page, "Le service : ce qu'il apporte", texte, "usagers")
    with room.fichier() as db:
        code = etapes.territoire_lu(db)
    page = room.ouvrir(3, f"/territoire/{code}?profession={etapes.PROFESSION}")
    page.get_by_role("link", name="Contester ce chiffre").first.click()
    room.regarder(page, "contester")
    _ecrire(page, "Pourquoi ce chiffre est faux ou incomplet", CONTESTE, "collectivites")
    room.regarder(page, "recu")
    with room.fichier() as db:
        assert sorted(envois.lire(db, room.table.seance)["genre"]) == ["chiffre", "service", "service", "service"]


def _ecrire(page: Page, champ: str, texte: str, college: str) -> None:
    page.get_by_label(champ).fill(texte)
    page.get_by_label("Votre collège (déclaré").select_option(college)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Votre texte est reçu, à examiner")).to_be_visible()


def _reponses(room: Salle) -> None:
    """Facilitation answers on one screen: a proposal goes to the agenda, in its own words; its author reads it."""
    page = room.bureau.ouvrir("seances")
    page.locator("summary", has_text="La salle").click()
    expect(page.get_by_text("4 textes reçus sans compte")).to_be_visible()
    page.get_by_label("Titre du point, en vos mots").first.fill("Soins non programmés du samedi")
    page.get_by_role("button", name="Inscrire à l'ordre du jour").first.click()
    expect(page.get_by_text("1 accepté et 3 à examiner")).to_be_visible()
    page.get_by_role("heading", name="Textes reçus sans compte").scroll_into_view_if_needed()
    room.capture(page, "salle-facilitation-1280")
    page = room.ouvrir(0, "/recus")
    expect(page.get_by_text("À l'ordre du jour : Soins non programmés du samedi")).to_be_visible()
    room.regarder(page, "textes-recus")
    with room.fichier() as db:
        etapes.ouvrir(db, room.table)


def _suivi(room: Salle) -> None:
    """The desk goes on: every phone and the projector follow by themselves; a phone that pauses does not."""
    page, wall = room.bureau.ouvrir("seances"), room.mur.ouvrir("projection")
    for rank in range(6):
        expect(room.ouvrir(rank, "/point").get_by_role("heading", name="Aucun point en cours")).to_be_visible()
    page.get_by_role("button", name="Commencer").click()
    _tous_lisent(room, room.telephones, "Territoires à examiner")
    expect(wall.get_by_text("Territoires à examiner").first).to_be_visible()
    room.regarder(room.telephones[0].page, "point")
    room.capture(wall, "salle-projecteur-1280")
    first = room.telephones[0].page
    first.get_by_role("button", name="Mettre le suivi en pause").click()
    room.telephones[1].page.context.set_offline(True)
    page.get_by_role("button", name="Point suivant").click()
    _tous_lisent(room, room.telephones[2:], "Priorités de services")
    _coupee(room.telephones[1])
    expect(first.get_by_role("heading", name="Territoires à examiner")).to_be_visible()
    first.get_by_role("button", name="Reprendre le suivi").click()
    _tous_lisent(room, room.telephones, "Priorités de services")
    with room.fichier() as db:
        etapes.ouvrir_un_vote(db, room.table)
    for phone in room.telephones:
        expect(phone.page.get_by_role("link", name="Voter avec mon carton")).to_be_visible(timeout=10_000)


def _coupee(phone: Ecran) -> None:
    """A phone without a network keeps what it showed, and follows again by itself."""
    expect(phone.page.get_by_role("heading", name="Territoires à examiner")).to_be_visible()
    phone.page.context.set_offline(False)
    expect(phone.page.get_by_role("heading", name="Priorités de services")).to_be_visible(timeout=10_000)
    phone.erreurs[:] = [one for one in phone.erreurs if "ERR_INTERNET_DISCONNECTED" not in one]


def _tous_lisent(room: Salle, phones: list[Ecran], titre: str) -> None:
    for phone in phones:
        expect(phone.page.get_by_role("heading", name=titre)).to_be_visible(timeout=10_000)


def _vote(room: Salle) -> None:
    """Each phone types the code of its slip; the projector counts; facilitation publishes."""
    codes, wall = room.table.codes(), room.mur.ouvrir("projection")
    voters = codes[::6][:6]
    for rank, code in enumerate(voters):
        page = room.ouvrir(rank, "/point")
        page.get_by_role("link", name="Voter avec mon carton").click()
        page.get_by_label("Le code de votre carton").fill(code.lower())
        page.get_by_role("button", name="Ouvrir mon bulletin").click()
        for k in range(etapes.OPTIONS):
            page.locator(f"input[name=o{k}][value='{(k + rank) % 3}']").check()
        if rank == 0:
            room.regarder(page, "bulletin")
        page.get_by_role("button", name="Envoyer mon bulletin").click()
        expect(page.get_by_text("Votre bulletin est enregistré")).to_be_visible()
    expect(wall.locator("strong", has_text=re.compile("^6$"))).to_be_visible()
    room.capture(wall, "salle-projecteur-vote-1280")
    with room.fichier() as db:
        etapes.voter(db, room.table, [code for code in codes if code not in voters])
        etapes.publier(db, room.table)


def _resultat(room: Salle) -> None:
    """The result on the projector and on a phone, where one's phrase is found."""
    wall, page = room.mur.ouvrir("projection"), room.ouvrir(5, "/resultats")
    expect(page.get_by_role("heading", name=etapes.QUESTION)).to_be_visible()
    page.get_by_text("Ma phrase est-elle comptée ?").click()
    assert page.locator("details[open] li").count() == sum(etapes.TAILLES.values())
    page.get_by_text("Ma phrase est-elle comptée ?").click()
    room.regarder(page, "resultats")
    wall.get_by_text(etapes.QUESTION).first.wait_for()
    room.capture(wall, "salle-projecteur-resultat-1280")
    with room.fichier() as db:
        etapes.clore(db, room.table)


def _releve(room: Salle) -> None:
    """Minutes on a phone through the link; the same ones without it, once the link is closed."""
    page = room.ouvrir(5, "/releve")
    expect(page.get_by_text(f"{len(TEXTES) + 1} textes reçus sans compte")).to_be_visible()
    expect(page.get_by_text(etapes.QUESTION).first).to_be_visible()
    room.regarder(page, "releve")
    with room.fichier() as db:
        assert seances.seance(db, room.table.seance)["etat"] == seances.CLOSE
        compagnons.revoquer(db, TERMINAL, room.table.seance)
    page.goto(f"{room.serveur.url}/table/releve/{room.table.seance}")
    expect(page.get_by_role("heading", name="Textes reçus sans compte")).to_be_visible()
    page.goto(f"{room.serveur.url}/table?commune=Cluny")
    expect(page.get_by_role("heading", name="Cluny")).to_be_visible()
    room.regarder(page, "table")
    log = room.serveur.journal.read_text()
    assert not [code for code in room.table.codes() if code in log] and room.table.lien not in log
