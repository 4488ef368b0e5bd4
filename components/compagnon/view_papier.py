"""A text handed in on paper, typed by facilitation: a room without a phone writes as one that has them."""

import streamlit as st
from sqlite_utils import Database

from components.carences.regles.signaux import PROFESSIONS
from components.compagnon import gestes, lectures
from components.core.francais import distincts
from components.seances.salle import lectures_envois
from components.ui import identity, session
from components.ui.gestes import geste, renouvelee
from data.base import jours
from data.priorites import envois
from data.seances import seances
from data.territoire import territoire

SUR = {
    envois.SERVICE: "Le service à reformuler, s'il existe déjà",
    envois.CONTRIBUTION: "Sur quel service",
    envois.DEBAT: "Le point",
}
AUCUN = {"": "Aucun en particulier"}
MONTRE = {"": "Sous un groupe de cinq personnes ou plus", "1": "Signé du nom du collège"}


def render(db: Database, chosen: int) -> None:
    """The form of one sheet, while the séance receives texts."""
    if seances.seance(db, chosen)["etat"] == seances.CLOSE:
        return
    key = f"papier_ouvert_{chosen}"
    session.keep(key)
    with st.expander("Transcrire une feuille remise sur papier", key=key, on_change="rerun"):
        genre = str(
            st.selectbox(
                "Ce qu'elle demande", envois.GENRES, format_func=lectures_envois.GENRES.__getitem__,
                key=f"papier_genre_{chosen}",
            )
        )  # fmt: skip
        about = _figures(db, chosen) if genre == envois.CHIFFRE else lectures.objets(db, chosen, genre)
        _form(db, chosen, genre, about)


def _figures(db: Database, chosen: int) -> list[tuple[str, str]]:
    """The figures of the territory chosen."""
    if territoire.is_empty(db):
        return []
    loaded = list(lectures.professions(db))
    left, right = st.columns(2)
    profession = str(
        left.selectbox("Profession", loaded, format_func=lambda name: PROFESSIONS[name].libelle,
                       key=f"papier_profession_{chosen}")
    )  # fmt: skip
    names = distincts(territoire.territoires(db)["nom"].to_dict())
    code = right.selectbox("Territoire", list(names), index=None, format_func=names.__getitem__,
                           placeholder="Choisir", key=f"papier_territoire_{chosen}")  # fmt: skip
    return lectures.chiffres(db, profession, jours.aujourd_hui(db)).get(str(code), [])


def _form(db: Database, chosen: int, genre: str, about: list[tuple[str, str]]) -> None:
    colleges = seances.ouverts(db)["nom"]
    words = distincts(dict(about), AUCUN if genre in (envois.SERVICE, envois.CONTRIBUTION) else None)
    name = f"papier_{chosen}_{genre}"
    with st.form(renouvelee(name), border=False):
        objet = st.selectbox(
            SUR.get(genre, "Le chiffre"), list(words), index=0 if "" in words else None,
            format_func=words.__getitem__, placeholder="Choisir",
        )  # fmt: skip
        texte = st.text_area("Texte, tel qu'il est écrit", max_chars=envois.TEXTE_MAX)
        left, right = st.columns(2)
        college = left.selectbox("Collège écrit sur la feuille", list(colleges.index), index=None,
                                 format_func=colleges.__getitem__, placeholder="Choisir")  # fmt: skip
        signe = right.selectbox("Comment il est montré", list(MONTRE), format_func=MONTRE.__getitem__)
        st.caption("La feuille ne porte pas de nom. Ni l'ordre ni l'heure ne sont gardés avec le texte.")
        if st.form_submit_button("Enregistrer cette feuille"):
            lu = {"genre": genre, "objet": objet or "", "texte": texte, "college": college or "", "signe": signe}
            geste(
                lambda: gestes.transcrire(db, identity.acteur(), chosen, lu), "Feuille enregistrée, à examiner.",
                renouvelle=name,
            )  # fmt: skip
