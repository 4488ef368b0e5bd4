"""A table at work, as one person does it on screen: a constat adopted; members, slips, ballots, a vote published."""

import re
from pathlib import Path

from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer
from tests.browser.outils.serveur import Serveur

TERRITOIRE = "CC Bresse Louhannaise Intercom'"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
COLLEGES = {
    "Professionnels et offreurs de services de santé": 5,
    "Usagers et associations d'usagers": 3,
    "Collectivités territoriales et groupements": 2,
}
ORGANISMES = (("CPTS", "CPTS de la Bresse"), ("URPS", "URPS médecins"), ("MSP", "MSP de Louhans"))


def constat(desk: Ecran) -> None:
    """Declare what is uncertain, note who was asked, adopt a constat on `TERRITOIRE`."""
    page = desk.aller("territoires")
    for why in ("La Drees l'a confirmé par écrit.", "Le zonage n'est pas chargé, les EPCI nous vont."):
        page.locator("summary", has_text="À déclarer :").first.click()
        _ecrire(desk, "Pourquoi (d'où vient cette certitude) ?", why)
        cliquer(desk, "Déclarer")
        page.get_by_text("Déclaration enregistrée").first.wait_for()
        desk.calme()
    page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 55})
    page.get_by_role("heading", name=TERRITOIRE, level=1).wait_for()
    desk.calme()
    page.get_by_role("tab", name="Constat").click()
    desk.calme()
    for kind, name in ORGANISMES:
        _solliciter(desk, kind, name)
    _ecrire(desk, "Ce que la table constate", "L'accès aux médecins généralistes est insuffisant ici.")
    for words in ("Première condition", "Seconde condition"):
        page.locator("label", has_text=words).locator("visible=true").first.click(position={"x": 10, "y": 12})
    _ecrire(desk, "Désaccords exprimés, par collège", "Professionnels : deux membres le jugent prématuré.")
    cliquer(desk, "Adopter le constat")
    page.get_by_text("Constat adopté").first.wait_for()
    desk.calme()


def _ecrire(desk: Ecran, label: str, words: str) -> None:
    box = desk.page.get_by_label(label).locator("visible=true").first
    box.fill(words)
    box.blur()


def _solliciter(desk: Ecran, kind: str, name: str) -> None:
    page = desk.page
    if not page.get_by_role("combobox", name="Qui").is_visible():
        page.locator("summary", has_text="Noter une sollicitation").click()
        page.get_by_role("combobox", name="Qui").wait_for()
        desk.calme()
    choisir(desk, "Qui", kind)
    choisir(desk, "Réponse", "pas de solution")
    page.get_by_placeholder("par exemple : CPTS").fill(name)
    cliquer(desk, "Noter")
    page.get_by_text(name).locator("visible=true").first.wait_for()
    desk.calme()


# The better a service stands in the list, the better its mention; steeper for one phone in two.
TICK = """slope => document.querySelectorAll('fieldset').forEach((field, k) =>
  field.querySelector(`input[value='${Math.min(4, Math.floor(k * slope / 2))}']`).click())"""


def seance(desk: Ecran, folder: Path) -> list[str]:
    """Prepare and open a séance with its members, draw the slips; the codes of as many slips as members."""
    page = desk.aller("seances")
    page.get_by_role("button", name="Préparer cette séance").click()
    page.get_by_role("button", name="Importer").wait_for()
    rows = [f"{college[:6]} {k};{college}" for college, n in COLLEGES.items() for k in range(1, n + 1)]
    file = folder / "membres.csv"
    file.write_text("\n".join(["nom;collège", *rows]), encoding="utf-8")
    page.set_input_files("input[type=file]", file)
    page.get_by_text("membres.csv").first.wait_for()
    desk.calme()
    page.get_by_role("button", name="Importer").click()
    page.get_by_role("button", name="Tout le monde est là").click()
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_text("Séance ouverte : 10 membres").wait_for()
    page.get_by_role("radio", name="Cartons").click()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Cartons de vote à imprimer").first.click()
    sheet = opened.value
    sheet.wait_for_selector("button")
    sheet.click("button")
    sheet.wait_for_selector(".carton")
    found: dict[str, list[str]] = {}
    for slip in sheet.locator(".carton").all():
        text = slip.inner_text()
        code = CODE.search(text)
        assert code is not None
        found.setdefault(text.split("\n")[0], []).append(code.group())
    sheet.close()
    return [found[college].pop() for college, n in COLLEGES.items() for _ in range(n)]


def scrutin(desk: Ecran, ecran: Ouvreur, serveur: Serveur, codes: list[str]) -> None:
    """Declare the vote on services, freeze, open; everyone votes on a phone; close and publish."""
    page = desk.aller("priorites")
    for button in ("Déclarer ce scrutin", "Figer les règles", "Ouvrir le vote"):
        page.get_by_role("button", name=button).click()
    page.get_by_text("Le vote est ouvert").wait_for()
    phone = ecran(TELEPHONE, serveur=serveur, role=None).page
    for rank, code in enumerate(codes):
        phone.goto(f"{serveur.url}/vote/{code}")
        phone.evaluate(TICK, 1 + rank % 2)
        phone.click("button")
        phone.wait_for_selector(".phrase")
    page = desk.aller("priorites")
    page.get_by_text("Tout le monde a voté").click()
    page.get_by_role("button", name="Clore le vote").click()
    page.get_by_role("tab", name="Résultat").wait_for()
    page.get_by_role("tab", name="Vote").click()
    page.get_by_role("button", name="Publier le résultat").click()
    page.get_by_text("inscrit au registre").wait_for(state="attached")
    page.get_by_role("tab", name="Résultat").click()
    page.wait_for_selector("img.dessin-de-page")
    desk.calme()
