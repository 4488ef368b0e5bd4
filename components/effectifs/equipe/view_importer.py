"""Teams from a file, on screen: the model to fill, what the file would change, then the gesture."""

from dataclasses import asdict

import pandas as pd
import streamlit as st

from components.effectifs.equipe import gestes, lectures_import
from components.effectifs.view_choix import EquipeRegardee
from components.ui import identity, session, widgets
from components.ui.gestes import geste
from components.ui.porte import tour
from components.ui.sorties.telechargements import pour_qui_demande
from data.imports import equipes
from data.imports.grammaire.base import Fichier, FichierRefuse

TOUR = "effectifs_import"


def afficher(scene: EquipeRegardee) -> None:
    """Draw the fold; the whole workforce of the table, all professions, goes in with one file."""
    if not identity.anime():
        return
    with st.expander("Importer les équipes d'un fichier CSV, toutes professions", key="effectifs_importer"):
        st.caption(
            "Une ligne par personne ou par groupe : territoire, profession, personnes, puis ce qui est connu (sexe, "
            "âges, heures, patientèle, cumul, exercice, secteur, départ, arrivée). Une équipe du fichier remplace sa "
            "saisie ; un fichier fautif est refusé en entier."
        )
        st.download_button(
            "Modèle à remplir",
            pour_qui_demande(lambda: equipes.MODELE.encode("utf-8-sig")),
            "equipes.csv",
            "text/csv",
            on_click="ignore",
        )
        given = st.file_uploader("Fichier des équipes", type="csv", key=f"{TOUR}_{session.get(TOUR, 0)}")
        if given is not None:
            _proposer(scene, Fichier(given.name, given.getvalue()))


def _proposer(scene: EquipeRegardee, file: Fichier) -> None:
    try:
        with tour.TOUR.rendu():
            read = lectures_import.lire(scene.db, scene.jour, file)
    except FichierRefuse as refusal:
        st.error(widgets.markdown_inerte(str(refusal)), icon=":material/block:")
        names = {
            "ligne": "Ligne",
            "colonne": "Colonne",
            "valeur": "Valeur",
            "raison": "Raison",
            "que_faire": "Que faire",
        }
        if refusal.rejets:
            st.dataframe(pd.DataFrame([asdict(r) for r in refusal.rejets]).rename(columns=names), hide_index=True)
        return
    st.info(widgets.markdown_inerte(f"{file.nom} : {read.bilan}."))
    if st.button("Importer ces équipes", type="primary"):
        geste(lambda: _ecrire(scene, read), dire="Équipes importées.")


def _ecrire(scene: EquipeRegardee, read: lectures_import.Equipes) -> None:
    gestes.ecrire(scene.db, identity.acteur(), scene.jour, read)
    session.put(TOUR, session.get(TOUR, 0) + 1)
