"""Dates shown are the table's local day: the machine's zone, or that of an overseas département wherever it is."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from components.core.francais import jour
from components.donnees import lectures
from data.base import jours, store
from data.base.acteurs import TERMINAL
from data.fichier import creation


@pytest.fixture
def fuseau(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets the zone of the machine, and puts it back."""

    def regler(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield regler
    monkeypatch.undo()
    time.tzset()


SOIR = "2026-11-23T02:30:00+00:00"


@pytest.mark.parametrize(
    ("machine", "departement", "attendu"),
    [
        ("Europe/Paris", "71", "23/11/2026 03:30"),
        ("Pacific/Tahiti", "71", "22/11/2026 16:30"),
        ("America/Martinique", "71", "22/11/2026 22:30"),
        ("Europe/Paris", "972", "22/11/2026 22:30"),
        ("America/Martinique", "974", "23/11/2026 06:30"),
        ("UTC", "974", "23/11/2026 06:30"),
        ("UTC", None, "23/11/2026 02:30"),
    ],
)
def test_an_instant_is_told_where_the_table_is(
    tmp_path: Path, fuseau: Callable[[str], None], machine: str, departement: str | None, attendu: str
) -> None:
    fuseau(machine)
    with store.connect(tmp_path / "table.db") as db:
        if departement:
            db["concertation"].insert({"cle": "departement", "valeur": departement})
        assert jours.moment_de(db, SOIR) == attendu
        assert f"{jours.jour_de(db, SOIR):%d/%m/%Y}" == attendu[:10]
        assert jours.jour_de(db, "2026-01-31").isoformat() == "2026-01-31", "a day is no instant"


@pytest.mark.parametrize("machine", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_what_is_loaded_is_dated_of_the_day_its_export_says(
    tmp_path: Path, fuseau: Callable[[str], None], machine: str
) -> None:
    """At any hour, one of these two zones is not at the day of UTC."""
    fuseau(machine)
    here = datetime.now(UTC).astimezone(ZoneInfo(machine)).date()
    with store.connect(tmp_path / "table.db") as db:
        creation.creer(db, TERMINAL, "90")
        assert set(lectures.sources(db, here)["Chargée le"]) == {jour(here)}
        assert jours.aujourd_hui(db) == here
