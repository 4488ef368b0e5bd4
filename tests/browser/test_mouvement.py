"""Less motion asked for or not: a table that gains rows shows them, every table and chart is drawn, and a form that
starts anew is still under the keyboard."""

from typing import Literal

import pytest

from tests.browser.outils.ecran import Ouvreur
from tests.browser.outils.gestes import cliquer, saisir
from tests.browser.outils.motifs import dessins_vides, tables_coupees

MOUVEMENTS = ("reduce", pytest.param("no-preference", marks=pytest.mark.complet))


@pytest.mark.parametrize("mouvement", MOUVEMENTS)
def test_a_table_that_gains_rows_shows_them(ecran: Ouvreur, mouvement: Literal["reduce", "no-preference"]) -> None:
    desk = ecran(mouvement=mouvement)
    page = desk.ouvrir("seances")
    session = page.get_by_role("combobox", name="Séance")
    if session.count():
        session.first.wait_for()
    if page.get_by_role("button", name="Préparer cette séance").count():
        cliquer(desk, "Préparer cette séance")
    if not page.get_by_label("Ajouter un point").is_visible():
        page.locator("summary", has_text="Ordre du jour").click()
    desk.calme()
    for rank in range(3):
        saisir(desk, "Ajouter un point", f"Point {rank}")
        cliquer(desk, "Ajouter")
        page.wait_for_function(f"() => !({tables_coupees})().length")
        page.wait_for_function("() => document.activeElement?.textContent === 'Ajouter'")
    assert not page.evaluate(dessins_vides)
