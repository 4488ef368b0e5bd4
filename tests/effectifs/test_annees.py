"""What a table enters and what time does to it: ages move on, who leaves leaves, zero is not missing, meshes change."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.acces.moves import Mouvement
from components.core.refus import EntreeInvalide
from components.effectifs import gestes, lectures
from components.effectifs.moteur import effectif
from components.effectifs.moteur.effectif import Ligne, effectifs, qualite
from components.effectifs.moteur.scenario import calculer
from components.effectifs.regles import phrases, saisie
from components.effectifs.scenarios import gestes as gestes_scenarios
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.terminal.commandes import main
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.migrations import ensembles as migrations
from data.chargement import chargement
from data.chargement.ecritures import EcritureMaille
from data.effectifs import effectifs as donnees
from data.effectifs import scenarios
from data.fichier import creation
from data.territoire import territoire
from tests.effectifs.cas import entrees, equipe

JOUR, PLUS_TARD = date(2026, 11, 22), date(2031, 11, 22)
GRANDE, PETITE = "200070530", "247103864"


def _ecrire(db: Database, jour: date, *rows: Ligne, place: str = GRANDE) -> None:
    seen = lectures.vues(db).get((place, "mg"), frozenset())
    gestes.enregistrer(db, TERMINAL, jour.year, place, "mg", rows, seen)


def _medecin(**known: int) -> Ligne:
    age = known.pop("age", 60)
    return Ligne("", GRANDE, "mg", 1, age_min=age, age_max=age, **known)


def _equipe(db: Database, jour: date) -> list[Ligne]:
    return [row for row in lectures.lignes(db, jour) if (row.territoire, row.profession) == (GRANDE, "mg")]


def test_an_entered_team_ages_and_those_who_leave_leave(db: Database) -> None:
    _ecrire(db, JOUR, *[_medecin()] * 6, _medecin(age=62, depart=2027), _medecin(age=35, arrivee=2029))
    assert effectifs(_equipe(db, JOUR), 2026)[GRANDE, "mg"] == 7
    rows = _equipe(db, PLUS_TARD)
    assert sorted(row.age_min or 0 for row in rows) == [40, *[65] * 6]
    assert effectifs(rows, 2031)[GRANDE, "mg"] == 7 and lectures.partis(db, PLUS_TARD, (GRANDE, "mg")) == 1
    assert saisie.vieillis(rows, 2031) == "âges saisis en 2026, vieillis de 5\u00a0ans"
    assert "vieillis de 5\u00a0ans" in phrases.qualite_courte(rows, "gabarit", 2031)
    result = calculer(lectures.entrees(db, PLUS_TARD, 5, "central", 0, rows, [(GRANDE, "mg")]))
    assert result.tetes_moyennes[0, 0] == 7
    assert saisie.vieillis(_equipe(db, JOUR), 2026) == ""


def test_an_entry_is_taken_up_years_later_as_it_reads_then(db: Database) -> None:
    _ecrire(db, JOUR, _medecin(age=60), _medecin(age=50, depart=2027), Ligne("", GRANDE, "mg", 2))
    kept = _equipe(db, PLUS_TARD)
    _ecrire(db, PLUS_TARD, *kept)
    assert [(row.age_min, row.saisi_en) for row in _equipe(db, PLUS_TARD)] == [(None, None), (65, None)]
    again = next(row for row in _equipe(db, PLUS_TARD) if row.age_min)
    _ecrire(db, date(2036, 1, 1), Ligne(again.cle, GRANDE, "mg", 1, age_min=65, age_max=65))  # said anew: it is 65 now
    assert [row.age_min for row in _equipe(db, date(2036, 1, 1))] == [65]
    assert len(donnees.history(db, GRANDE, "mg")) == 5


@pytest.mark.complet  # each day, `test_fichier` plays a frozen run again, and the tests above read a team years later
def test_a_run_frozen_before_the_years_passed_is_the_same_bits(db: Database, capsys: pytest.CaptureFixture) -> None:
    _ecrire(db, JOUR, *[_medecin()] * 6, _medecin(age=62, depart=2027))
    scenario = scenarios.creer(db, TERMINAL, "Figé")
    gestes_scenarios.figer(db, TERMINAL, scenario, JOUR)
    assert all(run.identique for run in lectures_scenarios.rejouer(db, "Figé"))
    gestes_scenarios.figer(db, TERMINAL, scenario, PLUS_TARD)
    assert main(["rerun", "Figé"]) == 0
    ages = [
        {row["age_min"] for row in json.loads(text)["central"]["lignes"] if row["territoire"] == GRANDE} - {None}
        for text in scenarios.results(db, scenario)["entrees"]
    ]
    assert ages == [{65}, {60, 62}]


def test_who_has_left_is_in_no_run() -> None:
    gone = Ligne("parti", "A", "mg", 1, age_min=50, age_max=50, depart=2026)
    with_them, without = (calculer(entrees(*equipe(40, 50), *more)) for more in ((gone,), ()))
    assert (with_them.tetes == without.tetes).all()


def test_a_team_that_everybody_left_is_empty_not_unknown(db: Database) -> None:
    _ecrire(db, JOUR, _medecin(age=64, depart=2028))
    rows = _equipe(db, PLUS_TARD)
    assert [row.effectif for row in rows] == [0] and not any(row.individuelle for row in rows)
    assert effectifs(lectures.publiques(db, PLUS_TARD), 2031)[GRANDE, "mg"] == 0
    _ecrire(db, PLUS_TARD, Ligne("", GRANDE, "mg", 0))
    assert len(donnees.read(db)) == 1


def test_nobody_today_can_be_said_and_is_projected(db: Database) -> None:
    assert effectifs(_equipe(db, JOUR), 2026)[GRANDE, "mg"] == 19
    _ecrire(db, JOUR, Ligne("", GRANDE, "mg", 0))
    rows = _equipe(db, JOUR)
    assert effectifs(rows, 2026) == {(GRANDE, "mg"): 0}
    assert qualite(rows, "gabarit") == "Personne n'exerce aujourd'hui : la table l'a saisi."
    result = lectures_scenarios.calculer(db, JOUR, 10, 0, profession="mg")
    rank = result.rang((GRANDE, "mg"))
    assert result.tetes[:, rank].max() == 0 and result.patients[rank, 10] == 0
    with pytest.raises(EntreeInvalide, match="entre 0 et 10 000"):
        _ecrire(db, JOUR, Ligne("", GRANDE, "mg", -1))


def test_a_team_only_announced_is_projected_to_who_facilitates(db: Database) -> None:
    _ecrire(db, JOUR, _medecin(age=33, arrivee=2028), _medecin(age=34, arrivee=2029))
    rows = _equipe(db, JOUR)
    public = [r for r in lectures.publiques(db, JOUR) if (r.territoire, r.profession) == (GRANDE, "mg")]
    assert [row.effectif for row in public] == [0] and not any(row.individuelle for row in public)
    assert effectif.cachee(rows, 2026) and effectif.annoncees(rows, 2026) == 2
    result = calculer(lectures.entrees(db, JOUR, 5, "central", 0, rows, [(GRANDE, "mg")]))
    assert list(result.tetes_moyennes[0, :3]) == [0, 0, 1] and result.tetes_moyennes[0, 3] > 1.9


def _autre_maille(db: Database, *codes: str) -> None:
    """Another mesh, in use, that has some territories of the same code as the first."""
    communes = territoire.communes(db).query("role == 'interieure'").index
    names = {code: f"Autre {code}" for code in codes}
    share = {commune: codes[k % len(codes)] for k, commune in enumerate(communes)}
    source = str(territoire.maille(db)["source"])
    with store.writing(db):
        EcritureMaille("autre", "Autre maille", names, share, source).ecrire(db)
        chargement.choisir_maille(db, TERMINAL, "autre")


def test_a_change_of_mesh_counts_nobody_twice(fichier: Path) -> None:
    with store.connect() as db:
        whole = sum(row.effectif for row in lectures.lignes(db, JOUR) if row.profession == "mg")
        _ecrire(db, JOUR, *[_medecin()] * 19)
        _autre_maille(db, GRANDE, "Z1", "Z2")
    with store.connect() as db:
        rows = [row for row in lectures.lignes(db, JOUR) if row.profession == "mg"]
        assert sum(row.effectif for row in rows) == whole and {row.statut for row in rows} == {"estimé"}
        aside = donnees.set_aside(db).to_dict("records")
        assert aside == [{"maille": "EPCI (maille de repli)", "equipes": 1, "personnes": 19}]
        _ecrire(db, JOUR, _medecin(age=41))
        chargement.choisir_maille(db, TERMINAL, "epci")
    with store.connect() as db:
        assert [row.age_min for row in _equipe(db, JOUR)] == [60] * 19
        assert donnees.set_aside(db)["personnes"].tolist() == [1]


def test_a_lever_waits_for_its_mesh_and_a_move_follows_its_commune(fichier: Path) -> None:
    with store.connect() as db:
        scenario = scenarios.creer(db, TERMINAL, "Deux mailles")
        gestes_scenarios.ajouter_levier(db, TERMINAL, scenario, "assistants_medicaux", GRANDE, "mg", 2027, 2)
        commune = str(territoire.communes(db).query("territoire == @GRANDE").index[0])
        come = Mouvement("arrivee", commune, "Un médecin arrive", age=35, etp=1.0)
        gestes_scenarios.ajouter_mouvement(db, TERMINAL, scenario, 2028, come, JOUR)
        actions, moves = lectures.contenu(db, scenario, "central")
        assert len(actions) == 1 and [move.territoire for move in moves] == [GRANDE]
        _autre_maille(db, GRANDE, "Z1")
    with store.connect() as db:
        actions, moves = lectures.contenu(db, scenario, "central")
        assert not actions and [m.territoire for m in moves] == [territoire.communes(db)["territoire"][commune]]
        assert lectures.leviers_ecartes(db, scenario) == ["Assistant médical"]
        assert lectures_scenarios.couts(db, scenario, 2030).empty


def test_rows_of_before_find_their_mesh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file written before rows bore a mesh opens with its teams and its levers in place."""
    group = migrations.effectifs
    steps = list(group._migrations)
    monkeypatch.setattr(group, "_migrations", [step for step in steps if step.name[:4] < "e005"])
    with store.connect(tmp_path / "avant.db") as db:
        creation.creer(db, TERMINAL, "71")
        row = {"profession": "mg", "mode": "libéral", "secteur": "privé", "effectif": 2, "sexe": "", "cumul": 0,
               "annee": 2026, "acteur": TERMINAL.id, "cree_le": "2026-01-01"}  # fmt: skip
        db["effectifs"].insert_all([{"territoire": GRANDE, **row}, {"territoire": "ailleurs", **row}])
        db.conn.execute("UPDATE effectifs SET remplace = 1 WHERE id = 2")
    monkeypatch.setattr(group, "_migrations", steps)
    with store.connect(tmp_path / "avant.db") as db:
        assert [(row.territoire, row.effectif) for row in lectures.saisies(db, JOUR)] == [(GRANDE, 2)]
        assert donnees.set_aside(db).to_dict("records") == [{"maille": "", "equipes": 1, "personnes": 2}]
        assert not list(db.conn.execute("PRAGMA foreign_key_check"))
