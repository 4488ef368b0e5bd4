"""The rehearsal: from the facilitator's first link to published priorities, phones and paper, two rounds, on 71."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import choisir
from tests.browser.outils.serveur import Serveur

Capture = Callable[[Page, str], None]
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
NOMS = {"Professionnels": 6, "Usagers": 5, "Collectivités": 2, "État": 2}
COLLEGES = {
    "Professionnels": "Professionnels et offreurs de services de santé",
    "Usagers": "Usagers et associations d'usagers",
    "Collectivités": "Collectivités territoriales et groupements",
    "État": "État et organismes de sécurité sociale",
}


@pytest.mark.complet
def test_from_the_first_link_to_a_second_round(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, tmp_path: Path
) -> None:
    desk = ecran(serveur=serveur_neuf, role=None)
    _enter(desk, serveur_neuf)
    _meeting(desk, tmp_path)
    codes = _slips(desk, capture)
    _declare(desk, capture)
    phrases = _phones(ecran, serveur_neuf, codes[:12], capture)
    phrases += _paper(desk, codes[12:15], capture)
    _close(desk, capture, "vote-resultat")
    _proof(desk, serveur_neuf, phrases, tmp_path)
    _second_round(desk, ecran, serveur_neuf, codes, capture)
    reader = ecran(serveur=serveur_neuf, role=None).ouvrir("priorites")
    expect(reader.get_by_text("En premier")).to_be_visible()
    assert serveur_neuf.data("turnout").count("publié") == 2
    log = serveur_neuf.journal.read_text()
    assert not [code for code in codes if code in log or code.replace("-", "") in log], "the log holds no code"


def _enter(desk: Ecran, serveur: Serveur) -> None:
    link = re.search(r"/lien/\S+", serveur.journal.read_text())
    assert link is not None, "the first start prints a one-time link"
    desk.page.goto(serveur.url + link.group())
    desk.page.fill("#nom", "Camille Martin")
    desk.page.fill("#mot_de_passe", "une longue phrase de test")
    desk.page.click("button")
    desk.page.wait_for_selector("text=Camille Martin")


def _meeting(desk: Ecran, folder: Path) -> None:
    page = desk.ouvrir("seances")
    page.get_by_role("button", name="Préparer cette séance").click()
    page.get_by_role("button", name="Importer").wait_for()
    rows = [f"{college} {k};{COLLEGES[college]};;oui" for college, n in NOMS.items() for k in range(1, n + 1)]
    file = folder / "membres.csv"
    file.write_text("\n".join(["nom;collège;organisation;vote", *rows, "Délégation;4;ARS;"]), encoding="utf-8")
    page.set_input_files("input[type=file]", file)
    page.get_by_text("membres.csv").first.wait_for()
    desk.calme()
    page.get_by_role("button", name="Importer").click()
    page.get_by_role("button", name="Tout le monde est là").click()
    page.get_by_role("button", name="Ouvrir la séance").click()
    page.get_by_text("Séance ouverte : 15 membres votants présents sur 15").wait_for()


def _slips(desk: Ecran, capture: Capture) -> list[str]:
    desk.page.get_by_role("radio", name="Cartons").click()
    with desk.page.context.expect_page() as opened:
        desk.page.get_by_role("link", name="Cartons de vote à imprimer").first.click()
    sheet = opened.value
    sheet.wait_for_selector("button")
    capture(sheet, "cartons-demande")
    sheet.click("button")
    sheet.wait_for_selector(".carton")
    capture(sheet, "cartons")
    assert sheet.locator(".carton svg").count() == sheet.locator(".carton").count()
    found: dict[str, list[str]] = {}
    for slip in sheet.locator(".carton").all():
        text = slip.inner_text()
        code = CODE.search(text)
        assert code is not None
        found.setdefault(text.split("\n")[0], []).append(code.group())
    sheet.close()
    return [found[COLLEGES[college]].pop() for college, n in NOMS.items() for _ in range(n)]


def _declare(desk: Ecran, capture: Capture) -> None:
    page = desk.aller("priorites")
    page.get_by_text("Secret, égalités et tours").click()
    page.get_by_text("Prévoir un second tour").click()
    page.get_by_role("button", name="Déclarer ce scrutin").click()
    page.get_by_role("button", name="Figer les règles").click()
    page.get_by_role("button", name="Ouvrir le vote").wait_for()
    desk.calme()
    capture(page, "vote-regles")
    page.get_by_role("button", name="Ouvrir le vote").click()
    page.get_by_text("Le vote est ouvert").wait_for()


# One mention for each option, by the clicks themselves: a hundred of them one at a time take six seconds.
COCHER = """mentions => document.querySelectorAll('fieldset').forEach((field, k) =>
  field.querySelector(`input[value='${mentions[k]}']`).click())"""


def _phones(ecran: Ouvreur, serveur: Serveur, codes: list[str], capture: Capture) -> list[str]:
    phone = ecran(TELEPHONE, serveur=serveur, role=None)
    phrases = []
    for rank, code in enumerate(codes):
        phone.page.goto(f"{serveur.url}/vote/{code}")
        if rank == 0:
            _inspect(phone.page, capture)
        phone.page.evaluate(COCHER, [(k + rank) % 3 if k < 6 else 4 for k in range(20)])
        phone.page.click("button")
        phone.page.wait_for_selector(".phrase")
        phrases.append(phone.page.inner_text(".phrase"))
        if rank == 0:
            capture(phone.page, "bulletin-recu-360")
    assert len(set(phrases)) == len(codes)
    return phrases


def _inspect(page: Page, capture: Capture) -> None:
    """The ballot page: bytes, requests, axe, 360 pixels, the keyboard alone."""
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    answer = page.reload()
    assert answer is not None and len(answer.body()) < 30_000
    assert [url for url in requests if not url.startswith("data:")] == [page.url]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    capture(page, "bulletin-360")
    found = Axe().run(page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"][:120]) for one in found]
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    assert page.locator("input:checked").count() == 1
    page.locator("input").first.evaluate("box => document.querySelectorAll('input').forEach(i => i.checked = false)")


def _paper(desk: Ecran, codes: list[str], capture: Capture) -> list[str]:
    page = desk.aller("priorites")
    page.get_by_role("tab", name="Bulletins papier").click()
    for label, name in (("Premier scrutateur", "Usagers 1"), ("Second scrutateur", "État 1")):
        choisir(desk, label, name)
    page.get_by_role("button", name="Nommer les scrutateurs").click()
    line = page.get_by_label("Code du bulletin, espace, puis les réponses")
    said = page.get_by_text("Phrase à recopier")
    phrases: list[str] = []
    for code in codes:
        line.fill(f"{code} 1 2 3 1 2 3 5")
        line.press("Enter")
        if phrases:
            expect(said).not_to_contain_text(phrases[-1])
        said.wait_for()
        desk.calme()
        phrases.append(said.inner_text().rpartition(": ")[2])
    capture(page, "vote-papier")
    return phrases


def _close(desk: Ecran, capture: Capture, name: str) -> None:
    page = desk.ouvrir("priorites")
    page.get_by_text("Tout le monde a voté").wait_for()
    capture(page, f"{name}-participation")
    page.get_by_text("Tout le monde a voté").click()
    page.get_by_role("button", name="Clore le vote").click()
    page.get_by_role("tab", name="Résultat").wait_for()
    page.get_by_role("tab", name="Vote").click()
    page.get_by_role("button", name="Publier le résultat").click()
    page.get_by_text("inscrit au registre").wait_for(state="attached")
    page.get_by_role("tab", name="Résultat").click()
    page.wait_for_selector("img.dessin-de-page")
    desk.calme()
    capture(page, name)


def _proof(desk: Ecran, serveur: Serveur, phrases: list[str], folder: Path) -> None:
    """Every voter's phrase is in the published tallies, and the file counts the same on any machine."""
    desk.page.get_by_role("tab", name="Preuve et recomptage").click()
    with desk.page.expect_download() as given:
        desk.page.get_by_role("button", name="Décompte (JSON)").click()
    file = folder / "decompte.json"
    given.value.save_as(file)
    assert sorted(json.loads(file.read_text())["phrases"]) == sorted(phrases)
    assert "Bulletins : 15" in serveur.data("recount", str(file))


def _second_round(desk: Ecran, ecran: Ouvreur, serveur: Serveur, codes: list[str], capture: Capture) -> None:
    page = desk.page
    page.get_by_role("tab", name="Vote").click()
    page.get_by_role("button", name="Préparer le second tour").click()
    page.get_by_role("button", name="Figer les règles").click()
    page.get_by_role("button", name="Ouvrir le vote").click()
    page.get_by_text("Le vote est ouvert").wait_for()
    _votes_again(ecran(TELEPHONE, serveur=serveur, role=None), serveur, codes[:11])
    _close(desk, capture, "vote-second-tour")


def _votes_again(phone: Ecran, serveur: Serveur, codes: list[str]) -> None:
    for rank, code in enumerate(codes):
        phone.page.goto(f"{serveur.url}/vote/{code}")
        phone.page.evaluate(COCHER, [(k + rank) % 4 for k in range(20)])
        phone.page.click("button")
        phone.page.wait_for_selector(".phrase")
