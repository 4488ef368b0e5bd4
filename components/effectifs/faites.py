"""Projections already made by this process: the same inputs give the same bits, so a screen drawn again, or drawn by
somebody else, does not run them again."""

from collections import OrderedDict
from dataclasses import fields

import numpy as np

from components.effectifs.moteur import scenario
from components.effectifs.moteur.scenario import Entrees, Projete

GARDEES = 32  # projections: a table looks at a few teams, in three sets of assumptions

_FAITES: "OrderedDict[str, Projete]" = OrderedDict()


def projeter(entrees: Entrees) -> Projete:
    """What `scenario.calculer` says of these inputs, whose arrays nobody may write. Raises as it does."""
    key = scenario.empreinte(scenario.canonique(entrees))
    run = _FAITES.get(key)
    if run is None:
        run = _FAITES[key] = _figee(scenario.calculer(entrees))
    _FAITES.move_to_end(key)
    while len(_FAITES) > GARDEES:
        _FAITES.popitem(last=False)
    return run


def _figee(run: Projete) -> Projete:
    for field in fields(run):
        value = getattr(run, field.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
    return run
