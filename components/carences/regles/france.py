"""A signal read on every territory that a loaded file covers: how often it lights up there, and the threshold that its
most unfavourable territories give where no text fixes one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, floor, hypot, sqrt
from typing import Any

import numpy as np
import pandas as pd

from components.carences.regles.signaux import RegleDeProposition, proposer
from components.core.francais import accord, nombre

NATIONAL = 90  # départements, of 101: overseas is missing from many national files


@dataclass(frozen=True, eq=False)
class SignalEnFrance:
    """The figure of a signal on the territories that a loaded file covers.

    `valeurs` and `bruits` (what chance adds to the threshold of a change), by territory: those that the rule reads,
    neither too small nor known on too small a part. `maille`: what they are, in words; `annee`: of the figure;
    `decimales`: of a threshold that they give.
    """

    valeurs: "pd.Series[float]"
    bruits: "pd.Series[float]"
    departements: int
    maille: str
    annee: int
    decimales: int

    @property
    def national(self) -> bool:
        """Whether it stands for France; otherwise it speaks of some départements only."""
        return self.departements >= NATIONAL

    @property
    def champ(self) -> str:
        """« des 1 664 territoires de France (bassin de vie ; fichier chargé, 2018) »."""
        where = "de France" if self.national else f"de {accord(self.departements, 'département', 'départements')}"
        return f"des {nombre(len(self.valeurs))} territoires {where} ({self.maille} ; fichier chargé, {self.annee})"

    def signalent(self, regle: RegleDeProposition, seuil: float) -> "pd.Series[bool]":
        """Whether each territory signals, as the rule reads those of the file."""
        limits = np.hypot(seuil, self.bruits) if self.bruits.any() else pd.Series(seuil, self.valeurs.index)
        loud = [regle.signale(float(value), float(limit)) for value, limit in zip(self.valeurs, limits, strict=True)]
        return pd.Series(loud, index=self.valeurs.index, dtype=bool)


def champ_lu(table: pd.DataFrame, couverture: float, population_minimale: float) -> "pd.Series[float]":
    """The figures that the rule reads among those of `table` (valeur, etat, part_couverte, population, by
    territory)."""
    readable = (table["etat"] == "valeur") & (table["part_couverte"] >= couverture)
    return table.loc[readable & (table["population"] >= population_minimale), "valeur"]


def proposer_partout(
    regles: Iterable[RegleDeProposition],
    lus: Mapping[str, SignalEnFrance],
    seuils: Mapping[str, float],
    a_examiner: int,
) -> "pd.Series[str]":
    """What the rule proposes on every territory where a figure of the profession is read, on the signals read there."""
    read = [rule for rule in regles if rule.nom in lus]
    signals = {rule.nom: lus[rule.nom].signalent(rule, seuils[rule.nom]) for rule in read}
    own = {rule.nom: signals[rule.nom] for rule in read if rule.propre}
    index = pd.Index(sorted({code for column in own.values() for code in column.index}))
    columns = {
        name: {rule.nom: signals[rule.nom] for rule in read if rule.famille == name}
        for name in dict.fromkeys(rule.famille for rule in read)
    }
    families = pd.DataFrame({name: _un_signal(mine, index) for name, mine in columns.items()}, index=index)
    counts, loud = families.sum(axis=1), _un_signal(own, index)
    proposed = [proposer(int(count), 1, a_examiner, bool(mine)) for count, mine in zip(counts, loud, strict=True)]
    return pd.Series(proposed, index=index, dtype=object)


def _un_signal(signals: Mapping[Any, "pd.Series[bool]"], index: pd.Index) -> "pd.Series[bool]":
    """Whether one at least of the signals lights up; a territory where one is not read is calm for it."""
    table = pd.DataFrame(
        {name: column.reindex(index, fill_value=False) for name, column in signals.items()}, index=index
    )
    return table.astype(bool).any(axis=1)


def seuil_defavorable(lu: SignalEnFrance, regle: RegleDeProposition, part: float) -> float | None:
    """The threshold that lights up the most unfavourable territories: as many as possible, at most `part` of them.

    Rounded on the side that lights up more as long as that is allowed, else fewer. None when too many territories share
    the worst figure.
    """
    worst = np.sort(_ecarts(lu, regle))[::-1]
    most = int(part * len(worst))
    if not most:
        return None
    eligible = worst[:most]
    if most < len(worst) and worst[most] == eligible[-1]:
        eligible = eligible[eligible > worst[most]]
    if not len(eligible) or not np.isfinite(eligible[-1]):
        return None
    more, fewer = _arrondis(regle, float(eligible[-1]), lu.decimales)
    return more if lu.signalent(regle, more).mean() <= part else fewer


def _ecarts(lu: SignalEnFrance, regle: RegleDeProposition) -> np.ndarray:
    """What each territory signals up to: its figure turned so that more is worse, chance taken out of a change."""
    values, noise = lu.valeurs.to_numpy(float), lu.bruits.to_numpy(float)
    if regle.sens > 0:
        return -values
    if not noise.any():
        return values
    beyond = [sqrt(v**2 - n**2) if v > n else -hypot(v, n) for v, n in zip(values, noise, strict=True)]
    return np.array(beyond)


def _arrondis(regle: RegleDeProposition, ecart: float, decimales: int) -> tuple[float, float]:
    """The two roundings of a threshold: that which lights up more territories, then fewer; -0 is 0."""
    scale, value = 10**decimales, -ecart if regle.sens > 0 else ecart
    low, high = floor(value * scale + 1e-9) / scale + 0.0, ceil(value * scale - 1e-9) / scale + 0.0
    return (high, low) if regle.sens > 0 else (low, high)
