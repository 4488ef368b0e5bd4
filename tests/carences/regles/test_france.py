"""The threshold that the most unfavourable territories give, and what the rule would propose everywhere."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.carences.regles.france import NATIONAL, SignalEnFrance, proposer_partout, seuil_defavorable
from components.carences.regles.signaux import PROFESSIONS, RegleDeProposition

MG = PROFESSIONS["medecin_generaliste"]
REGLES = {rule.nom: rule for rule in MG.regles}


def _lu(values: list[float], noise: list[float] | None = None, decimals: int = 2) -> SignalEnFrance:
    index = pd.Index([f"T{k:03d}" for k in range(len(values))])
    chance = pd.Series(noise or [0.0] * len(values), index, dtype=float)
    return SignalEnFrance(pd.Series(values, index, dtype=float), chance, NATIONAL, "bassin de vie", 2018, decimals)


RULES = [REGLES["desavantage_social"], REGLES["acces_moyen"], REGLES["baisse_acces"]]


@given(
    st.sampled_from(RULES),
    st.lists(st.integers(-500, 2_000).map(lambda v: v / 100), min_size=1, max_size=40),
    st.data(),
)
def test_it_lights_up_as_many_as_allowed_and_no_more(
    rule: RegleDeProposition, values: list[float], data: st.DataObject
) -> None:
    chance = rule.nom == "baisse_acces" and data.draw(st.booleans())
    noise = [data.draw(st.integers(1, 900)) / 100 for _ in values] if chance else None
    read, part = _lu(values, noise), data.draw(st.sampled_from([0.05, 0.1, 0.2, 0.5]))
    limit = seuil_defavorable(read, rule, part)
    if limit is None:
        assert len(values) * part < 1 or values.count(min(values) if rule.sens > 0 else max(values)) > part * len(
            values
        )
        return
    if limit < 0 and chance:
        return  # nobody falls beyond chance: no threshold is set then
    assert read.signalent(rule, limit).mean() <= part + 1e-12
    if not chance:
        quiet = read.valeurs[~read.signalent(rule, limit)]
        if len(quiet):  # lighting up the next worst would be too many, or it lies within the rounding of the threshold
            worst = float(quiet.min() if rule.sens > 0 else quiet.max())
            further = read.signalent(rule, worst).mean()
            assert further > part or abs(worst - limit) < 0.01


def test_most_territories_sharing_the_worst_figure_give_no_threshold() -> None:
    assert seuil_defavorable(_lu([100.0] * 8 + [0.0] * 2), REGLES["part_sous_seuil"], 0.1) is None


def test_a_change_is_read_beyond_what_chance_adds() -> None:
    """Ten falls of 12 %, chance at 11.9 % for all but one: only that one is a fall."""
    read = _lu([12.0] * 10, [11.9] * 9 + [0.1], 1)
    limit = seuil_defavorable(read, REGLES["baisse_acces"], 0.1)
    assert limit == 11.9
    assert read.signalent(REGLES["baisse_acces"], limit).tolist() == [False] * 9 + [True]


@pytest.mark.parametrize(("departements", "mots"), [(NATIONAL, "de France"), (3, "de 3 départements")])
def test_a_file_of_some_departements_never_passes_for_france(departements: int, mots: str) -> None:
    one = _lu([1.0])
    read = SignalEnFrance(one.valeurs, one.bruits, departements, "EPCI", 2020, 1)
    told = read.champ.replace("\xa0", " ")
    assert mots in told and "EPCI" in told and "2020" in told and read.national is (departements >= NATIONAL)


def test_need_and_distance_never_propose_alone_in_france_either() -> None:
    loud, calm = [1.0, 3.0, 3.0], [9.0, 9.0, 0.1]
    read = {"acces_moyen": _lu(loud), "desavantage_social": _lu(calm)}
    limits = {"acces_moyen": 2.5, "desavantage_social": 0.5}
    proposed = proposer_partout(MG.regles, read, limits, 2)
    assert proposed.tolist() == ["a_examiner", "pas_de_signal", "pas_de_signal"]
    assert proposer_partout(MG.regles, read, limits, 3).tolist()[0] == "a_surveiller"
