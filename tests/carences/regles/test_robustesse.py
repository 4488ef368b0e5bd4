"""Robustness counts equal brute force over the listed hypotheses."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.carences.regles.hypotheses import ARRONDIS, PAR_COMMUNE, EntreesDesHypotheses, Publication
from components.carences.regles.robustesse import eprouver, non_testables
from components.carences.regles.signaux import FAMILLES, GRAVITE, PROFESSIONS, Mesure, examiner
from tests.conftest import EXEMPLES

ABOUT = PROFESSIONS["medecin_generaliste"]
REGLES = {rule.nom: rule for rule in ABOUT.regles}
SEUILS = [2.5, 2.71]
PART, BAISSE, COUVERTURE = 50.0, 10.0, 0.5


@st.composite
def entrees(draw: st.DrawFn) -> EntreesDesHypotheses:
    codes = [f"71{k:03d}" for k in range(draw(st.integers(1, 6)))]
    territory = pd.Series([draw(st.sampled_from(["A", "B"])) for _ in codes], index=codes)
    people = pd.Series([float(draw(st.integers(0, 300))) for _ in codes], index=codes)
    standard = people * draw(st.floats(0.7, 1.3))
    standard.iloc[0] += 5
    years = draw(st.sampled_from([[2023], [2023, 2022]]))
    publications = [
        _publication(draw, codes, serie, year, people, standard if draw(st.booleans()) else None)
        for serie in draw(st.sampled_from([["tous âges"], ["tous âges", "65 ans et moins"]]))
        for year in years
    ]
    older = [_publication(draw, codes, publications[0].serie, 2020, people, None)] if draw(st.booleans()) else []
    before = draw(st.sampled_from([{}, {"seuil_sans_medecin_traitant": 4.0, "seuil_fdep": 20.0}]))
    return EntreesDesHypotheses(
        publications, SEUILS, people, territory, REGLES, PART, BAISSE, COUVERTURE, older, before
    )


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


def _fall(e: EntreesDesHypotheses, inside: list[str], pub: Publication, older: Publication, name: str) -> list[bool]:
    """Whether the trend signals, as a list of nothing or one answer."""
    now, c1 = _mean([pub.valeurs[c] for c in inside], [pub.poids[name][c] for c in inside])
    was, c2 = _mean([older.valeurs[c] for c in inside], [older.poids[name][c] for c in inside])
    if now is None or was is None or was <= 0 or min(c1, c2) < COUVERTURE:
        return []
    return [round(100 * (was - now) / was - BAISSE, 9) >= 0]


def _trend(e: EntreesDesHypotheses, inside: list[str], pub: Publication, name: str) -> list[bool]:
    """The fall since the vintage before; of the newest vintage when nothing is before this one."""
    mine = [p for p in [*e.publications, *e.reculs] if p.serie == pub.serie and name in p.poids]
    pairs = [(a, b) for a in mine for b in mine if a.millesime > b.millesime]
    own = [(a, b) for a, b in pairs if a is pub]
    return _fall(e, inside, *(own or pairs)[0], name) if pairs else []


def _brute(e: EntreesDesHypotheses, code: str, states: list[list[str]], enough: int) -> list[tuple]:
    inside = [c for c in e.territoire.index if e.territoire[c] == code]
    found = []
    for pub in e.publications:
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
                            said.append(round(figure + rounding * 0.05 - limit, 9) < 0)
                    said += _trend(e, inside, pub, name)
                    offer = "manquante" if not said else "signale" if any(said) else "ne signale pas"
                    found += [_proposal([*others, offer], enough) for others in states]
    return found


@settings(max_examples=EXEMPLES // 2, deadline=None)
@given(entrees(), st.integers(0, 5), st.integers(1, 9))
def test_a_commune_that_gains_access_never_worsens_a_proposal_under_any_hypothesis(
    e: EntreesDesHypotheses, rank: int, gain: int
) -> None:
    """Raised in the newest vintage of every series: levels, shares and falls can only get better."""
    newest = max(pub.millesime for pub in e.publications)
    code = e.territoire.index[rank % len(e.territoire)]
    raised = [
        replace(pub, valeurs=pub.valeurs.where(pub.valeurs.index != code, pub.valeurs + gain / 10))
        if pub.millesime == newest
        else pub
        for pub in e.publications
    ]
    better = EntreesDesHypotheses(
        raised, SEUILS, e.habitants, e.territoire, REGLES, PART, BAISSE, COUVERTURE, e.reculs, e.seuils_avant
    )
    reviews = {
        c: examiner(ABOUT.regles, {}, {r.seuil: 10.0 for r in ABOUT.regles}, COUVERTURE, 2) for c in set(e.territoire)
    }
    before, after = eprouver(reviews, e, []), eprouver(reviews, better, [])
    for place in reviews:
        for (_, was), (_, now) in zip(before[place].essais, after[place].essais, strict=True):
            assert GRAVITE[now] <= GRAVITE[was]


def _proposal(states: list[str], enough: int) -> str:
    """States of age, recourse, distance, needs, then offer: only the first two and the last are of the profession."""
    own = {states[0], states[1], states[4]}
    if own == {"manquante"}:
        return "sans_donnees"
    if "signale" not in own:
        return "pas_de_signal"
    return "a_examiner" if states.count("signale") >= enough else "a_surveiller"


def _again(figures: dict, e: EntreesDesHypotheses) -> list[list[str]]:
    """States of the other families, under the thresholds in force, then under the earlier ones."""
    rows = []
    for changed in [{}, e.seuils_avant] if e.seuils_avant else [{}]:
        states = {}
        for rule in ABOUT.regles:
            known = figures.get(rule.nom)
            said = known is not None and known.valeur is not None
            loud = said and known.valeur >= changed.get(rule.seuil, 10.0)
            states.setdefault(rule.famille, []).append("signale" if loud else "calme" if said else "manquante")
        rows.append(
            ["signale" if "signale" in s else "manquante" if set(s) == {"manquante"} else "ne signale pas"
             for name, s in states.items() if name != "offre"]
        )  # fmt: skip
    return rows


@settings(max_examples=EXEMPLES // 2, deadline=None)
@given(entrees(), st.lists(st.sampled_from([5.0, 15.0, None]), min_size=4, max_size=4), st.integers(1, 3))
def test_counts_equal_brute_force(e: EntreesDesHypotheses, others: list[float | None], enough: int) -> None:
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
        expected = _brute(e, code, _again(figures, e), enough)
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
    e = EntreesDesHypotheses([only], SEUILS, people, pd.Series(["A"], index=codes), REGLES, PART, BAISSE, COUVERTURE)
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
    e = EntreesDesHypotheses([only], SEUILS, people, pd.Series(["A"], index=codes), REGLES, PART, BAISSE, COUVERTURE)
    limits = {r.seuil: 2.5 for r in ABOUT.regles}
    review = examiner(ABOUT.regles, {"acces_moyen": Mesure(2.6, "valeur", 1.0)}, limits, COUVERTURE, 2)
    held = eprouver({"A": review}, e, [])["A"]
    assert held.tenues == 6 and held.total == 12
    assert held.bascules == ["seuil «\u202f2,71\u202f»".replace("\u202f", " ") + " (6 fois sur 6 : à surveiller)"]


@pytest.mark.parametrize("name", FAMILLES)
def test_every_family_has_a_rule(name: str) -> None:
    assert any(rule.famille == name for rule in ABOUT.regles)


def _vintage(year: int, value: float, serie: str = "tous âges") -> Publication:
    one = pd.Series([value], index=["71001"])
    return Publication(
        serie, year, one, pd.Series(["valeur"], index=one.index), 0.0, {"population totale": one * 0 + 9}
    )


def _held(publications: list[Publication], reculs: list[Publication]) -> dict[str, set[str]]:
    people = pd.Series([10.0], index=["71001"])
    place = pd.Series(["A"], index=people.index)
    e = EntreesDesHypotheses(publications, [2.5], people, place, REGLES, PART, BAISSE, COUVERTURE, reculs)
    review = examiner(ABOUT.regles, {}, {r.seuil: 2.5 for r in ABOUT.regles}, COUVERTURE, 2)
    found: dict[str, set[str]] = {}
    for hypothesis, proposal in eprouver({"A": review}, e, [])["A"].essais:
        found.setdefault(hypothesis.publication, set()).add(proposal)
    return found


def test_the_oldest_vintage_keeps_the_trend_that_was_read_instead_of_losing_it() -> None:
    falling = _held([_vintage(2023, 3.0), _vintage(2022, 4.0)], [])
    assert falling == {"tous âges, 2023": {"a_surveiller"}, "tous âges, 2022": {"a_surveiller"}}
    rising_before = _held([_vintage(2023, 3.0), _vintage(2022, 4.0)], [_vintage(2021, 3.9)])
    assert rising_before == {"tous âges, 2023": {"a_surveiller"}, "tous âges, 2022": {"pas_de_signal"}}


def test_earlier_dated_thresholds_of_the_other_families_are_tried_too() -> None:
    people = pd.Series([10.0], index=["71001"])
    place = pd.Series(["A"], index=people.index)
    e = EntreesDesHypotheses([_vintage(2023, 3.0)], [2.5], people, place, REGLES, PART, BAISSE, COUVERTURE, (),
                {"seuil_sans_medecin_traitant": 9.8})  # fmt: skip
    limits = {r.seuil: 11.0 for r in ABOUT.regles}
    review = examiner(ABOUT.regles, {"sans_medecin_traitant": Mesure(10.0, "valeur", 1.0)}, limits, COUVERTURE, 2)
    held = eprouver({"A": review}, e, [])["A"]
    assert (held.total, held.tenues, held.proposition) == (12, 6, "pas_de_signal")
    assert held.bascules == ["seuils des autres familles « datés d'avant » (6 fois sur 6 : à surveiller)"]
