"""Days and instants at the edge: what belongs to minutes, the very day and the very second included or not."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from components.plans.actions import gestes
from components.seances import minutes_suites
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import contestations
from data.plans import plans
from data.releves import releves
from data.seances import seances
from data.territoire import territoire
from tests import fichiers
from tests.seances.salle import preparee

JOUR = date(2026, 11, 22)
VEILLE, LENDEMAIN = JOUR - timedelta(days=1), JOUR + timedelta(days=1)
ACTION = dict.fromkeys(releves.ACTION, "x") | {"titre": "Maison de santé", "pilote": "CPTS", "statut": "retenue"}
RIEN: dict[str, Any] = {"lignes": [], "revues": [], "jalons": [], "constats": [], "contours": {}}


def _action(ident: int, **fields: Any) -> dict[str, Any]:
    return ACTION | {"id": ident, "lieu": "Ici", "territoire": "A", "fin": "2027-01-01"} | fields


def _suites(**faits: Any) -> list[list[str]]:
    return minutes_suites.contenu(RIEN | {"actions": [_action(1)]} | faits, JOUR)["suites"]


def test_what_follows_a_seance_starts_that_very_day_and_comes_in_the_order_of_days() -> None:
    days = [LENDEMAIN, JOUR, VEILLE, date(2027, 10, 1), date(2027, 2, 1)]
    said = _suites(
        jalons=[[day.isoformat(), f"Jalon du {day:%d/%m}", 1] for day in days],
        constats=[[day.isoformat(), "Constat de Marcigny"] for day in days],
    )
    wanted = sorted(day for day in days if day != VEILLE)
    late, *dated = said
    assert late[0] == "dès que possible" and "Marcigny" in " ".join(late), "its review was due the day before"
    assert [row[0] for row in dated] == [f"{day:%d/%m/%Y}" for day in wanted for _ in range(2)]
    assert {row[3] for row in said if row[1] == "Revue du constat"} == {"La table"}


@pytest.mark.parametrize(("statut", "shown"), [("retenue", 1), ("financee", 1), ("proposee", 0), ("abandonnee", 0)])
def test_only_what_the_table_holds_to_follows(statut: str, shown: int) -> None:
    action = _action(1, statut=statut)
    assert len(_suites(actions=[action], jalons=[[JOUR.isoformat(), "Jalon", 1]])) == shown


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        yield db


def _faits(db: Database, apres: int = 0, jusque: int = 10**6) -> dict[str, Any]:
    made = int(seances.read(db).index[0]) if len(seances.read(db)) else preparee(db, jour=JOUR)
    return releves.faits(db, made, (apres, jusque))


def _rang(db: Database) -> int:
    return int(db.conn.execute("SELECT max(rang) FROM gestes").fetchone()[0])


@pytest.mark.parametrize(("prevu", "ahead"), [(VEILLE, False), (JOUR, True), (LENDEMAIN, True)])
def test_a_milestone_of_the_very_day_is_ahead_until_it_is_reached(table: Database, prevu: date, ahead: bool) -> None:
    fields = {
        "titre": "Consultations avancées", "description": "", "operateur": "CPTS", "statut_operateur": "prive",
        "mode": "support", "reversible": 1, "pilote": "La présidente", "partenaires": "", "secteur": "liberal",
        "debut": "2026-01-01", "fin": "2027-12-31", "etp": None, "effet_genre": "", "effet_commune": None,
        "effet_quantite": None,
    }  # fmt: skip
    place = str(territoire.territoires(table).index[0])
    origin = plans.ajouter_priorite(table, TERMINAL, "Consulter près de chez soi", "sans débat")
    ident = gestes.inscrire(table, TERMINAL, place, origin, fields, "consultations_avancees")
    for mark in plans.milestones(table)["id"]:
        plans.atteindre_jalon(table, TERMINAL, int(mark), "2026-02-01", None)
    plans.ajouter_jalon(table, TERMINAL, ident, "Ouverture", prevu.isoformat())
    assert bool(_faits(table)["jalons"]) == ahead
    for mark in plans.milestones(table).query("intitule == 'Ouverture'")["id"]:
        plans.atteindre_jalon(table, TERMINAL, int(mark), "2026-02-01", None)
    assert _faits(table)["jalons"] == []


# Ranks of the journal around the gesture: the closing before it (excluded), the closing that follows (included).
FENETRES = [((-2, -1), False), ((0, 1), False), ((-1, 0), True), ((-1, 5), True), ((1, 5), False)]


@pytest.mark.parametrize(("fenetre", "shown"), FENETRES)
def test_a_dispute_belongs_to_the_closing_that_follows_it(
    table: Database, fenetre: tuple[int, int], shown: bool
) -> None:
    place = str(territoire.territoires(table).index[0])
    contestations.contester(table, TERMINAL, place, "mg", "acces_moyen", {"valeur": 3}, "Usagers", "faux", "vérifier")
    raised = _rang(table)
    assert bool(_faits(table, raised + fenetre[0], raised + fenetre[1])["contestations"]) == shown


@pytest.mark.parametrize(("fenetre", "shown"), FENETRES)
def test_a_settled_dispute_is_told_by_the_closing_that_follows(
    table: Database, fenetre: tuple[int, int], shown: bool
) -> None:
    place = str(territoire.territoires(table).index[0])
    ident = contestations.contester(
        table, TERMINAL, place, "mg", "acces_moyen", {"valeur": 3}, "Usagers", "faux", "vérifier"
    )
    for k in range(5):  # the dispute itself stays out of the window
        plans.ajouter_priorite(table, TERMINAL, f"Priorité {k}", "sans débat")
    contestations.regler(table, TERMINAL, ident, "chiffre confirmé", "La Cpam confirme.")
    settled = _rang(table)
    assert bool(_faits(table, settled + fenetre[0], settled + fenetre[1])["contestations"]) == shown
