"""People yet to come: Poisson counts by inversion, so that more expected arrivals never bring fewer people."""

import numpy as np
import numpy.typing as npt

from components.effectifs.moteur.hasard import PAS, Cles, Hauts, cle, couper, melanger, seuils

Entiers = npt.NDArray[np.int64]
Reels = npt.NDArray[np.float64]
ANNEE, RANG = np.uint64(0xD1B54A32D192ED03), np.uint64(0x8CB92BA72F3D8DD7)
QUEUE = 1e-11


def tirer(cles: Cles, moyennes: Reels, tirages: int, graine: int) -> tuple[Entiers, Cles]:
    """Numbers of arrivals, shape (groups, years, runs), and the state of the stream of each cell, same shape."""
    groups, years = moyennes.shape
    seeded = cles ^ np.uint64(cle("arrivees", graine))
    steps = np.asarray(np.arange(1, years + 1), dtype=np.uint64) * ANNEE
    cells = melanger(np.asarray(seeded[:, None] + steps[None, :], dtype=np.uint64))
    state = cells.reshape(-1, 1) + np.arange(1, tirages + 1, dtype=np.uint64)[None, :] * PAS
    draw = (melanger(state.copy()) >> np.uint64(32)).astype(np.uint32)
    counts = _inverser(moyennes.ravel(), draw)
    return counts.reshape(groups, years, tirages), state.reshape(groups, years, tirages)


def chacun(nombres: Entiers, etats: Cles) -> tuple[Entiers, Hauts, Hauts]:
    """One line per arrival: flat place of its cell, and its two draws, which do not depend on the others'."""
    counts = nombres.ravel()
    cell = np.repeat(np.arange(len(counts)), counts)
    rank = np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    high, low = couper(melanger(etats.ravel()[cell] ^ (rank.astype(np.uint64) * RANG)))
    return cell, high, low


def _inverser(means: Reels, draw: Hauts) -> Entiers:
    """Poisson counts of each line's mean: how many thresholds a draw reaches."""
    limits = seuils(_repartition(means))
    runs = draw.shape[1]
    counts = np.zeros(draw.size, dtype=np.int64)
    flat = draw.ravel()
    alive = np.flatnonzero(draw >= limits[:, :1])
    for k in range(1, limits.shape[1] + 1):
        counts[alive] = k
        if k < limits.shape[1]:
            alive = alive[flat[alive] >= limits[alive // runs, k]]
    return counts.reshape(draw.shape)


def _repartition(means: Reels) -> Reels:
    """Poisson cumulative probabilities P(≤ k), one line per mean, until nothing is left for the largest."""
    term = np.exp(-means)
    columns = [term]
    while (1.0 - columns[-1]).max() > QUEUE and len(columns) < 60 + 3 * means.max():
        term = term * means / len(columns)
        columns.append(np.minimum(columns[-1] + term, 1.0))
    return np.stack(columns, axis=1)
