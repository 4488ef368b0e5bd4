"""What the file says, at any phase, of who sent a text: nothing ties one to a slip, a ballot, a person or an order."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from components.compagnon import gestes
from data.base import decisions, effacement, store
from data.base.acteurs import TERMINAL
from data.base.migrations import ensembles as migrations
from data.fichier import export
from data.priorites import bulletins, envois, scrutins
from data.releves import clotures
from data.restauration import restauration
from data.seances import compagnons, seances
from tests.compagnon.conftest import TAILLES, Salle, ouvrir


def _raw(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.iterdir() if part.name.startswith(file.name))


def _send(db: Database, seance: int, code: str, texte: str, **more: str) -> str:
    lu = {"genre": envois.CONTRIBUTION, "texte": texte, "code": code} | more
    return gestes.envoyer(db, seance, envois.numero(), lu)


def _pages(db: Database, table: str) -> bytes:
    """The bytes of the root page of a table (small tables have one page)."""
    size = db.conn.execute("PRAGMA page_size").fetchone()[0]
    root = db.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    return store.path().read_bytes()[(root - 1) * size : root * size]


def test_the_order_of_arrival_leaves_no_trace_while_the_séance_is_open(salle: Salle) -> None:
    slips, db = ouvrir(salle)[::4], salle.db
    seen, numbers = set(), {code: envois.numero() for code, _ in slips}
    salts = {}
    for order in range(3):
        db.conn.execute("DELETE FROM envois")
        db.conn.execute("DELETE FROM droits_envoi")
        db.conn.commit()
        cast = list(slips)
        Random(order).shuffle(cast)
        for code, _ in cast:
            lu = {"genre": envois.CONTRIBUTION, "texte": f"texte {numbers[code][:6]}", "code": code}
            gestes.envoyer(db, salle.seance, numbers[code], lu)
        salts = salts or dict(db.conn.execute("SELECT cle, sel FROM envois").fetchall())
        for key, salt in salts.items():  # the one thing drawn at random: the same for the comparison
            db.conn.execute("UPDATE envois SET sel = ? WHERE cle = ?", (salt, key))
        db.conn.commit()
        assert effacement.vider_le_journal(db)
        seen.add((_pages(db, "envois"), _pages(db, "droits_envoi")))
    assert len(seen) == 1


def test_the_journal_never_holds_a_text_and_the_mark_of_its_slip_together(salle: Salle) -> None:
    slips, db = ouvrir(salle), salle.db
    journal = store.path().with_name(store.path().name + "-wal")
    for code, _ in slips[:3]:
        _send(db, salle.seance, code, "Un texte")
        assert journal.stat().st_size == 0


@pytest.mark.parametrize("phase", ["ouverte", "close"])
def test_nothing_in_the_file_ties_a_text_to_a_slip_a_person_or_a_time(salle: Salle, tmp_path: Path, phase: str) -> None:
    db, slips = salle.db, ouvrir(salle)
    before = db["gestes"].count
    slips = slips[:6]
    for k, (code, _) in enumerate(slips):
        _send(db, salle.seance, code, f"texte numéro-{k}")
    marks = [bulletins.droit(salle.seance, code) for code, _ in slips]
    assert db["gestes"].count == before, "no line of the journal, hence no time"
    assert {c.name for c in db["droits_envoi"].columns} == {"cle", "seance", "nombre"}
    assert not {c.name for c in db["envois"].columns} & {"le", "code", "jeton", "membre", "acteur", "rang", "rowid"}
    slip_marks = {bytes(m) for (m,) in db.conn.execute("SELECT empreinte FROM jetons")}
    assert not slip_marks & set(marks), "another domain than the slip's"
    if phase == "close":
        clotures.passer(db, TERMINAL, salle.seance, seances.CLOSE)
        assert scrutins.effacer(db)
        assert not db["droits_envoi"].count
        raw = _raw(store.path())
        assert not [mark for mark in marks if mark in raw], "destroyed with the slips"
    raw = _raw(store.path())
    assert not [c for c, _ in slips if c.encode() in raw or bulletins.affiche(c).encode() in raw]
    texts = envois.lire(db, salle.seance)
    for code, _ in slips:
        hashes = (bulletins.droit(salle.seance, code), bulletins._hash("jeton", code))
        assert not any(h[:n] in bytes(row.cle) for row in texts.itertuples() for h in hashes for n in (8, 20))
    whole = " ".join(path.read_text(encoding="utf-8") for path in export.write(db, tmp_path / "csv"))
    assert "numéro-3" in whole and salle.lien.rpartition("/")[2] not in whole
    assert not [mark for mark in marks if mark.hex() in whole]


def test_a_text_of_a_small_college_is_shown_under_five_people_or_more(salle: Salle) -> None:
    slips, db = ouvrir(salle, {"usagers": 3, "qualifiees": 1}), salle.db
    here = seances.presences(db, salle.seance).query("statut == 'présent'")["college"].value_counts()
    for code, _ in slips:
        _send(db, salle.seance, code, "Un texte")
    groups = set(envois.lire(db, salle.seance)["groupe"])
    for group in groups:
        assert sum(int(here.get(code, 0)) for code in group.split("+")) >= 5, group
    parts = [code for group in groups for code in group.split("+")]
    assert len(parts) == len(set(parts)), "whole groups: none is found by difference"
    signer = next(code for code, college in slips if college == "qualifiees")
    _send(db, salle.seance, signer, "Signé", signe="1")
    assert envois.lire(db, salle.seance).query("texte == 'Signé'")["groupe"].tolist() == ["qualifiees"]


def test_in_a_very_small_room_the_group_is_the_whole_table(salle: Salle) -> None:
    slips, db = ouvrir(salle, {code: size - 1 for code, size in TAILLES.items() if code != "professionnels"}
                       | {"professionnels": 8}), salle.db  # fmt: skip
    assert len(slips) == 4
    for code, _ in slips:
        _send(db, salle.seance, code, "Un texte")
    assert set(envois.lire(db, salle.seance)["groupe"]) == {""}


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_mark_of_a_text_tells_nothing_without_its_salt(one: str, other: str) -> None:
    assert envois.empreinte(b"a" * 16, one) != envois.empreinte(b"b" * 16, one)
    assert (envois.empreinte(b"a" * 16, one) == envois.empreinte(b"a" * 16, other)) == (one == other)
    assert envois.empreinte(b"", one) == ""


def test_no_text_received_enters_the_register_or_the_journal_in_clear(salle: Salle) -> None:
    db, slips = salle.db, ouvrir(salle)
    secret = "Madame Xyzzy du cabinet"
    for k in range(2):
        _send(db, salle.seance, slips[k][0], f"{secret} {k}")
    for row in envois.lire(db, salle.seance).itertuples():
        gestes.accepter(db, TERMINAL, salle.seance, bytes(row.cle), gestes.AGENDA, f"Point {row.texte[-1]}")
    clotures.passer(db, TERMINAL, salle.seance, seances.CLOSE)
    chained = " ".join(decisions.read(db).astype(str).to_numpy().ravel())
    chained += " ".join(str(value) for row in db["gestes"].rows for value in row.values())
    chained += " ".join(str(row["contenu"]) for row in db["releves"].rows)
    assert "Xyzzy" not in chained and "Point 1" in chained
    for row in envois.lire(db, salle.seance).itertuples():
        envois.repondre(db, TERMINAL, bytes(row.cle), envois.RETIRE, "Nomme une personne")
    assert scrutins.effacer(db)
    assert b"Xyzzy" not in _raw(store.path()), "withheld: nothing is left of it, anywhere in the file"


def test_a_slip_spoiled_or_replaced_takes_its_count_with_it(salle: Salle) -> None:
    db, slips = salle.db, ouvrir(salle)
    for code, _ in slips[:2]:
        _send(db, salle.seance, code, "Un texte")
    with store.writing(db):
        bulletins.annuler_carton(db, slips[0][0])
    assert db["droits_envoi"].count == 1
    bulletins.tirer(db, TERMINAL, salle.seance, {"usagers": 5}, remplacer=True)
    assert not db["droits_envoi"].count and len(envois.lire(db, salle.seance)) == 2


def test_a_text_withheld_and_a_link_closed_since_do_not_come_back_with_a_copy(salle: Salle, tmp_path: Path) -> None:
    db, slips = salle.db, ouvrir(salle)
    _send(db, salle.seance, slips[0][0], "Madame Xyzzy")
    copy = store.backup(tmp_path / "copie.db")
    _send(db, salle.seance, slips[1][0], "Reçu depuis")
    compagnons.revoquer(db, TERMINAL, salle.seance)
    row = next(one for one in envois.lire(db, salle.seance).itertuples() if "Xyzzy" in one.texte)
    envois.repondre(db, TERMINAL, bytes(row.cle), envois.RETIRE, "Nomme une personne")
    db.close()
    with restauration.preparer(copy) as back:
        assert "1 texte(s) de la salle reçus depuis" in back.manques
        restauration.poser(back)
    with store.connect() as again:
        (row,) = envois.lire(again, salle.seance).itertuples()
        assert (row.etat, row.texte, row.reponse) == (envois.RETIRE, "", "Nomme une personne")
        assert compagnons.lien(again, salle.seance) == ""


def test_the_texts_of_a_file_of_before_paper_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = list(migrations.seances._migrations)
    monkeypatch.setattr(migrations.seances, "_migrations", [one for one in steps if one.name < "se009"])
    row = {"cle": b"k" * 20, "seance": None, "genre": "chiffre", "objet": "a/b/c", "sur": "Un chiffre",
           "par": "lecteur", "groupe": "", "signe": 0, "texte": "Il est faux", "sel": b"s" * 16,
           "etat": "à examiner"}  # fmt: skip
    with store.connect(tmp_path / "avant.db") as old:
        old["envois"].insert(row)
    monkeypatch.setattr(migrations.seances, "_migrations", steps)
    with store.connect(tmp_path / "avant.db") as db:
        assert list(db["envois"].rows) == [row | {"reponse": "", "repondu_le": ""}]
        db["envois"].insert(row | {"cle": b"l" * 20, "par": envois.PAPIER})
