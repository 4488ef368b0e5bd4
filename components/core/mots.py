"""Words that several rooms say, worded once: sentences of every print, codes of the store, what was observed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from components.core.francais import MOIS, nombre, pluriel

PIED = (
    "Avis de la table. Ne vaut ni zonage (L. 1434-4 CSP), ni constat de carence de la PDSA, ni reconnaissance de "
    "responsabilité ; n'ouvre aucun droit."
)

STATUTS = {
    "proposee": "Proposée",
    "retenue": "Retenue par la table",
    "financee": "Financée",
    "en_cours": "En cours",
    "bloquee": "Bloquée",
    "reportee": "Reportée",
    "realisee": "Réalisée",
    "abandonnee": "Abandonnée",
}
NATURES = {"avis": "avis de la table", "engagement": "engagement", "decision": "décision"}
MENTIONS = ("Très prioritaire", "Prioritaire", "Assez prioritaire", "Peu prioritaire", "Plus tard")
UNITES = {"actes": ("actes par an", 0), "etp": ("ETP", 2)}  # of a promise and of what is observed, with decimals


DEROGATION = {  # what a temporary derogation says besides its end
    "deroge_qui": "Dérogation : qui", "deroge_quoi": "Dérogation : à quoi",
    "deroge_base": "Dérogation : fondement juridique",
}  # fmt: skip


def cartons(nom: str, compte: Mapping[str, Any]) -> str:
    """The slips of a group in a vote: drawn (tires), of which for latecomers (retardataires), used (utilises), spoiled
    (abimes), and left, for its voters (votants)."""
    late, drawn = compte["retardataires"], compte["tires"]
    left = drawn - compte["utilises"] - compte["abimes"]
    words = pluriel(drawn, "carton tiré", "cartons tirés")
    words += f" (dont {nombre(late)} pour {'un retardataire' if late == 1 else 'des retardataires'})" if late else ""
    over = max(0, drawn - compte["abimes"] - compte["votants"])
    return (
        f"{nom} : {words} pour {pluriel(compte['votants'], 'votant')}, {pluriel(compte['utilises'], 'utilisé')}, "
        f"{pluriel(compte['abimes'], 'abîmé')}, {pluriel(left, 'non utilisé', 'non utilisés')}"
        f"{f' ({nombre(over)} de plus que de votants)' if over else ''}"
    )


def observe(vu: Mapping[str, Any]) -> str:
    """What a review observed of an action, in words."""
    units = UNITES | {"impact": ("(indicateur d'impact)", 1)}
    observed = [f"{nombre(vu[name], n)} {unit}" for name, (unit, n) in units.items() if vu.get(name) is not None]
    observed += [jours_pretes(vu["jours"])] if vu.get("jours") else []
    return " ; ".join(observed) or "pas encore observable"


def jours_pretes(bilan: Mapping[str, Any]) -> str:
    """The ledger of lent days in words: « 12 jours promis, 9 tenus, 2 annulés (novembre 2026) »."""
    words = [
        pluriel(bilan["promis"], "jour promis", "jours promis"),
        pluriel(bilan["tenus"], "tenu"),
        pluriel(bilan["annules"], "annulé"),
    ]
    if bilan["muets"]:
        words.append(f"{nombre(bilan['muets'])} mois sans nouvelle")
    first, last = mois_dit(bilan["du"]), mois_dit(bilan["au"])
    return f"{', '.join(words)} ({first if first == last else f'de {first} à {last}'})"


def mois_dit(mois: str) -> str:
    """« novembre 2026 » for « 2026-11 »."""
    return f"{MOIS[int(mois[5:]) - 1]} {mois[:4]}"


def liste_votee(liste: Mapping[str, Any]) -> str:
    """Which list of services a vote ranked: the version that the table adopted, and whether it read as adopted."""
    if not liste["version"]:
        return "Liste des services : aucune version adoptée à l'ouverture du vote"
    later = "" if liste.get("conforme", True) else ", reformulée depuis son adoption"
    return f"Liste des services : version {liste['version']}{later}"


@dataclass(frozen=True)
class Rappel:
    """Something to look at: a sentence, its icon, the page that shows it, what that page must open (key of the tab →
    value) and what follows « ? » in its address."""

    mots: str
    icone: str
    page: str
    choix: tuple[tuple[str, object], ...] = ()
    adresse: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class BarreDeSeuil:
    """A figure against its threshold: its name, what is said at its right, how full it is, where the threshold stands
    (shares of its length, None when nothing can be drawn), and whether it signals (None: nothing can be said)."""

    nom: str
    mots: str
    part: float | None
    repere: float | None
    signale: bool | None
