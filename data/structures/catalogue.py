"""The kinds of structures that the texts name, from `types.toml`: what they do, their missions, their stages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("types.toml")
OFFRE, ORGANISE, APPUI = "offre", "organise", "appui"
ROLES = {OFFRE: "Qui soigne", ORGANISE: "Qui organise", APPUI: "Qui appuie"}
CPTS = "cpts"
SECTEURS = ("public", "privé", "libéral", "médico-social", "associatif")
STATUTS = ("", "public", "privé")
TAILLES = ("", "1", "2", "3", "4")  # of a CPTS, in its agreement (ACI)
MATURITES = (
    "idée ou premières réunions",
    "lettre d'intention",
    "projet de santé en rédaction",
    "projet de santé validé",
    "accord conventionnel (ACI) signé",
    "missions déployées",
)
MURES = MATURITES[4:]  # from its signed agreement on, a CPTS has means and missions of its own
ETAPES = ("projet", "en cours de constitution", "en activité", "suspendue")
MISSION = ("non engagée", "en préparation", "engagée", "déployée", "arrêtée")


@dataclass(frozen=True)
class TypeDeStructure:
    """A kind of structure: its name, the role it usually has, the missions that the texts give it (key → words)."""

    id: str
    nom: str
    role: str
    missions: Mapping[str, str] = field(default_factory=dict)
    source_missions: str = ""


@cache
def types() -> dict[str, TypeDeStructure]:
    """Every kind by key, in the order of the file. Raises ValueError on an unknown role (a fault of ours)."""
    kinds = {key: TypeDeStructure(key, **entry) for key, entry in tomllib.loads(FILE.read_text("utf-8")).items()}
    if wrong := [kind.id for kind in kinds.values() if kind.role not in ROLES]:
        raise ValueError(f"unknown role: {wrong}")
    return kinds


def etapes(genre: str) -> tuple[str, ...]:
    """The stages that a structure of this kind goes through: maturity for a CPTS."""
    return MATURITES if genre == CPTS else ETAPES
