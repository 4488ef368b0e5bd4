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


def _connue(vus: Collection[frozenset[str]], ensemble: frozenset[str]) -> bool:
    """Whether the total of a set follows from these sums: by rank, another way than the product's. What is known alone
    is taken out first: it is known, in a sum or not."""
    alone = {name for one in vus if len(one) == 1 for name in one}
    sums, wanted = {one - alone for one in vus if one - alone}, ensemble - alone
    names = sorted({name for one in sums for name in one} | wanted)
    matrix = np.array([[float(name in one) for name in names] for one in sums] or [[0.0] * len(names)])
    target = np.array([float(name in wanted) for name in names])
    return not wanted or bool(np.linalg.matrix_rank(np.vstack([matrix, target])) == np.linalg.matrix_rank(matrix))


def _connu(vus: Collection[frozenset[str]], code: str) -> bool:
    """Whether the count of one row follows from these sums."""
    return _connue(vus, frozenset({code}))


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=6))
def test_what_sums_let_deduce_is_what_algebra_says(vus: list[frozenset[str]]) -> None:
    seen = Sommes()
    for one in vus:
        seen = seen.avec(one)
    for name in "abcdef":
        assert seen.revele([name]) == _connu(vus, name)


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


GRANDS = (300, 200, 150, 100)
PETITS = {  # two communes where few people are counted: patients, without a doctor, in ALD, in ALD without one
    "patients": [(5, 5, 5, 5), (4, 4, 4, 4)],
    "sans médecin": [(300, 5, 150, 5), (301, 4, 150, 4)],
    "en ALD": [(300, 200, 5, 5), (301, 200, 4, 4)],
    "en ALD sans médecin": [(300, 200, 150, 5), (301, 200, 150, 4)],
    "avec un médecin": [(300, 295, 150, 100), (301, 297, 150, 100)],
    "en ALD, avec un médecin": [(300, 200, 150, 145), (301, 200, 150, 146)],
    "hors ALD": [(300, 200, 295, 100), (301, 200, 297, 100)],
    "hors ALD, sans médecin": [(300, 200, 250, 195), (301, 200, 250, 196)],
}


@pytest.mark.parametrize("few", PETITS)
def test_a_small_total_is_not_given_away_in_any_column_nor_between_two(tmp_path: Path, few: str) -> None:
    """The same, whichever number of people is small there: one of the counts, or what one holds beyond another."""
    with fabrique.nievre(tmp_path) as db:
        small, target, whole = _situation(db)
        counts = {code: tuple(10 * k + n for n in GRANDS) for k, code in enumerate(sorted(whole))}
        home = str(territoire.communes(db)["territoire"][small])
        pair = frozenset({small, next(c for c in sorted(montres.territoires(db)[home]) if c != small)})
        counts |= dict(zip(sorted(pair), PETITS[few], strict=True))
        text = f"code_commune,{','.join(PATIENTS)}\n" + "".join(
            f"{code},{','.join(map(str, row))}\n" for code, row in counts.items()
        )

        def load() -> str:
            seen = fabrique.voir(db, "medecin-traitant", csv(text), **FICHE)
            chargement.charger(db, fabrique.TERMINAL, seen, fabrique.JOUR)
            assert all(seen.remarques)
            return " ".join(seen.remarques)

        assert MOTIF not in load()
        before = {name: _montre(db, name) for name in PATIENTS}
        alone = set().union(*(one for seen in before.values() for one in seen if len(one) == 1))
        assert not pair & alone and not any(_connue(seen, pair) for seen in before.values())
        _bouger(db, min(montres.territoires(db)[home] - pair - alone), target)
        assert MOTIF in load()
        assert not any(_connue(before[name] | _montre(db, name), pair) for name in PATIENTS)


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
