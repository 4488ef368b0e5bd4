"""Laws of the signals and of the proposal."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.carences.regles.signaux import (
    ABSENTE,
    FAMILLES,
    GRAVITE,
    MANQUANTE,
    PROFESSIONS,
    SIGNALE,
    Mesure,
    en_ordre,
    examiner,
    lire_signal,
    proposer,
)
from components.core.acces.aggregate import part_sous_seuil

REGLES = PROFESSIONS["medecin_generaliste"].regles
SEUILS = {rule.seuil: 10.0 for rule in REGLES}
COUVERTURE = 0.5

OFFRE = {"acces_moyen", "part_sous_seuil", "baisse_acces"}
GENERALISTES = OFFRE | {"medecins_60_ans", "sans_medecin_traitant", "ald_sans_medecin_traitant", "delai_generaliste"}
valeurs = st.floats(-50, 50, allow_nan=False).map(lambda v: round(v, 3))
mesures = st.one_of(
    valeurs.map(lambda v: Mesure(v, "valeur", 1.0)),
    valeurs.map(lambda v: Mesure(v, "valeur", 0.4)),
    st.just(Mesure(None, "manquant", 0.0)),
    st.just(Mesure(None, "secret", 0.0)),
)
territoires = st.dictionaries(st.sampled_from([rule.nom for rule in REGLES]), mesures)


def bilan(figures: dict[str, Mesure], enough: int = 2):
    return examiner(REGLES, figures, SEUILS, COUVERTURE, enough)


@given(territoires, st.sampled_from(REGLES), st.floats(0, 100), st.integers(1, 5))
def test_a_better_value_never_worsens_a_proposal(figures, rule, gain, enough) -> None:
    known = figures.get(rule.nom)
    if known is None or known.etat != "valeur":
        return
    better = figures | {rule.nom: replace(known, valeur=known.valeur + rule.sens * gain)}
    before, after = bilan(figures, enough), bilan(better, enough)
    assert GRAVITE[after.proposition] <= GRAVITE[before.proposition]
    assert after.disponibles == before.disponibles


@given(territoires, st.sampled_from(list(FAMILLES)), st.sampled_from(["manquant", "secret", "peu couvert"]))
def test_a_missing_family_never_counts_as_a_good_one(figures, family, why) -> None:
    """Taking a family away never lowers what could be, and is never said to be available."""
    names = [rule.nom for rule in REGLES if rule.famille == family]
    gone = {
        "manquant": Mesure(None, "manquant", 0.0),
        "secret": Mesure(None, "secret", 0.0),
        "peu couvert": Mesure(99.0, "valeur", 0.1),
    }[why]
    before, after = bilan(figures), bilan(figures | dict.fromkeys(names, gone))
    assert next(f for f in after.familles if f.nom == family).etat == MANQUANTE
    assert after.disponibles == before.disponibles - (
        next(f for f in before.familles if f.nom == family).etat != MANQUANTE
    )
    assert GRAVITE[after.au_plus] >= GRAVITE[before.proposition]
    assert after.proposition != "pas_de_signal" or after.disponibles > 0


@given(territoires)
def test_a_family_is_counted_once_and_missing_is_never_calm(figures) -> None:
    read = bilan(figures)
    assert read.signalent <= read.disponibles <= len(FAMILLES)
    for family in read.familles:
        said = [s.signale for s in family.signaux if s.signale is not None]
        assert (family.etat == MANQUANTE) == (not said)
        assert (family.etat == SIGNALE) == any(said)


@given(territoires, st.integers(1, 5))
def test_the_proposal_is_what_the_counts_say(figures, enough) -> None:
    """Independent count, straight from the figures."""
    loud = known = 0
    own: list[bool] = []
    for family in FAMILLES:
        rules = [r for r in REGLES if r.famille == family]
        usable = [(r, figures[r.nom].valeur) for r in rules if r.nom in figures
                  and figures[r.nom].etat == "valeur" and figures[r.nom].part_couverte >= COUVERTURE]  # fmt: skip
        known += bool(usable)
        loud += any(v <= 10 if r.sens > 0 else v >= 10 for r, v in usable)
        own += [v <= 10 if r.sens > 0 else v >= 10 for r, v in usable if r.nom in GENERALISTES]
    expected = (
        "sans_donnees" if not own else "pas_de_signal" if not any(own)
        else "a_examiner" if loud >= enough else "a_surveiller"
    )  # fmt: skip
    assert bilan(figures, enough).proposition == expected


def test_the_summary_names_what_signals_what_is_known_and_out_of_how_many() -> None:
    low = Mesure(1.0, "valeur", 1.0)
    high = Mesure(99.0, "valeur", 1.0)
    assert bilan({"acces_moyen": low, "desavantage_social": high, "minutes_urgences": low}).phrase == (
        "2\u00a0familles signalent, sur 3 disponibles parmi 5."
    )
    assert bilan({"acces_moyen": high}).phrase == "Aucun signal parmi 1\u00a0famille disponible (sur 5)."
    assert bilan({}).phrase.startswith("Aucune famille disponible parmi 5")


@pytest.mark.parametrize(("value", "territory", "commune"), [(2.49, 1, 1), (2.5, 1, 0), (2.51, 0, 0)])
def test_an_access_signals_at_most_at_its_threshold_and_communes_are_counted_below(value, territory, commune) -> None:
    """« Au plus 2,5 », says the decree on zones; « moins de 2,5 », says DREES of residents."""
    assert lire_signal(REGLES[0], Mesure(value, "valeur", 1.0), 2.5, 0.5).signale is bool(territory)
    one = pd.Series([value], index=["71001"])
    share = part_sous_seuil(one, one.map(lambda _: "valeur"), one * 0 + 10, one.map(lambda _: "A"), 2.5)
    assert share["valeur"].iloc[0] == commune
    assert REGLES[0].cote == "au plus"


@pytest.mark.parametrize(("value", "expected"), [(9.9, False), (10.0, True), (10.1, True)])
def test_another_figure_signals_from_its_threshold_up(value: float, expected: bool) -> None:
    rule = next(rule for rule in REGLES if rule.nom == "habitants_ages")
    assert lire_signal(rule, Mesure(value, "valeur", 1.0), 10.0, 0.5).signale is expected


def test_a_mean_of_equal_values_stays_equal_to_its_threshold() -> None:
    mean = (0.1 * 2.5 + 0.2 * 2.5 + 0.7 * 2.5) / (0.1 + 0.2 + 0.7) - 4e-16
    assert lire_signal(REGLES[0], Mesure(mean, "valeur", 1.0), 2.5, 0.5).signale is True
    above = 5.0 - mean
    assert lire_signal(REGLES[0], Mesure(above, "valeur", 1.0), 2.5, 0.5).signale is True


def test_two_families_are_needed_to_examine() -> None:
    assert [proposer(n, 5, 2, n > 0) for n in range(4)] == ["pas_de_signal", "a_surveiller", "a_examiner", "a_examiner"]


@given(st.sampled_from(list(PROFESSIONS)), territoires, st.integers(1, 5))
def test_no_proposal_without_a_signal_of_its_profession(profession, figures, enough) -> None:
    """Needs, distances and recourse to others never propose alone, whatever they say and whatever is missing."""
    rules = PROFESSIONS[profession].regles
    mine = GENERALISTES if profession == "medecin_generaliste" else OFFRE
    review = examiner(rules, figures, {rule.seuil: 10.0 for rule in rules}, COUVERTURE, enough)
    said = [s.signale for f in review.familles for s in f.signaux if s.regle.nom in mine]
    assert (review.proposition in {"a_examiner", "a_surveiller"}) == (True in said)
    assert (review.proposition == "sans_donnees") == (said.count(None) == len(said))


def test_general_need_and_distance_aggravate_a_signal_of_the_profession() -> None:
    rules, loud = PROFESSIONS["infirmier"].regles, Mesure(99.0, "valeur", 1.0)
    general = {rule.nom: loud for rule in rules if rule.nom not in OFFRE}

    def read(access: float):
        figures = general | {"acces_moyen": Mesure(access, "valeur", 1.0)}
        return examiner(rules, figures, {rule.seuil: 10.0 for rule in rules}, COUVERTURE, 2)

    assert read(9.0).proposition == "a_examiner"
    assert read(11.0).proposition == "pas_de_signal"
    assert "Aucun signal de cette profession" in read(11.0).phrase
    assert read(11.0).au_plus == "a_examiner"  # the age of nurses is not loaded: it could signal


def test_the_gravest_is_discussed_first_then_what_signals_most_then_by_code() -> None:
    low, high = Mesure(1.0, "valeur", 1.0), Mesure(99.0, "valeur", 1.0)
    calm, watched = {"acces_moyen": high}, {"acces_moyen": low}
    reviews = {
        "e": bilan(calm), "d": bilan({}), "c": bilan(watched),
        "b": bilan(watched | {"desavantage_social": high}),
        "a": bilan(watched | {"desavantage_social": high, "sans_medecin_traitant": high}),
        "A": bilan(watched | {"desavantage_social": high}),
        "f": bilan(calm | {"desavantage_social": high}),
    }  # fmt: skip
    assert en_ordre(reviews) == ["a", "A", "b", "c", "d", "f", "e"]
    assert len(set(GRAVITE.values())) == len(GRAVITE)


def test_calm_is_nothing_to_signal_among_what_is_known() -> None:
    low, high = Mesure(1.0, "valeur", 1.0), Mesure(99.0, "valeur", 1.0)
    assert bilan({"acces_moyen": high}).calme
    assert not bilan({"acces_moyen": high, "desavantage_social": high}).calme
    assert not bilan({"acces_moyen": low}).calme and not bilan({}).calme
    assert Mesure(None, "manquant", 0.0) == ABSENTE


def test_the_summary_agrees_in_number() -> None:
    low, _high = Mesure(1.0, "valeur", 1.0), Mesure(99.0, "valeur", 1.0)
    one = bilan({"acces_moyen": low}).phrase.replace("\u00a0", " ")
    assert one == "1 famille signale, sur 1 disponible parmi 5."
    two = bilan({"acces_moyen": low, "desavantage_social": low}).phrase.replace("\u00a0", " ")
    assert two == "1 famille signale, sur 2 disponibles parmi 5."


@pytest.mark.parametrize("profession", PROFESSIONS)
def test_every_signal_has_one_bad_side_and_access_alone_is_bad_when_low(profession: str) -> None:
    assert {rule.nom: rule.sens for rule in PROFESSIONS[profession].regles} == {
        rule.nom: 1 if rule.nom == "acces_moyen" else -1 for rule in PROFESSIONS[profession].regles
    }
