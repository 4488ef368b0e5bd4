"""Projections already made by this process: the same inputs give the same bits, so a screen drawn again, or drawn by
somebody else, does not run them again."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

import numpy as np

from components.effectifs.moteur import scenario
from components.effectifs.moteur.cadre import Groupe
from components.effectifs.moteur.scenario import Entrees, Projete
from components.effectifs.regles import analyse

GARDEES = 32  # projections: a table looks at a few teams, in three sets of assumptions

Faite = TypeVar("Faite")
Tornade = tuple[float, tuple[analyse.Barre, ...]]

_FAITES: "OrderedDict[Any, Projete]" = OrderedDict()
_TORNADES: "OrderedDict[Any, Tornade]" = OrderedDict()


def projeter(entrees: Entrees) -> Projete:
    """What `scenario.calculer` says of these inputs, whose arrays nobody may write. Raises as it does."""
    return _une_fois(_FAITES, _cle(entrees), lambda: _figee(scenario.calculer(entrees)))


def tornade(entrees: Entrees, bornes: Mapping[str, tuple[float, float, float]], groupe: Groupe, annee: int) -> Tornade:
    """What `analyse.tornade` says of the full times of a group at a year index: two projections a parameter, which no
    reading of the same analysis runs again. Raises as it does."""

    def run() -> Tornade:
        middle, bars = analyse.tornade(entrees, bornes, lambda inputs: analyse.temps_a(inputs, groupe, annee))
        return middle, tuple(bars)

    return _une_fois(_TORNADES, (_cle(entrees), tuple(bornes.items()), groupe, annee), run)


def _cle(entrees: Entrees) -> str:
    return scenario.empreinte(scenario.canonique(entrees))


def _une_fois(faites: "OrderedDict[Any, Faite]", cle: object, faire: Callable[[], Faite]) -> Faite:
    """What was made under this key, or is made now; the last ones asked for are kept."""
    made = faites.get(cle)
    if made is None:
        made = faites[cle] = faire()
    faites.move_to_end(cle)
    while len(faites) > GARDEES:
        faites.popitem(last=False)
    return made


def _figee(run: Projete) -> Projete:
    for field in fields(run):
        value = getattr(run, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return run
