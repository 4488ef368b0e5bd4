"""The archive of a laptop: built, unpacked in an empty folder, started without a network, serving 71.

The Linux one is run in a network namespace where only the loopback is up, with an environment emptied of everything.
The Windows one is built and read: its parts, the wheels of its system, its launcher; it cannot be run here.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

from deploiement.archive import __main__ as archive
from deploiement.archive import pythons
from tests.deploiement import outils, visiteur

DOSSIER = "Poste de Zoé (délégation)"
VIDE = ("PATH=/usr/bin:/bin", "LANG=C.UTF-8", "CONCERTATION_SANS_NAVIGATEUR=1")


def jouer(dossier: Path) -> list[str]:
    """Build both, run the Linux one without a network; returns what was measured."""
    start = time.monotonic()
    linux = archive.construire("linux", dossier / "archives")
    built = time.monotonic() - start
    lines = [f"Linux : {linux.stat().st_size / 1e6:.0f} Mo, faite en {built:.0f} s"]
    lines += _sans_reseau(linux, dossier)
    windows = archive.construire("windows", dossier / "archives")
    return [*lines, f"Windows : {windows.stat().st_size / 1e6:.0f} Mo sans Python ; {_lire(windows)}"]


def _sans_reseau(linux: Path, dossier: Path) -> list[str]:
    """Run this very file where no network is: it unpacks, starts twice, and prints."""
    outils.exiger("unshare", "ip")
    inside = f"ip link set lo up && exec {sys.executable} -m tests.deploiement.recette_archive {linux}"
    done = subprocess.run(
        ["unshare", "--net", "sh", "-c", inside], cwd=outils.ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "TMPDIR": str(dossier)}, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def dedans(linux: Path) -> None:
    """In the namespace: nothing else than the archive, in an empty folder whose name has spaces and accents."""
    reached = subprocess.run(
        ["ip", "-o", "link", "show", "up"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    assert "lo:" in reached and len(reached.splitlines()) == 1, reached
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / DOSSIER
        place.mkdir()
        with tarfile.open(linux) as packed:
            packed.extractall(place, filter="data")
        top = place / archive.DOSSIER
        size = sum(one.stat().st_size for one in top.rglob("*") if one.is_file())
        print(f"décompressée : {size / 1e6:.0f} Mo")
        for what in ("premier démarrage (fichier créé)", "démarrage suivant"):
            print(_demarrer(top, Path(folder), what))
        file = top / "table" / "concertation.db"
        assert file.exists()
        moved = place / "déplacée ailleurs"
        shutil.move(top, moved)
        print(_demarrer(moved, Path(folder), "dossier déplacé, démarrage"))


def _demarrer(top: Path, folder: Path, quoi: str) -> str:
    """Start the launcher as a double click does; what it serves is 71, drawn; then close it."""
    journal = folder / "fenêtre.log"
    journal.unlink(missing_ok=True)
    start = time.monotonic()
    with outils.processus(
        ["env", "-i", *VIDE, f"HOME={folder}", str(top / "Concertation.sh")], journal, ou=folder
    ) as one:
        outils.attendre(lambda: outils.repond("http://127.0.0.1:8501/sante"), quoi, journal)
        served = time.monotonic() - start
        kinds = visiteur.ecran("http://127.0.0.1:8501", None)
        assert outils.repond("http://127.0.0.1:8501/guide-membre"), "the guides are pages of the archive"
        drawn, held = time.monotonic() - start, outils.memoire(one.pid)
        assert len(kinds) > 5, kinds
        shown = subprocess.run(
            ["env", "-i", *VIDE, f"CONCERTATION_DB={top / 'table' / 'concertation.db'}",
             f"LD_LIBRARY_PATH={top / 'python' / 'lib'}", f"PYTHONPATH={top / 'concertation'}:{top / 'bibliotheques'}",
             str(top / "python" / "bin" / "python3"), "-m", "data", "indicator", "apl_mg", "--level", "territoire"],
            cwd=top / "concertation", capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert shown.returncode == 0 and len(shown.stdout.splitlines()) > 5, shown.stderr
    assert "/lien/" in journal.read_text()
    return f"{quoi} : répond en {served:.1f} s, accueil dessiné en {drawn:.1f} s, {held / 1e6:.0f} Mo de mémoire"


def _lire(windows: Path) -> str:
    """What the Windows archive holds, since it cannot be run here."""
    with zipfile.ZipFile(windows) as packed:
        names = packed.namelist()
        top = f"{archive.DOSSIER}/"
        launcher = packed.read(f"{top}Concertation.bat")
        assert b"\r\n" in launcher and b"python\\python.exe" in launcher
        assert f"{top}python/{pythons.ABSENT}" in names and f"{top}concertation/app.py" in names
        binaries = [name for name in names if name.endswith((".pyd", ".dll"))]
        foreign = [name for name in names if name.endswith((".so", ".dylib"))]
        assert len(binaries) > 100 and not foreign, foreign[:5]
    return f"{len(binaries)} bibliothèques de Windows, aucune d'un autre système"


if __name__ == "__main__":
    dedans(Path(sys.argv[1]))
