"""The backbone in one sitting, from the figure to the minutes; and the plan of thirty actions walked key by key.

What comes before the constat, the ballots but one, the links and the funding of the action are written in the file by
the same gestures: each has a test of its own (`test_constat.py`, `seance/test_scrutin.py`, tests/plans).
"""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from components.plans.actions import gestes
from components.terminal.demonstration import plans as plans_demonstration
from data.base import decisions, store
from data.base.acteurs import TERMINAL
from data.effectifs import scenarios
from data.plans import financements, liens, plans
from data.releves import concordance
from data.territoire import territoire
from tests.browser.outils import table
from tests.browser.outils.ecran import CAPTURES, TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import choisir, cliquer, reponse, saisir
from tests.browser.outils.serveur import Serveur, lance

Capture = Callable[[Page, str], None]
SCENARIO = "Consultations avancées en Bresse"
ACTION = "Consultations avancées de médecins volontaires"
TRENTE = 30


def test_from_the_figure_to_the_minutes(
    ecran: Ouvreur, serveur_neuf: Serveur, capture: Capture, tmp_path: Path
) -> None:
    table.preparer(serveur_neuf)
    desk = ecran(serveur=serveur_neuf)
    expect(desk.ouvrir("diagnostic").locator(".cadre svg").first).to_be_visible()
    capture(desk.page, "repetition-1-diagnostic")
    table.constat(desk)
    capture(desk.page, "repetition-2-constat")
    codes = table.seance(desk, tmp_path)
    table.scrutin(desk, ecran, serveur_neuf, codes)
    capture(desk.page, "repetition-3-vote")
    _scenario(desk, capture)
    _action(desk, capture)
    _tenir(serveur_neuf)
    _argent(desk, capture)
    _chaine(desk, capture)
    _releve(desk, capture, tmp_path)
    with store.connect(serveur_neuf.fichier) as db:
        assert decisions.verify(db).intacte and not concordance.relire(db)


def _scenario(desk: Ecran, capture: Capture) -> None:
    page = desk.aller("effectifs")
    page.get_by_role("radio", name="Scénarios", exact=True).click()
    desk.calme()
    saisir(desk, "Nom du nouveau scénario", SCENARIO)
    cliquer(desk, "Ouvrir ce scénario")
    cliquer(desk, "Ajouter ce levier")
    expect(page.get_by_role("button", name="Retirer")).to_be_visible()
    page.get_by_role("heading", level=1).scroll_into_view_if_needed()
    capture(page, "repetition-4-scenario")


def _section(desk: Ecran, name: str) -> None:
    desk.page.get_by_role("radio", name=name, exact=True).click()
    desk.calme()


def _deplier(desk: Ecran, words: str) -> None:
    fold = desk.page.locator("details", has=desk.page.locator("summary", has_text=words)).first
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    fold.locator("button").last.wait_for()
    desk.calme()


def _action(desk: Ecran, capture: Capture) -> None:
    """An action that answers the constat."""
    page = desk.aller("plans")
    choisir(desk, "Territoire", table.TERRITOIRE)
    _section(desk, "Actions")
    _deplier(desk, "Inscrire une action")
    choisir(desk, "Répond à", "Constat partagé")
    choisir(desk, "Modèle", ACTION)
    page.get_by_label("Pilote (personne ou fonction)").fill("La présidente de la CPTS")
    cliquer(desk, "Inscrire l'action")
    page.get_by_text("Promesse", exact=False).first.wait_for()
    desk.calme()
    capture(page, "repetition-5-action")


def _tenir(serveur: Serveur) -> None:
    """It is retained, it answers the voted priority too and comes from the scenario; its funder has decided."""
    acte = {
        "financeur": "ARS – FIR", "nature": "decision", "prevu": 440_000, "engage": 440_000, "depense": 0,
        "autorite": "Directeur général de l'ARS", "numero": "2026-71-12", "date_acte": date.today().isoformat(),
    }  # fmt: skip
    with store.connect(serveur.fichier) as db:
        ((key, row),) = plans.actions(db).iterrows()
        action = int(str(key))
        gestes.modifier(db, TERMINAL, action, int(row["version"]), {"statut": "retenue"})
        rank, place, _ = plans.voted(db)[0]
        voted = gestes.origine(db, TERMINAL, f"priorite:{rank}:{place}", table.TERRITOIRE_CODE)
        liens.relier_origine(db, TERMINAL, action, voted)
        liens.relier_scenario(db, TERMINAL, action, int(scenarios.read(db).index[0]))
        financements.ajouter_ligne(db, TERMINAL, action, acte, date.today())


def _argent(desk: Ecran, capture: Capture) -> None:
    """An envelope, its request, the table's avis."""
    page = desk.aller("financement")
    saisir(desk, "Nom de l'enveloppe", "Accès aux soins 2027")
    saisir(desk, "Financeur", "ARS – FIR")
    saisir(desk, "Montant (€)", "20000")
    cliquer(desk, "Ouvrir cette enveloppe")
    asked = page.locator("input[aria-label='Montant demandé (€)']")
    asked.fill("4400")
    asked.press("Tab")
    desk.calme()
    cliquer(desk, "Enregistrer")
    page.get_by_text("Les lectures, côte à côte").wait_for()
    capture(page, "repetition-6-financement")
    choisir(desk, "Actions retenues", ACTION)
    page.keyboard.press("Escape")
    saisir(desk, "Pourquoi ce choix", "La plus utile, et l'enveloppe le permet")
    cliquer(desk, "Enregistrer l'avis de la table")
    page.get_by_text("Dernier avis").wait_for()


def _chaine(desk: Ecran, capture: Capture) -> None:
    """The scenario that the table retains; then, from the figure to the action, what answers what."""
    page = desk.aller("chaine")
    _deplier(desk, "Enregistrer un scénario retenu")
    saisir(desk, "Pourquoi la table le retient", "Le plus rapide à mettre en place")
    cliquer(desk, "Enregistrer cet avis")
    assert "du chiffre à la revue" in reponse(page) or "revue en séance" in reponse(page)
    for stage in ("Constat", "Priorité votée", "Scénario"):
        page.get_by_role("button", name=stage).first.wait_for()
    page.get_by_role("button", name="Constat — ").first.click()
    desk.calme()
    page.get_by_role("button", name="Chiffres qui signalent").first.wait_for()
    page.get_by_role("button", name=f"Action — {ACTION}").first.click()
    desk.calme()
    page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    capture(page, "repetition-7-chaine")


def _releve(desk: Ecran, capture: Capture, folder: Path) -> None:
    page = desk.aller("seances")
    page.locator("summary", has_text="Clore la séance").click()
    sure = page.get_by_role("checkbox", name="La séance est finie")
    desk.calme()
    for _ in range(3):  # a press while the section unfolds falls beside
        page.get_by_text("La séance est finie").locator("visible=true").click()
        desk.calme()
        if sure.is_checked():
            break
    expect(sure).to_be_checked()
    cliquer(desk, "Clore maintenant")
    page.get_by_text("Séance close.").wait_for()
    desk.calme()
    expect(page.get_by_role("button", name="Clore maintenant")).to_have_count(0)
    capture(page, "repetition-8-releve")
    with page.expect_download() as given:
        page.get_by_role("button", name="Relevé de décisions (Word)").click()
    file = folder / "releve.docx"
    given.value.save_as(file)
    opened = Document(str(file))
    cells = {cell.text for grid in opened.tables for row in grid.rows for cell in row.cells}
    assert {ACTION, SCENARIO, "constat", "clôture de séance"} <= cells
    assert len(opened.inline_shapes) == 3 and all(s._inline.docPr.get("descr") for s in opened.inline_shapes)
    if os.environ.get("CAPTURES") == "1":
        shutil.copy(file, CAPTURES / "repetition-releve.docx")


@pytest.mark.complet
def test_a_plan_of_thirty_actions_is_walked_with_one_key_each(ecran: Ouvreur, tmp_path: Path, capture: Capture) -> None:
    with lance(tmp_path) as server:
        _trente(server)
        desk = ecran(serveur=server)
        page = desk.ouvrir("plans")
        _section(desk, "Mise à jour")
        capture(page, "plans-mise-a-jour-1280")
        for rank in range(1, TRENTE + 1):
            page.get_by_text(f"Action {rank} sur {TRENTE}", exact=True).wait_for()
            desk.calme()
            page.keyboard.press("2" if rank % 3 == 0 else "0")  # « En cours », or « Rien de nouveau »
        page.get_by_text("Tour du plan terminé").wait_for()
        with store.connect(server.fichier) as db:
            assert plans.actions(db)["statut"].value_counts().to_dict() == {"retenue": 20, "en_cours": 10}
        phone = ecran(TELEPHONE, serveur=server).ouvrir("plans")
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        capture(phone, "plans-360")


def _trente(server: Serveur) -> None:
    with store.connect(server.fichier) as db:
        origin = plans.ajouter_priorite(db, TERMINAL, "Consulter près de chez soi", "sans débat")
        places = list(territoire.territoires(db).index)
        for k in range(TRENTE):
            plans_demonstration.inscrire(
                db, TERMINAL, places[k % len(places)], origin, "assistants_medicaux", None, date.today()
            )
