"""The slips of a séance: their sheet, how many there are in each college, and the spoiled ones."""

import streamlit as st
from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.refus import EntreeInvalide
from components.ui import identity, widgets
from components.ui.gestes import geste, renouvelee
from data.priorites import bulletins
from data.priorites import cartons as cartons_comptes
from data.seances import seances


def cartons(db: Database, chosen: int) -> None:
    """Counts by college, the door to the sheet, and the form that voids a spoiled slip."""
    if seances.seance(db, chosen)["etat"] == seances.CLOSE:
        st.caption("La séance est close : ses cartons ne valent plus rien, et le fichier ne les connaît plus.")
        return
    made, names = cartons_comptes.de_la_seance(db, chosen), seances.colleges(db)["nom"]
    st.markdown(f"{pluriel(sum(c.tires for c in made.values()), 'carton tiré', 'cartons tirés')} pour cette séance.")
    lines = [
        f"{names.get(code, code)} : {pluriel(count.tires, 'tiré')}, {pluriel(count.abimes, 'abîmé')}."
        for code, count in made.items()
    ]
    widgets.puces(map(widgets.markdown_inerte, lines))
    st.caption(
        "Le fichier connaît le collège d'un code, jamais la personne : chacun tire son carton au sort. Pendant un "
        "vote, un carton se tire un par un, pour une personne arrivée et pointée, jamais au-delà des présents."
    )
    lien(chosen)
    if made and identity.anime():
        _spoiled(db, chosen)


def lien(chosen: int) -> None:
    """The door to the printable sheet of slips (a page of its own, shown once)."""
    st.link_button("Cartons de vote à imprimer", f"/cartons/{chosen}", icon=":material/print:")


def _spoiled(db: Database, chosen: int) -> None:
    name = f"seances_abime_{chosen}"
    with st.form(renouvelee(name), border=True):
        code = st.text_input("Code d'un carton abîmé, rendu devant la table", autocomplete="off", max_chars=40)
        if st.form_submit_button("Déclarer ce carton abîmé"):
            geste(lambda: _void(db, chosen, code), renouvelle=name)
    st.caption("Il ne vaudra plus rien, sera compté au résultat et au relevé, et peut être remplacé.")


def _void(db: Database, chosen: int, code: str) -> None:
    if len(bulletins.normaliser(code)) != bulletins.LONGUEUR:
        raise EntreeInvalide(f"Un code a {bulletins.LONGUEUR} signes. Rien n'a été modifié.")
    cartons_comptes.abimer(db, identity.acteur(), chosen, code)
