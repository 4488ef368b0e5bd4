"""What a screen reader is told of the companion, of a refused ballot and of the vote's result."""

import re

from playwright.sync_api import Page, expect

from data.base import store
from tests.browser.lecteur.conftest import Salle
from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.serveur import Serveur
from tests.browser.salle import etapes

MENU = """
  - navigation "Séance":
    - link "Dossier"
    - link "Point en cours"
    - link "Résultats"
    - link "Textes reçus"
    - link "Voter"
"""
PAGES = {
    "{lien}": f"""
- main:
  - link "Aller au contenu"
{MENU}
  - heading "Dossier de la séance" [level=1]
  - heading "Ordre du jour" [level=2]
  - list:
    - listitem: /Territoires/
    - listitem: /Priorités/
  - heading "Prendre part" [level=2]
  - list:
    - listitem:
      - link "Proposer un service ou une formulation"
    - listitem:
      - link "Contester un chiffre"
  - heading "Territoires" [level=2]
""",
    "{lien}/point": f"""
- main:
{MENU}
  - heading "Point en cours" [level=1]
  - paragraph: Point 2 sur 3, en cours
  - heading "Priorités" [level=2]
  - paragraph:
    - text: /Un vote est ouvert/
    - link "Voter avec mon carton"
  - button "Mettre le suivi en pause"
  - paragraph:
    - link "Voir le point en cours"
  - heading "Prendre part" [level=2]
""",
    "{lien}/resultats": f"""
- main:
{MENU}
  - heading "Résultats" [level=1]
  - heading "Que faire d'abord ?" [level=2]
  - paragraph: /aucun résultat publié/
  - paragraph:
    - link "Actualiser"
""",
    "{lien}/recus": f"""
- main:
{MENU}
  - heading "Textes reçus" [level=1]
  - list:
    - listitem:
      - blockquote: Un bus dentaire
  - heading "Prendre part" [level=2]
""",
    "{lien}/ecrire/proposer": """
- main:
  - navigation "Séance"
  - heading "Proposer un service ou une formulation" [level=1]
  - paragraph:
    - textbox /ce qu'il apporte/
  - paragraph:
    - textbox /Le code de votre carton/
  - group "Comment le texte est montré":
    - radio "Sous un groupe de cinq personnes ou plus" [checked]
    - radio /Signé du nom de mon collège/
  - button "Envoyer"
""",
    "/table?commune=nulle-part": """
- main:
  - heading /Table de concertation/ [level=1]
  - heading "Ma commune" [level=2]
  - paragraph:
    - textbox "Nom de ma commune"
  - button "Voir ce qui la concerne"
  - alert
  - heading "Séances" [level=2]
  - heading "Priorités votées" [level=2]
  - heading "Actions" [level=2]
  - heading "Membres de la table" [level=2]
""",
}


def _dites(page: Page, trees: dict[str, str], lien: str, code: str) -> None:
    for path, tree in trees.items():
        page.goto(path.format(lien=lien, code=code))
        expect(page.locator("body"), path).to_match_aria_snapshot(tree, timeout=5_000)
        _sans_style(page)


def _sans_style(page: Page) -> None:
    """Without any style, the same tree is told: nothing is said by a style, or hidden by one alone."""
    told = _lignes(page)
    page.evaluate("document.querySelectorAll('style').forEach(one => one.remove())")
    assert _lignes(page) == told


def _lignes(page: Page) -> list[str]:
    """The tree, but for empty cells, which a style takes away."""
    return [line for line in page.locator("body").aria_snapshot().splitlines() if line.strip() != "- cell"]


def test_the_companion_is_told(servie: Page, votee: tuple[Salle, int, list[str]]) -> None:
    salle, _, codes = votee
    _dites(servie, PAGES, salle.lien, codes[1])


def test_what_is_refused_is_told_first(servie: Page, votee: tuple[Salle, int, list[str]]) -> None:
    """A ballot with a hole, a code of nobody: an alert says why, and what was typed is there."""
    _, _, codes = votee
    servie.goto(f"/vote/{codes[0]}")
    servie.get_by_role("radio", name="Plus tard").first.check()
    _glisser_dehors(servie)
    servie.get_by_role("button", name="Envoyer mon bulletin").click()
    expect(servie.get_by_role("alert")).to_contain_text("mention")
    expect(servie.get_by_role("group", name=re.compile("il manque votre mention"))).to_have_count(2)
    expect(servie.get_by_role("radio", name="Plus tard").first).to_be_checked()
    servie.goto("/vote")
    servie.get_by_role("textbox").fill("0000-0000-0000")
    servie.get_by_role("button", name="Ouvrir mon bulletin").click()
    expect(servie.get_by_role("alert")).not_to_be_empty()
    expect(servie.get_by_role("textbox")).to_have_value("0000-0000-0000")


def _glisser_dehors(page: Page) -> None:
    """The button pressed, and let go elsewhere: nothing is sent."""
    page.get_by_role("button", name="Envoyer mon bulletin").hover()
    page.mouse.down()
    page.mouse.move(2, 2)
    page.mouse.up()
    page.wait_for_timeout(200)
    expect(page.get_by_role("alert")).to_have_count(0)


RESULTAT = (  # in the order of the page
    r'heading "Priorités" \[level=1\]', r"paragraph: .?En premier.+selon \d+ bulletins", r'tab "Résultat" \[selected\]',
    r'radio .+ensemble, selon les poids', r"paragraph: .?Pourquoi « .+ » d'abord", r"img .+Part de chaque mention",
    r"Le tableau du graphique", r'button "CSV"', r"listitem: .?Égalité", r'heading "Ce que pèse chaque groupe"',
    r"listitem: .?Usagers .+ bulletins", r"Pourquoi ce rang",
)  # fmt: skip


def test_the_result_of_a_vote_is_told(ecran: Ouvreur, serveur_neuf: Serveur) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        made = etapes.preparer(db, "resultat")
    page = ecran(serveur=serveur_neuf).ouvrir(f"priorites?scrutin={made.scrutin}")
    page.get_by_role("radio", name="L'ensemble, selon les poids").wait_for()
    page.get_by_role("button", name="CSV").first.wait_for()
    told = page.locator("main, [data-testid=stMain]").first.aria_snapshot()
    lines = told.splitlines()
    places = [next((k for k, line in enumerate(lines) if re.search(words, line)), -1) for words in RESULTAT]
    assert -1 not in places and places == sorted(places), f"{places}\n{told}"
    alone = re.findall(r"- list:\n( +)- listitem[^\n]*\n(?!\1)", told)
    assert len(alone) <= 1, f"lists of one line each\n{told}"
