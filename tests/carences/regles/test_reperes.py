"""What a threshold is worth: rates, agreement and discrimination equal plain counts."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.carences.regles.reperes import Confrontation, confronter, discrimination, taux
from data.carences import reperes_france

places = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=1, max_size=12)


@given(places)
def test_agreement_and_discrimination_equal_plain_counts(rows) -> None:
    score = pd.Series([float(value) for value, _ in rows])
    zone = pd.Series([inside for _, inside in rows])
    loud = score > 3
    found = confronter(loud, zone)
    assert found == Confrontation(
        sum(zone), sum(z and said for z, said in zip(zone, loud, strict=True)),
        sum(~zone), sum(not z and not said for z, said in zip(zone, loud, strict=True)),
    )  # fmt: skip
    pairs = [(a > b) + (a == b) / 2 for a, z in zip(score, zone, strict=True) if z
             for b, y in zip(score, zone, strict=True) if not y]  # fmt: skip
    area = discrimination(score, zone)
    assert area == pytest.approx(np.mean(pairs)) if pairs else np.isnan(area)


def test_only_places_that_both_know_are_compared() -> None:
    found = confronter(pd.Series({"A": True, "B": False}), pd.Series({"B": True, "C": True}))
    assert (found.en_zone, found.signales, found.hors_zone) == (1, 0, 0)
    assert np.isnan(found.specificite) and found.sensibilite == 0


@given(st.lists(st.integers(0, 100), min_size=1, max_size=9, unique=True), st.integers(-5, 105))
def test_a_rate_is_the_share_on_the_bad_side_within_a_step(values, limit) -> None:
    found = pd.Series(sorted(values), dtype=float)
    quantiles = found.quantile(np.linspace(0, 1, 101)).tolist()
    step = 1 / len(values) + 0.011
    assert abs(taux(quantiles, limit, 1) - (found < limit).mean()) <= step
    assert abs(taux(quantiles, limit, -1) - (found >= limit).mean()) <= step
    assert taux(quantiles, -6, 1) == 0 and taux(quantiles, -6, -1) == 1
    assert taux(quantiles, 106, 1) == 1 and taux(quantiles, 106, -1) == 0


def test_the_stored_results_are_whole_and_written_as_they_are_read() -> None:
    kept = reperes_france.lire()
    assert reperes_france.texte(kept) == reperes_france.FICHIER.read_text(encoding="utf-8")
    assert all(len(values) == 101 and list(values) == sorted(values) for values in kept.quantiles.values())
    assert all(0 <= share <= 1 for pair in kept.zonage.values() for share in pair)
    assert {"apl_mg tous âges", "apl_infirmiers", "apl_kinesitherapeutes", "apl_sages_femmes"} <= kept.quantiles.keys()
