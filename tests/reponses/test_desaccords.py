"""Several colleges may disagree with what is noted of a service: kept, said everywhere, and none of before is lost."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.reponses import lectures_services as lectures
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.migrations import ensembles
from data.reponses import lignes_services, services_rendus
from data.reponses.services_rendus import CelluleSaisie
from data.seances import membres
from data.territoire import territoire

SERVICE, AVANT = "soins_non_programmes", "r006_colleges_en_desaccord"
USAGERS, ELUS = "Usagers et associations d'usagers", "Collectivités territoriales et groupements"


def noter(db: Database, code: str, version: int, *colleges: str, mots: str = "") -> None:
    """Note that a service is rendered, against these colleges."""
    fields = {"etat": "rendu", "desaccord": mots}
    services_rendus.ecrire(
        db, TERMINAL, code, [CelluleSaisie(SERVICE, version, fields, frozenset(), frozenset(colleges))]
    )


@pytest.fixture
def code(db: Database) -> str:
    return str(territoire.territoires(db).index[0])


def dites(db: Database, code: str) -> tuple[str, str, str]:
    """The dissent as the grid, the reading by service and the prints say it."""
    read = lectures.grille(db, [code], publies=False)
    detail = lectures.detail(db, read, read.cellules[read.cellules["service"] == SERVICE])
    (line,) = lignes_services.lignes(db, (code,), publies=False)
    return lectures.croisee(read, [SERVICE]).iloc[0, 1], detail["Désaccord"].iloc[0], line.cellules[1]


def test_several_colleges_disagree_and_every_reading_names_them(db: Database, code: str) -> None:
    noter(db, code, 0, "usagers", "collectivites", mots="pas le samedi")
    both = f"{ELUS}, {USAGERS} : pas le samedi"
    assert dites(db, code) == ("✔ rendu ≠ désaccord", both, f"rendu (désaccord : {both})")
    membres.regler_college(db, TERMINAL, "collectivites", "Les élus", usagers=False, sieges=7)
    noter(db, code, 1, "collectivites")
    assert dites(db, code) == ("✔ rendu ≠ désaccord", "Les élus", "rendu (désaccord : Les élus)")
    noter(db, code, 2)
    assert dites(db, code) == ("✔ rendu", "—", "rendu")
    told = [one.get("colleges") for one in services_rendus.journal(db, code, SERVICE)["detail"]]
    assert told == [[["collectivites"], []], [["collectivites", "usagers"], ["collectivites"]],
                    [[], ["collectivites", "usagers"]]]  # fmt: skip


def test_a_dissent_is_that_of_colleges_of_the_table(db: Database, code: str) -> None:
    for colleges, words, why in (
        (["voisins"], "", "collège choisi"),
        (["usagers", "voisins"], "non", "collège choisi"),
        ([], "non", "dites lequel"),
    ):
        with pytest.raises(Refus, match=why):
            noter(db, code, 0, *colleges, mots=words)
    assert not db["services_rendus"].count and not db["services_desaccords"].count


def test_a_college_that_closed_keeps_its_dissent_on_screen(
    db: Database, code: str, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    noter(db, code, 0, "usagers", "etat")
    membres.fermer_college(db, TERMINAL, "etat")
    choices = {"reponses_lecture": "Par territoire", "reponses_territoire": code, "reponses_histoire": SERVICE}
    test = page(reponses_section="Services", **choices)
    (told,) = (str(frame.value.to_dict()) for frame in test.dataframe if "Quoi" in frame.value)
    assert "Collèges en désaccord : « — » devient « État et organismes de sécurité sociale, Usagers" in told
    assert not test.error


LUS = [  # the college of before, its words; the codes and the words of today
    ("", "", [], ""), ("Usagers et associations d'usagers", "non", ["usagers"], "non"),
    ("Les élus", "", ["collectivites"], ""), ("Les maires", "trop loin", ["collectivites"], "trop loin"),
    ("Les voisins", "", [], "Les voisins"), ("Les voisins", "trop loin", [], "Les voisins : trop loin"),
]  # fmt: skip


def test_the_one_college_of_before_stays_whatever_it_is_called_now(tmp_path: Path) -> None:
    file = tmp_path / "t.db"
    with closing(sqlite3.connect(file)) as base:
        for group in ensembles.SETS:
            group.apply(Database(base), stop_before=AVANT if group.name == "reponses" else None)
        base.execute("INSERT INTO acteurs VALUES ('a', 'Camille', 'facilitateur', '2026-01-01T00:00:00+00:00')")
        base.execute("INSERT INTO concertation VALUES ('maille', 'epci')")
        base.execute("INSERT INTO services VALUES ('s', 'S', '', '', '', '', '', 1, 1, '')")
        base.execute(
            "INSERT INTO gestes (le, acteur, geste, objet, detail) "
            "VALUES ('', 'a', 'régler un collège', 'collectivites', '{\"nom\": \"Les maires\"}')"
        )
        base.execute("UPDATE colleges SET nom = 'Les élus' WHERE code = 'collectivites'")
        for rank, (college, words, *_) in enumerate(LUS):
            base.execute(
                "INSERT INTO services_rendus (maille, territoire, service, etat, college, desaccord, version, acteur, "
                "le) VALUES ('epci', ?, 's', 'rendu', ?, ?, 3, 'a', 'hier')",
                (str(rank), college, words),
            )
        base.commit()
    with store.connect(file) as db:
        for rank, (*_, codes, words) in enumerate(LUS):
            row = next(db.query("SELECT * FROM services_rendus WHERE territoire = ?", [str(rank)]))
            links = db.conn.execute("SELECT college FROM services_desaccords WHERE cellule = ?", (row["id"],))
            assert ([one for (one,) in links], row["desaccord"]) == (codes, words), rank
            assert (row["version"], row["le"], row["etat"]) == (3, "hier", "rendu") and "college" not in row
