"""Teams from a file: every profession, whole or refused whole, history kept, facilitator only."""

from datetime import date

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit
from components.effectifs import lectures
from components.effectifs.equipe import gestes, lectures_import
from components.effectifs.moteur.effectif import PROFESSIONS
from data.base.acteurs import TERMINAL
from data.effectifs import effectifs
from data.imports import equipes
from data.imports.grammaire.base import Fichier, FichierRefuse
from tests import comptes

JOUR = date(2026, 11, 22)
GRANDE = "200070530"
ENTETE = "territoire;profession;personnes;sexe;age_de;age_a;heures;cumul;exercice;secteur;depart;arrivee\n"


def _lire(db: Database, text: str) -> lectures_import.Equipes:
    return lectures_import.lire(db, JOUR, Fichier("equipes.csv", text.encode()))


def test_every_profession_goes_in_by_name_or_code(db: Database) -> None:
    rows = "".join(f"{GRANDE};{words[1]};3;;30;39;35,5;non;salarié;public;;\n" for words in PROFESSIONS.values())
    rows += "CC Brionnais Sud Bourgogne;ph;1;F;61;;;oui;;;2030;\n"
    gestes.ecrire(db, TERMINAL, JOUR, _lire(db, ENTETE + rows))
    kept = lectures.saisies(db, JOUR)
    assert {row.profession for row in kept if row.territoire == GRANDE} == set(PROFESSIONS)
    one = next(row for row in kept if row.effectif == 1)
    assert (one.profession, one.sexe, one.age_min, one.age_max, one.cumul, one.depart) == (
        "ph",
        "F",
        61,
        61,
        True,
        2030,
    )
    assert {(row.mode, row.secteur, row.heures) for row in kept if row.effectif == 3} == {("salarié", "public", 35.5)}
    assert "61" not in str(list(db.query("SELECT detail FROM gestes")))


def test_a_name_that_two_territories_share_is_no_one_s(db: Database) -> None:
    db.conn.execute("UPDATE territoires SET nom = 'Le Même' WHERE rowid IN (SELECT rowid FROM territoires LIMIT 2)")
    code = str(db.conn.execute("SELECT code FROM territoires WHERE nom = 'Le Même'").fetchone()[0])
    with pytest.raises(FichierRefuse, match="territoire inconnu"):
        _lire(db, f"{ENTETE}Le Même;mg;1;;40;;;;;;;\n")
    assert list(_lire(db, f"{ENTETE}{code};mg;1;;40;;;;;;;\n").equipes) == [(code, "mg")]


def test_an_import_replaces_a_team_and_keeps_its_past(db: Database) -> None:
    for age in (40, 50):
        gestes.ecrire(db, TERMINAL, JOUR, _lire(db, f"{ENTETE}{GRANDE};mg;1;;{age};;;;;;;\n"))
    assert [row.age_min for row in lectures.saisies(db, JOUR)] == [50]
    assert len(effectifs.history(db, GRANDE, "mg")) == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Nulle part;mg;1;;40;;;;;;;", "territoire inconnu"),
        (f"{GRANDE};druide;1;;40;;;;;;;", "profession inconnu"),
        (f"{GRANDE};mg;1;;200;;;;;;;", "entre 18 et 99"),
        (f"{GRANDE};mg;1,5;;40;;;;;;;", "nombre entier"),
        (f"{GRANDE};mg;1;;40;;-3;;;;;", "nombre négatif"),
        (f"{GRANDE};mg;1;X;40;;;;;;;", "mot inconnu"),
        (f"{GRANDE};mg;1;;40;;;;;;2028;2030", "départ doit venir après"),
        (f"{GRANDE};mg;=1+1;;40;;;;;;;", "formule"),
    ],
)
def test_a_bad_row_refuses_the_whole_file(db: Database, row: str, words: str) -> None:
    with pytest.raises(FichierRefuse, match=words):
        _lire(db, f"{ENTETE}{GRANDE};mg;1;;45;;;;;;;\n{row}\n")
    assert not lectures.saisies(db, JOUR)


def test_only_a_facilitator_imports_and_the_model_is_accepted(db: Database) -> None:
    read = _lire(db, equipes.MODELE)
    with pytest.raises(Interdit):
        gestes.ecrire(db, comptes.compte(db, "analyste"), JOUR, read)
    gestes.ecrire(db, TERMINAL, JOUR, read)
    assert [row.profession for row in lectures.saisies(db, JOUR)] == ["ide"]
