"""The public address of a table: believed when it is one, printed everywhere; the health that a server watches."""

import asyncio
from pathlib import Path

import pytest
from starlette.requests import Request
from streamlit import config

from components.core.refus import Refus
from components.ui.porte import origine, reseau, sante
from data.base import store
from data.base.acteurs import LECTEUR, TERMINAL
from data.fichier import tables

PUBLIQUE = "https://table.departement.fr"
INTERNES = ["http://127.0.0.1:8501", "http://localhost:8501/cartons/1", "http://table-interne/", ""]


@pytest.mark.parametrize("declared", [PUBLIQUE, f"{PUBLIQUE}/", f" {PUBLIQUE} ", f"{PUBLIQUE}:8443", "http://[::1]:80"])
@pytest.mark.parametrize("asked", INTERNES)
def test_the_declared_address_is_the_one_that_is_printed(
    monkeypatch: pytest.MonkeyPatch, declared: str, asked: str
) -> None:
    monkeypatch.setenv(reseau.ADRESSE, declared)
    assert reseau.joignable(asked) == declared.strip().rstrip("/")


@pytest.mark.parametrize(
    "declared",
    ["table.departement.fr", "ftp://table.fr", "https://", f"{PUBLIQUE}/table", f"{PUBLIQUE}?a=1", f"{PUBLIQUE}#a",
     "https://moi:secret@table.fr", "https://table.fr:port", "https://["],
)  # fmt: skip
def test_what_no_browser_opens_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, declared: str) -> None:
    monkeypatch.setenv(reseau.ADRESSE, declared)
    with pytest.raises(Refus, match="n'est pas une adresse de table"):
        reseau.publique()


def test_a_declared_address_is_ours_for_streamlit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    before = config.get_option("browser.serverAddress")
    monkeypatch.setenv(reseau.ADRESSE, PUBLIQUE)
    assert not origine.d_ici([PUBLIQUE], "127.0.0.1:8501")
    try:
        reseau.declarer()
        assert origine.d_ici([PUBLIQUE], "127.0.0.1:8501")
        assert not origine.d_ici(["https://ailleurs.example"], "127.0.0.1:8501")
    finally:
        config.set_option("browser.serverAddress", before, config.ConfigOption.DEFAULT_DEFINITION)


def test_without_a_declared_address_nothing_is_said_to_streamlit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(reseau.ADRESSE, raising=False)
    reseau.declarer()
    assert reseau.publique() is None and not config.is_manually_set("browser.serverAddress")


def test_on_a_server_a_screen_starts_no_other_table(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "concertation.db"))
    monkeypatch.setenv(reseau.ADRESSE, PUBLIQUE)
    with store.connect() as db:
        for opening in (
            lambda: tables.ouvrir(db, TERMINAL, "23", 52_000),
            lambda: tables.demonstration(db, TERMINAL, 1),
        ):
            with pytest.raises(Refus, match="administre le serveur"):
                opening()
        with pytest.raises(Refus, match="compte de facilitation"):
            tables.ouvrir(db, LECTEUR, "23", 52_000)
    assert [one.name for one in tmp_path.glob("*.db")] == ["concertation.db"]


def test_health_is_the_file_s_and_tells_nothing_of_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "table.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect():
        pass

    def ask() -> tuple[int, bytes]:
        answer = asyncio.run(sante.sante(Request({"type": "http", "headers": []})))
        return answer.status_code, bytes(answer.body)

    assert ask() == (200, b"ouverte")
    aside = file.rename(tmp_path / "ailleurs.db")
    status, said = ask()
    assert status == 503 and str(tmp_path).encode() not in said
    aside.rename(file)
    assert ask()[0] == 200
    file.with_suffix(".db-wal").unlink(missing_ok=True)
    file.write_bytes(b"ceci n'est pas une table" * 100)
    assert ask()[0] == 503
