"""Small random territories shared by the tests of the kernel, of moves and of their oracle."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from hypothesis import strategies as st

from components.core.acces.access import Bands, Kernel, KernelFamily
from components.core.acces.travel import Trajets

BANDES = Bands(((10, 1.0), (15, 2 / 3), (20, 1 / 3)))
BANDES_2012 = Bands(((5, 1.0), (10, 0.3), (15, 0.1)))


@dataclass(frozen=True)
class Cas:
    """Residents, sites and pairs of one territory; pairs are (origin, destination, minutes)."""

    residents: "pd.Series[float]"
    sites: list[str]
    paires: list[tuple[str, str, float]]

    def kernel(self, bandes: Bands = BANDES) -> Kernel:
        return Kernel.build(self.residents, self.sites, *colonnes(self.paires), bandes)

    def famille(self) -> KernelFamily:
        trajets = Trajets.build(self.residents, self.sites, *colonnes(self.paires), horizon=24)
        return KernelFamily.build(trajets, {"zonage": BANDES, "2012": BANDES_2012}, (0.8, 1.0, 1.2), "zonage")


def colonnes(paires: Sequence[tuple[str, str, float]]) -> tuple[list[str], list[str], list[float]]:
    return [o for o, _, _ in paires], [d for _, d, _ in paires], [m for _, _, m in paires]


@st.composite
def territoires(draw: st.DrawFn, population_min: int = 0) -> Cas:
    """Up to 7 communes and 6 sites, minutes on both sides of every bound, some out of reach."""
    communes = [f"71{k:03d}" for k in range(draw(st.integers(1, 7)))]
    sites = [f"S{k}" for k in range(draw(st.integers(1, 6)))]
    people = [draw(st.integers(population_min, 5000)) / 4 for _ in communes]
    times = st.one_of(st.sampled_from([0.0, 5.0, 10.0, 15.0, 20.0, 24.0]), st.floats(0, 30))
    every = [(c, s) for c in communes for s in sites]
    kept = draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    return Cas(pd.Series(people, index=communes), sites, [(c, s, draw(times)) for c, s in kept])


@st.composite
def villages(draw: st.DrawFn) -> Cas:
    """Territories where each of 2 to 6 inhabited communes is also a site, at 0 minutes of itself."""
    communes = [f"71{k:03d}" for k in range(draw(st.integers(2, 6)))]
    people = [float(draw(st.integers(100, 20_000))) for _ in communes]
    own = [(c, c, 0.0) for c in communes]
    others = [(c, s) for c in communes for s in communes if c != s]
    kept = draw(st.lists(st.sampled_from(others), unique=True))
    return Cas(pd.Series(people, index=communes), communes, own + [(c, s, draw(st.floats(0, 30))) for c, s in kept])


@st.composite
def offres(draw: st.DrawFn, kernel: Kernel, au_moins: int = 0, au_plus: int = 20_000) -> "pd.Series[float]":
    """Acts per year at every site, 0 where the supply would reach nobody."""
    acts = [draw(st.integers(au_moins, au_plus)) / 3 if d > 0 else 0.0 for d in kernel.demand]
    return pd.Series(acts, index=kernel.sites, dtype=float)
