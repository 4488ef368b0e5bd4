"""Départements with a published access, made up where none comes with the product."""

import numpy as np
from sqlite_utils import Database

from data.base import store
from data.imports.grammaire.professions import PAR_CLE, TOUS_AGES, serie_apl
from data.territoire import indicateurs, territoire


def donner_une_apl(db: Database, graine: int = 71) -> None:
    """Access drawn around the level for every commune of the département: the same at each run."""
    inside = territoire.communes(db).query("role == 'interieure'").index
    levels = np.random.default_rng(graine).normal(2.6, 0.9, len(inside)).clip(0.2).round(1)
    card = next(iter(territoire.sources(db).index))
    with store.writing(db):
        serie = serie_apl(PAR_CLE["mg"], 2018, TOUS_AGES, card)
        rows = [(str(code), float(level), indicateurs.VALEUR) for code, level in zip(inside, levels, strict=True)]
        indicateurs.store(db, serie, rows)
