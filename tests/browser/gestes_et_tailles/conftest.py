"""A table at work: the whole demonstration, its votes and its plans, and two hypotheses."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlite_utils import Database

from components.carences.indicateurs import gestes, lectures
from components.core.acces.assemblage import TOUS_AGES
from components.core.acces.moves import Mouvement
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.carences import variantes
from data.territoire import indicateurs
from tests.browser.outils.serveur import Serveur, lance, run_data

HYPOTHESES = ("Un départ à Cluny", "Une arrivée à Tournus, après le départ de Cluny")


@pytest.fixture(scope="package")
def au_travail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    with lance(tmp_path_factory.mktemp("au-travail")) as running:
        run_data(running.fichier, "demo", "--step", "plan")
        with store.connect(running.fichier) as db:
            _hypotheses(db, date.today())
        yield running


def _hypotheses(db: Database, jour: date) -> None:
    access, series = lectures.acces(db, EnVigueur.read(db, jour)), indicateurs.serie(db, "apl_mg")
    codes = {name: code for code, name in access.noms.items()}
    moves = [
        Mouvement("depart", codes["Cluny"], "Un médecin part à Cluny", age=64, actes=5_000),
        Mouvement("arrivee", codes["Tournus"], "Un médecin arrive à Tournus", etp=1.0),
    ]
    for rank, name in enumerate(HYPOTHESES, start=1):
        stack = variantes.creer(db, TERMINAL, name, "")
        for move in moves[:rank]:
            gestes.ajouter(db, TERMINAL, stack, move, access, series, TOUS_AGES, jour)
