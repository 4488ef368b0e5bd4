"""The sheet of a review: a blank row is named, what was typed survives a look elsewhere, and nothing is half-saved."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import EntreeInvalide
from components.plans.actions import lectures, view_revue
from components.ui import gestes
from data.base.acteurs import TERMINAL
from data.plans import plans, revues
from data.seances import seances

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "plans.py")
JOUR = date.today()


def test_a_blank_row_is_named_and_nothing_is_saved(copie: Database, connectee: Callable[..., None]) -> None:
    seance = seances.creer(copie, TERMINAL, "Suivante", JOUR, "", Fraction(1, 2))
    plan = lectures.lire(copie, JOUR)
    first, second = plan.actions.index[:2]
    titles = list(view_revue.COLONNES.values())
    before = pd.DataFrame(
        {"Action": plan.actions["libelle"], **dict.fromkeys(titles, 1.0), view_revue.MOT: "vu"},
        index=plan.actions.index,
    )
    after = before.copy()
    after.loc[first, titles[0]] = 300.0
    after.loc[second, [*titles, view_revue.MOT]] = [float("nan"), float("nan"), float("nan"), ""]
    connectee()
    with pytest.raises(EntreeInvalide) as refusal:
        view_revue._save(copie, plan, seance, before, after)
    assert str(plan.actions.at[second, "libelle"]) in str(refusal.value)
    known = revues.read(copie)
    assert known[known["seance"] == seance].empty


def test_what_was_typed_survives_a_look_elsewhere(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    seance = seances.creer(copie, TERMINAL, "Suivante", JOUR, "", Fraction(1, 2))
    ident = int(plans.actions(copie).index[0])
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["plans_section"] = "Revue"
    run.run()
    typed = run.session_state[f"plans_revue_{seance}_saisie"].copy()
    typed.loc[ident, view_revue.MOT] = "Ce que la table en dit"
    run.session_state[f"plans_revue_{seance}_saisie"] = typed  # what the browser's grid sends at each edit
    for section in ("Argent", "Revue"):
        next(group for group in run.get("button_group") if group.key == "plans_section").set_value(section).run()
    assert not run.exception
    assert run.session_state[f"plans_revue_{seance}_saisie"].at[ident, view_revue.MOT] == "Ce que la table en dit"
    next(button for button in run.button if button.label == "Enregistrer la revue").click().run()
    assert not run.error, [error.value for error in run.error]
    assert [one.value for one in run.success] == ["Revue enregistrée."]
    known = revues.read(copie)
    saved = known.loc[known["seance"] == seance, ["action", "mot"]]
    assert saved.to_numpy().tolist() == [[ident, "Ce que la table en dit"]]
    next(button for button in run.button if button.label == "Enregistrer la revue").click().run()
    assert [one.value for one in run.success] == [gestes.INCHANGE]
