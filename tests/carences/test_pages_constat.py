"""The page « Territoires » and its prints: what a facilitator and a reader see, on a real file."""

from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.carences import commands_constat, commands_signaux, view_imprimes
from components.carences.model_territoire import PIED
from data import constats, creation, fiches, identite, parameters, store
from data.acteurs import TERMINAL
from tests import comptes

PAGE = Path(__file__).resolve().parents[2] / "pages" / "territoires.py"
MARCIGNY = "247100639"


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh 71, and a browser without any cookie."""
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    file = tmp_path / "71.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect() as db:
        creation.create(db, TERMINAL, "71")
    return file


def page(**state: str) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in state.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception
    return test


def test_a_reader_sees_nothing_before_the_discussion_then_what_was_examined() -> None:
    assert not page().dataframe
    assert page(territoires_choix=MARCIGNY).title[0].value.startswith("Territoires")
    with store.connect() as db:
        constats.marquer(db, TERMINAL, "medecin_generaliste", [MARCIGNY], constats.DISCUTE)
    assert page().dataframe[0].value["Territoire"].tolist() == ["CC de Marcigny"]
    assert page(territoires_choix=MARCIGNY).title[0].value == "CC de Marcigny"


def test_the_facilitator_sees_those_with_signals_first(connectee: Callable[..., None]) -> None:
    connectee()
    loud, quiet = (frame.value for frame in page().dataframe[:2])
    assert len(loud) + len(quiet) == 20
    assert set(quiet["Proposition"]) == {"pas de signal"}
    assert loud["Proposition"].tolist() == sorted(loud["Proposition"])


def test_the_card_carries_the_footer_and_every_tab(connectee: Callable[..., None]) -> None:
    connectee()
    test = page(territoires_choix=MARCIGNY)
    assert any("n'ouvre aucun droit" in caption.value for caption in test.caption)
    assert [tab.label for tab in test.tabs] == [
        "Signaux", "Pourquoi", "Contestations", "Structures", "Constat", "Fiche citoyenne",
    ]  # fmt: skip


def _print(path: str, cookies: dict[str, str]) -> tuple[int, str]:
    client = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies=cookies)
    answer = client.get(path)
    return answer.status_code, answer.text


def test_prints_are_for_the_table_before_the_discussion_and_for_all_after() -> None:
    with store.connect() as db:
        token = {identite.COOKIE: comptes.session(db)}
        fiches.ecrire(db, TERMINAL, MARCIGNY, "medecin_traitant", "<script>alert(1)</script>")
    for path in (f"/fiche/{MARCIGNY}", f"/territoire/{MARCIGNY}"):
        assert _print(path, {})[0] == 404
        assert _print(path, token)[0] == 200
    assert _print("/fiche/000", token)[0] == 404 and _print("/constat/000", token)[0] == 404
    with store.connect() as db:
        constats.marquer(db, TERMINAL, "medecin_generaliste", [MARCIGNY], constats.DISCUTE)
    status, sheet = _print(f"/fiche/{MARCIGNY}", {})
    assert status == 200 and "3114" in sheet
    assert "<script>" not in sheet and "&lt;script&gt;" in sheet
    status, card = _print(f"/territoire/{MARCIGNY}", {})
    assert status == 200 and PIED in unescape(card)


def test_a_declaration_is_taken_back(connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        tableau = commands_signaux.tableau(db, "medecin_generaliste", date.today())
        doubt = commands_constat.reserves(db, tableau)[0]
        constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], "lu dans la notice", doubt.empreinte)
    test = page()
    next(button for button in test.button if button.label == "Retirer cette déclaration").click().run()
    assert not test.exception
    with store.connect() as db:
        assert constats.declarations(db).empty
    assert any("Déclaration retirée" in said.value for said in test.success)


def test_the_rule_on_screen_is_the_one_that_proposes(connectee: Callable[..., None]) -> None:
    connectee()
    with store.connect() as db:
        used = commands_signaux.tableau(db, "medecin_generaliste", date.today()).seuils["seuil_sous_dense"]
    assert used.value == 2.5
    said = next(m.value for m in page().markdown if "Seuil d'accès faible aux médecins généralistes" in m.value)
    assert "**2,5** consultations" in said and used.reference in said


def test_half_a_family_is_never_read_as_none() -> None:
    with store.connect() as db:
        parameters.set_local(db, TERMINAL, "familles_a_examiner", 0.4, None, None, "essai")
        reviews = commands_signaux.tableau(db, "medecin_generaliste", date.today()).bilans.values()
    assert {b.proposition for b in reviews if not b.signalent} == {"pas_de_signal"}
