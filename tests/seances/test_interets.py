"""An interest, or a withdrawal, is corrected by declaring it again, and taken back until the séance is closed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.refus import Introuvable, Refus
from components.priorites import lectures as vote
from data.base.acteurs import TERMINAL
from data.releves import clotures
from data.seances import seances
from tests.comptes import compte
from tests.seances.salle import ids, preparee

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "seances.py")


def _declare(db: Database, made: int, retrait: bool, lien: str = "y travaille", objet: str = "Bus") -> None:
    seances.declarer_interet(db, TERMINAL, made, ids(db)["Usager 1"], objet, lien, retrait)


def test_declaring_again_corrects_and_brings_the_member_back(salle: Database) -> None:
    made = preparee(salle)
    whole = vote.votants(salle, made, ("Bus",)), vote.presents(salle, made, ("Bus",))
    _declare(salle, made, True)
    assert vote.presents(salle, made, ("Bus",)) != whole[1]
    _declare(salle, made, False, "y a travaillé")
    _declare(salle, made, True, objet="Maison de santé")
    found = seances.interets(salle, made)
    assert found[["objet", "lien", "retrait"]].values.tolist() == [
        ["Bus", "y a travaillé", 0], ["Maison de santé", "y travaille", 1],
    ]  # fmt: skip
    assert (vote.votants(salle, made, ("Bus",)), vote.presents(salle, made, ("Bus",))) == whole
    geste = next(salle.query("SELECT * FROM gestes WHERE geste = 'corriger un intérêt'"))
    assert json.loads(geste["detail"]) == {"objet": "Bus", "retrait": False}


def test_a_declaration_is_taken_back_until_the_closing(salle: Database) -> None:
    made = preparee(salle)
    whole = vote.presents(salle, made, ("Bus",))
    _declare(salle, made, True)
    ident = int(seances.interets(salle, made)["id"].iloc[0])
    with pytest.raises(Refus, match="facilitation"):
        seances.retirer_interet(salle, compte(salle, "analyste"), ident)
    seances.retirer_interet(salle, TERMINAL, ident)
    assert seances.interets(salle, made).empty and vote.presents(salle, made, ("Bus",)) == whole
    assert [g["geste"] for g in salle.query("SELECT geste FROM gestes ORDER BY rang")][-1] == "retirer un intérêt"
    with pytest.raises(Introuvable):
        seances.retirer_interet(salle, TERMINAL, ident)
    _declare(salle, made, True)
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    clotures.passer(salle, TERMINAL, made, seances.CLOSE)
    with pytest.raises(Refus, match="La séance est close"):
        seances.retirer_interet(salle, TERMINAL, int(seances.interets(salle, made)["id"].iloc[0]))


def test_the_page_takes_a_declaration_back(salle: Database, connectee: Callable[..., None]) -> None:
    made = preparee(salle)
    _declare(salle, made, True)
    connectee()
    page = AppTest.from_file(PAGE, default_timeout=60).run()
    next(box for box in page.selectbox if box.label == "Déclaration à retirer").select_index(0)
    next(button for button in page.button if button.label == "Retirer cette déclaration").click()
    page.run()
    assert not page.exception and seances.interets(salle, made).empty
