"""`make departements`: the 101 départements, each made and opened; prints how long, exits 1 on a fault."""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.territoire import france
from tests import departements


def main() -> int:
    """Make and check every département."""
    wrong, longest = 0, (0.0, "")
    for code in france.departements():
        began = time.perf_counter()
        with TemporaryDirectory() as place, store.connect(Path(place) / "table.db") as db:
            creation.creer(db, TERMINAL, code)
            longest = max(longest, (time.perf_counter() - began, code))
            try:
                departements.verifier(db, code)
            except Exception as problem:  # every fault is told, whatever it is
                wrong += 1
                print(f"{code} : {problem}", file=sys.stderr)
    words = f"le plus long à faire : {longest[1]}, {longest[0]:.1f} s"
    print(f"{len(france.departements())} départements, {wrong} en défaut ; {words}")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
