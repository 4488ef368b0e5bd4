"""The catalogue of services: what each is for the patient, who can render it, the figures that bear on it."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import jour
from components.priorites import lectures_catalogue
from components.ui import identity, lignes, menu, session, widgets
from components.ui.gestes import geste
from data.base import jours
from data.carences import contributions
from data.priorites import services, versions
from data.seances import seances

SOURCE = (
    "Catalogue à amender en table : fonctions socles HCAAM 2022 (2.1), missions CPTS (ACI 2019), attendus IGAS 2018"
)


def liste(db: Database) -> None:
    """The table of services, with its exports."""
    table = services.read(db)
    figures = lectures_catalogue.chiffres(db)
    shown = pd.DataFrame(
        {
            "Service": table["nom"],
            "Pour le patient": table["pour_le_patient"],
            "Qui peut le rendre": table["qui"],
            "Autrement qu'une consultation": table["alternatives"],
            "Chiffres du diagnostic": [" ; ".join(figures[i] for i in row if i in figures) or "aucun chargé"
                                       for row in table["indicateurs"]],
            "Origine": table["origine"],
        }
    )  # fmt: skip
    lignes.ouvrables(
        shown, "priorites_services", lambda rank: lignes.choisir(priorites_lire=shown.index[rank]), height=330
    )
    _whole(shown)
    widgets.ligne_source([SOURCE])
    widgets.telecharger(shown, "services", [SOURCE], "priorites_services")
    menu.link("carences", "Voir le diagnostic")
    _contributions(db)


def _whole(shown: pd.DataFrame) -> None:
    """One service in full: a table cuts long cells."""
    session.keep("priorites_lire")
    place = st.selectbox("Lire un service en entier", list(shown.index), format_func=shown["Service"].__getitem__,
                         key="priorites_lire")  # fmt: skip
    if place is None:
        return
    with st.container(border=True):
        for title, words in shown.loc[place].drop("Service").items():
            st.markdown(f"**{title}** : {widgets.markdown_inerte(str(words))}")


def _contributions(db: Database) -> None:
    names = services.read(db)["nom"]
    for meeting in seances.read(db).index:
        table = contributions.contributions(db, int(meeting))
        for row in table[table["publiee"] == 1].itertuples():
            with st.container(border=True):
                about = names.get(row.service, "l'ensemble des services")
                st.markdown(f"**{widgets.markdown_inerte(row.auteur)}**, sur {widgets.markdown_inerte(about)}")
                st.text(row.texte)


def _version(db: Database) -> None:
    """Which version of the list this is, and the gesture that adopts it in the register."""
    now, adopted = versions.en_vigueur(db), versions.versions(db)
    if now is not None:
        when = jour(jours.jour_de(db, now.le))
        st.caption(f"Version {now.numero} de la liste, adoptée par la table le {when} (registre, ligne {now.rang}).")
        return
    last = f"modifiée depuis la version {adopted[-1].numero}" if adopted else "aucune version n'est encore adoptée"
    st.caption(f"Liste des services : {last}. Un vote dit quelle version il a classée.")
    if identity.anime():
        with st.form(f"priorites_version_{len(adopted)}", border=False):
            left, right = st.columns([3, 1], vertical_alignment="bottom")
            why = left.text_input("Pourquoi la table adopte cette liste", max_chars=500)
            if right.form_submit_button("Adopter cette version", width="stretch"):
                geste(lambda: versions.adopter(db, identity.acteur(), why))


def amender(db: Database) -> None:
    """The table of services and its form."""
    liste(db)
    _version(db)
    table = services.read(db)
    names = {None: "Nouveau service"} | table["nom"].to_dict()
    chosen = st.selectbox("Amender", list(names), format_func=names.__getitem__, key="priorites_service")
    row = table.loc[chosen] if chosen else None
    with st.form(f"priorites_amender_{chosen}"):
        nom = st.text_input("Nom", "" if row is None else row["nom"], max_chars=120)
        patient = st.text_input("Pour le patient", "" if row is None else row["pour_le_patient"], max_chars=300)
        qui = st.text_input("Qui peut le rendre", "" if row is None else row["qui"], max_chars=300)
        autre = st.text_input(
            "Autrement qu'une consultation", "" if row is None else row["alternatives"], max_chars=300
        )
        if st.form_submit_button("Enregistrer"):
            geste(lambda: services.amender(db, identity.acteur(), chosen, nom, patient, qui, autre))
    if chosen in services.SOCLE:
        st.caption("Service du socle (HCAAM 2022, 2.1 : « des invariants ») : il se reformule, il ne se retire pas.")
    elif chosen and st.button("Retirer ce service du catalogue"):
        geste(lambda: services.retirer(db, identity.acteur(), chosen))
