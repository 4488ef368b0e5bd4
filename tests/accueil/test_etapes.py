"""Home says where the table stands: every step of the backbone, in order, true to what the file holds."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.accueil import lectures, model
from components.ui.menu import MENU
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import avancement
from data.seances import seances
from data.territoire import indicateurs
from tests import fichiers

DAY = date(2026, 11, 22)
COUNTS = st.fixed_dictionaries({name: st.integers(0, 30) for name in avancement.COMPTES})


@given(counts=COUNTS, apl=st.booleans())
def test_every_step_leads_to_a_page_and_the_next_is_the_first_not_done(counts: dict[str, int], apl: bool) -> None:
    known = model.etapes(counts, apl)
    assert [step.page in MENU for step in known] == [True] * 8
    following = model.suivante(known)
    before = known[: known.index(following)] if following else known
    assert all(step.faite for step in before) and (following is None or not following.faite)


@pytest.mark.parametrize(("standing", "words"), [(1, "1 constat partagé en vigueur"), (2, "2 constats partagés en")])
def test_the_home_page_never_says_what_every_print_denies(standing: int, words: str) -> None:
    counts = dict.fromkeys(avancement.COMPTES, 0) | {"constats": standing + 1, "levees": 1, "territoires": 20}
    said = next(step.etat for step in model.etapes(counts, True) if step.titre == "Constats")
    assert words in said.replace("\xa0", " ") and "carence" not in said


def test_a_fresh_file_is_at_its_first_examination(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        fichiers.remplir(db)
        known = lectures.point(db, DAY).etapes
        assert [step.titre for step in known if step.faite] == ["Diagnostic"]
        following = model.suivante(known)
        assert following is not None and following.titre == "Constats"
        seances.creer(db, TERMINAL, "Première séance", DAY, "", Fraction(1, 2))
        sessions = next(step for step in lectures.point(db, DAY).etapes if step.titre == "Séances")
        assert not sessions.faite and "1 séance préparée" in sessions.etat.replace("\u202f", " ").replace("\xa0", " ")


def test_the_figures_of_the_department_are_the_last_three_series_the_last_first(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        fichiers.remplir(db)
        known = indicateurs.series(db, "departement")
        before = replace(known[0], id="a_avant", indicateur="a_avant", libelle="Avant")
        with store.writing(db):
            indicateurs.store(db, before, [("71", 12.0, indicateurs.VALEUR)])
        said = [figure.libelle for figure in lectures.point(db, DAY).chiffres]
    assert len({serie.libelle for serie in known}) == 3
    assert said[0] == "habitants" and "APL" in said[1]
    assert said[2:] == [serie.libelle.lower() for serie in reversed(known)]
