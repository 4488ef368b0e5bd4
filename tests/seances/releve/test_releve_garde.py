"""The minutes of a closed séance print what was kept at its closing, whatever happens later."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlite_utils import Database

from components.core.refus import Refus
from components.plans.actions import gestes
from components.seances import minutes
from components.terminal.commandes import main
from components.terminal.demonstration import plans as plans_demonstration
from components.ui.sorties import documents
from data.base import decisions, formules, parameters, store
from data.base.acteurs import TERMINAL
from data.plans import financements, plans
from data.releves import clotures, concordance, releves
from data.seances import seances
from data.territoire import territoire
from tests import fichiers
from tests.seances.salle import MEMBRES, ids, membre, preparee


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("releve") / "modele.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
        plans_demonstration.demonstration(db, TERMINAL, date.today())
        seances.ajouter_membres(db, TERMINAL, [membre(*line) for line in MEMBRES])
    return file


@pytest.fixture
def db(modele: Path, tmp_path: Path) -> Iterator[Database]:
    with store.connect(modele) as source, Database(str(tmp_path / "table.db")) as copy:
        source.conn.backup(copy.conn)
    with store.connect(tmp_path / "table.db") as opened:
        yield opened


def _close(db: Database) -> int:
    made = preparee(db)
    seances.ajouter_point(db, TERMINAL, made, "Seul point", "débat")
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    return made


def _live_on(db: Database) -> None:
    """What may happen in the months after a séance."""
    ident = int(plans.actions(db).index[0])
    row = plans.action(db, ident)
    gestes.modifier(db, TERMINAL, ident, row["version"], {"titre": "Titre changé depuis", "pilote": "Autre pilote"})
    line = {"financeur": "Financeur tardif", "prevu": 999_900, "engage": 0, "depense": 0, "nature": "avis",
            "autorite": "", "numero": "", "date_acte": None}  # fmt: skip
    financements.ajouter_ligne(db, TERMINAL, ident, line)
    plans.ajouter_jalon(db, TERMINAL, ident, "Jalon tardif", "2031-01-01")
    open_one = plans.milestones(db)
    plans.atteindre_jalon(db, TERMINAL, int(open_one["id"][open_one["fait_le"].isna()].iloc[0]), "2027-01-01", None)
    parameters.fixer(db, TERMINAL, "actes_par_jour", 21, None, None, "mesuré depuis")
    seances.regler_college(db, TERMINAL, "usagers", "Collège renommé", True, 10)
    seances.ajouter_membres(db, TERMINAL, [membre("Usager 1", "etat", "", 0), membre("Venue après")])
    seances.retirer_membre(db, TERMINAL, ids(db)["Usager 2"])
    db.conn.execute("UPDATE sources SET millesime = 'millésime tardif'")
    db.conn.execute("UPDATE contours SET polygones = '[]'")
    db.conn.commit()


def test_minutes_never_change_after_the_closing(db: Database) -> None:
    made = _close(db)
    before = minutes.html(db, made)
    _live_on(db)
    assert minutes.html(db, made) == before, "words, tables and drawings"


def test_minutes_keep_the_version_of_the_method_of_their_day(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later version of the tool says its formulas otherwise: what was frozen verifies and prints its own version."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    made, version = _close(db), formules.version()
    (tmp_path / "formules.toml").write_text(formules.FILE.read_text("utf-8").replace('titre = "', 'titre = "Autre '))
    monkeypatch.setattr(formules, "FILE", tmp_path / "formules.toml")
    for cached in (formules.catalogue, formules.version):
        monkeypatch.setattr(formules, cached.__name__, cached.__wrapped__)
    assert formules.version() != version and version in minutes.html(db, made)
    assert concordance.relire(db) == [] and main(["verify"]) == 0


def test_another_template_prints_what_was_kept_too(db: Database, tmp_path: Path) -> None:
    made = _close(db)
    title = str(plans.actions(db)["titre"].iloc[0])
    _live_on(db)
    restyled = Document()
    restyled.add_paragraph("Relevé à nos couleurs : {{ titre }}")
    restyled.add_paragraph("{% for a in actions %}{{ a[0] }} | {% endfor %}")
    restyled.save(str(tmp_path / "releve.docx"))
    made_word = documents.word(tmp_path / "releve.docx", minutes.contenu(db, made))
    said = "\n".join(p.text for p in Document(BytesIO(made_word)).paragraphs)
    assert title in said and "Titre changé" not in said


def test_the_register_holds_the_hash_and_no_name(db: Database) -> None:
    made = _close(db)
    kept = releves.lire(db, made)
    assert kept is not None and kept.intact
    closing = decisions.read(db).iloc[0]
    assert json.loads(closing["preuve"])["releve"] == kept.empreinte
    assert not any(name in closing["preuve"] + closing["contenu"] for name, *_ in MEMBRES)
    assert kept.empreinte in minutes.html(db, made)
    for statement in ("UPDATE releves SET contenu = '{}'", "DELETE FROM releves"):
        with pytest.raises(sqlite3.IntegrityError, match="séance close"):
            db.conn.execute(statement)
    db.conn.rollback()


@pytest.mark.parametrize(
    "gesture", ["UPDATE releves SET contenu = replace(contenu, 'Seul', 'Autre')", "DELETE FROM releves"]
)
def test_the_register_is_not_intact_without_the_minutes_it_has_the_mark_of(
    db: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gesture: str
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    _close(db)
    assert concordance.relire(db) == [] and main(["verify"]) == 0
    for trigger in ("releves_sans_update", "releves_sans_delete"):
        db.conn.execute(f"DROP TRIGGER {trigger}")
    db.conn.execute(gesture)
    db.conn.commit()
    assert [one.genre for one in concordance.relire(db)] == [concordance.RELEVE] and main(["verify"]) == 1


def test_a_content_rewritten_in_the_file_is_said(db: Database) -> None:
    made = _close(db)
    db.conn.execute("DROP TRIGGER releves_sans_update")
    db.conn.execute("UPDATE releves SET contenu = replace(contenu, 'Seul point', 'Autre point')")
    db.conn.commit()
    assert "n&#39;a plus l&#39;empreinte" in minutes.html(db, made)


def test_a_seance_closed_before_anything_was_kept_says_that_it_prints_today(db: Database) -> None:
    made = _close(db)
    db.conn.execute("DROP TRIGGER releves_sans_delete")
    db.conn.execute("DELETE FROM releves")
    db.conn.commit()
    _live_on(db)
    page = minutes.html(db, made)
    assert "close avant que l&#39;outil garde le contenu" in page and "Titre changé depuis" in page
    opened = Document(BytesIO(minutes.docx(db, made)))
    assert any("close avant que l'outil" in p.text for p in opened.paragraphs)


def test_a_file_without_a_departement_closes_its_seance_too(salle: Database) -> None:
    made = _close(salle)
    assert territoire.is_empty(salle) and "Seul point" in minutes.html(salle, made)


def test_a_refused_closing_keeps_nothing(db: Database) -> None:
    made = preparee(db)
    with pytest.raises(Refus):
        clotures.passer(db, TERMINAL, made, seances.CLOSE)
    assert releves.lire(db, made) is None
