"""`make archive`: build the archive of a system, and print its size and its SHA-256."""

import argparse
import hashlib
import shutil
import tarfile
import tempfile
import zipfile
from pathlib import Path

from deploiement.archive import produit, pythons

LANCEURS = Path(__file__).with_name("lanceurs")
DOSSIER = "Concertation"
COMMUNS = ("demarrer.py", "LISEZMOI.txt")
PROPRES = {"windows": ("Concertation.bat", "Concertation-salle.bat"), "linux": ("Concertation.sh",)}


def construire(systeme: str, sortie: Path, embarquable: Path | None = None) -> Path:
    """Build the archive of a system in a folder; returns it."""
    sortie.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="archive-", dir=sortie) as work:
        top = Path(work) / DOSSIER
        top.mkdir()
        produit.copier(top / "concertation")
        produit.bibliotheques(top / "bibliotheques", systeme, pythons.VERSION)
        if systeme == "windows":
            pythons.windows(top / "python", embarquable)
        else:
            pythons.linux(top / "python")
        produit.compiler(top / "bibliotheques", top / "concertation")
        for name in (*COMMUNS, *PROPRES[systeme]):
            _poser(LANCEURS / name, top / name, systeme)
        return _zip(top, sortie) if systeme == "windows" else _tar(top, sortie)


def _poser(source: Path, target: Path, systeme: str) -> None:
    """A launcher or a text, with the ends of lines of its system; a shell launcher may be run."""
    text = source.read_text(encoding="utf-8")
    target.write_text(text, encoding="utf-8", newline="\r\n" if systeme == "windows" else "\n")
    target.chmod(0o755 if target.suffix == ".sh" else 0o644)


def _zip(top: Path, sortie: Path) -> Path:
    return Path(shutil.make_archive(str(sortie / "concertation-windows"), "zip", top.parent, DOSSIER))


def _tar(top: Path, sortie: Path) -> Path:
    target = sortie / "concertation-linux.tar.gz"
    with tarfile.open(target, "w:gz", compresslevel=6) as packed:
        packed.add(top, DOSSIER)
    return target


def main(argv: list[str] | None = None) -> int:
    """Build what is asked; 0 when done."""
    parser = argparse.ArgumentParser(prog="python -m deploiement.archive", description=__doc__)
    parser.add_argument("--systeme", choices=sorted(produit.PLATEFORMES), required=True)
    parser.add_argument("--sortie", type=Path, default=produit.ROOT / "build", metavar="DOSSIER")
    parser.add_argument("--embarquable", type=Path, metavar="FICHIER", help=f"{pythons.EMBARQUABLE}, de python.org")
    asked = parser.parse_args(argv)
    if asked.embarquable and not zipfile.is_zipfile(asked.embarquable):
        parser.error(f"« {asked.embarquable} » n'est pas un fichier zip")
    made = construire(asked.systeme, asked.sortie, asked.embarquable)
    print(f"{made} : {made.stat().st_size / 1e6:.0f} Mo, SHA-256 {_empreinte(made)}")
    if asked.systeme == "windows" and not asked.embarquable:
        print(f"Sans Python : ajoutez {pythons.EMBARQUABLE} (python.org) par EMBARQUABLE=fichier, ou sur le poste ;")
        print(f"« python/{pythons.ABSENT} » dit comment.")
    return 0


def _empreinte(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
