"""What of the product goes into the archive, and the libraries it runs on."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PARTIES = ("app.py", "components", "data", "pages", ".streamlit", "docs", "LICENSE", "README.md", "requirements.txt")
LAISSES = ("data/local", "data/sources/build", "docs/captures")  # one's own tables; what makes the sources; pictures
ECARTES = ("__pycache__", "tests", "*.pyc", "*.pyi", "*.a", "*.h", "*.hpp", "*.pxd", "*.pyx", "*.exe")
PLATEFORMES = {
    "windows": ("win_amd64",),
    "linux": ("manylinux_2_28_x86_64", "manylinux_2_27_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
}


def copier(vers: Path) -> None:
    """Copy the product: its code, its embedded sources, its documents; never a table."""
    vers.mkdir(parents=True, exist_ok=True)
    for part in PARTIES:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, vers / part, ignore=_laisses)
        else:
            shutil.copy2(source, vers / part)


def bibliotheques(vers: Path, systeme: str, version: str) -> None:
    """Install the locked libraries for a system and a version of Python, from wheels alone: nothing is built."""
    platforms = [word for name in PLATEFORMES[systeme] for word in ("--platform", name)]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--disable-pip-version-check",
         "--target", str(vers), "--only-binary=:all:", *platforms, "--python-version", version,
         "-c", str(ROOT / "requirements-dev.txt"), "-r", str(ROOT / "requirements.txt")],
        check=True,
    )  # fmt: skip
    alleger(vers)


def alleger(dossier: Path) -> None:
    """Leave out what nothing reads when the product runs: the libraries' own tests, headers and programs."""
    for pattern in ECARTES:
        for one in sorted(dossier.rglob(pattern), reverse=True):
            if one.is_dir():
                shutil.rmtree(one)
            else:
                one.unlink(missing_ok=True)
    shutil.rmtree(dossier / "bin", ignore_errors=True)


def compiler(*dossiers: Path) -> None:
    """Compile what will run, once for all machines: the first start is as quick as the next."""
    for folder in dossiers:
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "-j", "2", "--invalidation-mode", "unchecked-hash",
             "-s", str(folder.parent), str(folder)],
            check=False,
        )  # fmt: skip


def _laisses(folder: str, names: list[str]) -> set[str]:
    here = Path(folder).relative_to(ROOT).as_posix()
    return {name for name in names if name == "__pycache__" or f"{here}/{name}" in LAISSES}
