"""One structure on screen: who it is, what it covers, its dated stages and missions, its changes."""

import json
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.communes import interieures
from components.core.francais import compte, distincts, jour
from components.reponses.lectures import Annuaire
from components.ui import identity, saisies, widgets
from components.ui.gestes import geste
from data.base import jours
from data.releves import detail
from data.structures import catalogue, couverture, structures
from data.structures.catalogue import CPTS, MISSION, ROLES, SECTEURS, STATUTS, TAILLES
from data.structures.couverture import COMMUNE, Lieu
from data.territoire import territoire

SANS = "non précisé"


def afficher(db: Database, directory: Annuaire, ident: int, works: bool) -> None:
    """The sheet of a structure."""
    row, plain = directory.structures.loc[ident], widgets.markdown_inerte
    with st.container(border=True):
        st.markdown(f"**{plain(row['nom'])}** — {plain(row['genre'])}, {ROLES[row['role']].lower()}")
        st.markdown(plain(f"Couvre {row['couvre']} : {compte(row['habitants'], 'habitant')}."))
        for words in row["avis"]:
            st.warning(plain(f"À regarder : {words}."), icon=":material/info:")
        details = [row[name] for name in ("adresse", "telephone", "secteur", "statut", "precisions") if row[name]]
        if details:
            st.markdown(plain(" · ".join(details)))
        if row["membres"]:
            st.markdown(plain(f"Membres : {row['membres']}"))
        if row["maturite"]:
            st.caption(plain(f"{row['maturite']}, depuis le {jour(date.fromisoformat(row['maturite_le']))}."))
        _missions(db, ident, str(row["type"]))
    names = ["Modifier", "Étapes et missions", "Histoire"] if works else ["Histoire"]
    tabs = st.tabs(names, key=f"reponses_onglets_{ident}")
    if works:
        with tabs[0]:
            _modifier(db, ident, structures.une(db, ident))
        with tabs[1]:
            _franchir(db, ident, str(row["type"]))
    with tabs[-1]:
        _histoire(db, ident, str(row["type"]))


def _missions(db: Database, ident: int, genre: str) -> None:
    """Where each mission that the texts give to this kind stands; not noted is not « no »."""
    kind = catalogue.types().get(genre)
    if kind is None or not kind.missions:
        return
    stages = structures.etapes_de(db, ident).drop_duplicates("mission").set_index("mission")
    table = pd.DataFrame(
        [
            {
                "Mission": words,
                "État": stages.at[key, "etape"] if key in stages.index else "non noté",
                "Depuis le": _jma(str(stages.at[key, "le"])) if key in stages.index else "—",
            }
            for key, words in kind.missions.items()
        ]
    )
    st.dataframe(table, hide_index=True)
    st.caption(f"Missions : {kind.source_missions}.")


def ajouter(db: Database, key: int) -> None:
    """The form that notes a new structure."""
    with st.form(f"reponses_ajouter_{key}", border=False):
        fields = _champs(structures.VIDE | {"type": CPTS}, f"reponses_neuve_{key}")
        places = _lieux(db, set(), f"reponses_neuve_{key}")
        if st.form_submit_button("Ajouter la structure", type="primary"):
            geste(lambda: structures.inscrire(db, identity.acteur(), fields, places), "Structure ajoutée.")


def _modifier(db: Database, ident: int, row: dict[str, Any]) -> None:
    key = f"reponses_{ident}_{row['version']}"
    with st.form(f"{key}_modifier", border=False):
        fields = _champs(row, key)
        places = _lieux(db, couverture.lieux(db, ident), key)
        if st.form_submit_button("Enregistrer", type="primary"):
            act = partial(structures.modifier, db, identity.acteur(), ident, row["version"], fields, places)
            geste(act, "Structure enregistrée.")
    with st.popover("Elle a fermé", key=f"reponses_fermer_{ident}"):
        today = jours.aujourd_hui(db)
        when = st.date_input("Fermée le", today, max_value=today, format="DD/MM/YYYY", key=f"{key}_fermee")
        if st.button("Noter la fermeture", key=f"{key}_fermer"):
            act = partial(structures.fermer, db, identity.acteur(), ident, row["version"], when.isoformat())
            geste(act, "Fermeture notée : son histoire et ce qu'elle a rendu restent.")


def _champs(row: dict[str, Any], key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    kinds = catalogue.types()
    listed = list(kinds)
    kind = left.selectbox("Type", listed, listed.index(row["type"]) if row["type"] in listed else 0,
                          format_func=lambda k: kinds[k].nom, key=f"{key}_type")  # fmt: skip
    fields = {"type": kind, "nom": right.text_input("Nom", row["nom"], max_chars=200, key=f"{key}_nom")}
    roles = ["", *ROLES]
    fields["role"] = left.selectbox(
        "Rôle", roles, roles.index(row["role"]), format_func=lambda r: ROLES.get(r, "celui de son type"),
        key=f"{key}_role",
    )  # fmt: skip
    for place, name, label, words in (
        (right, "secteur", "Secteur", ("", *SECTEURS)), (left, "statut", "Public ou privé", STATUTS),
        (right, "taille", "Taille ACI (CPTS)", TAILLES),
    ):  # fmt: skip
        fields[name] = place.selectbox(label, words, words.index(row[name]) if row[name] in words else 0,
                                       format_func=lambda w: w or SANS, key=f"{key}_{name}")  # fmt: skip
    fields["professionnels"] = saisies.champ_entier(
        left, "Professionnels", 0, 999_999, row["professionnels"], key=f"{key}_professionnels", placeholder=SANS
    )
    fields["telephone"] = right.text_input(
        "Téléphone, pour le public", row["telephone"], max_chars=40, key=f"{key}_tel"
    )
    fields["adresse"] = left.text_input("Adresse", row["adresse"], max_chars=300, key=f"{key}_adresse")
    fields["precisions"] = right.text_input("Précisions", row["precisions"], max_chars=1_000, key=f"{key}_precisions")
    fields["membres"] = st.text_area(
        "Membres (hôpital, DAC, ESMS, associations d'usagers…)", row["membres"], max_chars=1_000, height=68,
        key=f"{key}_membres",
    )  # fmt: skip
    return fields


def _lieux(db: Database, now: set[Lieu], key: str) -> set[Lieu]:
    """What the structure covers, chosen; places that are not offered (of another mesh, or loaded no more) stay as they
    are."""
    mesh, whole = territoire.setting(db, "maille"), couverture.tout_le_departement(db)
    places = distincts(territoire.territoires(db)["nom"].to_dict())
    towns = distincts(interieures(territoire.communes(db))["nom"].sort_values().to_dict())
    everywhere = st.checkbox("Couvre tout le département", whole in now, key=f"{key}_partout")
    left, right = st.columns(2)
    chosen = left.multiselect(
        "Territoires couverts", list(places), [p.code for p in sorted(now) if p.maille == mesh and p.code in places],
        format_func=places.__getitem__, key=f"{key}_territoires", placeholder="Choisir des territoires",
    )  # fmt: skip
    alone = right.multiselect(
        "Et ces communes", list(towns), [p.code for p in sorted(now) if p.maille == COMMUNE and p.code in towns],
        format_func=towns.__getitem__, key=f"{key}_communes", placeholder="Choisir des communes",
    )  # fmt: skip
    offered = {Lieu(mesh, code) for code in places} | {Lieu(COMMUNE, code) for code in towns} | {whole}
    lieux = {Lieu(mesh, code) for code in chosen} | {Lieu(COMMUNE, code) for code in alone}
    return lieux | (now - offered) | ({whole} if everywhere else set())


def _franchir(db: Database, ident: int, genre: str) -> None:
    subjects = {"": "La structure elle-même"} | _sujets(genre)
    about = st.selectbox("Au sujet de", list(subjects), format_func=subjects.__getitem__, key=f"reponses_sujet_{ident}")
    count = len(structures.etapes_de(db, ident))
    with st.form(f"reponses_etape_{ident}_{count}_{about}", border=False):
        left, right = st.columns(2)
        stage = left.selectbox("Étape", MISSION if about else catalogue.etapes(genre))
        today = jours.aujourd_hui(db)
        when = right.date_input("Depuis le", today, max_value=today, format="DD/MM/YYYY")
        note = st.text_input("Note", max_chars=300)
        if st.form_submit_button("Noter cette étape", type="primary"):
            act = partial(structures.franchir, db, identity.acteur(), ident, stage, when.isoformat(), about, note)
            geste(act, "Étape notée.")


def _sujets(genre: str) -> dict[str, str]:
    """The missions that the texts give to a kind of structure, by key."""
    kind = catalogue.types().get(genre)
    return dict(kind.missions) if kind else {}


def _histoire(db: Database, ident: int, genre: str) -> None:
    entries = structures.journal(db, ident)
    table = pd.DataFrame(
        {
            "Quand": [jours.moment_de(db, moment) for moment in entries["le"]], "Qui": entries["acteur"],
            "Quoi": entries["geste"].str.capitalize(),
            "Détail": [detail.dire(json.loads(text), structures.NOMS) for text in entries["detail"]],
        }
    )  # fmt: skip
    stages = structures.etapes_de(db, ident)
    if len(stages):
        missions = {"": "La structure elle-même"} | _sujets(genre)
        columns = {
            "Depuis le": stages["le"].map(_jma), "Au sujet de": [missions.get(m, m) for m in stages["mission"]],
            "Étape": stages["etape"], "Note": stages["note"],
        }  # fmt: skip
        st.dataframe(pd.DataFrame(columns), hide_index=True)
    if table.empty:
        st.caption("Notée avant que le journal des structures existe.")
    else:
        st.dataframe(table, hide_index=True)


def _jma(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
