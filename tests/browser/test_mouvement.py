"""Less motion asked for or not: a table that gains rows shows them, every table and chart is drawn, and a form that
starts anew is still under the keyboard; in every state of a file, on a projector and on a phone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args

import pytest

from components.ui.menu import MENU
from tests.browser.outils.coupes import COUPES, TAILLES
from tests.browser.outils.ecran import BUREAU, TELEPHONE, Ecran, Ouvreur
from tests.browser.outils.gestes import ajouter_mouvement, cliquer, saisir
from tests.browser.outils.motifs import dessins_coupes, dessins_vides, faux, tables_coupees, vues
from tests.browser.outils.serveur import Serveur, lance
from tests.parcours.etats import FABRIQUES, fabriquer

Mouvement = Literal["reduce", "no-preference"]
MOUVEMENTS = get_args(Mouvement)


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


@pytest.mark.complet
@pytest.mark.parametrize("mouvement", MOUVEMENTS)
def test_other_tables_that_gain_rows_show_them(ecran: Ouvreur, serveur_neuf: Serveur, mouvement: Mouvement) -> None:
    """Structures noted one after another, the first one too; moves of a hypothesis."""
    desk = ecran(serveur=serveur_neuf, mouvement=mouvement)
    page = desk.ouvrir("reponses")
    page.get_by_role("radio", name="Structures", exact=True).click()
    desk.calme()
    page.locator("summary", has_text="Ajouter une structure").click()
    for rank in range(3):
        saisir(desk, "Nom", f"Structure {rank} {mouvement}")
        cliquer(desk, "Ajouter la structure")
        page.get_by_text("Structure ajoutée").wait_for()
        assert not faux(page)
    desk.aller("et-si")
    for town in ("Cluny", "Tournus"):
        ajouter_mouvement(desk, "Un médecin part", town, Quantité="3000")
        assert not faux(page)


@pytest.mark.complet
@pytest.mark.parametrize("etat", FABRIQUES)
def test_every_view_is_drawn(ecran: Ouvreur, tmp_path: Path, etat: str) -> None:
    """Each page of a file in this state, each of its tabs and segmented choices, at both sizes: tables and charts are
    painted, nothing is cut."""
    state = fabriquer(tmp_path, [etat])[0]
    state.copier(tmp_path / "table.db")
    faults = []
    with lance(tmp_path, departement=None) as server:
        for motion in MOUVEMENTS:
            desk = ecran(serveur=server, mouvement=motion)
            for title, _, path, _ in MENU.values():
                desk.aller(path)
                faults += [f"{motion}, {title}, {wrong}" for view in vues(desk) for wrong in _fautes(desk, view)]
            desk.page.close()
    assert not faults, "\n".join(faults)


@pytest.mark.complet
@pytest.mark.parametrize("taille", [BUREAU, TELEPHONE], ids=["projecteur", "téléphone"])
def test_charts_keep_their_words(ecran: Ouvreur, tmp_path: Path, taille: dict[str, Any]) -> None:
    fabriquer(tmp_path, ["clos"])[0].copier(tmp_path / "table.db")
    with lance(tmp_path, departement=None) as server:
        desk = ecran(taille, serveur=server)
        for path in ("plans", "effectifs"):
            desk.ouvrir(path)
            cut = {view: words for view in vues(desk) if (words := desk.page.evaluate(dessins_coupes))}
            assert not cut, path


def _fautes(desk: Ecran, vue: str) -> Iterator[str]:
    for name in ("téléphone", "projecteur"):
        width, height = TAILLES[name]
        desk.page.set_viewport_size({"width": width, "height": height})
        desk.calme()
        wrong = faux(desk.page)
        if cut := desk.page.evaluate(COUPES):
            desk.page.wait_for_timeout(600)  # a table that follows the window is measured again once it has
            cut = desk.page.evaluate(COUPES)
        yield from (f"{vue}, {name} : {one}" for one in [*wrong, *cut])
