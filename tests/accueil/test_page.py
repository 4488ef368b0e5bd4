"""The home page: the list of territories first, for the profession chosen, and the steps beside it."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data.base import store
from tests import fichiers
from tests.carences.cas import INF, MG, charger_infirmiers

PAGE = Path(__file__).resolve().parents[2] / "pages" / "accueil.py"


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """71, and a browser without any cookie."""
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)


def accueil() -> AppTest:
    home = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not home.exception
    return home


def test_the_territories_come_before_the_steps(connectee: Callable[..., None]) -> None:
    connectee()
    home = accueil()
    assert [one.value for one in home.header] == ["Les territoires", "Où en est la table", "Le département en chiffres"]
    assert len(home.dataframe[0].value) == 14 and not home.selectbox
    said = " ".join(one.value for one in home.caption)
    for words in ("Aucun territoire examiné", "Aucun scrutin publié", "Aucune action financée"):
        assert words in said


def test_the_profession_is_chosen_where_several_have_data(connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        charger_infirmiers(db)
    home = accueil()
    chosen = home.selectbox(key="territoires_profession")
    assert chosen.value == MG and len(chosen.options) == 2
    before = home.dataframe[0].value
    chosen.select(INF).run()
    assert not home.exception and not home.dataframe[0].value.equals(before)
