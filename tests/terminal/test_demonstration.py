"""From the demonstration's vote to its plan: the chain can be followed, copies warn, and no single figure is lost."""

import argparse
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.carences.territoires.view_priorites import appui
from components.core.refus import Refus
from components.terminal import vote as terminal_vote
from components.terminal.commandes import main
from components.terminal.demonstration import vote as demonstration
from components.ui.menu import PAGES
from data.base import store
from data.base.acteurs import TERMINAL
from data.plans import plans
from data.priorites import scrutins
from data.releves import clotures
from data.seances import seances
from data.territoire import territoire
from tests import fichiers
from tests.comptes import compte

JOUR = date(2026, 11, 22)


@pytest.fixture
def file(fichier: Path) -> Path:
    with store.connect() as db:
        fichiers.remplir(db)
    return fichier


def _demo(db: Database, step: str) -> str:
    parser = argparse.ArgumentParser()
    terminal_vote.declarer_demo(parser)
    return " ".join(terminal_vote.demo(db, parser.parse_args(["--step", step, "--members", "24"])))


def test_the_plan_hangs_on_the_priorities_that_were_voted(file: Path) -> None:
    with store.connect() as db:
        assert "Séance close" in _demo(db, "plan")
        ranked = scrutins.priorites(db)
        assert [line["rang"] for line in ranked] == sorted(line["rang"] for line in ranked)
        assert "apl_mg" in next(line["signaux"] for line in ranked if "médecin traitant" in line["option"])
        origins = plans.origines(db)
        assert {line["option"] for line in ranked[:2]} <= set(origins["service"])
        assert set(plans.actions(db)["origine"]) <= set(origins.index)
        assert set(seances.read(db)["etat"]) == {seances.CLOSE}


def test_the_territory_card_shows_the_priorities_and_what_signals_there(
    file: Path, connectee: Callable[..., None]
) -> None:
    with store.connect() as db:
        _demo(db, "plan")
        code = str(territoire.territoires(db).index[0])
    connectee("facilitateur")
    page = AppTest.from_file(str(PAGES / "territoires.py"), default_timeout=60)
    page.session_state["territoires_choix"] = code
    page.run()
    assert not page.exception
    said = " ".join(one.value for one in (*page.markdown, *page.caption))
    assert "Priorités votées par la table" in said and "Séance de démonstration" in said


def test_an_unknown_step_is_refused_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    terminal_vote.declarer_demo(parser)
    with pytest.raises(SystemExit):
        parser.parse_args(["--step", "demain"])
    assert "n'est pas une étape" in capsys.readouterr().err


def test_a_copy_made_while_a_vote_is_open_warns_and_one_made_after_does_not(vote: object, tmp_path: Path) -> None:
    db, scrutin, slips = vote  # type: ignore[misc]
    assert "détruisez-la" in terminal_vote.prevenir(db)[0]
    target = store.backup(tmp_path / "copie.db")
    assert target.stat().st_mode & 0o077 == 0, "for its owner only"
    demonstration.clore(db, TERMINAL, scrutin, slips)
    assert terminal_vote.prevenir(db) == []
    after = store.backup(tmp_path / "apres.db").read_bytes()
    assert not [code for code, _ in slips if code.encode() in after]


def test_a_seance_is_amended_until_it_opens_or_a_vote_is_declared(fichier: Path) -> None:
    with store.connect() as db:
        made = seances.creer(db, TERMINAL, "S", JOUR, "", Fraction(1, 2))
        seances.regler(db, TERMINAL, made, "Séance de juin", date(2027, 6, 1), "Mâcon", Fraction(1, 3))
        row = seances.seance(db, made)
        assert (row["titre"], row["jour"], row["quorum"]) == ("Séance de juin", "2027-06-01", "1/3")
        for wrong in (
            lambda: seances.regler(db, TERMINAL, made, "", JOUR, "", Fraction(1, 2)),
            lambda: seances.regler(db, TERMINAL, made, "S", JOUR, "", Fraction(3, 2)),
            lambda: seances.regler(db, compte(db, "analyste"), made, "S", JOUR, "", Fraction(1, 2)),
        ):
            with pytest.raises(Refus):
                wrong()
        clotures.passer(db, TERMINAL, made, seances.OUVERTE)
        with pytest.raises(Refus, match="ne changent plus"):
            seances.regler(db, TERMINAL, made, "S", JOUR, "", Fraction(1, 2))


SIGNAL = {"indicateur": "apl_mg", "libelle": "APL basse", "signale": True}


@pytest.mark.parametrize(
    ("signals", "expected"),
    [
        ([SIGNAL, SIGNAL], "Ici, signale : APL basse."),
        ([SIGNAL | {"signale": False}], "ne signalent pas"),
        ([SIGNAL | {"signale": None}], "ni ne l'écarte"),
        ([SIGNAL | {"indicateur": "fdep"}], "ni ne l'écarte"),
    ],
)
def test_a_priority_says_what_signals_here_and_missing_is_not_reassuring(
    signals: list[dict[str, object]], expected: str
) -> None:
    assert expected in appui(["apl_mg"], {"familles": [{"signaux": signals}]})


def test_declared_interests_may_bear_on_the_very_lines_of_a_ballot(vote: object) -> None:
    db, scrutin, _ = vote  # type: ignore[misc]
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    found = scrutins.objets(db, seance)
    assert demonstration.QUESTION in found and "Un médecin traitant pour chacun" in found


@pytest.mark.parametrize(("words", "code", "said"), [
    (["demo", "--step", "plan", "--members", "12"], 1, "chargez le classeur de la DREES"),
    (["demo", "--step", "clos"], 0, "ni hypothèse"),
])  # fmt: skip
def test_a_demonstration_without_any_published_access_says_what_it_lacks(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture,
    words: list[str],
    code: int,
    said: str,
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "90.db"))
    with store.connect() as db:
        fichiers.remplir(db, "90")
    assert main(words) == code
    shown = capsys.readouterr()
    assert said in shown.out + shown.err
    with store.connect() as db:
        assert len(seances.read(db)) == (0 if code else 2)
