"""Every guard on a small count, at its edge: what reaches the threshold passes, what is one under it does not."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction

import pytest

from components.core import secret
from components.effectifs.moteur import effectif
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.regles import analyse, saisie
from components.priorites.regles import scrutin
from components.priorites.regles.scrutin import College, Definition
from components.priorites.regles.vote import JUGEMENT, Option
from data.base.parameters import EnVigueur
from data.chargement import offre

JOUR = date(2026, 11, 22)
PEU = 5


def _equipe(people: int) -> list[Ligne]:
    return [Ligne(f"{k}", "A", "mg", 1, age_min=60, age_max=60) for k in range(people)]


def _vote(minimum: int, nominatif: bool = False) -> Definition:
    return Definition(
        "Q", JUGEMENT, (Option("a", "A"), Option("b", "B")), (College("u", "Usagers", "1", True),), "refuser", "0", 0,
        minimum, nominatif=nominatif,
    )  # fmt: skip


def _activite(people: int, least: int) -> bool:
    """Activity and working time of a row of supply."""
    values = EnVigueur(JOUR).with_value("seuil_secret_praticiens", least)
    (row,), hidden = offre.masquer([{"nombre": people, "etp": 1.0, "actes": 4000.0}], values)
    assert hidden == (row["etp"] is None) == (row["actes"] is None)
    return row["etp"] is not None


def _patients(people: int, least: int) -> bool:
    """The count of patients of a commune among larger ones."""
    counts = {"a": (float(people),), "b": (500.0,), "c": (900.0,)}
    return "a" in secret.proteger(counts, dict.fromkeys("abc", "T"), least).lignes


def _difference(people: int, least: int) -> bool:
    """Nested counts: what one holds beyond the other is people too."""
    counts = {"a": (500.0 + people, 500.0), "b": (2_000.0, 1_000.0), "c": (4_000.0, 2_000.0)}
    return "a" in secret.proteger(counts, dict.fromkeys("abc", "T"), least).lignes


def _total(people: int, least: int) -> bool:
    """The total of a territory beside withheld rows, `people` in all."""
    half = people // 2
    return "T" in secret.proteger({"a": (half,), "b": (people - half,)}, {"a": "T", "b": "T"}, least).totaux


def _groupe(people: int, least: int) -> bool:
    """A group of a vote announced by itself."""
    return ("a",) in scrutin.regrouper([("a",), ("b",)], {"a": people, "b": 50}, least)


def _resultat(people: int, least: int) -> bool:
    """A vote that may open: its result will be publishable."""
    return not scrutin.conditions(_vote(least), {"u": people}, 50, 50, 50)


def _ages(people: int, least: int) -> bool:
    """Ages of a team in what is projected and exported."""
    return any(row.age_min is not None for row in effectif.publiques(_equipe(people), JOUR.year))


def _lisible(people: int, least: int) -> bool:
    """A team shown to who does not facilitate."""
    return not effectif.cachee(_equipe(people), JOUR.year)


def _passe(people: int, least: int) -> bool:
    """The history of a team."""
    entered = [(row, "2026-01-01", None) for row in _equipe(people)]
    return not saisie.identifie(entered, JOUR.year)


def _exercice(people: int, least: int) -> bool:
    """A way of practising on its own line."""
    public = [Ligne(f"p{k}", "A", "mg", 1, secteur="public", age_min=60, age_max=60) for k in range(people)]
    return [("libéral", "public")] in analyse.regrouper([*_equipe(20), *public], JOUR.year)


REGLABLES = [_activite, _patients, _difference, _total, _groupe, _resultat]
FIXES = [_ages, _lisible, _passe, _exercice]


@pytest.mark.parametrize("least", [3, 5, 11])
@pytest.mark.parametrize("shows", REGLABLES, ids=lambda guard: guard.__name__)
def test_the_threshold_of_the_table_is_the_first_count_shown(shows: Callable[[int, int], bool], least: int) -> None:
    assert [shows(people, least) for people in range(1, 2 * least)] == [
        people >= least for people in range(1, 2 * least)
    ]


@pytest.mark.parametrize("shows", FIXES, ids=lambda guard: guard.__name__)
def test_five_people_are_the_first_shown(shows: Callable[[int, int], bool]) -> None:
    assert [shows(people, PEU) for people in range(1, 10)] == [people >= PEU for people in range(1, 10)]


def test_a_vote_by_name_has_no_one_to_protect_and_waits_for_one_ballot() -> None:
    assert [len(scrutin.conditions(_vote(5, True), {"u": n}, 50, 50, 50)) for n in (0, 1)] == [1, 0]


@pytest.mark.parametrize(("present", "opens"), [(24, False), (25, True)])
def test_the_quorum_and_the_users_asked_are_enough(present: int, opens: bool) -> None:
    asked = Definition(**(vars(_vote(5)) | {"quorum": str(Fraction(1, 2)), "usagers_min": 3}))
    assert (not scrutin.conditions(asked, {"u": 20}, 50, present, 3)) == opens
    assert (not scrutin.conditions(asked, {"u": 20}, 49, present + 1, 2 + opens)) == opens
