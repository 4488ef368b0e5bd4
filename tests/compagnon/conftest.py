"""A file of a département, a séance to come with its members, and its link."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from components.compagnon import routes, view_ecrire
from components.priorites import ballot
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins
from data.releves import clotures
from data.seances import compagnons, seances
from tests import fichiers

TAILLES = {"professionnels": 8, "usagers": 6, "collectivites": 5, "etat": 3, "qualifiees": 2}


class Salle(NamedTuple):
    """The open file, the séance, its link as an address."""

    db: Database
    seance: int
    lien: str


def _modele(folder: Path, departement: bool) -> Path:
    file = folder / "modele.db"
    with store.connect(file) as db:
        if departement:
            fichiers.remplir(db)
        people = [
            {"nom": f"{code} {k}", "college": code, "organisation": "", "suppleant": "", "vote": 1}
            for code, count in TAILLES.items()
            for k in range(count)
        ]
        seances.ajouter_membres(db, TERMINAL, people)
        made = seances.creer(db, TERMINAL, "Table", date(2026, 12, 10), "Mâcon", Fraction(1, 2))
        seances.ajouter_point(db, TERMINAL, made, "Territoires", "sans débat")
        seances.ajouter_point(db, TERMINAL, made, "Priorités", "vote")
    return file


@pytest.fixture(scope="session")
def vide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _modele(tmp_path_factory.mktemp("vide"), departement=False)


@pytest.fixture(scope="session")
def plein(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _modele(tmp_path_factory.mktemp("plein"), departement=True)


@contextmanager
def _copie(modele: Path, file: Path) -> Iterator[Salle]:
    with store.connect(modele) as source, Database(str(file)) as copy:
        source.conn.backup(copy.conn)
    view_ecrire.ENVOIS._echecs.clear()
    ballot.ECHECS._echecs.clear()
    with store.connect(file) as db:
        seance = int(seances.read(db).index[0])
        yield Salle(db, seance, f"/seance/{compagnons.renouveler(db, TERMINAL, seance)}")


@pytest.fixture
def salle(vide: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Salle]:
    """Of a file without a département: quick."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with _copie(vide, tmp_path / "table.db") as made:
        yield made


@pytest.fixture
def departement(plein: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Salle]:
    """Of a file with territories and figures."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with _copie(plein, tmp_path / "table.db") as made:
        yield made


@pytest.fixture
def client() -> TestClient:
    pages: list[Route] = [*routes.ROUTES, *ballot.ROUTES]
    return TestClient(Starlette(routes=pages), follow_redirects=False)


def ouvrir(salle: Salle, absents: dict[str, int] | None = None) -> list[tuple[str, str]]:
    """Open the séance, everyone there but some, and draw a slip for each voter there. Returns (code, college)."""
    db, seance, _ = salle
    people, gone = seances.membres(db), absents or {}
    lines: dict[int, tuple[str, int | None]] = {}
    for college, group in people.groupby("college"):
        for k, ident in enumerate(group.index):
            lines[int(ident)] = ("absent" if k < gone.get(str(college), 0) else "présent", None)
    seances.pointer(db, TERMINAL, seance, lines)
    clotures.passer(db, TERMINAL, seance, seances.OUVERTE)
    here = seances.presences(db, seance).query("statut == 'présent'")["college"].value_counts()
    return bulletins.tirer(db, TERMINAL, seance, {str(c): int(n) for c, n in here.items()}, remplacer=False)
