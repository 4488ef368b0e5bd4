"""The screen of facilitation: the link shown, each text answered where it is."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from components.compagnon import gestes, lectures, view_papier, view_salle
from data.base import jours
from data.base.acteurs import TERMINAL
from data.priorites import envois
from data.seances import compagnons
from tests.compagnon.conftest import Salle


def _page() -> None:
    from components.compagnon import view_salle
    from data.base import store
    from data.seances import seances

    with store.connect() as db:
        view_salle.render(db, int(seances.read(db).index[0]))


def _draw() -> AppTest:
    test = AppTest.from_function(_page, default_timeout=30).run()
    assert not test.exception
    return test


def _sent(salle: Salle, texte: str) -> None:
    lu = {"genre": envois.CONTRIBUTION, "texte": texte, "college": "usagers"}
    gestes.envoyer(salle.db, salle.seance, envois.numero(), lu)


def test_the_link_is_opened_renewed_and_closed_by_facilitation(salle: Salle, connectee: Callable[..., None]) -> None:
    connectee()
    test = _draw()
    assert salle.lien in test.code[0].value
    test.button(key=f"salle_lien_{salle.seance}").click().run()
    fresh = compagnons.lien(salle.db, salle.seance)
    assert fresh and fresh not in salle.lien
    test.button(key=f"salle_fermer_{salle.seance}").click().run()
    assert compagnons.lien(salle.db, salle.seance) == "" and not test.code


def test_an_analyst_reads_and_answers_nothing(salle: Salle, connectee: Callable[..., None]) -> None:
    _sent(salle, "Un texte **gras**")
    connectee("analyste")
    test = _draw()
    assert not test.button and "Un texte **gras**" in test.text[0].value


@pytest.mark.parametrize("why", ["", "Hors du sujet"])
def test_a_refusal_takes_its_reason_on_the_spot(salle: Salle, connectee: Callable[..., None], why: str) -> None:
    _sent(salle, "Un texte")
    connectee()
    test = _draw()
    next(box for box in test.selectbox if box.label == "Que faire de ce texte").select(view_salle.REFUSER).run()
    test.text_input[0].input(why)
    next(b for b in test.button if b.label == view_salle.REFUSER).click().run()
    (row,) = envois.lire(salle.db, salle.seance).itertuples()
    assert not test.exception and row.etat == (envois.REFUSE if why else envois.A_EXAMINER)
    assert bool(test.error) != bool(why)


def test_a_text_answered_may_still_be_withheld(salle: Salle, connectee: Callable[..., None]) -> None:
    _sent(salle, "Un texte")
    (row,) = envois.lire(salle.db, salle.seance).itertuples()
    gestes.accepter(salle.db, TERMINAL, salle.seance, bytes(row.cle), gestes.PUBLICATION, "")
    connectee()
    test = _draw()
    test.text_input[0].input("Nomme une personne")
    next(b for b in test.button if b.label == view_salle.RETIRER).click().run()
    (row,) = envois.lire(salle.db, salle.seance).itertuples()
    assert not test.exception and (row.etat, row.texte) == (envois.RETIRE, "")


@pytest.mark.parametrize(
    ("genre", "fichier"),
    [(envois.SERVICE, "salle"), (envois.CONTRIBUTION, "salle"), (envois.DEBAT, "salle"),
     pytest.param(envois.CHIFFRE, "departement", marks=pytest.mark.complet)],
)  # fmt: skip
def test_a_sheet_is_typed_on_the_same_screen_whatever_it_asks(
    request: pytest.FixtureRequest, connectee: Callable[..., None], genre: str, fichier: str
) -> None:
    salle: Salle = request.getfixturevalue(fichier)
    connectee()
    test = _draw()
    test.selectbox(key=f"papier_genre_{salle.seance}").select(genre).run()
    if genre == envois.CHIFFRE:
        code = next(iter(lectures.chiffres(salle.db, "medecin_generaliste", jours.aujourd_hui(salle.db))))
        test.selectbox(key=f"papier_territoire_{salle.seance}").select(code).run()
    about = next(box for box in test.selectbox if box.label in (*view_papier.SUR.values(), "Le chiffre"))
    about.select_index(0)
    next(box for box in test.selectbox if "feuille" in box.label and "Collège" in box.label).select("usagers")
    test.text_area[0].input("Écrit à la main")
    next(b for b in test.button if b.label == "Enregistrer cette feuille").click().run()
    assert not test.exception and not test.error
    (row,) = envois.lire(salle.db, salle.seance).itertuples()
    assert (row.genre, row.par, row.texte) == (genre, envois.PAPIER, "Écrit à la main")


def test_an_empty_file_types_sheets_too_and_says_what_misses(salle: Salle, connectee: Callable[..., None]) -> None:
    connectee()
    test = _draw()
    test.selectbox(key=f"papier_genre_{salle.seance}").select(envois.CHIFFRE).run()
    next(b for b in test.button if b.label == "Enregistrer cette feuille").click().run()
    assert not test.exception and "Rien n'a été" in test.error[0].value
    assert envois.lire(salle.db, salle.seance).empty
