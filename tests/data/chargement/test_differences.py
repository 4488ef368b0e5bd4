"""The same counts under two meshes, two vintages or two levels: no difference gives the exact count of a commune that
is withheld, whatever was shown before."""

from collections.abc import Collection
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.deductions import Sommes
from data.chargement import chargement, montres
from data.chargement.montres import MOTIF
from data.imports.population import PATIENTS
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import VALEUR
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

FICHE = {"millesime": 2023, "producteur": "CPAM", "licence": "interne"}
Vu = set[frozenset[str]]


def _connu(vus: Collection[frozenset[str]], code: str) -> bool:
    """Whether the count of one row follows from these sums: by rank, another way than the product's."""
    names = sorted({name for one in vus for name in one} | {code})
    matrix = np.array([[float(name in one) for name in names] for one in vus] or [[0.0] * len(names)])
    target = np.array([float(name == code) for name in names])
    return bool(np.linalg.matrix_rank(np.vstack([matrix, target])) == np.linalg.matrix_rank(matrix))


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=6))
def test_what_sums_let_deduce_is_what_algebra_says(vus: list[frozenset[str]]) -> None:
    seen = Sommes()
    for one in vus:
        seen = seen.avec(one)
    for name in "abcdef":
        assert seen.revele([name]) == _connu(vus, name)


def _connue(vus: Collection[frozenset[str]], ensemble: frozenset[str]) -> bool:
    """Whether the total of a set follows from these sums, by rank."""
    names = sorted({name for one in vus for name in one} | ensemble)
    matrix = np.array([[float(name in one) for name in names] for one in vus] or [[0.0] * len(names)])
    target = np.array([float(name in ensemble) for name in names])
    return bool(np.linalg.matrix_rank(np.vstack([matrix, target])) == np.linalg.matrix_rank(matrix))


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=6))
def test_pairs_whose_total_can_be_deduced_are_those_of_algebra(vus: list[frozenset[str]]) -> None:
    seen = Sommes()
    for one in vus:
        seen = seen.avec(one)
    found = set(seen.ensembles("abcdef"))
    assert all(_connue(vus, group) for group in found)
    hidden = [name for name in "abcdef" if not seen.revele([name])]
    pairs = {frozenset(pair) for pair in combinations(hidden, 2)}
    assert {pair for pair in pairs if _connue(vus, pair)} == found & pairs


def _montre(db: Database, indicateur: str) -> Vu:
    """What a visitor sees now: communes one by one, territories of the mesh in use by their total."""
    places, seen = montres.territoires(db), set()
    for serie in indicateurs.series(db):
        if serie.indicateur == indicateur:
            read = indicateurs.values(db, serie.id)
            shown = read.index[read["etat"] == VALEUR]
            seen |= {places[code] if serie.niveau == "territoire" else frozenset({str(code)}) for code in shown}
    return seen


def _bouger(db: Database, commune: str, vers: str) -> None:
    """Another mesh: the same territories, one commune in another one."""
    rows = territoire.communes(db)["territoire"].dropna().to_dict() | {commune: vers}
    text = "depcom,libcom,tv,libtv\n" + "".join(f"{c},Commune,{t},Lieu {t}\n" for c, t in sorted(rows.items()))
    fabrique.charger(db, "tvs", csv(text), millesime=2023)


def _situation(db: Database) -> tuple[str, str, dict[str, int]]:
    """A commune with five people, a territory it may move to, and everyone's counts."""
    groups = territoire.communes(db)["territoire"].dropna()
    first, second = groups.value_counts().index[:2]
    counts = {str(code): 200 + 7 * rank for rank, code in enumerate(groups.index)}
    small = str(groups.index[groups == first][0])
    return small, str(second), counts | {small: 5}


def _patients(db: Database, counts: dict[str, int], year: int) -> list[str]:
    text = "code_commune,sans_medecin_traitant\n" + "".join(f"{code},{count}\n" for code, count in counts.items())
    seen = fabrique.voir(db, "medecin-traitant", csv(text), **(FICHE | {"millesime": year}))
    chargement.charger(db, fabrique.TERMINAL, seen, fabrique.JOUR)
    return list(seen.remarques)


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_same_counts_under_another_mesh_or_vintage_give_nobody_away(tmp_path: Path, year: int) -> None:
    with fabrique.nievre(tmp_path) as db:
        small, target, counts = _situation(db)
        _patients(db, counts, 2023)
        before = _montre(db, "sans_medecin_traitant")
        assert before and not _connu(before, small)
        _bouger(db, small, target)
        said = _patients(db, counts, year)
        after = _montre(db, "sans_medecin_traitant")
        assert not _connu(before | after, small) and MOTIF in " ".join(said)
        assert len(after) > len(counts) / 2, "the rest is shown"


def test_a_small_total_of_two_communes_is_not_given_away_either(tmp_path: Path) -> None:
    """Two communes of 5 and 4 patients, and the third that hid them: gone to another territory, it uncovers their 9."""
    with fabrique.nievre(tmp_path) as db:
        small, target, counts = _situation(db)
        home = str(territoire.communes(db)["territoire"][small])
        other = next(c for c in sorted(montres.territoires(db)[home]) if c != small)
        counts |= {other: 4}
        _patients(db, counts, 2023)
        before, pair = _montre(db, "sans_medecin_traitant"), frozenset({small, other})
        assert not _connue(before, pair), "under one mesh, a third commune hides them"
        third = min(montres.territoires(db)[home] - pair - set().union(*(one for one in before if len(one) == 1)))
        _bouger(db, third, target)
        said = _patients(db, counts, 2023)
        after = _montre(db, "sans_medecin_traitant")
        assert not _connue(before | after, pair) and MOTIF in " ".join(said)


DEDANS = {0: (1, 2, 3), 2: (3,)}  # columns that count some of the people of another, and no more than it


@pytest.mark.parametrize("rank", range(4))
def test_a_small_total_is_not_given_away_in_any_column(tmp_path: Path, rank: int) -> None:
    """The same, whichever number of people is small there: patients, without a doctor, in ALD, in ALD without one."""
    with fabrique.nievre(tmp_path) as db:
        small, target, whole = _situation(db)
        counts = {code: [200 + 7 * k, 100 + 3 * k, 80 + 2 * k, 40 + k] for k, code in enumerate(sorted(whole))}
        home = str(territoire.communes(db)["territoire"][small])
        pair = frozenset({small, next(c for c in sorted(montres.territoires(db)[home]) if c != small)})
        for code, few in zip(sorted(pair), (5, 4), strict=True):
            for column in (rank, *DEDANS.get(rank, ())):
                counts[code][column] = few
        text = f"code_commune,{','.join(PATIENTS)}\n" + "".join(
            f"{code},{','.join(map(str, row))}\n" for code, row in counts.items()
        )

        def load() -> str:
            seen = fabrique.voir(db, "medecin-traitant", csv(text), **FICHE)
            chargement.charger(db, fabrique.TERMINAL, seen, fabrique.JOUR)
            assert all(seen.remarques)
            return " ".join(seen.remarques)

        assert MOTIF not in load()
        before = _montre(db, PATIENTS[rank])
        alone = set().union(*(one for one in before if len(one) == 1))
        assert not _connue(before, pair) and not pair & alone
        _bouger(db, min(montres.territoires(db)[home] - pair - alone), target)
        assert MOTIF in load() and not _connue(before | _montre(db, PATIENTS[rank]), pair)


def test_other_counts_of_another_year_are_not_held_back(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        small, target, counts = _situation(db)
        _patients(db, counts, 2023)
        _bouger(db, small, target)
        assert MOTIF not in " ".join(_patients(db, {code: count + 3 for code, count in counts.items()}, 2024))


def test_totals_typed_under_two_meshes_beside_communes_give_nobody_away(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        small, target, counts = _situation(db)
        form = FICHE | {"libelle": "Diabétiques", "unite": "nombre", "agregation": "aucune"}
        text = "code,valeur\n" + "".join(f"{code},{count}\n" for code, count in counts.items())
        fabrique.charger(db, "indicateur", csv(text), **form)
        seen = _montre(db, "diabetiques")
        for _ in range(2):
            places = montres.territoires(db)
            totals = "code,valeur\n" + "".join(
                f"{t},{sum(counts[c] for c in inside)}\n" for t, inside in sorted(places.items())
            )
            fabrique.charger(db, "indicateur", csv(totals), **(form | {"niveau": "territoire"}))
            seen |= _montre(db, "diabetiques")
            assert not _connu(seen, small)
            _bouger(db, small, target)
