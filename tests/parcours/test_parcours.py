"""How buttons are found, pressed, corrected and named; those of every page are pressed in `presses/`."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.ui.menu import GROUPES
from tests.parcours import champs, inventaire, offres, tournee
from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.ecran import effet, volets
from tests.parcours.ecran.copie import copie
from tests.parcours.presses import test_plans, test_scenarios, test_seances


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


def _enchaines() -> None:
    import streamlit as st

    from components.ui import session
    from components.ui.gestes import geste

    for name in ("Un", "Deux"):
        if st.button(name):
            geste(lambda name=name: session.put(f"essai_{name}", True))
    if session.get("essai_Un") and st.button("Trois"):
        geste(lambda: session.put("essai_Trois", True))
    with st.form("essai"):
        if session.get("essai_Un") and st.form_submit_button("Quatre"):
            geste(lambda: session.put("essai_Quatre", True))
    st.button("Éteint", disabled=True)


def test_buttons_are_pressed_in_one_drawing_and_those_they_bring_unless_they_are_of_a_form(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    effet.Vus.observer(monkeypatch)
    run = AppTest.from_function(_enchaines, default_timeout=60).run()
    monkeypatch.setattr(effet.Vus, "attendus", {"Un", "Deux", "Éteint"})
    monkeypatch.setattr(effet.Vus, "aussi", {"Trois", "Quatre [essai]"})
    monkeypatch.setattr(effet.Vus, "pris", [])
    run.run()
    assert effet.Vus.pris == ["Un", "Deux", "Trois"] and run.session_state["essai_Trois"]
    assert offres.trouver(run, "Quatre [essai]") is not None and "essai_Quatre" not in run.session_state
    run.run()  # each once
    assert effet.Vus.pris == ["Un", "Deux", "Trois"]


def test_every_page_that_has_a_button_is_in_one_of_the_three_files() -> None:
    told = [*test_scenarios.PAGES, *test_seances.PAGES, *test_plans.PAGES]
    assert sorted(told) == sorted(inventaire.pages(*GROUPES)) == sorted({one.page for one in inventaire.lire()})


def test_a_button_that_was_not_pressed_is_told() -> None:
    one, other = Bouton("plans", "Ajouter"), Bouton("plans", "Retirer")
    bilan = Bilan(vus={"analyste": {one, other}, "lecteur": {one}}, presses={"analyste": {one}, "lecteur": {one}})
    assert tournee.manquants(bilan) == {"analyste": ["Retirer"]}
    assert "analyste, jamais pressé : « Retirer »" in tournee.plainte("plans", bilan)
