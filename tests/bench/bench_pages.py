"""Server time of every page, against a bare Streamlit page on the same machine in the same run.

A page may take twice a bare page plus the time of its own model and readings, timed apart in this process. The
redraws of the map and of « et si ? » have a ceiling of their own.
"""

import os
import tempfile
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from sqlite_utils import Database

from components.accueil import commands as accueil
from components.carences import commands as carences
from components.carences import commands_constat, commands_signaux, model
from components.core.moves import Mouvement
from components.core.people import franchissements, gagnants_perdants, personnes_par_ampleur
from components.donnees import commands as donnees
from components.effectifs import commands as effectifs
from components.effectifs import commands_sources as sources_effectifs
from components.effectifs.model_scenario import BAS, CENTRAL, HAUT, calculer
from components.methode import commands as methode
from components.ui.menu import MENU
from data import indicateurs, store, territoire
from data.acteurs import TERMINAL
from data.parameters import EnVigueur
from tests.bench.measure import Mesure, plafond, timed
from tests.bench.session import Session
from tests.browser.serveur import Serveur, lance

JOUR = date(2026, 11, 22)
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
            _demonstration(server)
            times = {name: _page(server, name) for name in MENU}
            models = _models(server)
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


def _demonstration(server: Serveur) -> None:
    with store.connect(server.fichier) as db:
        carences.demonstration(db, TERMINAL, JOUR)


def _models(server: Serveur) -> dict[str, float]:
    """Milliseconds of each page's own readings and rules, without Streamlit."""
    work: dict[str, Callable[[Database], object]] = {
        "accueil": lambda db: (accueil.point(db, JOUR), _signals(db)),
        "territoires": _signals,
        "effectifs": _projection,
        "donnees": lambda db: (donnees.besoins(db), donnees.phrase(db), donnees.sources(db, JOUR)),
        "carences": _diagnostic,
        "et_si": _what_if,
        "methode": lambda db: (methode.conservation(db, JOUR), methode.logiciels()),
    }
    return {name: timed(partial(_once, server, act), TOURS) for name, act in work.items()}


def _once(server: Serveur, act: Callable[[Database], object]) -> None:
    """On a connection of its own, as a page has."""
    with store.connect(server.fichier) as db:
        act(db)


def _signals(db: Database) -> object:
    found = commands_signaux.tableau(db, "medecin_generaliste", JOUR)
    return found, commands_constat.reserves(db, found)


def _projection(db: Database) -> object:
    rows = effectifs.lignes(db, JOUR)
    effectifs.publiques(db, JOUR)
    teams = sorted({(row.territoire, row.profession) for row in rows if row.profession == "mg"})
    whole = [effectifs.entrees(db, JOUR, 10, jeu, 0, rows, teams) for jeu in (BAS, CENTRAL, HAUT)]
    return [calculer(effectifs.fondre(one, "departement", "mg")) for one in whole], sources_effectifs.ages(db)


def _diagnostic(db: Database) -> object:
    lecture = carences.lire(db, indicateurs.serie(db, "apl_mg"), "commune")
    legende = model.classes_seuils(2.5, 4.0, 1)
    return model.classer(lecture.table, legende), territoire.contours(db, "commune"), territoire.sources(db)


def _what_if(db: Database) -> object:
    serie = indicateurs.serie(db, "apl_mg")
    access = carences.acces(db, EnVigueur.read(db, JOUR))
    place = str(access.habitants.idxmax())
    moves = [Mouvement("depart", place, "essai", age=60, actes=5000)]
    result, people = carences.simuler(db, access, serie, moves, "tous âges", JOUR), access.habitants
    counts = [franchissements(result, people, 2.5, 0.1) for _ in range(2)]
    sizes = [personnes_par_ampleur(result, people), gagnants_perdants(result, people, len(people))]
    return counts, sizes, territoire.contours(db, "commune")
