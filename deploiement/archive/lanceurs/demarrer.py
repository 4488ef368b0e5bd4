"""Starts the table from the unpacked archive, and opens the browser on it. The file stays in `table`, beside.

Run by the launchers with the Python of the archive; nothing is installed, nothing is asked of a network.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from pathlib import Path
from urllib.request import urlopen

ICI = Path(__file__).resolve().parent
PRODUIT, BIBLIOTHEQUES, TABLE = ICI / "concertation", ICI / "bibliotheques", ICI / "table"
PREMIER, DERNIER = 8501, 8540
PATIENCE = 120.0  # seconds before the browser is opened all the same: a first start makes the file
SEUL, SALLE = "127.0.0.1", "0.0.0.0"


def main() -> int:
    """Serve until the window is closed; 1 when the folder cannot be written or no address is free."""
    apprendre_les_chemins(Path(sys.executable).parent)
    try:
        TABLE.mkdir(exist_ok=True)
        (TABLE / ".essai").write_text("", encoding="utf-8")
        (TABLE / ".essai").unlink()
    except OSError:
        return dire(f"« {TABLE} » ne peut pas être écrit. Copiez le dossier entier ailleurs (Documents), puis rouvrez.")
    port = libre()
    if port is None:
        return dire("Aucune adresse n'est libre sur ce poste : fermez une table ouverte, puis recommencez.")
    return servir(port, SALLE if "--salle" in sys.argv else SEUL)


def servir(port: int, address: str) -> int:
    """Run the server in this window; closing it ends the table, which keeps all that was recorded."""
    command = [sys.executable, "-X", "utf8", "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    process = subprocess.Popen([*command, "--server.address", address], cwd=PRODUIT, env=environnement())
    os.environ.pop("LD_LIBRARY_PATH", None)  # ours, not the browser's
    if "CONCERTATION_SANS_NAVIGATEUR" not in os.environ:
        threading.Thread(target=ouvrir, args=(f"http://localhost:{port}",), daemon=True).start()
    try:
        return process.wait()
    except KeyboardInterrupt:
        return process.wait()


def environnement() -> dict[str, str]:
    """Where the file and the libraries are. A file asked for by the caller stays as asked."""
    ours = {"PYTHONPATH": os.pathsep.join([str(PRODUIT), str(BIBLIOTHEQUES)]), "PYTHONNOUSERSITE": "1"}
    ours |= {"PYTHONUTF8": "1"}  # Windows' embeddable Python reads neither: it has `_pth` and `-X utf8`
    asked = os.environ.get("CONCERTATION_DB") or str(TABLE / nom_de_la_table())
    return os.environ | ours | {"CONCERTATION_DB": asked}


def nom_de_la_table() -> str:
    """The usual name, with the département when one is asked for (CONCERTATION_DEPARTEMENT)."""
    code = "".join(c for c in os.environ.get("CONCERTATION_DEPARTEMENT", "").upper() if c.isalnum())
    return "concertation.db" if code in ("", "71") else f"concertation-{code}.db"


def apprendre_les_chemins(python: Path) -> None:
    """Windows' embeddable Python reads its paths in a file beside it alone: it is told ours, once."""
    for paths in python.glob("python3*._pth"):
        wanted = [
            f"{paths.name.removesuffix('._pth')}.zip",
            ".",
            "..\\concertation",
            "..\\bibliotheques",
            "import site",
        ]
        if paths.read_text(encoding="utf-8").split("\n") != [*wanted, ""]:
            paths.write_text("\n".join(wanted) + "\n", encoding="utf-8", newline="\n")


def libre() -> int | None:
    """The first free port of the usual ones."""
    for port in range(PREMIER, DERNIER):
        with socket.socket() as one:
            if one.connect_ex((SEUL, port)) != 0:
                return port
    return None


def ouvrir(address: str) -> None:
    """Open the browser once the table answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            with urlopen(f"{address}/_stcore/health", timeout=2):
                break
        except OSError:
            time.sleep(0.3)
    webbrowser.open(address)


def dire(words: str) -> int:
    """Say what prevents the start, in the window."""
    print(f"\n  {words}\n", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
