"""What is shown as decided is what the register says: a row rewritten, added or removed without a gesture is red on the
screen that reads it, and `verify`, `check` and a going back say it; what an older file never sealed is grey."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Interdit
from components.terminal.commandes import main
from components.ui.menu import MENU, PAGES
from data.base import decisions, parameters, sceaux, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.plans import financements
from data.releves import concordance
from data.restauration import restauration
from tests.comptes import compte

PARAMETRE = "usagers_presents_min"
FIGES = (
    "scrutins_regles_figees", "scrutins_ouverture_figee", "scrutins_sans_retour", "scrutins_sans_delete",
    "releves_sans_update", "releves_sans_delete", "decisions_sans_update", "decisions_sans_delete",
    "non_scelles_sans_update", "non_scelles_sans_delete", "propositions_sans_update", "propositions_sans_delete",
)  # fmt: skip


def a_la_main(file: Path, *statements: str) -> None:
    """What someone does with sqlite3 in hand: nothing of the product, guards dropped."""
    with closing(sqlite3.connect(file)) as other:
        for guard in FIGES:
            other.execute(f"DROP TRIGGER IF EXISTS {guard}")
        for statement in statements:
            assert other.execute(statement).rowcount, statement
        other.commit()


def _essai(file: Path, statement: str) -> set[str]:
    """The kinds that are red after a statement by hand, which is taken back."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN")
        for guard in FIGES:
            other.execute(f"DROP TRIGGER {guard}")
        assert other.execute(statement).rowcount
        found = [one for one in concordance.relire(Database(other)) if not one.ancien]
        other.execute("ROLLBACK")
    assert all("registre" in one.phrase or "relevé" in one.phrase.lower() for one in found)
    return {one.genre for one in found}


def _rouges(file: Path) -> list[sceaux.Discordance]:
    with store.connect(file) as db:
        return [found for found in concordance.relire(db) if not found.ancien]


RANGEES = {
    sceaux.PARAMETRE: ("parametres_locaux", "valeur = 1", f"nom = '{PARAMETRE}'"),
    sceaux.SERVICE: ("services", "pour_le_patient = 'Autre chose'", "nom = 'Service ajouté'"),
    sceaux.PROPOSITION: ("propositions_services", "signataire = 'Autre'", "1"),
    sceaux.ORIGINE: ("origines", "service = service || ' !'", "genre = 'priorite'"),
    sceaux.ENVELOPPE: ("enveloppes", "montant = montant + 1", "1"),
    sceaux.REGLE: ("regles_enveloppe", "valeur = 'prive'", "valeur = 'public'"),
    sceaux.DEMANDE: ("demandes", "montant = montant + 1", "rowid = (SELECT min(rowid) FROM demandes)"),
    sceaux.FINANCEMENT: ("financements", "prevu = prevu + 100", "id = (SELECT min(id) FROM financements)"),
}
VOTES = (
    "UPDATE scrutins SET decompte = replace(decompte, '\"bulletins\":24', '\"bulletins\":25') WHERE etat = 'publié'",
    "UPDATE scrutins SET decompte = NULL WHERE etat = 'publié'",
    "UPDATE scrutins SET decompte = '{' WHERE etat = 'publié'",
    "UPDATE scrutins SET definition = json_set(definition, '$.question', 'Autre question') WHERE etat = 'publié'",
    "UPDATE scrutins SET empreinte = 'ab' WHERE etat = 'publié'",
    "UPDATE scrutins SET ouverture = json_set(ouverture, '$.votants', json('{}')) WHERE etat = 'publié'",
    "UPDATE scrutins SET clos_le = '2026-01-01T00:00:00+00:00' WHERE etat = 'publié'",
    "UPDATE scrutins SET etat = 'clos' WHERE etat = 'publié'",
    "DELETE FROM scrutins WHERE etat = 'publié'",
    "INSERT INTO scrutins (id, seance, etat, definition, cree_le, acteur) SELECT 999, seance, 'publié', definition, "
    "cree_le, acteur FROM scrutins LIMIT 1",
)
SEANCES = (
    "UPDATE seances SET quorum = '0'",
    "UPDATE seances SET etat = 'ouverte'",
    "UPDATE presences SET statut = 'absent', mandataire = NULL WHERE statut = 'présent'",
    "UPDATE presences SET nom = 'Quelqu''un d''autre' WHERE rowid = (SELECT min(rowid) FROM presences)",
    "UPDATE points SET titre = 'Autre point'",
    "UPDATE revues SET mot = 'Autre mot'",
    "UPDATE releves SET contenu = replace(contenu, 'présent', 'absent')",
    "DELETE FROM releves",
)


def test_gestures_alone_leave_nothing_to_say(fichier: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with store.connect() as db:
        assert concordance.relire(db) == []
        assert all(list(decisions.contenus(db, f"{sceaux.OBJET}{genre}")) for genre in sceaux.TABLES), "one row each"
    assert main(["verify"]) == 0 and main(["check"]) == 0
    assert "non scellé" not in capsys.readouterr().out


@pytest.mark.parametrize("geste", ["UPDATE", "DELETE", "INSERT"])
@pytest.mark.parametrize("genre", RANGEES)
def test_a_row_rewritten_removed_or_added_is_said_by_its_kind(modele: Path, genre: str, geste: str) -> None:
    table, change, where = RANGEES[genre]
    made = {
        "UPDATE": f"UPDATE {table} SET {change} WHERE {where}",
        "DELETE": f"DELETE FROM {table} WHERE {where}",
        "INSERT": _ajout(modele, table, RANGEES[genre][1].partition(" = ")[0]),
    }
    assert _essai(modele, made[geste]) == {genre}


def _ajout(file: Path, table: str, changed: str) -> str:
    """Another row like the first one, under keys and names of its own."""
    others = {
        "nom": "'Autre'", "id": "9999", "action": "9999", "service": "'Autre'",
        "valeur": "'medico-social'",
    } | {"services": {"id": "'autre'"}, "parametres_locaux": {"valeur": "9"}}.get(table, {})  # fmt: skip
    with closing(sqlite3.connect(file)) as other:
        names = [row[1] for row in other.execute(f"PRAGMA table_info({table})")]
    row = ", ".join(others.get(name, name) for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) SELECT {row} FROM {table} LIMIT 1"


@pytest.mark.parametrize("statement", VOTES)
def test_a_published_vote_rewritten_is_said(modele: Path, statement: str) -> None:
    assert _essai(modele, statement) == {concordance.VOTE}


@pytest.mark.parametrize("statement", SEANCES)
def test_a_closed_seance_rewritten_is_said(modele: Path, statement: str) -> None:
    assert _essai(modele, statement) == {concordance.RELEVE}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE decisions SET contenu = '{}' WHERE nature = 'constat'", "DELETE FROM decisions WHERE rang = 2"],
)
def test_a_broken_register_is_said_alone(modele: Path, statement: str) -> None:
    assert _essai(modele, statement) == {concordance.REGISTRE}


def _erreurs(page: str) -> list[str]:
    run = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=60).run()
    return [error.value for error in run.error]


@pytest.mark.parametrize(
    ("page", "statement", "words"),
    [
        ("priorites", VOTES[0], "n'est pas ce que la table a publié"),
        ("plans", "UPDATE financements SET prevu = prevu + 100", "€ au registre"),
        ("methode", "DELETE FROM decisions WHERE rang = 2", "rompu à la ligne"),
    ],
)
def test_the_difference_is_red_on_the_screen_that_reads_it(
    fichier: Path, connectee: Callable[..., None], page: str, statement: str, words: str
) -> None:
    connectee()
    with store.connect() as db:
        assert concordance.ecarts(db) == []
    a_la_main(fichier, statement)
    assert words in " ".join(_erreurs(page)), "read again as soon as the file changes"
    assert main(["verify"]) == 1 and main(["check"]) == 1


DISENT = {
    "accueil": "VOTE", "carences": "PARAMETRE", "territoires": "VOTE", "et_si": "PARAMETRE", "priorites": "SERVICE",
    "propositions": "PARAMETRE",
    "effectifs": "PARAMETRE", "seances": "RELEVE", "plans": "ARGENT", "financement": "ARGENT", "chaine": "VOTE",
    "methode": "PARAMETRE", "reponses": "ORIGINE", "recherche": "SERVICE",
}  # fmt: skip


@pytest.mark.parametrize("page", sorted(set(MENU) - {"donnees", "comptes"}))
def test_every_screen_compares_what_it_reads(page: str) -> None:
    """By reading their code: drawing each one would cost a minute."""
    door = (PAGES / f"{page}.py").read_text(encoding="utf-8")
    drawn = re.findall(r"^(view\w*)\.render\(", door, re.M)[0]  # a door may lend gestures of other rooms to it
    room = re.findall(rf"^from components\.(\S+) import {drawn}$", door, re.M)[0]
    body = (PAGES.parent / "components" / room.replace(".", "/") / f"{drawn}.py").read_text(encoding="utf-8")
    called = re.search(r"def render\(.*?sceau\.dire\(db, (.*?)\)\n", body, re.S)
    assert called and f"sceau.{DISENT[page]}" in called[1]


def test_a_file_of_before_reads_as_not_sealed_then_seals_what_changes(
    fichier: Path, connectee: Callable[..., None]
) -> None:
    """Its rows are known by key: changed by a gesture they are sealed, and nothing can join them."""
    with store.connect() as db:
        line = int(financements.lines(db).index[0])
    a_la_main(
        fichier, "DELETE FROM decisions WHERE objet LIKE 'sceau:%'",
        "DELETE FROM _sqlite_migrations WHERE migration_set = 'sceaux'", "DROP TABLE non_scelles",
        "DELETE FROM propositions_services",  # a file of before has none
    )  # fmt: skip
    _recoudre(fichier)
    assert _rouges(fichier) == [] and main(["verify"]) == 0
    connectee("analyste")
    run = AppTest.from_file(str(PAGES / "plans.py"), default_timeout=60).run()
    assert not run.error and any("non scellé" in caption.value for caption in run.caption)
    with store.connect() as db:
        row = financements.line(db, line)
        said = {name: row[name] for name in financements.NOMS_LIGNE} | {"prevu": row["prevu"] + 500}
        financements.modifier_ligne(db, TERMINAL, line, row["version"], said)
    assert _rouges(fichier) == []
    a_la_main(fichier, f"UPDATE financements SET prevu = prevu + 1 WHERE id = {line}")
    assert [one.genre for one in _rouges(fichier)] == [sceaux.FINANCEMENT]
    a_la_main(
        fichier, f"UPDATE financements SET prevu = prevu - 1 WHERE id = {line}",
        "INSERT INTO non_scelles VALUES ('financement', '999')",
    )  # fmt: skip
    assert {one.genre for one in _rouges(fichier)} == {concordance.REGISTRE, sceaux.FINANCEMENT}


def _recoudre(file: Path) -> None:
    """Chain again a register whose seals were taken out: a file that never had any."""
    with closing(sqlite3.connect(file)) as other:
        other.row_factory = sqlite3.Row
        rows = [dict(row) for row in other.execute("SELECT * FROM decisions ORDER BY rang")]
        other.execute("PRAGMA foreign_keys = OFF")
        moved = {row["rang"]: rank for rank, row in enumerate(rows, start=1)}
        other.execute("DELETE FROM decisions")
        previous = decisions.ORIGINE
        for row in rows:
            row |= {"rang": moved[row["rang"]], "precedente": previous}
            row["empreinte"] = previous = decisions.fingerprint(row)
            names = ", ".join(row)
            other.execute(f"INSERT INTO decisions ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))
        for old, new in moved.items():
            other.execute("UPDATE origines SET decision = ? WHERE decision = ?", (new, old))
        other.commit()


def test_a_copy_that_differs_from_its_register_is_said_before_going_back_to_it(fichier: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copie.db"
    store.backup(copy)
    a_la_main(copy, VOTES[0])
    with restauration.preparer(copy) as back:
        assert "n'est pas ce que la table a publié" in " ".join(back.reserves)


def test_who_prepares_seals_and_a_reader_does_not(fichier: Path) -> None:
    with store.connect() as db:
        parameters.fixer(db, compte(db, "analyste"), "options_conseillees", 5, None, None, "Une analyste prépare")
        before = decisions.verify(db).nombre
        with pytest.raises(Interdit):
            decisions.sceller(db, LECTEUR, "n", f"{sceaux.OBJET}x", "t", {"lignes": {}}, {})
        assert decisions.verify(db).nombre == before and concordance.relire(db) == []
