"""Less motion asked for or not: a table that gains rows shows them, every table and chart is drawn, and a form that
starts anew is still under the keyboard."""

import pytest

from tests.browser.outils.ecran import Ecran, Ouvreur
from tests.browser.outils.gestes import cliquer, saisir
from tests.browser.outils.motifs import dessins_vides, tables_coupees


def test_a_table_that_gains_rows_shows_them(bureau: Ecran) -> None:
    _gagner(bureau)


@pytest.mark.complet
def test_a_table_that_gains_rows_shows_them_in_motion(ecran: Ouvreur) -> None:
    _gagner(ecran(mouvement="no-preference"))


def _gagner(desk: Ecran) -> None:
    page = desk.aller("seances")
    session = page.get_by_role("combobox", name="Séance")
    if session.count():
        session.first.wait_for()
    if page.get_by_role("button", name="Préparer cette séance").count():
        cliquer(desk, "Préparer cette séance")
    if not page.get_by_label("Ajouter un point").is_visible():
        page.locator("summary", has_text="Ordre du jour").click()
    desk.calme()
    for rank in range(2):
        saisir(desk, "Ajouter un point", f"Point {rank}")
        cliquer(desk, "Ajouter")
        page.wait_for_function(f"() => !({tables_coupees})().length")
        page.wait_for_function("() => document.activeElement?.textContent === 'Ajouter'")
    assert not page.evaluate(dessins_vides)
