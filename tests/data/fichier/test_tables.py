"""The tables of a machine: a département has its own file, its own process, its own cookie; nothing passes between."""

import json
import socket
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from components.core.refus import Indisponible, Introuvable, Refus
from data.base import identite, store
from data.base.acteurs import LECTEUR, TERMINAL, Acteur
from data.fichier import creation, tables
from data.priorites import bulletins
from data.seances import seances
from tests import fichiers
from tests.comptes import MOT_DE_PASSE

# A process that does what ours does first: it says where it answers, and answers.
SERVEUR = """
import json, os, pathlib, socket, sys, time
port, file = int(sys.argv[-1]), pathlib.Path(os.environ["CONCERTATION_DB"])
one = socket.create_server(("127.0.0.1", port))
said = {"port": port, "processus": os.getpid()}
file.with_name(f".{file.name}.adresse").write_text(json.dumps(said))
time.sleep(60)
"""


@pytest.fixture
def ici(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of 71 that this process serves, among those of its folder."""
    file = tmp_path / "concertation.db"
    with store.connect(file) as db:
        fichiers.remplir(db, "71")
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    monkeypatch.setattr(tables, "COMMANDE", ("-c", SERVEUR))
    yield file
    for process in tables._LANCES:
        process.kill()
        process.wait(timeout=10)
    tables._LANCES.clear()


def _ouvrir(code: str, acteur: Acteur = TERMINAL) -> tuple[tables.Table, str | None]:
    with store.connect() as db:
        return tables.ouvrir(db, acteur, code, 52_000)


@pytest.mark.parametrize(
    ("file", "departement", "name"),
    [("", "", "concertation.db"), ("", "71", "concertation.db"), ("", "23", "concertation-23.db"),
     ("", "2a", "concertation-2A.db"), ("", "../x", "concertation-X.db"), ("data/local/t.db", "23", "t.db")],
)  # fmt: skip
def test_a_process_serves_the_file_it_is_told(
    monkeypatch: pytest.MonkeyPatch, file: str, departement: str, name: str
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", file)
    monkeypatch.setenv("CONCERTATION_DEPARTEMENT", departement)
    assert store.path() == store.DEFAULT.with_name(name)


def test_a_file_is_made_for_the_departement_asked_and_never_taken_for_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "t.db"))
    monkeypatch.setenv("CONCERTATION_DEPARTEMENT", "976")
    monkeypatch.setattr(store, "DEFAULT", tmp_path / "concertation.db")
    assert "Mayotte (976) : 17 communes." in creation.assurer(TERMINAL)
    assert creation.assurer(TERMINAL) == [] and creation.assurer(TERMINAL, "976") == []
    monkeypatch.setenv("CONCERTATION_DEPARTEMENT", "23")
    with pytest.raises(Refus, match=r"la table de Mayotte \(976\), pas celle du département 23 : rien n'a été modifié"):
        creation.assurer(TERMINAL)
    monkeypatch.setenv("CONCERTATION_DEPARTEMENT", "999")
    with pytest.raises(Introuvable, match="n'est pas un département"):
        creation.assurer(TERMINAL)


def test_another_departement_opens_in_its_own_file_by_its_own_process(ici: Path) -> None:
    """The file served here is the same to the byte; the link opens the first account there, and nothing here."""
    before = ici.read_bytes()
    table, link = _ouvrir("976")
    assert table.fichier == ici.with_name("concertation-976.db") and table.nom == "Mayotte (976)"
    assert table.port and table.port > 52_000 and link
    assert {one.nom: one.port for one in tables.tables()} == {"Saône-et-Loire (71)": None, "Mayotte (976)": table.port}
    with store.connect(table.fichier) as there:
        assert identite.invitation(there, link).role == "facilitateur"
    with store.connect() as here, pytest.raises(Introuvable):
        identite.invitation(here, link)
    again, _ = _ouvrir("976")
    assert again.port == table.port and len(tables._LANCES) == 1
    assert ici.read_bytes() == before


def test_who_does_not_lead_opens_nothing_and_an_unknown_departement_neither(ici: Path) -> None:
    with pytest.raises(Refus, match="facilitation"):
        _ouvrir("976", LECTEUR)
    with pytest.raises(Introuvable, match="n'est pas un département"):
        _ouvrir("../71")
    assert [file.name for file in ici.parent.glob("*.db")] == ["concertation.db"]


def test_a_process_that_does_not_start_is_told_and_the_file_stays(ici: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "COMMANDE", ("-c", "raise SystemExit(3)"))
    with pytest.raises(Indisponible, match=r"est prête, mais elle ne s'ouvre pas"):
        _ouvrir("976")
    assert [table.port for table in tables.tables()] == [None, None]


@pytest.mark.parametrize("said", ["", "{", "[]", '{"port": "x"}', '{"port": 0}', '{"port": 99999}', '{"port": 1}'])
def test_an_address_that_means_nothing_is_a_closed_table(ici: Path, said: str) -> None:
    (ici.parent / ".concertation.db.adresse").write_text(said, encoding="utf-8")
    assert [table.port for table in tables.tables()] == [None]


def test_a_table_announces_itself_while_it_is_served(ici: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as one:
        port = one.getsockname()[1]
        with tables.annoncer(port):
            assert [table.port for table in tables.tables()] == [port]
            note = json.loads((ici.parent / ".concertation.db.adresse").read_text(encoding="utf-8"))
            assert note["port"] == port
        assert [table.port for table in tables.tables()] == [None]


def test_copies_and_strangers_are_not_tables(ici: Path) -> None:
    (ici.parent / "concertation-58.db").write_bytes(b"rien")
    store.backup(ici.parent / "sauvegarde.db")
    store.backup(ici.parent / "concertation-copie.db")
    assert [table.fichier for table in tables.tables()] == [ici]


def test_a_browser_keeps_one_session_by_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """It sends the cookies of one address to every port of it."""
    names = []
    for file in ("data/local/concertation.db", "data/local/concertation-23.db", "data/local/concertation-2A.db"):
        monkeypatch.setenv("CONCERTATION_DB", file)
        names.append(identite.cookie())
    assert names == ["concertation_session", "concertation_session-23", "concertation_session-2A"]


def test_the_slip_and_the_session_of_a_table_are_unknown_to_another(ici: Path, tmp_path: Path) -> None:
    with store.connect() as here, store.connect(tmp_path / "concertation-23.db") as there:
        fichiers.remplir(there, "23")
        seance = seances.creer(here, TERMINAL, "Séance", date(2026, 11, 26), "Mâcon", Fraction(1, 2))
        (first,) = here.conn.execute("SELECT code FROM colleges LIMIT 1").fetchone()
        [(code, college)] = bulletins.tirer(here, TERMINAL, seance, {first: 1}, remplacer=False)
        session = identite.creer_compte(here, identite.inviter(here, TERMINAL, "facilitateur"), "Ana", MOT_DE_PASSE)
        assert bulletins.carton(here, code) == (seance, college) and identite.acteur_de(here, session)
        assert bulletins.carton(there, code) is None and identite.acteur_de(there, session) is None
