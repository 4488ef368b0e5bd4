"""The menu, in the order of the backbone: one line per page, its title, its icon, its address, who may work there; the
pages in the few groups of the order in which a table thinks."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from components.core.francais import liste
from components.ui import identity, session
from data.base import acteurs, store
from data.base.acteurs import ANIMER, LECTEUR, PREPARER
from data.seances import seances

PAGES = Path(__file__).resolve().parents[2] / "pages"
TOUS: tuple[str, ...] = ()

MENU = {
    "accueil": ("Accueil", ":material/home:", "", TOUS),
    "recherche": ("Chercher", ":material/search:", "chercher", TOUS),
    "carences": ("Diagnostic", ":material/map:", "diagnostic", TOUS),
    "territoires": ("Territoires", ":material/flag:", "territoires", TOUS),
    "et_si": ("Et si ?", ":material/swap_horiz:", "et-si", PREPARER),
    "propositions": ("Propositions", ":material/lightbulb:", "propositions", PREPARER),
    "priorites": ("Priorités", ":material/how_to_vote:", "priorites", TOUS),
    "effectifs": ("Effectifs", ":material/groups:", "effectifs", PREPARER),
    "seances": ("Séances", ":material/event:", "seances", PREPARER),
    "reponses": ("Réponses", ":material/handshake:", "reponses", TOUS),
    "plans": ("Plans", ":material/checklist:", "plans", TOUS),
    "financement": ("Financement", ":material/account_balance:", "financement", PREPARER),
    "chaine": ("Chaîne", ":material/account_tree:", "chaine", TOUS),
    "donnees": ("Données", ":material/database:", "donnees", PREPARER),
    "methode": ("Méthode", ":material/menu_book:", "methode", TOUS),
    "comptes": ("Comptes", ":material/key:", "comptes", ANIMER),
}

GROUPES = {
    "": ("accueil", "recherche"),
    "Diagnostic": ("carences", "territoires"),
    "Scénarios": ("et_si", "propositions", "effectifs"),
    "Séances et votes": ("seances", "priorites"),
    "Réponses et plans": ("reponses", "plans", "financement", "chaine"),
    "Données et méthode": ("donnees", "methode", "comptes"),
}


SALLE = "projection"  # the screen of the room: a page of its own, in no menu


def groupes() -> dict[str, list[StreamlitPage]]:
    """The pages as the menu shows them: the home page, then each group of pages by its name."""
    room = st.Page(PAGES / "salle" / f"{SALLE}.py", title="Écran de la salle", url_path=SALLE, visibility="hidden")
    groups = {group: [page(name) for name in names] for group, names in GROUPES.items()}
    return groups | {"": [*groups[""], room]}


def ouverte(name: str) -> bool:
    """Whether the visitor may open this page."""
    roles = MENU[name][3]
    return not roles or identity.acteur().role in roles


def page(name: str) -> StreamlitPage:
    """The door of `pages/<name>.py`; for a visitor without the role, out of the menu and a word in its place."""
    title, icon, path, _ = MENU[name]
    if ouverte(name):
        return st.Page(PAGES / f"{name}.py", title=title, icon=icon, url_path=path or None, default=not path)
    closed: Callable[[], None] = partial(reserve, name)
    return st.Page(closed, title=title, icon=icon, url_path=path, visibility="hidden")


def reserve(name: str) -> None:
    """What someone without the role sees in place of a working screen."""
    who, published = identity.acteur(), [line[0] for line in MENU.values() if not line[3]]
    there = (
        f". Sans compte, vous lisez ce qui est publié : {liste(published, len(published))}."
        if who == LECTEUR
        else f" ; le vôtre est un {acteurs.compte(who.role)}."
    )
    st.title("Écran de travail")
    st.info(f"Cet écran demande un {acteurs.compte(*MENU[name][3])}{there}")


def aller(name: str, choix: Mapping[str, object] | None = None, **adresse: str) -> None:
    """Go to a page when the visitor may open it, with what it must show (keys of the tab → values)."""
    if not ouverte(name):
        return
    for key, value in (choix or {}).items():
        session.put(key, value)
    st.switch_page(page(name), query_params=adresse or None)


def link(name: str, label: str, **adresse: str) -> None:
    """A link to a page of the menu, when the visitor may open it. `adresse`: what follows « ? » in it."""
    if ouverte(name):
        st.page_link(page(name), label=label, icon=":material/arrow_forward:", query_params=adresse or None)


def retour(ici: StreamlitPage) -> None:
    """Above every other page, for whoever leads: one click back to the séance that is open."""
    if ici.url_path == MENU["seances"][2] or not identity.anime():
        return
    with store.connect() as db:
        opened = (seances.read(db)["etat"] == seances.OUVERTE).any()
    if opened:
        link("seances", "Revenir à la séance")
