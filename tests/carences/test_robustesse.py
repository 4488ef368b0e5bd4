"""Robustness counts equal brute force over the listed hypotheses."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.carences.model_robustesse import (
    ARRONDIS,
    PAR_COMMUNE,
    Entrees,
    Publication,
    eprouver,
    non_testables,
)
from components.carences.model_signaux import FAMILLES, PROFESSIONS, Mesure, examiner

ABOUT = PROFESSIONS["medecin_generaliste"]
REGLES = {rule.nom: rule for rule in ABOUT.regles}
SEUILS = [2.5, 2.71]
PART, BAISSE, COUVERTURE = 50.0, 10.0, 0.5


@st.composite
def entrees(draw: st.DrawFn) -> Entrees:
    codes = [f"71{k:03d}" for k in range(draw(st.integers(1, 6)))]
    territory = pd.Series([draw(st.sampled_from(["A", "B"])) for _ in codes], index=codes)
    people = pd.Series([float(draw(st.integers(0, 300))) for _ in codes], index=codes)
    standard = people * draw(st.floats(0.7, 1.3))
    standard.iloc[0] += 5
    publications = [
        _publication(draw, codes, serie, year, people, standard if draw(st.booleans()) else None)
        for serie in draw(st.sampled_from([["tous âges"], ["tous âges", "65 ans et moins"]]))
        for year in draw(st.sampled_from([[2023], [2023, 2022]]))
    ]
    return Entrees(publications, SEUILS, people, territory, REGLES, PART, BAISSE, COUVERTURE)


def _publication(draw, codes, serie, year, people, standard) -> Publication:
    cells = [draw(st.one_of(st.none(), st.integers(0, 60))) for _ in codes]
    values = pd.Series([np.nan if c is None else c / 10 for c in cells], index=codes, dtype=float)
    states = pd.Series(["manquant" if c is None else "valeur" for c in cells], index=codes)
    weights = {"population totale": people} | ({} if standard is None else {"population standardisée": standard})
    return Publication(serie, year, values, states, 0.05, weights)


def _mean(values, weights):
    """Plain loops: weighted mean and covered share of the known."""
    known = [(v, w) for v, w in zip(values, weights, strict=True) if not np.isnan(v)]
    total, covered = sum(weights), sum(w for _, w in known)
    return (sum(v * w for v, w in known) / covered if covered else None), (covered / total if total else 0.0)


def _brute(e: Entrees, code: str, others: list[str], enough: int) -> list[tuple]:
    inside = [c for c in e.territoire.index if e.territoire[c] == code]
    found = []
    for pub in e.publications:
        older = [p for p in e.publications if p.serie == pub.serie and p.millesime < pub.millesime]
        for limit in SEUILS:
            for reading in [*pub.poids, PAR_COMMUNE]:
                for rounding in ARRONDIS:
                    name = "population totale" if reading == PAR_COMMUNE else reading
                    weights = [pub.poids[name][c] for c in inside]
                    values = [pub.valeurs[c] for c in inside]
                    said = []
                    if reading == PAR_COMMUNE:
                        people = [e.habitants[c] for c in inside]
                        below = [float(v + rounding * 0.05 < limit) if not np.isnan(v) else np.nan for v in values]
                        figure, covered = _mean(below, people)
                        if figure is not None and covered >= COUVERTURE:
                            said.append(round(100 * figure - PART, 9) >= 0)
                    else:
                        figure, covered = _mean(values, weights)
                        if figure is not None and covered >= COUVERTURE:
                            said.append(round(figure + rounding * 0.05 - limit, 9) <= 0)
                    if older and name in older[0].poids:
                        now, c1 = _mean(values, weights)
                        was, c2 = _mean(
                            [older[0].valeurs[c] for c in inside], [older[0].poids[name][c] for c in inside]
                        )
                        if now is not None and was is not None and was > 0 and min(c1, c2) >= COUVERTURE:
                            said.append(round(100 * (was - now) / was - BAISSE, 9) >= 0)
                    states = [*others, "manquante" if not said else "signale" if any(said) else "ne signale pas"]
                    loud, known = states.count("signale"), len(states) - states.count("manquante")
                    found.append(
                        "sans_donnees" if not known
                        else "a_examiner" if loud >= enough
                        else "a_surveiller" if loud else "pas_de_signal"
                    )  # fmt: skip
    return found


@settings(max_examples=30, deadline=None)
@given(entrees(), st.lists(st.sampled_from([5.0, 15.0, None]), min_size=4, max_size=4), st.integers(1, 3))
def test_counts_equal_brute_force(e: Entrees, others: list[float | None], enough: int) -> None:
    names = ["medecins_60_ans", "sans_medecin_traitant", "minutes_urgences", "desavantage_social"]
    figures = {
        name: Mesure(value, "valeur" if value is not None else "manquant", 1.0)
        for name, value in zip(names, others, strict=True)
    }
    limits = {rule.seuil: 10.0 for rule in ABOUT.regles}
    codes = sorted(set(e.territoire))
    reviews = {code: examiner(ABOUT.regles, figures, limits, COUVERTURE, enough) for code in codes}
    found = eprouver(reviews, e, [])
    for code in codes:
        states = [f.etat for f in reviews[code].familles if f.nom != "offre"]
        expected = _brute(e, code, states, enough)
        assert [proposal for _, proposal in found[code].essais] == expected
        assert found[code].tenues == expected.count(reviews[code].proposition)
        assert found[code].total == len(e.hypotheses) == len(set(e.hypotheses))


def test_what_cannot_be_tested_is_said() -> None:
    codes = ["71001"]
    values = pd.Series([2.6], index=codes)
    states = pd.Series(["valeur"], index=codes)
    people = pd.Series([10.0], index=codes)
    only = Publication("tous âges", 2023, values, states, 0.05, {"population totale": people})
    said = non_testables([only], SEUILS)
    assert [words.split(" (")[0] for words in said] == [
        "autre série d'âge", "pondération par la population standardisée", "millésime précédent",
    ]  # fmt: skip
    e = Entrees([only], SEUILS, people, pd.Series(["A"], index=codes), REGLES, PART, BAISSE, COUVERTURE)
    review = examiner(ABOUT.regles, {}, {r.seuil: 0.0 for r in ABOUT.regles}, COUVERTURE, 2)
    held = eprouver({"A": review}, e, said)["A"]
    assert held.total == 12
    assert "non testables : autre série d'âge" in held.phrase


def test_a_proposal_that_depends_on_the_threshold_says_so() -> None:
    codes = ["71001"]
    series = pd.Series([2.6], index=codes)
    people = pd.Series([10.0], index=codes)
    only = Publication(
        "tous âges", 2023, series, pd.Series(["valeur"], index=codes), 0.0, {"population totale": people}
    )
    e = Entrees([only], SEUILS, people, pd.Series(["A"], index=codes), REGLES, PART, BAISSE, COUVERTURE)
    limits = {r.seuil: 2.5 for r in ABOUT.regles}
    review = examiner(ABOUT.regles, {"acces_moyen": Mesure(2.6, "valeur", 1.0)}, limits, COUVERTURE, 2)
    held = eprouver({"A": review}, e, [])["A"]
    assert held.tenues == 6 and held.total == 12
    assert held.bascules == ["seuil «\u202f2,71\u202f»".replace("\u202f", " ") + " (6 fois sur 6 : à surveiller)"]


@pytest.mark.parametrize("name", FAMILLES)
def test_every_family_has_a_rule(name: str) -> None:
    assert any(rule.famille == name for rule in ABOUT.regles)
