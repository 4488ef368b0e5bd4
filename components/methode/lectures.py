"""What the method page asks for beyond the catalogues: a conservation check, the libraries, the glossary."""

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path

import pandas as pd
from sqlite_utils import Database

from data.base import acteurs, jours
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.releves import detail, recit
from data.territoire import noyau

ROOT = Path(__file__).resolve().parents[2]
ACTES = 1_000.0


@dataclass(frozen=True)
class Conservation:
    """A thousand acts put at a place, and what residents receive (acts per year; gap relative to 1,000)."""

    lieu: str
    actes_recus: float
    ecart: float


@partagee
def conservation(db: Database, jour: date) -> Conservation:
    """Put 1,000 acts a year in the most populated commune and count what residents receive.

    Raises `EntreeInvalide` when no place has a position.
    """
    access = noyau.acces(db, EnVigueur.read(db, jour))
    place = str(access.habitants.idxmax())
    gap = access.famille.central.conservation_gap({place: ACTES})
    return Conservation(access.noms[place], ACTES + gap, gap / ACTES)


@cache
def logiciels() -> pd.DataFrame:
    """The libraries the product runs on, from `requirements.txt`. Columns: Logiciel, Version, Licence."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    rows = [_library(line) for line in lines if line and not line.startswith("#")]
    return pd.DataFrame(rows, columns=["Logiciel", "Version", "Licence"])


def _library(line: str) -> tuple[str, str, str]:
    name = re.split(r"[<>=~!]", line.partition("#")[0])[0].strip()
    about = metadata.metadata(name)
    return name, metadata.version(name), _licence(about)


def _licence(about: metadata.PackageMetadata) -> str:
    classifiers = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or [] if c.startswith("License ::")]
    texts = about.json
    declared = texts.get("license_expression") or (classifiers[0] if classifiers else texts.get("license") or "")
    return str(declared).splitlines()[0] if declared else "voir le paquet"


@partagee
def journal(db: Database) -> pd.DataFrame:
    """The last gestures, newest first, in words. Columns: Quand, Qui, Geste, Sur quoi, Détail."""
    lines = acteurs.journal(db)
    name = recit.nommer(db)
    return pd.DataFrame(
        {
            "Quand": [jours.moment_de(db, moment) for moment in lines["le"]],
            "Qui": lines["acteur"],
            "Geste": lines["geste"].str[:1].str.upper() + lines["geste"].str[1:],
            "Sur quoi": [name(target) for target in lines["objet"]],
            "Détail": [detail.dire(json.loads(text), detail.NOMS) for text in lines["detail"]],
        }
    )


def glossaire() -> str:
    """The glossary, in Markdown, without its title."""
    return (ROOT / "docs" / "glossaire.md").read_text(encoding="utf-8").split("\n", 1)[1]
