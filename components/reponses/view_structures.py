"""The structures of the département: the list, one to open or to add, a file in, a file out."""

from datetime import date
from functools import partial

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.runtime.uploaded_file_manager import UploadedFile

from components.core.francais import distincts, jour, nombre
from components.reponses import gestes, lectures, view_structure
from components.reponses.lectures import Annuaire
from components.ui import gestes as ui_gestes
from components.ui import identity, lignes, session, widgets
from components.ui.gestes import choisi, geste
from data.imports.grammaire import remplis
from data.structures import structures
from data.structures.catalogue import ROLES

CHOIX = "reponses_structure"
LARGEURS = {
    name: st.column_config.TextColumn(width=width)
    for name, width in {"À regarder": 240, "Type": 200, "Couvre": 200, "Étape": 160}.items()
}
SOURCE = "Structures notées par la table ; population totale des communes couvertes"


def afficher(db: Database, directory: Annuaire, works: bool) -> None:
    """The list, the chosen structure, and for who prepares the forms."""
    rows = directory.structures
    if rows.empty:
        more = " : ajoutez-les une à une, ou importez une liste" if works else " par la table"
        st.info(f"Aucune structure n'est encore notée{more}.")
    else:
        lignes.ouvrables(
            _liste(rows), "reponses_structures", lambda rank: lignes.choisir(**{CHOIX: int(str(rows.index[rank]))}),
            height=min(420, 36 * (len(rows) + 1) + 6), column_config=LARGEURS,
        )  # fmt: skip
        widgets.ligne_source([SOURCE])
        widgets.telecharger(lectures.tableau(db, rows), "structures", [SOURCE], "reponses_structures")
        st.link_button("La liste, à imprimer", "/structures", icon=":material/print:")
        _ouvrir(db, directory, works)
    if works:
        with st.expander("Ajouter une structure", key="reponses_ajouter", icon=":material/add:"):
            view_structure.ajouter(db, int(rows.index.max()) if len(rows) else 0)
        with st.expander("Importer une liste (CSV ou XLSX)", key="reponses_importer_volet"):
            _importer(db)
        _rouvrir(db)


def _liste(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Nom": rows["nom"], "À regarder": [" ; ".join(warnings) or "—" for warnings in rows["avis"]],
            "Type": rows["genre"], "Rôle": rows["role"].map(ROLES), "Couvre": rows["couvre"],
            "Habitants couverts": [nombre(n) for n in rows["habitants"]], "Étape": rows["maturite"].replace("", "—"),
            "Téléphone": rows["telephone"].replace("", "—"),
        }
    )  # fmt: skip


def _ouvrir(db: Database, directory: Annuaire, works: bool) -> None:
    names = distincts({int(str(i)): f"{row['nom']} ({row['genre']})" for i, row in directory.structures.iterrows()})
    session.keep(CHOIX)
    if session.get(CHOIX) not in names:
        session.put(CHOIX, None)
    chosen = st.selectbox("Ouvrir une structure", list(names), format_func=names.__getitem__, index=None, key=CHOIX,
                          placeholder="Choisir une structure")  # fmt: skip
    if chosen is not None:
        view_structure.afficher(db, directory, int(chosen), works)


def _importer(db: Database) -> None:
    with st.form("reponses_importer", clear_on_submit=True, border=False):
        file = st.file_uploader("Liste des structures", ["csv", "xlsx"], max_upload_size=remplis.MEGAOCTETS)
        st.caption(
            "Les colonnes de l'export : Nom et Type sont obligatoires, les autres facultatives ; « Couvre » sépare les "
            "lieux par « ; ». Une structure déjà notée (même type, même nom) est complétée. Le fichier est accepté en "
            "entier ou refusé en entier, avec la ligne, la colonne et la raison."
        )
        if st.form_submit_button("Importer", type="primary"):
            geste(lambda: _importee(db, choisi(file, ui_gestes.FICHIER)))


def _importee(db: Database, file: UploadedFile) -> None:
    session.put(ui_gestes.ANNONCE, gestes.importer(db, identity.acteur(), file.name, file.getvalue()))


def _rouvrir(db: Database) -> None:
    """Structures that closed: named, and open again in one gesture when it was a mistake."""
    rows = structures.read(db, fermees=True)
    closed = {int(str(i)): row for i, row in rows[rows["fermee_le"].notna()].iterrows()}
    if not closed:
        return
    with st.expander(f"Structures fermées ({len(closed)})", key="reponses_fermees"):
        for ident, row in closed.items():
            left, right = st.columns([4, 1], vertical_alignment="center")
            when = jour(date.fromisoformat(row["fermee_le"]))
            left.markdown(widgets.markdown_inerte(f"{row['nom']} ({row['genre']}), fermée le {when}"))
            if right.button("Rouvrir", key=f"reponses_rouvrir_{ident}"):
                act = partial(structures.fermer, db, identity.acteur(), ident, row["version"], None)
                geste(act, f"« {row['nom']} » est de nouveau ouverte.")
