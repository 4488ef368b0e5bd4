"""« À clore »: what a closing leaves, asked once; then the minutes, made when asked for."""

from collections.abc import Callable
from urllib.parse import quote

import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour, liste
from components.core.refus import EntreeInvalide
from components.seances import lectures, minutes
from components.ui import identity, widgets
from components.ui.gestes import geste
from components.ui.sorties.telechargements import pour_qui_demande
from data.base import jours, store
from data.priorites import scrutins
from data.releves import clotures
from data.seances import seances
from data.seances.points import A_VENIR, EN_COURS

LETTRE = (
    "Bonjour,\n\nVous trouverez ci-joint le relevé de décisions de la séance « {titre} » du {jour}.\n"
    "Dites-nous sous huit jours ce qui serait à corriger.\n\nBien à vous"
)


def clore(db: Database, seance: int) -> None:
    """Close whatever the agenda still holds: a séance may end early, or have no vote. Unfolded once all is treated;
    drawn for who leads."""
    if not identity.anime():
        return
    done = finie(db, seance)
    with st.expander("Clore la séance", done, key=f"seances_clore_{seance}_{done}", icon=":material/flag_circle:"):
        _former(db, seance)


def finie(db: Database, seance: int) -> bool:
    """Whether every point of the agenda is treated: what is left is to close."""
    states = seances.points(db, seance)["etat"]
    return bool(len(states)) and not states.isin([A_VENIR, EN_COURS]).any()


def _former(db: Database, seance: int) -> None:
    left = lectures.inacheve(db, seance)
    with st.form("seances_clore", border=False):
        st.markdown(
            "Les cartons ne vaudront plus rien, la salle ne regardera plus rien. Présences, ordre du jour, notes, "
            "intérêts et contributions ne changeront plus, et le relevé de décisions sera gardé tel qu'il est."
        )
        if not left:
            st.caption("Rien ne reste en suspens : présences notées, points traités, votes et contributions publiés.")
        for words in left:
            st.warning(widgets.markdown_inerte(f"{words[0].upper()}{words[1:]}."), icon=":material/pending_actions:")
        despite = f", même si {liste([words.partition(' : ')[0] for words in left])}" if left else ""
        sure = st.checkbox(widgets.phrase_inerte(f"La séance est finie{despite}"))
        if st.form_submit_button("Clore maintenant", type="primary"):
            geste(lambda: _fermee(db, seance, sure))


def _fermee(db: Database, seance: int, sure: bool) -> None:
    if not sure:
        raise EntreeInvalide("Cochez d'abord la case : la clôture ne se reprend pas.")
    passer(db, seance, seances.CLOSE)


def passer(db: Database, seance: int, etat: str) -> None:
    """Open or close a séance, and erase what a vote leaves on the disk."""
    clotures.passer(db, identity.acteur(), seance, etat)
    scrutins.effacer(db)


def releve(db: Database, seance: int) -> None:
    """The minutes: an editable Word file, its twin for the web, and the letter that goes with them."""
    st.markdown("**Séance close.** Les cartons ne valent plus rien ; les résultats publiés restent.")
    left, middle, right = st.columns(3)
    left.download_button(
        "Relevé de décisions (Word)", pour_qui_demande(lambda: _fait(minutes.docx, seance)),
        f"releve-seance-{seance}.docx",
        icon=":material/description:", type="primary", width="stretch",
        on_click="ignore",
    )  # fmt: skip
    middle.download_button(
        "Relevé de décisions (page web)", pour_qui_demande(lambda: _fait(minutes.html, seance)),
        f"releve-seance-{seance}.html",
        "text/html", icon=":material/language:", width="stretch",
        on_click="ignore",
    )  # fmt: skip
    right.link_button("Écrire aux membres", lettre(db, seance), icon=":material/mail:", width="stretch")
    right.caption("Ouvre votre messagerie, la lettre écrite : il reste à joindre le relevé et à choisir à qui.")


def lettre(db: Database, seance: int) -> str:
    """The address that opens a letter to the members, its subject and its words written."""
    row = seances.seance(db, seance)
    day = jour(jours.jour_de(db, row["jour"]))
    subject = f"Relevé de décisions : {row['titre']}, {day}"
    return f"mailto:?subject={quote(subject)}&body={quote(LETTRE.format(titre=row['titre'], jour=day))}"


def _fait(make: Callable[[Database, int], bytes | str], seance: int) -> bytes | str:
    with store.connect() as db:
        return make(db, seance)
