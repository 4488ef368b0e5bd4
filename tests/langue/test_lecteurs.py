"""No sentence asks a reader for what only an account can do: on each page they may open, in each state of a file."""

from pathlib import Path
from random import Random

import pytest
from sqlite_utils import Database

from components.ui.menu import MENU
from data.base import store
from tests import fichiers
from tests.langue import lecture
from tests.langue.test_ecrans import ecrans

OUVERTES = [name for name, (_, _, _, roles) in MENU.items() if not roles]
TIREE = Random(18).choice(OUVERTES)
CHACUNE = [name if name == TIREE else pytest.param(name, marks=pytest.mark.complet) for name in OUVERTES]


@pytest.mark.parametrize(
    "fautif", ["Chargez un fichier.", "Aucun membre : importez la liste", "à déclarer : Adoptez-le"]
)
def test_what_a_reader_cannot_do_is_seen(fautif: str) -> None:
    assert lecture.demandes(fautif)
    assert not lecture.demandes("Cherchez votre commune, choisissez un territoire, lisez le relevé déclaré et publié.")


@pytest.mark.parametrize("nom", CHACUNE)
def test_a_page_of_a_table_at_work(copie: Database, nom: str) -> None:
    _lue(nom)


@pytest.mark.parametrize("nom", CHACUNE)
@pytest.mark.parametrize("plein", [True, False], ids=["fresh", "empty"])
def test_a_page_of_a_table_that_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nom: str, plein: bool) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        if plein:
            fichiers.remplir(db)
    _lue(nom)


def _lue(nom: str) -> None:
    """Everything that the page says to someone without an account, each of its first choices opened."""
    asked = [one for screen in ecrans(nom) for text in lecture.textes(screen) for one in lecture.demandes(text)]
    assert not asked
