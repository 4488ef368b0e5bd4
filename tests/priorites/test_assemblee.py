"""Presence, quorum, mandates and withdrawals: what opens a vote and what does not."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from components.core.refus import Interdit, Refus
from components.priorites import gestes as gestes_priorites
from components.priorites import lectures as vote
from components.priorites.regles.vote import Option
from components.seances import gestes, lectures
from data.base import store
from data.base.acteurs import TERMINAL, Acteur
from data.priorites import bulletins, scrutins
from data.releves import clotures
from data.seances import seances
from tests.comptes import compte

LISTE = (
    "nom;collège;organisation;vote\n"
    + "\n".join(f"Pro {k};professionnels;;" for k in range(6))
    + "\n"
    + "\n".join(f"Us {k};Usagers et associations d'usagers;;oui" for k in range(4))
    + "\nDélégation;4;ARS Bourgogne;\n"
)


def test_an_empty_table_has_no_quorum_trouble_before_anyone_signs(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made = seances.creer(db, TERMINAL, "S", date(2026, 11, 22), "", Fraction(1, 2))
        assert lectures.assemblee(db, made).membres == 0
        assert gestes.importer_membres(db, TERMINAL, "m.csv", LISTE.encode("cp1252")) == 11
        here = lectures.assemblee(db, made)
        assert (here.presents, here.membres, here.requis, here.atteint) == (0, 10, 5, False)


def test_a_bad_list_is_refused_whole_with_line_and_column(fichier: Path) -> None:
    bad = "nom,collège\nAna,usagers\n,usagers\nBob,inconnu\nAna,etat\n"
    with store.connect(fichier) as db:
        with pytest.raises(Refus, match="Ligne 3, colonne « nom »") as refusal:
            gestes.importer_membres(db, TERMINAL, "m.csv", bad.encode())
        assert "Ligne 4" in str(refusal.value) and "Ligne 5" in str(refusal.value)
        assert seances.membres(db).empty


def _declared(db: store.Database) -> tuple[int, int]:
    gestes.importer_membres(db, TERMINAL, "m.csv", LISTE.encode())
    made = seances.creer(db, TERMINAL, "S", date(2026, 11, 22), "", Fraction(1, 2))
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    bulletins.tirer(db, TERMINAL, made, {"usagers": 5, "professionnels": 6}, False)
    options = [Option("a", "Bus"), Option("b", "Maison")]
    declared = vote.definir(db, made, "Quoi ?", "jugement", options, vote.poids_egaux(db), date(2026, 11, 22))
    scrutin = gestes_priorites.declarer(db, TERMINAL, made, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    return made, scrutin


def _here(db: store.Database, made: int, names: list[str]) -> None:
    people = seances.membres(db)["nom"]
    seances.pointer(db, TERMINAL, made, {int(i): ("présent", None) for i in people[people.isin(names)].index})


def test_no_vote_without_three_users_nor_without_quorum(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made, scrutin = _declared(db)
        _here(db, made, [f"Pro {k}" for k in range(6)] + ["Us 0", "Us 1"])
        with pytest.raises(Refus, match="représentants des usagers"):
            gestes_priorites.ouvrir(db, TERMINAL, scrutin)
        _here(db, made, ["Us 2"])
        people = seances.membres(db)
        gone = int(people.index[people["nom"] == "Us 2"][0])
        seances.declarer_interet(db, TERMINAL, made, gone, "Bus", "y travaille", True)
        assert vote.presents(db, made, ("Bus",)) == (8, 9), "who withdraws leaves vote and quorum"
        with pytest.raises(Refus):
            gestes_priorites.ouvrir(db, TERMINAL, scrutin)
        _here(db, made, ["Us 3"])
        gestes_priorites.ouvrir(db, TERMINAL, scrutin, poursuivre=True)
        assert scrutins.scrutin(db, scrutin)["ouverture"]["groupes"] == [["professionnels", "usagers"]]


def test_a_mandate_needs_someone_present_and_one_only(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made, _ = _declared(db)
        ids = {str(nom): int(i) for i, nom in seances.membres(db)["nom"].items()}
        with pytest.raises(Refus):
            seances.pointer(db, TERMINAL, made, {ids["Us 0"]: ("mandat", ids["Us 1"])})
        good = {ids["Us 1"]: ("présent", None), ids["Us 0"]: ("mandat", ids["Us 1"])}
        seances.pointer(db, TERMINAL, made, good)
        with pytest.raises(Refus):
            seances.pointer(db, TERMINAL, made, {ids["Us 2"]: ("mandat", ids["Us 1"])})
        assert vote.votants(db, made) == {"usagers": 2}
        assert vote.presents(db, made)[0] == 1, "a mandate votes and does not make the quorum"


def test_a_member_who_withdraws_carries_no_mandate_either(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made, _ = _declared(db)
        ids = {str(nom): int(i) for i, nom in seances.membres(db)["nom"].items()}
        lines = {ids["Us 1"]: ("présent", None), ids["Us 2"]: ("présent", None), ids["Us 0"]: ("mandat", ids["Us 1"])}
        seances.pointer(db, TERMINAL, made, lines)
        seances.declarer_interet(db, TERMINAL, made, ids["Us 1"], "Bus", "y travaille", True)
        assert vote.votants(db, made) == {"usagers": 3}
        assert vote.votants(db, made, ("Bus",)) == {"usagers": 1}
        assert vote.presents(db, made, ("Bus",)) == (1, 9)


def test_the_votes_follow_the_points_of_vote_in_order(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made, first = _declared(db)
        assert lectures.hors_ordre_du_jour(db, made), "declared, and nothing on the agenda leads to it"
        seances.ajouter_point(db, TERMINAL, made, "La carte", "débat")
        one = seances.ajouter_point(db, TERMINAL, made, "Un vote", "vote")
        assert lectures.scrutins_du_point(db, made, one) == [first] and not lectures.hors_ordre_du_jour(db, made)
        other = seances.ajouter_point(db, TERMINAL, made, "Un autre vote", "vote")
        assert lectures.scrutins_du_point(db, made, other) == []
        rule = vote.definition(db, first)
        second, third = (gestes_priorites.declarer(db, TERMINAL, made, rule) for _ in range(2))
        assert lectures.scrutins_du_point(db, made, one) == [first]
        assert lectures.scrutins_du_point(db, made, other) == [third, second], "the last point leads all that remain"
        scrutins.supprimer(db, TERMINAL, first)
        assert lectures.scrutins_du_point(db, made, one) == [second]


def test_a_closed_seance_keeps_the_table_of_its_day(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made, scrutin = _declared(db)
        _here(db, made, [f"Pro {k}" for k in range(6)] + ["Us 0"])
        scrutins.supprimer(db, TERMINAL, scrutin)
        clotures.passer(db, TERMINAL, made, seances.CLOSE)
        before = lectures.assemblee(db, made)
        people = seances.membres(db)["nom"]
        seances.retirer_membre(db, TERMINAL, int(people.index[people == "Us 0"][0]))
        gestes.importer_membres(db, TERMINAL, "m.csv", b"nom;college\nNouveau;usagers\n")
        assert lectures.assemblee(db, made) == before
        assert {"Us 0", "Us 3"} <= set(seances.presences(db, made)["nom"])
        assert "Us 0" not in set(seances.membres(db)["nom"])


def test_the_rules_never_change_after_freezing_through_any_door(fichier: Path) -> None:
    with store.connect(fichier) as db:
        _, scrutin = _declared(db)
        for statement in (
            "UPDATE scrutins SET definition = replace(definition, 'Bus', 'Train')",
            "UPDATE scrutins SET empreinte = 'x'",
        ):
            with pytest.raises(Exception, match="ne changent plus"):
                db.conn.execute(statement)
        assert scrutins.scrutin(db, scrutin)["etat"] == scrutins.FIGE


def test_no_gesture_of_the_vote_is_open_to_a_reader_or_an_analyst(fichier: Path) -> None:
    with store.connect(fichier) as db:
        made, scrutin = _declared(db)
        for actor in (compte(db, "analyste"), Acteur("x", "x", "facilitateur")):
            for attempt in (
                lambda a: scrutins.figer(db, a, scrutin),
                lambda a: scrutins.ouvrir(db, a, scrutin, {}),
                lambda a: scrutins.clore(db, a, scrutin, {}),
                lambda a: scrutins.publier(db, a, scrutin, {}),
                lambda a: scrutins.annuler(db, a, scrutin, "x"),
                lambda a: bulletins.tirer(db, a, made, {"usagers": 1}, False),
                lambda a: clotures.passer(db, a, made, seances.CLOSE),
            ):
                with pytest.raises(Interdit):
                    attempt(actor)
