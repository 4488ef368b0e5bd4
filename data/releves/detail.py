"""The detail of a line of the journal as people say it: no code of ours, no bracket, French days."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from components.core.francais import exact
from data.plans import financements, plans

JOUR = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:T[0-9:.+Z-]+)?")
EMPREINTE = re.compile(r"\b([0-9a-f]{8})[0-9a-f]{24,}\b")
RIEN = "—"
NOMS = financements.NOMS_LIGNE | plans.NOMS_MESURE | plans.NOMS_CHAMPS  # fields of the journal, in words


def dire(detail: Mapping[str, Any], noms: Mapping[str, str]) -> str:
    """« Statut : Proposée devient Retenue ; Mot : … ». `noms`: fields in words, others are named as they are kept."""
    parts = (
        f"{noms.get(name, nom(name))} : {valeur(value)}" for name, value in detail.items() if value not in ("", None)
    )
    return " ; ".join(parts) or RIEN


def nom(champ: str) -> str:
    """A field as it is kept, made readable: « date_acte » is « Date acte »."""
    return champ.replace("_", " ").capitalize()


def valeur(value: object) -> str:
    """A value of the journal: a pair is what it was and what it becomes; a group, its parts."""
    if value is None or value == "":
        return RIEN
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return exact(float(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{nom(str(key)).lower()} {valeur(one)}" for key, one in value.items()) or RIEN
    if isinstance(value, list | tuple):
        return _suite(list(value))
    return texte(str(value))


def _suite(values: list[object]) -> str:
    plain = all(not isinstance(one, Mapping | list | tuple) for one in values)
    if len(values) == 2 and plain:
        return f"« {valeur(values[0])} » devient « {valeur(values[1])} »"
    return " ; ".join(valeur(one) for one in values) or RIEN


def texte(mots: str) -> str:
    """Words with their days in French (« 01/09/2026 ») and their hashes cut short."""
    return EMPREINTE.sub(r"\1…", JOUR.sub(_jour, mots))


def _jour(match: "re.Match[str]") -> str:
    try:
        return f"{date(*map(int, match.groups())):%d/%m/%Y}"
    except ValueError:
        return match[0]
