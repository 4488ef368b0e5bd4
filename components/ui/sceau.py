"""What a screen shows as decided and the register does not say: in red; what it never sealed: in grey. What is left to
erase of a closed vote: said as long as it is."""

import streamlit as st
from sqlite_utils import Database

from components.ui import widgets
from data.base import sceaux
from data.priorites import scrutins
from data.releves import concordance

VOTE, RELEVE = concordance.VOTE, concordance.RELEVE
PARAMETRE, SERVICE, PROPOSITION = sceaux.PARAMETRE, sceaux.SERVICE, sceaux.PROPOSITION
ORIGINE, ARGENT = sceaux.ORIGINE, sceaux.ARGENT


def dire(db: Database, *genres: str) -> None:
    """Compare the kinds of things this screen reads with the register; nothing shows when all agrees."""
    for words in concordance.alertes(db, *genres):
        st.error(widgets.phrase_inerte(words), icon=":material/gpp_bad:")
    if old := concordance.anciens(concordance.ecarts(db, *genres)):
        st.caption(widgets.phrase_inerte(" ".join(old)))


def effacement(db: Database) -> None:
    """Say that the disk still holds something of a closed vote; nothing once it is erased."""
    if scrutins.reste_a_effacer(db):
        st.warning(
            "Vote clos, mais ses clés ne sont pas encore effacées du disque : un autre programme lisait le fichier. "
            "L'effacement recommence de lui-même jusqu'à aboutir ; d'ici là, ne copiez pas le fichier.",
            icon=":material/hourglass_top:",
        )
