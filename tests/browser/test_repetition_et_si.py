"""The acceptance rehearsal of the foundations on 71: project the map, answer « et si ? », check the conventions."""

import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.outils.ecran import TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import ajouter_mouvement, choisir, cliquer, reponse, saisir
from tests.browser.outils.serveur import Serveur

Capture = Callable[[Page, str], None]
PLEINE = 15_000  # bytes: an empty map is a picture of a few
CARTE = ".cadre svg"


def _carte_prete(screen: Ecran) -> None:
    """Wait until the map is drawn: something on it, and the same at two looks."""
    carte, before = screen.page.locator(CARTE).first, b""
    carte.wait_for()
    for _ in range(40):
        screen.page.wait_for_timeout(250)
        now = carte.screenshot()
        if now == before and len(now) > PLEINE:
            return
        before = now
    raise AssertionError("the map is still moving or empty")


def _retenus(page: Page) -> Locator:
    return page.get_by_role("button", name="Retirer : ")


@pytest.mark.complet
def test_the_map_answers(ecran: Ouvreur, serveur: Serveur, capture: Capture) -> None:
    screen = ecran(serveur=serveur, peinte=True)
    page = screen.ouvrir()
    assert "Saône-et-Loire (71)" in page.locator("h1").inner_text()
    assert re.search(r"^[\d\s]+ habitants sur [\d\s]+ \(\d+\s%\)", reponse(page))
    capture(page, "accueil-1280")
    page = screen.aller("diagnostic")
    _carte_prete(screen)
    answer = page.locator("p.reponse").first
    expect(answer).to_contain_text("vivent dans une commune où l'accès publié est inférieur à 2,5")
    capture(page, "diagnostic-1280")
    _zoom(screen)
    _filter_and_export(screen)
    page.get_by_role("radio", name="Territoire").click()
    expect(answer).to_contain_text("vivent dans un territoire où")
    _carte_prete(screen)
    _click_a_cell(screen)
    capture(page, "diagnostic-territoire-1280")
    choisir(screen, "Lecture", "Classes naturelles")
    expect(answer).to_contain_text(re.compile(r"de [\d,]+ \(.+\) à [\d,]+ \(.+\)"))


def _zoom(screen: Ecran) -> None:
    """The buttons change what is drawn, and « Tout voir » brings it back."""
    carte = screen.page.locator(CARTE).first
    seen = [carte.screenshot()]
    for button in ("Agrandir", "Tout voir"):
        cliquer(screen, button)
        _carte_prete(screen)
        seen.append(carte.screenshot())
    whole, near, back = (np.asarray(Image.open(BytesIO(one)).convert("L"), float) for one in seen)
    assert np.abs(near - whole).mean() > 5 * np.abs(back - whole).mean() + 1


def _filter_and_export(screen: Ecran) -> None:
    """The filter narrows what both exports hold, and each says where it comes from."""
    saisir(screen, "Filtrer par nom", "macon")
    found = {}
    for name in ("CSV", "XLSX"):
        with screen.page.expect_download() as download:
            screen.page.get_by_role("button", name=name, exact=True).first.click()
        found[name] = Path(download.value.path())
    text = found["CSV"].read_text(encoding="utf-8-sig")
    assert "71270" in text and "71076" not in text and "DREES" in text
    cells = [
        str(cell) for row in load_workbook(BytesIO(found["XLSX"].read_bytes())).worksheets[0].values for cell in row
    ]
    assert "71270" in cells and "71076" not in cells
    saisir(screen, "Filtrer par nom", "")


def _click_a_cell(screen: Ecran) -> None:
    """A click on the map chooses in the list what the card then names."""
    page = screen.page
    chosen = page.get_by_role("combobox", name="Territoire à regarder")
    expect(chosen).to_have_value("")
    box = page.locator(CARTE).first.bounding_box()
    assert box is not None
    for _ in range(5):  # the drawing may still be on its way on a slow machine
        page.mouse.click(box["x"] + box["width"] * 0.5, box["y"] + box["height"] * 0.45)
        with suppress(AssertionError):
            expect(chosen).not_to_have_value("", timeout=4_000)
            break
    expect(chosen).not_to_have_value("")
    name = chosen.input_value().rsplit(" (", 1)[0]
    expect(page.locator("[data-testid=stMetric]").get_by_text(name).first).to_be_visible()


@pytest.mark.complet
def test_what_if_in_the_room(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    screen = ecran(serveur=serveur_neuf, peinte=True)
    page = screen.ouvrir("et-si")
    answer, hypothese = page.locator("p.reponse").first, page.get_by_role("combobox", name="Hypothèse")
    ajouter_mouvement(screen, "Un médecin part", "Cluny", Âge_du_médecin="64", Quantité="5000")
    expect(_retenus(page)).to_have_count(1)
    expect(answer).to_contain_text("perdraient de l'accès")
    text = page.locator("body").inner_text()
    assert "ce n'est pas l'APL que publierait la DREES" in text
    assert "64 ans" in text and re.search(r"5\s000 actes/an", text)
    _carte_prete(screen)
    capture(page, "et-si-1280")
    ajouter_mouvement(screen, "Une consultation avancée ouvre", "Mâcon", Jours_par_mois="4")
    expect(_retenus(page)).to_have_count(2)
    expect(answer).to_contain_text("en gagneraient")
    for name in ("Communes", "Mouvements comptés", "Habitants par ampleur"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tabpanel", name=name)).to_be_visible()
    cliquer(screen, "Gérer")
    saisir(screen, "Nom", "Départ à Cluny, relais à Mâcon")
    cliquer(screen, "Renommer")
    expect(hypothese).to_have_value("Départ à Cluny, relais à Mâcon")
    kept = reponse(page)
    page.reload()
    expect(hypothese).to_have_value("Départ à Cluny, relais à Mâcon")
    expect(_retenus(page)).to_have_count(2)
    expect(answer).to_have_text(kept)
    _retenus(page).first.click()
    screen.calme()
    expect(_retenus(page)).to_have_count(1)


@pytest.mark.complet
def test_a_withdrawal_that_no_published_apl_holds(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    """No effect is announced, the floor is named; the move is kept, so that an arrival may answer it."""
    screen = ecran(serveur=serveur_neuf)
    page = screen.ouvrir("et-si")
    choisir(screen, "Hypothèse", "Nouvelle hypothèse")
    ajouter_mouvement(screen, "Un médecin part", "Anost", Quantité="15000")
    refusal = page.locator("[data-testid=stAlertContentError]")
    expect(refusal).to_contain_text("aucun effet n'est annoncé")
    expect(refusal).to_contain_text("Anost")
    capture(page, "et-si-refus-1280")
    expect(_retenus(page)).to_have_count(1)
    ajouter_mouvement(screen, "Un médecin arrive", "Anost", Quantité="15000")
    expect(refusal).to_have_count(0)
    expect(_retenus(page)).to_have_count(2)


@pytest.mark.complet
def test_a_parameter_of_the_table(ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture) -> None:
    screen = ecran(serveur=serveur_neuf)
    page = screen.ouvrir("methode")
    capture(page, "methode-1280")
    page.get_by_role("tab", name="Paramètres").click()
    screen.calme()
    choisir(screen, "Paramètre", "Actes par jour")
    expect(page.get_by_label("Haut")).to_have_value(re.compile(r"^28"))
    saisir(screen, "Haut", "30")
    saisir(screen, "Pourquoi cette valeur ?", "relevé des consultations de 2025")
    cliquer(screen, "Retenir cette valeur")
    back = page.get_by_role("button", name="Revenir à la valeur datée")
    expect(back).to_be_visible()
    assert "Actes par jour de consultation avancée;26;24 à 30" in _row_of_parameters(
        screen, "relevé des consultations de 2025"
    )
    page.reload()
    page.get_by_role("tab", name="Paramètres").click()
    screen.calme()
    choisir(screen, "Paramètre", "Actes par jour")
    expect(page.get_by_label("Haut")).to_have_value(re.compile(r"^30"))
    back.click()
    expect(back).to_have_count(0)


def _row_of_parameters(screen: Ecran, words: str) -> str:
    """The row of the exported parameters that holds these words: the table's own value says that it is."""
    with screen.page.expect_download() as download:
        screen.page.get_by_role("button", name="CSV", exact=True).first.click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    return next(line for line in lines if words in line)


@pytest.mark.complet
def test_on_a_phone(ecran: Ouvreur, serveur: Serveur, capture: Capture) -> None:
    screen = ecran(TELEPHONE, serveur, peinte=True)
    for path, name in (("", "accueil"), ("diagnostic", "diagnostic"), ("et-si", "et-si")):
        page = screen.ouvrir(path)
        if path in ("diagnostic", "et-si"):
            _carte_prete(screen)
        capture(page, f"{name}-360")
