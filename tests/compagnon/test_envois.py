"""What the room sends: every status, what a refusal gives back, limits behind one address, what is answered."""

import re
import time

import pytest
from starlette.testclient import TestClient

from components.compagnon import gestes, view_ecrire
from components.core.refus import Interdit, Refus
from components.priorites import ballot
from components.seances import lectures, minutes
from components.seances.salle import lectures_envois
from data.base import decisions
from data.base.acteurs import LECTEUR, TERMINAL
from data.carences import contestations
from data.priorites import bulletins, envois, propositions, services
from data.releves import clotures, concordance
from data.seances import seances
from tests.compagnon.conftest import Salle, ouvrir

TEXTE = "Une permanence de soins dentaires le samedi, <b>près</b> de Cluny."


def form(client: TestClient, path: str) -> dict[str, str]:
    """The hidden fields of a form, as a browser posts them back."""
    text = client.get(path).text
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))


def _sur(salle: Salle, client: TestClient) -> str:
    """A figure that may be disputed, as the page of its territory links to it."""
    for (code,) in salle.db.conn.execute("SELECT code FROM territoires ORDER BY code").fetchall():
        if links := re.findall(r"contester\?sur=([^\"]+)", client.get(f"{salle.lien}/territoire/{code}").text):
            return str(links[0])
    raise AssertionError("no territory has a figure")


def _send(client: TestClient, salle: Salle, quoi: str, **more: str) -> tuple[int, str]:
    path = f"{salle.lien}/ecrire/{quoi}"
    fields = form(client, f"{path}?sur={more.get('objet', '')}")
    answer = client.post(path, data=fields | {"texte": TEXTE, "college": "usagers"} | more)
    return answer.status_code, answer.headers.get("location", answer.text)


def test_each_kind_is_sent_before_acknowledged_and_hidden_until_answered(
    departement: Salle, client: TestClient
) -> None:
    salle = departement
    point = str(seances.points(salle.db, salle.seance).index[0])
    service = str(services.read(salle.db).index[0])
    for quoi, more in {
        "proposer": {}, "contribuer": {"objet": service}, "debattre": {"objet": point},
        "contester": {"objet": _sur(salle, client)},
    }.items():  # fmt: skip
        status, where = _send(client, salle, quoi, **more)
        assert status == 303, where
        shown = client.get(where).text
        reference = where.partition("reference=")[2]
        assert f"<strong>{reference}</strong>" in shown and "à examiner" in shown and "Cluny" not in shown
    texts = lectures_envois.recus(salle.db, salle.seance)
    assert len(texts) == 4 and all("non vérifié" in one["de"] for one in texts)
    assert lectures_envois.compte([one["etat"] for one in texts]) == "4\u00a0textes reçus sans compte : 4 à examiner."


def test_sent_twice_is_received_once(salle: Salle, client: TestClient) -> None:
    slips = ouvrir(salle)
    path = f"{salle.lien}/ecrire/contribuer"
    fields = form(client, path) | {"texte": TEXTE, "code": bulletins.affiche(slips[0][0]).lower()}
    first, second = (client.post(path, data=fields) for _ in range(2))
    assert first.status_code == second.status_code == 303 and first.headers["location"] == second.headers["location"]
    assert len(envois.lire(salle.db, salle.seance)) == 1
    assert [n for (n,) in salle.db.conn.execute("SELECT nombre FROM droits_envoi")] == [1]


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"texte": " "}, 422), ({"texte": "x" * 1_501}, 422), ({"college": "etrangers"}, 422), ({"college": ""}, 422),
        ({"objet": "inconnu"}, 422), ({"numero": "1"}, 422), ({"numero": ""}, 422),
    ],
)  # fmt: skip
def test_an_incomplete_text_is_refused_and_kept(
    salle: Salle, client: TestClient, more: dict[str, str], status: int
) -> None:
    code, text = _send(client, salle, "contribuer", **more)
    assert code == status and 'role="alert"' in text
    assert ("Cluny" in text or "xxx" in text) == bool(more.get("texte", "x").strip())
    assert envois.lire(salle.db, salle.seance).empty


def test_another_site_posts_nothing_and_a_text_is_inert(salle: Salle, client: TestClient) -> None:
    path = f"{salle.lien}/ecrire/contribuer"
    fields = form(client, path) | {"texte": TEXTE, "college": "usagers"}
    for headers in ({"origin": "https://ailleurs.example"}, {"sec-fetch-site": "cross-site"}):
        answer = client.post(path, data=fields, headers=headers)
        assert answer.status_code == 403 and "<b>" not in answer.text and "&lt;b&gt;" in answer.text
    assert envois.lire(salle.db, salle.seance).empty
    assert client.post(path, content=b"x" * 100_000).status_code == 413
    assert client.get(f"{salle.lien}/ecrire/voler").status_code == 404


def test_during_the_séance_only_a_slip_opens_the_right_and_guesses_are_limited(
    salle: Salle, client: TestClient
) -> None:
    slips = ouvrir(salle)
    assert _send(client, salle, "contribuer", code="ZZZZZZZZZZZ1")[0] == 422
    for _ in range(ballot.ECHECS.limite - 1):
        ballot.ECHECS.echec("testclient", time.monotonic())
    assert _send(client, salle, "contribuer", code="ZZZZZZZZZZZ2")[0] == 429
    assert client.post("/vote", data={"code": "ZZZZZZZZZZZ3"}).status_code == 429, "the same guesses as at the ballot"
    assert _send(client, salle, "contribuer", code=slips[0][0])[0] == 303, "a right slip is never blocked"
    assert _send(client, salle, "contribuer")[0] == 429, "a declared college opens nothing any more"


def test_a_room_behind_one_address_writes_and_one_slip_does_not_flood(
    salle: Salle, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    slips, limit = ouvrir(salle)[:4], view_ecrire.ENVOIS.limite
    monkeypatch.setattr(view_ecrire.ENVOIS, "limite", 1)
    monkeypatch.setattr(envois, "PAR_CARTON", 2)
    assert limit >= 39 and {_send(client, salle, "contribuer", code=code)[0] for code, _ in slips} == {303}
    assert [_send(client, salle, "contribuer", code=slips[0][0])[0] for _ in range(2)] == [303, 429]
    assert len(envois.lire(salle.db, salle.seance)) == len(slips) + 1


def test_before_the_séance_an_address_is_limited_and_the_text_is_given_back(
    salle: Salle, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view_ecrire.ENVOIS, "limite", 3)
    assert [_send(client, salle, "contribuer")[0] for _ in range(3)] == [303] * 3
    status, text = _send(client, salle, "contribuer")
    assert status == 429 and "Cluny" in text


def test_a_closed_séance_receives_nothing_and_gives_the_text_back(salle: Salle, client: TestClient) -> None:
    slips = ouvrir(salle)
    path = f"{salle.lien}/ecrire/contribuer"
    fields = form(client, path) | {"texte": TEXTE, "code": slips[0][0]}
    clotures.passer(salle.db, TERMINAL, salle.seance, seances.CLOSE)
    answer = client.post(path, data=fields)
    assert answer.status_code == 409 and "Cluny" in answer.text
    assert client.get(path).status_code == 200 and "<form" not in client.get(path).text
    assert envois.lire(salle.db, salle.seance).empty


def _one(salle: Salle, client: TestClient, quoi: str, **more: str) -> bytes:
    before = {one["cle"] for one in lectures_envois.recus(salle.db, salle.seance)}
    assert _send(client, salle, quoi, **more)[0] == 303
    return next(one["cle"] for one in lectures_envois.recus(salle.db, salle.seance) if one["cle"] not in before)


def test_accepting_goes_to_the_agenda_the_list_or_the_disputes_in_the_words_of_facilitation(
    departement: Salle, client: TestClient
) -> None:
    salle = departement
    db, seance = salle.db, salle.seance
    key = _one(salle, client, "proposer")
    with pytest.raises(Refus, match="qui signe"):
        gestes.accepter(db, TERMINAL, seance, key, gestes.LISTE, "Soins dentaires du samedi", "Moins d'attente")
    signs = int(seances.membres(db).index[0])
    gestes.accepter(db, TERMINAL, seance, key, gestes.LISTE, "Soins dentaires du samedi", "Moins d'attente", signs)
    (proposed,) = propositions.propositions(db)
    assert (proposed.nom, proposed.membre, proposed.etat) == ("Soins dentaires du samedi", signs, propositions.SIGNEE)
    assert "Soins dentaires du samedi" not in set(services.read(db)["nom"]), "signed is not adopted"
    gestes.accepter(db, TERMINAL, seance, _one(salle, client, "proposer"), gestes.AGENDA, "Soins dentaires")
    assert "Soins dentaires" in set(seances.points(db, seance)["titre"])
    point = int(seances.points(db, seance).index[0])
    gestes.accepter(db, TERMINAL, seance, _one(salle, client, "debattre", objet=str(point)), gestes.DEBAT, "")
    assert seances.points(db, seance).at[point, "genre"] == "débat"
    key, before = _one(salle, client, "contester", objet=_sur(salle, client)), len(contestations.contestations(db))
    assert before == 0, "received: it marks no map, and blocks nothing"
    gestes.accepter(db, TERMINAL, seance, key, gestes.CONTESTATION, "Un cabinet a fermé", "")
    assert contestations.contestations(db)["motif"].tolist() == ["Un cabinet a fermé"]
    with pytest.raises(Refus, match="déjà"):
        gestes.accepter(db, TERMINAL, seance, key, gestes.CONTESTATION, "Un autre motif", "")
    assert len(contestations.contestations(db)) == 1, "all or nothing"
    assert "Cluny" in client.get(f"{salle.lien}/recus").text, "once answered, it is read"


@pytest.mark.parametrize("etat", [envois.REFUSE, envois.RETIRE])
def test_refusing_and_withholding_need_a_reason_that_is_shown(salle: Salle, client: TestClient, etat: str) -> None:
    key = _one(salle, client, "proposer")
    with pytest.raises(Refus, match="pourquoi"):
        envois.repondre(salle.db, TERMINAL, key, etat, " ")
    with pytest.raises(Interdit):
        envois.repondre(salle.db, LECTEUR, key, etat, "Hors sujet")
    envois.repondre(salle.db, TERMINAL, key, etat, "Nomme une personne")
    shown = client.get(f"{salle.lien}/recus").text
    assert "Nomme une personne" in shown and ("Cluny" in shown) == (etat == envois.REFUSE)
    with pytest.raises(Refus):
        envois.repondre(salle.db, TERMINAL, key, envois.ACCEPTE)


def test_everything_received_is_counted_answered_and_printed_in_the_minutes(salle: Salle, client: TestClient) -> None:
    db, seance = salle.db, salle.seance
    keys = [_one(salle, client, "contribuer") for _ in range(4)]
    gestes.accepter(db, TERMINAL, seance, keys[0], gestes.PUBLICATION, "Merci")
    envois.repondre(db, TERMINAL, keys[1], envois.REFUSE, "Hors du département")
    envois.repondre(db, TERMINAL, keys[2], envois.RETIRE, "Nomme une personne")
    assert any("1\u00a0texte reçu n'a pas de réponse" in words for words in lectures.inacheve(db, seance))
    ouvrir(salle)
    clotures.passer(db, TERMINAL, seance, seances.CLOSE)
    said = minutes.contenu(db, seance)
    assert said["envois_compte"] == ("4\u00a0textes reçus sans compte : 1 accepté, 1 refusé, 1 retiré et 1 à examiner.")
    printed = minutes.html(db, seance)
    assert printed.count("Cluny") == 2 and "Hors du département" in printed and "Nomme une personne" in printed
    assert minutes.docx(db, seance)
    envois.repondre(db, TERMINAL, keys[0], envois.RETIRE, "Demande de la personne")
    assert minutes.html(db, seance).count("Cluny") == 1, "withheld after the closing, it leaves the minutes too"
    assert not concordance.ecarts(db) and decisions.verify(db).intacte


def test_a_text_changed_in_the_file_is_not_printed_as_received(salle: Salle, client: TestClient) -> None:
    key = _one(salle, client, "contribuer")
    gestes.accepter(salle.db, TERMINAL, salle.seance, key, gestes.PUBLICATION, "")
    ouvrir(salle)
    clotures.passer(salle.db, TERMINAL, salle.seance, seances.CLOSE)
    salle.db.conn.execute("UPDATE envois SET texte = 'Autre chose'")
    salle.db.conn.commit()
    assert "Autre chose" not in minutes.html(salle.db, salle.seance)
    assert lectures_envois.CHANGE in minutes.contenu(salle.db, salle.seance)["envois"][0]


def test_a_reader_disputes_a_published_figure_without_an_account(departement: Salle, client: TestClient) -> None:
    salle = departement
    objet = _sur(salle, client)
    path = f"/contester/{objet}"
    assert client.get(path).status_code == 404, "nothing of what the table has not examined"
    code, profession, _ = objet.split("/")
    maille = salle.db.conn.execute("SELECT valeur FROM concertation WHERE cle = 'maille'").fetchone()[0]
    salle.db["acteurs"].insert({"id": "x", "nom": "X", "role": "facilitateur", "cree_le": ""})
    salle.db["examens"].insert(
        {"maille": maille, "territoire": code, "profession": profession, "examine_le": "2026-12-01",
         "mode": "discuté", "acteur": "x", "le": "2026-12-01"}
    )  # fmt: skip
    answer = client.post(path, data=form(client, path) | {"texte": TEXTE})
    assert answer.status_code == 200 and "à examiner" in answer.text
    (one,) = lectures_envois.recus(salle.db, salle.seance)
    assert one["de"] == lectures_envois.SANS_COMPTE and contestations.contestations(salle.db).empty
    fields = form(client, path) | {"texte": TEXTE}
    for _ in range(view_ecrire.ENVOIS.limite):
        view_ecrire.ENVOIS.echec("testclient", time.monotonic())
    answer = client.post(path, data=fields)
    assert answer.status_code == 429 and "Cluny" in answer.text
