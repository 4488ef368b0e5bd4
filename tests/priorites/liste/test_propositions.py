"""An addition is signed by a college, adopted in a version or refused with a reason; the register knows each step."""

import sqlite3
from collections.abc import Callable

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Introuvable, Refus
from components.priorites.catalogue import lectures
from data.base import decisions, sceaux
from data.base.acteurs import LECTEUR, TERMINAL
from data.plans import actions_types
from data.priorites import propositions, services, versions
from data.releves import concordance
from data.seances import seances
from tests.priorites.liste.table import LIBRE, MEMBRES, TITRE, membre, seance

PRETES = tuple(services.ajouts())


def signee(db: Database, key: str = "sortie_hopital") -> int:
    return propositions.signer_prete(db, TERMINAL, seance(db), membre(db), key)


def test_the_missing_services_of_the_texts_are_ready_and_complete() -> None:
    assert len(PRETES) >= 6 and not set(PRETES) & set(services.SOCLE)
    names = {one["nom"] for one in services.ajouts().values()}
    assert len(names) == len(PRETES)
    for key, one in services.ajouts().items():
        assert all(one[name] for name in (*services.MOTS, "origine")), key
        assert one["echelon"] in ("proximite", "bassin", "departement", "region")
        assert one["modele"] in {"", *actions_types.catalogue()}, key


def test_each_ready_addition_is_signed_in_one_gesture_then_adopted_with_its_level(db: Database) -> None:
    idents = [signee(db, key) for key in PRETES]
    signed = propositions.propositions(db)
    assert {(one.etat, one.signataire, one.college) for one in signed} == {("signée", "Paul Petit", "professionnels")}
    assert not set(PRETES) & set(services.read(db).index), "signed is not adopted"
    assert not propositions.a_signer(db)
    assert versions.adopter(db, TERMINAL, "six ajouts", idents) == 1
    listed = services.read(db)
    for key in PRETES:
        assert listed.at[key, "nom"] == services.ajouts()[key]["nom"]
        assert "Paul Petit (Professionnels" in listed.at[key, "origine"]
        assert key in services.echelons() and key in services.modeles()
    (version,) = versions.versions(db)
    assert [taken["service"] for taken in version.ajouts] == list(PRETES)
    assert {(taken["signataire"], taken["seance"]) for taken in version.ajouts} == {("Paul Petit", TITRE)}
    assert versions.en_vigueur(db) == version and decisions.verify(db).intacte and not concordance.relire(db)


def test_a_proposal_is_refused_with_a_reason_that_the_register_keeps(db: Database) -> None:
    ident = signee(db)
    for who, why, error in ((LECTEUR, "non", Interdit), (TERMINAL, " ", Refus)):
        with pytest.raises(error):
            propositions.refuser(db, who, ident, why)
    propositions.refuser(db, TERMINAL, ident, "Déjà rendu par l'hôpital")
    (one,) = propositions.propositions(db)
    assert (one.etat, one.raison, one.version) == ("refusée", "Déjà rendu par l'hôpital", None)
    rows = decisions.read(db)
    assert rows.iloc[0]["objet"] == f"proposition:{ident}" and "Déjà rendu" in rows.iloc[0]["contenu"]
    for act in (lambda: propositions.refuser(db, TERMINAL, ident, "encore"),
                lambda: versions.adopter(db, TERMINAL, "malgré tout", [ident])):  # fmt: skip
        with pytest.raises(Refus, match="déjà refusée"):
            act()
    assert "sortie_hopital" in propositions.a_signer(db), "another college may sign it again"
    assert not versions.versions(db) and not concordance.relire(db)


def test_adopting_is_all_or_nothing(db: Database) -> None:
    first, second = signee(db, "aller_vers"), signee(db, "cas_complexes")
    services.amender(db, TERMINAL, "soins_dentaires", services.ajouts()["cas_complexes"]["nom"], "x", "y", "")
    before = services.read(db)
    with pytest.raises(Refus, match="s'appelle déjà"):
        versions.adopter(db, TERMINAL, "tout", [first, second])
    assert services.read(db).equals(before) and not versions.versions(db)
    assert [one.etat for one in propositions.propositions(db)] == ["signée", "signée"]
    with pytest.raises(Introuvable):
        versions.adopter(db, TERMINAL, "tout", [999])


IMPOSSIBLES: tuple[Callable[[Database], int], ...] = (
    lambda db: propositions.signer(db, LECTEUR, seance(db), membre(db), LIBRE),
    lambda db: propositions.signer(db, TERMINAL, seance(db), membre(db), LIBRE | {"nom": " "}),
    lambda db: propositions.signer(db, TERMINAL, seance(db), membre(db), LIBRE | {"pour_le_patient": ""}),
    lambda db: propositions.signer(db, TERMINAL, seance(db), 999, LIBRE),
    lambda db: propositions.signer(db, TERMINAL, 999, membre(db), LIBRE),
    lambda db: propositions.signer_prete(db, TERMINAL, seance(db), membre(db), "prevention"),
    lambda db: propositions.signer(
        db, TERMINAL, seance(db), membre(db), LIBRE | {"nom": "  la PRÉVENTION et les dépistages sur place"}
    ),
    lambda db: propositions.dire(db, TERMINAL, seance(db), membre(db), "prevention", "nos mots"),
    lambda db: propositions.dire(db, TERMINAL, seance(db), membre(db, "usagers"), "prevention", "  "),
    lambda db: propositions.dire(db, TERMINAL, seance(db), membre(db, "usagers"), "nulle part", "nos mots"),
)


def test_what_cannot_be_signed_is_refused_and_leaves_nothing(db: Database) -> None:
    for act in IMPOSSIBLES:
        with pytest.raises(Refus):
            act(db)
    assert not propositions.propositions(db) and not db["decisions"].count


def test_the_same_proposal_is_signed_once_and_never_in_a_closed_seance(db: Database) -> None:
    propositions.signer(db, TERMINAL, seance(db), membre(db), LIBRE)
    with pytest.raises(Refus, match="déjà proposé, signé par Paul Petit"):
        propositions.signer(db, TERMINAL, seance(db), membre(db, "usagers"), LIBRE | {"nom": "UN bus dentaire "})
    db.conn.execute("UPDATE seances SET etat = 'close'")
    with pytest.raises(Refus, match="close"):
        signee(db)
    seances.retirer_membre(db, TERMINAL, membre(db, "collectivites"))
    assert len(seances.membres(db)) == len(MEMBRES) - 1


def test_users_say_what_a_service_is_beside_what_experts_say(db: Database) -> None:
    users = membre(db, "usagers")
    ident = propositions.dire(db, TERMINAL, seance(db), users, "prevention", "Le bus vient dans mon village")
    with pytest.raises(Refus, match="attendent déjà"):
        propositions.dire(db, TERMINAL, seance(db), users, "prevention", "Autre chose")
    assert services.read(db).at["prevention", "usagers"] == ""
    mark = versions.marque(versions.liste(db))
    versions.adopter(db, TERMINAL, "les mots des usagers", [ident])
    row = services.read(db).loc["prevention"]
    assert row["usagers"] == "Le bus vient dans mon village" and row["pour_le_patient"].startswith("Se faire vacciner")
    assert versions.marque(versions.liste(db)) != mark
    (option,) = lectures.options(db, ["prevention"])
    assert (option.experts, option.usagers) == (row["pour_le_patient"], row["usagers"])
    with pytest.raises(Refus, match="dit déjà cela"):
        propositions.dire(db, TERMINAL, seance(db), users, "prevention", "Le bus  vient dans mon village")


def test_an_addition_taken_out_comes_back_by_a_new_proposal(db: Database) -> None:
    versions.adopter(db, TERMINAL, "un ajout", [signee(db, "aller_vers")])
    services.retirer(db, TERMINAL, "aller_vers")
    assert "aller_vers" in propositions.a_signer(db) and versions.en_vigueur(db) is None
    assert versions.adopter(db, TERMINAL, "de nouveau", [signee(db, "aller_vers")]) == 2
    assert "aller_vers" in services.read(db).index and not concordance.relire(db)


def test_the_file_refuses_to_rewrite_a_signed_proposal(db: Database) -> None:
    signee(db)
    for change in ("nom = 'Autre'", "signataire = 'X'", "etat = 'refusée', raison = ''", "etat = 'adoptée'"):
        with pytest.raises(sqlite3.IntegrityError):
            db.conn.execute(f"UPDATE propositions_services SET {change}")
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("DELETE FROM propositions_services")


def test_a_proposal_decided_without_a_gesture_is_said(db: Database) -> None:
    signee(db)
    db.conn.execute("UPDATE propositions_services SET etat = 'refusée', raison = 'à la main'")
    assert {one.genre for one in concordance.relire(db)} == {sceaux.PROPOSITION}
