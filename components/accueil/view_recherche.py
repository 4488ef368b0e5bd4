"""One place to find a commune, a territory, an action, a service or a decision, and to open it."""

import streamlit as st

from components.accueil import lectures_recherche, recherche
from components.accueil.recherche import Trouvaille
from components.core.francais import pluriel
from components.ui import identity, menu, sceau, session, widgets
from data.base import store
from data.territoire import territoire

TAPE = "accueil_recherche"
AU_PLUS = 12  # shown, of a kind


def render() -> None:
    """Draw the page: the words, then what bears them, by kind."""
    with store.connect() as db:
        st.title(f"Chercher — {territoire.setting(db, 'nom')}")
        sceau.dire(db, sceau.SERVICE)
        session.keep(TAPE)
        typed = st.text_input(
            "Commune, territoire, action, service ou décision", key=TAPE,
            placeholder="Les premières lettres suffisent", max_chars=80,
        )  # fmt: skip
        trouvailles = lectures_recherche.connues(db, publies=not identity.prepare())
    by_kind = recherche.chercher([one for one in trouvailles if menu.ouverte(one.page)], typed)
    widgets.reponse(_answer(typed, by_kind))
    for kind, rows in by_kind.items():
        st.header(kind if len(rows) == 1 else f"{kind}s")
        with st.container(gap=None):
            for rank, one in enumerate(rows[:AU_PLUS]):
                _row(f"accueil_trouve_{kind}_{rank}", one)
        if len(rows) > AU_PLUS:
            st.caption(f"Les {AU_PLUS} premiers sur {len(rows)} : tapez un mot de plus.")


def _answer(typed: str, by_kind: dict[str, list[Trouvaille]]) -> str:
    if not recherche.mots(typed):
        return "Tapez un nom : ce qui le porte s'ouvre d'un geste."
    if not by_kind:
        return f"Rien ne porte « {typed.strip()} » dans ce fichier. Essayez moins de lettres, ou un seul mot."
    count = sum(len(rows) for rows in by_kind.values())
    return f"{pluriel(count, 'résultat')} pour « {typed.strip()} »."


def _row(key: str, one: Trouvaille) -> None:
    label = widgets.markdown_inerte(f"{one.nom} — {one.precision}")
    if st.button(label, key=key, icon=":material/arrow_forward:", type="tertiary"):
        for name, value in one.choix:
            session.put(name, value)
        st.switch_page(menu.page(one.page), query_params=dict(one.adresse))
