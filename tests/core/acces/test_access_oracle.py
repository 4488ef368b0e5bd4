"""The kernel against PySAL `access` (enhanced two-step floating catchment, E2SFCA), a dev-only oracle.

Both are defined where each site that is reached has people around it; PySAL leaves out the communes that
reach nothing, where ours are 0.
"""

import numpy as np
import pandas as pd
from access import Access, weights
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces.access import Kernel
from tests.core.acces.cases import Cas, offres, territoires

PAS = weights.step_fn({10: 1.0, 15: 2 / 3, 20: 1 / 3})


def oracle(case: Cas, supply: "pd.Series[float]") -> "pd.Series[float]":
    people = case.residents.rename("pop").rename_axis("geoid").reset_index()
    doctors = supply.rename("acts").rename_axis("geoid").reset_index()
    times = pd.DataFrame(case.paires, columns=["origin", "dest", "cost"])
    peer = Access(
        demand_df=people, demand_index="geoid", demand_value="pop",
        supply_df=doctors, supply_index="geoid", supply_value="acts",
        cost_df=times, cost_origin="origin", cost_dest="dest", cost_name="cost",
    )  # fmt: skip
    result: pd.Series[float] = peer.enhanced_two_stage_fca(name="e", max_cost=20, weight_fn=PAS)["e_acts"]
    return result


@given(st.data())
def test_equals_pysal(data: st.DataObject) -> None:
    case = data.draw(territoires(population_min=1).filter(lambda c: any(m <= 20 for _, _, m in c.paires)))
    kernel: Kernel = case.kernel()
    supply = data.draw(offres(kernel))
    ours, theirs = kernel.access(supply), oracle(case, supply).dropna()
    assert set(theirs.index) == {c for c, _, m in case.paires if m <= 20}
    assert np.abs(ours[theirs.index] - theirs).max() <= 1e-12 * max(1.0, float(theirs.max()))
    assert (ours.drop(theirs.index) == 0).all()
