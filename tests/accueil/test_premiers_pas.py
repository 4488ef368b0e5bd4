"""The first minutes: three steps for whoever leads, until a séance exists; a password written in clear when asked."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.accueil import view_premiers_pas
from components.ui.porte import portes
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.seances import seances
from tests import fichiers
from tests.accueil.test_page import accueil


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "58.db"))
    with store.connect() as db:
        fichiers.remplir(db, "58")


def _dits() -> str:
    return " ".join(one.value for one in accueil().markdown)


def test_three_steps_until_a_seance_exists(connectee: Callable[..., None]) -> None:
    connectee()
    assert "Premiers pas : 1 sur 3" in _dits()
    with store.connect() as db:
        assert [one.fait for one in view_premiers_pas.pas(db)] == [True, False, False]
        seances.creer(db, TERMINAL, "La première", date(2026, 12, 1), "", Fraction(1, 2))
    assert "Premiers pas" not in _dits()


@pytest.mark.parametrize("role", ["analyste"])
def test_they_are_for_whoever_leads(connectee: Callable[..., None], role: str) -> None:
    connectee(role)
    assert "Premiers pas" not in _dits()


def test_a_password_is_shown_when_asked() -> None:
    client = TestClient(Starlette(routes=portes.ROUTES))
    with store.connect() as db:
        link = f"/lien/{identite.inviter(db, TERMINAL, 'facilitateur')}"
    for address in ("/entrer", link):
        hidden, shown = client.get(address).text, client.get(f"{address}?montrer").text
        assert 'type="password"' in hidden and 'href="?montrer"' in hidden
        assert 'type="password"' not in shown and 'href="?"' in shown and f'action="{address}?montrer"' in shown
    fields = {"nom": "Ana", "mot_de_passe": "court"}
    refused = client.post(f"{link}?montrer", data=fields, headers={"origin": "http://testserver"})
    assert refused.status_code == 422 and 'name="mot_de_passe" type="text"' in refused.text
    assert "court" not in refused.text.replace("raccourci", ""), "what was typed never comes back"
