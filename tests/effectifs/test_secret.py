"""Fewer than five people: neither the past of an entry nor a line of a table tells who they are."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.effectifs import gestes, lectures, lectures_sources
from components.effectifs.equipe import view_histoire
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.regles.analyse import par_secteur
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.effectifs import effectifs
from data.territoire import territoire
from tests.effectifs.cas import charger, entrees, equipe, estimee

JOUR = date(2026, 11, 22)
GRANDE, MG = "200070530", ("A", "mg")
PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "effectifs.py")


def _ecrire(db: Database, ages: list[int], depart: int | None = None, jour: int = 0) -> None:
    rows = [Ligne("", GRANDE, "mg", 1, sexe="F", age_min=age, age_max=age, depart=depart) for age in ages]
    seen = lectures.vues(db).get((GRANDE, "mg"), frozenset())
    gestes.enregistrer(db, TERMINAL, 2026, GRANDE, "mg", rows, seen)
    if jour:  # an entry of another day
        moment = f"2026-{jour:02}-01T10:00:00+00:00"
        with store.writing(db):
            db.conn.execute("UPDATE effectifs SET cree_le = ? WHERE retire_le IS NULL", (moment,))
            db.conn.execute("UPDATE effectifs SET retire_le = ? WHERE retire_le > '2026-11-02'", (moment,))


def _salaries(people: int, secteur: str = "public", age: int = 64) -> Ligne:
    return Ligne(f"s{secteur}", "A", "mg", people, mode="salarié", secteur=secteur, age_min=age, age_max=age)


@pytest.mark.parametrize(("rows", "lines"), [
    ([*equipe(40, 41, 42, 43, 44), _salaries(1)], ["libéral, privé ; salarié, public"]),
    ([*equipe(40, 41, 42, 43, 44), _salaries(5)], ["libéral, privé", "salarié, public"]),
    ([*equipe(*[40] * 9), _salaries(3), _salaries(2, "privé")], ["libéral, privé", "salarié, privé ; salarié, public"]),
    ([*equipe(*[40] * 9), _salaries(6), _salaries(1, "privé")], ["libéral, privé", "salarié, privé ; salarié, public"]),
    ([*equipe(*[40] * 5), Ligne("a", "A", "mg", 6, secteur="public", age_min=33, age_max=33, arrivee=2029)],
     ["libéral, privé ; libéral, public"]),
    ([estimee("A", 30), Ligne("c", "A", "mg", 2, mode="salarié", statut="chargé")],
     ["libéral, privé", "salarié, privé"]),
])  # fmt: skip
def test_no_line_of_a_team_tells_of_fewer_than_five(rows: list[Ligne], lines: list[str]) -> None:
    *parts, moved, whole = par_secteur(entrees(*rows), MG, 10)
    assert [part.nom for part in parts] == lines
    assert sum(part.attendus for part in parts) == pytest.approx(whole.attendus)
    assert moved.attendus == pytest.approx(0, abs=1e-6)


def test_the_past_of_a_small_team_identifies_as_its_present(db: Database) -> None:
    group = (GRANDE, "mg")
    _ecrire(db, [41, 52, 63, 64, 65, 66], jour=1)
    _ecrire(db, [41, 52, 63, 64, 65], jour=2)
    assert not lectures.identifie(db, JOUR, group)
    _ecrire(db, [41, 52, 63], jour=3)
    _ecrire(db, [41, 52, 63, 64, 65, 66], jour=4)
    assert lectures.identifie(db, JOUR, group)
    assert not lectures.identifie(db, JOUR, (GRANDE, "ide"))


def test_a_team_that_shrinks_with_time_identifies(db: Database) -> None:
    _ecrire(db, [60, 61, 62, 63, 64, 65], jour=1)
    seen = lectures.vues(db)[GRANDE, "mg"]
    ages = [Ligne("", GRANDE, "mg", 2, age_min=60, age_max=60, depart=2028), Ligne("", GRANDE, "mg", 4)]
    gestes.enregistrer(db, TERMINAL, 2026, GRANDE, "mg", ages, seen)
    assert not lectures.identifie(db, JOUR, (GRANDE, "mg"))
    assert lectures.identifie(db, date(2029, 1, 1), (GRANDE, "mg"))


@pytest.mark.parametrize("past", [[63, 64], [40, 41, 42, 43, 44, 45]])
def test_the_history_of_a_small_team_waits_for_a_screen_not_projected(
    fichier: Path, connectee: Callable[..., None], past: list[int]
) -> None:
    with store.connect() as db:
        _ecrire(db, past, jour=1)
        _ecrire(db, [50, 51, 52, 53, 54, 55])
    page = AppTest.from_file(PAGE, default_timeout=120)
    connectee("facilitateur")
    page.session_state["effectifs_section"], page.session_state["effectifs_lieu"] = "Équipe", GRANDE
    page.run()
    tables = [frame.value for frame in page.dataframe if "Saisie par" in frame.value.columns]
    assert bool(tables) == (len(past) >= 5) and not page.exception
    if not tables:
        next(toggle for toggle in page.toggle if "historique" in toggle.label).set_value(True).run()
        tables = [frame.value for frame in page.dataframe if "Saisie par" in frame.value.columns]
        assert "63" in set(tables[0]["Âge, de"])


def test_the_history_is_said_in_french(db: Database) -> None:
    _ecrire(db, [63], depart=2030)
    shown = view_histoire.lisible(db, effectifs.history(db, GRANDE, "mg")).iloc[0]
    assert (shown["Âge, de"], shown["Départ"], shown["Âges de"]) == ("63", "2030", "2026")
    assert (shown["Cumul"], shown["Heures"], shown["Retirée le"], shown["Retirée par"]) == ("", "", "", "")
    assert "T" not in shown["Saisie le"] and shown["Saisie le"].count(":") == 1


@pytest.mark.parametrize("least", [3, 4])
def test_the_mean_list_of_too_few_doctors_is_nobodys_to_see(db: Database, least: int) -> None:
    """One doctor, or fewer than the threshold: the mean would be theirs."""
    codes = territoire.communes(db).query("territoire == @GRANDE").index
    charger(db, "medecin-traitant", "code_commune,patients,sans_medecin_traitant\n"
            + "".join(f"{code},1000,50\n" for code in codes), 2025)  # fmt: skip
    if least != 3:
        parameters.fixer(db, TERMINAL, "seuil_secret_praticiens", least, None, None, "prudence de la table")
    for doctors in range(7):
        seen = lectures_sources.listes(db, {(GRANDE, "mg"): doctors, (GRANDE, "ide"): 50}, JOUR)
        assert (GRANDE in seen) == (doctors >= least), doctors
