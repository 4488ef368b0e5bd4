"""What an envelope is asked: who lacks how much, and what each request would bring under one hypothesis for all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces.effects import Effet, Hypothese
from components.core.acces.travel import Floats
from components.core.communes import interieures
from components.plans.actions import lectures as lectures_actions
from components.plans.regles.enveloppe import Demande
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs, territoire


@dataclass(frozen=True, eq=False)
class Besoin:
    """By commune of the département: residents, gap to the repère, territory."""

    habitants: Floats
    manque: Floats
    territoires: "pd.Series[str]"
    seuil: ValeurDatee


def besoin(db: Database, jour: date) -> Besoin:
    """Who lacks how much, commune by commune of the département, in the published series. One must be loaded."""
    communes = territoire.communes(db)
    inside = interieures(communes)
    people, _ = indicateurs.habitants(db)
    serie = lectures_actions.apl(db)
    assert serie is not None  # noqa: S101 - checked by the caller  # nosec B101
    published = indicateurs.values(db, serie.id)["valeur"].reindex(inside.index)
    limit = EnVigueur.read(db, jour).retenue("seuil_sous_dense")
    gap = (limit.value - published).clip(lower=0).fillna(0.0)
    residents = people.reindex(inside.index).fillna(0.0)
    return Besoin(residents.to_numpy(), gap.to_numpy(), inside["territoire"], limit)


def demandes(db: Database, asked: pd.DataFrame, need: Besoin, jour: date) -> list[Demande]:
    """The requests, with what each gains by commune: low and high are the hypotheses (the same for all of them) under
    which they close least and most of the gap together."""
    access = lectures_actions.acces(db, jour)
    effects = {ident: lectures_actions.promesse(db, access, asked.loc[[ident]], jour) for ident in asked.index}
    gains = {ident: _gains(effect, need) for ident, effect in effects.items() if effect is not None}
    joint = sorted({key for by_hypothesis in gains.values() for key in by_hypothesis if key != "central"}, key=str)
    low, high = _extremes(list(gains.values()), joint, need)
    nothing = np.zeros(len(need.habitants))
    requests = []
    for ident, row in asked.iterrows():
        mine = gains.get(ident, {})
        levels = {
            "bas": mine.get(low, nothing),
            "central": mine.get("central", nothing),
            "haut": mine.get(high, nothing),
        }
        requests.append(Demande(int(row["action"]), row["libelle"], row["territoire"], int(row["montant"]), levels))
    return requests


def _gains(effect: Effet, need: Besoin) -> dict[Hypothese | str, Floats]:
    """What an action gains in each commune of the département, never negative: central, and under each hypothesis."""
    inside, places = need.territoires.index, effect.communes.index.get_indexer(need.territoires.index)
    central = effect.communes["variation"].reindex(inside).fillna(0.0).clip(lower=0).to_numpy()
    joint = {
        key: np.where(places < 0, 0.0, np.nan_to_num(one.variation[places]).clip(min=0.0))
        for key, one in effect.conjointes.items()
    }
    return {"central": central} | joint


def _extremes(gains: Sequence[Mapping[Any, Floats]], hypotheses: Sequence[Any], need: Besoin) -> tuple[Any, Any]:
    """The hypotheses under which all the requests together close least and most of the gap."""
    closed = {
        key: float(
            need.habitants @ np.minimum(need.manque, np.sum([by_hypothesis[key] for by_hypothesis in gains], axis=0))
        )
        for key in hypotheses
    }
    return min(closed, key=closed.__getitem__, default=None), max(closed, key=closed.__getitem__, default=None)
