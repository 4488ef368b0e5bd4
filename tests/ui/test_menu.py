"""The menu: every page in one group, and only there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit
from components.ui.menu import GROUPES, MENU, PAGES, SALLE
from data.base import acteurs, store
from data.base.acteurs import LECTEUR
from tests import comptes, fichiers
from tests.langue import lecture as langue


def test_every_page_is_in_one_group_and_has_its_door() -> None:
    grouped = [name for names in GROUPES.values() for name in names]
    assert sorted(grouped) == sorted(MENU)
    assert sorted(path.stem for path in PAGES.glob("*.py")) == sorted(MENU)
    assert [path.stem for path in PAGES.glob("*/*.py")] == [SALLE], "the screen of the room is in no menu"


def test_people_choose_among_few_groups() -> None:
    assert 4 <= len(GROUPES) <= 6
    assert all(len(names) <= 4 for names in GROUPES.values())


def _fermees() -> None:
    import streamlit as st

    from components.ui import identity, menu

    for name in menu.MENU:
        if not menu.ouverte(name):
            menu.reserve(name)
    identity.pied()
    st.text(menu.MENU["recherche"][0])


def test_a_closed_page_says_which_account_it_asks_and_who_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    """Also at the foot of every page: an analyst used to have a « compte de analyse »."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db)
    reader = AppTest.from_function(_fermees, default_timeout=60)
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: None)
    told = [str(one.value) for one in reader.run().info]
    assert len(told) == sum(bool(line[3]) for line in MENU.values())
    assert all(line[0] in words for words in told for line in MENU.values() if not line[3])
    connectee("analyste")
    run = AppTest.from_function(_fermees, default_timeout=60).run()
    assert [str(one.value) for one in run.info] == [
        "Cet écran demande un compte de facilitation ; le vôtre est un compte d'analyse."
    ]
    foot = str(run.get("html")[0].proto.body)
    assert "compte d'analyse" in foot and not [fault for words in (*told, foot) for fault in langue.fautes(words)]


def test_a_gesture_refused_to_an_account_does_not_ask_to_sign_in(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        fichiers.remplir(db)
        analyst = comptes.compte(db, "analyste")
        for who, said in ((analyst, "le vôtre est un compte d'analyse"), (LECTEUR, "Entrez avec votre compte")):
            with pytest.raises(Interdit, match=said) as refusal:
                acteurs.exiger(db, who, *acteurs.ANIMER)
            assert langue.fautes(str(refusal.value)) == []
    assert acteurs.compte(*acteurs.PREPARER) == "compte de facilitation ou d'analyse"
