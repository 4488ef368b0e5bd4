"""The front door: the Streamlit shell, the light web routes and the middleware, in one ASGI application.

Started by `streamlit run app.py`; one process serves the file named by `CONCERTATION_DB`.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import streamlit as st
from altair.utils import schemapi
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from components.carences.carte.routes import ROUTES as CARTE_DU_DIAGNOSTIC
from components.carences.et_si.routes import ROUTES as CARTE_ET_SI
from components.carences.territoires.view_imprimes import ROUTES as CARENCES
from components.compagnon.routes import ROUTES as COMPAGNON
from components.core.refus import Indisponible, Refus
from components.effectifs.carte.routes import ROUTES as CARTE_DES_EFFECTIFS
from components.methode.routes import ROUTES as METHODE
from components.plans.carte.routes import ROUTES as CARTE_DES_PLANS
from components.priorites.ballot import ROUTES as VOTE
from components.propositions.ecart.routes import ROUTES as CARTE_COMBLER
from components.propositions.implantation.routes import ROUTES as CARTE_OU_OUVRIR
from components.propositions.solidarite.routes import ROUTES as CARTE_DE_SOLIDARITE
from components.region.routes import ROUTES as REGION
from components.reponses.view_imprimes import ROUTES as REPONSES
from components.seances.routes import ROUTES as CARTONS
from components.terminal import mots as terminal_mots
from components.ui.cartes.contours import ROUTES as CONTOURS
from components.ui.errors import inattendue, indisponible, show_problem
from components.ui.porte import journal, reseau, tour
from components.ui.porte.connexions import Bounded
from components.ui.porte.medias import OwnFiles
from components.ui.porte.middleware import FrenchPage, Promptly, SecurityHeaders, WholeWords
from components.ui.porte.origine import OwnOrigin
from components.ui.porte.portes import ROUTES as PORTES
from components.ui.porte.sante import ROUTES as SANTE
from components.ui.porte.televersements import FromAccounts
from data.base import identite, store
from data.base.acteurs import TERMINAL, Acteur
from data.fichier import creation, tables
from data.priorites import scrutins

ROOT = Path(__file__).resolve().parent
ATTENTE = 5.0  # seconds between two tries at a file that does not answer, or that someone was reading
PATIENCE_MS = 100  # of an erasure tried again: while it waits, nobody writes


@asynccontextmanager
async def _lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
    address = reseau.publique() or f"http://localhost:{st.get_option('server.port')}"
    problem = _ready(address, creation.assurer)
    print(f"\n  Concertation est ouverte : {address}", flush=True)
    print(f"  Fichier de la table : {store.path()}", flush=True)
    print("  Pour en faire une copie : python -m data backup FICHIER (jamais le fichier .db seul)\n", flush=True)
    if problem:
        print(f"  {problem}\n", flush=True)
    _settle()
    journal.borner()
    tour.un_a_la_fois()
    tasks = [asyncio.create_task(_until_nothing_is_left())]
    tasks += [asyncio.create_task(_when_it_returns(address))] if problem else []
    with tables.annoncer(int(st.get_option("server.port"))):
        yield {}
    for task in tasks:
        task.cancel()


def _ready(address: str, ensure: Callable[[Acteur], list[str]]) -> str:
    """Make the file ready for its first visitor, and say how it failed: screens and phones say it too meanwhile."""
    try:
        for line in ensure(TERMINAL):
            print(f"  {line}", flush=True)
        with store.connect() as db:
            secret = identite.premier_lien(db)
            scrutins.effacer(db)
    except Refus as refusal:
        return str(refusal)
    except OSError as failure:
        return terminal_mots.systeme(failure)
    if secret:
        print(f"  Premier compte (facilitation), une seule fois : {address}/lien/{secret}", flush=True)
    return ""


async def _when_it_returns(address: str) -> None:
    """Try again what could not be done at the start; a file that is not there is waited for, never made."""
    while await run_in_threadpool(_ready, address, lambda _: []):
        await asyncio.sleep(ATTENTE)
    print(f"  Le fichier de la table répond : {store.path()}", flush=True)


async def _until_nothing_is_left() -> None:
    """Finish erasing closed votes from the disk: whoever was reading at the closing, or a power cut, delayed it."""
    while True:
        await asyncio.sleep(ATTENTE)
        await run_in_threadpool(_erase)


def _erase() -> None:
    with suppress(Refus), store.connect() as db:
        scrutins.effacer(db, patience_ms=PATIENCE_MS)


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


CARTES = [
    *CONTOURS, *CARTE_DU_DIAGNOSTIC, *CARTE_ET_SI, *CARTE_OU_OUVRIR, *CARTE_COMBLER, *CARTE_DE_SOLIDARITE,
    *CARTE_DES_EFFECTIFS, *CARTE_DES_PLANS,
]  # fmt: skip
PORTES_D_ENTREE = (Bounded, Promptly, SecurityHeaders, OwnOrigin, FromAccounts, OwnFiles, FrenchPage, WholeWords)
app = st.App(
    ROOT / "components" / "ui" / "shell.py",
    routes=[*PORTES, *SANTE, *CARTES, *CARENCES, *REPONSES, *VOTE, *CARTONS, *COMPAGNON, *REGION, *METHODE],
    middleware=[Middleware(one) for one in PORTES_D_ENTREE],
    lifespan=_lifespan,
    on_script_error=show_problem,
    exception_handlers={Indisponible: indisponible, Exception: inattendue},
)
reseau.declarer()
