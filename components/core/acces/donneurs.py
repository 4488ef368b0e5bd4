"""Where lent days are taken: a commune, or what is told of it when no commune of the file is. Unknown is never nothing.

A loss that cannot be counted is said wherever its gain is shown.
"""

from collections.abc import Iterable, Mapping

from components.core.francais import liste

NON_DECLARE, HORS, NOUVEAU = "", "hors", "nouveau"
MOTS: Mapping[str, str] = {
    NON_DECLARE: "Non déclaré",
    HORS: "Un lieu hors des communes de ce fichier",
    NOUVEAU: "Temps nouveau : personne ne le perd (retraité, remplaçant, poste créé)",
}
PHRASES: Mapping[str, str] = {
    NON_DECLARE: "Lieu qui donne ces jours non déclaré : ce qu'il perd est inconnu et n'est pas compté.",
    HORS: "Jours pris hors des communes de ce fichier : la perte existe là-bas, elle n'est pas comptée ici.",
    NOUVEAU: "Temps déclaré nouveau : personne ne le perd.",
}
COURTS: Mapping[str, str] = {
    NON_DECLARE: "lieu qui donne ces jours non déclaré, sa perte est inconnue",
    HORS: "jours pris hors des communes de ce fichier, perte non comptée",
    NOUVEAU: "temps déclaré nouveau, personne ne le perd",
}
PRETE = "Les mêmes jours sont retirés là d'où ils viennent."


def est_un_lieu(donneur: str) -> bool:
    """Whether the loss has a place: a commune of the file."""
    return donneur not in MOTS


def nom(donneur: str, noms: Mapping[str, str]) -> str:
    """The lender in words. `noms`: names of communes by code."""
    return MOTS.get(donneur) or noms.get(donneur, donneur)


def phrase(donneur: str) -> str:
    """What must be said of the other end of lent days."""
    return PHRASES.get(donneur, PRETE)


def tus(lieux: Iterable[str]) -> list[str]:
    """What must be said of the ends whose loss is not counted, each once, the unknown first."""
    told = set(lieux)
    return [words for key, words in PHRASES.items() if key in told and key != NOUVEAU]


def courts(lieux: Iterable[str]) -> list[str]:
    """The same in a few words, new time included, for a line that holds other figures."""
    told = set(lieux)
    return [words for key, words in COURTS.items() if key in told]


def preteurs(lieux: Iterable[str], noms: Mapping[str, str]) -> str:
    """« Cluny et Mâcon »: the communes that lend, each once, in alphabetical order; "" without any."""
    return liste(sorted({noms.get(code, code) for code in lieux if est_un_lieu(code)}))
