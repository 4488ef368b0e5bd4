"""Minutes to a site: the loaded table of journeys stands in place of the estimate, and says where."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.carences.constat import lectures_calculs, lectures_minutes
from components.carences.regles.eloignement import au_plus_proche
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.chargement import retrait
from data.territoire import territoire
from tests import fichiers
from tests.carences.cas import JOUR
from tests.data.imports import fabrique

PLACES = ["a", "b", "c", "d"]
GUESS = np.array([[2.0, 20.0], [9.0, 30.0], [40.0, 12.0], [np.nan, np.nan]])
ROADS = pd.DataFrame(
    [("b", "a", 25.0), ("b", "z", 17.0), ("b", "x", 1.0), ("a", "z", 30.0)],
    columns=["origine", "destination", "minutes"],
)


def test_the_table_is_read_where_it_goes_and_the_estimate_elsewhere() -> None:
    found = au_plus_proche(PLACES, ["a", "z"], GUESS, ROADS)
    assert found.minutes[:3].tolist() == [2.0, 17.0, 12.0] and np.isnan(found.minutes[3])
    assert found.lus.tolist() == [True, True, False, False]
    assert found.methode == "table de trajets pour 2\u00a0communes sur 3"


def test_without_a_table_every_time_is_an_estimate() -> None:
    found = au_plus_proche(PLACES, ["a", "z"], GUESS, None)
    assert found.minutes[:3].tolist() == [2.0, 9.0, 12.0] and found.methode == "estimé à vol d'oiseau"


journeys = st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["a", "z"]), st.floats(0, 99)), max_size=6)


@given(journeys, st.floats(0, 50))
def test_a_slower_road_never_brings_a_site_nearer(rows: list, more: float) -> None:
    table = pd.DataFrame(rows, columns=["origine", "destination", "minutes"])
    guess = GUESS[:3]
    before = au_plus_proche(PLACES[:3], ["a", "z"], guess, table)
    after = au_plus_proche(PLACES[:3], ["a", "z"], guess, table.assign(minutes=table["minutes"] + more))
    assert (after.minutes >= before.minutes).all() and (after.lus == before.lus).all()


@pytest.fixture
def loaded(tmp_path: Path):
    with store.connect(tmp_path / "71.db") as db:
        fichiers.remplir(db)
        yield db


def test_the_card_reads_the_imported_minutes(loaded) -> None:
    def told() -> dict:
        return lectures_calculs.indicateur(loaded, "minutes_urgences", "commune", JOUR)

    before = {row["code"]: row["valeur"] for row in told()["valeurs"]}
    assert "vol d'oiseau" in told()["titre"]
    towns = territoire.sites(loaded)["commune"].dropna().unique()
    place = next(code for code in before if code not in towns)
    with store.writing(loaded):
        loaded["minutes"].insert(
            {"origine": place, "destination": str(towns[0]), "minutes": 77.0, "source": "urgences_71"}
        )
    after = told()
    assert {row["code"]: row["valeur"] for row in after["valeurs"]} == before | {place: 77.0}
    assert "pour 1\u00a0commune sur 563" in after["titre"] and "table de trajets chargée" in after["precautions"][0]


ETABLISSEMENTS = "finess_et,nom,categorie,lat,lon\n710000001,CH A,Centre Hospitalier,46.31,4.83\n"
ACTIVITES = (
    "nofinesset,rset,libmodalite\n710000001,CH A,SU Structure des urgences\n"
    "710000002,CH B,SU Structure des urgences\n10000024,CH C,SU Structure des urgences\n"
)


def test_a_site_that_cannot_be_placed_is_named_and_withholds_the_signal_until_it_is(loaded) -> None:
    retrait.retirer(loaded, TERMINAL, "urgences_71")
    fabrique.charger(loaded, "sites", fabrique.csv(ETABLISSEMENTS))
    seen = fabrique.voir(loaded, "sites", fabrique.csv(ACTIVITES))
    assert "CH B (service d'urgences, 710000002)" in " ".join(seen.remarques) and "CH C" not in " ".join(seen.remarques)
    fabrique.charger(loaded, "sites", fabrique.csv(ACTIVITES))
    values = EnVigueur.read(loaded, JOUR)

    def signal() -> pd.Series:
        found = lectures_minutes.pour_signal(loaded, "minutes_urgences", values)
        assert found is not None
        return found.table["valeur"]

    read = lectures_calculs.indicateur(loaded, "minutes_urgences", "territoire", JOUR)
    assert "CH B (710000002)" in " ".join(read["precautions"]) and signal().isna().all()
    fabrique.charger(loaded, "sites", fabrique.csv(ETABLISSEMENTS + "710000002,CH B,Centre Hospitalier,46.95,4.3\n"))
    assert signal().isna().all()  # its emergency department is not placed yet
    fabrique.charger(loaded, "sites", fabrique.csv(ACTIVITES))
    read = lectures_calculs.indicateur(loaded, "minutes_urgences", "territoire", JOUR)
    assert signal().notna().any() and "CH B" not in " ".join(read["precautions"])
