"""What colleges propose about the list: a ready addition signed in one gesture, one of their own, the words of users;
and what the table does of each: taken into a version, or refused with a reason."""

from functools import partial

import streamlit as st
from sqlite_utils import Database

from components.core.francais import distincts, pluriel
from components.ui import identity, widgets
from components.ui.gestes import geste
from data.priorites import propositions, services, versions
from data.priorites.propositions import PropositionDeService
from data.seances import seances

GENRES = {propositions.AJOUT: "Ajout", propositions.PAROLE: "Mots d'usagers"}
DIT = {"pour_le_patient": "Les textes", "usagers": "Les usagers", "qui": "Qui peut le rendre",
       "alternatives": "Autrement qu'une consultation"}  # fmt: skip


def afficher(db: Database) -> None:
    """The proposals that wait, the forms that sign others, and those that were decided."""
    waiting = propositions.propositions(db, propositions.SIGNEE)
    st.header("Ce que les collèges proposent")
    _en_attente(db, waiting)
    if identity.anime():
        _adopter(db, waiting)
    _signer(db)
    _decidees(db)


def _en_attente(db: Database, waiting: list[PropositionDeService]) -> None:
    if not waiting:
        st.caption("Aucune proposition n'attend la table. Un ajout à la liste est signé par un collège, puis adopté.")
    for one in waiting:
        with st.container(border=True):
            st.markdown(f"**{GENRES[one.genre]} : {widgets.markdown_inerte(one.nom)}**")
            _mots(one)
            st.caption(widgets.markdown_inerte(f"Signé par {_signature(db, one)}."))
            if identity.anime():
                with (
                    st.popover("Refuser", key=f"priorites_refus_{one.id}"),
                    st.form(f"priorites_refuser_{one.id}", border=False),
                ):
                    why = st.text_input("Raison, que le registre garde", max_chars=500)
                    if st.form_submit_button("Refuser cette proposition"):
                        geste(partial(propositions.refuser, db, identity.acteur(), one.id, why))


def _mots(one: PropositionDeService) -> None:
    for name, title in DIT.items():
        if words := getattr(one, name):
            st.markdown(f"{title} : {widgets.markdown_inerte(words)}")


def _signature(db: Database, one: PropositionDeService) -> str:
    return one.signature(seances.colleges(db)["nom"].to_dict())


def _adopter(db: Database, waiting: list[PropositionDeService]) -> None:
    """The gesture that adopts the list in the register, with the proposals it takes in."""
    if not waiting and versions.en_vigueur(db) is not None:
        return
    adopted = len(versions.versions(db))
    names = distincts({one.id: f"{GENRES[one.genre]} : {one.nom}" for one in waiting})
    with st.form(f"priorites_version_{adopted}_{len(waiting)}"):
        chosen = st.multiselect(
            "Propositions que la table prend dans la liste", list(names), list(names), format_func=names.__getitem__,
            placeholder="Aucune",
        ) if waiting else []  # fmt: skip
        left, right = st.columns([3, 1], vertical_alignment="bottom")
        why = left.text_input("Pourquoi la table adopte cette liste", max_chars=500)
        if right.form_submit_button(f"Adopter la version {adopted + 1}", type="primary", width="stretch"):
            geste(lambda: versions.adopter(db, identity.acteur(), why, chosen))


def _signer(db: Database) -> None:
    meetings, people = seances.read(db), seances.membres(db)
    meetings = meetings[meetings["etat"] != seances.CLOSE]
    with st.expander("Signer une proposition au nom d'un collège", key="priorites_signer"):
        if meetings.empty or people.empty:
            st.info("Préparez d'abord une séance et ses membres (page Séances) : une proposition y est signée.")
            return
        names = seances.colleges(db)["nom"]
        who = distincts({int(i): f"{row.nom} ({names[row.college]})" for i, row in people.iterrows()})
        when = distincts({int(i): str(row.titre) for i, row in meetings.iterrows()})
        left, right = st.columns(2)
        member = left.selectbox("Signe pour son collège", list(who), index=None, format_func=who.__getitem__,
                                placeholder="Choisir un membre", key="priorites_signataire")  # fmt: skip
        meeting = right.selectbox("Dans la séance", list(when), format_func=when.__getitem__,
                                  key="priorites_signee_en")  # fmt: skip
        if member is None:
            st.caption("Choisissez qui signe : chaque proposition porte son nom, son collège, la séance et le jour.")
            return
        _pretes(db, int(meeting), int(member))
        _libre(db, int(meeting), int(member))
        if seances.colleges(db).at[people.at[member, "college"], "usagers"]:
            _parole(db, int(meeting), int(member))


def _pretes(db: Database, meeting: int, member: int) -> None:
    """Additions that the texts name and the list lacks: one gesture signs one."""
    ready = propositions.a_signer(db)
    st.markdown(f"**Ajouts prêts, d'après les textes ({len(ready)})**")
    for key, one in ready.items():
        left, right = st.columns([4, 1], vertical_alignment="center")
        words = f"{one['nom']} : {one['pour_le_patient']}"
        left.markdown(widgets.markdown_inerte(words))
        left.caption(widgets.markdown_inerte(f"Source : {one['origine']}"))
        if right.button("Signer", key=f"priorites_signer_{key}", help=f"Signer : {one['nom']}", width="stretch"):
            geste(partial(propositions.signer_prete, db, identity.acteur(), meeting, member, key))
    if not ready:
        st.caption("Tous sont dans la liste ou attendent la table.")


def _libre(db: Database, meeting: int, member: int) -> None:
    count = len(propositions.propositions(db))
    with st.form(f"priorites_proposer_{count}"):
        st.markdown("**Un autre service**")
        words = {
            "nom": st.text_input("Nom du service", max_chars=120),
            "pour_le_patient": st.text_input("Ce que c'est pour le patient", max_chars=300),
            "qui": st.text_input("Qui peut le rendre", max_chars=300),
            "alternatives": st.text_input("Autrement qu'une consultation", max_chars=300),
        }
        if st.form_submit_button("Signer cet ajout"):
            geste(lambda: propositions.signer(db, identity.acteur(), meeting, member, words))


def _parole(db: Database, meeting: int, member: int) -> None:
    """What users say a service is: a representative of theirs alone signs it."""
    listed = services.read(db)
    names = listed["nom"].to_dict()
    count = len(propositions.propositions(db))
    with st.form(f"priorites_parole_{count}"):
        st.markdown("**Dire ce qu'est un service, avec les mots des usagers**")
        chosen = st.selectbox("Service de la liste", list(names), format_func=names.__getitem__)
        words = st.text_input("Ce que disent les usagers", max_chars=300)
        if st.form_submit_button("Signer ces mots"):
            geste(lambda: propositions.dire(db, identity.acteur(), meeting, member, str(chosen), words))


def _decidees(db: Database) -> None:
    done = [one for one in propositions.propositions(db) if one.etat != propositions.SIGNEE]
    if not done:
        return
    with st.expander(
        f"{pluriel(len(done), 'proposition décidée', 'propositions décidées')} par la table", key="priorites_decidees"
    ):
        lines = []
        for one in reversed(done):
            ends = f"version {one.version}" if one.version else f"raison : {one.raison}"
            lines.append(f"{GENRES[one.genre]} « {one.nom} », {_signature(db, one)} : {one.etat} ({ends}).")
        widgets.puces(map(widgets.markdown_inerte, lines))
