"""A seeded sample of the walk: every button of every page once per role, and no unexpected error."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from streamlit import config

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
    bilan, sample = Bilan(), inventaire.tirer((GRAINE, role), role)
    for nom, screens in groupby(sample, attrgetter("etat")):  # on the same file, as long as it still offers them
        etats[nom].copier(fichier)
        for screen in screens:
            _presser(Promeneur(etats[nom], role, screen.page, fichier, monkeypatch, bilan), screen)
    assert not bilan.fautes, "\n".join(bilan.fautes)
    expected = {Bouton(screen.page, button) for screen in sample for button in screen.boutons}
    assert bilan.presses.get(role, set()) == expected
    assert len(expected) > 5  # even a reader downloads


def _presser(walker: Promeneur, screen: inventaire.Ecran) -> None:
    run = walker.rouvrir(screen.chemin)
    for button in screen.boutons:
        if run is None or run.exception or not walker.appuyer(run, screen.chemin, button):
            run = walker.ouvrir(screen.chemin)
            assert run is not None and walker.appuyer(run, screen.chemin, button), (screen, button)
