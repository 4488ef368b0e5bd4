"""An action that lends days has two ends in its promise, in envelopes, in the territory that lends, and at reviews."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.core.acces import donneurs
from components.core.refus import EntreeInvalide
from components.plans.actions import gestes, lectures, lectures_promesse
from components.plans.partage import lectures_demandes
from components.plans.regles.enveloppe import Demande, Regles, enumerer
from components.plans.regles.partage import comble, lecture_comblement, meilleur_comblement
from components.seances import minutes_suites
from data.base.acteurs import TERMINAL
from data.plans import financements, jours_pretes, plans
from data.territoire import territoire

JOUR = date.today()


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def _prete(db: Database) -> int:
    rows = plans.actions(db)
    return int(rows.index[(rows["effet_genre"] == jours_pretes.PRETENT) & (rows["statut"] == "retenue")][0])


def _ailleurs(db: Database, ident: int) -> str:
    """A commune of another territory than the one where the action acts."""
    places = territoire.communes(db)["territoire"].dropna()
    return str(places.index[places != plans.action(db, ident)["territoire"]][0])


def _declarer(db: Database, ident: int, **champs: Any) -> None:
    gestes.modifier(db, TERMINAL, ident, plans.action(db, ident)["version"], champs)


def _promesse(db: Database, ident: int) -> lectures_promesse.Promesse:
    return lectures_promesse.lire(db, lectures.lire(db, JOUR).actions.loc[[ident]], JOUR)


def test_an_action_of_before_says_that_its_loss_is_unknown(copie: Database) -> None:
    ident = _prete(copie)
    assert plans.action(copie, ident)["effet_donneur"] == donneurs.NON_DECLARE
    made = _promesse(copie, ident)
    assert made.actes is not None and made.pris is None
    told = donneurs.COURTS[donneurs.NON_DECLARE]
    assert told in lectures_promesse.mots(made)
    frozen = lectures_promesse.figee(copie, lectures.lire(copie, JOUR), ident, JOUR)
    assert frozen["bouts"] == [told] and told in minutes_suites.promesse(frozen)


def test_a_declared_lender_loses_what_is_given(copie: Database) -> None:
    ident = _prete(copie)
    lender = _ailleurs(copie, ident)
    _declarer(copie, ident, effet_donneur=lender, effet_route=0.2)
    made = _promesse(copie, ident)
    assert made.actes is not None and made.pris is not None and made.effet is not None
    assert made.actes[1] == pytest.approx(-0.8 * made.pris[1]) and made.pris[0] <= made.pris[1] <= made.pris[2] < 0
    assert made.effet.communes.at[lender, "variation"] < 0
    words = lectures_promesse.mots(made)
    assert f"à {territoire.communes(copie).at[lender, 'nom']}" in words and "non déclaré" not in words
    frozen = lectures_promesse.figee(copie, lectures.lire(copie, JOUR), ident, JOUR)
    assert frozen["pris"][1] == pytest.approx(made.pris[1], abs=1e-3)
    assert territoire.communes(copie).at[lender, "nom"] in minutes_suites.promesse(frozen)


def test_the_territory_that_lends_reads_its_own_loss(copie: Database) -> None:
    ident = _prete(copie)
    lender = _ailleurs(copie, ident)
    code = str(territoire.communes(copie).at[lender, "territoire"])
    own = lectures.lire(copie, JOUR, code).actions
    before = lectures_promesse.du_plan(copie, own, JOUR, code)
    _declarer(copie, ident, effet_donneur=lender)
    after = lectures_promesse.du_plan(copie, own, JOUR, code)
    assert before.cede is None and after.cede is not None and after.cede[1] < 0
    assert after.actes == before.actes, "what it gives elsewhere is no act of its own plan"
    lost = (after.acces or (0, 0, 0))[1] - (before.acces[1] if before.acces else 0.0)
    assert lost < 0 and "prêtés à d'autres territoires" in lectures_promesse.mots(after)


@pytest.mark.parametrize(
    ("champs", "mots"),
    [({"effet_donneur": "99999"}, "n'est pas une commune"), ({"effet_route": 1.0}, "toute la journée")],
)
def test_an_impossible_end_is_refused_and_nothing_changes(copie: Database, champs: dict[str, Any], mots: str) -> None:
    ident = _prete(copie)
    before = plans.action(copie, ident)
    with pytest.raises(EntreeInvalide, match=mots):
        _declarer(copie, ident, **champs)
    with pytest.raises(EntreeInvalide, match="le même"):
        _declarer(copie, ident, effet_donneur=before["effet_commune"])
    assert plans.action(copie, ident) == before


def test_what_is_wrong_at_an_end_never_blocks_another_gesture(copie: Database) -> None:
    ident = _prete(copie)
    copie.conn.execute("UPDATE actions SET effet_donneur = '99999' WHERE id = ?", (ident,))
    copie.conn.commit()
    _declarer(copie, ident, pilote="Quelqu'un")
    assert plans.action(copie, ident)["pilote"] == "Quelqu'un"


def test_an_envelope_deducts_what_is_taken(copie: Database) -> None:
    """The same request, its lender declared: it never brings more, and the lender's communes are in its gains."""
    purse = int(financements.envelopes(copie).index[0])
    ident = _prete(copie)
    need = lectures_demandes.besoin(copie, JOUR)
    below = need.territoires.index[need.manque > 0.2]
    here = plans.action(copie, ident)["territoire"]
    lender = next(str(code) for code in below if need.territoires[code] != here)

    def gains() -> Demande:
        asked = lectures.nommees(copie, financements.requests(copie, purse).set_index("action", drop=False))
        read = lectures_demandes.demandes(copie, asked.reset_index(drop=True), need, JOUR)
        return next(one for one in read.demandes if one.action == ident)

    before = gains()
    _declarer(copie, ident, effet_donneur=lender)
    after = gains()
    assert (before.gains["central"] >= 0).all() and (after.gains["central"] < 0).any()
    closed = [comble([one], "central", need.ecart, need.habitants) for one in (before, after)]
    assert closed[1] < closed[0], "the lender is under the repère: its gap opens"


@st.composite
def partages(draw: st.DrawFn) -> tuple[list[Demande], Regles, np.ndarray, np.ndarray]:
    size = draw(st.integers(1, 4))
    gap = np.array([draw(st.floats(-1, 1.5).map(lambda v: round(v, 2))) for _ in range(size)])
    people = np.array([float(draw(st.integers(0, 5000))) for _ in range(size)])
    asked = []
    for k in range(draw(st.integers(1, 6))):
        gain = np.array([draw(st.sampled_from([-0.6, -0.2, 0.0, 0.0, 0.3, 0.9])) for _ in range(size)])
        asked.append(Demande(k, f"Action {k}", "t", draw(st.integers(1, 9)), dict.fromkeys(("bas", "central"), gain)))
    return asked, Regles(draw(st.integers(1, 20)), frozenset(d.action for d in asked)), gap, people


@given(partages())
def test_the_best_share_with_losses_is_that_of_brute_force(case: Any) -> None:
    asked, rules, gap, people = case
    tried = enumerer(asked, rules, lambda chosen: -comble(chosen, "central", gap, people))
    best = comble(tried, "central", gap, people)
    got = meilleur_comblement(asked, rules, "central", gap, people)
    assert comble(got, "central", gap, people) == pytest.approx(best, rel=1e-9, abs=1e-6)
    told = lecture_comblement(asked, rules, "central", gap, people)
    assert set(told.raisons) == {d.action for d in asked}
