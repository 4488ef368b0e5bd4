"""Rules of the plans: what the meeting sees, who wrote what, and words about money."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.mots import STATUTS
from components.plans.regles import actions

JOUR = date(2026, 6, 1)


def _actions(**columns: object) -> pd.DataFrame:
    row = {"statut": "en_cours", "deblocage": "", "fin": "2027-01-01", "touche_le": "2026-05-30",
           "territoire": "A"}  # fmt: skip
    return pd.DataFrame([row | columns], index=[1])


def _jalons(*rows: tuple[str, str | None]) -> pd.DataFrame:
    made = [{"id": k, "action": 1, "intitule": f"J{k}", "prevu_le": p, "fait_le": f} for k, (p, f) in enumerate(rows)]
    return pd.DataFrame(made, columns=["id", "action", "intitule", "prevu_le", "fait_le"])


@pytest.mark.parametrize(
    ("columns", "jalons", "reasons"),
    [
        ({}, [], []),
        ({"fin": "2026-05-31"}, [], [actions.EN_RETARD]),
        ({"touche_le": "2026-03-01"}, [], [actions.SANS_NOUVELLE]),
        ({"touche_le": "2026-03-03"}, [], []),  # ninety days exactly: not silent yet
        ({"statut": "bloquee", "deblocage": "un local"}, [], [actions.BLOQUEE]),
        ({}, [("2026-06-10", None)], [actions.JALON]),
        ({}, [("2026-05-10", None)], [actions.EN_RETARD]),
        ({}, [("2026-05-10", "2026-05-11")], []),
        ({"statut": "realisee", "fin": "2020-01-01"}, [("2020-01-01", None)], []),
    ],
)
def test_what_the_meeting_must_see(columns: dict, jalons: list, reasons: list[str]) -> None:
    seen = actions.a_voir(_actions(**columns), _jalons(*jalons), JOUR, 90, 60)
    assert seen["raison"].tolist() == reasons


def test_every_status_can_be_left_and_every_move_leads_to_a_status() -> None:
    assert set(actions.SUITES) == set(STATUTS) and len(STATUTS) == 8
    assert all(targets and set(targets) <= set(STATUTS) for targets in actions.SUITES.values())


TEXT = st.sampled_from(["a", "b", "c"])
ROW = st.fixed_dictionaries({"x": TEXT, "y": TEXT})


@given(ROW, ROW, ROW)
def test_no_word_is_lost_when_two_people_write(read: dict, other: dict, mine: dict) -> None:
    merged, shown = actions.fusion(read, other, mine), {e.champ: e for e in actions.ecarts(read, other, mine)}
    for name in read:
        if mine[name] != read[name]:
            assert merged[name] == mine[name]
            assert other[name] in (read[name], mine[name]) or shown[name].autre == other[name]
        else:
            assert merged[name] == other[name]


def test_a_day_is_said_in_french_whatever_field_holds_it() -> None:
    for name in ("fin", "terme", "le", "un_champ_a_venir"):
        assert actions.mot(name, "2028-11-26") == actions.mot(name, "2028-11-26T10:00:00+00:00") == "26/11/2028"
    assert actions.mot("motif", "Vu le 2028-11-26") == "Vu le 2028-11-26" and actions.mot("fin", "") == "—"


def test_euros_show_cents_only_when_there_are_some() -> None:
    assert actions.euros(1_250_000) == "12\u202f500\u00a0€" and actions.euros(150) == "1,50\u00a0€"


def test_a_milestone_on_the_31st_falls_on_the_last_day_of_a_short_month() -> None:
    assert actions.jalons_par_defaut(date(2026, 8, 31), (6, 18)) == [
        ("Démarrage effectif", date(2027, 2, 28)), ("Déploiement complet", date(2028, 2, 29)),
    ]  # fmt: skip


def test_words_are_french_in_the_singular_too() -> None:
    one = actions._milestone(_jalons(("2026-05-31", None)).iloc[0], JOUR, 60)
    assert one[0][2].replace("\u00a0", " ") == "jalon « J0 » attendu il y a 1 jour"


@pytest.mark.parametrize("author", ["Directeur général de l'ARS", "Le département", "ARS", "Élus de l'Autunois"])
def test_an_act_names_its_author_whatever_the_words(author: str) -> None:
    line = {"nature": "decision", "autorite": author, "numero": "12", "date_acte": "2026-03-01"}
    assert actions.acte(line) == f"décision n° 12 du 01/03/2026 (autorité : {author})"
    assert actions.acte(line | {"nature": "engagement"}) == f"engagement (pris par : {author})"
    assert actions.acte(line | {"nature": "avis"}) == "avis de la table"
