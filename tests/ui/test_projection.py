"""The screen of the room: each view in each state, and for whom it opens."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.priorites import gestes, lectures
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from data.releves import clotures
from data.seances import projection, seances
from data.territoire import territoire
from tests import fichiers

PAGE = Path(__file__).resolve().parents[2] / "pages" / "salle" / "projection.py"
GESTES = ("button", "checkbox", "text_input", "selectbox", "radio", "link_button", "tab", "expander", "toggle")
FERME = "Cet écran s'ouvre depuis le poste de la personne qui anime."
QUESTION = "Quels services faut-il rendre d&#x27;abord près de chez les habitants ?"
COMPTE = re.compile(r"\d+ %|Très prioritaire|Assez prioritaire|1\. ")


@dataclass(frozen=True)
class Seance:
    """A séance with an open vote of 24 slips."""

    db: Database
    id: int
    vote: int
    cartons: tuple[str, ...]

    def montrer(self, vue: str, cible: object = "") -> str:
        projection.projeter(self.db, TERMINAL, self.id, vue, str(cible))
        return ecran()

    def voter(self, combien: int) -> None:
        for rank, code in enumerate(self.cartons[:combien]):
            bulletins.deposer(self.db, self.vote, code, f"{rank % 3}123{rank % 2}01")


@pytest.fixture
def seance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]) -> Iterator[Seance]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        vote, slips = demonstration.ouvrir(db, TERMINAL, 24, date(2026, 11, 22))
        connectee()
        yield Seance(db, int(scrutins.scrutin(db, vote)["seance"]), vote, tuple(code for code, _ in slips))


def ecran() -> str:
    """What the room reads, without its drawings: one sentence, nothing to press, nothing that was typed become HTML."""
    test = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not test.exception and not test.error
    assert not [kind for kind in GESTES if test.get(kind)], "no gesture on the wall"
    words = " ".join(str(one.value) for one in test.get("html") if 'class="salle' in str(one.value))
    assert words.count("<h1") == 1 and not re.search(r"<(a|button|form|input|script|b)\b", words)
    return re.sub(r"data:image[^\"]*", "", words).replace("\xa0", " ")


def test_each_view_is_a_sentence_its_figure_and_its_source(seance: Seance) -> None:
    place, name = next(iter(territoire.territoires(seance.db)["nom"].items()))
    agenda = seances.points(seance.db, seance.id)
    third = seance.montrer("point", agenda.index[2])
    assert "Priorités de services</h1>" in third and "Point 3 sur 4" in third and "Ensuite : Suites" in third
    assert "Ensuite" not in seance.montrer("point", agenda.index[3]), "nothing comes after the last"
    usual = seance.montrer("carte")
    assert "vivent dans une commune" in usual and "DREES" in usual and "moins de 1,25" in usual and "<img" in usual
    assert "par territoire — Saône-et-Loire" in seance.montrer("carte", "niveau=territoire")
    card = seance.montrer("fiche", place)
    assert f"{name} : 2,7 consultations".replace("'", "&#x27;") in card and "en moyenne dans le département" in card
    assert "Aucune action n&#x27;est encore inscrite" in seance.montrer("plan")
    assert str(name).split()[0] in seance.montrer("plan", place)
    assert "&lt;b&gt;à tous" in seance.montrer("texte", "Bonjour <b>à tous</b>")
    assert "Priorités de services" in seance.montrer("rien")


def test_a_vote_shows_where_to_vote_and_how_many_have_and_never_what(seance: Seance) -> None:
    shown = seance.montrer("scrutin", seance.vote)
    assert QUESTION in shown and "/vote</strong>" in shown and "<strong>0</strong>bulletin sur 24 votants" in shown
    seance.voter(24)
    shown = ecran()
    assert "<strong>24</strong>bulletins sur 24 votants" in shown and not COMPTE.search(shown)
    assert "détruire" not in shown and "nnuler" not in shown


@pytest.mark.parametrize("vue", ["scrutin", "resultat"])
def test_a_tally_waits_for_its_publication(seance: Seance, vue: str) -> None:
    projection.projeter(seance.db, TERMINAL, seance.id, "scrutin", str(seance.vote))
    seance.voter(24)
    gestes.clore(seance.db, TERMINAL, seance.vote)
    shown = seance.montrer(vue, seance.vote)
    assert "Le vote est clos" in shown and "24 bulletins" in shown and not COMPTE.search(shown)
    gestes.publier(seance.db, TERMINAL, seance.vote)
    assert "En premier" in ecran() and "Pourquoi «" in ecran(), "published, the room sees it without a gesture"


def test_a_group_is_shown_when_it_is_asked_for(seance: Seance) -> None:
    seance.voter(24)
    gestes.clore(seance.db, TERMINAL, seance.vote)
    gestes.publier(seance.db, TERMINAL, seance.vote)
    assert "En premier" in seance.montrer("resultat", seance.vote)
    assert "Usagers et associations" in seance.montrer("resultat", f"{seance.vote}/usagers")
    assert "En premier" in seance.montrer("resultat", f"{seance.vote}/inconnu"), "no such group: the whole"


def test_a_vote_not_open_or_cancelled_says_so(seance: Seance) -> None:
    projection.projeter(seance.db, TERMINAL, seance.id, "scrutin", str(seance.vote))
    scrutins.annuler(seance.db, TERMINAL, seance.vote, "Erreur de liste")
    assert "Ce vote est annulé" in ecran()
    again = gestes.declarer(seance.db, TERMINAL, seance.id, lectures.definition(seance.db, seance.vote))
    assert "Le vote se prépare" in seance.montrer("scrutin", again)
    scrutins.figer(seance.db, TERMINAL, again)
    assert "le vote va s&#x27;ouvrir" in ecran()


def test_nothing_is_shown_before_and_after(seance: Seance) -> None:
    assert "Rien n&#x27;est montré" in ecran() and "Saône-et-Loire" in ecran()
    seance.montrer("texte", "Bonjour")
    scrutins.annuler(seance.db, TERMINAL, seance.vote, "Fin")
    clotures.passer(seance.db, TERMINAL, seance.id, seances.CLOSE)
    assert "Rien n&#x27;est montré" in ecran() and "Bonjour" not in ecran()


def test_it_opens_without_a_seance_and_without_a_departement(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    connectee()
    assert "Choisissez-le sur la page Données" in ecran()
    with store.connect() as db:
        fichiers.remplir(db)
    connectee(nom="Une autre")
    assert "Table de concertation — Saône-et-Loire" in ecran()


@pytest.mark.parametrize("role", ["analyste", ""])
def test_only_the_facilitator_opens_it(
    seance: Seance, role: str, connectee: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    projection.projeter(seance.db, TERMINAL, seance.id, "texte", "Bonjour")
    if role:
        connectee(role, "Une autre")
    else:
        nobody = SimpleNamespace(cookies={}, headers={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: nobody)
    shown = ecran().replace("&#x27;", "'")
    assert FERME in shown and "Bonjour" not in shown
