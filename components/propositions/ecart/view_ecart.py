"""« Combler l'écart »: the cheapest mix as a sentence and a map, the front of cost, people and date, and the proof."""

import numpy as np
import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import nombre
from components.core.refus import EntreeInvalide
from components.propositions.ecart import calcul, lectures, lectures_melange, planches, view_demande
from components.propositions.ecart.lectures import DemandeDeMelange, MelangePropose
from components.propositions.ecart.regles import phrases
from components.propositions.ecart.regles.melange import Unites, depense, manque
from components.propositions.envoi import view_envoi
from components.propositions.envoi.pret import PlansPretes
from components.propositions.equite import view_equite
from components.propositions.lectures import PHRASE, Terrain, niveaux_apres
from components.propositions.preuves import suivi, view_preuve
from components.propositions.preuves.suivi import Preuve
from components.propositions.preuves.view_preuve import PreuveProposee
from components.ui import widgets
from components.ui.cartes import carte_effet

CHOIX, CARTE = "ecart_lieu", "ecart_carte"
SANS_PERDANT = (
    "Personne ne perd si ces moyens viennent d'ailleurs, ou du temps que des médecins ajoutent. Du temps pris à un "
    "territoire lui manque : l'onglet « Qui prête à qui » dit ce qu'il perd."
)


def afficher(db: Database, lieu: Terrain, plans: PlansPretes) -> None:
    """Draw the tab."""
    answer = st.container()
    left, right = st.columns([1, 2.1])
    with left:
        asked = view_demande.demander(db, lieu)
    try:
        proposed = lectures.proposer(db, lieu, asked)
    except EntreeInvalide as refusal:
        answer.info(widgets.phrase_inerte(str(refusal)), icon=":material/info:")
        return
    units = retenu(proposed)
    told = lectures_melange.dit(db, lieu, asked, proposed, units)
    sentence, result = phrases.reponse(told), lectures_melange.effet(db, lieu, proposed, units)
    with answer:
        widgets.reponse(sentence)
        st.caption(f"{PHRASE} {SANS_PERDANT}")
    with right:
        view_preuve.afficher(lieu, _preuve(proposed))
        carte_effet.afficher(db, planches.composer(db, lieu, asked, proposed, units, sentence, result), CHOIX, CARTE)
        st.caption("La carte montre le plein effet de ce mélange, hypothèse centrale.")
        lent = lectures_melange.avec_prets(db, lieu, asked, proposed, units)
        reasons = [*phrases.raisons(told), *filter(None, [lent])]
        widgets.puces(map(widgets.markdown_inerte, reasons))
    _tableaux(db, lieu, asked, proposed, units)
    if units.any():
        ready = lectures_melange.prete(lieu, asked, proposed, units, sentence, _sure(proposed))
        view_envoi.afficher(db, lieu, ready, plans, "ecart")
    view_equite.afficher(lieu, lieu.niveaux, niveaux_apres(lieu, result), "ecart")
    widgets.precautions(lectures.precautions(db, lieu, asked), "ecart")


def retenu(proposed: MelangePropose) -> Unites:
    """The mix shown: that of the proof once it is better, else the one at once."""
    proof = suivi.de(proposed.question.empreinte)
    if proof is None or proof.reponse is None:
        return proposed.unites
    units = np.array(proof.reponse.unites, dtype=np.int64)
    mine, theirs = (
        (round(manque(proposed.question, one), 3), depense(proposed.question, one)) for one in (proposed.unites, units)
    )
    return units if theirs < mine else proposed.unites


def _preuve(proposed: MelangePropose) -> PreuveProposee:
    asked, start = proposed.question, retenu(proposed)
    key = asked.empreinte

    def launch(seconds: float) -> Preuve:
        return suivi.lancer(key, calcul.MODULE, calcul.emballer(asked, start, seconds), seconds, calcul.lire)

    def told(proof: Preuve) -> str:
        one = proof.reponse
        return phrases.preuve(one.ecart_cout, one.manque, one.borne_manque, one.secondes, one.fini)

    def progress(proof: Preuve) -> tuple[float, str]:
        if proof.reponse is None:
            return 0.0, "La preuve démarre…"
        step = "le moins de manque possible" if proof.reponse.etape == 1 else "le moindre coût"
        return min(1.0, proof.reponse.secondes / proof.duree), f"La preuve cherche {step}."

    return PreuveProposee(key, launch, told, lambda proof: bool(proof.reponse.fini), progress)


def _sure(proposed: MelangePropose) -> str:
    proof = suivi.de(proposed.question.empreinte)
    if proof is None or proof.reponse is None:
        return "réponse immédiate, non prouvée"
    one = proof.reponse
    return phrases.preuve(one.ecart_cout, one.manque, one.borne_manque, one.secondes, one.fini)


def _tableaux(db: Database, lieu: Terrain, asked: DemandeDeMelange, proposed: MelangePropose, units: Unites) -> None:
    st.header("Ce qu'il faut, et où", anchor=False)
    table = lectures_melange.tableau(lieu, proposed, units)
    if table.empty:
        st.info("Aucun moyen n'est ajouté : la réponse, en haut de la page, dit pourquoi.", icon=":material/info:")
    else:
        st.dataframe(table, hide_index=True)
        widgets.telecharger(table, "melange de moyens", lieu.precautions(), "ecart_melange")
    st.header("Coût, habitants, date", anchor=False)
    points = lectures.front(db, lieu, asked, max(asked.annee, lieu.jour.year + 5))
    rows = pd.DataFrame(
        [
            {
                "D'ici": str(one.annee), "Budget": one.budget, "Coût d'une année": f"{nombre(one.cout)} €",
                "Au repère": nombre(one.cibles), "Habitants au repère": nombre(one.habitants),
                "Consultations qui manquent encore": nombre(one.manque),
            }
            for one in points
        ]
    )  # fmt: skip
    st.dataframe(rows, hide_index=True)
    st.caption("Réponses immédiates, non prouvées : chaque ligne se prouve en choisissant son année.")
    widgets.telecharger(rows, "cout habitants date", lieu.precautions(), "ecart_front")
