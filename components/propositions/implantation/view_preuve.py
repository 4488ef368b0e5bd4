"""The proof on screen: started by a button, followed while it looks, stopped, taken up again for longer."""

import streamlit as st

from components.core.francais import INSECABLE, nombre, pourcent
from components.propositions.implantation import preuves
from components.propositions.implantation.lectures import SitesProposes
from components.propositions.implantation.preuves import Preuve
from components.propositions.implantation.regles import phrases
from components.propositions.implantation.regles.question import QuestionDeSites
from components.propositions.lectures import Terrain
from components.ui.gestes import geste

CADENCE, ENCORE, AU_PLUS = 1.0, 6, 600.0


def afficher(lieu: Terrain, proposed: SitesProposes) -> None:
    """Where the proof of the first answer is, and the button that starts it, stops it or goes on."""
    proof = preuves.de(proposed.question)
    if proof is not None and proof.court:
        _suivie(proposed.question)
        return
    first = lieu.valeurs.number("secondes_de_preuve")
    if proof is None:
        _bouton(proposed, "Réponse immédiate, pas encore prouvée la meilleure.", "Chercher la preuve", first)
        return
    longer = min(AU_PLUS, proof.duree * ENCORE)
    if proof.reponse is None:
        words = "Preuve arrêtée avant son premier résultat." if proof.arretee else "La preuve n'a pas abouti."
        _bouton(proposed, f"{words} La réponse immédiate reste affichée.", "Chercher encore", first)
        return
    told = phrases.preuve(proof.reponse.ecart, proof.reponse.secondes, proof.reponse.fini)
    if proof.reponse.fini:
        st.success(told, icon=":material/verified:")
        return
    _bouton(proposed, told, "Chercher encore", first if proof.arretee else longer)


def _bouton(proposed: SitesProposes, words: str, label: str, seconds: float) -> None:
    left, right = st.columns([2.2, 1], vertical_alignment="center")
    left.caption(words)
    time = f"{nombre(seconds)}{INSECABLE}s au plus"
    start = proposed.rangs(proposed.reponses[0]) or ()
    if right.button(f"{label} ({time})", key="implantation_prouver", icon=":material/search_check:", width="stretch"):
        geste(lambda: preuves.lancer(proposed.question, start, seconds))


@st.fragment(run_every=CADENCE)
def _suivie(question: QuestionDeSites) -> None:
    """The bar of a proof that looks; the whole page is drawn again when it ends."""
    proof = preuves.de(question)
    if proof is None or not proof.court:
        st.rerun()
        return
    left, right = st.columns([2.2, 1], vertical_alignment="center")
    share, words = _avancement(proof)
    left.progress(share, words)
    if right.button("Arrêter", key="implantation_arreter", icon=":material/stop_circle:", width="stretch"):
        preuves.arreter(question)
        st.rerun()


def _avancement(proof: Preuve) -> tuple[float, str]:
    answer = proof.reponse
    if answer is None:
        return 0.0, "La preuve démarre…"
    words = f"au plus {pourcent(answer.ecart, 1)} du meilleur possible reste à trouver"
    return min(1.0, answer.secondes / proof.duree), f"La preuve cherche : {words}."
