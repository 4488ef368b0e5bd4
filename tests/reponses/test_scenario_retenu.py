"""A retained scenario makes its actions in one gesture: drafts, from what the register holds, each once."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Introuvable, Refus
from components.effectifs.scenarios import gestes as gestes_scenarios
from components.plans.actions.lectures import lire
from components.plans.chaine import lectures as chaine
from components.plans.scenario import gestes, lectures
from data.base import decisions, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.effectifs import catalogue, leviers, scenarios
from data.plans import actions_types, financements, liens, plans
from data.releves import concordance
from data.territoire import territoire
from tests.reponses import cas

JOUR = date.today()
ANNEE = JOUR.year + 1


def commune(db: Database, code: str = cas.MARCIGNY) -> str:
    places = territoire.communes(db)["territoire"]
    return str(places.index[places == code][0])


def scenario(db: Database) -> int:
    """Levers with and without a cost, a national one, one elsewhere, a move that comes and one that goes."""
    ident = scenarios.creer(db, TERMINAL, "Deux assistants")
    for lever, place, amount in (
        ("assistant_medical", cas.MARCIGNY, 2), ("escap", cas.MARCIGNY, 1), ("centre_sante", cas.MARCIGNY, 1.5),
        ("part_mg_internat", cas.MARCIGNY, 1), ("asalee", cas.AUTUN, 1),
    ):  # fmt: skip
        gestes_scenarios.ajouter_levier(db, TERMINAL, ident, lever, place, "mg", ANNEE, amount)
    for kind, etp in (("arrivee", 1.0), ("depart", 1.0)):
        row = {"annee": ANNEE, "territoire": cas.MARCIGNY, "libelle": f"{kind} à Marcigny", "genre": kind, "etp": etp,
               "commune": commune(db), "profession": "mg", "age": 61}  # fmt: skip
        scenarios.ajouter_ligne(db, TERMINAL, ident, row)
    return ident


def retenu(db: Database) -> dict[str, Any]:
    liens.retenir(db, TERMINAL, scenario(db), "Le plus tenable")
    return liens.retenus(db)[-1]


def test_one_gesture_makes_the_drafts_that_the_retained_lines_ask_for(constate: Database) -> None:
    db = constate
    one = retenu(db)
    made = gestes.creer(db, TERMINAL, one["rang"], JOUR)
    rows = plans.actions(db).loc[made]
    assert list(rows["modele"]) == ["assistants_medicaux", "escap", "centre_sante", "aide_installation"]
    assert set(rows["statut"]) == {"proposee"} and set(rows["pilote"]) == {"À désigner"}
    assert set(rows["mode"]) == {"support"}, "a substitution is decided with its constat or the table's reason"
    types = actions_types.catalogue()
    assert list(rows["operateur"]) == [types[key].operateur for key in rows["modele"]]
    assert all(f"registre, ligne {one['rang']}" in words for words in rows["description"])
    assert rows.iloc[2]["etp"] == 1.5 and rows.iloc[3]["effet_genre"] == "arrivee"
    milestones = plans.milestones(db)
    assert all((milestones["action"] == ident).sum() == 2 for ident in made)
    money = financements.lines(db).set_index("action")
    assert money.at[made[0], "prevu"] == 2 * 22_000 * 100 and made[1] not in money.index
    assert plans.origines(db).loc[rows["origine"], "genre"].eq("constat").all()
    assert liens.scenarios_de(db)["nom"].unique().tolist() == ["Deux assistants"]
    assert not concordance.relire(db) and decisions.verify(db).intacte
    chain = chaine.lire(db, lire(db, JOUR, cas.MARCIGNY), cas.MARCIGNY)
    assert any(link.etape == "scenario" for link in chain.maillons)


def test_a_line_that_makes_no_action_says_why_and_a_second_press_makes_nothing(constate: Database) -> None:
    one = retenu(constate)
    prepared = {p.mots.partition(" : ")[2]: p for p in lectures.preparer(constate, one)}
    national = leviers.catalogue()["part_mg_internat"].label
    assert "national" in prepared[national].obstacle
    assert prepared["depart à Marcigny"].obstacle == lectures.SANS_ACTION
    assert prepared[leviers.catalogue()["asalee"].label].obstacle == lectures.SANS_ORIGINE
    gestes.creer(constate, TERMINAL, one["rang"], JOUR)
    count = len(plans.actions(constate))
    with pytest.raises(Refus, match="plus d'action à créer"):
        gestes.creer(constate, TERMINAL, one["rang"], JOUR)
    assert len(plans.actions(constate)) == count
    done = lectures.preparer(constate, one)
    assert sum(p.action is not None for p in done) == 4 and not any(p.a_creer for p in done)


def test_the_drafts_are_those_of_the_register_whatever_the_scenario_became(constate: Database) -> None:
    one = retenu(constate)
    text = json.dumps(one["detail"])
    assert "61" not in text and '"age"' not in text, "nothing of the person who comes or leaves"
    for line in scenarios.lines(constate, one["scenario"])["id"]:
        scenarios.retirer_ligne(constate, TERMINAL, int(line))
    scenarios.supprimer(constate, TERMINAL, one["scenario"])
    assert len(gestes.creer(constate, TERMINAL, one["rang"], JOUR)) == 4
    assert liens.scenarios_de(constate)["scenario"].isna().all()


def test_an_entry_of_before_serves_while_the_scenario_says_the_same(constate: Database) -> None:
    ident = scenario(constate)
    words = [f"{line.annee} : {line.libelle}" for line in scenarios.lines(constate, ident).itertuples()]
    content = {"scenario": ident, "nom": "Deux assistants", "motif": "avant", "lignes": words}
    decisions.adopter(constate, TERMINAL, plans.AVIS, f"scenario:{ident}", "Scénario retenu", content, {})
    one = liens.retenus(constate)[-1]
    assert sum(p.a_creer for p in lectures.preparer(constate, one)) == 4
    scenarios.retirer_ligne(constate, TERMINAL, int(scenarios.lines(constate, ident)["id"].iloc[0]))
    with pytest.raises(Refus, match="retenez-le de nouveau"):
        gestes.creer(constate, TERMINAL, one["rang"], JOUR)
    assert plans.actions(constate).empty


def test_only_who_animates_and_only_what_was_retained(constate: Database) -> None:
    one = retenu(constate)
    with pytest.raises(Interdit):
        gestes.creer(constate, LECTEUR, one["rang"], JOUR)
    with pytest.raises(Introuvable):
        gestes.creer(constate, TERMINAL, 999, JOUR)
    assert plans.actions(constate).empty


def test_a_scenario_of_before_takes_the_shared_keys_and_its_frozen_bytes_stay(db: Database) -> None:
    ident = scenarios.creer(db, TERMINAL, "D'avant")
    gestes_scenarios.ajouter_levier(db, TERMINAL, ident, "operateur_carence", cas.MARCIGNY, "mg", ANNEE, 1)
    frozen = {"version": "effectifs-1", "entrees": '{"nom":"operateur_carence"}', "empreinte_entrees": "e",
              "empreinte_resultat": "r", "resume": "{}"}  # fmt: skip
    scenarios.garder_resultat(db, TERMINAL, ident, frozen)
    db.conn.execute("UPDATE scenario_lignes SET levier = 'operateur_carence'")
    db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'e007_cles_du_catalogue'")
    db.conn.commit()
    with store.connect(Path(str(db.conn.execute("PRAGMA database_list").fetchone()[2]))) as again:
        assert scenarios.lines(again, ident)["levier"].tolist() == ["operateur_structure"]
        assert scenarios.results(again, ident).iloc[0]["entrees"] == frozen["entrees"]


def test_levers_and_actions_share_one_catalogue() -> None:
    both = set(leviers.catalogue()) & set(actions_types.catalogue())
    assert len(both) >= 15 and set(leviers.catalogue()) | set(actions_types.catalogue()) == set(catalogue.entrees())
    for key in leviers.catalogue():
        assert bool(catalogue.sans_action(key)) != (key in actions_types.catalogue())
    old = {one: key for key, entry in catalogue.entrees().items() for one in entry.get("anciens", ())}
    assert old and not set(old) & set(catalogue.entrees())
    for one, key in old.items():
        assert leviers.trouver(one) == leviers.catalogue()[key]
    assert leviers.trouver("inconnu") is None
    assert set(lectures.DE_MOUVEMENT.values()) <= set(actions_types.catalogue())
