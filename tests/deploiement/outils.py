"""What the recipes share: processes that end with the block, free ports, a local authority of certificates, names that
lead to this machine alone, memory that a process holds."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx2 as httpx

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0


class Absent(Exception):
    """What a recipe needs is not on this machine: it was not run, and that is said."""


def exiger(*programmes: str) -> None:
    missing = [name for name in programmes if shutil.which(name) is None]
    if missing:
        raise Absent(f"il manque {', '.join(missing)}")


def port_libre() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def processus(
    commande: Sequence[str], journal: Path, reglages: Mapping[str, str] | None = None, ou: Path = ROOT
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a program until the end of the block, with all that it starts."""
    with journal.open("ab") as out:
        process = subprocess.Popen(
            commande, cwd=ou, env={**os.environ, **(reglages or {})}, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield process
    finally:
        finir(process)


def finir(process: "subprocess.Popen[bytes]") -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=15)
            return


def attendre(
    condition: Callable[[], bool], quoi: str, journal: Path | None = None, secondes: float = PATIENCE
) -> float:
    """Wait until it is so, and return the seconds it took."""
    start = time.monotonic()
    while time.monotonic() - start < secondes:
        with suppress(OSError, httpx.TransportError):
            if condition():
                return time.monotonic() - start
        time.sleep(0.05)
    raise AssertionError(f"{quoi} : pas en {secondes:.0f} s\n{journal.read_text()[-3000:] if journal else ''}")


def repond(url: str) -> bool:
    with urlopen(url, timeout=5) as answer:
        return bool(answer.status == 200)


@contextmanager
def table(fichier: Path, dossier: Path, **reglages: str) -> Iterator[int]:
    """The product on a file, as a unit starts it; yields its port."""
    port, journal = port_libre(), dossier / f"table-{fichier.stem}.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.address", "127.0.0.1"]
    with processus([*command, "--server.port", str(port)], journal, {"CONCERTATION_DB": str(fichier), **reglages}):
        attendre(lambda: repond(f"http://127.0.0.1:{port}/sante"), "la table", journal)
        yield port


def data(fichier: Path, *arguments: str, **reglages: str) -> str:
    """What `python -m data …` prints on a file; raises when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "data", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "CONCERTATION_DB": str(fichier), **reglages},
    )  # fmt: skip
    assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
    return done.stdout


def autorite(dossier: Path, nom: str) -> tuple[Path, Path, Path]:
    """A local authority and the certificate it gave to a name: (authority, certificate, key)."""
    exiger("openssl")
    ca, ca_key, key, asked, made = (
        dossier / name for name in ("ca.pem", "ca.key", "table.key", "table.csr", "table.pem")
    )
    extension = dossier / "ext.cnf"
    extension.write_text(f"subjectAltName=DNS:{nom}\nbasicConstraints=CA:FALSE\n")
    for command in (
        ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", ca_key, "-out", ca, "-days", "2", "-subj",
         "/CN=Autorite locale"],
        ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", asked, "-subj", f"/CN={nom}"],
        ["x509", "-req", "-in", asked, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial", "-days", "2", "-extfile",
         extension, "-out", made],
    ):  # fmt: skip
        subprocess.run(["openssl", *map(str, command)], check=True, capture_output=True, timeout=60)
    return ca, made, key


@contextmanager
def noms(*ici: str, chez: str = "") -> Iterator[None]:
    """These names lead to 127.0.0.1, or to the address `chez`, for this process alone."""
    before = socket.getaddrinfo

    def asked(host: Any, *more: Any, **named: Any) -> Any:
        return before((chez or "127.0.0.1") if host in ici else host, *more, **named)

    socket.getaddrinfo = asked
    try:
        yield
    finally:
        socket.getaddrinfo = before


def confiance(ca: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(ca))


def memoire(pid: int) -> int:
    """What a process and its children hold alone (PSS, in bytes): shared libraries are counted once."""
    total = 0
    for one in [pid, *enfants(pid)]:
        with suppress(OSError):
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) * 1024 if line.startswith("Pss:") else 0
    return total


def enfants(pid: int) -> list[int]:
    """The processes that a process started, and theirs."""
    with suppress(OSError):
        direct = [
            int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()
        ]
        return [*direct, *(below for one in direct for below in enfants(one))]
    return []
