"""The same room on paper only: the dossier printed, sheets handed in, slips and ballots cut, minutes printed."""

import re

import pytest
from playwright.sync_api import Page, expect

from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, envois, scrutins
from data.seances import compagnons, seances
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer
from tests.browser.outils.serveur import Serveur
from tests.browser.salle import etapes
from tests.browser.salle.etapes import CONTESTE, TEXTES, Table
from tests.browser.salle.test_salle import Capture

pytestmark = pytest.mark.complet
FEUILLES = 20
PAGE_PDF = re.compile(rb"/Type\s*/Page\b(?!s)")
# A4 less its margins of twelve millimetres, in points of CSS: what is cut off a half page, if anything.
LARGEUR_A4 = 703
COUPES = """() => [...document.querySelectorAll('.demi, .urne, .talon, .carton')]
  .filter(e => e.scrollHeight > e.parentElement.clientHeight + 2 && e.matches('.urne, .talon')
    || e.scrollWidth > e.clientWidth + 2)
  .map(e => `${e.className} ${e.scrollHeight} ${e.clientHeight} ${e.scrollWidth} ${e.clientWidth}`)"""
# A table that starts at the same place of its page as the slips of the others: nothing else may overflow.
GENRES = [("jugement", {}), ("points", {"points": 10}), ("approbation", {"budget": 4})]


def imprimer(page: Page) -> tuple[int, bytes]:
    """How many sheets a page takes on paper, and its PDF, which a screen reader can read."""
    made = page.pdf(format="A4", tagged=True, outline=True, prefer_css_page_size=True)
    assert b"/StructTreeRoot" in made and b"/Lang" in made
    return len(PAGE_PDF.findall(made)), made


@pytest.mark.parametrize(("genre", "regles"), GENRES, ids=[genre for genre, _ in GENRES])
def test_thirty_nine_members_print_on_twenty_sheets(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, genre: str, regles: dict[str, int]
) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        table = _table(serveur_neuf)
        for ident in scrutins.liste(db, table.seance).index:
            scrutins.supprimer(db, TERMINAL, int(ident))
        etapes.ouvrir_un_vote(db, table, genre, ouvert=False, **regles)
    page = _cartons(ecran(serveur=serveur_neuf), table)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": LARGEUR_A4, "height": 1032})
    assert page.locator(".demi").count() == sum(etapes.TAILLES.values()) == 39
    assert page.evaluate(COUPES) == [], "nothing is cut off"
    sheets, _ = imprimer(page)
    assert sheets == page.locator(".feuillet").count() <= FEUILLES
    if genre == "jugement":
        capture(page, "papier-carton-et-bulletin")


def _table(serveur: Serveur) -> Table:
    """The séance of this file: open, everyone there, no slip drawn; made once."""
    with store.connect(serveur.fichier) as db:
        there = seances.read(db)
        if len(there):
            return Table(int(there.index[0]), f"seance/{compagnons.lien(db, int(there.index[0]))}")
        table = etapes.preparer(db, "dossier")
        seances.pointer(db, TERMINAL, table.seance, {int(i): ("présent", None) for i in seances.membres(db).index})
        return table


def _cartons(desk: Ecran, table: Table) -> Page:
    """The sheet of slips and ballots, asked as one person does: for those who are there, and a spare by college."""
    page = desk.page
    page.goto(f"{desk.url}/cartons/{table.seance}")
    page.get_by_label("Bulletin papier à imprimer avec chaque carton").select_option(label=etapes.QUESTION)
    if page.get_by_text("Tout remplacer").count():
        page.get_by_text("Tout remplacer").click()
        for code, count in etapes.TAILLES.items():
            page.fill(f"#n_{code}", str(count + 1))
    page.get_by_role("button", name="Tirer et afficher les cartons").click()
    page.locator(".feuillet").first.wait_for()
    return page


def test_a_whole_seance_on_paper_alone(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    """No phone: what members read is printed, what they write is transcribed, what they vote is typed by tellers."""
    table, desk, wall = _table(serveur_neuf), ecran(serveur=serveur_neuf), ecran(serveur=serveur_neuf)
    _dossier(desk, table, capture)
    _feuilles(desk, serveur_neuf, table, capture)
    with store.connect(serveur_neuf.fichier) as db:
        for ident in scrutins.liste(db, table.seance).index:
            scrutins.supprimer(db, TERMINAL, int(ident))
        etapes.ouvrir_un_vote(db, table, ouvert=False)
    codes = _codes(_cartons(desk, table))
    _seance(desk, wall, serveur_neuf, table)
    _vote(desk, serveur_neuf, table, codes, capture)
    wall.page.reload()
    wall.page.get_by_text(etapes.QUESTION).first.wait_for()
    _releve(desk, serveur_neuf, table, capture)


def _dossier(desk: Ecran, table: Table, capture: Capture) -> None:
    """The dossier prints as one document, with the figures that a phone has one tap away, and a sheet to hand in."""
    page = desk.page
    page.goto(f"{desk.url}/{table.lien}?imprimer=1")
    page.emulate_media(media="print")
    sheets, made = imprimer(page)
    assert 2 <= sheets <= 30 and len(made) < 3_000_000
    page.set_viewport_size({"width": LARGEUR_A4, "height": 1032})
    capture(page, "papier-dossier")
    page.get_by_role("heading", name="Feuille à remettre").scroll_into_view_if_needed()
    capture(page, "papier-feuille")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 720})


def _feuilles(desk: Ecran, serveur: Serveur, table: Table, capture: Capture) -> None:
    """Three proposals and a contest, handed in on sheets and typed by facilitation, each under its college."""
    page = desk.ouvrir("seances")
    page.locator("summary", has_text="La salle").click()
    desk.calme()
    page.locator("summary", has_text="Transcrire une feuille").click()
    for texte in TEXTES:
        _transcrire(desk, texte, "Usagers")
    choisir(desk, "Ce qu'elle demande", "Chiffre contesté")
    with store.connect(serveur.fichier) as db:
        names = etapes.territoire.territoires(db)["nom"]
        choisir(desk, "Territoire", str(names[etapes.territoire_lu(db)]))
    choisir(desk, "Le chiffre", "")  # the first one
    _transcrire(desk, CONTESTE, "Collectivités")
    capture(page, "papier-transcrire-1280")
    with store.connect(serveur.fichier) as db:
        texts = envois.lire(db, table.seance)
        assert sorted(texts["texte"]) == sorted([*TEXTES, CONTESTE]) and set(texts["par"]) == {envois.PAPIER}
        for row in texts.itertuples():
            if row.genre == envois.SERVICE:
                envois.repondre(db, TERMINAL, bytes(row.cle), envois.REFUSE, "Déjà au point deux de l'ordre du jour")


def _transcrire(desk: Ecran, texte: str, college: str) -> None:
    desk.page.get_by_label("Texte, tel qu'il est écrit").fill(texte)
    choisir(desk, "Collège écrit sur la feuille", college)
    cliquer(desk, "Enregistrer cette feuille")
    expect(desk.page.get_by_text("Feuille enregistrée, à examiner").first).to_be_visible()
    desk.calme()


def _codes(page: Page) -> list[str]:
    codes = [one.inner_text() for one in page.locator(".talon .code").all()]
    assert len(set(codes)) == 39
    return codes


def _seance(desk: Ecran, wall: Ecran, serveur: Serveur, table: Table) -> None:
    """The agenda is followed on the projector alone."""
    page = desk.ouvrir("seances")
    cliquer(desk, "Ouvrir la séance")
    page.get_by_text("Séance ouverte : 39 membres votants présents sur 39").wait_for()
    shown = wall.ouvrir("projection")
    page.get_by_role("button", name="Commencer").click()
    expect(shown.get_by_text("Territoires à examiner").first).to_be_visible()
    page.get_by_role("button", name="Point suivant").click()
    expect(shown.get_by_text("Priorités de services").first).to_be_visible()


def _vote(desk: Ecran, serveur: Serveur, table: Table, codes: list[str], capture: Capture) -> None:
    """Two tellers type the first ballots with the keyboard, as they are read aloud; the result is published."""
    with store.connect(serveur.fichier) as db:
        table.scrutin = int(scrutins.liste(db, table.seance).index[0])
        scrutins.figer(db, TERMINAL, table.scrutin)
        etapes.gestes_votes.ouvrir(db, TERMINAL, table.scrutin, poursuivre=True)
        people = seances.membres(db)["college"]
        one, other = (int(people.index[people == code][0]) for code in ("usagers", "professionnels"))
        scrutins.nommer_scrutateurs(db, TERMINAL, table.scrutin, one, other)
    page = desk.ouvrir("priorites")
    page.get_by_role("tab", name="Bulletins papier").click()
    line, said = page.get_by_label("Code du bulletin, espace, puis les réponses"), page.get_by_text("Phrase à recopier")
    before = ""
    for code in codes[:2]:
        line.fill(f"{code} 1 2 3 1 2")
        line.press("Enter")
        if before:
            expect(said).not_to_have_text(before)
        said.wait_for()
        desk.calme()
        before = said.inner_text()
    capture(page, "papier-saisie-1280")
    with store.connect(serveur.fichier) as db:
        for code in codes[2:]:
            bulletins.deposer_papier(db, TERMINAL, table.scrutin, bulletins.normaliser(code), "01201", None)
        etapes.publier(db, table)


def _releve(desk: Ecran, serveur: Serveur, table: Table, capture: Capture) -> None:
    """The minutes print as one accessible document, and count what came on paper."""
    with store.connect(serveur.fichier) as db:
        etapes.clore(db, table)
    page = desk.page
    page.goto(f"{desk.url}/{table.lien}/releve")
    expect(page.get_by_text("remis sur papier").first).to_be_attached()
    expect(page.get_by_text("4 textes reçus sans compte : 3 refusés et 1 à examiner")).to_be_visible()
    page.emulate_media(media="print")
    sheets, _ = imprimer(page)
    assert 1 <= sheets <= 15
    page.set_viewport_size({"width": LARGEUR_A4, "height": 1032})
    capture(page, "papier-releve")


def test_the_pages_are_counted_as_the_printer_does(ecran: Ouvreur, serveur_neuf: Serveur) -> None:
    page = ecran(serveur=serveur_neuf, role=None).page
    page.goto(f"{serveur_neuf.url}/vote")
    for count in (1, 3):
        page.evaluate("n => { document.body.innerHTML = '<p class=\"saut\">x</p>'.repeat(n) }", count)
        assert imprimer(page)[0] == count
