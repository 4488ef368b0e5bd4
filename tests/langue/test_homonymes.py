"""What someone named as another thing, or as one of our own choices, is told apart in every list that offers both."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.ui.menu import PAGES
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import variantes
from data.effectifs import scenarios
from data.seances import seances
from data.territoire import territoire
from tests.parcours import offres

NOMS = ("Tout le département", "Aucun en particulier", "Le Même", "Le Même")
COMPARER = {"effectifs_section": "Comparer"}
ECRANS = [
    ("effectifs", COMPARER), ("et_si", {}), ("chaine", {}), ("territoires", {}), ("plans", {}),
    ("propositions", {"propositions_onglet": "Combler l'écart"}), ("seances", {}),
    ("reponses", {"reponses_lecture": "Par territoire"}),
]  # fmt: skip


@pytest.fixture
def homonymes(copie: Database, connectee: Callable[..., None]) -> str:
    """The demonstration with such names in it; a territory."""
    connectee()
    codes = [str(code) for code in territoire.territoires(copie).index]
    for name in ("Tendance", "Tendance, sans levier"):
        scenarios.creer(copie, TERMINAL, name)
    variantes.creer(copie, TERMINAL, "Nouvelle hypothèse")
    last = seances.read(copie).iloc[0]
    seances.creer(copie, TERMINAL, str(last["titre"]), date.fromisoformat(last["jour"]), "", Fraction(1, 2))
    with store.writing(copie):
        for code, name in zip(codes, NOMS, strict=False):
            copie.conn.execute("UPDATE territoires SET nom = ? WHERE code = ?", (name, code))
    return codes[2]


@pytest.mark.parametrize(("page", "choix"), ECRANS)
def test_no_list_offers_two_options_that_read_the_same(homonymes: str, page: str, choix: dict[str, str]) -> None:
    run = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=60)
    for key, value in {**choix, "effectifs_lieu": homonymes}.items():
        run.session_state[key] = value
    run.run()
    assert not run.exception and list(offres.doubles(run)) == []


def test_a_scenario_named_as_the_trend_is_compared_with_it(homonymes: str) -> None:
    run = AppTest.from_file(str(PAGES / "effectifs.py"), default_timeout=60)
    run.session_state["effectifs_lieu"], run.session_state["effectifs_section"] = homonymes, "Comparer"
    run.run()
    first = next(one for one in run.multiselect if one.key == "effectifs_compares").value[0]
    compared = run.dataframe[0].value["Scénario"].tolist()
    assert first == 0 and compared[0] == "Tendance" and len(set(compared)) == len(compared) > 2
    assert any(name.startswith("Tendance (n°") for name in compared[1:])
