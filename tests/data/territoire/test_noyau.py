"""Every room computes with the same kernels, from what the file holds."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from sqlite_utils import Database

from components.carences.constat import lectures_minutes
from components.carences.indicateurs import lectures as carences
from components.effectifs.carte import lectures as effectifs
from components.plans.actions import lectures as plans
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.fichier.creation import creer
from data.territoire import france, noyau, sources, territoire
from tests import fichiers

DAY = date(2026, 11, 22)


def test_a_promise_a_scenario_and_a_what_if_compute_with_the_same_family(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        creer(db, TERMINAL, "71")
        one = carences.acces(db, EnVigueur.read(db, DAY))
        for other in (plans.acces(db, DAY), effectifs.acces(db, DAY)):
            assert other.famille is one.famille
            pd.testing.assert_series_equal(other.habitants, one.habitants)
        before = noyau.entrees(db)["temps"]
        assert before is None
        source = db.execute("SELECT id FROM sources LIMIT 1").fetchone()[0]
        pair = {"origine": "71270", "destination": "71076", "minutes": 47.0, "source": source}
        db["minutes"].insert(pair)
        roads = [carences.acces(db, EnVigueur.read(db, DAY)), plans.acces(db, DAY), effectifs.acces(db, DAY)]
        assert len({id(found.famille) for found in roads}) == 1 and roads[0].famille is not one.famille


ILES = {  # départements, communes of an island without a bridge, communes of one that has a bridge
    "56": (("56152", "56009", "56069", "56085", "56086", "56087", "56088"), ()),
    "29": (("29155", "29084", "29083", "29082"), ()),
    "85": (("85113",), ("85011", "85163")),
    "17": (("17004",), ("17297", "17093")),
    "971": (("97110", "97130", "97131", "97112"), ("97101", "97103")),
    "976": (("97608", "97615"), ()),
}  # fmt: skip


def _sur_table(db: Database, code: str) -> str:
    """Put a département in an empty file; the words of its kernel."""
    fichiers.remplir(db, code)
    return " ".join(noyau.acces(db, EnVigueur.read(db, DAY)).precautions)


@pytest.mark.parametrize("code", [pytest.param(c, marks=() if c == "56" else pytest.mark.complet) for c in ILES])
def test_sea_is_no_road(tmp_path: Path, code: str) -> None:
    alone, linked = ILES[code]
    lands = france.iles()
    with store.connect(tmp_path / "t.db") as db:
        said = _sur_table(db, code)
        names = territoire.communes(db)["nom"]
        access = noyau.acces(db, EnVigueur.read(db, DAY))
        for kernel in access.famille.kernels.values():
            i, j = kernel.gain.nonzero()
            here = kernel.communes.map(lambda one: lands.get(one, ""))
            assert (here[i] == here[j]).all()
        assert all(names[one] in said for one in alone) and not any(names[one] in said for one in linked)
        assert set(alone) <= set(lands) and lands.keys().isdisjoint(linked)
        table = [("56069", "56121", 12.0)] if code == "56" else []
        db["minutes"].insert_all({"origine": a, "destination": b, "minutes": m, "source": "epci_france_2026"}
                                 for a, b, m in table)  # fmt: skip
        if table:
            roads = noyau.acces(db, EnVigueur.read(db, DAY))
            kernel = roads.famille.central
            reached = kernel.minutes.toarray()[kernel.communes.get_loc("56069")]
            assert reached[kernel.communes.get_loc("56121")] == 12.0  # the boat of the table
            assert "Groix" not in " ".join(roads.precautions) and "Ouessant" not in " ".join(roads.precautions)


def test_an_island_reaches_no_emergency_over_the_sea(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        _sur_table(db, "56")
        place = territoire.communes(db).loc["56121"]  # Lorient, ten kilometres of sea from Groix
        where = {"commune": "56121", "lat": place.lat, "lon": place.lon, "precision": "", "source": "epci_france_2026"}
        db["sites"].insert({"id": "1", "nom": "CH", "type": "service d'urgences", **where})
        found = lectures_minutes.minutes(db, "minutes_urgences", "commune", EnVigueur.read(db, DAY))
        assert found is not None
        table = found.table
        assert table.loc["56069", "etat"] == "manquant" and table.loc["56121", "valeur"] == 0.0
        assert table["etat"].eq("manquant").sum() == sum(code in france.iles() for code in table.index)
        assert "Groix" in " ".join(found.precautions)


def test_a_bridge_joins_two_lands_that_no_island_of_the_list_holds() -> None:
    bridges, lands = sources.read_csv("liaisons_fixes"), sources.read_csv("iles_2025")
    assert not set(lands["code"]) & {*bridges["commune_a"], *bridges["commune_b"]}
    assert set(lands["ile"]) <= set(lands["code"]) and lands["code"].is_unique
    halls = sources.read_csv("mairies_2025").set_index("code")
    assert set(lands["code"]) <= set(halls.index)
