"""The chain: every link is followed both ways, none goes backwards, no action is an orphan, the page walks it."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.plans.actions import lectures
from components.plans.chaine import lectures as lectures_chaine
from components.plans.chaine.trame import DEMI, tramer
from components.plans.regles.chaine import ETAPES, Chaine, Maillon, assembler
from components.ui import menu
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.effectifs import scenarios
from data.plans import liens, plans
from data.territoire import indicateurs, territoire

PAGE = Path(__file__).resolve().parents[2] / "pages" / "chaine.py"
SUIVIS = ("constat", "priorite", "scenario", "action", "decision", "mesure")  # one click up and one click down


def lire(db: Database, code: str) -> Chaine:
    return lectures_chaine.lire(db, lectures.lire(db, date.today(), code), code)


def complete(db: Database) -> tuple[str, Chaine]:
    code = constats.constats(db)[0].territoire
    return code, lire(db, code)


nodes = st.lists(st.sampled_from(list(ETAPES)), min_size=1, max_size=12)


@given(nodes, st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_any_chain_is_followed_both_ways(stages: list[str], pairs: list[tuple[int, int]]) -> None:
    made = [Maillon(f"m{k}", stage, f"M{k}", "", ()) for k, stage in enumerate(stages)]
    order = list(ETAPES)
    forward = [
        (f"m{a}", f"m{b}")
        for a, b in pairs
        if max(a, b) < len(made) and order.index(stages[a]) < order.index(stages[b])
    ]
    chain = assembler(made, [*forward, ("m0", "inconnu")])
    assert chain.liens == frozenset(forward)
    for start, end in forward:
        assert chain[end] in chain.aval(start) and chain[start] in chain.amont(end)
    assert sum(len(chain.aval(m.cle)) for m in made) == sum(len(chain.amont(m.cle)) for m in made) == len(chain.liens)


@given(nodes, st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30))
def test_no_line_of_the_drawing_crosses_a_box(stages: list[str], pairs: list[tuple[int, int]]) -> None:
    made = [Maillon(f"m{k}", stage, f"M{k}", "", ()) for k, stage in enumerate(stages)]
    order = list(ETAPES)
    links = [
        (f"m{a}", f"m{b}")
        for a, b in pairs
        if max(a, b) < len(made) and order.index(stages[a]) < order.index(stages[b])
    ]
    chain = assembler(made, links)
    laid = tramer(chain, [stage for stage in ETAPES if chain.etape(stage)])
    assert set(laid.boites) == {one.cle for one in made} and set(laid.chemins) == chain.liens
    for (start, end), points in laid.chemins.items():
        assert points[0][1] == laid.boites[start].rang + DEMI and points[-1][1] == laid.boites[end].rang - DEMI
        for (x, y), (x2, y2) in itertools.pairwise(points):
            crossed = [box for box in laid.boites.values() if y < box.rang + DEMI and y2 > box.rang - DEMI]
            assert all(x == x2 and not box.gauche < x < box.droite for box in crossed)
    for rank in range(len(stages)):
        row = sorted((box.gauche, box.droite) for box in laid.boites.values() if box.rang == rank)
        assert all(one[1] < other[0] for one, other in itertools.pairwise(row)), "boxes do not touch"


def test_a_link_that_goes_backwards_is_a_fault() -> None:
    two = [Maillon("a", "action", "A", "", ()), Maillon("b", "constat", "B", "", ())]
    with pytest.raises(ValueError, match="backwards"):
        assembler(two, [("a", "b")])


def test_every_link_of_a_whole_chain_is_walked_both_ways(copie: Database) -> None:
    _, chain = complete(copie)
    assert {stage for stage in ETAPES if chain.etape(stage)} == set(ETAPES)
    for start, end in chain.liens:
        assert chain[end] in chain.aval(start) and chain[start] in chain.amont(end)
    for stage in SUIVIS:
        for one in chain.etape(stage):
            assert chain.amont(one.cle) and chain.aval(one.cle), one
    reached, queue = set(), [m.cle for m in chain.etape("donnee")]
    while queue:
        key = queue.pop()
        reached.add(key)
        queue += [m.cle for m in chain.aval(key) if m.cle not in reached]
    assert {
        m.cle for stage in ("constat", "action", "mesure", "revue", "remesure") for m in chain.etape(stage)
    } <= reached


def test_the_diagnosis_is_measured_again_in_one_series_of_two_years(copie: Database) -> None:
    """Another age series of the same year is not a second measure."""
    code, before = complete(copie)
    known = indicateurs.apl_generalistes(copie)[0]
    inside = territoire.communes(copie).query("role == 'interieure'").index
    for year, ages in ((known.millesime, "65 ans et moins"), (known.millesime - 2, known.serie)):
        serie = replace(known, id=f"essai_{year}_{ages}", millesime=year, serie=ages)
        with store.writing(copie):
            indicateurs.store(copie, serie, [(str(place), 3.0, indicateurs.VALEUR) for place in inside])
    now = lire(copie, code)
    read = indicateurs.apl_generalistes(copie)[0].serie
    years = [s.millesime for s in indicateurs.apl_generalistes(copie) if s.serie == read]
    titles = [chain.etape("remesure")[0].titre for chain in (before, now)]
    assert titles[0].count(" : ") == 1 and titles[1].count(" : ") == min(len(years), 2)
    assert len({part[:4] for part in titles[1].split("— ")[1].split(", ")}) == min(len(years), 2)


def test_no_action_of_any_territory_is_an_orphan(copie: Database) -> None:
    seen = set()
    for code in plans.actions(copie)["territoire"].unique():
        chain = lire(copie, code)
        for action in chain.etape("action"):
            assert {one.etape for one in chain.amont(action.cle)} & {"constat", "priorite"}
            seen.add(action.cle)
    assert seen == {f"action:{ident}" for ident in plans.actions(copie).index}


def test_a_deleted_scenario_leaves_its_name_in_the_chain(copie: Database) -> None:
    code, before = complete(copie)
    scenarios.supprimer(copie, TERMINAL, int(scenarios.read(copie).index[0]))
    after = lire(copie, code)
    assert [m.titre for m in after.etape("scenario")] == [m.titre for m in before.etape("scenario")]
    assert after.etape("scenario")[0].precision.endswith("supprimé depuis")


def test_the_page_goes_one_click_down_and_one_click_up(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    _, chain = complete(copie)
    run = AppTest.from_file(str(PAGE), default_timeout=60)
    run.session_state["chaine_maillon"] = key = chain.etape("donnee")[0].cle
    run.run()
    for side, found in (("aval", chain.aval(key)), ("amont", (chain[key],))):
        assert {b.key for b in run.button} >= {f"chaine_{side}_{one.cle}" for one in found}
        next(b for b in run.button if b.key == f"chaine_{side}_{found[0].cle}").click().run()
        assert not run.exception and run.session_state["chaine_maillon"] == found[0].cle


def test_an_action_is_tied_by_its_forms_to_another_origin_and_to_a_scenario(
    copie: Database, connectee: Callable[..., None]
) -> None:
    connectee()
    code, _ = complete(copie)
    copie["actions_scenarios"].delete_where()
    (name,) = scenarios.read(copie)["nom"].head(1)
    before = len(liens.origines_de(copie))
    run = AppTest.from_file(str(PAGE), default_timeout=60)
    run.session_state["chaine_territoire"] = code
    run.run()
    answer = next(one for one in run.selectbox if one.label == "répond aussi à")
    action = next(one for one in run.selectbox if one.label == "Cette action").value
    answer.set_value(next(key for key in lectures.origines_possibles(copie, code) if key.startswith("priorite:")))
    _presser(run, "Relier")
    assert len(liens.origines_de(copie)) == before + 1
    _presser(run, "Relier au scénario")
    assert liens.scenarios_de(copie)[["action", "nom"]].to_dict("records") == [{"action": action, "nom": name}]


def _presser(run: AppTest, label: str) -> None:
    next(one for one in run.button if one.label == label).click().run()
    assert not run.exception and not run.error


ATTENDUS = {  # stage: the page, and what it must hold
    "action": ("plans", "plans_action"),
    "effet": ("plans", "plans_action"),
    "mesure": ("plans", "plans_action"),
    "decision": ("financement", "plans_enveloppe"),
    "vote": ("priorites", "priorites_scrutin"),
    "revue": ("seances", "seances_choix"),
    "scenario": ("effectifs", "effectifs_scenario"),
}


@pytest.mark.parametrize("stage", ATTENDUS)
def test_an_object_opens_on_itself_in_its_room(copie: Database, connectee: Callable[..., None], stage: str) -> None:
    connectee()
    _, chain = complete(copie)
    page, field = ATTENDUS[stage]
    one = next(m for m in chain.etape(stage) if m.portes[0].page == page)
    run = AppTest.from_file(str(PAGE.parent / f"{page}.py"), default_timeout=60)
    for key, value in one.portes[0].choix:
        run.session_state[key] = value
    run.run()
    assert not run.exception
    wanted = [value for key, value in one.portes[0].choix if key == field or key.endswith("_ouvrir")]
    assert wanted and run.session_state[field] == wanted[0]


def test_a_constat_opens_on_the_card_of_its_territory(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    code, chain = complete(copie)
    run = AppTest.from_file(str(PAGE.parent / "territoires.py"), default_timeout=60)
    for key, value in chain.etape("constat")[0].portes[0].choix:
        run.session_state[key] = value
    run.run()
    assert not run.exception and run.title[0].value == territoire.territoires(copie).at[code, "nom"]


def test_every_object_has_a_door_that_a_reader_may_open_or_none(copie: Database) -> None:
    _, chain = complete(copie)
    assert all(door.page in menu.MENU for one in chain.maillons for door in one.portes)
    for stage in ("constat", "donnee", "besoin", "vote", "priorite", "action", "effet", "mesure", "revue"):
        assert all(any(not menu.MENU[door.page][3] for door in one.portes) for one in chain.etape(stage)), stage
