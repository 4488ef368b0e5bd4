"""The floor in words: who stays at 0, what conservation leaves out, when no effect is announced."""

import pandas as pd
import pytest

from components.core.acces import plancher
from components.core.acces.effects import Effet, effet
from tests.core.acces.test_effects import CAS, HYPOTHESES, LIBRES, PUBLIE, arrivee, depart

NOMS = {"71289": "Matour", "71545": "Tramayes", "71137": "Cluny", "71009": "Anost"}
HABITANTS = pd.Series({"71289": 1100.0, "71545": 900.0, "71137": 5000.0, "71009": 700.0})


def perte(acts: float) -> Effet:
    return effet(CAS.famille(), PUBLIE, [depart("71545", actes=acts)], LIBRES, HYPOTHESES)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_communes_at_the_floor_are_named_and_counted() -> None:
    said = plain(plancher.phrase(perte(3600.0), HABITANTS, NOMS))
    assert said.startswith("Au plancher : 1 commune, 1 100 habitants (Matour).")
    border = plain(plancher.phrase(perte(5000.0), HABITANTS.drop("71289"), NOMS))
    assert border.startswith("Au plancher : 1 commune, 900 habitants, et 1 commune voisine (Tramayes).")
    assert plain(plancher.phrase(perte(3600.0), HABITANTS.drop("71289"), NOMS)).startswith(
        "Au plancher : 1 commune vois"
    )


def test_nothing_is_said_of_a_floor_nobody_reaches() -> None:
    assert plancher.phrase(perte(100.0), HABITANTS, NOMS) == ""
    assert "plancher" not in plancher.conservation(perte(100.0))


def test_conservation_says_what_the_floor_absorbed() -> None:
    assert plain(plancher.conservation(perte(3600.0))) == (
        "Conservation : −3 600 actes par an d'offre, −3 300 reçus par les habitants ; "
        "le plancher en absorbe 300 (8,3 % des actes retirés)."
    )


@pytest.mark.parametrize(("limit", "refused"), [(0.08, True), (0.09, False)])
def test_no_effect_is_announced_beyond_the_stated_share(limit: float, refused: bool) -> None:
    said = plancher.refus(perte(3600.0), limit, HABITANTS, NOMS)
    assert bool(said) is refused
    assert not refused or "Matour" in said


def test_an_arrival_never_is_refused() -> None:
    gained = effet(CAS.famille(), PUBLIE, [arrivee("71545", actes=3600.0)], LIBRES, HYPOTHESES)
    assert plancher.refus(gained, 0.0, HABITANTS, NOMS) == ""
