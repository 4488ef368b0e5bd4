"""Two people on the same line, measure or milestone: the second is shown the difference, nobody's words are lost."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Refus
from components.plans.actions import gestes, lectures
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.migrations.plans import plans as migrations
from data.plans import financements, plans
from data.seances.seances import Fraction, creer
from tests import comptes

PAGES = Path(__file__).resolve().parents[2] / "pages"
JOUR = date.today()
LIGNE = {
    "financeur": "ARS – FIR", "prevu": 100_00, "engage": 0, "depense": 0, "nature": "avis", "autorite": "",
    "numero": "", "date_acte": None,
}  # fmt: skip
MESURE = {"libelle": "Patients suivis", "unite": "", "depart": 1.0, "cible": 9.0, "observe": None, "observe_le": None}


@pytest.fixture
def action(copie: Database) -> int:
    return int(plans.actions(copie).index[0])


def page(ident: int) -> AppTest:
    run = AppTest.from_file(str(PAGES / "plans.py"), default_timeout=60)
    run.session_state["plans_section"], run.session_state["plans_action"] = "Actions", ident
    return run.run()


def champ(run: AppTest, kind: str, label: str, rank: int = 0) -> Any:
    return [field for field in getattr(run, kind) if field.label.startswith(label)][rank]


def bouton(run: AppTest, label: str, rank: int = 0) -> Any:
    return [button for button in run.button if button.label == label][rank]


def test_a_line_read_before_another_wrote_is_refused_with_both_texts(copie: Database, action: int) -> None:
    other = comptes.compte(copie, nom="Anne")
    line = financements.ajouter_ligne(copie, TERMINAL, action, LIGNE)
    financements.modifier_ligne(copie, other, line, 1, LIGNE | {"prevu": 200_00})
    financements.ajouter_ligne(copie, TERMINAL, action, LIGNE)  # someone else's gesture on the action, not on the line
    with pytest.raises(plans.Depasse, match="Anne a modifié cette ligne de financement") as late:
        financements.modifier_ligne(copie, TERMINAL, line, 1, LIGNE | {"financeur": "Le département"})
    assert (late.value.actuelle["prevu"], late.value.miens["financeur"]) == (200_00, "Le département")
    assert financements.line(copie, line)["version"] == 2


def test_a_measure_read_before_another_wrote_is_refused_with_both_texts(copie: Database, action: int) -> None:
    read = plans.measure(copie, action, "impact")
    other = comptes.compte(copie, nom="Anne")
    plans.mesurer(
        copie, other, action, "impact", read["version"], MESURE | {"observe": 5.0, "observe_le": "2026-01-01"}
    )
    plans.toucher(copie, TERMINAL, action)
    with pytest.raises(plans.Depasse, match="Anne a modifié cette mesure") as late:
        plans.mesurer(copie, TERMINAL, action, "impact", read["version"], MESURE | {"depart": 2.0})
    assert (late.value.actuelle["observe"], late.value.miens["depart"]) == (5.0, 2.0)


def test_two_first_measures_are_not_taken_for_one(copie: Database, action: int) -> None:
    copie.conn.execute("DELETE FROM mesures_action")
    assert plans.measure(copie, action, "moyens")["version"] == 0
    plans.mesurer(copie, TERMINAL, action, "moyens", 0, MESURE)
    with pytest.raises(plans.Depasse):
        plans.mesurer(copie, TERMINAL, action, "moyens", 0, MESURE | {"libelle": "Autre chose"})


def test_a_review_keeps_what_was_written_of_the_measure_meanwhile(copie: Database, action: int) -> None:
    seance = creer(copie, TERMINAL, "Suivante", JOUR, "", Fraction(1, 2))
    plan = lectures.lire(copie, JOUR)
    read = plans.measure(copie, action, "impact")
    plans.mesurer(copie, TERMINAL, action, "impact", read["version"], MESURE)
    seen = {"actes": None, "etp": None, "impact": 12.0}
    gestes.revoir(copie, TERMINAL, plan, seance, action, seen, "", JOUR)
    now = plans.measure(copie, action, "impact")
    assert (now["libelle"], now["cible"], now["observe"]) == ("Patients suivis", 9.0, 12.0)


def test_a_milestone_dated_by_another_is_not_dated_again(copie: Database, action: int) -> None:
    mark = plans.ajouter_jalon(copie, TERMINAL, action, "Un jalon", "2026-01-01")
    plans.atteindre_jalon(copie, TERMINAL, mark, "2026-02-01", None)
    with pytest.raises(Refus, match="entre-temps"):
        plans.atteindre_jalon(copie, TERMINAL, mark, "2026-03-01", None)
    found = plans.milestones(copie).set_index("id")
    assert found.at[mark, "fait_le"] == "2026-02-01"


def test_a_milestone_that_waits_does_not_pass_for_done(
    copie: Database, action: int, connectee: Callable[..., None]
) -> None:
    connectee()
    marks = plans.milestones(copie).query("action == @action")["id"].tolist()
    plans.atteindre_jalon(copie, TERMINAL, marks[0], "2026-02-01", None)
    run = page(action)
    assert not run.exception
    bouton(run, "Atteint aujourd'hui").click().run()
    assert not run.exception and not run.error
    assert plans.milestones(copie).set_index("id").loc[marks, "fait_le"].tolist() == ["2026-02-01", JOUR.isoformat()]


def test_simultaneous_writers_of_a_line_lose_nothing(copie: Database, action: int) -> None:
    line = financements.ajouter_ligne(copie, TERMINAL, action, LIGNE)
    outcomes: list[object] = []
    gate = threading.Barrier(2)

    def write(words: str) -> None:
        with store.connect() as mine:
            gate.wait(60)
            try:
                outcomes.append(financements.modifier_ligne(mine, TERMINAL, line, 1, LIGNE | {"financeur": words}))
            except plans.Depasse as late:
                outcomes.append(late)

    threads = [threading.Thread(target=write, args=(words,)) for words in ("A", "B")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    late = next(one for one in outcomes if isinstance(one, plans.Depasse))
    assert {late.actuelle["financeur"], late.miens["financeur"]} == {"A", "B"} and False in outcomes


def test_the_second_writer_of_a_line_sees_the_difference(
    copie: Database, action: int, connectee: Callable[..., None]
) -> None:
    connectee()
    line = financements.ajouter_ligne(copie, TERMINAL, action, LIGNE)
    run = page(action)
    champ(run, "selectbox", "Ligne").set_value(line).run()
    financements.modifier_ligne(copie, TERMINAL, line, 1, LIGNE | {"financeur": "Mot de l'autre", "prevu": 7_00})
    run.run()
    assert champ(run, "text_input", "Financeur").value == "ARS – FIR", "what is being read does not move"
    champ(run, "text_input", "Financeur").set_value("Mon mot")
    bouton(run, "Enregistrer cette ligne").click().run()
    assert not run.exception and any("Rien n'est perdu" in block.value for block in run.warning)
    assert any("Mot de l'autre" in frame.value.to_string() for frame in run.dataframe)
    assert (
        champ(run, "text_input", "Financeur").value == "Mon mot" and champ(run, "text_input", "Prévu").value == "7,00"
    )
    bouton(run, "Enregistrer cette ligne").click().run()
    now = financements.line(copie, line)
    assert (now["financeur"], now["prevu"], now["version"]) == ("Mon mot", 7_00, 3) and not run.warning


def test_the_second_writer_of_a_measure_sees_the_difference(
    copie: Database, action: int, connectee: Callable[..., None]
) -> None:
    connectee()
    run = page(action)
    read = plans.measure(copie, action, "impact")
    plans.mesurer(copie, TERMINAL, action, "impact", read["version"], MESURE | {"libelle": "Mot de l'autre"})
    champ(run, "text_input", "Indicateur d'impact").set_value("Mon mot")
    bouton(run, "Enregistrer cette mesure", 1).click().run()
    assert any("Mot de l'autre" in frame.value.to_string() for frame in run.dataframe)
    assert champ(run, "text_input", "Indicateur d'impact").value == "Mon mot"
    bouton(run, "Enregistrer cette mesure", 1).click().run()
    now = plans.measure(copie, action, "impact")
    assert (now["libelle"], now["cible"]) == ("Mon mot", 9.0) and not run.warning


def test_a_saved_measure_keeps_the_day_it_was_observed(
    copie: Database, action: int, connectee: Callable[..., None]
) -> None:
    connectee()
    read = plans.measure(copie, action, "impact")
    seen = MESURE | {"observe": 5.0, "observe_le": "2026-01-01"}
    plans.mesurer(copie, TERMINAL, action, "impact", read["version"], seen)
    run = page(action)
    champ(run, "text_input", "Indicateur d'impact").set_value("Mieux nommé")
    bouton(run, "Enregistrer cette mesure", 1).click().run()
    now = plans.measure(copie, action, "impact")
    assert (now["libelle"], now["observe_le"]) == ("Mieux nommé", "2026-01-01")


def test_a_file_of_before_gets_its_versions(tmp_path: Path) -> None:
    file = Database(str(tmp_path / "avant.db"))
    for name, key in {
        "decisions": "rang",
        "communes": "code",
        "acteurs": "id",
        "scenarios": "id",
        "seances": "id",
    }.items():
        file[name].create({key: int}, pk=key)
    migrations.apply(file, stop_before="p006_versions")
    assert "version" not in file["financements"].columns_dict
    file.conn.execute("PRAGMA foreign_keys = OFF")
    file["financements"].insert(LIGNE | {"action": 1})
    migrations.apply(file)
    assert file["financements"].get(1)["version"] == 1 and "version" in file["mesures_action"].columns_dict
