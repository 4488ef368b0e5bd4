"""Days lent by one place to another: what is given is taken, less what the road takes, under every hypothesis."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.core.acces import annonce, donneurs
from components.core.acces.effects import Effet, Retenu, effet
from components.core.acces.moves import Mouvement, actes_par_site, actes_retenus
from components.core.refus import EntreeInvalide
from tests.core.acces.cases import Cas, villages
from tests.core.acces.test_effects import CAS, LIBRES, PUBLIE
from tests.core.acces.test_moves import HYPOTHESES, JUSQUA_65, TOUS_AGES

PRET = Mouvement("consultation_avancee", "71545", "Jeudis", jours_par_mois=2, donneur="71137")


def calcul(*moves: Mouvement) -> Effet:
    return effet(CAS.famille(), PUBLIE, moves, LIBRES, HYPOTHESES)


def test_access_falls_at_one_end_and_rises_at_the_other() -> None:
    result = calcul(PRET)
    acts = 2 * HYPOTHESES.mois_par_an.central * HYPOTHESES.actes_par_jour.central
    assert result.communes.at["71545", "variation"] == pytest.approx(acts / 2000)
    assert result.communes.at["71137", "variation"] == pytest.approx(-acts / 5000)
    assert result.actes == pytest.approx(0) and result.retires == pytest.approx(acts)
    (counted,) = result.mouvements
    assert (counted.actes, counted.pris) == (pytest.approx(acts), pytest.approx(-acts))
    assert donneurs.PRETE in counted.explication
    assert set(annonce.actes(result)) == {"71545", "71137"}


def test_the_road_is_given_to_nobody() -> None:
    """A quarter of each day on the road: the donor loses the whole day, the other gains three quarters of it."""
    result = calcul(replace(PRET, route=0.25))
    (counted,) = result.mouvements
    whole = calcul(PRET).mouvements[0].actes
    assert counted.actes == pytest.approx(0.75 * whole) and counted.pris == pytest.approx(-whole)
    assert "25 % du temps sur la route" in counted.explication.replace("\u00a0", " ").replace("\u202f", " ")


def test_who_ends_a_loan_gets_its_days_back() -> None:
    result = calcul(replace(PRET, kind="fin_consultation_avancee"))
    assert result.communes.at["71137", "variation"] > 0 > result.communes.at["71545", "variation"]
    assert (calcul(PRET, replace(PRET, kind="fin_consultation_avancee")).communes["variation"] == 0).all()


@pytest.mark.parametrize("days", [0.001, 0.05, 2])
def test_what_leaves_is_counted_however_little_and_only_what_leaves(days: float) -> None:
    result = calcul(replace(PRET, jours_par_mois=days))
    assert result.retires == pytest.approx(days * HYPOTHESES.mois_par_an.central * HYPOTHESES.actes_par_jour.central)
    arrived = calcul(replace(PRET, jours_par_mois=days, donneur=donneurs.NOUVEAU))
    assert (arrived.retires, arrived.absorbe, arrived.part_absorbee) == (0, pytest.approx(0), 0)


def test_an_effect_or_a_move_of_which_nothing_more_is_told_takes_nothing() -> None:
    counted = Retenu(PRET, 1.0, 1.0, 1.0, "")
    bare = Effet(calcul().communes, (counted,), 1.0, 0.0, 1)
    assert (counted.pris, bare.retires, bare.absorbe, bare.part_absorbee) == (0, 0, 0, 0)


@pytest.mark.parametrize("donneur", [donneurs.NON_DECLARE, donneurs.HORS, donneurs.NOUVEAU])
def test_an_end_without_a_place_is_told_never_assumed(donneur: str) -> None:
    result = calcul(replace(PRET, donneur=donneur))
    assert (result.communes["variation"] >= 0).all()
    assert donneurs.PHRASES[donneur] in result.mouvements[0].explication
    assert result.mouvements[0].pris == 0
    told = donneurs.tus([donneur])
    assert told == ([] if donneur == donneurs.NOUVEAU else [donneurs.PHRASES[donneur]])


@pytest.mark.parametrize(
    ("champs", "mots"),
    [({"donneur": "71545"}, "le même"), ({"route": 1.0}, "toute la journée"), ({"route": -0.1}, "toute la journée")],
)
def test_an_impossible_loan_is_refused(champs: dict[str, object], mots: str) -> None:
    with pytest.raises(EntreeInvalide, match=mots):
        replace(PRET, **champs)


@pytest.mark.parametrize("champs", [{"donneur": "71137"}, {"route": 0.1}])
def test_a_doctor_is_not_lent(champs: dict[str, object]) -> None:
    with pytest.raises(EntreeInvalide, match="jours de consultation"):
        Mouvement("arrivee", "71545", "Dr A", etp=1.0, **champs)  # type: ignore[arg-type]


def test_a_lender_that_is_not_in_the_file_is_refused() -> None:
    with pytest.raises(EntreeInvalide, match="99999"):
        calcul(replace(PRET, donneur="99999"))


@st.composite
def prets(draw: st.DrawFn, codes: list[str]) -> Mouvement:
    ends = draw(st.lists(st.sampled_from(codes), min_size=2, max_size=2, unique=True))
    route = draw(st.sampled_from([0.0, 0.1, 0.5]))
    days = draw(st.floats(0.5, 23))
    return Mouvement("consultation_avancee", ends[0], "Jeudis", jours_par_mois=days, donneur=ends[1], route=route)


@given(villages().filter(lambda case: len(case.sites) > 1), st.data())
def test_acts_taken_are_acts_given_less_the_road(case: Cas, data: st.DataObject) -> None:
    moves = data.draw(st.lists(prets(case.sites), min_size=1, max_size=4))
    result = effet(case.famille(), pd.Series(1e6, index=case.residents.index), moves, TOUS_AGES, HYPOTHESES)
    lost = sum(-one.pris * one.mouvement.route for one in result.mouvements)
    given_acts, taken = (sum(one.actes for one in result.mouvements), sum(one.pris for one in result.mouvements))
    scale = abs(taken) + 1
    assert given_acts + taken == pytest.approx(-lost, abs=1e-9 * scale)
    received = float(case.residents.to_numpy() @ result.communes["variation"].to_numpy())
    assert received == pytest.approx(-lost, abs=1e-9 * scale)
    for joint in result.conjointes.values():  # and under each hypothesis
        ends = actes_par_site(moves, joint.actes)
        roads = sum(acts / (1 - m.route) * m.route for m, acts in zip(moves, joint.actes, strict=True))
        assert sum(ends.values()) == pytest.approx(-roads, abs=1e-9 * scale)


@given(st.floats(0.5, 23), st.floats(0.0, 0.9))
def test_more_days_give_more_and_take_more(days: float, route: float) -> None:
    small = replace(PRET, jours_par_mois=days / 2, route=route)
    large = replace(PRET, jours_par_mois=days, route=route)
    less, more = (actes_retenus(m, JUSQUA_65, HYPOTHESES)[0] for m in (small, large))
    assert 0 < less <= more and large.pris(more) <= small.pris(less) < 0
