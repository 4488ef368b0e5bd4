"""Robustness by axis: each other reading is the rule again on plainly changed figures, and what tips is named."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.carences.regles.hypotheses import (
    AXES,
    INDICE,
    MILLESIME,
    MOTIFS,
    PETITS_NOMBRES,
    SERIE,
    SEUIL,
    VITESSE,
    EntreesDesVariantes,
    Publication,
    Variante,
    bruits,
)
from components.carences.regles.robustesse import BASCULE, SANS_ESSAI, TIENT, Robustesse, eprouver, relire
from components.carences.regles.signaux import (
    FAMILLES,
    GRAVITE,
    PROFESSIONS,
    TROP_PETIT,
    Bilan,
    Mesure,
    examiner,
)
from tests.conftest import EXEMPLES

ABOUT = PROFESSIONS["medecin_generaliste"]
NOMS = [rule.nom for rule in ABOUT.regles]
COUVERTURE = 0.5
LIMITES = {rule.seuil: 10.0 for rule in ABOUT.regles} | {"seuil_sous_dense": 2.5, "seuil_part_sous_seuil": 50.0}
CODES = [f"71{k:03d}" for k in range(6)]
PLACES = pd.Series(["A", "A", "A", "B", "B", "B"], index=CODES)
GENS = pd.Series([100.0, 200.0, 50.0, 400.0, 30.0, 20.0], index=CODES)
figures = st.one_of(
    st.none(), st.floats(0, 30, allow_nan=False).map(lambda v: Mesure(round(v, 2), "valeur", 1.0)),
    st.just(Mesure(9.0, "valeur", 0.2)),
)  # fmt: skip
lues = st.fixed_dictionaries(dict.fromkeys(NOMS, figures)).map(lambda d: {k: v for k, v in d.items() if v})


def publication(values: list[float], serie: str = "tous âges", year: int = 2023, weights: int = 1) -> Publication:
    known = pd.Series(values, index=CODES, dtype=float)
    states = known.isna().map({True: "manquant", False: "valeur"})
    names = {"population totale": GENS, "population standardisée": GENS * np.linspace(0.5, 1.5, 6)}
    return Publication(serie, year, known, states, PLACES, GENS, dict(list(names.items())[:weights]))


def entrees(*publications: Publication, **more: object) -> EntreesDesVariantes:
    settings_: dict[str, object] = {"seuils": [2.5, 2.71], "lues": {}, "par_praticien": 5_000.0} | more
    return EntreesDesVariantes(publications, "seuil_sous_dense", 2.5, **settings_)  # type: ignore[arg-type]


def bilan(read: dict[str, Mesure], limits: dict[str, float] = LIMITES) -> Bilan:
    return examiner(ABOUT.regles, read, limits, COUVERTURE, 2)


def tenue(read: dict[str, Mesure], entries: EntreesDesVariantes) -> Robustesse:
    return eprouver({"A": bilan(read)}, entries, COUVERTURE)["A"]


def axe(held: Robustesse, name: str):
    return next(axis for axis in held.axes if axis.nom == name)


@settings(max_examples=EXEMPLES, deadline=None)
@given(lues, lues, st.sampled_from(NOMS), st.sampled_from(list(LIMITES)), st.floats(0, 30))
def test_another_reading_is_the_rule_again_on_the_changed_figures(read, other, left_out, parameter, limit) -> None:
    changed = Variante(
        "seuils", "essai", {n: {"A": f} for n, f in other.items()}, {parameter: limit}, frozenset([left_out])
    )
    found = relire("A", bilan(read), changed, COUVERTURE)
    figures = {n: f for n, f in (read | other).items() if n != left_out}
    expected = bilan(figures, LIMITES | {parameter: limit})
    assert (found.proposition, found.signalent, found.disponibles) == (
        expected.proposition, expected.signalent, expected.disponibles,
    )  # fmt: skip
    elsewhere = relire("B", bilan(read), replace(changed, seuils={}, sans=frozenset()), COUVERTURE)
    assert elsewhere == bilan(read), "figures of another territory change nothing here"


@settings(max_examples=EXEMPLES, deadline=None)
@given(st.lists(st.floats(0, 6), min_size=6, max_size=6), st.floats(-50, 50), st.floats(0, 30))
def test_one_practitioner_more_never_worsens_and_one_less_never_improves(values, fall, noise) -> None:
    level = float(np.average(values[:3], weights=GENS.iloc[:3]))
    read = {"acces_moyen": Mesure(level, "valeur", 1.0), "baisse_acces": Mesure(fall, "valeur", 1.0, noise)}
    held = tenue(read, entrees(publication(values), lues={n: {"A": f} for n, f in read.items()}, par_praticien=40.0))
    less, more = (GRAVITE[found] for _, found in axe(held, PETITS_NOMBRES).essais)
    assert more <= GRAVITE[held.proposition] <= less


def test_a_practitioner_moves_the_mean_by_what_one_brings_to_its_residents() -> None:
    read = {"acces_moyen": Mesure(3.0, "valeur", 1.0), "baisse_acces": Mesure(25.0, "valeur", 1.0, 1.0)}
    entries = entrees(publication([3.0] * 6), lues={n: {"A": f} for n, f in read.items()}, par_praticien=350.0)
    less = next(v for v in entries.variantes if v.axe == PETITS_NOMBRES)
    assert less.mesures["acces_moyen"]["A"].valeur == pytest.approx(3.0 - 350 / 350)
    before = 3.0 / 0.75
    assert less.mesures["baisse_acces"]["A"].valeur == pytest.approx(100 * (before - 2.0) / before)


def test_every_axis_is_named_and_what_tips_it_is_said_with_the_proposal() -> None:
    read = {"acces_moyen": Mesure(2.6, "valeur", 1.0), "minutes_urgences": Mesure(9.0, "valeur", 1.0),
            "part_sous_seuil": Mesure(0.0, "valeur", 1.0)}  # fmt: skip
    slow = {"vitesse −20 %": {"minutes_urgences": {"A": Mesure(12.0, "valeur", 1.0)}}}
    entries = entrees(publication([2.6] * 6), lues={n: {"A": f} for n, f in read.items()}, temps=slow,
                      par_praticien=1.0)  # fmt: skip
    held = tenue(read, entries)
    assert [axis.nom for axis in held.axes] == list(AXES)
    assert {axis.nom: axis.etat for axis in held.axes} == {
        SERIE: SANS_ESSAI, MILLESIME: SANS_ESSAI, SEUIL: BASCULE, INDICE: TIENT, VITESSE: TIENT, PETITS_NOMBRES: TIENT,
    }  # fmt: skip
    assert axe(held, SERIE).motif == MOTIFS[SERIE]
    assert held.resume == "changerait avec : seuils"
    assert held.phrase.replace("\u00a0", " ") == (
        "Changerait avec : seuils (accès 2,71 : à surveiller). Ne changerait pas avec : indice, vitesse, "
        "petits nombres. "
        "Non essayé : série (une seule chargée), millésime (un seul chargé)."
    )


def test_the_speed_tips_a_proposal_that_distance_aggravates() -> None:
    read = {"acces_moyen": Mesure(2.0, "valeur", 1.0), "minutes_urgences": Mesure(9.0, "valeur", 1.0)}
    slow = {"vitesse −20 %": {"minutes_urgences": {"A": Mesure(12.0, "valeur", 1.0)}}}
    held = tenue(read, entrees(publication([2.0] * 6), temps=slow))
    assert axe(held, VITESSE).bascules == [("vitesse −20 %", "a_examiner")]


def test_the_other_series_and_the_vintage_before_are_tried_apart() -> None:
    read = {"acces_moyen": Mesure(3.0, "valeur", 1.0)}
    entries = entrees(
        publication([3.0] * 6), publication([2.0] * 6, "65 ans et moins"), publication([2.9] * 6, year=2022),
        publication([1.0] * 6, year=2020), publication([1.0] * 6, "65 ans et moins", 2022),
    )  # fmt: skip
    held = tenue(read, entries)
    assert axe(held, SERIE).essais == (("65 ans et moins", "a_surveiller"),)
    assert [words for words, _ in axe(held, MILLESIME).essais] == ["2022"], (
        "the vintage just before, of the series read"
    )


def test_the_oldest_vintage_keeps_the_trend_that_was_read_instead_of_losing_it() -> None:
    fall = Mesure(25.0, "valeur", 1.0)
    read = {"acces_moyen": Mesure(3.0, "valeur", 1.0), "baisse_acces": fall}
    lone = entrees(publication([3.0] * 6), publication([4.0] * 6, year=2022), lues={"baisse_acces": {"A": fall}})
    assert axe(tenue(read, lone), MILLESIME).essais == (("2022", "a_surveiller"),)
    older = entrees(
        publication([3.0] * 6), publication([4.0] * 6, year=2022), publication([3.9] * 6, year=2021),
        lues={"baisse_acces": {"A": fall}},
    )  # fmt: skip
    assert axe(tenue(read, older), MILLESIME).essais == (("2022", "pas_de_signal"),)


def test_the_index_axis_reads_the_mean_alone_the_share_alone_and_the_other_weights() -> None:
    read = {"acces_moyen": Mesure(3.0, "valeur", 1.0), "part_sous_seuil": Mesure(60.0, "valeur", 1.0)}
    values, lues = [2.4, 2.4, 9.0, 1.0, 1.0, 1.0], {n: {"A": f} for n, f in read.items()}
    held = tenue(read, entrees(publication(values, weights=2), lues=lues))
    proposals = [found for _, found in axe(held, INDICE).essais]
    assert proposals == ["a_surveiller", "pas_de_signal", "a_surveiller"]


def test_earlier_dated_thresholds_of_the_other_figures_are_tried_too() -> None:
    read = {"acces_moyen": Mesure(3.0, "valeur", 1.0), "sans_medecin_traitant": Mesure(9.9, "valeur", 1.0)}
    held = tenue(read, entrees(publication([3.0] * 6), seuils_avant={"seuil_sans_medecin_traitant": 9.8}))
    assert axe(held, SEUIL).bascules == [("autres seuils datés des autres chiffres", "a_surveiller")]


@given(lues.filter(bool))
def test_a_territory_too_small_to_be_read_alone_proposes_nothing_whatever_the_reading(read) -> None:
    small = dict.fromkeys(read, Mesure(None, TROP_PETIT, 0.0))
    review = bilan(small)
    assert review.proposition == "sans_donnees"
    assert {s.motif for f in review.familles for s in f.signaux if s.regle.nom in read} <= {
        "trop petit pour être lu seul"
    }
    held = eprouver({"A": review}, entrees(publication([0.0] * 6)), COUVERTURE)["A"]
    assert len(held.dans(SANS_ESSAI)) == len(AXES)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0, 60))
def test_the_chance_of_small_numbers_never_grows_with_residents(one, other, reference) -> None:
    found = bruits(pd.Series({"A": min(one, other), "B": max(one, other)}), reference)
    assert found["A"] >= found["B"] >= 0
    assert bruits(pd.Series({"C": 10_000.0}), reference)["C"] == pytest.approx(reference)


@given(st.floats(-100, 100), st.floats(0, 60), st.floats(0, 60))
def test_a_fall_signals_less_and_less_as_chance_grows_and_as_before_without_it(fall, less, more) -> None:
    def signals(noise: float) -> bool | None:
        review = bilan({"baisse_acces": Mesure(fall, "valeur", 1.0, noise)})
        return next(s.signale for f in review.familles for s in f.signaux if s.regle.nom == "baisse_acces")

    assert signals(0.0) == (round(fall - 10.0, 9) >= 0)
    assert not (signals(max(less, more)) and not signals(min(less, more)))


@pytest.mark.parametrize("name", FAMILLES)
def test_every_family_has_a_rule(name: str) -> None:
    assert any(rule.famille == name for rule in ABOUT.regles)
