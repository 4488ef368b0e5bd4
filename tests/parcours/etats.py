"""The states of a file that the walk visits, each made once through the product's own gestures."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from components.priorites import gestes
from components.priorites import lectures as votes
from components.priorites.regles.vote import Option
from components.terminal.demonstration import plans as plans_demonstration
from components.terminal.demonstration import suite as terminal_plan
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import contributions, variantes
from data.effectifs import scenarios
from data.fichier import creation
from data.plans import plans
from data.priorites import services
from data.reponses import mandats, services_rendus
from data.reponses.mandats import Mandat
from data.seances import seances
from data.structures import catalogue, structures
from data.territoire import territoire
from tests import comptes

ROLES = ("facilitateur", "analyste", "lecteur")
JOUR = date.today()
RESTE = {"organisation": "", "suppleant": "", "vote": 1}
COLLEGES = {"professionnels": 5, "usagers": 3, "collectivites": 2}


@dataclass(frozen=True)
class Etat:
    """A file in a known state, and the session of each role in it (None: a reader signs nothing)."""

    nom: str
    fichier: Path
    sessions: dict[str, str | None]

    def copier(self, cible: Path) -> None:
        """Put a fresh copy where the walk works."""
        for rest in (f"{cible}-wal", f"{cible}-shm"):
            Path(rest).unlink(missing_ok=True)
        shutil.copy(self.fichier, cible)


@cache
def _neuf() -> bytes:
    """A fresh département."""
    return _ecrire(b"", lambda db: creation.creer(db, TERMINAL, "71"))


@cache
def _ouvert() -> tuple[bytes, int, list[demonstration.Code]]:
    """The demonstration with its vote open, after a past séance; the vote and its slips."""
    opened: list[tuple[int, list[demonstration.Code]]] = []

    def faire(db: Database) -> None:
        opened.append(demonstration.ouvrir(db, TERMINAL, 24, JOUR))
        terminal_plan.passee(db, JOUR, True)

    return _ecrire(_neuf(), faire), *opened[0]


def _ecrire(depart: bytes, faire: Callable[[Database], object]) -> bytes:
    """A file begun as another, as a gesture leaves it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table.db"
        if depart:
            file.write_bytes(depart)
        with store.connect(file) as db:
            faire(db)
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return file.read_bytes()


def _vide(db: Database) -> None:
    """Nothing but the département."""


def _un(db: Database) -> None:
    """One of each: a prepared séance with its members, a vote being prepared, an action, a scenario, a contribution."""
    rows = [{"nom": f"{college} {k}", "college": college} | RESTE for college, n in COLLEGES.items() for k in range(n)]
    seances.ajouter_membres(db, TERMINAL, rows)
    seance = seances.creer(db, TERMINAL, "Table", JOUR, "", Fraction(1, 2))
    seances.ajouter_point(db, TERMINAL, seance, "Un point", "débat")
    options = [Option(str(key), str(row.nom)) for key, row in services.read(db).head(3).iterrows()]
    declared = votes.definir(db, seance, "Quoi ?", "jugement", options, votes.poids_egaux(db), JOUR)
    gestes.declarer(db, TERMINAL, seance, declared)
    contributions.contribuer(db, TERMINAL, seance, "Une usagère", "usagers", None, "Un mot")
    origin = plans.ajouter_priorite(db, TERMINAL, "Consulter près de chez soi", "Sans débat")
    code = str(territoire.territoires(db).index[0])
    plans_demonstration.inscrire(db, TERMINAL, code, origin, "consultations_avancees", 2.0, JOUR)
    _noter(db, code, {"type": "cpts", "nom": "Une CPTS", "telephone": "03 85 00 00 00"})
    scenarios.creer(db, TERMINAL, "Un scénario", "")
    variantes.creer(db, TERMINAL, "Une hypothèse", "")


def _noter(db: Database, code: str, structure: dict[str, str]) -> None:
    """A structure of a territory, with a stage, and a service that it does not render."""
    ident = structures.noter(db, TERMINAL, code, structure)
    structures.franchir(db, TERMINAL, ident, catalogue.etapes(structure["type"])[0], JOUR.isoformat())
    cell = {"etat": services_rendus.NON_RENDU, "promesse": "dans les 48 h"}
    said = services_rendus.CelluleSaisie("soins_non_programmes", 0, cell, frozenset({ident}))
    services_rendus.ecrire(db, TERMINAL, code, [said])


def _plusieurs(db: Database) -> None:
    """The vote open, plans with several actions, one under mandate, structures in several places, a second séance being
    prepared, with two points of the same title."""
    plans_demonstration.demonstration(db, TERMINAL, JOUR)
    for k, code in enumerate(territoire.territoires(db).index[:3]):
        _noter(db, str(code), {"type": ("cpts", "msp", "dac")[k], "nom": f"Structure {k}"})
    _mandater(db)
    following = seances.creer(db, TERMINAL, "La suivante", JOUR + timedelta(days=90), "", Fraction(1, 2))
    for _ in range(2):  # two of the same name
        seances.ajouter_point(db, TERMINAL, following, "Un point", "débat")


def _mandater(db: Database) -> None:
    """Give the operator of an action a mandate."""
    aims = [("Trouver un médecin traitant", "300 patients"), ("Ouvrir le samedi", "2 par mois")]
    end = (JOUR + timedelta(days=365)).isoformat()
    given = Mandat("support", aims, JOUR.isoformat(), end, "Deux installations.", "ARS")
    mandats.donner(db, TERMINAL, int(plans.actions(db).index[-1]), given)


def _clos(db: Database) -> None:
    """The whole chain, every séance closed."""
    _, scrutin, slips = _ouvert()
    demonstration.clore(db, TERMINAL, scrutin, slips)
    terminal_plan.suite(db, scrutin, slips, JOUR)


DU_VOTE = ("plusieurs", "clos")  # states that begin with the demonstration
FABRIQUES: dict[str, Callable[[Database], None]] = {"vide": _vide, "un": _un, "plusieurs": _plusieurs, "clos": _clos}


def fabriquer(dossier: Path, noms: Iterable[str] = FABRIQUES) -> list[Etat]:
    """Make the states asked for, each in a file of its own, from one fresh département or one open vote; one that the
    folder has already is taken as it is."""
    return [_fabriquer(dossier / f"{nom}.db", nom) for nom in noms]


def _fabriquer(fichier: Path, nom: str) -> Etat:
    aside = fichier.with_suffix(".json")
    if aside.exists():  # written last: the state is whole
        return Etat(nom, fichier, json.loads(aside.read_text()))
    fichier.write_bytes(_ouvert()[0] if nom in DU_VOTE else _neuf())
    with store.connect(fichier) as db:
        FABRIQUES[nom](db)
        tokens = {role: comptes.session(db, role, f"{role} {nom}") for role in ROLES[:2]}
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sessions = tokens | {"lecteur": None}
    aside.write_text(json.dumps(sessions))
    return Etat(nom, fichier, sessions)
