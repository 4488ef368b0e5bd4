"""`make soak`: a table at work for ten minutes under every fault of `scenario.py`, on 127.0.0.1 alone. Exits 1 when
something that was acknowledged is lost. `DUREE=120`: seconds; `GARDER=1`: writes docs/endurance.md."""

import os
import platform
import signal
import sys
import tempfile
from datetime import date
from pathlib import Path

from components.core.francais import jour, nombre
from tests.endurance import scenario
from tests.endurance.charge import ACQUITTE, DESSINE, ENVOYE, MUET, RECONNECTE, REFUSE
from tests.endurance.scenario import APPAREILS, ECRANS, VOTANTS, Bilan

DOC = Path(__file__).resolve().parents[2] / "docs" / "endurance.md"
MODELE = Path(__file__).with_name("endurance.md")
DUREE, DUREE_MAX = 600.0, 900.0
COLONNES = (ENVOYE, ACQUITTE, REFUSE, MUET, RECONNECTE, DESSINE)


def page(kept: Bilan, seconds: float, le: date) -> str:
    """What happened, in French, with its date and its machine."""
    felt = {name: "" if name not in kept.sans_effet else " ; **sans effet**" for name in kept.phases}
    rows = "".join(
        f"| {name} | {words}{felt[name]} | {' | '.join(nombre(counts[column], 0) for column in COLONNES)} |\n"
        for name, (words, counts) in kept.phases.items()
    )
    return MODELE.read_text(encoding="utf-8").format(
        jour=jour(le), secondes=nombre(seconds, 0), coeurs=os.cpu_count(), systeme=platform.system(),
        python=platform.python_version(), votants=VOTANTS, appareils=APPAREILS, ecrans=ECRANS, lignes=rows,
        bulletins_perdus=nombre(kept.bulletins_perdus, 0), bulletins=nombre(kept.bulletins, 0),
        gestes_perdus=nombre(kept.gestes_perdus, 0), gestes=nombre(kept.gestes, 0),
        comptes="oui" if kept.comptes_justes else "**non**",
        verifie="rien à redire" if kept.verifie else "**une faute**",
    )  # fmt: skip


def main() -> int:
    """Play it, print it, keep it when asked."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # told to stop: its servers stop too
    seconds = min(float(os.environ.get("DUREE", DUREE)), DUREE_MAX)
    with tempfile.TemporaryDirectory() as folder:
        kept = scenario.jouer(Path(folder), seconds)
    written = page(kept, seconds, date.today())
    print(written)
    if os.environ.get("GARDER") == "1":
        DOC.write_text(written, encoding="utf-8")
    return 0 if kept.tenu else 1


if __name__ == "__main__":
    sys.exit(main())
