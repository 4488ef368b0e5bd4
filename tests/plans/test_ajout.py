"""Adding an action on screen: once, and its sheet opens, whatever the territory has already."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from data.plans import plans
from data.territoire import territoire

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "plans.py")


def _bouton(run: AppTest) -> Any:
    return next(button for button in run.button if button.label == "Inscrire l'action")


@pytest.mark.parametrize("deja", [0, 1])
def test_an_action_is_added_once_and_its_sheet_opens(
    copie: Database, connectee: Callable[..., None], deja: int
) -> None:
    connectee()
    counts = plans.actions(copie)["territoire"].value_counts().reindex(territoire.territoires(copie).index).fillna(0)
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["plans_section"] = "Actions"
    run.session_state["plans_territoire"] = counts.index[counts == deja][0]
    run.run()
    for turn in (1, 2):
        next(field for field in run.selectbox if field.key == "plans_origine").select_index(0).run()
        next(field for field in run.text_input if field.label.startswith("Pilote (")).set_value("Une personne")
        # The sheet opened by the turn before has the same labels, higher on the page.
        [field for field in run.text_input if field.label == "Titre"][-1].set_value(f"Action {turn}")
        [field for field in run.text_input if field.label == "Opérateur"][-1].set_value("Une association")
        before = set(plans.actions(copie).index)
        _bouton(run).click().run()
        (made,) = set(plans.actions(copie).index) - before
        assert not run.exception and not run.error
        assert run.session_state["plans_action"] == made
        sheet = next(field for field in run.text_input if str(field.key).startswith(f"plans_champ_{made}_"))
        assert sheet.value == f"Action {turn}"
