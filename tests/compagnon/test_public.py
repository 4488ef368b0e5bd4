"""What anyone reads without an account: one's commune first, and nothing that the table has not published."""

from datetime import date
from fractions import Fraction

import pytest
from starlette.testclient import TestClient

from components.compagnon import gestes
from data.base.acteurs import TERMINAL
from data.priorites import envois
from data.releves import clotures
from data.seances import seances
from tests.compagnon.conftest import Salle, ouvrir


def test_the_place_of_the_reader_is_whole_in_an_empty_file(salle: Salle, client: TestClient) -> None:
    page = client.get("/table")
    assert page.status_code == 200 and page.text.index("Ma commune") < page.text.index("Séances")
    assert "Prochaine séance : Table" in page.text and "usagers 0" in page.text and "<script" not in page.text
    assert salle.lien not in page.text and "Aucun relevé" in page.text
    assert "Aucune commune" in client.get("/table?commune=Cluny").text


def test_a_commune_is_found_however_it_is_written_and_says_only_what_is_published(
    departement: Salle, client: TestClient
) -> None:
    db = departement.db
    for written in ("Cluny", "cluny", "CLUNY", "clun"):
        page = client.get("/table", params={"commune": written})
        assert "<h3>Cluny</h3>" in page.text and "pas encore examiné" in page.text and "/fiche/" not in page.text
        assert len(page.content) < 150_000
    assert "Aucune commune" in client.get("/table", params={"commune": "<script>"}).text
    code = db.conn.execute(
        "SELECT a.territoire FROM appartenances a JOIN communes c ON c.code = a.commune WHERE c.nom = 'Cluny' "
        "AND a.maille = (SELECT valeur FROM concertation WHERE cle = 'maille')"
    ).fetchone()[0]
    db["acteurs"].insert({"id": "x", "nom": "X", "role": "facilitateur", "cree_le": ""})
    db["examens"].insert(
        {"maille": db.conn.execute("SELECT valeur FROM concertation WHERE cle = 'maille'").fetchone()[0],
         "territoire": code, "profession": "medecin_generaliste", "examine_le": "2026-12-01", "mode": "discuté",
         "acteur": "x", "le": "2026-12-01"}
    )  # fmt: skip
    with_line = {"le": "2026-12-01T00:00:00", "acteur": "x", "geste": "examiner", "objet": code, "detail": "{}"}
    db["gestes"].insert(with_line)
    page = client.get("/table", params={"commune": "Cluny"})
    assert f"/fiche/{code}" in page.text and f"/territoire/{code}?profession=medecin_generaliste" in page.text


@pytest.mark.parametrize("number", ["0", "99", "x", "1e3", "-1"])
def test_minutes_that_are_not_there_are_said_in_words_or_not_found(
    salle: Salle, client: TestClient, number: str
) -> None:
    assert client.get(f"/table/releve/{number}").status_code == 404


def test_minutes_and_disputes_are_read_by_all_once_they_are_there(salle: Salle, client: TestClient) -> None:
    db, seance = salle.db, salle.seance
    assert client.get(f"/table/releve/{seance}").status_code == 404
    about = envois.Envoi(envois.CHIFFRE, "x/y/z", "Un chiffre : 2", envois.LECTEUR, "", False, "Il est faux")
    envois.recevoir(db, seance, envois.numero(), about)
    page = client.get("/table").text
    assert "Reçu, à examiner" in page and "Il est faux" not in page
    (row,) = envois.lire(db, seance).itertuples()
    envois.repondre(db, TERMINAL, bytes(row.cle), envois.REFUSE, "Vérifié auprès de la Cpam")
    page = client.get("/table").text
    assert "Vérifié auprès de la" in page and "Il est faux" in page
    ouvrir(salle)
    clotures.passer(db, TERMINAL, seance, seances.CLOSE)
    assert f"/table/releve/{seance}" in client.get("/table").text
    assert envois.prochaine(db) is None and envois.lire(db, None).empty
    again = envois.Envoi(envois.CHIFFRE, "x/y/z", "Un chiffre : 2", envois.LECTEUR, "", False, "Toujours faux")
    envois.recevoir(db, None, envois.numero(), again)
    assert client.get("/table").text.count("Un chiffre : 2") == 2
    later = seances.creer(db, TERMINAL, "Suivante", date(2027, 1, 10), "", Fraction(1, 2))
    clotures.passer(db, TERMINAL, later, seances.OUVERTE)
    clotures.passer(db, TERMINAL, later, seances.CLOSE)
    assert "1\u00a0texte reçu sans compte" in client.get(f"/table/releve/{later}").text
    minutes = client.get(f"/table/releve/{seance}")
    assert minutes.status_code == 200 and "Vérifié auprès de la" in minutes.text and salle.lien not in minutes.text
    assert len(minutes.content) < 150_000 and gestes.SUITES
