"""Services × territories: no orphan cell, unknown is neither, a row kept whole, history, and from cell to action."""

import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, strategies
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core import saisie as saisies
from components.core.refus import Interdit, Introuvable, Refus
from components.plans.actions import gestes
from components.plans.actions import lectures as lectures_plans
from components.reponses import lectures_services as lectures
from components.reponses.regles import services as regles
from data.base import decisions
from data.base.acteurs import LECTEUR, TERMINAL
from data.plans import plans
from data.priorites import services
from data.releves import concordance
from data.reponses import services_rendus
from data.reponses.services_rendus import DEPARTEMENT, INCONNU, NON_RENDU, RENDU, CelluleSaisie
from data.structures import structures
from data.territoire import territoire
from tests.reponses import cas

PLANS = Path(__file__).resolve().parents[2] / "pages" / "plans.py"
SERVICE = "soins_non_programmes"


def saisie(service: str = SERVICE, version: int = 0, par: frozenset[int] = frozenset(), **champs: Any) -> CelluleSaisie:
    return CelluleSaisie(service, version, {"etat": RENDU} | champs, par)


def cellule(db: Database, code: str, service: str = SERVICE) -> dict[str, Any]:
    rows = services_rendus.cellules(db, [code])
    return dict(rows[rows["service"] == service].iloc[0])


@pytest.fixture
def code(db: Database) -> str:
    return str(territoire.territoires(db).index[0])


def test_every_cell_is_there_and_unknown_before_anything_is_noted(db: Database) -> None:
    codes = [str(c) for c in territoire.territoires(db).index]
    rows = services_rendus.cellules(db, codes)
    assert len(rows) == len(codes) * len(services.read(db)) and set(rows["etat"]) == {INCONNU}
    counts = regles.compter(rows["etat"])
    assert counts == {RENDU: 0, "partiel": 0, NON_RENDU: 0, INCONNU: len(rows)}
    assert "inconnu n'est ni rendu, ni non rendu" in regles.phrase(rows["etat"])


@given(etats=strategies.lists(strategies.sampled_from(services_rendus.ETATS), max_size=9))
def test_unknown_never_counts_as_rendered_nor_as_not(etats: list[str]) -> None:
    """Whatever the grid, unknown ones change no other count, ask for no action and are told apart in the sentence."""
    alone = [etat for etat in etats if etat != INCONNU]
    counts, without = regles.compter(etats), regles.compter(alone)
    assert {k: n for k, n in counts.items() if k != INCONNU} == {k: n for k, n in without.items() if k != INCONNU}
    rows = pd.DataFrame({"territoire": range(len(etats)), "service": "s", "etat": etats, "actions": [[]] * len(etats)})
    read = lectures.Grille(rows, pd.Series(dtype=str), pd.Series(dtype=str), [])
    assert len(lectures.sans_action(read, ["s"])) == etats.count(NON_RENDU)
    assert f"{etats.count(INCONNU)}\u00a0inconnu" in regles.phrase(etats)


def test_the_states_of_the_screen_are_those_of_the_file() -> None:
    assert tuple(regles.MARQUES) == services_rendus.ETATS and set(regles.FONDS) == set(regles.MARQUES)
    assert len(set(regles.MARQUES.values())) == len(regles.MARQUES), "a mark each: colour is never alone"
    assert [regles.etat_du_mot(regles.mot(state)) for state in regles.MARQUES] == list(regles.MARQUES)


def test_a_cell_keeps_everything_and_its_history(db: Database, code: str) -> None:
    ident = structures.noter(db, TERMINAL, code, {"type": "cpts", "nom": "CPTS d'ici"})
    said = saisie(
        par=frozenset({ident}), modalite="créneaux partagés", promesse="dans les 48 h", moyens="créneaux",
        impact="délais",
        source="SAS", observe_le="2026-01-05",
    )  # fmt: skip
    assert services_rendus.ecrire(db, TERMINAL, code, [said]) == 1
    kept = cellule(db, code)
    assert {name: kept[name] for name in said.champs} == dict(said.champs) and kept["structures"] == [ident]
    assert services_rendus.ecrire(db, TERMINAL, code, [CelluleSaisie(SERVICE, 1, said.champs, said.structures)]) == 0
    services_rendus.ecrire(db, TERMINAL, code, [saisie(version=1, etat=NON_RENDU)])
    told = services_rendus.journal(db, code, SERVICE)["detail"].tolist()
    assert [one["etat"] for one in told] == [[RENDU, NON_RENDU], [INCONNU, RENDU]] and told[0]["structures"] == [
        [ident],
        [],
    ]
    assert not concordance.ecarts(db), "the catalogue that cells refer to is sealed"
    structures.fermer(db, TERMINAL, ident, structures.une(db, ident)["version"], date.today().isoformat())
    services_rendus.ecrire(db, TERMINAL, code, [saisie(version=2, par=frozenset({ident}))])


WRONG: dict[str, CelluleSaisie] = {
    "etat": saisie(etat="bof"), "long": saisie(modalite="x" * 501),
    "demain": saisie(observe_le=(date.today() + timedelta(days=1)).isoformat()),
    "structure": saisie(par=frozenset({99})), "service": saisie("inventé"), "version": saisie(version=3),
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_row_with_one_wrong_cell_keeps_nothing(db: Database, code: str, wrong: CelluleSaisie) -> None:
    with pytest.raises(Refus):
        services_rendus.ecrire(db, TERMINAL, code, [saisie("prevention"), wrong])
    assert not db["services_rendus"].count and not db["services"].count


def test_no_orphan_cell_nor_reader_nor_territory_of_nowhere(db: Database, code: str) -> None:
    with pytest.raises(Introuvable):
        services_rendus.ecrire(db, TERMINAL, "000", [saisie()])
    for act in (
        lambda: services_rendus.ecrire(db, LECTEUR, code, [saisie()]),
        lambda: services_rendus.regler_echelon(db, LECTEUR, SERVICE, DEPARTEMENT),
        lambda: services_rendus.relier(db, LECTEUR, 1, SERVICE),
        lambda: services.fixer(db, LECTEUR),
    ):
        with pytest.raises(Interdit):
            act()
    services_rendus.ecrire(db, TERMINAL, code, [saisie()])
    with pytest.raises(sqlite3.IntegrityError):
        db.conn.execute("UPDATE services_rendus SET service = 'orphelin'")


@pytest.mark.parametrize("core", services.SOCLE)
def test_a_core_service_is_worded_never_removed_whatever_the_door(db: Database, core: str) -> None:
    services.fixer(db, TERMINAL)
    with pytest.raises(Refus, match="ne se retire pas"):
        services.retirer(db, TERMINAL, core)
    for sql in ("UPDATE services SET actif = 0 WHERE id = ?", "DELETE FROM services WHERE id = ?",
                "UPDATE services SET id = 'autre' WHERE id = ?"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="socle"):
            db.conn.execute(sql, (core,))
    services.amender(db, TERMINAL, core, "Dit autrement", "pour le patient", "qui", "")
    assert services.read(db).at[core, "nom"] == "Dit autrement"


def test_another_service_may_leave_and_its_cells_do_not_show_nor_vanish(db: Database, code: str) -> None:
    services_rendus.ecrire(db, TERMINAL, code, [saisie("soins_dentaires")])
    services.retirer(db, TERMINAL, "soins_dentaires")
    assert "soins_dentaires" not in set(services_rendus.cellules(db, [code])["service"])
    assert db["services_rendus"].count == 1


def test_a_service_of_the_departement_has_one_cell_for_all(db: Database) -> None:
    first, second = (str(c) for c in territoire.territoires(db).index[:2])
    services_rendus.ecrire(db, TERMINAL, first, [saisie(etat=NON_RENDU)])
    services_rendus.regler_echelon(db, TERMINAL, SERVICE, DEPARTEMENT)
    assert cellule(db, first)["etat"] == INCONNU, "the cell of a territory does not speak for the département"
    services_rendus.ecrire(db, TERMINAL, second, [saisie(etat="partiel")])
    assert cellule(db, first)["etat"] == cellule(db, second)["etat"] == "partiel"
    services_rendus.regler_echelon(db, TERMINAL, SERVICE, "bassin")
    assert (cellule(db, first)["etat"], cellule(db, second)["etat"]) == (NON_RENDU, INCONNU)
    with pytest.raises(Refus):
        services_rendus.regler_echelon(db, TERMINAL, SERVICE, "quartier")


def test_an_action_answers_the_cell_it_was_inscribed_for_until_abandoned(constate: Database) -> None:
    db, code = constate, cas.MARCIGNY
    services_rendus.ecrire(db, TERMINAL, code, [saisie(etat=NON_RENDU)])
    codes = [str(c) for c in territoire.territoires(db).index]
    assert lectures.sans_action(lectures.grille(db, codes, False), [SERVICE]) == [(code, SERVICE)]
    ready = lectures.preparee(db, code, SERVICE)
    key = lectures_plans.cle_d_origine(db, ready)
    assert key in lectures_plans.origines_possibles(db, code) and ready["modele"] == "sas"
    origin = gestes.origine(db, TERMINAL, str(key), code)
    ident = gestes.inscrire(db, TERMINAL, code, origin, cas.ACTION, ready["modele"], SERVICE)
    read = lectures.grille(db, codes, publies=False)
    assert not lectures.sans_action(read, [SERVICE])
    assert "✖ non rendu → action" in lectures.croisee(read, [SERVICE]).to_numpy()
    assert lectures.sans_action(lectures.grille(db, codes, publies=True), [SERVICE]), "not retained: readers see none"
    cas.changer(db, ident, statut="abandonnee")
    assert lectures.sans_action(lectures.grille(db, codes, False), [SERVICE]) == [(code, SERVICE)]


def voter(db: Database, *keys: str) -> int:
    """A published ranking, as the register keeps it; its rank."""
    names = services.read(db)["nom"]
    lines = [{"rang": k, "option": names[key], "service": key, "valeur": "", "motif": "", "signaux": []}
             for k, key in enumerate(keys, 1)]  # fmt: skip
    decisions.adopter(db, TERMINAL, "avis de la table", "scrutin:1", "Vote", {"classement": lines}, {})
    return decisions.verify(db).nombre


def test_after_a_vote_the_grid_opens_on_the_voted_services_and_a_voted_action_answers(db: Database, code: str) -> None:
    voter(db, "prevention", SERVICE)
    assert lectures.grille(db, [code], False).votes == ["prevention", SERVICE]
    ready = lectures.preparee(db, code, SERVICE)
    origin = gestes.origine(db, TERMINAL, str(lectures_plans.cle_d_origine(db, ready)), code)
    gestes.inscrire(db, TERMINAL, code, origin, cas.ACTION)
    assert services_rendus.actions(db)[["territoire", "service"]].to_numpy().tolist() == [[code, SERVICE]]


def test_only_changed_cells_are_kept_from_a_row() -> None:
    blank = services_rendus.VIDE | {"structures": [], "colleges": [], "version": 0}
    before = pd.DataFrame([blank, blank], index=["a", "b"])
    cells = dict.fromkeys(["Par", lectures.CONTRE, *lectures.COLONNES], "")
    cells |= {"État": "? inconnu", "Garantie": None}
    other = cells | {"État": "n", "Observé le": "05012026", "Par": "X", lectures.CONTRE: "b"}
    typed = pd.DataFrame([cells, other], index=["a", "b"])
    readers = {
        "État": regles.etat_tape, "Par": lambda text: saisies.plusieurs(text, {"X": 7}, "ici"),
        lectures.CONTRE: lambda text: saisies.plusieurs(text, {"Élus": "e", "Bénéficiaires": "b"}, "ici"),
        "Observé le": lambda text: saisies.jour(text, date(2026, 2, 1)),
    }  # fmt: skip
    (one,) = lectures.saisies(before, typed, readers)
    assert (one.service, one.champs["etat"], one.champs["observe_le"], one.structures, one.colleges) == (
        "b", NON_RENDU, "2026-01-05", frozenset({7}), frozenset({"b"}),
    )  # fmt: skip


@pytest.mark.parametrize("how", ["Grille", "Par territoire", "Par service"])
@pytest.mark.parametrize("role", ["", "facilitateur"])
def test_the_readings_draw(
    constate: Database, page: Callable[..., AppTest], connectee: Callable[..., None], how: str, role: str
) -> None:
    if role:
        connectee(role)
    services_rendus.ecrire(constate, TERMINAL, cas.MARCIGNY, [saisie(etat=NON_RENDU, promesse="dans les 48 h")])
    choices = {"reponses_lecture": how, "reponses_territoire": cas.MARCIGNY, "reponses_service": SERVICE}
    test = page(reponses_section="Services", **choices)
    assert any("1\u00a0non rendu" in said.value for said in test.markdown)
    if role and how != "Par service":
        assert any(button.label == "Inscrire une action" for button in test.button)


def test_the_form_of_an_action_opens_filled_in_and_inscribes(
    constate: Database, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    connectee()
    db, code = constate, cas.MARCIGNY
    services_rendus.ecrire(db, TERMINAL, code, [saisie(etat=NON_RENDU)])
    structures.noter(db, TERMINAL, code, {"type": "cpts", "nom": "CPTS d'ici"})
    ready = lectures.preparee(db, code, SERVICE)
    test = page(PLANS, plans_section="Actions", plans_territoire=code, plans_preparee=ready)
    fields = {box.label: box.value for box in test.text_input}
    assert fields["Titre"].startswith("Un rendez-vous dans les 48 heures") and fields["Partenaires"] == "CPTS d'ici"
    blank = page(PLANS, plans_section="Actions", plans_territoire=code, plans_preparee=ready)
    next(button for button in blank.button if button.label == "Repartir d'une page blanche").click().run()
    assert next(box for box in blank.text_input if box.label == "Titre").value != ready["titre"]
    next(box for box in test.text_input if box.label.startswith("Pilote")).set_value("La présidente")
    next(button for button in test.button if button.label == "Inscrire l'action").click().run()
    assert not test.exception and not test.error
    assert len(plans.actions(db)) == 1 and services_rendus.actions(db)["service"].tolist() == [SERVICE]
