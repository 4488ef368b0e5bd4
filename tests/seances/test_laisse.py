"""What a closing leaves and keeps: it asks once and says what is left; reasons, amounts and writings are in the
minutes; what was done belongs to a séance by its rank, whatever the clock did."""

import html
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.priorites import gestes
from components.priorites import lectures as votes
from components.priorites.regles.vote import Option
from components.seances import lectures, minutes
from components.terminal.demonstration import plans as plans_demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import contestations, contributions
from data.fichier import creation
from data.plans import financements, plans
from data.priorites import scrutins
from data.releves import clotures, releves
from data.seances import seances
from data.territoire import territoire
from tests.parcours.champs import par_son_nom

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")
JOUR = date(2026, 11, 22)
RESTE = {"organisation": "", "suppleant": "", "vote": 1}


@pytest.fixture
def ouverte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Database, int]:
    """(file, séance): open, everyone there, nothing on its agenda."""
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        creation.creer(db, TERMINAL, "71")
        rows = [{"nom": f"{c} {k}", "college": c} | RESTE for c in ("usagers", "professionnels") for k in range(5)]
        seances.ajouter_membres(db, TERMINAL, rows)
        yield db, _ouvrir(db, "Première")


def _ouvrir(db: Database, titre: str) -> int:
    made = seances.creer(db, TERMINAL, titre, JOUR, "", Fraction(1, 2))
    seances.pointer(db, TERMINAL, made, {int(i): ("présent", None) for i in seances.membres(db).index})
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    return made


def _page(db: Database, made: int) -> str:
    return html.unescape(minutes.html(db, made))


def _mots(db: Database, made: int) -> str:
    """All the words of the Word file, its tables too."""
    doc = Document(BytesIO(minutes.docx(db, made)))
    cells = [cell.text for table in doc.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in doc.paragraphs), *cells])


def _contester(db: Database, motif: str) -> None:
    code = str(territoire.territoires(db).index[0])
    contestations.contester(db, TERMINAL, code, "mg", "apl", {"titre": "APL", "valeur": 2.0}, "Usagers", motif, "voir")


def test_writings_go_to_the_minutes_when_published_and_are_counted_when_not(ouverte: tuple[Database, int]) -> None:
    db, made = ouverte
    for who in ("Anne", "Basile", "Chloé"):
        contributions.contribuer(db, TERMINAL, made, who, "usagers", None, f"Le mot de {who}")
    contributions.publier_contribution(db, TERMINAL, 1)
    assert any("2\u00a0contributions" in words and "Basile" in words for words in lectures.inacheve(db, made))
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    for said in (_page(db, made), _mots(db, made)):
        assert "Le mot de Anne" in said and "Basile" not in said and "Chloé" not in said
        assert "2\u00a0contributions reçues ne sont pas publiées" in said


def test_a_sheet_that_nobody_filled_in_is_said_before_everyone_is_kept_as_absent(
    ouverte: tuple[Database, int], connectee: Callable[..., None]
) -> None:
    db, first = ouverte
    assert lectures.inacheve(db, first) == []
    clotures.passer(db, TERMINAL, first, seances.CLOSE)
    made = seances.creer(db, TERMINAL, "Seconde", JOUR, "", Fraction(1, 2))
    clotures.passer(db, TERMINAL, made, seances.OUVERTE)
    words = "ucune présence n'est notée"
    assert lectures.inacheve(db, made) == [f"a{words} : le relevé dirait 10 membres absents"]
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    assert any(one.value.startswith(f"A{words}") for one in page.warning)
    assert any(box.label == f"La séance est finie, même si a{words}" for box in page.checkbox)
    seances.pointer(db, TERMINAL, made, {1: ("absent", None)})
    assert lectures.inacheve(db, made) == []


def test_the_second_of_two_points_of_the_same_title_is_the_one_withdrawn(
    ouverte: tuple[Database, int], connectee: Callable[..., None]
) -> None:
    db, made = ouverte
    first, _ = (seances.ajouter_point(db, TERMINAL, made, "Un point", "débat") for _ in range(2))
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60)
    page.session_state[f"seances_portee_{made}"] = "Ordre du jour"
    page.run()
    box = next(one for one in page.selectbox if one.label == "Point à corriger")
    par_son_nom(box).set_value(box.options[1]).run()
    next(button for button in page.button if button.label == "Retirer ce point").click().run()
    assert list(seances.points(db, made).index) == [first]


def test_the_reason_and_the_amounts_of_an_avis_are_in_the_minutes(ouverte: tuple[Database, int]) -> None:
    db, made = ouverte
    plans_demonstration.demonstration(db, TERMINAL, JOUR)
    envelope = int(financements.envelopes(db).index[0])
    first, *_ = financements.requests(db, envelope).to_dict("records")
    financements.adopter_choix(db, TERMINAL, envelope, [first["action"]], "Parce que le débat l'a voulu", {})
    plans.ajouter_priorite(db, TERMINAL, "Un service", "Point adopté sans débat, faute d'opposition")
    clotures.passer(db, TERMINAL, made, seances.CLOSE)
    for said in (_page(db, made), _mots(db, made)):
        assert "Parce que le débat l'a voulu" in said and "faute d'opposition" in said
        assert f"Retenues : {first['titre']}" in said and "4\u202f400\u00a0€" in said and "38\u202f000\u00a0€" in said


def test_a_dispute_belongs_to_its_seance_whatever_the_clock_says(ouverte: tuple[Database, int]) -> None:
    """Written, or settled, while the clock had gone back to before the closing of the séance before."""
    db, first = ouverte
    _contester(db, "Réglée plus tard")
    _contester(db, "De la première")
    clotures.passer(db, TERMINAL, first, seances.CLOSE)
    second = _ouvrir(db, "Seconde")
    _contester(db, "Écrite à l'heure d'hiver")
    contestations.regler(db, TERMINAL, 1, "corrigé", "Le fichier était faux")
    for name in ("le", "regle_le"):
        db.conn.execute(f"UPDATE contestations SET {name} = '2001-01-01T00:00:00+00:00' WHERE {name} IS NOT NULL")
    db.conn.commit()
    clotures.passer(db, TERMINAL, second, seances.CLOSE)
    said = {made: [one["motif"] for one in releves.lire(db, made).faits["contestations"]] for made in (first, second)}
    assert said == {
        first: ["De la première", "Réglée plus tard"],
        second: ["Écrite à l'heure d'hiver", "Réglée plus tard"],
    }


def test_the_reason_of_a_cancelled_vote_is_its_own_whatever_the_clock_says(ouverte: tuple[Database, int]) -> None:
    db, made = ouverte
    from data.priorites import bulletins

    bulletins.tirer(db, TERMINAL, made, {"usagers": 5, "professionnels": 5}, remplacer=False)
    for why in ("Une option manquait", "Un carton de trop"):
        declared = votes.definir(
            db, made, "Quoi ?", "jugement", [Option("a", "A"), Option("b", "B")], votes.poids_egaux(db), JOUR
        )
        scrutin = gestes.declarer(db, TERMINAL, made, declared)
        scrutins.figer(db, TERMINAL, scrutin)
        gestes.ouvrir(db, TERMINAL, scrutin)
        db.conn.execute("UPDATE scrutins SET ouvert_le = '2999-01-01T00:00:00+00:00'")
        db.conn.commit()
        scrutins.annuler(db, TERMINAL, scrutin, why)
    assert [vote["motif"] for vote in releves.votes(db, made)] == ["Une option manquait", "Un carton de trop"]


@pytest.mark.parametrize("services", [(None, None), (None, "prevention"), ("prevention", None)])
def test_a_writing_about_no_service_says_none_beside_one_that_does(
    ouverte: tuple[Database, int], services: tuple[str | None, ...]
) -> None:
    """« sur « nan » » was read above a contribution, once another was about a service."""
    db, made = ouverte
    for service in services:
        contributions.contribuer(db, TERMINAL, made, "Anne", "usagers", service, "Un mot")
    assert contributions.contributions(db, made)["service"].tolist() == [service or "" for service in services]


@pytest.mark.parametrize("reste", [False, True])
def test_closing_asks_once_and_says_what_it_leaves(
    ouverte: tuple[Database, int], connectee: Callable[..., None], reste: bool
) -> None:
    db, made = ouverte
    connectee()
    if reste:
        contributions.contribuer(db, TERMINAL, made, "Anne", "usagers", None, "Un mot")
    point = seances.ajouter_point(db, TERMINAL, made, "Un point", "débat")
    seances.traiter(db, TERMINAL, point, "traité")
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    closing = [button for button in page.button if "Clore" in button.label]
    assert [button.label for button in closing] == ["Clore maintenant"], "one door"
    assert any("Anne" in warning.value for warning in page.warning) is reste
    closing[0].click().run()
    assert seances.seance(db, made)["etat"] == seances.OUVERTE and page.error
    next(box for box in page.checkbox if "La séance est finie" in box.label).check()
    next(button for button in page.button if button.label == "Clore maintenant").click().run()
    assert not page.exception and seances.seance(db, made)["etat"] == seances.CLOSE
