"""What readers may see is a territory for a profession: the migration, the page, the prints, the marks."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from components.carences.carte import view_propositions
from components.carences.constat import lectures
from components.carences.territoires import view_imprimes
from data.base import acteurs, decisions, store
from data.base.acteurs import TERMINAL
from data.base.migrations import carences as migrations_constats
from data.carences import constats, contestations
from tests import fichiers
from tests.carences.cas import INF, JOUR, MARCIGNY, MG, charger_infirmiers

PAGES = Path(__file__).resolve().parents[3] / "pages"
CLUNY = "200040038"


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """71 with two professions, and a browser without any cookie."""
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    file = tmp_path / "71.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect() as db:
        fichiers.remplir(db)
        charger_infirmiers(db)
    return file


def page(name: str, **state: object) -> AppTest:
    test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60)
    for key, value in state.items():
        test.session_state[key] = value
    test.run()
    assert not test.exception
    return test


def texts(test: AppTest) -> str:
    return " ".join(str(one.value) for one in [*test.markdown, *test.caption, *test.title, *test.header])


def test_a_territory_examined_for_one_profession_shows_readers_no_other(fichier: Path) -> None:
    with store.connect() as db:
        constats.marquer(db, TERMINAL, MG, [MARCIGNY], constats.DISCUTE)
    assert page("territoires", territoires_choix=MARCIGNY).title[0].value == "CC de Marcigny"
    other = page("territoires", territoires_choix=MARCIGNY, territoires_profession=INF)
    assert other.title[0].value.startswith("Territoires") and not other.dataframe
    page("carences", carences_propositions=True, carences_serie="apl_infirmiers_2023")
    with store.connect() as db:
        drawn, said = view_propositions.superposer(db, INF, prepares=False)
    assert "aucun territoire" in said and not drawn["trame"].any()
    client = TestClient(Starlette(routes=view_imprimes.ROUTES))
    assert client.get(f"/territoire/{MARCIGNY}?profession={MG}").status_code == 200
    assert client.get(f"/territoire/{MARCIGNY}").status_code == 200
    for hidden in (f"?profession={INF}", "?profession=sage_femme", "?profession=autre"):
        assert client.get(f"/territoire/{MARCIGNY}{hidden}").status_code == 404
    assert client.get(f"/fiche/{MARCIGNY}").status_code == 200, "the sheet says nothing of signals"


def test_a_contest_belongs_to_the_figure_of_its_profession(fichier: Path) -> None:
    with store.connect() as db:
        for profession, signal, reason in ((INF, "acces_moyen", "zzz"), (INF, "desavantage_social", "yyy")):
            contestations.contester(
                db, TERMINAL, MARCIGNY, profession, signal, {"valeur": 1.0, "decimales": 0, "titre": reason},
                "Usagers", reason, "vérifier",
            )  # fmt: skip
        constats.marquer(db, TERMINAL, MG, [MARCIGNY], constats.DISCUTE)
        assert lectures.rassembler(db, INF, JOUR).contestees["motif"].tolist() == ["yyy", "zzz"]
        seen = lectures.rassembler(db, MG, JOUR)
        assert seen.contestees["motif"].tolist() == ["yyy"], "a figure that both read"
        assert seen.publiques.empty, "not discussed for nurses"
    client = TestClient(Starlette(routes=view_imprimes.ROUTES))
    assert "yyy" not in client.get(f"/territoire/{MARCIGNY}").text
    assert "yyy" not in texts(page("territoires", territoires_choix=MARCIGNY))


def test_the_count_and_the_mark_of_contests_are_those_of_the_profession(
    fichier: Path, connectee: Callable[..., None]
) -> None:
    connectee()
    with store.connect() as db:
        figure = {"valeur": 1.0, "decimales": 0, "titre": "APL"}
        contestations.contester(db, TERMINAL, MARCIGNY, INF, "acces_moyen", figure, "Usagers", "faux", "vérifier")
    for profession, expected in ((MG, 0), (INF, 1)):
        frames = [one.value for one in page("territoires", territoires_profession=profession).dataframe]
        counts = {row["Territoire"]: row["Contesté"] for frame in frames if "Territoire" in frame
                  for _, row in frame.iterrows()}  # fmt: skip
        assert counts["CC de Marcigny"] == expected


def _before(db: Database) -> None:
    """The table as it was before professions, with a constat, a notice without debate and a bare mark."""
    db.conn.execute("DROP TABLE examens")
    steps = {step.name: step for step in migrations_constats.constats._migrations}
    db.conn.execute("DROP TABLE declarations")
    steps["c001_examens_et_declarations"].fn(db)
    acteurs.register(db, TERMINAL)
    decisions.adopter(db, TERMINAL, "constat", "x", "x", {"territoire": "A", "profession": INF}, {})
    notice = {"territoires": {"B": "b", "C": "c"}, "profession": "sage_femme"}
    decisions.adopter(db, TERMINAL, "avis sans débat", "x", "x", notice, {})
    for code, mode in (("A", "discuté"), ("B", "sans débat"), ("C", "sans débat"), ("D", "discuté")):
        row = {"maille": "epci", "territoire": code, "examine_le": "2026-01-01", "mode": mode}
        db["examens"].insert({**row, "acteur": TERMINAL.id, "le": "2026-01-01"})


def test_old_marks_keep_the_profession_they_were_made_for(tmp_path: Path) -> None:
    with store.connect(tmp_path / "t.db") as db:
        with store.writing(db):
            _before(db)
        with store.writing(db):
            step = next(s for s in migrations_constats.constats._migrations if s.name.startswith("c005"))
            step.fn(db)
        kept = {(r["territoire"], r["profession"], r["mode"]) for r in db.query("SELECT * FROM examens")}
    assert kept == {
        ("A", INF, "discuté"), ("B", "sage_femme", "sans débat"), ("C", "sage_femme", "sans débat"),
        ("D", MG, "discuté"),
    }  # fmt: skip
