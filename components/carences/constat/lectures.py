"""The one reading of the shared constat: what the table decides on, gathered in a dossier."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.carences.constat import lectures_signaux
from components.carences.constat.dossier import Dossier, empreinte
from components.carences.constat.preuve import preuve
from components.carences.regles.signaux import COMMUNS
from components.core.communes import interieures
from data.base.souvenir import partagee
from data.carences import constats, contestations
from data.structures import structures
from data.territoire import territoire


@partagee
def rassembler(db: Database, profession: str, jour: date) -> Dossier:
    """Read once what a constat on any territory of the mesh in use is decided on, for a profession, on a day."""
    mesh = territoire.maille(db)
    contested = contestations.contestations(db, None, profession, COMMUNS)
    return Dossier(
        tableau=lectures_signaux.tableau(db, profession, jour),
        profession=profession,
        maille=str(mesh["id"]),
        maille_nom=str(mesh["nom"]),
        maille_de_repli=bool(mesh["de_repli"]),
        composition=composition(territoire.communes(db)),
        sources=territoire.sources(db),
        declarees=constats.declarations(db),
        contestees=contested,
        publiques=_publiques(db, contested),
        sollicitees=contestations.sollicitations(db, profession),
        structures=structures.par_territoire(db)[structures.FICHE],
        examines=constats.examines(db, profession),
        constats=constats.constats(db),
    )


def composition(communes: pd.DataFrame) -> dict[str, list[str]]:
    """Codes of the communes of every territory of the mesh in use."""
    return {str(code): sorted(group.index) for code, group in interieures(communes).groupby("territoire")}


def _publiques(db: Database, contested: pd.DataFrame) -> pd.DataFrame:
    """The contests that readers may see: those of a territory examined for the profession they were made for."""
    seen = {who: constats.examines(db, who) for who in contested["profession"].unique()}
    rows = zip(contested["profession"], contested["territoire"], strict=True)
    return contested[np.array([place in seen[who] for who, place in rows], dtype=bool)]


def preuve_du_jour(db: Database, constat: constats.Constat, jour: date) -> tuple[dict[str, Any], str]:
    """The evidence of the day on a constat's territory, and its footprint; without figures when the territory is not
    in the mesh in use any more."""
    evidence: dict[str, Any] = {
        "territoire": constat.territoire,
        "etat": "ce territoire n'est plus dans la maille en usage",
    }
    if constat.territoire in territoire.territoires(db).index:
        evidence = preuve(rassembler(db, constat.profession, jour), constat.territoire)
    return evidence, empreinte(evidence)
