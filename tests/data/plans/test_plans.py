"""Plans in the store: no orphan, nobody's words lost, money never acquired before a decision, roles checked."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Interdit, Refus
from components.plans.actions import gestes, lectures
from data.base import decisions, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.plans import financements, plans
from data.territoire import territoire
from tests import comptes, fichiers

LIGNE = {
    "financeur": "ARS – FIR", "prevu": 100_00, "engage": 0, "depense": 0, "nature": "avis", "autorite": "",
    "numero": "", "date_acte": None,
}  # fmt: skip


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("plans") / "modele.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
    return file


@pytest.fixture
def fichier(modele: Path, tmp_path: Path) -> Path:
    file = tmp_path / "table.db"
    with store.connect(modele) as db, Database(str(file)) as copy:
        db.conn.backup(copy.conn)
    return file


@pytest.fixture
def db(fichier: Path) -> Iterator[Database]:
    with store.connect(fichier) as opened:
        yield opened


def champs(**changes: object) -> dict[str, object]:
    return {
        "titre": "Consultations avancées", "description": "", "operateur": "CPTS", "statut_operateur": "prive",
        "mode": "support", "reversible": 1, "pilote": "La présidente", "partenaires": "", "secteur": "liberal",
        "debut": "2026-01-01", "fin": "2027-12-31", "etp": None, "effet_genre": "", "effet_commune": None,
        "effet_quantite": None, **changes,
    }  # fmt: skip


def inscrite(db: Database, **changes: object) -> int:
    origin = plans.ajouter_priorite(db, TERMINAL, "Consulter près de chez soi", "sans débat")
    code = territoire.territoires(db).index[0]
    return gestes.inscrire(db, TERMINAL, code, origin, champs(**changes), "consultations_avancees")


def test_an_action_without_origin_cannot_exist(db: Database) -> None:
    code = territoire.territoires(db).index[0]
    with pytest.raises(Refus, match="priorité ou à un constat"):
        plans.creer(db, TERMINAL, code, 999, champs(statut="proposee"))
    with pytest.raises(sqlite3.IntegrityError):
        db["origines"].insert({"genre": "priorite", "decision": 999, "intitule": "x", "service": "x"})
    ident = inscrite(db)
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("DELETE FROM origines")
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("UPDATE actions SET origine = NULL WHERE id = ?", (ident,))


def test_a_constat_of_the_register_is_an_origin_until_it_is_lifted(db: Database) -> None:
    code = territoire.territoires(db).index[0]
    mark = decisions.adopter(db, TERMINAL, "constat", f"territoire:{code}", "Constat partagé", {"territoire": code}, {})
    key = next(k for k, words in lectures.origines_possibles(db, code).items() if words == "Constat partagé")
    origin = gestes.origine(db, TERMINAL, key, code)
    assert plans.origines(db).at[origin, "genre"] == "constat"
    other = territoire.territoires(db).index[1]
    assert lectures.origines_possibles(db, other) == {}
    second = decisions.adopter(db, TERMINAL, "constat", f"territoire:{other}", "Autre", {"territoire": other}, {})
    decisions.adopter(db, TERMINAL, "levée de constat", f"territoire:{other}", "Levée", {"constat": second}, {})
    assert lectures.origines_possibles(db, other) == {} and mark != second


def test_an_action_gets_the_default_milestones_within_its_dates(db: Database) -> None:
    inscrite(db, fin="2027-02-01")
    assert plans.milestones(db)["prevu_le"].tolist() == ["2026-07-01", "2027-02-01"]
    assert set(plans.measures(db)["genre"]) == {"moyens", "impact"}


def test_statuses_follow_their_moves(db: Database) -> None:
    ident = inscrite(db)
    with pytest.raises(EntreeInvalide, match="ne peut passer qu'à"):
        gestes.modifier(db, TERMINAL, ident, 1, {"statut": "realisee"})
    version = gestes.modifier(db, TERMINAL, ident, 1, {"statut": "retenue"})
    with pytest.raises(EntreeInvalide, match="débloquerait"):
        gestes.modifier(db, TERMINAL, ident, version, {"statut": "bloquee"})
    with pytest.raises(EntreeInvalide, match="décision"):
        gestes.modifier(db, TERMINAL, ident, version, {"statut": "financee"})
    version = gestes.modifier(db, TERMINAL, ident, version, {"statut": "bloquee", "deblocage": "un local"})
    gestes.modifier(db, TERMINAL, ident, version, {"statut": "en_cours"})
    assert plans.action(db, ident)["deblocage"] == ""


def test_money_is_never_acquired_before_a_decision(db: Database) -> None:
    ident = inscrite(db)
    for wrong in (
        {"engage": 1}, {"nature": "engagement"}, {"nature": "engagement", "autorite": "Le département", "engage": 1},
        {"nature": "decision"}, {"nature": "decision", "autorite": "DG ARS", "numero": "12", "date_acte": ""},
        {"prevu": -1}, {"financeur": " "},
    ):  # fmt: skip
        with pytest.raises(Refus, match="Rien n'a été enregistré"):
            financements.ajouter_ligne(db, TERMINAL, ident, LIGNE | wrong)
    with pytest.raises(sqlite3.IntegrityError):
        db["financements"].insert(LIGNE | {"action": ident, "engage": 5})
    act = {"nature": "decision", "autorite": "DG ARS", "numero": "2026-12", "date_acte": "2026-03-01"}
    financements.ajouter_ligne(db, TERMINAL, ident, LIGNE | act | {"engage": 50_00, "depense": 10_00})
    with pytest.raises(Refus, match="dépense pas plus"):
        financements.ajouter_ligne(db, TERMINAL, ident, LIGNE | act | {"engage": 5, "depense": 6})
    gestes.modifier(db, TERMINAL, ident, gestes.modifier(db, TERMINAL, ident, 1, {"statut": "retenue"}),
                      {"statut": "financee"})  # fmt: skip


def test_the_choice_of_the_table_is_an_avis_and_moves_no_money(db: Database) -> None:
    ident = inscrite(db)
    purse = financements.ajouter_enveloppe(db, TERMINAL, "FIR", "ARS", 2026, 100_00)
    financements.demander(db, TERMINAL, purse, ident, 150_00)
    with pytest.raises(Refus, match="dépasse"):
        financements.adopter_choix(db, TERMINAL, purse, [ident], "unanimité", {})
    financements.demander(db, TERMINAL, purse, ident, 80_00)
    financements.adopter_choix(db, TERMINAL, purse, [ident], "unanimité", {})
    assert decisions.read(db)["nature"].iloc[0] == "avis de la table"
    assert financements.choices(db, purse)[0]["retenues"][0]["montant"] == 80_00
    assert lectures.lire(db, date(2026, 2, 1)).lignes.empty


def test_two_facilitators_on_one_action_lose_nothing(fichier: Path, db: Database) -> None:
    ident = inscrite(db)
    first, second = comptes.compte(db, nom="Anne"), comptes.compte(db, nom="Bruno")
    outcomes: list[object] = []
    gate = threading.Barrier(2)

    def write(actor: object, words: str) -> None:
        with store.connect(fichier) as mine:
            gate.wait(60)
            try:
                outcomes.append(gestes.modifier(mine, actor, ident, 1, {"description": words}))  # type: ignore[arg-type]
            except plans.Depasse as late:
                outcomes.append(late)

    threads = [threading.Thread(target=write, args=pair) for pair in ((first, "mot d'Anne"), (second, "mot de Bruno"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    late = next(outcome for outcome in outcomes if isinstance(outcome, plans.Depasse))
    assert {late.actuelle["description"], late.miens["description"]} == {"mot d'Anne", "mot de Bruno"}
    assert late.auteur in ("Anne", "Bruno") and 2 in outcomes
    assert plans.action(db, ident)["description"] == late.actuelle["description"]


def test_every_change_is_in_the_journal_with_its_author(db: Database) -> None:
    ident = inscrite(db)
    plans.toucher(db, comptes.compte(db, nom="Anne"), ident)
    found = plans.journal(db, ident)
    assert found["acteur"].iloc[0] == "Anne" and "ajouter une action" in set(found["geste"])


def test_a_reader_changes_nothing(db: Database) -> None:
    ident = inscrite(db)
    for act in (
        lambda: plans.toucher(db, LECTEUR, ident),
        lambda: plans.modifier(db, LECTEUR, ident, 1, {"titre": "x"}),
        lambda: financements.ajouter_ligne(db, LECTEUR, ident, LIGNE),
        lambda: plans.ajouter_priorite(db, LECTEUR, "x", "y"),
    ):
        with pytest.raises(Interdit):
            act()


@pytest.mark.parametrize(
    ("count", "words"), [(0, "aucune action sur 2"), (1, "1 action sur 2"), (2, "2 actions sur 2")]
)
def test_the_register_speaks_french_and_has_one_word_for_an_avis(db: Database, count: int, words: str) -> None:
    ids = [inscrite(db, titre=f"Action {k}") for k in range(2)]
    purse = financements.ajouter_enveloppe(db, TERMINAL, "FIR", "ARS", 2026, 100_00)
    for ident in ids:
        financements.demander(db, TERMINAL, purse, ident, 40_00)
    financements.adopter_choix(db, TERMINAL, purse, ids[:count], "unanimité", {})
    found = decisions.read(db)
    assert found["intitule"].iloc[0].endswith(f": {words}")
    assert set(found["nature"]) == {"avis de la table"}
