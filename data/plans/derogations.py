"""Temporary derogations (HCAAM 2022, note 13): an action that says who derogates, to what, on which legal basis, and
until when — its own end, which is a milestone (kept by the file itself, `migrations.reponses`)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour
from components.core.mots import DEROGATION
from components.core.refus import Refus
from data.territoire import territoire

MODELE = "derogation"
NOMS, CHAMPS = DEROGATION, tuple(DEROGATION)
EN_COURS = "en_cours"


def exiger(row: Mapping[str, Any]) -> None:
    """Raise `Refus` when a derogation does not say the three, or when another action says one of them."""
    noted = {name: str(row.get(name) or "").strip() for name in CHAMPS}
    if row["modele"] == MODELE:
        missing = [NOMS[name].removeprefix("Dérogation : ") for name in CHAMPS if not noted[name]]
        if missing:
            raise Refus(
                "Une dérogation est temporaire et dit qui déroge, à quoi et sur quel fondement juridique. Il manque : "
                f"{', '.join(missing)}. Rien n'a été enregistré."
            )
    elif any(noted.values()):
        raise Refus(
            "Qui déroge, à quoi et sur quel fondement se disent d'une action inscrite d'après le modèle « Dérogation "
            "temporaire ». Rien n'a été enregistré."
        )


def mots(row: Mapping[Any, Any]) -> str:
    """A derogation in a sentence; empty for an action that is none (or from minutes of before, which say nothing)."""
    if not isinstance(row.get("deroge_quoi"), str) or not row["deroge_quoi"].strip():
        return ""
    return (
        f"Dérogation temporaire, jusqu'au {jour(date.fromisoformat(row['fin'][:10]))} : {row['deroge_qui']} ; "
        f"{row['deroge_quoi']}. Fondement : {row['deroge_base']}."
    )


def en_cours(db: Database, code: str, quand: date) -> list[dict[str, Any]]:
    """Derogations that run on a territory that day: under way, begun, not over. Those that end first come first."""
    return list(
        db.query(
            "SELECT * FROM actions WHERE modele = ? AND maille = ? AND territoire = ? AND statut = ? "
            "AND debut <= ? AND fin >= ? ORDER BY fin, id",
            [MODELE, territoire.setting(db, "maille"), code, EN_COURS, *[quand.isoformat()] * 2],
        )
    )
