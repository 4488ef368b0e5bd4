"""Composition of the table: who leads it, the parties of the HCAAM's note 5, the colleges."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.francais import compte, distincts, liste, pluriel
from components.seances import lectures_membres
from components.seances.regles.composition import MANQUANTE
from components.ui import identity, saisies, widgets
from components.ui.gestes import choisi
from data.seances import composition, seances

Geste = Callable[[Callable[[], object]], None]
NOUVEAU, AUCUNE = "", "aucune de ces parties"


def afficher(db: Database, seance: int, gesture: Geste) -> None:
    """Everything on the composition, in three folds; what is missing is said at once."""
    read = lectures_membres.parties(db, seance)
    missing = [one.nom for one in read if one.etat == MANQUANTE]
    words = (
        f"Parties de la note 5 du HCAAM sans membre : {liste(missing)}." if missing else "Toutes les parties y sont."
    )
    st.caption(widgets.phrase_inerte(f"{composition.mots_du_chef(composition.chef_de_file(db))} {words}"))
    with st.expander("Parties présentes et manquantes (HCAAM 2022, note 5)", key="seances_parties"):
        shown = pd.DataFrame(
            {"Partie": [one.nom for one in read], "Membres": [one.membres for one in read],
             "Présents": [one.presents for one in read], "État": [one.etat for one in read]}
        )  # fmt: skip
        st.dataframe(shown, hide_index=True, height=38 + 35 * len(shown))
        widgets.ligne_source([composition.SOURCE, "proposé d'après l'organisation, décidé par la facilitation"])
        if identity.anime():
            _party(db, gesture)
    if identity.anime():
        with st.expander("Chef de file et délégation", key="seances_chef_de_file"):
            _leader(db, gesture)
    with st.expander(
        "Collèges (par défaut, ceux du conseil territorial de santé, article R. 1434-33 CSP)", key="seances_colleges"
    ):
        _colleges(db, seance, gesture)


def _party(db: Database, gesture: Geste) -> None:
    people, stands = seances.membres(db), lectures_membres.representations(db)
    if people.empty:
        return
    names = {NOUVEAU: AUCUNE} | {key: str(party["nom"]) for key, party in composition.parties().items()}
    words = {int(i): f"{row.nom} : {names[stands[int(i)]]}" for i, row in people.iterrows()}
    with st.form("seances_partie", clear_on_submit=True):
        left, right = st.columns(2)
        who = left.selectbox("Membre", list(words), index=None, format_func=words.__getitem__, placeholder="Choisir")
        party = right.selectbox("Représente", list(names), format_func=names.__getitem__)
        if st.form_submit_button("Dire qui cette personne représente"):
            gesture(lambda: composition.dire_partie(db, identity.acteur(), int(choisi(who, "le membre")), party))


def _leader(db: Database, gesture: Geste) -> None:
    now = composition.chef_de_file(db)
    with st.form("seances_chef"):
        chief = st.text_input("Chef de file", now["chef"], max_chars=160)
        left, right = st.columns(2)
        given = left.text_input("Délégation à (facultatif)", now["delegataire"], max_chars=120,
                                placeholder=", ".join(composition.DELEGATAIRES))  # fmt: skip
        act = right.text_input("Acte de délégation et sa date", now["acte"], max_chars=160)
        if st.form_submit_button("Enregistrer le chef de file"):
            gesture(lambda: composition.dire_chef(db, identity.acteur(), chief, given, act))
    st.caption("Imprimé au relevé de chaque séance close ensuite.")


def _colleges(db: Database, seance: int, gesture: Geste) -> None:
    shown = lectures_membres.comptes_des_colleges(db, seance)
    st.dataframe(shown, hide_index=True)
    over = shown[(shown["Sièges au plus"] > 0) & (shown["Membres"] > shown["Sièges au plus"])]
    for row in over.to_dict("records"):
        count = pluriel(row["Membres"], "membre")
        seats = compte(row["Sièges au plus"], "siège")
        st.warning(widgets.phrase_inerte(f"{row['Collège']} : {count} pour {seats} au plus."))
    colleges = seances.colleges(db)
    if identity.anime():
        _change(db, colleges[colleges["ferme"] == 0], gesture)
    closed = colleges[colleges["ferme"] == 1]
    if len(closed):
        again = " Rouvrir : ajoutez-le sous le même nom." if identity.anime() else ""
        st.caption(widgets.phrase_inerte(f"Fermés : {liste(list(closed['nom']))}.{again}"))


def _change(db: Database, opened: pd.DataFrame, gesture: Geste) -> None:
    """A college chosen among those that are open, or a new one."""
    names = distincts({str(code): str(name) for code, name in opened["nom"].items()}, {NOUVEAU: "Un collège nouveau"})
    code = str(st.selectbox("Collège", list(names), 1, format_func=names.__getitem__, key="seances_college_choisi"))
    known_row = opened.loc[code] if code else None
    with st.form(f"seances_college_{code}"):
        nom = st.text_input("Nom", "" if known_row is None else known_row["nom"], max_chars=120)
        usagers = st.checkbox("Collège d'usagers", value=known_row is not None and bool(known_row["usagers"]))
        sieges = saisies.champ_entier(
            st, "Sièges au plus", 0, 200, 10 if known_row is None else int(known_row["sieges"])
        )
        if st.form_submit_button("Modifier ce collège" if code else "Ajouter ce collège"):
            actor = identity.acteur()
            if code:
                gesture(lambda: seances.regler_college(db, actor, code, nom, usagers, sieges or 0))
            else:
                gesture(lambda: seances.ajouter_college(db, actor, nom, usagers, sieges or 0))
    if code and st.button("Fermer ce collège", key=f"seances_fermer_{code}"):
        gesture(lambda: seances.fermer_college(db, identity.acteur(), code))
