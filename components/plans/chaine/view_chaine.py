"""« Chaîne »: the whole chain of a territory, from the figure to its re-measurement; one click up, one click down."""

import pandas as pd
import streamlit as st
from sqlite_utils import Database
from streamlit.delta_generator import DeltaGenerator

from components.core.francais import de, distincts, pluriel
from components.plans.actions import gestes, lectures
from components.plans.chaine import figures as figures_chaine
from components.plans.chaine import lectures as lectures_chaine
from components.plans.chaine import lectures_adresse, view_registre
from components.plans.regles import chaine, libelles
from components.plans.regles.chaine import ETAPES, Chaine, Maillon
from components.ui import graphique, identity, lignes, menu, sceau, session, widgets
from components.ui.gestes import choisi, geste, renouvelee
from data.base import jours, store
from data.carences import constats
from data.effectifs import scenarios
from data.plans import liens, plans
from data.territoire import territoire

TERRITOIRE, MAILLON = "chaine_territoire", "chaine_maillon"


def render() -> None:
    """Draw the page; its address may name an object: `/chaine?objet=action:3`."""
    with store.connect() as db:
        st.title(f"Chaîne — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.VOTE, sceau.RELEVE, sceau.ORIGINE, *sceau.ARGENT)
        answer = st.container()
        _from_address(db)
        code = _territory(db)
        day = jours.aujourd_hui(db)
        chain = lectures_chaine.chaine_de(db, day, code, publies=not identity.prepare())
        name = str(territoire.territoires(db).at[code, "nom"])
        with answer:
            widgets.reponse(chaine.phrase(chain, name))
        if not chain.liens:
            works = identity.prepare()
            more = ", ou inscrivez une première action" if works else " : la table n'a encore rien retenu ici"
            st.info(
                "Une chaîne commence par un constat ou une priorité, et une action qui y répond (page Plans). "
                f"Choisissez un autre territoire{more}."
            )
            menu.link("plans", "Inscrire une action" if works else "Voir les plans")
            view_registre.afficher(db)
            return
        _focus(chain, _chosen(chain))
        _drawing(chain, name)
        if identity.prepare():
            _links(db, lectures.lire(db, day, code, publies=False), code)
        view_registre.afficher(db)


def _from_address(db: Database) -> None:
    place, wanted = st.query_params.get("territoire", ""), st.query_params.get("objet", "")
    if place in territoire.territoires(db).index:
        session.put(TERRITOIRE, place)
    if wanted:
        code = lectures_adresse.territoire_de(db, wanted)
        if code is not None:
            session.put(TERRITOIRE, code)
        session.put(MAILLON, wanted)
    if place or wanted:
        st.query_params.clear()


def _territory(db: Database) -> str:
    names = distincts(territoire.territoires(db)["nom"].to_dict())
    counts = plans.actions(db)["territoire"].value_counts()
    session.keep(TERRITOIRE)
    if session.get(TERRITOIRE) not in names:
        with_constat = [c.territoire for c in constats.constats(db) if counts.get(c.territoire, 0)]
        served = [code for code in (*with_constat, *counts.index) if code in names]
        session.put(TERRITOIRE, served[0] if served else next(iter(names)))
    return str(
        st.selectbox(
            "Territoire", list(names), key=TERRITOIRE,
            format_func=lambda c: f"{names[c]} ({pluriel(int(counts.get(c, 0)), 'action')})",
        )
    )  # fmt: skip


def _chosen(chain: Chaine) -> str:
    session.keep(MAILLON)
    if session.get(MAILLON) not in chain:
        first = chain.etape("action") or chain.maillons
        session.put(MAILLON, first[0].cle)
    return str(session.get(MAILLON))


def _focus(chain: Chaine, chosen: str) -> None:
    """The chosen object between what leads to it and what follows from it."""
    names = libelles.uniques({one.cle: _label(one) for one in chain.maillons}, chaine.repere)
    up, middle, down = st.columns([1, 1.15, 1])
    with up:
        st.markdown("**:material/arrow_upward: En amont**")
        _neighbours(chain.amont(chosen), names, "amont", "Rien en amont : la chaîne commence ici.")
    with middle:
        st.selectbox("Maillon", list(names), key=MAILLON, format_func=names.__getitem__)
        _card(chain[chosen])
    with down:
        st.markdown("**:material/arrow_downward: En aval**")
        _neighbours(chain.aval(chosen), names, "aval", "Rien en aval pour l'instant.")


def _label(one: Maillon) -> str:
    return f"{ETAPES[one.etape]} — {one.titre}"


def _card(one: Maillon) -> None:
    with st.container(border=True):
        st.markdown(f"**{widgets.markdown_inerte(one.titre)}**")
        st.caption(widgets.markdown_inerte(f"{ETAPES[one.etape]}. {one.precision}."))
        door = next((door for door in one.portes if menu.ouverte(door.page)), None)
        if door is not None and st.button("Ouvrir sa page", key="chaine_ouvrir", icon=":material/arrow_forward:"):
            for key, value in door.choix:
                session.put(key, value)
            st.switch_page(menu.page(door.page))


def _neighbours(maillons: tuple[Maillon, ...], names: dict[str, str], side: str, nothing: str) -> None:
    if not maillons:
        st.caption(nothing)
    for one in maillons:
        st.button(
            widgets.markdown_inerte(names[one.cle]), key=f"chaine_{side}_{one.cle}", on_click=session.put,
            args=(MAILLON, one.cle), width="stretch", wrap=True,
        )  # fmt: skip


def _drawing(chain: Chaine, name: str) -> None:
    st.header("Toute la chaîne")
    counts = f"{pluriel(len(chain.maillons), 'maillon')}, {pluriel(len(chain.liens), 'lien')}"
    words = f"Chaîne {de(name)} : {counts}, du chiffre à la revue."
    with st.container(key="etroit_chaine"):
        st.caption("Le dessin se regarde sur un grand écran ; le tableau dit la même chose.")
    if not widgets.telephone():
        chosen = str(session.get(MAILLON))
        with st.container(key="large_chaine"):
            graphique.afficher(figures_chaine.chaine, chain, chosen, alt=f"{words} Mêmes liens au tableau.", theme=None)
    rows = [
        {
            "Étape": ETAPES[one.etape], "Maillon": one.titre, "État": one.precision,
            "Vers": " ; ".join(n.titre for n in chain.aval(one.cle)) or "—",
            "Depuis": " ; ".join(n.titre for n in chain.amont(one.cle)) or "—",
        }
        for one in chain.maillons
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    lignes.ouvrables(table, "chaine", lambda rank: lignes.choisir(**{MAILLON: chain.maillons[rank].cle}))
    widgets.telecharger(table, f"chaine {name}", ["Registre et plans de la table"], "chaine_table")


def _links(db: Database, plan: lectures.Plan, code: str) -> None:
    """Add a link: a second origin, or the scenario an action comes from; and retain a scenario."""
    if plan.actions.empty:
        return
    titles = {int(str(i)): str(title) for i, title in plan.actions["titre_distinct"].items()}
    with st.expander(
        "Relier une action à un autre constat, à une autre priorité ou à un scénario", key="chaine_relier"
    ):
        left, right = st.columns(2)
        _origin_form(db, left, titles, code)
        _scenario_form(db, right, titles)
    if identity.anime() and len(scenarios.read(db)):
        with st.expander("Enregistrer un scénario retenu par la table", key="chaine_retenu"):
            _retain(db)


def _origin_form(db: Database, place: DeltaGenerator, titles: dict[int, str], code: str) -> None:
    origins = lectures.origines_possibles(db, code)
    with place.form("chaine_origine", border=False):
        action = st.selectbox("Cette action", list(titles), format_func=titles.__getitem__)
        answer = st.selectbox("répond aussi à", list(origins), format_func=origins.__getitem__)
        if st.form_submit_button("Relier"):
            geste(lambda: _relier(db, int(action), choisi(answer, "ce à quoi cette action répond"), code))


def _relier(db: Database, action: int, answer: str, code: str) -> None:
    actor = identity.acteur()
    liens.relier_origine(db, actor, action, gestes.origine(db, actor, answer, code))


def _scenario_form(db: Database, place: DeltaGenerator, titles: dict[int, str]) -> None:
    names = scenarios.read(db)["nom"]
    if names.empty:
        place.caption("Aucun scénario n'est gardé (page Effectifs).")
        return
    with place.form("chaine_scenario", border=False):
        action = st.selectbox("Cette action", list(titles), format_func=titles.__getitem__)
        chosen = st.selectbox("vient du scénario", list(names.index), format_func=names.__getitem__)
        if st.form_submit_button("Relier au scénario"):
            geste(lambda: liens.relier_scenario(db, identity.acteur(), int(action), int(chosen)))


def _retain(db: Database) -> None:
    names = scenarios.read(db)["nom"]
    with st.form(renouvelee("chaine_retenir"), border=False):
        chosen = st.selectbox("Scénario", list(names.index), format_func=names.__getitem__)
        why = st.text_input("Pourquoi la table le retient")
        st.caption("C'est un avis de la table : il entre au registre avec ses lignes et ses résultats figés.")
        if st.form_submit_button("Enregistrer cet avis"):
            geste(lambda: liens.retenir(db, identity.acteur(), int(chosen), why), renouvelle="chaine_retenir")
