"""The archive of a laptop: built, unpacked in an empty folder, started without a network, serving 71.

The Linux one is run in a network namespace where only the loopback is up, with an environment emptied of everything.
The Windows one is built, unpacked and read: names, depth, programs, launcher; it cannot be run here.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from pathlib import Path

from deploiement.archive import __main__ as archive
from deploiement.archive import produit, pythons
from tests.deploiement import outils, visiteur

DOSSIER = "Poste de Zoé (délégation)"
CHEZ = "C:\\Users\\prenom.nom-long\\Documents\\Concertation\\"  # where it is unpacked
CHEMIN_MAX, AMD64 = 259, 0x8664  # what the explorer of Windows unpacks; the processor in the head of its programs
REFUSES = re.compile(r'[<>:"\\|?*\x00-\x1f]|[. ](/|$)|(^|/)(con|prn|aux|nul|com\d|lpt\d)([./]|$)', re.I)
VIDE = ("PATH=/usr/bin:/bin", "LANG=C.UTF-8", "CONCERTATION_SANS_NAVIGATEUR=1")


def jouer(dossier: Path) -> list[str]:
    """Build both, run the Linux one without a network; returns what was measured."""
    start = time.monotonic()
    linux = archive.construire("linux", dossier / "archives")
    built = time.monotonic() - start
    lines = [f"Linux : {linux.stat().st_size / 1e6:.0f} Mo, faite en {built:.0f} s"]
    lines += _sans_reseau(linux, dossier)
    print("\n".join(f"  {line}" for line in lines), flush=True)  # kept, whatever becomes of the other
    windows = archive.construire("windows", dossier / "archives")
    return [f"Windows : {windows.stat().st_size / 1e6:.0f} Mo sans Python ; {_lire(windows, dossier)}"]


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
    outils.attendre(lambda: not _ouvert(), "la fin", journal, 20)  # the launcher ends first, then what it started
    return f"{quoi} : répond en {served:.1f} s, accueil dessiné en {drawn:.1f} s, {held / 1e6:.0f} Mo de mémoire"


def _ouvert() -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", 8501)) == 0


def _lire(windows: Path, dossier: Path) -> str:
    """Unpack the Windows archive, and look at what can be known of it without Windows: every name is one that it takes,
    under the depth that its explorer unpacks, every program is one of its own, the product is whole."""
    place = dossier / "windows" / DOSSIER
    place.mkdir(parents=True)
    with zipfile.ZipFile(windows) as packed:
        packed.extractall(place)
    top = place / archive.DOSSIER
    names = [one.relative_to(place).as_posix() for one in top.rglob("*")]
    refused = [name for name in names if REFUSES.search(name)]
    assert not refused and len({name.lower() for name in names}) == len(names), refused[:5]
    longest = max(names, key=len)
    assert len(longest) + len(CHEZ) <= CHEMIN_MAX, longest
    launcher = (top / "Concertation.bat").read_bytes()
    assert b"\r\n" in launcher and b"python\\python.exe" in launcher and (top / "python" / pythons.ABSENT).exists()
    produit.copier(dossier / "produit")
    ours = {one.relative_to(dossier / "produit") for one in (dossier / "produit").rglob("*") if one.is_file()}
    missing = [one for one in ours if not (top / "concertation" / one).is_file()]
    assert not missing and len(ours) > 500, missing[:5]
    binaries = [one for one in top.rglob("*") if one.suffix in (".pyd", ".dll", ".exe")]
    foreign = [one for one in top.rglob("*") if one.suffix in (".so", ".dylib")]
    assert len(binaries) > 100 and not foreign, foreign[:5]
    assert not [one for one in binaries if _machine(one) != AMD64], "of another processor"
    size = sum(one.stat().st_size for one in top.rglob("*") if one.is_file())
    return (
        f"décompressée : {size / 1e6:.0f} Mo, {len(ours)} fichiers du produit, {len(binaries)} programmes et "
        f"bibliothèques, tous de Windows 64 bits ; plus long chemin : {len(longest)} caractères ; "
        "PAS LANCÉE : aucun Windows ici"
    )


def _machine(program: Path) -> int:
    """The processor that a program of Windows is for, as its head says; 0 when it is none of Windows."""
    content = program.read_bytes()
    head = int.from_bytes(content[0x3C:0x40], "little")
    return int.from_bytes(content[head + 4 : head + 6], "little") if content[:2] == b"MZ" else 0


if __name__ == "__main__":
    dedans(Path(sys.argv[1]))
