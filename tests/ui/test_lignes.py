"""Lists whose rows open what they name."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.langue import lecture as langue


def _liste(rangs: int, vide: str) -> None:
    import pandas as pd

    from components.ui import lignes, session

    table = pd.DataFrame({"Nom": ["Une ligne"] * rangs})
    lignes.ouvrables(table, "essai", lambda rank: session.put("essai_ouvert", rank), **({"vide": vide} if vide else {}))


@pytest.mark.parametrize(
    ("dit", "lu"), [("", "Rien ici pour l'instant."), ("Personne n'a signé.", "Personne n'a signé.")]
)
def test_a_list_without_a_row_says_so_and_shows_no_grid(dit: str, lu: str) -> None:
    run = AppTest.from_function(_liste, kwargs={"rangs": 0, "vide": dit}).run()
    assert [one.value for one in run.caption] == [lu] and not run.dataframe and langue.de_la_page(run) == []


def test_a_row_opens_what_it_names() -> None:
    run = AppTest.from_function(_liste, kwargs={"rangs": 2, "vide": ""})
    run.session_state["ui_lignes_essai"] = {"rang": 1, "ouvre": True}
    run.run()
    assert run.session_state["essai_ouvert"] == 1 and len(run.dataframe[0].value) == 2
