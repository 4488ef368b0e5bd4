"""The table as it is served meanwhile: programs that start, die, lack room on the disk, or lose the time."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

from tests.browser.outils.serveur import ROOT, _free_port

PATIENCE = 60.0
HORLOGE = Path(__file__).with_name("horloge.c")


@dataclass
class Service:
    """One program that serves the file, on a port that it keeps when it starts again. `horloge`: the library that
    moves its clock, or None."""

    fichier: Path
    horloge: Path | None
    port: int = field(default_factory=_free_port)
    program: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def heure(self) -> Path:
        """The file that says by how much its clock is moved."""
        return self.fichier.with_name("horloge")

    def lancer(self) -> None:
        """Start it and wait until it answers."""
        asked = os.environ | {"CONCERTATION_DB": str(self.fichier), "HORLOGE": str(self.heure)}
        asked |= {"LD_PRELOAD": str(self.horloge)} if self.horloge else {}
        with self.fichier.with_name(f"serveur-{self.port}.log").open("a") as out:
            self.program = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self.port),
                 "--server.address", "127.0.0.1"],
                cwd=ROOT, env=asked, stdout=out, stderr=out, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.program.poll() is None:
            try:
                with urlopen(f"{self.url}/_stcore/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(
            f"the server did not start: {self.fichier.with_name(f'serveur-{self.port}.log').read_text()}"
        )

    def tuer(self) -> None:
        """Kill it at once, whatever it was writing."""
        if self.program is not None and self.program.poll() is None:
            os.killpg(self.program.pid, signal.SIGKILL)
            self.program.wait(timeout=10)

    @contextmanager
    def disque_plein(self) -> Iterator[None]:
        """It may not write a byte of any file, its own log included: the disk refuses them for real."""
        assert self.program is not None
        before = resource.prlimit(self.program.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(self.program.pid, resource.RLIMIT_FSIZE, (0, before[1]))
        try:
            yield
        finally:
            if self.program.poll() is None:
                resource.prlimit(self.program.pid, resource.RLIMIT_FSIZE, before)

    def decaler(self, seconds: int) -> None:
        """Move its clock."""
        self.heure.write_text(str(seconds))


def bibliotheque(folder: Path) -> Path | None:
    """The library that moves a clock, made on this machine; None without a compiler."""
    compiler = next((one for name in ("cc", "gcc", "clang") if (one := shutil.which(name))), None)
    if compiler is None or sys.platform != "linux":
        return None
    made = folder / "horloge.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", str(made), str(HORLOGE), "-ldl"], check=True, timeout=60)
    return made
