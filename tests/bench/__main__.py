"""`make bench`: every `bench_*.py` of this folder, one line per measure; exit 1 when a promise is not held.

`python -m tests.bench pages` runs only `bench_pages.py`.
"""

import importlib
import sys
from pathlib import Path

from tests.bench.outils.measure import Mesure

HEADER = ("name", "value", "unit", "peer", "ratio", "target", "ok")


def main(wanted: list[str]) -> int:
    """Print the measures as they come; return the exit code."""
    print("\t".join(HEADER), flush=True)
    names = wanted or sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))
    held = True
    for name in names:
        for measure in importlib.import_module(f"tests.bench.bench_{name}").run():
            print(line(measure), flush=True)
            held = held and measure.ok
    return 0 if held else 1


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
