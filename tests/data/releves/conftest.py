"""A file with the whole chain in it, and a copy to rewrite by hand."""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from components.terminal import vote as terminal_vote
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.plans import financements
from data.priorites import services
from tests import fichiers

PARAMETRE = "usagers_presents_min"


@pytest.fixture(scope="session")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the whole chain of a demonstration, and one row of each kind written by a gesture."""
    file = tmp_path_factory.mktemp("scelle") / "modele.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
        parser = argparse.ArgumentParser()
        terminal_vote.declarer_demo(parser)
        terminal_vote.demo(db, parser.parse_args(["--step", "plan", "--members", "24"]))
        parameters.fixer(db, TERMINAL, PARAMETRE, 4, None, None, "Choix de la table")
        services.amender(db, TERMINAL, None, "Service ajouté", "Un mieux", "Qui peut", "")
        envelope = int(financements.envelopes(db).index[0])
        financements.ajouter_regle(db, TERMINAL, envelope, "eligible", "secteur", "public")
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


@pytest.fixture
def fichier(modele: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    file = tmp_path / "table.db"
    shutil.copy(modele, file)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    yield file
