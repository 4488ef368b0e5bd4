"""A file with the whole chain in it, and a copy to rewrite by hand."""

import argparse
import shutil
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from components.terminal import vote as terminal_vote
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.plans import financements
from data.priorites import propositions, versions
from data.seances import seances
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
        signing = seances.creer(db, TERMINAL, "Séance suivante", date(2026, 12, 15), "", Fraction(0))
        words = {"nom": "Service ajouté", "pour_le_patient": "Un mieux", "qui": "Qui peut"}
        ident = propositions.signer(db, TERMINAL, signing, int(seances.membres(db).index[0]), words)
        versions.adopter(db, TERMINAL, "Un ajout", [ident])
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
