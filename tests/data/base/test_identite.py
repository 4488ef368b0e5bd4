"""Identity: links that serve once, passwords, sessions, and roles that only the store decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Introuvable, Refus
from data.base import acteurs, decisions, identite, parameters, store
from data.base.acteurs import LECTEUR, TERMINAL, Acteur
from data.carences import variantes
from data.fichier import creation
from tests.comptes import MOT_DE_PASSE, compte


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "t.db") as opened:
        yield opened


def test_the_first_link_serves_once_and_disappears_with_the_first_account(db: Database) -> None:
    first, second = identite.premier_lien(db), identite.premier_lien(db)
    assert first and second
    with pytest.raises(Introuvable):
        identite.creer_compte(db, first, "Ana", MOT_DE_PASSE)  # a restart revoked it
    token = identite.creer_compte(db, second, "Ana", MOT_DE_PASSE)
    assert identite.acteur_de(db, token).role == "facilitateur"  # type: ignore[union-attr]
    assert identite.premier_lien(db) is None
    with pytest.raises(Introuvable):
        identite.creer_compte(db, second, "Bob", MOT_DE_PASSE)


def test_a_refused_password_keeps_the_link(db: Database) -> None:
    link = identite.premier_lien(db) or ""
    for nom, secret in (("Ana", "court"), ("", MOT_DE_PASSE), ("x" * 61, MOT_DE_PASSE)):
        with pytest.raises(Refus):
            identite.creer_compte(db, link, nom, secret)
    assert identite.invitation(db, link).role == "facilitateur"


def test_sign_in_needs_the_right_password_and_says_nothing_else(db: Database) -> None:
    compte(db, nom="Ana")
    assert identite.acteur_de(db, identite.entrer(db, " ana ", MOT_DE_PASSE))
    words = set()
    for nom, secret in (("Ana", "mauvais mot"), ("Personne", MOT_DE_PASSE), ("", "")):
        with pytest.raises(Refus) as refusal:
            identite.entrer(db, nom, secret)
        words.add(str(refusal.value))
    assert len(words) == 1


def test_a_session_ends_when_left_or_when_the_account_closes(db: Database) -> None:
    ana, bob = compte(db, nom="Ana"), compte(db, nom="Bob")
    token = identite.entrer(db, "Bob", MOT_DE_PASSE)
    identite.sortir(db, token)
    assert identite.acteur_de(db, token) is None
    token = identite.entrer(db, "Bob", MOT_DE_PASSE)
    identite.fermer_compte(db, ana, bob.id)
    assert identite.acteur_de(db, token) is None
    with pytest.raises(Refus):
        identite.fermer_compte(db, ana, ana.id)  # the last facilitator stays


def test_no_secret_is_in_the_file(db: Database, tmp_path: Path) -> None:
    link = identite.premier_lien(db) or ""
    token = identite.creer_compte(db, link, "Ana", MOT_DE_PASSE)
    raw = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (link, token, MOT_DE_PASSE):
        assert secret.encode() not in raw


FORGED = [LECTEUR, Acteur("terminal", "x", "facilitateur"), Acteur("compte:x", "Faux", "facilitateur")]


@pytest.mark.parametrize("acteur", FORGED, ids=lambda a: a.id)
def test_an_actor_that_the_store_does_not_know_may_do_nothing(db: Database, acteur: Acteur) -> None:
    attempts = [
        lambda: variantes.creer(db, acteur, "a"),
        lambda: parameters.fixer(db, acteur, "vitesse_route", 1.0, None, None, "x"),
        lambda: decisions.adopter(db, acteur, "avis", "o", "i", {}, {}),
        lambda: creation.creer(db, acteur, "71"),
        lambda: identite.inviter(db, acteur, "facilitateur"),
    ]
    for attempt in attempts:
        with pytest.raises(Refus):
            attempt()
    assert not db["gestes"].count


def test_an_analyst_prepares_but_does_not_lead(db: Database) -> None:
    analyst = compte(db, "analyste")
    variantes.creer(db, analyst, "a")
    with pytest.raises(Interdit):
        decisions.adopter(db, analyst, "avis", "o", "i", {}, {})
    promoted = Acteur(analyst.id, analyst.nom, "facilitateur")
    with pytest.raises(Interdit):
        identite.inviter(db, promoted, "facilitateur")
    assert acteurs.role_de(db, TERMINAL) == "facilitateur"
