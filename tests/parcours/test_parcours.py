"""A seeded sample of the walk: every button of every page once per role, and no unexpected error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from components.ui.menu import MENU
from tests.parcours import inventaire
from tests.parcours.etats import ROLES, Etat, fabriquer
from tests.parcours.promenade import Bilan, Bouton, Promeneur, Servies

GRAINE = 12


@pytest.fixture(scope="module")
def etats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Etat]:
    return {etat.nom: etat for etat in fabriquer(tmp_path_factory.mktemp("etats"))}


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "promenade.db"))
    monkeypatch.setattr("streamlit.testing.v1.app_test.MediaFileManager", Servies)
    before = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    yield tmp_path / "promenade.db"
    config.set_option("client.showErrorDetails", before)


@pytest.mark.parametrize("role", ROLES)
def test_every_button_is_pressed_once_by_each_role(
    etats: dict[str, Etat], fichier: Path, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    bilan, offered = Bilan(), set()
    sample = [screen for screen in inventaire.tirer((GRAINE, role)) if role in (MENU[screen.page][3] or ROLES)]
    for screen in sample:
        walker = Promeneur(etats[screen.etat], role, screen.page, fichier, monkeypatch, bilan)
        run = walker.ouvrir(screen.chemin)
        there = [button for button in screen.boutons if run is not None and walker.offre(run, button)]
        offered |= {Bouton(screen.page, button) for button in there}
        for button in there:  # one after another, as long as the page still has them
            if run is None or run.exception or not walker.appuyer(run, screen.chemin, button):
                run = walker.ouvrir(screen.chemin)
                assert run is not None and walker.appuyer(run, screen.chemin, button), (screen, button)
    assert not bilan.fautes, "\n".join(bilan.fautes)
    assert bilan.presses.get(role, set()) == offered
    expected = {Bouton(screen.page, button) for screen in sample for button in screen.boutons}
    assert offered == expected if role == ROLES[0] else len(offered) > 5, sorted(expected - offered, key=str)
