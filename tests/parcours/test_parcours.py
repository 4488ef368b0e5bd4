"""The buttons of every page pressed once by each role: most of them, then in `make complet` every one; no unexpected
error. `GRAINE` chooses among the states of a file that offer as many."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from tests.parcours import champs, inventaire, offres, tournee
from tests.parcours.appuis import APPUIS
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.ecran import effet, volets
from tests.parcours.ecran.copie import copie
from tests.parcours.etats import Etat, fabriquer
from tests.parcours.promenade import Servies

GRAINE = int(os.environ.get("GRAINE", "2026"))  # the same everywhere; another one looks elsewhere
QUELQUES, TOUS = 8, float("inf")  # drawings of a page by a role, about
PAGES = sorted({screen.page for screen in inventaire.lire()})


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
@pytest.mark.parametrize("page", PAGES)
def test_the_buttons_of_a_page_are_pressed_by_each_role(
    etats: dict[str, Etat], fichier: Path, monkeypatch: pytest.MonkeyPatch, page: str, dessins: float,
    record_property: Callable[[str, object], None],
) -> None:  # fmt: skip
    bilan = tournee.faire(page, etats, fichier, monkeypatch, GRAINE, dessins)
    assert not bilan.fautes, "\n".join([f"GRAINE={GRAINE}", *bilan.fautes])
    assert dessins < TOUS or not tournee.manquants(bilan), "walk the page again with --inventaire"
    for role, seen in bilan.vus.items():
        pressed = bilan.presses.get(role, set())
        assert not seen or pressed
        record_property(APPUIS, [role, len(pressed & seen), len(seen)])


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


def _formulaire() -> None:
    import streamlit as st

    from components.ui import saisies, session
    from components.ui.gestes import geste

    with st.form("essai"):
        acts = saisies.champ_nombre(st, "Actes (par an)", 1_800, 9_900)
        if st.form_submit_button("Noter"):
            geste(lambda: session.put("essai_actes", acts))


def test_a_number_refused_is_corrected_as_the_refusal_says() -> None:
    run = AppTest.from_function(_formulaire, default_timeout=60).run()
    champs.remplir(run, "essai")
    run.button[0].click().run()
    assert "essai_actes" not in run.session_state and champs.corriger(run, "essai")
    run.button[0].click().run()
    assert run.session_state["essai_actes"] == 1_800 and not champs.corriger(run, "essai")


@pytest.mark.parametrize(
    ("cle", "nom"),
    [("salle_4NNB-8RFK_agenda", "salle_agenda"), ("papier_service", "papier_service"), ("suite_ABCD-EFGH", "suite")],
)
def test_what_the_room_sent_is_named_without_its_code(cle: str, nom: str) -> None:
    assert offres.mots_de("Noter", cle) == f"Noter [{nom}]"


def test_a_button_that_was_not_pressed_is_told() -> None:
    one, other = Bouton("plans", "Ajouter"), Bouton("plans", "Retirer")
    bilan = Bilan(vus={"analyste": {one, other}, "lecteur": {one}}, presses={"analyste": {one}, "lecteur": {one}})
    assert tournee.manquants(bilan) == {"analyste": ["Retirer"]}
