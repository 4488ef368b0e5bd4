"""What a screen shows as decided and the register does not say: in red; what it never sealed: in grey."""

import streamlit as st
from sqlite_utils import Database

from components.ui import widgets
from data.base import sceaux
from data.releves import concordance

VOTE, RELEVE = concordance.VOTE, concordance.RELEVE
PARAMETRE, SERVICE, ORIGINE, ARGENT = sceaux.PARAMETRE, sceaux.SERVICE, sceaux.ORIGINE, sceaux.ARGENT
AU_PLUS = 8  # sentences: more say their number


def dire(db: Database, *genres: str) -> None:
    """Compare the kinds of things this screen reads with the register; nothing shows when all agrees."""
    found = concordance.ecarts(db, *genres)
    apart = [one.phrase for one in found if not one.ancien]
    for words in apart[:AU_PLUS]:
        st.error(widgets.phrase_inerte(words), icon=":material/gpp_bad:")
    if len(apart) > AU_PLUS:
        st.error(f"Et {len(apart) - AU_PLUS} autres différences avec le registre. Toutes : python -m data verify")
    if old := concordance.anciens(found):
        st.caption(widgets.phrase_inerte(" ".join(old)))
