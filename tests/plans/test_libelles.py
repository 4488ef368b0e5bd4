"""Two things that look alike are never taken for one another: not in a list, not in the register."""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.plans.actions import gestes, lectures
from components.plans.partage import lectures as lectures_partage
from components.plans.regles import libelles
from data.base.acteurs import TERMINAL
from data.plans import financements, plans
from data.priorites import scrutins
from data.seances import seances
from data.territoire import territoire

PAGES = Path(__file__).resolve().parents[2] / "pages"
TITRE = "Consultations jumelles"


def page(nom: str, **choices: object) -> AppTest:
    run = AppTest.from_file(str(PAGES / f"{nom}.py"), default_timeout=60)
    for key, value in choices.items():
        run.session_state[key] = value
    return run.run()


def champ(run: AppTest, kind: str, label: str) -> Any:
    return next(field for field in getattr(run, kind) if field.label == label)


def bouton(run: AppTest, label: str) -> Any:
    return next(button for button in run.button if button.label == label)


@pytest.fixture
def jumelles(copie: Database) -> tuple[int, int, int]:
    """Three actions of the envelope with one title: two on the same territory, one elsewhere."""
    rows = plans.actions(copie)
    first, other = int(rows.index[0]), int(rows.index[1])
    origin = int(rows.at[first, "origine"])
    fields = {name: rows.at[first, name] for name in plans.CHAMPS if name not in ("statut", "deblocage")}
    plain = {name: value.item() if hasattr(value, "item") else value for name, value in fields.items()}
    twin = gestes.inscrire(
        copie, TERMINAL, str(rows.at[first, "territoire"]), origin,
        plain | {"etp": None, "effet_genre": "", "effet_commune": None, "effet_quantite": None},
    )  # fmt: skip
    for ident in (first, other, twin):
        plans.modifier(copie, TERMINAL, ident, plans.action(copie, ident)["version"], {"titre": TITRE})
    envelope = int(financements.envelopes(copie).index[0])
    financements.demander(copie, TERMINAL, envelope, twin, 1_000_00)
    return first, other, twin


@given(st.lists(st.sampled_from(["a", "A ", "a (n° 1)", "b", "a (n° 0)"]), max_size=6))
def test_names_always_tell_apart(words: list[str]) -> None:
    found = libelles.uniques(dict(enumerate(words)), libelles.numero)
    assert len({text.casefold() for text in found.values()}) == len(words)
    assert all(found[k].startswith(text) for k, text in enumerate(words))


def test_a_long_name_on_a_ballot_keeps_what_tells_it_apart() -> None:
    assert libelles.option("x" * 300, 4) != libelles.option("x" * 300, 5)
    assert len(libelles.option("x" * 300, 4)) == 200 and libelles.option("court", 4) == "court"


def test_the_register_gets_the_twin_that_was_chosen(
    copie: Database, jumelles: tuple[int, int, int], connectee: Callable[..., None]
) -> None:
    connectee()
    first, _, twin = jumelles
    run = page("financement")
    kept = champ(run, "multiselect", "Actions retenues")
    assert len(set(kept.options)) == len(kept.options)
    labels = lectures.libelles(copie)
    kept.set_value([twin])
    champ(run, "text_input", "Pourquoi ce choix").set_value("la seconde jumelle")
    bouton(run, "Enregistrer l'avis de la table").click().run()
    assert not run.exception and not run.error
    last = financements.choices(copie, int(financements.envelopes(copie).index[0]))[-1]
    assert [one["action"] for one in last["retenues"]] == [twin] != [first]
    place = territoire.territoires(copie).at[plans.action(copie, twin)["territoire"], "nom"]
    assert last["retenues"][0]["territoire"] == place
    assert any(f"{TITRE} — {place}" in block.value and str(twin) in block.value for block in run.success)
    assert labels[twin] != labels[first]


def test_every_reading_names_the_twins_apart(copie: Database, jumelles: tuple[int, int, int]) -> None:
    shared = lectures_partage.lire(copie, int(financements.envelopes(copie).index[0]), date.today())
    assert shared.demandes["libelle"].is_unique
    table = shared.demandes[["titre_distinct", "nom_territoire"]]
    assert not table.duplicated().any()


@pytest.mark.parametrize("section", ["Actions", "À voir", "Calendrier", "Territoire", "Revue"])
def test_no_list_of_the_plans_shows_two_actions_as_one(
    copie: Database, jumelles: tuple[int, int, int], connectee: Callable[..., None], section: str
) -> None:
    connectee()
    first, _, twin = jumelles
    seances.creer(copie, TERMINAL, "Prochaine", date.today(), "", Fraction(1, 2))
    old = (date.today() - timedelta(days=9)).isoformat()
    for ident in (first, twin):
        plans.modifier(copie, TERMINAL, ident, plans.action(copie, ident)["version"], {"debut": old, "fin": old})
    code = plans.action(copie, twin)["territoire"] if section == "Territoire" else ""
    run = page("plans", plans_section=section, plans_territoire=code)
    assert not run.exception
    for field in run.selectbox:
        assert len(set(field.options)) == len(field.options), field.label
    said = pd.concat([frame.value for frame in run.dataframe], ignore_index=True)["Action"].dropna()
    assert {name for name in said if str(twin) in name and TITRE in name}, "the twin has its number"


def test_the_chain_names_its_links_apart(
    copie: Database, jumelles: tuple[int, int, int], connectee: Callable[..., None]
) -> None:
    connectee()
    run = page("chaine", chaine_territoire=plans.action(copie, jumelles[2])["territoire"])
    assert not run.exception
    for field in run.selectbox:
        assert len(set(field.options)) == len(field.options), field.label


def test_the_funding_line_that_changes_is_the_one_chosen(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    ident = int(plans.actions(copie).index[0])
    line = {
        "financeur": "ARS – FIR", "prevu": 5_000_00, "engage": 0, "depense": 0, "nature": "avis", "autorite": "",
        "numero": "", "date_acte": None,
    }  # fmt: skip
    financements.ajouter_ligne(copie, TERMINAL, ident, line)
    second = financements.ajouter_ligne(copie, TERMINAL, ident, line)
    run = page("plans", plans_section="Actions", plans_action=ident)
    picked = champ(run, "selectbox", "Ligne")
    assert len(set(picked.options)) == len(picked.options)
    picked.set_value(second).run()
    champ(run, "text_input", "Financeur (ARS – FIR, département, Cpam, commune…)").set_value("Le département")
    bouton(run, "Enregistrer cette ligne").click().run()
    found = financements.lines(copie)
    assert found.index[found["financeur"] == "Le département"].tolist() == [second]


def test_a_vote_and_an_agenda_go_to_the_seance_that_was_chosen(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    days = [date.today() + timedelta(days=k) for k in (7, 7, 14)]
    made = [seances.creer(copie, TERMINAL, "Table", day, "", Fraction(1, 2)) for day in days]
    run = page("financement")
    field = champ(run, "selectbox", "Séance")
    assert len(set(field.options)) == len(field.options)
    field.set_value(made[1])
    bouton(run, "Déclarer ce vote").click().run()
    assert not run.exception and not run.error
    known = scrutins.liste(copie)
    assert int(known["seance"].iloc[-1]) == made[1]
    scrutins.supprimer(copie, TERMINAL, int(known.index[-1]))
    run = page("plans", plans_section="À voir")
    field = champ(run, "selectbox", "Séance")
    assert len(set(field.options)) == len(field.options)
    field.set_value(made[2]).run()
    bouton(run, "Porter à l'ordre du jour").click().run()
    assert [len(seances.points(copie, one)) for one in made] == [0, 0, 1]


def test_two_origins_with_the_same_words_are_told_apart(copie: Database) -> None:
    code = str(plans.actions(copie)["territoire"].iloc[0])
    one = plans.ajouter_priorite(copie, TERMINAL, "Soins dentaires", "sans débat")
    two = plans.ajouter_priorite(copie, TERMINAL, "Soins dentaires", "encore")
    found = lectures.origines_possibles(copie, code)
    assert found[f"origine:{one}"] != found[f"origine:{two}"] and len(set(found.values())) == len(found)
