"""Who replaces whom, who carries whose mandate: refused when impossible, and said by name in the minutes."""

import pytest
from sqlite_utils import Database

from components.core.refus import Refus
from components.seances import lectures, minutes
from data.base.acteurs import TERMINAL
from data.releves import clotures
from data.seances import seances
from tests.seances.salle import ids, membre, preparee


def _mandate(db: Database, made: int, giver: str, holder: str) -> None:
    seances.pointer(db, TERMINAL, made, {ids(db)[giver]: ("mandat", ids(db)[holder])})


def test_minutes_name_the_one_who_sat_and_the_one_who_voted(salle: Database) -> None:
    made = preparee(salle)
    seances.pointer(salle, TERMINAL, made, {ids(salle)["Usager 1"]: ("suppléé", None)})
    _mandate(salle, made, "Usager 2", "Usager 3")
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    clotures.passer(salle, TERMINAL, made, seances.CLOSE)
    rows = {tuple(row[1:]) for row in minutes.contenu(salle, made)["presences"]}
    assert ("suppléé (1)", "Remplaçante 1 (supplée Usager 1)") in rows
    assert ("mandat (1)", "Usager 2 (mandat porté par Usager 3)") in rows
    seances.ajouter_membres(salle, TERMINAL, [membre("Usager 1", suppleant="Quelqu'un d'autre")])
    assert {tuple(row[1:]) for row in minutes.contenu(salle, made)["presences"]} == rows


def test_a_member_without_a_suppleant_is_not_replaced(salle: Database) -> None:
    made = preparee(salle)
    with pytest.raises(Refus, match=r"Usager 2.*suppléant"):
        seances.pointer(salle, TERMINAL, made, {ids(salle)["Usager 2"]: ("suppléé", None)})
    assert set(seances.presences(salle, made)["statut"]) == {"présent"}
    with pytest.raises(Refus, match="présence"):
        seances.pointer(salle, TERMINAL, made, {ids(salle)["Usager 2"]: ("en vacances", None)})


def test_a_mandate_is_carried_by_a_voting_member_who_is_there(salle: Database) -> None:
    made = preparee(salle)
    with pytest.raises(Refus, match="Mandat impossible pour Usager 2"):
        _mandate(salle, made, "Usager 2", "Délégation")
    with pytest.raises(Refus, match="Mandat impossible pour Usager 2"):
        _mandate(salle, made, "Usager 2", "Usager 2")
    _mandate(salle, made, "Usager 2", "Professionnel 1")
    assert lectures.assemblee(salle, made).mandats == 1


def test_who_carries_a_mandate_neither_leaves_the_table_nor_loses_the_vote(salle: Database) -> None:
    made = preparee(salle)
    _mandate(salle, made, "Usager 2", "Usager 3")
    with pytest.raises(Refus, match=r"Mandat impossible pour Usager 2.*Séance"):
        seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 3"])
    with pytest.raises(Refus, match="Mandat impossible pour Usager 2"):
        seances.ajouter_membres(salle, TERMINAL, [membre("Usager 3", vote=0)])
    assert seances.membres(salle).at[ids(salle)["Usager 3"], "vote"] == 1
    seances.pointer(salle, TERMINAL, made, {ids(salle)["Usager 2"]: ("absent", None)})
    seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 3"])
    assert "Usager 3" not in ids(salle)


def test_who_left_the_table_carries_no_mandate_afterwards(salle: Database) -> None:
    """Whoever gave a mandate then leaves the table takes it away; who carried it may leave too."""
    made = preparee(salle)
    _mandate(salle, made, "Usager 2", "Usager 3")
    seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 2"])
    assert lectures.assemblee(salle, made).mandats == 0
    seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 3"])


def test_closed_seances_do_not_hold_members_back(salle: Database) -> None:
    made = preparee(salle)
    _mandate(salle, made, "Usager 2", "Usager 3")
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    clotures.passer(salle, TERMINAL, made, seances.CLOSE)
    seances.retirer_membre(salle, TERMINAL, ids(salle)["Usager 3"])
    assert lectures.assemblee(salle, made).mandats == 1
    people = seances.presences(salle, made)
    assert people["mandataire"].map(people["nom"]).dropna().tolist() == ["Usager 3"]
