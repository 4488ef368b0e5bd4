"""« Territoires »: the list a table discusses, those with signals first; the others are offered without debate."""

from collections.abc import Callable, Collection

import streamlit as st
from sqlite_utils import Database

from components.carences.constat import lectures
from components.carences.constat.dossier import de_repere
from components.carences.regles.territoire import CONVENTION
from components.carences.territoires import view_decision, view_declarer, view_fiche, view_liste, view_reperes
from components.carences.territoires.view_liste import ListeRegardee
from components.carences.territoires.view_situer import CHOIX
from components.core.francais import pluriel
from components.ui import identity, reglages, sceau, session, widgets
from components.ui.depot import manque
from components.ui.gestes import annonce
from data.base import jours, store
from data.territoire import territoire

REGLE = (
    "Un accès signale à son seuil ou en dessous (« au plus », écrivent les arrêtés de zonage) ; les habitants d'une "
    "commune d'accès faible sont comptés strictement sous le seuil, comme le fait la DREES ; les autres chiffres "
    "signalent à partir du leur."
)

PARAMETRE, ADRESSE = "t", "territoires_adresse"
ABSENT = (
    "Cette adresse ne mène à aucun territoire que vous puissiez lire : la table ne l'a pas encore examiné, ou ses "
    "territoires ont changé. Voici la liste."
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
        chosen = _adresse(vue.visibles)
        if chosen is not None:
            view_fiche.render(db, vue.dossier, chosen, lambda: a_cote(db, chosen, profession))
        else:
            _page(vue)


def _adresse(visibles: Collection[str]) -> str | None:
    """The territory whose card is shown: the one that the address names (`/territoires?t=…`), when it has just come or
    gone back, else the one chosen on screen; the address then says which."""
    asked = st.query_params.get(PARAMETRE)
    if asked is not None and asked != session.get(ADRESSE):
        session.put(CHOIX, asked)
        if asked not in visibles:
            st.info(ABSENT, icon=":material/search_off:")
    chosen = session.get(CHOIX)
    shown = str(chosen) if chosen in visibles else None
    if shown != asked:
        if shown is None:
            st.query_params.pop(PARAMETRE, None)
        else:
            st.query_params[PARAMETRE] = shown
    session.put(ADRESSE, shown)
    return shown


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
    with st.expander("La règle, les seuils et leurs sources", key="territoires_regle_volet"):
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
        view_declarer.afficher(db, vue.dossier)


def _manquants(vue: ListeRegardee) -> None:
    """What the rule waits for and nothing gives yet, with the files that would: folded while something can be read."""
    bilans = vue.tableau.bilans.values()
    read = {s.regle.indicateur for b in bilans for f in b.familles for s in f.signaux if s.signale is not None}
    lacking = [rule.indicateur for rule in vue.tableau.profession.regles if rule.indicateur not in read]
    kinds = tuple(dict.fromkeys(kind for name in lacking for kind in FICHIERS.get(name, manque.APL)))
    if kinds and any(bilan.propre is None for bilan in bilans):
        manque.debloquer(vue.db, kinds, "territoires", "Des territoires sont sans donnée.")
    elif kinds:
        with st.expander(
            f"Chiffres que la règle attend encore : {pluriel(len(kinds), 'fichier', 'fichiers')}",
            key="territoires_attend",
        ):
            manque.debloquer(vue.db, kinds, "territoires", "Ce que la règle lirait de plus.")


def _caution(vue: ListeRegardee) -> None:
    mentions = [f"Profession : {vue.tableau.profession.libelle}", CONVENTION]
    if vue.hors_maille:
        mentions.append(f"{view_liste.dehors(vue)}, plus bas.")
    if de_repere(vue.dossier):
        mentions.append("Seuils de repère : la série ou la maille est incertaine, aucun constat ne peut être adopté.")
    widgets.ligne_source(mentions)
