"""Addresses declared beforehand: who comes in, as whom, and everyone who stays outside."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Refus
from data.base import identite, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.base.federes import courriels
from data.base.federes.courriels import Personne
from data.fichier import export
from tests import comptes

EMETTEUR, ADRESSE = "https://fournisseur.example", "camille@departement.example"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "table.db") as opened:
        yield opened


def _personne(sujet: str = "1", courriel: str = ADRESSE, nom: str = "Camille Renard") -> Personne:
    return Personne(EMETTEUR, sujet, courriel, nom)


def _qui(db: Database, personne: Personne) -> tuple[str, str]:
    actor = identite.acteur_de(db, courriels.entrer(db, personne))
    assert actor is not None
    return actor.nom, actor.role


@pytest.mark.parametrize("declared", [ADRESSE, " Camille@Departement.EXAMPLE "])
@pytest.mark.parametrize("role", ["facilitateur", "analyste"])
def test_a_declared_address_opens_one_account_of_its_role(db: Database, declared: str, role: str) -> None:
    courriels.declarer(db, TERMINAL, declared, role)
    entries = {_qui(db, _personne()) for _ in range(2)} | {_qui(db, _personne(courriel=ADRESSE.upper()))}
    assert entries == {("Camille Renard", role)} and len(identite.comptes(db)) == 1


def test_an_account_that_exists_keeps_its_name_role_and_password(db: Database) -> None:
    own = comptes.compte(db, "facilitateur", "Dominique Martin")
    courriels.declarer(db, TERMINAL, ADRESSE, "analyste", own.id)
    assert _qui(db, _personne()) == ("Dominique Martin", "facilitateur")
    assert identite.acteur_de(db, identite.entrer(db, "Dominique Martin", comptes.MOT_DE_PASSE)) == own


@pytest.mark.parametrize("typed", ["", "x", comptes.MOT_DE_PASSE])
def test_an_account_made_by_an_address_has_no_password(db: Database, typed: str) -> None:
    courriels.declarer(db, TERMINAL, ADRESSE, "facilitateur")
    courriels.entrer(db, _personne())
    with pytest.raises(Refus, match="mot de passe inconnu"):
        identite.entrer(db, "Camille Renard", typed)


def test_namesakes_are_told_apart(db: Database) -> None:
    comptes.compte(db, nom="Camille Renard")
    for k in (1, 2):
        courriels.declarer(db, TERMINAL, f"c{k}@departement.example", "analyste")
        assert _qui(db, _personne(str(k), f"c{k}@departement.example"))[0] == f"Camille Renard ({k + 1})"


def _rien_d_ecrit(db: Database, personne: Personne, words: str) -> None:
    before = db.conn.total_changes
    with pytest.raises(Refus, match=words):
        courriels.entrer(db, personne)
    assert db.conn.total_changes == before


def test_everyone_else_stays_outside_and_nothing_is_written(db: Database) -> None:
    _rien_d_ecrit(db, _personne(), "n'ouvre pas de compte")
    courriels.declarer(db, TERMINAL, ADRESSE, "facilitateur")
    for other in (
        "camille@departement.example.autre.example",
        "camille+x@departement.example",
        "amille@departement.example",
    ):
        _rien_d_ecrit(db, _personne(courriel=other), "n'ouvre pas de compte")
    for none in ("", "camille", "camille@departement.example\n<x>", "@departement.example"):
        _rien_d_ecrit(db, _personne(courriel=none), "n'est pas une adresse")
    courriels.entrer(db, _personne())
    _rien_d_ecrit(db, _personne("2"), "autre identité")
    _rien_d_ecrit(db, Personne("https://autre.example", "1", ADRESSE, ""), "autre identité")
    account = identite.comptes(db).index[0]
    comptes.compte(db, nom="Une Autre")
    identite.fermer_compte(db, TERMINAL, account)
    _rien_d_ecrit(db, _personne(), "n'ouvre pas de compte")


def test_an_address_removed_and_declared_again_may_change_hands(db: Database) -> None:
    courriels.declarer(db, TERMINAL, ADRESSE, "facilitateur")
    courriels.entrer(db, _personne())
    courriels.retirer(db, TERMINAL, ADRESSE)
    _rien_d_ecrit(db, _personne(), "n'ouvre pas")
    courriels.declarer(db, TERMINAL, ADRESSE, "analyste")
    assert _qui(db, _personne("2", nom="Alix Petit")) == ("Alix Petit", "analyste")
    assert len(identite.comptes(db)) == 2


@pytest.mark.parametrize(
    "address", ["", "pas une adresse", "a@b", "a@b.c d", "a b@c.fr", "x" * 250 + "@c.fr", "a@b@c.fr"]
)
def test_what_is_no_address_is_refused(db: Database, address: str) -> None:
    with pytest.raises(Refus, match="n'est pas une adresse"):
        courriels.declarer(db, TERMINAL, address, "facilitateur")
    assert courriels.liste(db).empty


def test_declaring_is_for_whoever_leads_once_and_for_an_open_account(db: Database) -> None:
    analyst = comptes.compte(db, "analyste", "Alix Petit")
    for actor in (LECTEUR, analyst):
        with pytest.raises(Interdit):
            courriels.declarer(db, actor, ADRESSE, "facilitateur")
        with pytest.raises(Interdit):
            courriels.retirer(db, actor, ADRESSE)
    for account, role, words in (("compte:rien", "analyste", "n'existe pas"), (None, "lecteur", "rôle")):
        with pytest.raises(Refus, match=words):
            courriels.declarer(db, TERMINAL, ADRESSE, role, account)
    courriels.declarer(db, TERMINAL, ADRESSE, "analyste")
    with pytest.raises(Refus, match="déjà déclarée"):
        courriels.declarer(db, TERMINAL, ADRESSE.upper(), "facilitateur")
    courriels.retirer(db, TERMINAL, ADRESSE)
    with pytest.raises(Refus, match="n'est pas déclarée"):
        courriels.retirer(db, TERMINAL, ADRESSE)


def test_addresses_are_neither_exported_nor_in_the_journal(db: Database, tmp_path: Path) -> None:
    courriels.declarer(db, TERMINAL, ADRESSE, "facilitateur")
    courriels.entrer(db, _personne("sujet-personnel"))
    written = "".join(path.read_text() for path in export.write(db, tmp_path / "export"))
    assert ADRESSE not in written and "sujet-personnel" not in written and "déclarer une adresse" in written
