"""`python -m tests.audit`: the locked libraries against the flaws that are known, where a source of them answers; when
none does, or pip-audit is not there, it says so and stops nobody. Exits 1 on a flaw."""

import socket
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

VERROU = Path(__file__).resolve().parents[1] / "requirements-dev.txt"
SOURCE, PATIENCE = ("pypi.org", 443), 3.0


def joignable() -> bool:
    """Whether the source of known flaws answers from this machine."""
    try:
        socket.create_connection(SOURCE, PATIENCE).close()
    except OSError:
        return False
    return True


def main() -> int:
    """Say what could not be checked, or check it."""
    if find_spec("pip_audit") is None:
        print("pip-audit n'est pas installé : bibliothèques non confrontées aux failles connues.")
        return 0
    if not joignable():
        print(f"{SOURCE[0]} ne répond pas d'ici : bibliothèques non confrontées aux failles connues.")
        return 0
    asked = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "-r", str(VERROU)]
    return subprocess.run([sys.executable, "-m", "pip_audit", *asked], timeout=300, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
