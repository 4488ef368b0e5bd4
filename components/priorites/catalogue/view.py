"""The list of services: what texts and users say each is, who can render it, the figures; its versions, its words."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core import mots
from components.core.francais import jour, pluriel
from components.core.francais import liste as liste_mots
from components.priorites.catalogue import lectures, view_propositions
from components.ui import identity, lignes, menu, session, widgets
from components.ui.gestes import geste
from data.base import jours
from data.carences import contributions
from data.priorites import services, versions
from data.priorites.versions import VersionDeLaListe
from data.seances import seances

RIEN = "Pas encore dit."
SOURCE = (
    "Catalogue à amender en table : fonctions socles HCAAM 2022 (2.1), missions CPTS (ACI 2019), attendus IGAS 2018"
)


def liste(db: Database) -> None:
    """The table of services, with its exports."""
    table = services.read(db)
    figures = lectures.chiffres(db)
    shown = pd.DataFrame(
        {
            "Service": table["nom"],
            "Ce que disent les textes": table["pour_le_patient"],
            "Ce que disent les usagers": table["usagers"].where(table["usagers"] != "", RIEN),
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
    """Which version of the list this is, what it took in, and the versions before."""
    now, adopted = versions.en_vigueur(db), versions.versions(db)
    if now is not None:
        when = jour(jours.jour_de(db, now.le))
        st.caption(f"Version {now.numero} de la liste, adoptée par la table le {when} (registre, ligne {now.rang}).")
    else:
        last = f"modifiée depuis la version {adopted[-1].numero}" if adopted else "aucune version n'est encore adoptée"
        st.caption(f"Liste des services : {last}. Un vote dit quelle version il a classée.")
    if adopted:
        with st.expander(f"Versions adoptées ({len(adopted)})", key="priorites_versions"):
            widgets.puces(widgets.markdown_inerte(_dite(db, one)) for one in reversed(adopted))


def _dite(db: Database, one: VersionDeLaListe) -> str:
    """A version in a sentence: when, why, how many services, and the proposals it took in with who signed them."""
    taken = [f"« {p['nom']} » ({p['signataire']}, {p['college']})" for p in one.ajouts]
    added = f" Propositions adoptées : {liste_mots(taken, 20)}." if taken else ""
    return (
        f"Version {one.numero}, {jour(jours.jour_de(db, one.le))} (registre, ligne {one.rang}) : {one.motif} "
        f"{pluriel(len(one.services), 'service')}.{added}"
    )


def amender(db: Database) -> None:
    """The list, its versions, what colleges propose, and the wording of each service."""
    liste(db)
    _version(db)
    view_propositions.afficher(db)
    with st.expander("Reformuler ou retirer un service", key="priorites_reformuler"):
        _reformuler(db)


def _reformuler(db: Database) -> None:
    table = services.read(db)
    names = table["nom"].to_dict()
    chosen = st.selectbox("Service", list(names), format_func=names.__getitem__, key="priorites_service")
    row = table.loc[chosen]
    with st.form(f"priorites_amender_{chosen}"):
        nom = st.text_input("Nom", row["nom"], max_chars=120)
        patient = st.text_input("Pour le patient", row["pour_le_patient"], max_chars=300)
        qui = st.text_input("Qui peut le rendre", row["qui"], max_chars=300)
        autre = st.text_input("Autrement qu'une consultation", row["alternatives"], max_chars=300)
        if st.form_submit_button("Enregistrer"):
            geste(lambda: services.amender(db, identity.acteur(), chosen, nom, patient, qui, autre))
    if chosen in services.SOCLE:
        st.caption("Service du socle (HCAAM 2022, 2.1 : « des invariants ») : il se reformule, il ne se retire pas.")
    elif st.button("Retirer ce service du catalogue"):
        geste(lambda: services.retirer(db, identity.acteur(), chosen))


def liste_votee(db: Database, chosen: int) -> list[str]:
    """Which list of services was ranked, said on screen and in the exports; nothing for a vote on something else."""
    ranked = lectures.liste_votee(db, chosen)
    if ranked is None:
        return []
    words = f"{mots.liste_votee(ranked)}."
    st.caption(words)
    return [words]
