"""What is open stays open under the fingers, whatever its words count; what belongs to a line goes with it."""

from datetime import date
from fractions import Fraction

import pytest
from playwright.sync_api import expect

from components.plans.actions import lectures
from components.terminal.demonstration import plans as plans_demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import propositions
from data.seances import seances
from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.gestes import choisir, cliquer, saisir
from tests.browser.outils.serveur import Serveur

pytestmark = pytest.mark.complet
RESTE = {"college": "usagers", "organisation": "", "suppleant": "", "vote": 1}


def test_a_fold_that_counts_stays_open_from_a_gesture_to_the_next(ecran: Ouvreur, serveur_neuf: Serveur) -> None:
    with store.connect(serveur_neuf.fichier) as db:
        plans_demonstration.demonstration(db, TERMINAL, date.today())
        labels = [*lectures.libelles(db).values()]
    desk = ecran(serveur=serveur_neuf)
    page = desk.ouvrir("financement")
    page.locator("summary", has_text=f"Demandes ({len(labels)})").click()
    save = page.get_by_role("button", name="Enregistrer", exact=True).first
    for rank in range(2):
        choisir(desk, "Action", labels[rank])
        saisir(desk, "Montant demandé (€)", "0")  # which withdraws the request
        save.click()
        fold = page.locator("details", has=page.locator("summary", has_text=f"Demandes ({len(labels) - rank - 1})"))
        expect(fold).to_have_attribute("open", "")
        expect(save).to_be_visible()


def test_a_box_goes_with_its_line(ecran: Ouvreur, serveur_neuf: Serveur) -> None:
    """Refusing a proposal does not leave the next one under the same button, open."""
    with store.connect(serveur_neuf.fichier) as db:
        seances.ajouter_membres(db, TERMINAL, [{"nom": "Une usagère"} | RESTE])
        meeting = seances.creer(db, TERMINAL, "Table", date.today(), "", Fraction(1, 2))
        member = int(seances.membres(db).index[0])
        for name in ("Le premier", "Le second"):
            words = {"nom": name, "pour_le_patient": "Un soin", "qui": "", "alternatives": ""}
            propositions.signer(db, TERMINAL, meeting, member, words)
    desk = ecran(serveur=serveur_neuf)
    page = desk.ouvrir("priorites")
    page.get_by_role("tab", name="Services").click()
    page.get_by_role("button", name="Refuser", exact=True).first.click()
    saisir(desk, "Raison, que le registre garde", "Hors du sujet")
    cliquer(desk, "Refuser cette proposition")
    expect(page.locator("strong", has_text="Le premier")).to_have_count(0)
    expect(page.locator("strong", has_text="Le second")).to_be_visible()
    expect(page.get_by_role("button", name="Refuser cette proposition")).to_have_count(0)
