"""Whether a change may be announced: what a place reaches is what plain loops find, and limits decide."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from components.core.acces import annonce, assemblage
from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet, effet
from components.core.acces.moves import Bornes, Mouvement
from data.base.parameters import EnVigueur

VALEURS = EnVigueur(date(2026, 11, 26))
COMMUNES = pd.DataFrame(
    {
        "nom": ["Ville", "Village", "Loin", "Voisine"],
        "role": ["interieure"] * 3 + ["bordure"],
        "lat": [48.9, 48.95, 47.0, 48.88],
        "lon": [2.36, 2.4, 4.0, 2.3],
    },
    index=pd.Index(["93001", "93002", "93003", "75056"], name="code"),
)
PEOPLE = pd.Series([300_000.0, 20_000.0, 900.0, 2_000_000.0], index=COMMUNES.index)


def acces(roads: dict[str, str] | None = None) -> Acces:
    table = None
    if roads:
        table = pd.DataFrame({"origine": list(roads), "destination": list(roads.values()), "minutes": 8.0})
    return assemblage.acces(COMMUNES, PEOPLE, "population", VALEURS, temps=table)


def part(access: Acces, place: str, acts: float = 4_000.0) -> Effet:
    moves = [Mouvement("depart", place, "Un médecin part", actes=acts)]
    published = pd.Series(3.0, index=access.famille.central.communes)
    return effet(access.famille, published, moves, Bornes(0, 1e6), assemblage.hypotheses(VALEURS))


def test_what_reaches_a_place_is_what_plain_loops_find() -> None:
    access = acces({"93002": "93001"})
    kernel, found = access.famille.central, annonce.portees(access)
    weights = kernel.weights.toarray()
    for j, site in enumerate(kernel.sites):
        shared = {c: weights[i, j] * PEOPLE[c] for i, c in enumerate(kernel.communes)}
        whole = sum(shared.values())
        assert found.at[site, "concurrents"] == pytest.approx(whole)
        assert found.at[site, "dehors"] == pytest.approx(shared["75056"] / whole)
        assert found.at[site, "routes"] == pytest.approx(shared["93002"] / whole)


def test_a_change_diluted_over_millions_is_not_announced_and_the_sentence_says_what_unlocks_it() -> None:
    access = acces()
    said = annonce.refus(part(access, "93001"), access, VALEURS).replace("\u202f", " ").replace("\u00a0", " ")
    assert said.startswith("Aucune variation n'est annoncée à Ville : 2 3")
    assert "au plus 500 000" in said and "« Temps de trajet entre communes »" in said and "page Données" in said
    assert annonce.refus(part(access, "93003", 100.0), access, VALEURS) == "", "a village far from there is announced"


@pytest.mark.parametrize(("limit", "refused"), [(3e6, False), (1e3, True)])
def test_the_limit_is_the_parameter(limit: float, refused: bool) -> None:
    access, values = acces(), VALEURS.with_value("concurrents_maximum", limit)
    values = values.with_value("part_dehors_maximum", 1.0)
    assert bool(annonce.refus(part(access, "93001", 100.0), access, values)) is refused


def test_nearly_all_acts_going_out_of_the_departement_is_another_reason() -> None:
    access = acces()
    values = VALEURS.with_value("concurrents_maximum", 1e9).with_value("part_dehors_maximum", 0.5)
    said = annonce.refus(part(access, "93001"), access, values)
    assert "des actes y reviennent à d'autres départements" in said


def test_road_minutes_for_most_of_the_people_unlock_the_figure() -> None:
    """Those of a village do not: most people of the place would still be reached as the crow flies."""
    few, most = acces({"93002": "93001"}), acces({"93002": "93001", "75056": "93001", "93001": "93002"})
    assert annonce.refus(part(few, "93001"), few, VALEURS)
    assert annonce.refus(part(most, "93001"), most, VALEURS) == ""


def test_a_question_is_refused_when_most_of_its_acts_move_where_there_is_no_meaning() -> None:
    access = acces()
    assert annonce.sans_sens({"93001": 100.0, "93003": 101.0}, access, VALEURS) == ""
    assert "Ville" in annonce.sans_sens({"93001": 101.0, "93003": 100.0}, access, VALEURS)
    assert annonce.sans_sens({}, access, VALEURS) == ""


def test_the_share_of_acts_that_others_receive_is_said() -> None:
    access = acces()
    share = annonce.portees(access).at["93001", "dehors"]
    assert annonce.prudence(part(access, "93001"), access).startswith(f"{round(100 * share)}")
    assert annonce.prudence(part(access, "93003", 100.0), access) == ""
    assert not np.isnan(share)
