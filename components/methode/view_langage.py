"""« Langage visuel »: what every screen is drawn with, shown from the very constants that they use."""

from fractions import Fraction

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.mots import MENTIONS
from components.ui import graphique, style, widgets
from components.ui.cartes.planche import MANQUANT, SECRET
from components.ui.dessins import votes
from components.ui.dessins.votes import DessinDeVote, Forme, LigneDeVote, VoletDeVote
from components.ui.langage.teintes import CLAIR

FORME, TELEPHONE = Forme(1200, 17), Forme(340, 14)
EXEMPLE = (
    ("1.", "Une option dont le nom est long s'écrit en entier, sur deux lignes s'il le faut", (40, 30, 20, 10, 0), 1),
    ("2.", "Une autre option", (10, 25, 30, 20, 15), 2),
)  # fmt: skip
MARQUES = [
    ("#e2e4e8", CLAIR.encre, MANQUANT, "donnée manquante : ni bonne, ni mauvaise"),
    ("#bec4cd", CLAIR.encre, SECRET, "tenue secrète : peu de patients"),
    ("#461900", "#ffffff", "0", "zéro publié, qui n'est pas une absence"),
    ("#ffffff", CLAIR.encre, "!", "chiffre contesté"),
]


def afficher(_: Database) -> None:
    """Draw the tab."""
    widgets.reponse("Une échelle de lettres, un accent, et des couleurs dont une marque dit toujours aussi le sens.")
    style.montrer_le_langage()
    st.header("Dessins : ce qu'ils disent est écrit dessus")
    drawn = _vote()
    graphique.image(votes.svg(drawn, FORME), votes.svg(drawn, TELEPHONE), drawn.mots)
    st.caption("Noms entiers, pourcentages sur les barres, mention à côté, milieu marqué ; le tableau dit de même.")
    st.header("Marques des cartes")
    widgets.legende(MARQUES, "La couleur n'est jamais seule")
    st.header("Tableaux")
    st.dataframe(pd.DataFrame({"Option": [one[1] for one in EXEMPLE], "Rang": [1, 2]}), hide_index=True)
    st.caption("Une ligne de titres, nombres à droite, noms entiers, source dessous ; export en CSV et XLSX.")
    _etats()


def _vote() -> DessinDeVote:
    lines = tuple(
        LigneDeVote(rank, name, MENTIONS[grade], tuple(Fraction(part, 100) for part in parts))
        for rank, name, parts, grade in EXEMPLE
    )
    return DessinDeVote(MENTIONS, (VoletDeVote("", lines),), Fraction(1), "Exemple d'un vote de deux options.")


def _etats() -> None:
    st.header("Vide, en attente, refusé, fait")
    st.info("Vide : ce qui viendra ici, et le geste qui le fait venir.", icon=":material/inbox:")
    st.progress(0.4, "En attente : ce qui se fait, et combien il en reste.")
    st.container(key="specimen_refus").error(
        "Refusé : ce qui s'est passé, ce qui a été gardé, ce qu'il faut faire.", icon=":material/block:"
    )
    st.success("Fait : ce qui est enregistré, et où.", icon=":material/check_circle:")
    st.caption(
        "Qui demande moins de mouvement à son ordinateur n'en a aucun : rien ne se dit en bougeant. L'écran de la "
        "salle suit le clair ou le sombre de l'ordinateur ; les pages de travail et le papier sont en clair."
    )
