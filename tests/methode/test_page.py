"""Each tab of « Méthode » draws what it promises when it is opened, and nothing of the others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests import essais

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "methode.py")
DIT = {
    "Formules": "Vérification sur ce fichier",
    "Paramètres": "Régler un paramètre",
    "Sources et licences": "Logiciels",
    "Épreuves": "écart aux trajets chronométrés",
    "Glossaire": "constat de carence",
    "Langage visuel": "Marques des cartes",
    "Journal": "Les derniers gestes faits dans ce fichier",
}


@pytest.mark.parametrize("onglet", DIT)
def test_a_tab_draws_what_it_promises(copie: object, connectee: Callable[..., None], onglet: str) -> None:
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.session_state["methode_onglets"] = onglet
    page.run()
    assert not page.exception
    told = " ".join(essais.textes(page))
    assert {name for name, words in DIT.items() if words.lower() in told.lower()} == {onglet}, told[:2000]
