"""The kernels of every admissible hypothesis, built on one travel table."""

import math

import pandas as pd
import pytest
from hypothesis import given

from components.core.acces.access import Kernel, KernelFamily, horizon, nom_hypothese
from components.core.acces.travel import Trajets
from components.core.refus import EntreeInvalide
from tests.core.acces.cases import BANDES, BANDES_2012, Cas, villages

RESIDENTS = pd.Series({"71001": 1000.0, "71002": 500.0, "71003": 200.0})
SITES = ["A", "B"]


@given(villages())
def test_a_family_is_the_kernels_of_its_hypotheses(case: Cas) -> None:
    family = case.famille()
    assert family.nom_central == "zonage, vitesse estimée"
    assert len(family.kernels) == 6
    slower = [(c, s, m / 0.8) for c, s, m in case.paires]
    alone = Cas(case.residents, case.sites, slower).kernel(BANDES_2012)
    member = family.kernels["2012, vitesse −20\u00a0%"]
    assert (member.gain.toarray() == alone.gain.toarray()).all()
    assert (family.central.gain.toarray() == case.kernel().gain.toarray()).all()


def test_faster_roads_reach_further() -> None:
    family = Cas(RESIDENTS, SITES, [("71001", "A", 5.0), ("71003", "A", 23.0)]).famille()
    reached = {name: set(k.reaching("A").index) for name, k in family.kernels.items()}
    assert reached["zonage, vitesse +20\u00a0%"] == {"71001", "71003"}
    assert reached["zonage, vitesse estimée"] == {"71001"}


def test_a_table_too_short_for_the_family_is_refused() -> None:
    trajets = Trajets.build(RESIDENTS, SITES, ["71001"], ["A"], [5.0], horizon=20)
    bands = {"zonage": BANDES, "2012": BANDES_2012}
    assert horizon(bands, (0.8, 1.0, 1.2)) == pytest.approx(24)
    with pytest.raises(EntreeInvalide, match="s'arrête à 20,0 min"):
        KernelFamily.build(trajets, bands, (0.8, 1.0, 1.2), "zonage")
    assert len(KernelFamily.build(trajets, bands, (0.8, 1.0), "zonage").kernels) == 4


@pytest.mark.parametrize(("factors", "central"), [((0.8, 1.2), "zonage"), ((1.0,), "2031")])
def test_a_family_has_its_central_hypothesis(factors: tuple[float, ...], central: str) -> None:
    trajets = Trajets.build(RESIDENTS, SITES, ["71001"], ["A"], [5.0], horizon=math.inf)
    with pytest.raises(EntreeInvalide, match="centrale"):
        KernelFamily.build(trajets, {"zonage": BANDES}, factors, central)


def test_the_refusal_of_a_short_table_gives_minutes_to_the_tenth() -> None:
    trajets = Trajets.build(pd.Series({"a": 1.0}), ["A"], ["a"], ["A"], [1.0], horizon=20.25)
    with pytest.raises(EntreeInvalide, match=r"s'arrête à 20,[23] min ; il en faut 24,2 pour"):
        Kernel.of(trajets, BANDES, 1.21)


def test_a_kernel_and_a_family_are_known_by_themselves() -> None:
    """They are kept for the same inputs: two of them are never compared number by number."""
    trajets = Trajets.build(RESIDENTS, SITES, ["71001"], ["A"], [5.0], horizon=20)
    kernels = [Kernel.of(trajets, BANDES) for _ in range(2)]
    families = [KernelFamily.build(trajets, {"zonage": BANDES}, (1.0,), "zonage") for _ in range(2)]
    assert len({*kernels, *families}) == 4


def test_a_hypothesis_is_named_by_its_bands_and_its_speed() -> None:
    assert nom_hypothese("zonage", 1.0) == "zonage, vitesse estimée"
    assert nom_hypothese("zonage", 2.0) == "zonage, vitesse +100\u00a0%"
    assert nom_hypothese("2012", 0.8) == "2012, vitesse −20\u00a0%"
