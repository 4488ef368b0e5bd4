"""The real product for the rehearsals: a fresh file, `streamlit run app.py` on a free port, killed at the end."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from data.base import store
from tests import comptes, fichiers

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 90  # seconds, for a machine that runs everything at once


@dataclass(frozen=True)
class Serveur:
    """A running server: its address without a trailing slash, its file, its log, its process."""

    url: str
    fichier: Path
    journal: Path
    pid: int

    def data(self, *arguments: str) -> str:
        """What `python -m data …` prints on the file of this server; raises when the command fails."""
        return run_data(self.fichier, *arguments)

    def ailleurs(self, adresse: str, fichier: str) -> "Serveur":
        """The server that this one started at an address, on a file beside its own; it ends with this one."""
        parts = urlsplit(adresse)
        return Serveur(f"http://{parts.netloc}", self.fichier.with_name(fichier), self.journal, self.pid)

    def session(self, role: str) -> str:
        """A session of a new account of this role on this server, as a cookie's value."""
        with store.connect(self.fichier) as db:
            return comptes.session(db, role, f"{role} {secrets.token_hex(4)}")


def run_data(fichier: Path, *arguments: str) -> str:
    """Run a command of the terminal's door on a file and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "data", *arguments],
        cwd=ROOT, env=_environment(fichier), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return done.stdout


@contextmanager
def lance(folder: Path, departement: str | None = "71", script: str = "app.py") -> Iterator[Serveur]:
    """Serve a fresh file (without a département when None) until the end of the block."""
    fichier, journal = folder / "table.db", folder / "serveur.log"
    if departement is not None:
        with store.connect(fichier) as db:
            fichiers.remplir(db, departement)
    port = _free_port()
    with journal.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)],
            cwd=ROOT, env=_environment(fichier), stdout=out, stderr=out, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(f"http://localhost:{port}", process, journal)
        yield Serveur(f"http://localhost:{port}", fichier, journal, process.pid)
    finally:
        _stop(process)


def _environment(fichier: Path) -> dict[str, str]:
    return os.environ | {"CONCERTATION_DB": str(fichier)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str, process: "subprocess.Popen[bytes]", journal: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urlopen(f"{url}/_stcore/health", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"the server did not start:\n{journal.read_text()}")


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the whole group: the server and anything it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, sign)
            process.wait(timeout=10)
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue
    process.wait(timeout=10)
