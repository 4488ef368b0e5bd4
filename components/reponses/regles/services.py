"""States of a service on a territory: how each is said, marked and counted. Unknown counts as neither."""

from collections.abc import Iterable

from components.core.francais import pluriel
from components.core.refus import EntreeInvalide
from components.core.saisie import simple

RENDU, PARTIEL, NON_RENDU, INCONNU = "rendu", "partiel", "non rendu", "inconnu"
MARQUES = {RENDU: "✔", PARTIEL: "◐", NON_RENDU: "✖", INCONNU: "?"}  # the word always goes with it
FONDS = {RENDU: "#d9ead3", PARTIEL: "#fff2cc", NON_RENDU: "#f4cccc", INCONNU: "#ffffff"}


def mot(etat: str) -> str:
    """« ✖ non rendu »: the mark and the word, never the colour alone."""
    return f"{MARQUES[etat]} {etat}"


def etat_du_mot(texte: str) -> str:
    """The state that a mark and a word say."""
    return next(etat for etat in MARQUES if mot(etat) == texte)


def etat_tape(texte: str) -> str:
    """The state that a word, its first letters or its mark say; nothing typed is unknown. Raises `EntreeInvalide`."""
    words = simple(texte)
    for mark in MARQUES.values():
        words = words.removeprefix(simple(mark)).strip()
    if not words:
        marked = [state for state, mark in MARQUES.items() if simple(mark) == simple(texte)]
        return marked[0] if marked else INCONNU
    close = [state for state in MARQUES if state.startswith(words)]
    if len(close) != 1:
        raise EntreeInvalide(f"« {texte.strip()} » : écrivez r (rendu), p (partiel), n (non rendu) ou ? (inconnu).")
    return close[0]


def fond(texte: str) -> str:
    """The style of a cell of the grid, from what it says."""
    state = next((etat for etat in MARQUES if texte.startswith(mot(etat))), None)
    return f"background-color: {FONDS[state]}; color: #1a2433" if state else ""


def compter(etats: Iterable[str]) -> dict[str, int]:
    """How many cells are in each state."""
    states = list(etats)
    return {etat: states.count(etat) for etat in MARQUES}


def phrase(etats: Iterable[str]) -> str:
    """The grid in a sentence: what is known, and how much is not."""
    n = compter(etats)
    return (
        f"{pluriel(n[RENDU], 'service rendu', 'services rendus')}, {pluriel(n[PARTIEL], 'en partie', 'en partie')}, "
        f"{pluriel(n[NON_RENDU], 'non rendu', 'non rendus')}, {pluriel(n[INCONNU], 'inconnu', 'inconnus')} "
        "(inconnu n'est ni rendu, ni non rendu)."
    )


def garantie(promesse: str, moyens: str, impact: str) -> str:
    """A guarantee of service (IGAS): the promise, its indicator of means, its indicator of impact."""
    parts = [promesse, f"moyens : {moyens}" if moyens else "", f"impact : {impact}" if impact else ""]
    return " ; ".join(part for part in parts if part)
