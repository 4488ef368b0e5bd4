"""« Et si ? » with two tabs open on the same file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import variantes
from tests import fichiers

PAGE = Path(__file__).resolve().parents[2] / "pages" / "et_si.py"
MACON = "71270"


def test_a_move_never_lands_in_another_stack_when_its_own_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        kept, gone = (variantes.creer(db, TERMINAL, name) for name in ("gardée", "supprimée"))
    connectee()
    test = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert test.selectbox(key="etsi_variante").value == gone
    with store.connect() as db:
        variantes.supprimer(db, TERMINAL, gone)
    next(box for box in test.selectbox if box.label == "Commune").set_value(MACON)
    next(field for field in test.text_input if field.label == "Quantité").set_value("5 000")
    next(button for button in test.button if button.label == "Ajouter ce mouvement").click().run()
    assert not test.exception
    with store.connect() as db:
        assert variantes.read(db)["nombre"].to_dict() == {kept: 0}
    assert any("supprimée" in said.value for said in [*test.warning, *test.error])
