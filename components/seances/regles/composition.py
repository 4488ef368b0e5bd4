"""Who of the parties of the HCAAM's note 5 is a member, present or missing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.seances.regles.assemblee import simple

PRESENTE, ABSENTE, MANQUANTE = "présente", "membre, absente ce jour", "manquante"
PROCHES = {  # what lists usually call the colleges of R. 1434-33, to propose one
    "usagers": ("usager", "patient", "association", "famille"),
    "collectivites": ("elu", "collectivite", "maire", "commune", "departement", "territorial"),
    "professionnels": (
        "professionnel",
        "liberal",
        "liberaux",
        "soignant",
        "medecin",
        "etablissement",
        "offreur",
        "sante",
    ),
    "etat": ("etat", "ars", "cpam", "msa", "assurance", "prefecture", "securite"),
    "qualifiees": ("qualifie", "personnalite", "expert"),
}


@dataclass(frozen=True)
class PartieLue:
    """A party of the note: its name, how many members stand for it, how many of them are there, and its state."""

    nom: str
    membres: int
    presents: int

    @property
    def etat(self) -> str:
        return PRESENTE if self.presents else ABSENTE if self.membres else MANQUANTE


def proposee(organisation: str, usagers: bool, parties: Mapping[str, Mapping[str, Any]]) -> str:
    """The party that the words of an organisation propose; that of users for their college; empty otherwise."""
    text = f" {simple(organisation).replace('-', ' ')} "
    for key, party in parties.items():
        if any(f" {word.replace('-', ' ')} " in text for word in party["mots"]):
            return key
    return "usagers" if usagers else ""


def lire(
    membres: Sequence[Mapping[str, Any]], dites: Mapping[int, str], parties: Mapping[str, Mapping[str, Any]]
) -> list[PartieLue]:
    """Every party, in the order of the note. `membres`: id, organisation, usagers, statut."""
    stands = [(dites.get(int(m["id"]), proposee(m["organisation"], bool(m["usagers"]), parties)), m) for m in membres]
    read = []
    for key, party in parties.items():
        mine = [member for name, member in stands if name == key]
        there = sum(member["statut"] in ("présent", "suppléé") for member in mine)
        read.append(PartieLue(str(party["nom"]), len(mine), there))
    return read


def college_proche(ecrit: str, colleges: Mapping[str, str]) -> str | None:
    """The college that a word of a list most likely means; None when nothing is near."""
    words = simple(ecrit).replace("-", " ")
    for code, name in colleges.items():
        if words in simple(name) or simple(name) in words:
            return code
    return next((code for code, hints in PROCHES.items() if code in colleges and any(h in words for h in hints)), None)
