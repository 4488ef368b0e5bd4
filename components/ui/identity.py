"""Who is in front of the screen: the session of the browser's cookie, else a reader.

What a screen hides is courtesy; what a gesture refuses is the law (`data.base.acteurs.exiger`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape

import streamlit as st
from starlette.requests import Request
from streamlit import runtime

from data.base import acteurs, identite, store
from data.base.acteurs import LECTEUR, Acteur

_DESSIN: ContextVar[tuple[str | None, Acteur] | None] = ContextVar("dessin", default=None)


def acteur() -> Acteur:
    """The actor of this browser, read from the store (once while a page is drawn): a closed account is a reader."""
    token, cached = jeton(), _DESSIN.get()
    return cached[1] if cached and cached[0] == token else du_jeton(token)


@contextmanager
def le_temps_du_dessin() -> Iterator[None]:
    """Read who is there once for the whole drawing of a page: the menu alone asks once per entry."""
    token = jeton()
    mark = _DESSIN.set((token, du_jeton(token)))
    try:
        yield
    finally:
        _DESSIN.reset(mark)


def de_la_requete(request: Request) -> Acteur:
    """The actor of a plain web request."""
    return du_jeton(request.cookies.get(identite.cookie()))


def de_la_session(session: str) -> Acteur:
    """The actor of an open screen, by the number Streamlit gives it; also before anything is drawn."""
    client = runtime.get_instance().get_client(session)
    context = client.client_context if client else None
    return du_jeton(context.cookies.get(identite.cookie())) if context else LECTEUR


def anime() -> bool:
    """Whether this browser is the facilitator's."""
    return acteur().role in acteurs.ANIMER


def prepare() -> bool:
    """Whether this browser is a facilitator's or an analyst's."""
    return acteur().role in acteurs.PREPARER


def pied() -> None:
    """The last line of every page: who you are here, and the door in or out."""
    who = acteur()
    if who == LECTEUR:
        line = (
            'Vous lisez sans compte : <a href="/table" target="_self">ma commune, séances, relevés, membres</a>. '
            '<a href="/entrer" target="_self">Entrer</a> pour préparer ou animer.'
        )
    else:
        line = f'{escape(who.nom)}, {acteurs.compte(who.role)}. <a href="/sortir" target="_self">Sortir</a>'
    st.html(f'<p class="pied">{line} <a href="/accessibilite" target="_self">Accessibilité : non conforme</a></p>')


def jeton() -> str | None:
    """The session token of this browser's cookie, good or not; None without one."""
    return st.context.cookies.get(identite.cookie())


def du_jeton(token: str | None) -> Acteur:
    """The actor of a session token now, read from the store."""
    if not token:
        return LECTEUR
    with store.connect() as db:
        return identite.acteur_de(db, token) or LECTEUR
