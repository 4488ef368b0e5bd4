"""The seal of an approval vote: a code for each teller before closing, and the recount that both of them open."""

import streamlit as st
from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Refus
from components.priorites import gestes, lectures
from components.priorites.regles.decompte import Decompte
from components.priorites.regles.recomptage import Recomptage
from components.ui import identity, session, widgets
from components.ui.porte.tour import TOUR
from data.priorites import bulletins, scelles, scrutins

SCRUTATEURS = ("Premier scrutateur", "Second scrutateur")
EXPLIQUE = (
    "Les bulletins entiers seront scellés sous deux codes : il faut les deux pour les recompter, et sans eux personne "
    "ne les lit, même avec le fichier. Chacun recopie le sien à l'abri des regards et le garde ; il n'est écrit nulle "
    "part."
)
SANS = "Clore sans scellé : la décision ne pourra plus être recomptée sur les bulletins entiers"


def codes(db: Database, chosen: int) -> None:
    """Before closing: the code of each teller, behind a button, for who leads the vote."""
    if not gestes.a_sceller(lectures.definition(db, chosen)) or not identity.anime():
        return
    key = _cle(chosen)
    if session.get(key) is None:
        session.put(key, scelles.tirer_codes())
    st.markdown("**Avant de clore : un code pour chaque scrutateur**")
    st.caption(EXPLIQUE)
    for place, (name, code) in zip(st.columns(3), zip(SCRUTATEURS, session.get(key), strict=True), strict=False):
        with place.popover(f"Code : {name.lower()}", key=f"{key}_{name}", icon=":material/key:", width="stretch"):
            st.code(bulletins.affiche(code), language=None)
            st.caption("À recopier, puis refermer.")


def oublier(chosen: int) -> None:
    """Once closed, the codes are the tellers' alone."""
    session.put(_cle(chosen), None)


def _cle(chosen: int) -> str:
    return f"priorites_codes_{chosen}"


def taper(db: Database, chosen: int) -> tuple[str, ...]:
    """In the form that closes: the codes as the tellers copied them; none when nothing is to be sealed."""
    if not gestes.a_sceller(lectures.definition(db, chosen)):
        return ()
    typed = _champs(f"priorites_sceller_{chosen}")
    return () if st.checkbox(SANS) else typed


def lire(typed: tuple[str, ...]) -> tuple[str, ...]:
    """The codes to seal under. Raises `EntreeInvalide` when one is missing and nobody said to close without."""
    if not all(code.strip() for code in typed):
        raise EntreeInvalide(
            "Les deux scrutateurs tapent leur code, ou cochez « Clore sans scellé ». Le vote reste ouvert."
        )
    return typed


def recompter(db: Database, chosen: int, tallies: Decompte) -> None:
    """Once closed: the recount inside the file, for the two tellers; it shows whether all agrees, never a ballot."""
    if not gestes.a_sceller(lectures.definition(db, chosen)):
        return
    st.header("Recompter les bulletins entiers")
    if not scelles.scelle(db, chosen):
        why = "ce vote date d'avant le scellé" if tallies.avant else "il a été clos sans scellé"
        st.caption(f"Sans objet : {why}. Les soutiens se recomptent à partir des totaux.")
        return
    st.caption(
        "Les parts égales dépendent des bulletins entiers, scellés dans le fichier sous les codes des deux "
        "scrutateurs. Le recomptage dit si tout concorde ; il ne montre aucun bulletin."
    )
    if not identity.anime():
        st.caption("Il se fait en séance, sur l'écran de la personne qui anime, devant les deux scrutateurs.")
        return
    with st.form(f"priorites_recompter_scelle_{chosen}", border=True, clear_on_submit=True):
        named = scrutins.scrutin(db, chosen)["scrutateurs"]
        st.caption(f"Scrutateurs : {widgets.markdown_inerte(named)}." if named else "Les deux scrutateurs du vote.")
        typed = _champs(f"priorites_ouvrir_scelle_{chosen}")
        if st.form_submit_button("Recompter devant eux"):
            _recompte(db, chosen, typed)


def _recompte(db: Database, chosen: int, typed: tuple[str, ...]) -> None:
    try:
        with TOUR.rendu():
            recount = gestes.recompter(db, identity.acteur(), chosen, typed)
    except Refus as refusal:
        st.error(widgets.phrase_inerte(str(refusal)), icon=":material/block:")
        return
    _dit(recount)


def _dit(recount: Recomptage) -> None:
    words = widgets.phrase_inerte(" ".join((recount.phrase, *recount.ecarts)))
    (st.success if recount.conforme else st.error)(words)


def _champs(key: str) -> tuple[str, ...]:
    return tuple(
        place.text_input(f"Code du {name.lower()}", type="password", autocomplete="off", key=f"{key}_{k}")
        for k, (place, name) in enumerate(zip(st.columns(2), SCRUTATEURS, strict=True))
    )
