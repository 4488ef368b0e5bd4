"""The table beside the map: its names are there at each level, and may be looked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.carences.carte.view import NIVEAUX
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "carences.py")


@pytest.mark.parametrize("niveau", NIVEAUX)
def test_the_table_is_looked_through_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None], niveau: str
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        creation.creer(db, TERMINAL, "71")
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.session_state["carences_niveau"] = niveau
    page.run()
    names = page.dataframe[0].value[NIVEAUX[niveau]]
    field = next(field for field in page.text_input if field.key == "carences_filtre")
    field.set_value(str(names.iloc[0]).upper()).run()
    assert not page.exception and {names.iloc[0]} <= set(page.dataframe[0].value[NIVEAUX[niveau]]) < set(names)
    next(field for field in page.text_input if field.key == "carences_filtre").set_value("zzz").run()
    assert not page.exception and not [one for one in page.dataframe if one.value.empty]
    assert "Aucun nom de cette liste ne contient « zzz »." in [one.value.replace("\u00a0", " ") for one in page.info]
