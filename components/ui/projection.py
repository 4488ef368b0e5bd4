"""`/projection`: what the facilitator shows, alone on a screen that the room reads from the back.

Opened by the facilitator's own session, without menu, form or gesture: a fragment looks every two seconds at what the
séance shows, and at what it says now.
"""

from collections.abc import Mapping

import streamlit as st
from sqlite_utils import Database

from components.core.refus import Refus
from components.ui import identity
from components.ui.dessins import feuille
from components.ui.dessins.affiche import Affiche, Vue, VueDemandee
from components.ui.gestes import geste
from components.ui.porte import reseau
from data.base import jours, store
from data.base.souvenir import partagee
from data.seances import projection, seances
from data.territoire import territoire

RIEN = "Rien n'est montré pour le moment"
CADENCE = 2.0  # seconds between two looks
REFUSEE = Affiche(
    "Cet écran s'ouvre depuis le poste de la personne qui anime.",
    surtitre="Écran de la salle",
    pourquoi="Entrez avec un compte de facilitation (adresse de la table, suivie de /entrer), puis revenez ici.",
)


def render(vues: Mapping[str, Vue]) -> None:
    """Draw the page. `vues`: what composes each view of `data.seances.projection.VUES`, from the rooms."""
    st.html(feuille.style())
    _ecran(vues)


@st.fragment(run_every=CADENCE)
def _ecran(vues: Mapping[str, Vue]) -> None:
    if not identity.anime():
        st.html(feuille.html(REFUSEE))
        return
    with store.connect() as db:
        st.html(feuille.html(affiche(db, vues, reseau.joignable(_adresse())), jours.heure(db)))


def montrer(db: Database, vue: str, cible: str, key: str) -> None:
    """The button that shows to the room what this page shows, while a séance is open: for its facilitator."""
    meetings = seances.read(db)
    opened = meetings.index[meetings["etat"] == seances.OUVERTE]
    if opened.empty or not identity.anime():
        return
    if st.button("Montrer à la salle", key=key, icon=":material/cast:"):
        meeting = int(opened[0])
        geste(lambda: projection.projeter(db, identity.acteur(), meeting, vue, cible), dire="La salle le voit.")


def affiche(db: Database, vues: Mapping[str, Vue], adresse: str) -> Affiche:
    """What the room sees now: the view shown, what prevents it in words, or the name of the table."""
    try:
        regard = projection.projete(db)
        if regard is None or regard.vue not in vues:
            return Affiche(f"Table de concertation — {territoire.setting(db, 'nom')}", surtitre=RIEN)
        return _composee(db, vues[regard.vue], VueDemandee(regard.seance, regard.cible, adresse))
    except Refus as refusal:
        return Affiche(str(refusal))


@partagee
def _composee(db: Database, vue: Vue, demandee: VueDemandee) -> Affiche:
    """A view, composed once until something is written in the file."""
    return vue(db, demandee)


def _adresse() -> str:
    return st.context.url or f"http://localhost:{st.get_option('server.port')}"
