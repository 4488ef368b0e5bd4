"""The chain of a table, as a graph: from a figure to its re-measurement, every link followed both ways.

A link goes from one stage to a later one, so there is no cycle; whatever is linked exists.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from components.core.francais import pluriel

ETAPES = {
    "donnee": "Chiffres qui signalent",
    "constat": "Constat",
    "besoin": "Besoin",
    "vote": "Vote",
    "priorite": "Priorité",
    "service": "Service ici",
    "scenario": "Scénario",
    "action": "Action",
    "decision": "Décisions et argent",
    "effet": "Effet promis",
    "mesure": "Mesure",
    "revue": "Revue en séance",
    "remesure": "Diagnostic remesuré",
}
REPERES = {
    "decision": "décision n°",
    "mesure": "action n°",
    "effet": "action n°",
    "financement": "ligne n°",
    "service": "service",
}
RANGS = {etape: rank for rank, etape in enumerate(ETAPES)}


@dataclass(frozen=True)
class Porte:
    """A page of the menu, and what the browser tab must have chosen for it to open on the object."""

    page: str
    choix: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class Maillon:
    """One object of the chain: its key, its stage, its words, one more sentence, the doors to where it is worked on
    (the first that the visitor may open)."""

    cle: str
    etape: str
    titre: str
    precision: str
    portes: tuple[Porte, ...]


def repere(cle: str) -> str:
    """What tells an object from another that reads alike: « décision n° 12 »."""
    kind, _, rest = cle.partition(":")
    return f"{REPERES.get(kind, 'n°')} {rest.replace(':', ', ')}"


@dataclass(frozen=True)
class Chaine:
    """Objects by stage and links between them, each from an earlier stage to a later one."""

    immuable: ClassVar[bool] = True
    maillons: tuple[Maillon, ...]
    liens: frozenset[tuple[str, str]]

    def __getitem__(self, cle: str) -> Maillon:
        return next(maillon for maillon in self.maillons if maillon.cle == cle)

    def __contains__(self, cle: object) -> bool:
        return any(maillon.cle == cle for maillon in self.maillons)

    def etape(self, nom: str) -> tuple[Maillon, ...]:
        """The objects of a stage, in order."""
        return tuple(maillon for maillon in self.maillons if maillon.etape == nom)

    def amont(self, cle: str) -> tuple[Maillon, ...]:
        """Where an object comes from, one link up."""
        wanted = {start for start, end in self.liens if end == cle}
        return tuple(maillon for maillon in self.maillons if maillon.cle in wanted)

    def aval(self, cle: str) -> tuple[Maillon, ...]:
        """What follows from an object, one link down."""
        wanted = {end for start, end in self.liens if start == cle}
        return tuple(maillon for maillon in self.maillons if maillon.cle in wanted)


def assembler(maillons: Iterable[Maillon], liens: Iterable[tuple[str, str]]) -> Chaine:
    """A chain in the order of its stages, without repeated objects; links to what is not there are left out.

    Raises ValueError on a link that goes backwards (a fault of ours).
    """
    by_key = {maillon.cle: maillon for maillon in maillons}
    links = frozenset((start, end) for start, end in liens if start in by_key and end in by_key)
    for start, end in links:
        if RANGS[by_key[start].etape] >= RANGS[by_key[end].etape]:
            raise ValueError(f"{start} -> {end} goes backwards")
    ordered = sorted(by_key.values(), key=lambda maillon: RANGS[maillon.etape])
    return Chaine(tuple(ordered), links)


def phrase(chaine: Chaine, nom: str) -> str:
    """The chain in a sentence: how far it goes, and where it stops."""
    counts = {etape: len(chaine.etape(etape)) for etape in ETAPES}
    if not counts["action"]:
        return f"{nom} : la chaîne n'a pas encore d'action."
    missing = [ETAPES[e].lower() for e in ("constat", "vote", "decision", "revue") if not counts[e]]
    reach = f" ; il manque encore : {', '.join(missing)}" if missing else ", du chiffre à la revue"
    followed = pluriel(len(chaine.liens), "lien suivi", "liens suivis")
    return f"{nom} : {pluriel(counts['action'], 'action')}, {followed}{reach}."
