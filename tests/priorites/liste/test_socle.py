"""A core service never leaves the list, whatever the door: gesture, statement, old file; old versions read as then."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Refus
from data.base import decisions, store
from data.base.acteurs import TERMINAL
from data.base.migrations import ensembles
from data.priorites import propositions, services, versions
from data.reponses import services_rendus
from tests.priorites.liste.table import membre, seance

GARDES = ("services_socle_sans_retrait", "services_socle_sans_delete")


def a_la_main(db: Database, *statements: str) -> None:
    """What an old file holds: rows written when nothing guarded the core services."""
    for guard in GARDES:
        db.conn.execute(f"DROP TRIGGER {guard}")
    for statement in statements:
        db.conn.execute(statement)
    db.conn.commit()


def test_no_gesture_adds_to_the_list_but_an_adopted_proposal(db: Database) -> None:
    with pytest.raises(Refus, match="plus dans la liste"):
        services.amender(db, TERMINAL, "nouveau", "Nouveau", "Un mieux", "", "")
    assert "nouveau" not in services.read(db).index


@pytest.mark.parametrize(
    "lost",
    [
        "UPDATE services SET actif = 0 WHERE id IN {}",
        "DELETE FROM services WHERE id IN {}",
        "INSERT OR REPLACE INTO services SELECT id, nom, pour_le_patient, qui, alternatives, indicateurs, origine, "
        "rang, 0, usagers FROM services WHERE id IN {}",
    ],
)
@pytest.mark.parametrize("cores", [services.SOCLE, services.SOCLE[:1]])
def test_a_file_that_lost_core_services_still_lists_them(db: Database, cores: tuple[str, ...], lost: str) -> None:
    services.fixer(db, TERMINAL)
    wanted = ", ".join(f"'{core}'" for core in cores)
    a_la_main(db, lost.format(f"({wanted})"))
    listed = services.read(db)
    assert listed.index.is_unique and set(services.SOCLE) <= set(listed.index)
    for core in cores:
        with pytest.raises(Refus, match="ne se retire pas"):
            services.retirer(db, TERMINAL, core)
        assert core in services_rendus.echelons(db)
        services.amender(db, TERMINAL, core, f"Dit autrement ({core})", "pour le patient", "", "")
        assert services.read(db).at[core, "nom"] == f"Dit autrement ({core})"
    versions.adopter(db, TERMINAL, "retrouvés")
    assert set(services.SOCLE) <= set(versions.versions(db)[0].services)


def test_a_core_service_lost_comes_back_beside_one_that_took_its_name(db: Database) -> None:
    services.fixer(db, TERMINAL)
    name = str(services.read(db).at["prevention", "nom"])
    a_la_main(db, "DELETE FROM services WHERE id = 'prevention'",
              f"UPDATE services SET nom = '{name}' WHERE id = 'soins_dentaires'")  # fmt: skip
    listed = services.read(db)
    assert listed["nom"].is_unique and listed.at["prevention", "nom"] == f"{name} (socle)"
    services.fixer(db, TERMINAL)
    assert db["services"].count == len(services.read(db))


def test_a_statement_cannot_remove_a_core_service_of_a_file_of_today(db: Database) -> None:
    services.fixer(db, TERMINAL)
    with pytest.raises(sqlite3.IntegrityError, match="socle"):
        db.conn.execute("UPDATE services SET actif = 0 WHERE id = 'prevention'")


def test_a_version_of_before_proposals_reads_as_it_was_adopted(db: Database, tmp_path: Path) -> None:
    """A version adopted when services had no users' words: its mark is still that of the list."""
    versions.adopter(db, TERMINAL, "première liste")
    (content,) = (entry for _, entry in decisions.contenus(db, versions.OBJET))
    assert set(content) == {"version", "motif", "services", "marque"}, "the layout of before, when nothing is new"
    assert all("usagers" not in words for words in content["services"].values())
    _avant(db)
    with store.connect(_reecrit(db, tmp_path)) as again:
        (first,) = versions.versions(again)
        assert versions.en_vigueur(again) == first and first.ajouts == ()
        assert not propositions.propositions(again) and decisions.verify(again).intacte
        ident = propositions.signer_prete(again, TERMINAL, seance(again), membre(again), "aller_vers")
        assert versions.adopter(again, TERMINAL, "la suite", [ident]) == 2


def _avant(db: Database) -> None:
    """Take the file back to before proposals."""
    db.conn.execute("DROP TABLE propositions_services")
    db.conn.execute("ALTER TABLE services DROP COLUMN usagers")
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'sc006_propositions'")
    db.conn.commit()


def _reecrit(db: Database, folder: Path) -> Path:
    file = folder / "avant.db"
    with sqlite3.connect(file) as copy:
        db.conn.backup(copy)
    assert ensembles.SETS
    return file
