"""The buttons of the walk, pressed once per role: a sample of them, then in `make complet` every one; no unexpected
error. `GRAINE` chooses among the screens that show as much for what they cost."""

import os
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from tests.parcours import effet, inventaire, offres, volets
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.copie import copie
from tests.parcours.etats import ROLES, Etat, fabriquer
from tests.parcours.promenade import Promeneur, Servies

GRAINE = int(os.environ.get("GRAINE", "2026"))  # the same everywhere; another one looks elsewhere
QUELQUES, TOUS = 17, float("inf")  # drawings of a page, about


@pytest.fixture(scope="module")
def etats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Etat]:
    return {etat.nom: etat for etat in fabriquer(tmp_path_factory.mktemp("etats"))}


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "promenade.db"))
    monkeypatch.setattr("streamlit.testing.v1.app_test.MediaFileManager", Servies)
    effet.Vus.observer(monkeypatch)
    before = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    yield tmp_path / "promenade.db"
    config.set_option("client.showErrorDetails", before)


@pytest.mark.parametrize("dessins", [QUELQUES, pytest.param(TOUS, marks=pytest.mark.complet)])
@pytest.mark.parametrize("role", ROLES)
def test_buttons_are_pressed_by_each_role(
    etats: dict[str, Etat], fichier: Path, monkeypatch: pytest.MonkeyPatch, role: str, dessins: float
) -> None:
    bilan, sample = Bilan(), inventaire.tirer((GRAINE, role), role, dessins)
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


def _page() -> None:
    import streamlit as st

    from components.ui import session

    _, second = st.tabs(["Un", "Deux"], key="essai_onglets", on_change="rerun")
    with second:
        if second.open and st.button("Dans le second"):
            session.put("essai_fait", True)
    st.button("Sans effet")


def test_every_tab_is_opened_and_a_press_that_does_nothing_is_seen(tmp_path: Path) -> None:
    run = AppTest.from_function(_page, default_timeout=60).run()
    assert list(offres.choix(run)) == [(volets.ONGLETS, "essai_onglets", 1)]
    offres.prendre(offres.widgets(run, volets.ONGLETS)[0], 1).run()
    apart, before = copie(run), effet.trace(run, tmp_path / "rien")
    for name, same in (("Sans effet", True), ("Dans le second", False)):
        button = offres.trouver(run, name)
        assert button is not None
        button.click().run()
        assert not run.exception and not effet.dit(run)
        assert (effet.trace(run, tmp_path / "rien") == before) is same
    assert "essai_fait" not in apart.session_state
    offres.prendre(offres.widgets(apart, volets.ONGLETS)[0], 0).run()
    assert offres.noms(apart) == ["Sans effet"] and len(offres.noms(run)) == 2
