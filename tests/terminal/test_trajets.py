"""Road minutes from the terminal without the engine, which the product does not require (with it: `make routes`)."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from components.core.refus import Refus
from components.terminal.trajets import minutes, moteur
from data.base import store
from tests import fichiers


def test_without_the_engine_it_is_refused_in_words_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "valhalla", None)  # as where the extra is not installed
    extract, target = tmp_path / "region.osm.pbf", tmp_path / "minutes.csv"
    extract.write_bytes(b"x")
    with store.connect(tmp_path / "table.db") as db, pytest.raises(Refus, match=r"requirements-routes\.txt"):
        fichiers.remplir(db, "58")
        minutes.calculer(db, [extract], target)
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".csv"] == []
    assert (Path(__file__).resolve().parents[2] / moteur.PAQUETS).is_file()


def test_a_file_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    target = tmp_path / "minutes.csv"
    target.write_text("ma table", encoding="utf-8")
    with store.connect(tmp_path / "table.db") as db, pytest.raises(Refus, match="existe déjà"):
        fichiers.remplir(db, "58")
        minutes.calculer(db, [tmp_path / "region.osm.pbf"], target)
    assert target.read_text(encoding="utf-8") == "ma table"


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("absent.osm.pbf", lambda path: None, "introuvable"),
        ("region.zip", lambda path: path.write_bytes(b"PK"), "n'est pas un extrait"),
        ("dossier.osm.pbf", lambda path: path.mkdir(), "introuvable"),
    ],
)
def test_what_is_not_an_extract_is_named(tmp_path: Path, name: str, make: Callable[[Path], object], words: str) -> None:
    make(tmp_path / name)
    with pytest.raises(Refus, match=words):
        moteur.lisibles([tmp_path / name])


def test_the_application_never_imports_the_engine() -> None:
    root = Path(__file__).resolve().parents[2]
    importing = [
        path.relative_to(root).as_posix()
        for place in ("app.py", "components", "data", "pages")
        for path in ([root / place] if place.endswith(".py") else (root / place).rglob("*.py"))
        if "valhalla" in path.read_text(encoding="utf-8")
    ]
    assert importing == ["components/terminal/trajets/moteur.py"]
