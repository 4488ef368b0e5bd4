"""Server time of every page, against a bare Streamlit page on the same machine in the same run.

The file is a whole demonstration: séances, votes, constats, plans, an envelope. A page may take twice a bare page plus
the time of its own model and readings (`lectures.py`), timed apart in this process. The redraws of the map and of « et
si ? » have a ceiling of their own. A bare page waits forty milliseconds for the network's acknowledgements, which
`components.ui.middleware.Promptly` spares ours.
"""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from components.ui.menu import MENU
from data.base import souvenir, store
from tests.bench.outils.lectures import LECTURES
from tests.bench.outils.measure import Mesure, plafond, timed
from tests.bench.outils.session import Session
from tests.browser.outils.serveur import Serveur, lance

TOURS, FOIS, REDESSIN_MS = 15, 2.0, 300.0
NU = 'import streamlit as st\nst.set_page_config(layout="wide")\nst.title("Page nue")\nst.write("Rien.")\n'


def run() -> list[Mesure]:
    """Every page of the menu, then the two redraws."""
    with tempfile.TemporaryDirectory() as place:
        bare = _bare(Path(place))
        folder = Path(place, "table")
        folder.mkdir()
        with lance(folder) as server:
            os.environ["CONCERTATION_DB"] = str(server.fichier)
            server.data("demo", "--step", "plan")
            times = {name: _page(server, name) for name in MENU}
            models = {name: _own(server, act) for name, act in LECTURES.items()}
    pages = [_line(name, times[name], bare, models.get(name, 0.0)) for name in MENU]
    return [
        *pages,
        plafond("map redraw, server", times["carences"], "ms", REDESSIN_MS),
        plafond("what-if redraw, server", times["et_si"], "ms", REDESSIN_MS),
    ]


def _line(name: str, value: float, bare: float, own: float) -> Mesure:
    most = FOIS * bare + own
    words = f"page {name}, ratio to the bare page ({own:.1f} ms of its own model)"
    return Mesure(words, value, "ms", bare, value / bare, f"<= {FOIS:g}x bare + model = {most:.1f} ms", value <= most)


def _bare(folder: Path) -> float:
    script = folder / "nue.py"
    script.write_text(NU)
    with lance(folder, None, str(script)) as server:
        return _best(Session(server.url))


def _page(server: Serveur, name: str) -> float:
    return _best(Session(server.url, MENU[name][2], server.session("facilitateur")))


def _best(session: Session) -> float:
    try:
        session.run()
        return min(session.run() for _ in range(TOURS))
    finally:
        session.close()


def _own(server: Serveur, act: Callable[[Database], object]) -> float:
    """Milliseconds of a page's own readings and rules, made anew on a connection of its own, as the first page does."""

    def once() -> None:
        souvenir.oublier()
        with store.connect(server.fichier) as db:
            act(db)

    return timed(once, TOURS)
