"""The front door: the Streamlit shell, the light web routes and the middleware, in one ASGI application.

Started by `streamlit run app.py`; one process serves the file named by `CONCERTATION_DB`.
"""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import streamlit as st
from altair.utils import schemapi
from starlette.middleware import Middleware

from components.carences.territoires.view_imprimes import ROUTES as CARENCES
from components.priorites.ballot import ROUTES as VOTE
from components.seances.routes import ROUTES as CARTONS
from components.ui.errors import show_problem
from components.ui.porte.middleware import FrenchPage, Promptly, SecurityHeaders
from components.ui.porte.portes import ROUTES as PORTES
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.priorites import scrutins

ROOT = Path(__file__).resolve().parent


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    for line in creation.assurer(TERMINAL):
        print(f"  {line}", flush=True)
    address = f"http://localhost:{st.get_option('server.port')}"
    print(f"\n  Concertation est ouverte : {address}", flush=True)
    print(f"  Fichier de la table : {store.path()}", flush=True)
    with store.connect() as db:
        secret = identite.premier_lien(db)
        scrutins.effacer(db)
    if secret:
        print(f"  Premier compte (facilitation), une seule fois : {address}/lien/{secret}", flush=True)
    print(flush=True)
    _settle()
    yield {}


def _settle() -> None:
    """Import every screen now rather than in front of its first visitor, and take what was imported out of collection.

    Streamlit collects garbage after each drawing of each visitor: walking through the modules again, every time,
    held the whole server for a tenth of a second, ballots included.
    """
    for module in walk_packages([str(ROOT / "components")], "components."):
        if module.name.rpartition(".")[2].startswith("view"):
            import_module(module.name)
    schemapi.disable_debug_mode()  # a chart is still checked, once whole rather than at every step of its making
    gc.collect()
    gc.freeze()


app = st.App(
    ROOT / "components" / "ui" / "shell.py",
    routes=[*PORTES, *CARENCES, *VOTE, *CARTONS],
    middleware=[Middleware(Promptly), Middleware(SecurityHeaders), Middleware(FrenchPage)],
    lifespan=_lifespan,
    on_script_error=show_problem,
)
