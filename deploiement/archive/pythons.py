"""The Python of the archive: a copy of the one that builds it (Linux), or python.org's embeddable package (Windows).

The embeddable package is on no registry of packages: whoever builds the archive downloads that one file, once. Without
it, the archive says which file to add and where, and its launcher says so again.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
EMBARQUABLE = f"python-{VERSION}.*-embed-amd64.zip"
ABSENT = "IL-MANQUE-PYTHON.txt"
MANQUE = """Cette archive a été faite sans l'interpréteur Python de Windows, qui n'est publié qu'à python.org.

1. Télécharger « Windows embeddable package (64-bit) » de Python {version} :
   https://www.python.org/downloads/windows/  (fichier python-{version}.…-embed-amd64.zip, 11 Mo environ)
2. Extraire ce fichier dans ce dossier-ci : python.exe doit s'y trouver, à côté de ce texte.
3. Ouvrir Concertation.bat.
"""
INUTILES = (
    "test", "idlelib", "tkinter", "turtledemo", "lib2to3", "ensurepip", "site-packages", "__pycache__",
    "config-*", "pydoc_data", "_tkinter.*", "_test*", "_ctypes_test.*", "xxlimited*", "*.a",
)  # fmt: skip
DU_SYSTEME = (  # every Linux has them, and they must match its own loader
    "linux-vdso", "ld-linux", "libc.so", "libm.so", "libdl.so", "libpthread.so", "librt.so", "libutil.so",
)  # fmt: skip


def linux(vers: Path) -> None:
    """Copy the Python that runs this, with the shared libraries it needs, so that it runs from any folder."""
    base = Path(sys.base_prefix)
    library = vers / "lib" / f"python{VERSION}"
    shutil.copytree(base / "lib" / f"python{VERSION}", library, ignore=shutil.ignore_patterns(*INUTILES))
    (vers / "bin").mkdir()
    shutil.copy2((base / "bin" / f"python{VERSION}").resolve(), vers / "bin" / "python3")
    wanted = [vers / "bin" / "python3", *(library / "lib-dynload").glob("*.so")]
    for shared in sorted({path for program in wanted for path in _partagees(program)}):
        shutil.copy2(shared, vers / "lib" / Path(shared).name)


def windows(vers: Path, embarquable: Path | None) -> None:
    """Unpack the embeddable Python, or say which file to add."""
    vers.mkdir(parents=True)
    if embarquable is None:
        (vers / ABSENT).write_text(MANQUE.format(version=VERSION), encoding="utf-8", newline="\r\n")
        return
    with zipfile.ZipFile(embarquable) as packed:
        if "python.exe" not in packed.namelist():
            raise SystemExit(f"« {embarquable} » n'est pas le Python embarquable de Windows : python.exe n'y est pas.")
        packed.extractall(vers)


def _partagees(program: Path) -> list[str]:
    """The shared libraries that a program loads, but for those of the system itself."""
    lines = subprocess.run(["ldd", program], capture_output=True, text=True, check=False).stdout.splitlines()
    paths = [line.split("=>")[1].split()[0] for line in lines if "=> /" in line]
    return [path for path in paths if not Path(path).name.startswith(DU_SYSTEME)]
