"""What an envelope is asked: who lacks how much, and what each request would bring under one hypothesis for all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces import annonce
from components.core.acces.effects import Effet, Hypothese
from components.core.acces.travel import Floats
from components.core.communes import interieures
from components.plans.actions import lectures as lectures_actions
from components.plans.professions.lectures import autres_que_medecins
from components.plans.regles.enveloppe import Demande
from components.plans.regles.partage import ferme
from data.base.parameters import EnVigueur, ValeurDatee
from data.territoire import indicateurs, territoire

AUTRE = "elle change l'accès à une autre profession que les médecins généralistes."
HORS = "aucune variation d'accès par habitant n'est annoncée là où elle agit."


@dataclass(frozen=True, eq=False)
class Besoin:
    """By commune of the département: residents, gap to the repère (nothing above it), the same signed (negative above,
    −∞ where nothing is published), territory."""

    habitants: Floats
    manque: Floats
    ecart: Floats
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
    gap = limit.value - published
    lacking, signed = gap.clip(lower=0).fillna(0.0), gap.fillna(-np.inf)
    residents = people.reindex(inside.index).fillna(0.0)
    return Besoin(residents.to_numpy(), lacking.to_numpy(), signed.to_numpy(), inside["territoire"], limit)


@dataclass(frozen=True, eq=False)
class Demandees:
    """The requests, each with what it gains by commune. `sans_sens`: those whose effect there has no meaning, with what
    a reading says of them; they gain nothing there. `par_actes`: the same requests with the acts a year that each
    brings, wherever they go. `phrase`: why, and the file that would unlock it; empty when all have a meaning."""

    demandes: list[Demande]
    par_actes: list[Demande]
    sans_sens: Mapping[int, str]
    phrase: str


def demandes(db: Database, asked: pd.DataFrame, need: Besoin, jour: date) -> Demandees:
    """The requests, with what each gains by commune and in acts: low and high are the hypotheses (the same for all of
    them) under which they bring least and most together."""
    access, values = lectures_actions.acces(db, jour), EnVigueur.read(db, jour)
    promised = {ident: lectures_actions.promesse(db, access, asked.loc[[ident]], jour) for ident in asked.index}
    effects = {ident: effect for ident, effect in promised.items() if effect is not None}
    silent = {ident: annonce.actes(one) for ident, one in effects.items() if annonce.refus(one, access, values)}
    gains = {ident: _gains(effect, need) for ident, effect in effects.items() if ident not in silent}
    acts = {ident: _actes(effect) for ident, effect in effects.items()}
    away = dict.fromkeys(asked.index[autres_que_medecins(asked)], AUTRE)
    return Demandees(
        _demandes(asked, gains, need.ecart, need.habitants, away | dict.fromkeys(silent, HORS)),
        _demandes(asked, acts, np.full(1, np.inf), np.ones(1), away),
        {int(asked.at[ident, "action"]): HORS for ident in silent},
        annonce.sans_sens(_ensemble(silent.values()), access, values),
    )


def _ensemble(moved: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Acts that move at each place, all actions together."""
    whole: dict[str, float] = {}
    for acts in moved:
        for code, amount in acts.items():
            whole[code] = whole.get(code, 0.0) + amount
    return whole


def _demandes(
    asked: pd.DataFrame,
    gains: Mapping[Any, Mapping[Any, Floats]],
    ecart: Floats,
    habitants: Floats,
    hors: Mapping[Any, str],
) -> list[Demande]:
    joint = sorted({key for by_hypothesis in gains.values() for key in by_hypothesis if key != "central"}, key=str)
    low, high = _extremes(list(gains.values()), joint, ecart, habitants)
    nothing, requests = np.zeros(len(habitants)), []
    for ident, row in asked.iterrows():
        mine = gains.get(ident, {})
        levels = {
            "bas": mine.get(low, nothing),
            "central": mine.get("central", nothing),
            "haut": mine.get(high, nothing),
        }
        request = Demande(int(row["action"]), row["libelle"], row["territoire"], int(row["montant"]), levels)
        requests.append(replace(request, hors=hors.get(ident, "")))
    return requests


def _gains(effect: Effet, need: Besoin) -> dict[Hypothese | str, Floats]:
    """What an action gains in each commune of the département, negative where its days are taken: central, and under
    each hypothesis."""
    inside, places = need.territoires.index, effect.communes.index.get_indexer(need.territoires.index)
    central = effect.communes["variation"].reindex(inside).fillna(0.0).to_numpy()
    joint = {
        key: np.where(places < 0, 0.0, np.nan_to_num(one.variation[places])) for key, one in effect.conjointes.items()
    }
    return {"central": central} | joint


def _actes(effect: Effet) -> dict[Hypothese | str, Floats]:
    """The acts a year that an action brings, less those it takes elsewhere: central, and under each hypothesis."""
    moves = [one.mouvement for one in effect.mouvements]
    joint = {
        key: np.array([sum(acts + move.pris(acts) for move, acts in zip(moves, one.actes, strict=True))])
        for key, one in effect.conjointes.items()
    }
    return {"central": np.array([effect.actes])} | joint


def _extremes(
    gains: Sequence[Mapping[Any, Floats]], hypotheses: Sequence[Any], ecart: Floats, habitants: Floats
) -> tuple[Any, Any]:
    """The hypotheses under which all the requests together close least and most of the gap."""
    closed = {
        key: float(habitants @ ferme(ecart, np.sum([by_hypothesis[key] for by_hypothesis in gains], axis=0)))
        for key in hypotheses
    }
    return min(closed, key=closed.__getitem__, default=None), max(closed, key=closed.__getitem__, default=None)
