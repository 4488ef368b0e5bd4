"""Every room computes with the same kernels, from what the file holds."""

from datetime import date
from pathlib import Path

import pandas as pd

from components.carences.indicateurs import lectures as carences
from components.effectifs.carte import lectures as effectifs
from components.plans.actions import lectures as plans
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.fichier.creation import creer
from data.territoire import noyau

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
