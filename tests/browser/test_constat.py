"""The rehearsal of the constat: a territory examined, a figure contested and settled, a constat adopted and lifted.

What a page's own test proves (forms refused and kept, adoption without debate) is in tests/carences: a second
declaration and two of the three bodies asked are written through the same gestures, without the browser.
"""

import time
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.outils import table
from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer
from tests.browser.outils.serveur import Serveur
from tests.browser.outils.table import TERRITOIRE, TERRITOIRE_CODE

HACHURE = 0.005, 0.12  # share of the map's pixels that hatching makes dark: lines, and not whole territories
Capture = Callable[[Page, str], None]


def _onglet(screen: Ecran, nom: str) -> None:
    screen.page.get_by_role("tab", name=nom).click()
    screen.calme()


def _ecrire(screen: Ecran, champ: str, texte: str) -> None:
    box = screen.page.get_by_label(champ).locator("visible=true").first
    box.fill(texte)
    box.blur()


def _cocher(screen: Ecran, mots: str) -> None:
    screen.page.locator("label", has_text=mots).locator("visible=true").first.click(position={"x": 10, "y": 12})


def _annonce(screen: Ecran, mots: str) -> None:
    screen.page.get_by_text(mots).first.wait_for()
    screen.calme()


def _sombre(page: Page) -> float:
    """Share of the map's pixels that are as dark as the ink of lines and hatching."""
    carte = page.locator(".cadre svg").first
    carte.wait_for()
    shot = Image.open(BytesIO(carte.screenshot())).convert("L")
    return sum(shot.histogram()[:70]) / (shot.width * shot.height)


@pytest.fixture
def salle(ecran: Ouvreur, serveur_neuf: Serveur) -> Ecran:
    table.preparer(serveur_neuf, par_l_ecran=1)
    return ecran(serveur=serveur_neuf, peinte=True)


@pytest.mark.complet
def test_from_examined_to_lifted(salle: Ecran, ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    page = salle.ouvrir("territoires")
    page.get_by_test_id("stDataFrame").nth(1).locator("canvas").first.wait_for()
    capture(page, "territoires-1280")
    page.locator("summary", has_text="À déclarer :").first.click()
    _ecrire(salle, "Pourquoi (d'où vient cette certitude) ?", "La Drees l'a confirmé par écrit.")
    cliquer(salle, "Déclarer")
    _annonce(salle, "Déclaration enregistrée")
    choisir(salle, "Ouvrir la fiche d'un territoire", "Louhannaise")
    page.get_by_role("heading", name=TERRITOIRE, level=1).wait_for()
    capture(page, "fiche-territoire-1280")
    cliquer(salle, "La table l'a examiné")
    _annonce(salle, "Territoire examiné")

    _contester(salle, capture)
    _constat(salle, capture)
    assert "1 décision" in serveur_neuf.data("check")
    _lecteur(ecran(serveur=serveur_neuf, role=None), capture)
    _lever(salle, capture)
    assert "2 décision" in serveur_neuf.data("check")


def _contester(salle: Ecran, capture: Capture) -> None:
    """A figure contested, seen on the map, settled."""
    page = salle.page
    _onglet(salle, "Contestations")
    choisir(salle, "Collège de la personne", "Usagers")
    _ecrire(salle, "Pourquoi ce chiffre est contesté", "Le cabinet de Cuiseaux a fermé depuis 2023.")
    _ecrire(salle, "Suite demandée", "Demander à la Cpam l'offre à ce jour")
    cliquer(salle, "Enregistrer la contestation")
    _annonce(salle, "Contestation enregistrée")
    capture(page, "contestation-1280")

    salle.aller("diagnostic")
    before = _sombre(page)
    page.get_by_text("Montrer les propositions de la règle").click()
    page.get_by_text("Hachures serrées").wait_for()
    salle.calme()
    end = time.monotonic() + 30
    while (
        not HACHURE[0] < _sombre(page) - before < HACHURE[1]
    ):  # the lines really are on the map, not only in its legend
        assert time.monotonic() < end, "no hatching was drawn"
    capture(page, "diagnostic-propositions-1280")

    salle.aller("territoires").get_by_role("heading", name=TERRITOIRE, level=1).wait_for()
    _onglet(salle, "Contestations")
    _ecrire(salle, "Ce qui a été conclu", "La fermeture est confirmée ; le millésime suivant la comptera.")
    cliquer(salle, "Régler cette contestation")
    _annonce(salle, "Contestation réglée")


def _constat(salle: Ecran, capture: Capture) -> None:
    """The last body asked, the two conditions, the dissent: adopted."""
    page = salle.page
    _onglet(salle, "Constat")
    fold = page.locator("details", has=page.locator("summary", has_text="Noter une sollicitation"))
    expect(fold).to_have_attribute("open", "")  # by itself, for as long as a body is left to ask
    choisir(salle, "Qui", "MSP")
    choisir(salle, "Réponse", "pas de solution")
    page.get_by_placeholder("par exemple : CPTS").fill("MSP de Louhans")
    cliquer(salle, "Noter")
    _annonce(salle, "Sollicitation notée")
    expect(page.get_by_text("MSP de Louhans, sollicité le")).to_be_visible()
    _ecrire(salle, "Ce que la table constate", "L'accès aux médecins généralistes est insuffisant sur ce territoire.")
    _cocher(salle, "Première condition")
    _cocher(salle, "Seconde condition")
    _ecrire(salle, "Désaccords exprimés, par collège", "Professionnels : deux membres jugent le constat prématuré.")
    cliquer(salle, "Adopter le constat")
    _annonce(salle, "Constat adopté")
    capture(page, "constat-adopte-1280")


def _lecteur(lecteur: Ecran, capture: Capture) -> None:
    """A reader sees what was examined, the constat with its frozen evidence, and the sheet, which fits one page."""
    public = lecteur.ouvrir("territoires")
    assert "Sur 1\u00a0territoire" in public.locator("p.reponse").first.inner_text()
    public.goto(f"{lecteur.url}/territoire/{TERRITOIRE_CODE}")
    capture(public, "fiche-imprimee-1280")
    public.goto(f"{lecteur.url}/fiche/{TERRITOIRE_CODE}")
    assert "3114" in public.locator("body").inner_text()
    capture(public, "fiche-citoyenne-1280")
    assert public.pdf(format="A4").count(b"/Type /Page\n") <= 1


def _lever(salle: Ecran, capture: Capture) -> None:
    page = salle.page
    page.locator("summary", has_text="Lever ce constat").click()
    page.get_by_role("button", name="Lever le constat", exact=True).hover()  # waits until the fold has slid open
    _ecrire(salle, "Pourquoi la table lève le constat", "Deux médecins sont arrivés à Louhans.")
    _cocher(salle, "Aucun désaccord n'a été exprimé")
    cliquer(salle, "Lever le constat")
    _annonce(salle, "Constat levé")
    page.locator("summary", has_text="levé le").first.click()
    salle.calme()
    capture(page, "constat-leve-1280")
    link = page.get_by_role("link", name="Constat et preuve figée").first.get_attribute("href")
    page.goto(f"{salle.url}{link}")
    assert "n'ouvre aucun droit" in page.locator("body").inner_text()
    capture(page, "constat-imprime-1280")
