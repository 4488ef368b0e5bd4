"""Why a place has the access it has: who contributes how much, from where, and what is left unexplained. Pure.

APL publiée(T) = Σ_j contribution(T, j) + écart        contribution(T, j) = Σ_i p_i·G_ij·S_j / Σ_i p_i
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from components.core.acces.access import Kernel
from components.core.acces.moves import Bornes
from components.core.francais import ecart, nombre, pluriel


@dataclass(frozen=True)
class Pourquoi:
    """`table`, by place, largest contribution first: minutes (mean over the residents who reach it), concurrents
    (standardised people sharing it), actes (per year), contribution. Contributions plus `ecart` make `publie`."""

    table: pd.DataFrame
    publie: float
    ecart: float


def actes(offre: pd.DataFrame, bornes: Bornes, actes_par_etp: float) -> "pd.Series[float]":
    """Acts per year that count in the published series, by commune.

    `offre`: commune, nombre, etp, actes. A row without known acts counts its ETP (else its people) at the
    conventional activity; the floor and the cap apply to each practitioner.
    """
    people = offre["nombre"].clip(lower=0)
    etp = offre["etp"].fillna(people)
    declared = offre["actes"].clip(lower=people * bornes.plancher, upper=people * bornes.plafond)
    conventional = (etp * max(actes_par_etp, bornes.plancher)).clip(upper=people * bornes.plafond)
    return declared.fillna(conventional).groupby(offre["commune"]).sum()


def pourquoi(
    kernel: Kernel, communes: Sequence[str], poids: "pd.Series[float]", offre: "pd.Series[float]", publie: float
) -> Pourquoi:
    """Break the published access of communes (one, or those of a territory, weighted by `poids`) into places.

    `offre`: acts per year by place; places out of the kernel or without acts are left out.
    """
    share = _shares(kernel, communes, poids)
    supply = offre.reindex(kernel.sites).fillna(0.0).to_numpy()
    given = np.asarray(share @ kernel.gain) * supply
    table = _reach(kernel, share).assign(actes=supply, contribution=given)
    places = table[table["contribution"] > 0].sort_values("contribution", ascending=False, kind="stable")
    return Pourquoi(places, publie, publie - float(places["contribution"].sum()))


def portee(kernel: Kernel, communes: Sequence[str], poids: "pd.Series[float]") -> pd.DataFrame:
    """Places that communes reach, nearest first: minutes, concurrents."""
    table = _reach(kernel, _shares(kernel, communes, poids))
    return table[table["minutes"].notna()].sort_values("minutes", kind="stable")


def _shares(kernel: Kernel, communes: Sequence[str], poids: "pd.Series[float]") -> np.ndarray:
    """Weight of each commune of the kernel in the place looked at; they sum to one."""
    weights = poids.reindex(list(communes)).fillna(0.0)
    weights = weights if weights.sum() > 0 else weights + 1.0
    full = np.zeros(len(kernel.communes))
    at = kernel.communes.get_indexer(weights.index)
    np.add.at(full, at[at >= 0], weights.to_numpy()[at >= 0])
    return full / float(weights.sum())


def _reach(kernel: Kernel, share: np.ndarray) -> pd.DataFrame:
    reaching = kernel.weights.copy()
    reaching.data = np.ones_like(reaching.data)
    people = np.asarray(share @ reaching)
    total = np.asarray(share @ kernel.minutes)
    minutes = np.divide(total, people, out=np.full_like(total, np.nan), where=people > 0)
    return pd.DataFrame({"minutes": minutes, "concurrents": kernel.demand}, index=kernel.sites)


def phrase(detail: Pourquoi, noms: Mapping[str, str], lieu: str) -> str:
    """The answer of the panel, in one sentence."""
    if detail.table.empty:
        return f"{lieu} : aucun lieu de l'offre chargée n'est à portée ; {nombre(detail.ecart, 2)} reste inexpliqué."
    first = str(detail.table.index[0])
    part, count = float(detail.table["contribution"].iloc[0]), len(detail.table)
    return (
        f"{lieu} : {nombre(detail.publie, 2)} publié. {pluriel(count, 'lieu contribue', 'lieux contribuent')}, "
        f"d'abord {noms.get(first, first)} ({nombre(part, 2)}) ; écart à l'APL publiée : {ecart(detail.ecart)}."
    )
