"""The map redrawn by the server: time, and what it sends, for 71 and for the département with the most communes.

The sheet (outlines, names) is asked for once by the browser; a redraw only says colours and words. The whole page is
counted too, beyond what a page without anything sends (3 kB: the session, the menu). Its table of every commune comes
again only when what it shows changes (115 kB for 62: names, codes and classes of 887 rows), and a place chosen on the
map sends the list of places again, 19 kB for 62: Streamlit gives a list its value with all its choices. With
`REFERENCE=folder`, also the whole page with the loaded outlines of 71, 58 and 93 built from the files of that folder.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlite_utils import Database

from components.ui.cartes import fond
from components.ui.menu import MENU
from data.base import store
from data.territoire import indicateurs, territoire
from tests.bench.bench_pages import REDESSIN_MS
from tests.bench.outils.measure import Mesure, plafond
from tests.bench.outils.session import CARTE, Session
from tests.browser.outils.serveur import Serveur, lance
from tests.reference import __main__ as reference

TOURS = 15
LIVRES = ("71", "62")
LISTE = "selectbox"  # how Streamlit names a list of choices
REDESSIN_OCTETS, FEUILLE_OCTETS = 10_000, 100_000
CHOIX_OCTETS = 30_000  # with the list of places


def run() -> list[Mesure]:
    """Redraws with the outlines that come with the product, then with loaded ones where a folder holds them."""
    return [mesure for code in LIVRES for mesure in _livres(code)] + charges()


def charges() -> list[Mesure]:
    """One redraw of the map page for each département of the folder, the best of several; nothing without a folder."""
    folder = Path(os.environ.get("REFERENCE", ""))
    if not os.environ.get("REFERENCE") or not folder.is_dir():
        return []
    return [_charge(code, folder) for code in reference.DESSINES]


def _livres(code: str) -> list[Mesure]:
    with tempfile.TemporaryDirectory() as place, lance(Path(place), code) as server:
        with store.connect(server.fichier) as db:
            _acces(db)
            drawn = fond.lire(db)
        assert drawn is not None
        time, page, sent = _redessins(server)
        _, chosen, _ = _redessins(server, (CARTE, LISTE))
    words = f"map redraw of {code} ({len(drawn.communes)} communes)"
    return [
        plafond(f"{words}, server", time, "ms", REDESSIN_MS),
        plafond(f"{words}, sent for the map", sent, "bytes", REDESSIN_OCTETS),
        plafond(f"{words}, sent for the whole page, table included", page, "bytes", REDESSIN_OCTETS),
        plafond(f"{words}, a place chosen on it: with the list of places", chosen, "bytes", CHOIX_OCTETS),
        plafond(f"sheet of {code}, asked for once", len(drawn.octets), "bytes", FEUILLE_OCTETS),
    ]


def _acces(db: Database) -> None:
    """An access by commune that spreads over every class, where none comes with the product."""
    if indicateurs.apl_generalistes(db):
        return
    source = str(territoire.sources(db).index[0])
    serie = replace(indicateurs.population(2023, source), id="apl_mg_2023", indicateur="apl_mg", libelle="APL", sens=1)
    serie = replace(serie, unite="consultations par an et par habitant", decimales=1, agregation="moyenne")
    codes = territoire.communes(db).query("role == 'interieure'").index
    with store.writing(db):
        indicateurs.store(db, serie, [(str(c), rank * 7919 % 61 / 10, "valeur") for rank, c in enumerate(codes)])


def _redessins(server: Serveur, neufs: Sequence[str] = (CARTE,)) -> tuple[float, int, int]:
    """Milliseconds of the best redraw of the whole page, its bytes, those of its map. `neufs`: what each redraw
    changes."""
    session = Session(server.url, MENU["carences"][2], server.session("facilitateur"), neufs)
    try:
        session.run()
        time = min(session.run() for _ in range(TOURS))
        return time, session.octets, session.carte
    finally:
        session.close()


def _charge(code: str, folder: Path) -> Mesure:
    with tempfile.TemporaryDirectory() as place, lance(Path(place), code) as server:
        _load(server, code, folder)
        time, *_ = _redessins(server)
    return plafond(f"map redraw with the full outlines of {code}, server", time, "ms", REDESSIN_MS)


def _load(server: Serveur, code: str, folder: Path) -> None:
    with store.connect(server.fichier) as db:
        reference.charger(db, code, folder)
