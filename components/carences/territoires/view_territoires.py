"""« Territoires »: the list a table discusses, those with signals first; the others are offered without debate."""

from collections.abc import Callable
from functools import partial

import streamlit as st
from sqlite_utils import Database

from components.carences.constat import lectures
from components.carences.constat.dossier import Dossier, de_repere, reserves
from components.carences.regles.territoire import CONVENTION
from components.carences.territoires import view_decision, view_fiche, view_liste, view_reperes
from components.carences.territoires.view_fiche import CHOIX
from components.carences.territoires.view_liste import ListeRegardee
from components.core.francais import pluriel
from components.ui import identity, reglages, sceau, session, widgets
from components.ui.depot import manque
from components.ui.gestes import annonce, geste
from data.base import jours, store
from data.carences import constats
from data.territoire import territoire

REGLE = (
    "Un accès signale à son seuil ou en dessous (« au plus », écrivent les arrêtés de zonage) ; les habitants d'une "
    "commune d'accès faible sont comptés strictement sous le seuil, comme le fait la DREES ; les autres chiffres "
    "signalent à partir du leur."
)

FICHIERS = {  # figures of the rule that no published access gives -> the files that give them
    "part_sans_mt": ("medecin-traitant",), "part_ald_sans_mt": ("medecin-traitant",), "delai_mg": ("indicateur",),
    "delai_specialiste": ("indicateur",), "minutes_urgences": ("sites",), "minutes_pharmacie": ("sites",),
    "fdep": ("indicateur",), "part_75_ans": ("population-age",), "part_mg_60_ans": ("indicateur",),
}  # fmt: skip


def render(a_cote: Callable[[Database, str, str], None] = lambda *_: None) -> None:
    """Draw the page: the list, or the card of the chosen territory. `a_cote` draws the projections of a territory and
    a profession, which belong to another room."""
    with store.connect() as db:
        sceau.dire(db, sceau.VOTE, sceau.PARAMETRE)
        profession = view_liste.profession(db)
        vue = view_liste.scene(db, lectures.rassembler(db, profession, jours.aujourd_hui(db)))
        chosen = session.get(CHOIX)
        if chosen in vue.visibles:
            view_fiche.render(db, vue.dossier, chosen, lambda: a_cote(db, chosen, profession))
        else:
            _page(vue)


def _page(vue: ListeRegardee) -> None:
    db, tableau = vue.db, vue.tableau
    left, right = st.columns([1.7, 1], vertical_alignment="center")
    left.title(f"Territoires — {territoire.setting(db, 'nom')}")
    with right:
        view_liste.ouvrir(vue, "territoires")
    annonce()
    widgets.reponse(view_liste.phrase(vue))
    _caution(vue)
    _manquants(vue)
    view_liste.listes(vue, "territoires")
    view_decision.hors_maille(db, vue.hors_maille)
    view_liste.choisir_profession(db)
    with st.expander("La règle, les seuils et leurs sources"):
        st.markdown(f"{CONVENTION} {REGLE}")
        rules = [
            "familles_a_examiner",
            "couverture_minimale",
            "population_minimale",
            "bruit_baisse",
            *dict.fromkeys(r.seuil for r in tableau.profession.regles),
        ]
        reglages.regler(db, rules, tableau.valeurs, "territoires_regle", tableau.seuils)
    if identity.prepare():  # readers only learn of what the table has examined
        view_reperes.afficher(vue)
    if identity.anime():
        declarer(db, vue.dossier)


def _manquants(vue: ListeRegardee) -> None:
    """What the rule waits for and nothing gives yet, with the files that would: folded while something can be read."""
    bilans = vue.tableau.bilans.values()
    read = {s.regle.indicateur for b in bilans for f in b.familles for s in f.signaux if s.signale is not None}
    lacking = [rule.indicateur for rule in vue.tableau.profession.regles if rule.indicateur not in read]
    kinds = tuple(dict.fromkeys(kind for name in lacking for kind in FICHIERS.get(name, manque.APL)))
    if kinds and any(bilan.propre is None for bilan in bilans):
        manque.debloquer(vue.db, kinds, "territoires", "Des territoires sont sans donnée.")
    elif kinds:
        with st.expander(f"Chiffres que la règle attend encore : {pluriel(len(kinds), 'fichier', 'fichiers')}"):
            manque.debloquer(vue.db, kinds, "territoires", "Ce que la règle lirait de plus.")


def _caution(vue: ListeRegardee) -> None:
    mentions = [f"Profession : {vue.tableau.profession.libelle}", CONVENTION]
    if vue.hors_maille:
        mentions.append(f"{view_liste.dehors(vue)}, plus bas.")
    if de_repere(vue.dossier):
        mentions.append("Seuils de repère : la série ou la maille est incertaine, aucun constat ne peut être adopté.")
    widgets.ligne_source(mentions)


def declarer(db: Database, dossier: Dossier, deplie: bool = False) -> None:
    """The declarations that a constat waits for: the series and the mesh, when they are uncertain. `deplie`: those that
    are still to be made are unfolded."""
    for rank, doubt in enumerate(reserves(dossier)):
        heading = f"{'Déclaré' if doubt.faite else 'À déclarer'} : {doubt.question}"
        with st.expander(widgets.markdown_inerte(heading), expanded=deplie and not doubt.faite):
            if doubt.faite:
                st.markdown(widgets.markdown_inerte(f"Déclaré : {doubt.faite}."))
                if st.button("Retirer cette déclaration", key=f"territoires_retirer_{rank}"):
                    geste(
                        partial(constats.retirer_declaration, db, identity.acteur(), doubt.objet),
                        "Déclaration retirée : les seuils redeviennent des repères.",
                    )
            with st.form(f"territoires_declarer_{rank}"):
                choice = st.radio("Déclarer que c'est", doubt.choix)
                why = st.text_input("Pourquoi (d'où vient cette certitude) ?", max_chars=300)
                if st.form_submit_button("Déclarer", type="primary"):
                    geste(
                        partial(
                            constats.declarer, db, identity.acteur(), doubt.objet, str(choice), why, doubt.empreinte
                        ),
                        "Déclaration enregistrée.",
                    )
