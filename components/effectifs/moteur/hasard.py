"""Chance with a name: every person and every cell has its own numbered stream (SplitMix64).

The n-th draw of a key depends on nothing else: adding a person, a territory or a lever never reshuffles the others,
two scenarios meet the same luck, and a run is the same bits in ten years whatever the numerical library.
Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
"""

import hashlib

import numpy as np
import numpy.typing as npt

Cles = npt.NDArray[np.uint64]
Hauts = npt.NDArray[np.uint32]
PAS = np.uint64(0x9E3779B97F4A7C15)
UN, DEUX = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
ECHELLE = 2.0**32


def cle(*parties: object) -> int:
    """A 64-bit key from words and numbers; the same on every machine."""
    text = "|".join(str(partie) for partie in parties)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")


def melanger(etat: Cles) -> Cles:
    """The SplitMix64 output function, in place on `etat`, which is returned."""
    etat ^= etat >> np.uint64(30)
    etat *= UN
    etat ^= etat >> np.uint64(27)
    etat *= DEUX
    etat ^= etat >> np.uint64(31)
    return etat


def deux_par_tirage(cles: Cles, graine: int, tirages: int) -> tuple[Hauts, Hauts]:
    """Two independent 32-bit draws for each key and each run, shape (keys, runs)."""
    ranks = np.arange(1, tirages + 1, dtype=np.uint64) * PAS
    bits = melanger((cles ^ np.uint64(cle("graine", graine)))[:, None] + ranks[None, :])
    return couper(bits)


def couper(bits: Cles) -> tuple[Hauts, Hauts]:
    """Split 64-bit words into their high and low halves."""
    return (bits >> np.uint64(32)).astype(np.uint32), bits.astype(np.uint32)


def seuils(repartition: npt.NDArray[np.float64]) -> Hauts:
    """A cumulative distribution as 32-bit thresholds: a draw u falls at rank k when seuils[k-1] <= u < seuils[k]."""
    return np.minimum(np.rint(repartition * ECHELLE), ECHELLE - 1).astype(np.uint32)
