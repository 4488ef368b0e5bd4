"""The proof: the phrases, the tallies to download, who voted what in a nominative vote, and a recount from a file."""

import json

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.refus import EntreeInvalide
from components.priorites import view_scelle
from components.priorites.regles import decompte, scrutin
from components.priorites.view_resultat import tableau
from components.ui import identity, widgets
from components.ui.porte import tour
from components.ui.sorties.telechargements import pour_qui_demande
from data.priorites import scrutins
from data.seances import seances

ABSENTE = (
    "Non : aucun bulletin compté ne porte ces mots. Vérifiez-les sur votre carton, un seul mot suffit ; s'ils y sont, "
    "votre bulletin n'a pas été compté : dites-le à la table."
)
MEGAOCTETS = 2  # forty actions and a thousand phrases take 0.1


def preuve(db: Database, chosen: int) -> None:
    """The phrases, the tallies to download, and a recount from a file."""
    document = scrutins.scrutin(db, chosen)["decompte"]
    tallies = decompte.lire(document)
    _named(db, tallies)
    left, right = st.columns([1, 1])
    with left:
        st.header("Les phrases")
        wanted = st.text_input("Chercher ma phrase", key=f"priorites_phrase_{chosen}", placeholder="trois mots")
        table = pd.DataFrame({"Phrase": document["phrases"]})
        if wanted:
            table = table[widgets.contient(table["Phrase"], wanted)]
        if wanted and table.empty:
            st.error(ABSENTE, icon=":material/search_off:")
        else:
            st.dataframe(table, hide_index=True, height=330)
        st.caption("Une phrase par bulletin compté, en ordre alphabétique, sans lien avec les contenus.")
    with right:
        st.header("Recompter")
        text = json.dumps(document, ensure_ascii=False, indent=1)
        st.download_button(
            "Décompte (JSON)",
            pour_qui_demande(lambda: text),
            f"decompte-{chosen}.json",
            "application/json",
            key=f"priorites_json_{chosen}",
            on_click="ignore",
        )
        st.caption("Sur n'importe quel poste : python -m data recount FICHIER.json")
        if tallies.scellable:
            st.caption(decompte.RECOMPTE)
        if identity.prepare():
            _file(chosen)
        else:
            st.caption("Ici même, recompter un fichier demande un compte : il ne doit pas gêner un vote.")
    view_scelle.recompter(db, chosen, tallies)


def _file(chosen: int) -> None:
    file = st.file_uploader("Recompter un décompte", ["json"], key=f"priorites_recompter_{chosen}",
                            max_upload_size=MEGAOCTETS)  # fmt: skip
    if file is not None:
        _recount(file.getvalue())


def _named(db: Database, tallies: decompte.Decompte) -> None:
    """Who voted what, when the vote was declared nominative."""
    if not tallies.nominatif:
        return
    st.header("Qui a voté quoi")
    colleges = seances.colleges(db)["nom"]
    rows = [
        {"Nom": vote.nom, "Collège": colleges.get(vote.college, vote.college)}
        | dict(scrutin.mots(tallies.regle, vote.contenu))
        for vote in tallies.nominatif
    ]
    table = pd.DataFrame(rows)
    st.dataframe(table, hide_index=True)
    widgets.telecharger(table, "votes nominatifs", [tallies.question], "priorites_nominatif")


def _recount(content: bytes) -> None:
    if len(content) > MEGAOCTETS * 1024 * 1024:
        st.error(f"Recomptage impossible : un décompte tient en moins de {MEGAOCTETS} Mo. Rien n'a été lu.")
        return
    try:
        with tour.TOUR.rendu():
            tallies, result = decompte.recompter(decompte.ouvrir(content))
    except EntreeInvalide as problem:
        st.error(widgets.phrase_inerte(f"Recomptage impossible. {problem}"))
        return
    st.success(widgets.phrase_inerte(f"Recompté : {tallies.question}"))
    st.dataframe(tableau(tallies.regle, tallies, result), hide_index=True)
    if tallies.scellable:
        st.caption(decompte.RECOMPTE)
