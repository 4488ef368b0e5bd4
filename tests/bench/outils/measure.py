"""One line of the bench, and the stopwatch that fills it."""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True)
class Mesure:
    """What was measured. `value` and `peer` are in `unit` (None: no peer in this run).

    `ratio` is peer / value (how many times faster than the peer) unless the name says otherwise; `target` is
    the promise in words, `ok` whether it holds.
    """

    name: str
    value: float
    unit: str
    peer: float | None
    ratio: float | None
    target: str
    ok: bool


def timed(fn: Callable[[], object], repeat: int) -> float:
    """Return the best wall time of `repeat` runs, in milliseconds, after one that is not counted.

    The best run is the one least disturbed by the rest of the machine; collection is off meanwhile.
    """
    fn()
    was_on = gc.isenabled()
    gc.disable()
    try:
        return min(_once(fn) for _ in range(repeat)) * 1000
    finally:
        if was_on:
            gc.enable()


def plafond(name: str, value: float, unit: str, most: float) -> Mesure:
    """A measure that must not exceed `most`, without a peer."""
    return Mesure(name, value, unit, None, None, f"<= {most:g} {unit}", value <= most)


def plus_rapide(name: str, value: float, unit: str, peer: float, least: float) -> Mesure:
    """A measure that must be at least `least` times faster than its peer in the same run."""
    ratio = peer / value
    return Mesure(name, value, unit, peer, ratio, f">= {least:g}x", ratio >= least)


def _once(fn: Callable[[], object]) -> float:
    start = perf_counter()
    fn()
    return perf_counter() - start
