"""What the table declares of solidarity: lendable days, rooms, links, volunteers by age; the rest is unknown."""

from functools import partial

import pandas as pd
import streamlit as st
from sqlite_utils import Database

from components.core.communes import distinctes, interieures
from components.core.francais import distincts, nombre, pluriel
from components.propositions.solidarite.lectures import SolidariteLue
from components.propositions.solidarite.regles import generations
from components.ui import identity, saisies, widgets
from components.ui.gestes import geste, renouvelee
from data.base import store
from data.plans import solidarite
from data.plans.solidarite import AGE, LIEN, LIEU, PRETEUR, Declaration
from data.territoire import territoire

SANS_AGE = "Qui donne du temps, par âge : non déclaré."
ONGLETS = ["Jours prêtables", "Locaux", "Liens", "Âges des volontaires"]


def afficher(db: Database, read: SolidariteLue) -> None:
    """Who gives time, then the four forms, and what is declared."""
    told = solidarite.lire(db)
    st.header("Ce que la table déclare", anchor=False)
    st.markdown(widgets.markdown_inerte(phrase_des_ages(told) or SANS_AGE))
    days, rooms, links, ages = st.tabs(ONGLETS, key="solidarite_declarations")
    with days:
        _preteurs(db, read, told)
    with rooms:
        _lieux(db, told)
    with links:
        _liens(db, told)
    with ages:
        _ages(db, told)


def phrase_des_ages(told: list[Declaration]) -> str:
    """Who gives time, by age, as declared; "" when nobody told."""
    filled = {int(one.objet): (one.medecins or 0, one.jours or 0.0) for one in told if one.genre == AGE}
    return generations.phrase(generations.classes(filled))


def _preteurs(db: Database, read: SolidariteLue, told: list[Declaration]) -> None:
    names = distincts({one.code: one.nom for one in read.preteurs if one.code in territoire.territoires(db).index})
    if not names:
        st.caption("Aucun territoire du département n'est au-dessus du repère.")
        return
    name = renouvelee("solidarite_preteur")
    with st.form(name, border=False):
        left, right = st.columns([2, 1])
        code = left.selectbox("Territoire qui peut prêter", list(names), format_func=names.__getitem__)
        amount = saisies.champ_nombre(
            right, "Jours par mois, tous médecins", 0, solidarite.JOURS_MAX, key=f"{name}_jours"
        )
        if st.form_submit_button("Déclarer ces jours"):
            told_one = Declaration(PRETEUR, str(code), jours=amount)
            geste(lambda: solidarite.declarer(db, identity.acteur(), told_one), renouvelle="solidarite_preteur")
    _declares(db, [one for one in told if one.genre == PRETEUR], territoire.territoires(db)["nom"].to_dict())


def _lieux(db: Database, told: list[Declaration]) -> None:
    names = distinctes(interieures(territoire.communes(db)).sort_values("nom")["nom"].to_dict())
    name = renouvelee("solidarite_lieu_declare")
    with st.form(name, border=False):
        left, right = st.columns([2, 1])
        code = left.selectbox("Commune qui a un local", list(names), None, format_func=names.__getitem__,
                              placeholder="Choisir une commune")  # fmt: skip
        amount = saisies.champ_nombre(
            right, "Jours par mois où il est libre", 0, solidarite.JOURS_MAX, key=f"{name}_jours"
        )
        words = st.text_input("Ce qu'il faut en savoir", max_chars=200)
        if st.form_submit_button("Déclarer ce local"):
            told_one = Declaration(LIEU, str(code or ""), jours=amount, mot=words)
            geste(lambda: solidarite.declarer(db, identity.acteur(), told_one), renouvelle="solidarite_lieu_declare")
    _declares(db, [one for one in told if one.genre == LIEU], names)


def _liens(db: Database, told: list[Declaration]) -> None:
    names = distincts(territoire.territoires(db)["nom"].to_dict())
    name = renouvelee("solidarite_lien")
    with st.form(name, border=False):
        left, right = st.columns(2)
        one = left.selectbox("Entre", list(names), format_func=names.__getitem__)
        other = right.selectbox("et", list(names), min(1, len(names) - 1), format_func=names.__getitem__)
        words = st.text_input("Lien qui existe (CPTS, hôpital, remplaçants…)", max_chars=200)
        if st.form_submit_button("Déclarer ce lien"):
            told_one = Declaration(LIEN, str(one), str(other), mot=words)
            geste(lambda: solidarite.declarer(db, identity.acteur(), told_one), renouvelle="solidarite_lien")
    _declares(db, [one for one in told if one.genre == LIEN], names)


def _ages(db: Database, told: list[Declaration]) -> None:
    classes = {str(one.de): one.nom for one in generations.classes({})}
    name = renouvelee("solidarite_age")
    with st.form(name, border=False):
        left, middle, right = st.columns([2, 1, 1])
        age = left.selectbox("Médecins volontaires", list(classes), format_func=classes.__getitem__)
        count = saisies.champ_entier(middle, "Combien", 0, solidarite.MEDECINS_MAX, key=f"{name}_combien")
        amount = saisies.champ_nombre(right, "Jours par mois, ensemble", 0, solidarite.JOURS_MAX, key=f"{name}_jours")
        if st.form_submit_button("Déclarer ces volontaires"):
            told_one = Declaration(AGE, str(age), jours=amount, medecins=count)
            geste(lambda: solidarite.declarer(db, identity.acteur(), told_one), renouvelle="solidarite_age")
    mine = [one for one in told if one.genre == AGE]
    declared = pluriel(len(mine), "tranche déclarée", "tranches déclarées")
    st.caption(
        f"{declared} sur {nombre(len(classes))}. Une tranche de moins de "
        f"{generations.AU_MOINS} volontaires se lit avec sa voisine."
    )
    if mine and st.button("Oublier ces âges", key="solidarite_ages_oublier", icon=":material/delete:"):
        geste(partial(_oublier, db, mine))


def _oublier(db: Database, mine: list[Declaration]) -> None:
    """Make every age unknown again, all or none."""
    with store.writing(db):
        for one in mine:
            solidarite.retirer(db, identity.acteur(), one)


def _declares(db: Database, mine: list[Declaration], names: dict[str, str]) -> None:
    if not mine:
        st.caption("Rien n'est déclaré : inconnu, et dit comme tel.")
        return
    rows = pd.DataFrame(
        {
            "Déclaré": [" et ".join(names.get(code, code) for code in (one.objet, one.vers) if code) for one in mine],
            "Jours par mois": [one.jours for one in mine],
            "Précision": [one.mot for one in mine],
        }
    )
    if rows["Jours par mois"].isna().all():
        rows = rows.drop(columns="Jours par mois")
    st.dataframe(rows, hide_index=True)
    for rank, one in enumerate(mine):
        words = f"Retirer : {widgets.markdown_inerte(str(rows.at[rank, 'Déclaré']))}"
        key = f"solidarite_retirer_{one.genre}_{one.objet}_{one.vers}"
        if st.button(words, type="tertiary", key=key, icon=":material/close:"):
            geste(partial(solidarite.retirer, db, identity.acteur(), one))
