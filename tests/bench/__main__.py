"""`make bench`: every `bench_*.py` of this folder, one line per measure; exit 1 when a promise is not held.

`python -m tests.bench pages` runs only `bench_pages.py`. `GARDER=1`: a whole run also writes docs/mesures.md.
"""

import importlib
import os
import sys
from datetime import date
from pathlib import Path

from tests.bench.outils import rapport
from tests.bench.outils.measure import Mesure

HEADER = ("name", "value", "unit", "peer", "ratio", "target", "ok")


def main(wanted: list[str]) -> int:
    """Print the measures as they come; return the exit code."""
    print("\t".join(HEADER), flush=True)
    names = wanted or sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    measures: dict[str, list[Mesure]] = {name: [] for name in names}
    for name in names:
        for measure in importlib.import_module(f"tests.bench.bench_{name}").run():
            print(line(measure), flush=True)
            measures[name].append(measure)
    if os.environ.get("GARDER") == "1" and not wanted:
        rapport.DOC.write_text(rapport.page(measures, date.today()), encoding="utf-8")
    return 0 if all(measure.ok for told in measures.values() for measure in told) else 1


def line(measure: Mesure) -> str:
    """One measure, tab separated; « - » where there is no peer."""
    peer = "-" if measure.peer is None else f"{measure.peer:.3g}"
    ratio = "-" if measure.ratio is None else f"{measure.ratio:.2f}"
    cells = (
        measure.name,
        f"{measure.value:.3g}",
        measure.unit,
        peer,
        ratio,
        measure.target,
        "ok" if measure.ok else "MISS",
    )
    return "\t".join(cells)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
