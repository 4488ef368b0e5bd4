"""The workforce in a real file: history, refusals, races, what leaves it, frozen runs."""

import json
import threading
from datetime import date
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.acces.moves import Mouvement
from components.core.refus import EntreeInvalide, Interdit, Refus
from components.effectifs import gestes, lectures
from components.effectifs.carte import lectures as lectures_carte
from components.effectifs.carte import lectures_repere
from components.effectifs.moteur import effectif
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.moteur.scenario import canonique
from components.effectifs.scenarios import gestes as gestes_scenarios
from components.effectifs.scenarios import lectures as lectures_scenarios
from components.terminal.commandes import main
from data.base import acteurs, store
from data.base.acteurs import TERMINAL, Acteur
from data.effectifs import effectifs, leviers, scenarios
from data.fichier import export
from tests import comptes

JOUR = date(2026, 11, 22)
PETITE, GRANDE = "247103864", "200070530"  # 2 and 19 doctors by estimate


def _equipe(place: str, *ages: int) -> list[Ligne]:
    return [Ligne("", place, "mg", 1, age_min=age, age_max=age) for age in ages]


def _ecrire(db: Database, place: str, rows: list[Ligne], actor: Acteur = TERMINAL) -> None:
    seen = frozenset(int(r.cle.removeprefix("saisie|")) for r in lectures.saisies(db, JOUR) if r.territoire == place)
    gestes.enregistrer(db, actor, 2026, place, "mg", rows, seen)


def test_the_default_conserves_each_total_and_says_why(fichier: Path) -> None:
    with store.connect() as db:
        rows, totals = lectures.estimees(db, JOUR), effectifs.totals(db)
    for code, (count, _) in totals.items():
        assert sum(row.effectif for row in rows if row.profession == code) == count
    assert totals["mg"][0] == 305 and "ph" not in totals
    assert all(row.statut == "estimé" and "faute d'effectif par territoire" in row.pourquoi for row in rows)


def test_an_edit_replaces_the_estimate_and_keeps_the_past(fichier: Path) -> None:
    with store.connect() as db:
        _ecrire(db, GRANDE, _equipe(GRANDE, 40, 50, 60, 63, 66))
        kept = [row for row in lectures.saisies(db, JOUR) if row.territoire == GRANDE]
        assert [row.age_min for row in kept] == [40, 50, 60, 63, 66]
        _ecrire(db, GRANDE, kept[1:])
        assert len([r for r in lectures.lignes(db, JOUR) if (r.territoire, r.profession) == (GRANDE, "mg")]) == 4
        past = effectifs.history(db, GRANDE, "mg")
        assert len(past) == 5 and past["retire_le"].notna().sum() == 1
        assert "40" not in acteurs.journal(db)["detail"].str.cat()


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (Ligne("", GRANDE, "mg", 1, age_min=200, age_max=200), "entre 18 et 99 ans"),
        (Ligne("", GRANDE, "mg", 1, age_min=60, age_max=50), "premier ne pas dépasser"),
        (Ligne("", GRANDE, "mg", 1, heures=-3.0), "heures par semaine"),
        (Ligne("", GRANDE, "mg", 1, depart=2028, arrivee=2030), "départ doit venir après"),
        (Ligne("", GRANDE, "mg", 1, depart=1990), "vont de 2026"),
        (Ligne("", GRANDE, "mg", -1), "nombre de personnes"),
        (Ligne("", GRANDE, "mg", 0, age_min=50, age_max=50), "zéro personne"),
    ],
)
def test_a_bad_row_refuses_the_whole_and_loses_nothing(fichier: Path, row: Ligne, words: str) -> None:
    with store.connect() as db:
        _ecrire(db, GRANDE, _equipe(GRANDE, 50))
        with pytest.raises(EntreeInvalide, match=words) as refusal:
            _ecrire(db, GRANDE, [*_equipe(GRANDE, 40), row])
        assert "Ligne 2" in str(refusal.value) and "Rien n'a été enregistré" in str(refusal.value)
        assert [r.age_min for r in lectures.saisies(db, JOUR)] == [50]


def test_two_tabs_do_not_overwrite_each_other(fichier: Path) -> None:
    done: list[str] = []

    def edit(age: int) -> None:
        try:
            with store.connect() as db:
                gestes.enregistrer(db, TERMINAL, 2026, GRANDE, "mg", _equipe(GRANDE, age), frozenset())
            done.append("écrit")
        except Refus as refusal:
            done.append(str(refusal))

    threads = [threading.Thread(target=edit, args=(age,)) for age in (50, 60)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(words[:7] for words in done) == sorted(["écrit", "Quelqu'"])
    with store.connect() as db:
        assert len(lectures.saisies(db, JOUR)) == 1


def test_only_a_facilitator_edits_a_team(fichier: Path) -> None:
    with store.connect() as db:
        analyst = comptes.compte(db, "analyste")
        with pytest.raises(Interdit):
            _ecrire(db, GRANDE, _equipe(GRANDE, 50), analyst)
        scenarios.creer(db, analyst, "Permis à l'analyse")


def test_under_five_nothing_of_a_person_leaves(fichier: Path, tmp_path: Path) -> None:
    with store.connect() as db:
        team = [*_equipe(PETITE, 67, 69), Ligne("", PETITE, "mg", 1, sexe="F", heures=33.5, depart=2031)]
        _ecrire(db, PETITE, team)
        public = [r for r in lectures.publiques(db, JOUR) if (r.territoire, r.profession) == (PETITE, "mg")]
        assert [row.effectif for row in public] == [3] and not any(row.individuelle for row in public)
        scenario = scenarios.creer(db, TERMINAL, "Essai")
        gestes_scenarios.figer(db, TERMINAL, scenario, JOUR)
        frozen = json.loads(scenarios.results(db, scenario)["entrees"].iloc[0])["central"]
        mine = [r for r in frozen["lignes"] if (r["territoire"], r["profession"]) == (PETITE, "mg")]
        assert [r["age_min"] for r in mine] == [None] and mine[0]["heures"] is None
        written = export.write(db, tmp_path / "sortie")
    names = {path.name for path in written}
    assert "effectifs.csv" not in names and "scenario_resultats.csv" not in names
    assert (tmp_path / "sortie" / "effectifs_nombres.csv").read_text().splitlines()[1] == f"{PETITE},mg,3,epci"


def test_a_frozen_run_is_the_same_bits_and_a_touched_one_is_not(fichier: Path, capsys: pytest.CaptureFixture) -> None:
    with store.connect() as db:
        scenario = scenarios.creer(db, TERMINAL, "Deux assistants")
        gestes_scenarios.ajouter_levier(db, TERMINAL, scenario, "assistants_medicaux", GRANDE, "mg", 2027, 2)
        move = Mouvement("arrivee", "71270", "Un médecin arrive à Mâcon", age=35, etp=1.0)
        gestes_scenarios.ajouter_mouvement(db, TERMINAL, scenario, 2028, move, JOUR)
        gestes_scenarios.figer(db, TERMINAL, scenario, JOUR)
    assert main(["rerun", "Deux assistants"]) == 0
    with store.connect() as db, store.writing(db):
        db.conn.execute("UPDATE scenario_resultats SET empreinte_resultat = 'x'")
    assert main(["rerun", str(scenario)]) == 1
    assert "DIFFÉRENT" in capsys.readouterr().out
    assert main(["rerun", "inconnu"]) == 1


def test_a_copy_computes_the_same_and_lives_apart(fichier: Path) -> None:
    with store.connect() as db:
        first = scenarios.creer(db, TERMINAL, "Un")
        gestes_scenarios.ajouter_levier(db, TERMINAL, first, "docteurs_juniors", GRANDE, "mg", 2027, 3)
        copy = scenarios.dupliquer(db, TERMINAL, first, "Deux")
        runs = [lectures_scenarios.calculer(db, JOUR, 5, key, profession="mg") for key in (first, copy)]
        assert canonique(runs[0].entrees) == canonique(runs[1].entrees)
        scenarios.supprimer(db, TERMINAL, first)
        assert len(scenarios.lines(db, copy)) == 1


def test_a_departure_too_many_is_refused_and_not_kept(fichier: Path) -> None:
    with store.connect() as db:
        scenario = scenarios.creer(db, TERMINAL, "Trop")
        place = next(c for c, t in lectures.poids_communes(db)["territoire"].items() if t == PETITE)
        move = Mouvement("depart", str(place), "Un médecin part", etp=1.0)
        for _ in range(2):
            gestes_scenarios.ajouter_mouvement(db, TERMINAL, scenario, 2028, move, JOUR)
        with pytest.raises(EntreeInvalide, match="plus personne ne reste"):
            gestes_scenarios.ajouter_mouvement(db, TERMINAL, scenario, 2028, move, JOUR)
        assert len(scenarios.lines(db, scenario)) == 2


def test_the_map_conserves_what_the_projection_loses(fichier: Path) -> None:
    with store.connect() as db:
        result = lectures_scenarios.calculer(db, JOUR, 10, 0, profession="mg")
        found = lectures_carte.carte(db, JOUR, lectures_carte.acces(db, JOUR), result, 2036)
    change = float((result.actes[:, 10] - result.actes[:, 0]).sum())
    assert found.effet.actes == pytest.approx(change) and abs(found.effet.ecart_conservation) < 1e-6


def test_what_the_neighbours_lose_lowers_the_access_of_a_territory(fichier: Path) -> None:
    with store.connect() as db:
        found = lectures_repere.repere(db, JOUR, GRANDE)
        assert found is not None and 1 < found.apl < 5 and found.par_etp > 0 and found.seuil.value == 2.5
        around = {place: share for place, share in found.par_acte.items() if share > 0}
        assert GRANDE in around and len(around) > 3
        whole = lectures_repere.ensemble(db, JOUR, 10, 0)
        # The mean of the map over the territory, by another way: the kernel on every commune at once.
        result = lectures_scenarios.calculer(db, JOUR, 10, 0, profession="mg")
        drawn = lectures_carte.carte(db, JOUR, lectures_carte.acces(db, JOUR), result, 2036).effet.communes
        places = lectures.poids_communes(db).query("territoire == @GRANDE")["population"]
        mean = float((drawn.loc[places.index, "variation"] * places).sum() / places.sum())
        assert found.acces(whole, 10) - found.apl == pytest.approx(mean, abs=1e-9)
        assert lectures_repere.repere(db, JOUR, "departement") is None


def test_every_lever_of_the_opinion_is_in_the_catalogue() -> None:
    known = leviers.catalogue()
    named = {"cumul_maintien", "equipe_medecin_infirmiere", "asalee", "escap", "osys", "protocoles_cooperation",
             "teleconsultation", "consultations_avancees", "antenne_universitaire", "centre_sante", "part_mg_internat",
             "formation_infirmiers", "plateforme_mobilite", "operateur_structure"}  # fmt: skip
    assert named <= {nom for nom, lever in known.items() if lever.hcaam}
    assert not known["docteurs_juniors"].hcaam, "they are not in the opinion"
    assert all(lever.effet is not None or lever.cible == "sans_chiffre" for lever in known.values())


def test_an_empty_team_and_one_person() -> None:
    assert effectif.qualite([], "gabarit") == "Effectif inconnu : rien n'est chargé ni saisi."
    assert effectif.repartir(1, {"a": 1.0, "b": 1.0}) == {"a": 1, "b": 0}
    assert effectif.publiques([Ligne("x", "A", "mg", 1, age_min=69, age_max=69)], 2026)[0].age_min is None
