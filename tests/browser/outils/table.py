"""A table at work, as one person does it on screen: a constat adopted; members, slips, ballots, a vote published.

Each gesture is made once on screen; what it would be made again for is written in the file by the same code.
"""

import re
from datetime import date
from pathlib import Path

from components.carences.constat import lectures
from components.carences.constat.dossier import reserves
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats, contestations
from data.carences.contestations import Sollicitation
from data.priorites import bulletins, scrutins
from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import cliquer
from tests.browser.outils.serveur import Serveur

PROFESSION, TERRITOIRE, TERRITOIRE_CODE = "medecin_generaliste", "CC Bresse Louhannaise Intercom'", "200071579"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
COLLEGES = {
    "Professionnels et offreurs de services de santé": 5,
    "Usagers et associations d'usagers": 3,
    "Collectivités territoriales et groupements": 2,
}
SOLLICITES = (("MSP/CDS", "MSP de Louhans"), ("CPTS", "CPTS de la Bresse"), ("URPS", "URPS médecins"))
AU_TELEPHONE = 1  # of those who vote


def preparer(serveur: Serveur, par_l_ecran: int = 0) -> None:
    """What is uncertain is declared, and those to ask were asked about `TERRITOIRE`, but for so many of each."""
    today, answer = date.today(), "pas de solution à proposer"
    with store.connect(serveur.fichier) as db:
        for doubt in reserves(lectures.rassembler(db, PROFESSION, today))[par_l_ecran:]:
            constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], "La Drees l'a écrit.", doubt.empreinte)
        for kind, name in SOLLICITES[par_l_ecran:]:
            asked = Sollicitation(kind, name, today, answer, today, "")
            contestations.solliciter(db, TERMINAL, TERRITOIRE_CODE, PROFESSION, asked, today)


def constat(desk: Ecran) -> None:
    """Adopt a constat on `TERRITOIRE`, of a prepared file."""
    page = desk.aller("territoires")
    page.get_by_test_id("stDataFrame").first.click(position={"x": 15, "y": 55})
    page.get_by_role("heading", name=TERRITOIRE, level=1).wait_for()
    desk.calme()
    page.get_by_role("tab", name="Constat").click()
    desk.calme()
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


# The better a service stands in the list, the better its mention; steeper for one voter in two.
TICK = """mentions => document.querySelectorAll('fieldset').forEach((field, k) =>
  field.querySelector(`input[value='${mentions[k]}']`).click())"""


def _mentions(rang: int, options: int) -> str:
    return "".join(str(min(4, k * (1 + rang % 2) // 2)) for k in range(options))


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
    """Declare the vote on services, freeze, open; everyone votes, some on a phone here; close and publish."""
    page = desk.aller("priorites")
    for button in ("Déclarer ce scrutin", "Figer les règles", "Ouvrir le vote"):
        page.get_by_role("button", name=button).click()
    page.get_by_text("Le vote est ouvert").wait_for()
    with store.connect(serveur.fichier) as db:
        vote = int(scrutins.liste(db).index[-1])
        options = len(scrutins.scrutin(db, vote)["definition"]["options"])
        for rank, code in enumerate(codes[AU_TELEPHONE:], start=AU_TELEPHONE):
            bulletins.deposer(db, vote, code, _mentions(rank, options))
    phone = ecran(TELEPHONE, serveur=serveur, role=None).page
    for rank, code in enumerate(codes[:AU_TELEPHONE]):
        phone.goto(f"{serveur.url}/vote/{code}")
        phone.evaluate(TICK, _mentions(rank, options))
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
