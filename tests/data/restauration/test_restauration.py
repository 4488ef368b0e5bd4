"""Going back to a copy: what it lacks is said and asked about, nothing is destroyed, a closed vote stays closed."""

import io
import os
import shutil
import signal
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from components.core.refus import Refus
from components.priorites import gestes
from components.seances import minutes
from components.terminal.commandes import main
from components.terminal.demonstration import vote as demonstration
from data.base import acteurs, decisions, identite, marque, store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.priorites import bulletins, scrutins
from data.releves import clotures
from data.restauration import restauration
from data.seances import seances
from tests import comptes

Slips = list[tuple[str, str]]
BULLETIN = "0123401"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, Slips]:
    """A table whose vote is open, two ballots in it."""
    file = tmp_path_factory.mktemp("retour") / "modele.db"
    with store.nouveau(file) as db:
        creation.creer(db, TERMINAL, "58")
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        for code, _ in slips[:2]:
            bulletins.deposer(db, scrutin, code, BULLETIN)
    return file, scrutin, slips


@pytest.fixture
def table(modele: tuple[Path, int, Slips], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, int, Slips]:
    """(file served, vote, slips), and a backup of it made with the vote open: copie.db."""
    file = tmp_path / "table.db"
    shutil.copy(modele[0], file)
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    store.backup(tmp_path / "copie.db")
    return file, *modele[1:]


def clore(scrutin: int, slips: Slips) -> None:
    """The rest of the meeting: everyone votes, the vote is closed and published, the séance closed."""
    with store.connect() as db:
        for code, _ in slips[2:]:
            bulletins.deposer(db, scrutin, code, BULLETIN)
        gestes.clore(db, TERMINAL, scrutin)
        gestes.publier(db, TERMINAL, scrutin)
        clotures.passer(db, TERMINAL, scrutins.scrutin(db, scrutin)["seance"], seances.CLOSE)


def octets(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def remplace(file: Path) -> Path:
    (found,) = [one for one in file.parent.glob(f"{file.stem}-remplace-*") if one.suffix == file.suffix]
    return found


def test_what_the_copy_lacks_is_named_and_nothing_moves_without_a_yes(
    table: tuple[Path, int, Slips], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, scrutin, slips = table
    clore(scrutin, slips)
    with store.connect() as db:
        comptes.compte(db, nom="Camille Depuis")
    before = file.read_bytes()
    for answer in ("", "non\n", "o\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        assert main(["restore", str(file.with_name("copie.db"))]) == 1
        said = capsys.readouterr()
        for words in (
            "registre n° 1,", "registre n° 2,", "(avis de la table)", "(clôture de séance)", "publié, 24 bulletin(s)",
            "ouvert dans la copie", "relevé de la séance « Séance de démonstration (fictive) », 22/11/2026",
            "Camille Depuis", "geste(s) au journal", "ne sera pas rouvert",
        ):  # fmt: skip
            assert words in said.out, words
        assert "Rien n'a été modifié" in said.err
    assert file.read_bytes() == before
    assert sorted(one.name for one in file.parent.iterdir()) == ["copie.db", "table.db"]


def test_a_vote_closed_since_is_never_reopened_and_the_minutes_say_so(
    table: tuple[Path, int, Slips], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file, scrutin, slips = table
    with store.connect() as db:
        keys = [bytes(row[0]) for row in db.conn.execute("SELECT cle FROM bulletins")]
        slip_marks = [bytes(row[0]) for row in db.conn.execute("SELECT empreinte FROM jetons")]
    clore(scrutin, slips)
    with store.connect() as db:
        after = "\n".join(db.conn.iterdump())
        head = decisions.verify(db).tete
    monkeypatch.setattr("sys.stdin", io.StringIO("oui\n"))
    assert main(["restore", str(file.with_name("copie.db"))]) == 0
    said = capsys.readouterr().out
    assert str(remplace(file)) in said and "Détruisez-la" in said
    with store.connect() as db:
        vote = scrutins.scrutin(db, scrutin)
        assert vote["etat"] == scrutins.ANNULE and not db["bulletins"].count and not db["jetons"].count
        with pytest.raises(Refus):
            bulletins.deposer(db, scrutin, slips[0][0], BULLETIN)
        assert not decisions.holds(db, head) and creation.problems(db) == []
        clotures.passer(db, TERMINAL, vote["seance"], seances.CLOSE)
        printed = str(minutes.contenu(db, vote["seance"]))
        assert "vote annulé, bulletins détruits" in printed and restauration.CLOS_DEPUIS in printed
    assert not [secret for secret in keys + slip_marks if secret in octets(file)]
    with store.connect(remplace(file)) as db:
        assert "\n".join(db.conn.iterdump()) == after, "the file that was replaced is kept whole"
    assert remplace(file).stat().st_mode & 0o777 == 0o600


def test_a_vote_still_open_goes_on_and_the_ballots_the_copy_lacks_are_counted(
    table: tuple[Path, int, Slips], capsys: pytest.CaptureFixture[str]
) -> None:
    file, scrutin, slips = table
    with store.connect() as db:
        for code, _ in slips[1:7]:
            bulletins.deposer(db, scrutin, code, BULLETIN[::-1])
    assert main(["restore", str(file.with_name("copie.db")), "--oui"]) == 0
    said = capsys.readouterr().out
    assert "ouvert, 6 bulletin(s) déposés ou changés depuis" in said and "ne sera pas rouvert" not in said
    assert "un vote est ouvert" in said
    with store.connect() as db:
        assert sum(bulletins.participation(db, scrutin).values()) == 2
        assert bulletins.deposer(db, scrutin, slips[9][0], BULLETIN)


def test_an_account_closed_since_and_a_session_do_not_come_back(
    modele: tuple[Path, int, Slips], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    shutil.copy(modele[0], tmp_path / "table.db")
    with store.connect() as db:
        kept, gone = comptes.compte(db, nom="Reste"), comptes.compte(db, nom="Part")
        token, link = identite.entrer(db, "Reste", comptes.MOT_DE_PASSE), identite.inviter(db, TERMINAL, "analyste")
    store.backup(tmp_path / "copie.db")
    with store.connect() as db:
        identite.fermer_compte(db, TERMINAL, gone.id)
    assert main(["restore", str(tmp_path / "copie.db"), "--oui"]) == 0
    with store.connect() as db:
        assert acteurs.role_de(db, kept) == "facilitateur" and acteurs.role_de(db, gone) == "lecteur"
        assert identite.acteur_de(db, token) is None
        with pytest.raises(Refus):
            identite.invitation(db, link)


def test_the_hand_made_restore_that_is_refused_is_mended_by_the_command(table: tuple[Path, int, Slips]) -> None:
    """Stop (killed), replace the file, restart: the old journal is beside; the command sets both aside."""
    file, _, _ = table
    if not (child := os.fork()):
        with store.connect() as db:
            with store.writing(db):
                acteurs.record(db, TERMINAL, "essai", "dans le journal")
            os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(child, 0)
    shutil.copyfile(file.with_name("copie.db"), file)
    journal = marque.journal(file).read_bytes()
    assert main(["check"]) == 1
    assert main(["restore", str(file.with_name("copie.db")), "--oui"]) == 0
    assert main(["check"]) == 0 and not marque.journal_plein(file)
    (aside,) = file.parent.glob("table-remplace-*-wal")
    assert aside.read_bytes() == journal


@pytest.mark.parametrize("state", ["absent", "abîmé", "vide", "plus récent"])
def test_a_file_that_cannot_be_read_is_set_aside_as_it_is(
    table: tuple[Path, int, Slips], state: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, scrutin, _ = table
    if state == "absent":
        file.unlink()
    elif state == "plus récent":
        with sqlite3.connect(file) as newer:
            newer.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('x', 'y', '')")
        newer.close()
    else:
        file.write_bytes(b"" if state == "vide" else b"n'importe quoi" * 1_000)
    before = file.read_bytes() if file.exists() else None
    assert main(["restore", str(file.with_name("copie.db")), "--oui"]) == 0
    assert "ne se lit pas" in capsys.readouterr().out
    if before is not None:
        assert remplace(file).read_bytes() == before
    with store.connect() as db:
        assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.ANNULE, "nobody knows whether it was closed since"
        assert creation.problems(db) == []


@pytest.mark.parametrize("copy", ["absente", "texte", "autre logiciel", "abîmée", "vide", "elle-même", "dossier"])
def test_a_copy_that_cannot_serve_is_refused_and_nothing_changes(
    table: tuple[Path, int, Slips], copy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, _, _ = table
    bad = file if copy == "elle-même" else file.with_name("mauvaise.db")
    if copy == "texte":
        bad.write_text("bonjour\n" * 2_000)
    elif copy == "vide":
        bad.touch()
    elif copy == "dossier":
        bad.mkdir()
    elif copy == "abîmée":
        whole = file.with_name("copie.db").read_bytes()
        bad.write_bytes(whole[: 4096 * 20] + b"\xff" * 4096 * 30 + whole[4096 * 50 :])
    elif copy == "autre logiciel":
        with sqlite3.connect(bad) as other:
            other.execute("CREATE TABLE t (x)")
        other.close()
    before = file.read_bytes()
    assert main(["restore", str(bad), "--oui"]) == 1
    said = capsys.readouterr()
    assert "Rien n'a été modifié" in said.err and "Traceback" not in said.err
    assert file.read_bytes() == before and not list(file.parent.glob("*-remplace-*"))


def test_someone_who_writes_meanwhile_is_not_overwritten(table: tuple[Path, int, Slips]) -> None:
    file, _, _ = table
    with restauration.preparer(file.with_name("copie.db")) as ready:
        with store.connect() as db, store.writing(db):
            acteurs.record(db, TERMINAL, "essai", "entre-temps")
        with pytest.raises(Refus, match="entre-temps"):
            restauration.poser(ready)
    with store.connect() as db:
        assert db.conn.execute("SELECT objet FROM gestes ORDER BY rang DESC").fetchone()[0] == "entre-temps"


def test_people_go_on_working_and_a_death_right_after_keeps_what_was_put_in_place(
    table: tuple[Path, int, Slips],
) -> None:
    file, _, _ = table
    with store.connect() as served:  # a page is open meanwhile: the journal is not emptied
        with store.writing(served):
            acteurs.record(served, TERMINAL, "essai", "avant le retour")
        served.conn.execute("BEGIN")
        assert served["gestes"].count
        assert main(["restore", str(file.with_name("copie.db")), "--oui"]) == 0
        left, base = marque.journal(file).read_bytes(), file.read_bytes()
        served.conn.rollback()
        assert served.conn.execute("SELECT geste FROM gestes ORDER BY rang DESC").fetchone()[0] == restauration.GESTE
    file.write_bytes(base)
    marque.journal(file).write_bytes(left)  # as a power cut would leave them
    with store.connect() as db:
        assert db.conn.execute("SELECT geste FROM gestes ORDER BY rang DESC").fetchone()[0] == restauration.GESTE


def test_check_names_the_minutes_that_were_changed(
    table: tuple[Path, int, Slips], capsys: pytest.CaptureFixture[str]
) -> None:
    file, scrutin, slips = table
    clore(scrutin, slips)
    assert main(["check"]) == 0
    with sqlite3.connect(file) as raw:
        raw.execute("DROP TRIGGER releves_sans_update")
        raw.execute("UPDATE releves SET contenu = replace(contenu, 'Usager 1', 'Usager 9')")
    raw.close()
    assert main(["check"]) == 1 and "séance n° 1" in capsys.readouterr().err
