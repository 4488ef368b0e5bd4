"""The page of a closed séance offers its minutes."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.base import store
from data.base.acteurs import TERMINAL
from data.releves import clotures
from data.seances import seances
from tests import fichiers

PAGES = Path(__file__).resolve().parents[3] / "pages"


def test_a_closed_seance_is_drawn_with_its_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        ident = seances.creer(db, TERMINAL, "Séance", date.today(), "", Fraction(1, 2))
        member = {"nom": "Usager 1", "college": "usagers", "organisation": "", "suppleant": "", "vote": 1}
        seances.ajouter_membres(db, TERMINAL, [member])
        seances.pointer(db, TERMINAL, ident, {int(seances.membres(db).index[0]): ("présent", None)})
        clotures.passer(db, TERMINAL, ident, seances.OUVERTE)
        clotures.passer(db, TERMINAL, ident, seances.CLOSE)
    connectee()
    run = AppTest.from_file(str(PAGES / "seances.py"), default_timeout=60).run()
    assert not run.exception
    assert {"Relevé de décisions (Word)", "Relevé de décisions (page web)"} <= {
        b.proto.label for b in run.get("download_button")
    }
