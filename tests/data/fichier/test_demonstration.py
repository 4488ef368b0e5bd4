"""The demonstration opens in a file of its own, beside the real one, and leads back to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from components.core.refus import Indisponible, Refus
from data.base import identite, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.fichier import tables
from tests import fichiers
from tests.data.fichier.test_tables import SERVEUR

INIT = ("-m", "data", "init")  # makes a real file, sooner than the whole demonstration


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "concertation.db"
    with store.connect(file) as db:
        fichiers.remplir(db, "71")
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    monkeypatch.setattr(tables, "COMMANDE", ("-c", SERVEUR))
    monkeypatch.setattr(tables, "FABRIQUE", INIT)
    yield file
    for process in tables._LANCES:
        process.kill()
        process.wait(timeout=10)
    tables._LANCES.clear()


def test_it_opens_beside_and_comes_back(ici: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ici.read_bytes()
    with store.connect() as db:
        with pytest.raises(Refus, match="facilitation"):
            tables.demonstration(db, LECTEUR, 53_000)
        table, link = tables.demonstration(db, TERMINAL, 53_000)
        again, _ = tables.demonstration(db, TERMINAL, 53_000)
    assert table.fichier == ici.with_name(tables.DEMONSTRATION) and link and again.port == table.port
    assert ici.read_bytes() == before and not tables.est_demonstration() and tables.retour() is None
    assert [one.fichier for one in tables.tables()] == [ici], "it is not the table of a département"
    assert not ici.with_name(tables.EN_COURS).exists()
    assert identite.cookie(table.fichier) != identite.cookie(ici), "one does not sign the other out"
    monkeypatch.setenv("CONCERTATION_DB", str(table.fichier))
    assert tables.est_demonstration() and tables.retour() is None, "nobody answers at that port"
    tables._retour(table.fichier).write_text(f'{{"port": {table.port}}}', encoding="utf-8")
    assert tables.retour() == table.port


def test_one_that_cannot_be_made_is_said_and_leaves_nothing(ici: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "FABRIQUE", ("-c", "raise SystemExit(2)"))
    with store.connect() as db, pytest.raises(Indisponible, match="votre table n'a pas changé"):
        tables.demonstration(db, TERMINAL, 53_000)
    assert not ici.with_name(tables.DEMONSTRATION).exists() and not tables._LANCES


@pytest.mark.complet
def test_the_whole_demonstration_is_made(ici: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "FABRIQUE", ("-m", "data", "demo", "--step", "plan"))
    with store.connect() as db:
        table, _ = tables.demonstration(db, TERMINAL, 53_000)
    with store.connect(table.fichier) as there:
        assert there["actions"].count > 3 and there["decisions"].count > 3
