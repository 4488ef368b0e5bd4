"""Who is there is read once while a page is drawn, and again for the next one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from components.core.refus import Refus
from components.ui import identity
from data.base import store
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import variantes
from data.fichier.creation import creer


def test_an_account_closed_between_two_drawings_is_a_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "t.db"))
    with store.connect() as db:
        creer(db, TERMINAL, "58")
    connectee("analyste", "Dominique")
    with identity.le_temps_du_dessin():
        assert identity.acteur().nom == "Dominique"
        with store.connect() as db, store.writing(db):
            db["comptes"].update(identity.acteur().id, {"actif": 0})
        assert identity.acteur().nom == "Dominique", "one drawing, one answer"
    assert identity.acteur() == LECTEUR
    with identity.le_temps_du_dessin():
        assert identity.acteur() == LECTEUR


def test_a_closed_account_is_refused_by_gestures_during_the_drawing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "t.db"))
    with store.connect() as db:
        creer(db, TERMINAL, "58")
        connectee("analyste", "Dominique")
        with identity.le_temps_du_dessin():
            who = identity.acteur()
            with store.writing(db):
                db["comptes"].update(who.id, {"actif": 0})
            with pytest.raises(Refus):
                variantes.creer(db, who, "essai", "")
