"""A sample of the walk, drawn by `GRAINE`: some screens of each role, each of their buttons, no unexpected error.

`make complet` presses every button of every page once per role: two minutes or so for each.
"""

import os
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from streamlit import config

from tests.parcours import inventaire
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.etats import ROLES, Etat, fabriquer
from tests.parcours.promenade import Promeneur, Servies, Vus

GRAINE = int(os.environ.get("GRAINE", "2026"))  # the same everywhere; another one looks elsewhere
QUELQUES, TOUS = 3, 1000  # screens


@pytest.fixture(scope="module")
def etats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Etat]:
    return {etat.nom: etat for etat in fabriquer(tmp_path_factory.mktemp("etats"))}


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "promenade.db"))
    monkeypatch.setattr("streamlit.testing.v1.app_test.MediaFileManager", Servies)
    Vus.observer(monkeypatch)
    before = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    yield tmp_path / "promenade.db"
    config.set_option("client.showErrorDetails", before)


@pytest.mark.parametrize("ecrans", [QUELQUES, pytest.param(TOUS, marks=pytest.mark.complet)])
@pytest.mark.parametrize("role", ROLES)
def test_buttons_are_pressed_by_each_role(
    etats: dict[str, Etat], fichier: Path, monkeypatch: pytest.MonkeyPatch, role: str, ecrans: int
) -> None:
    bilan, sample = Bilan(), inventaire.tirer((GRAINE, role), role, ecrans)
    for nom, screens in groupby(sample, attrgetter("etat")):  # on the same file, as long as it still offers them
        etats[nom].copier(fichier)
        for screen in screens:
            _presser(Promeneur(etats[nom], role, screen.page, fichier, monkeypatch, bilan), screen)
    assert not bilan.fautes, "\n".join([f"GRAINE={GRAINE}", *bilan.fautes])
    expected = {Bouton(screen.page, button) for screen in sample for button in screen.boutons}
    assert expected and expected <= bilan.presses.get(role, set())


def _presser(walker: Promeneur, screen: inventaire.Ecran) -> None:
    """All buttons of a screen, as many at once as the page takes; alone and on an untouched file when it takes none."""
    run, left = walker.rouvrir(screen.chemin), list(screen.boutons)
    while left:
        taken = walker.ensemble(run, screen.chemin, left) if run is not None and not run.exception else set()
        if not taken:
            run = walker.ouvrir(screen.chemin)
            assert run is not None and walker.appuyer(run, screen.chemin, left[0]), (screen, left[0])
            taken = {left[0]}
        left = [button for button in left if button not in taken]
