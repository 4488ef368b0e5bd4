"""What a process is told to serve: a file, or a département whose file has the usual name."""

import os
from pathlib import Path

FICHIER, DEPARTEMENT = "CONCERTATION_DB", "CONCERTATION_DEPARTEMENT"
ADRESSE = "CONCERTATION_ADRESSE"  # the public address of the table, behind a proxy
PREMIER = "71"  # the département of the usual file
NOM, FIN = "concertation", ".db"


def fichier() -> Path | None:
    """The file asked, None when none was."""
    asked = os.environ.get(FICHIER, "").strip()
    return Path(asked) if asked else None


def departement() -> str | None:
    """The département asked, None when none was."""
    return os.environ.get(DEPARTEMENT, "").strip().upper() or None


def nom_du_fichier(code: str) -> str:
    """The usual name of the file of a département: letters and figures of its code, whatever was asked."""
    plain = "".join(letter for letter in code if letter.isalnum())
    return f"{NOM}{FIN}" if code == PREMIER else f"{NOM}-{plain}{FIN}"
