"""The ledger of lent days: pledged, held, cancelled; unknown is neither; read and frozen at each review."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.mots import jours_pretes as dits
from components.core.mots import observe
from components.core.refus import Refus
from components.plans.actions import gestes, lectures
from components.plans.jours import lectures as registre
from components.plans.jours import view_jours
from components.plans.regles import jours_pretes as regles
from data.base.acteurs import TERMINAL
from data.plans import jours_pretes, plans, revues
from data.seances import seances

PAGE = str(Path(__file__).resolve().parents[3] / "pages" / "plans.py")
JOUR = date.today()
ACTION = {"debut": "2026-09-15", "fin": "2027-01-10", "effet_quantite": 2.0}


def ecrite(promis: float, tenus: float | None, annules: float | None) -> dict[str, object]:
    return {"promis": promis, "tenus": tenus, "annules": annules, "mot": "", "version": 1}


def _plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def _prete(db: Database) -> int:
    rows = plans.actions(db)
    return int(rows.index[rows["effet_genre"] == jours_pretes.PRETENT][0])


def test_each_month_of_the_action_is_pledged_until_it_is_written() -> None:
    ledger = regles.lignes(ACTION, {"2026-10": ecrite(3.0, 1.0, 2.0)})
    assert [one.mois for one in ledger] == ["2026-09", "2026-10", "2026-11", "2026-12", "2027-01"]
    assert [one.promis for one in ledger] == [2.0, 3.0, 2.0, 2.0, 2.0]
    told = regles.bilan(ledger, date(2026, 11, 3))
    assert told == {"promis": 7.0, "tenus": 1.0, "annules": 2.0, "muets": 2, "du": "2026-09", "au": "2026-11"}
    assert _plain(dits(told)) == (
        "7 jours promis, 1 tenu, 2 annulés, 2 mois sans nouvelle (de septembre 2026 à novembre 2026)"
    )
    assert regles.bilan(ledger, date(2026, 8, 31)) is None


def test_what_was_written_out_of_the_dates_stays() -> None:
    ledger = regles.lignes(ACTION | {"debut": "2026-11-01"}, {"2026-09": ecrite(2.0, 2.0, 0.0)})
    assert [(one.mois, one.promis) for one in ledger][:2] == [("2026-09", 2.0), ("2026-11", 2.0)]


@pytest.mark.parametrize(
    ("mois", "champs", "mots"),
    [
        ("2026-13", {}, "n'est pas un mois"),
        ("2026-11", {"tenus": -1.0}, "de 0 à"),
        ("2026-11", {"tenus": 1e9}, "de 0 à"),
        ("2026-11", {"promis": None}, "Jours promis"),
        ("2026-11", {"annules": 3.0}, "plus de jours"),
    ],
)
def test_impossible_days_are_refused(copie: Database, mois: str, champs: dict[str, float | None], mots: str) -> None:
    fields = {"promis": 2.0, "tenus": 1.0, "annules": 0.0, "mot": ""} | champs
    with pytest.raises(Refus, match=mots):
        jours_pretes.inscrire(copie, TERMINAL, _prete(copie), mois, 0, fields)
    assert jours_pretes.lire(copie) == {}


def test_two_writers_of_a_month_are_told_and_an_action_that_lends_nothing_has_no_ledger(copie: Database) -> None:
    ident, fields = _prete(copie), {"promis": 2.0, "tenus": 1.0, "annules": 1.0, "mot": "neige"}
    jours_pretes.inscrire(copie, TERMINAL, ident, "2026-11", 0, fields)
    with pytest.raises(plans.Depasse, match="11/2026"):
        jours_pretes.inscrire(copie, TERMINAL, ident, "2026-11", 0, fields | {"tenus": 2.0})
    jours_pretes.inscrire(copie, TERMINAL, ident, "2026-11", 1, fields | {"tenus": 2.0})
    assert jours_pretes.lire(copie)[ident]["2026-11"]["tenus"] == 2.0
    other = int(plans.actions(copie).query("effet_genre == ''").index[0])
    assert registre.registre(copie, other) == [] and registre.bilan(copie, other, JOUR) is None
    with pytest.raises(Refus, match="ne prête aucun jour"):
        jours_pretes.inscrire(copie, TERMINAL, other, "2026-11", 0, fields)


def test_a_review_freezes_the_ledger_and_says_it(copie: Database) -> None:
    ident, plan = _prete(copie), lectures.lire(copie, JOUR)
    seance = seances.creer(copie, TERMINAL, "Suivante", JOUR, "", Fraction(1, 2))
    month = f"{JOUR:%Y-%m}"
    fields = {"promis": 4.0, "tenus": 3.0, "annules": 1.0, "mot": ""}
    jours_pretes.inscrire(copie, TERMINAL, ident, month, 0, fields)
    gestes.revoir(copie, TERMINAL, plan, seance, ident, {"actes": None}, "Trois jours sur quatre", JOUR)
    jours_pretes.inscrire(copie, TERMINAL, ident, month, 1, fields | {"tenus": 4.0, "annules": 0.0})
    seen = revues.read(copie).query("seance == @seance").iloc[0]["observe"]
    assert (seen["jours"]["tenus"], seen["jours"]["annules"]) == (3.0, 1.0), "what the review froze"
    assert "3 tenus" in _plain(observe(seen)) and "1 annulé" in _plain(observe(seen))
    assert "tenus" in plans.journal(copie, ident)["detail"].str.cat()


def test_the_sheet_is_on_the_card_of_an_action_that_lends(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    ident = _prete(copie)
    run = AppTest.from_file(PAGE, default_timeout=60)
    run.session_state["plans_section"], run.session_state["plans_action"] = "Actions", ident
    run.run()
    assert not run.exception
    assert view_jours.PRINCIPE in [one.value for one in run.caption]
    assert any("jours promis" in _plain(one.value) for one in run.markdown)
    run.button(key=f"plans_jours_oui_{ident}").click().run()
    assert not run.exception and jours_pretes.lire(copie) == {}, "nothing was typed, nothing is written"
