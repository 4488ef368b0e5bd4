"""The proof on screen: started by a button, followed while it looks, stopped, taken up again for longer."""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.core.francais import INSECABLE, nombre
from components.propositions.lectures import Terrain
from components.propositions.preuves import suivi
from components.propositions.preuves.suivi import Preuve
from components.ui.gestes import geste

CADENCE, ENCORE, AU_PLUS = 1.0, 6, 600.0


@dataclass(frozen=True)
class PreuveProposee:
    """What may be proven: its key, what starts it for so many seconds, what its answer says once it is over, whether
    that is the last word, how far it is while it looks (a share, and words). `duree`: the seconds it looks first, when
    they are not those of every proof."""

    cle: str
    lancer: Callable[[float], object]
    dire: Callable[[Preuve], str]
    finie: Callable[[Preuve], bool]
    avancement: Callable[[Preuve], tuple[float, str]]
    duree: float | None = None


def afficher(lieu: Terrain, proposee: PreuveProposee) -> None:
    """Where the proof of the answer is, and the button that starts it, stops it or goes on."""
    proof = suivi.de(proposee.cle)
    if proof is not None and proof.court:
        _suivie(proposee)
        return
    first = proposee.duree or lieu.valeurs.number("secondes_de_preuve")
    if proof is None:
        _bouton(proposee, "Réponse immédiate, pas encore prouvée la meilleure.", "Chercher la preuve", first)
    elif proof.reponse is None:
        words = "Preuve arrêtée avant son premier résultat." if proof.arretee else "La preuve n'a pas abouti."
        _bouton(proposee, f"{words} La réponse immédiate reste affichée.", "Chercher encore", first)
    elif proposee.finie(proof):
        st.success(proposee.dire(proof), icon=":material/verified:")
    else:
        longer = first if proof.arretee else min(AU_PLUS, proof.duree * ENCORE)
        _bouton(proposee, proposee.dire(proof), "Chercher encore", longer)


def _bouton(proposee: PreuveProposee, words: str, label: str, seconds: float) -> None:
    left, right = st.columns([2.2, 1], vertical_alignment="center")
    left.caption(f"{words} La recherche dure {nombre(seconds)}{INSECABLE}s au plus, et s'arrête d'un bouton.")
    if right.button(label, key="preuve_chercher", icon=":material/search_check:", width="stretch", wrap=True):
        geste(lambda: proposee.lancer(seconds))


@st.fragment(run_every=CADENCE)
def _suivie(proposee: PreuveProposee) -> None:
    """The bar of a proof that looks; the whole page is drawn again when it ends."""
    proof = suivi.de(proposee.cle)
    if proof is None or not proof.court:
        st.rerun()
        return
    left, right = st.columns([2.2, 1], vertical_alignment="center")
    left.progress(*proposee.avancement(proof))
    if right.button("Arrêter", key="preuve_arreter", icon=":material/stop_circle:", width="stretch"):
        suivi.arreter(proposee.cle)
        st.rerun()
