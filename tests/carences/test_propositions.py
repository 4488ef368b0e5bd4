"""A contest never hides a constat: the map draws both marks, its legend and its table say them."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import contestations
from tests import essais, fichiers
from tests.carences.cas import AUTUN, MARCIGNY, MG, adopter

PAGES = Path(__file__).resolve().parents[2] / "pages"
BOTH = "chiffre contesté, constat partagé en vigueur"


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """71 with a constat on two territories, a figure of the first one disputed; a browser without any cookie."""
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        for code in (MARCIGNY, AUTUN):
            adopter(db, code)
        figure = {"valeur": 1.0, "decimales": 0, "titre": "APL"}
        contestations.contester(db, TERMINAL, MARCIGNY, MG, "acces_moyen", figure, "Usagers", "faux", "vérifier")


def carte(niveau: str) -> AppTest:
    test = AppTest.from_file(str(PAGES / "carences.py"), default_timeout=60)
    test.session_state["carences_propositions"] = True
    test.session_state["carences_niveau"] = niveau
    test.run()
    assert not test.exception
    return test


@pytest.mark.parametrize("leads", [True, False])
def test_both_marks_are_drawn_and_said(leads: bool, connectee: Callable[..., None]) -> None:
    if leads:
        connectee()
    test = carte("territoire")
    drawn = essais.carte_dite(test)
    assert "!* : les deux" in drawn["legendes"][0]["note"]
    table = test.dataframe[0].value.set_index("Code")
    assert table.at[MARCIGNY, "Contesté, constat"] == BOTH
    assert table.at[AUTUN, "Contesté, constat"] == "constat partagé en vigueur"
    hidden = table["Proposition"] == "non examiné par la table"
    assert hidden.sum() == (0 if leads else 18)
    assert drawn["territoires"][MARCIGNY][1] == "!*"


def test_the_table_of_communes_says_what_their_territory_carries() -> None:
    table = carte("commune").dataframe[0].value
    assert BOTH in set(table.loc[table["Territoire"] == "CC de Marcigny", "Contesté, constat"])
