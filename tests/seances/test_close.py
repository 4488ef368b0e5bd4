"""A closed séance is not rewritten: by no gesture, and not by what members become afterwards."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.seances import lectures
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.migrations import ensembles as migrations
from data.carences import contributions
from data.releves import clotures
from data.seances import seances
from tests.seances.salle import close, ids, membre, preparee

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")


@pytest.mark.parametrize(
    "gesture",
    [
        lambda db, s: seances.ajouter_point(db, TERMINAL, s, "Point forgé", "débat"),
        lambda db, s: seances.traiter(db, TERMINAL, int(seances.points(db, s).index[0]), "à venir"),
        lambda db, s: seances.declarer_interet(db, TERMINAL, s, ids(db)["Usager 1"], "Bus", "y travaille", True),
        lambda db, s: contributions.contribuer(db, TERMINAL, s, "X", "usagers", None, "texte"),
        lambda db, s: seances.pointer(db, TERMINAL, s, {ids(db)["Usager 1"]: ("absent", None)}),
    ],
)
def test_no_gesture_changes_a_closed_seance(salle: Database, gesture: Callable[[Database, int], object]) -> None:
    made = close(salle)
    before = _all(salle)
    with pytest.raises(Refus, match="La séance est close"):
        gesture(salle, made)
    assert _all(salle) == before


def _all(db: Database) -> dict[str, list[dict[str, object]]]:
    return {name: list(db[name].rows) for name in ("points", "presences", "interets", "contributions", "gestes")}


def test_presence_of_a_closed_seance_is_of_that_day_whatever_members_become(salle: Database) -> None:
    made = close(salle)
    before, counted = seances.presences(salle, made).to_csv(), lectures.assemblee(salle, made)
    seances.ajouter_membres(
        salle, TERMINAL,
        [membre("Usager 1", "etat", "Autre", 0), membre("Délégation", "usagers"), membre("Nouvelle", "usagers")],
    )  # fmt: skip
    seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 2"])
    seances.regler_college(salle, TERMINAL, "usagers", "Usagers", False, 10)
    assert seances.presences(salle, made).to_csv() == before
    assert lectures.assemblee(salle, made) == counted
    assert seances.membres(salle).loc[ids(salle)["Usager 1"], "college"] == "etat"


def test_who_left_the_table_before_the_closing_is_not_on_its_sheet(salle: Database) -> None:
    made = preparee(salle)
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 3"])
    counted = lectures.assemblee(salle, made)
    clotures.passer(salle, TERMINAL, made, seances.CLOSE)
    assert lectures.assemblee(salle, made) == counted


def test_points_are_treated_in_an_open_seance_only(salle: Database) -> None:
    made = preparee(salle)
    point = seances.ajouter_point(salle, TERMINAL, made, "Relevé précédent", "sans débat")
    with pytest.raises(Refus, match="Ouvrez d'abord la séance"):
        seances.traiter(salle, TERMINAL, point, "traité")
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    with pytest.raises(Refus, match="état"):
        seances.traiter(salle, TERMINAL, point, "n'importe quoi")
    with pytest.raises(Refus, match="n'existe"):
        seances.traiter(salle, TERMINAL, 999, "traité")
    assert seances.points(salle, made)["etat"].tolist() == ["à venir"]
    seances.traiter(salle, TERMINAL, point, "traité")


def test_presences_of_seances_closed_before_are_frozen_when_the_file_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "ancien.db"
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA foreign_keys = ON")
    old = Database(raw)
    for group in migrations.SETS:
        group.apply(old, stop_before="se003_presences_gelees")
        if group.name == "seances":
            break
    for statement in (
        "INSERT INTO acteurs VALUES ('terminal', 'x', 'facilitateur', '2026-01-01')",
        "INSERT INTO membres VALUES (1, 'Ancienne', 'usagers', 'Asso', 'Remplaçant', 1, 1)",
        "INSERT INTO seances VALUES (1, 'S', '2026-01-01', '', '1/2', 'close', '2026-01-01', 'terminal')",
        "INSERT INTO presences VALUES (1, 1, 'suppléé', NULL)",
    ):
        raw.execute(statement)
    raw.commit()
    old.close()
    with store.connect(file) as db:
        seances.ajouter_membres(db, TERMINAL, [membre("Ancienne", "etat", "", 0)])
        kept = seances.presences(db, 1).loc[1]
        assert kept[["college", "suppleant", "vote", "statut"]].tolist() == ["usagers", "Remplaçant", 1, "suppléé"]


def test_the_page_of_a_closed_seance_has_no_form_of_that_seance(
    salle: Database, connectee: Callable[..., None]
) -> None:
    made = close(salle)
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    labels = set()
    for tab in ("Présences", "Ordre du jour", "Intérêts et retraits", "Contributions", "Cartons", "Membres"):
        page.session_state[f"seances_portee_{made}"] = tab
        page.run()
        assert not page.exception
        labels |= {button.label for button in page.button}
    assert not labels & {
        "Ajouter", "Enregistrer les présences", "Tout le monde est là", "Déclarer", "Ajouter cette contribution",
        "Clore maintenant", "Modifier",
    }  # fmt: skip
    assert "Importer" in labels, "the table of today may still change"
