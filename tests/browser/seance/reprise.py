"""The file of a séance kept before each step of its rehearsal, so that a step is tried again without those before it.

`GARDER=folder` keeps one file by step; `DEPUIS=vote GARDER=folder` starts from that step, with what was counted before.
"""

import json
import os
import shutil
import sqlite3
from dataclasses import asdict
from pathlib import Path

from tests.browser.outils.doigts import Compte
from tests.browser.seance.etapes import ETAPES, Salle

GARDER, DEPUIS = os.environ.get("GARDER", ""), os.environ.get("DEPUIS", "")
NOMS = [step.__name__ for step in ETAPES]


def depart(dossier: Path) -> int:
    """The rank of the first step to play; its file, if any, is put where the server looks for it."""
    if not DEPUIS:
        return 0
    shutil.copy(Path(GARDER) / f"{DEPUIS}.db", dossier / "table.db")
    return NOMS.index(DEPUIS)


def garder(salle: Salle, rang: int) -> None:
    """Keep what this step starts from, when asked."""
    if not GARDER:
        return
    place = Path(GARDER)
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{NOMS[rang]}.db").unlink(missing_ok=True)
    with sqlite3.connect(salle.serveur.fichier) as here, sqlite3.connect(place / f"{NOMS[rang]}.db") as there:
        here.backup(there)
    counts = {name: asdict(count) for name, count in salle.main.etapes.items()}
    told = {"codes": salle.codes, "etapes": counts}
    (place / f"{NOMS[rang]}.json").write_text(json.dumps(told), encoding="utf-8")


def reprendre(salle: Salle) -> None:
    """The codes drawn and the gestures counted before the step that one starts from."""
    told = json.loads((Path(GARDER) / f"{DEPUIS}.json").read_text(encoding="utf-8"))
    salle.codes = told["codes"]
    salle.main.etapes |= {name: Compte(**count) for name, count in told["etapes"].items()}
