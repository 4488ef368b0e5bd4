"""Attacks on every light page, as on the ballot: hostile addresses and forms, a full disk, a flood, small colleges."""

import html
import logging
from collections.abc import Callable
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from components.compagnon import gestes
from components.core.refus import Interdit, Refus
from components.seances.salle import lectures_envois
from data.base import store
from data.base.acteurs import LECTEUR, TERMINAL
from data.priorites import envois
from data.releves import clotures
from data.seances import seances
from tests.compagnon.conftest import TAILLES, Salle, ouvrir
from tests.compagnon.test_envois import TEXTE, form
from tests.compagnon.test_lois import _raw
from tests.pannes import disque_plein

HOSTILES = (
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "%00",
    "..%2f..%2fetc",
    "é\u202e\u0007",
    "x" * 5_000,
    "-1",
    "1e9",
)
ADRESSES = (
    "/seance/{}", "/seance/{}/point", "/seance/{}/suivi", "/seance/{}/releve", "/seance/{}/ecrire/proposer",
    "{lien}/territoire/{}", "{lien}/ecrire/{}", "{lien}/ecrire/contester?sur={}", "{lien}/recus?reference={}",
    "{lien}?profession={}", "{lien}/territoire/1?profession={}", "/contester/{}/{}/{}", "/table?commune={}",
    "/table/releve/{}",
)  # fmt: skip
STRICTES = {"cache-control": "no-store", "referrer-policy": "no-referrer", "x-robots-tag": "noindex"}
Envoyer = Callable[[Salle, str], object]


@pytest.mark.parametrize("adresse", ADRESSES)
def test_a_hostile_address_opens_nothing_breaks_nothing_and_runs_nothing(
    salle: Salle, client: TestClient, adresse: str
) -> None:
    for hostile in HOSTILES:
        answer = client.get(adresse.replace("{lien}", salle.lien).replace("{}", quote(hostile, safe="%")))
        assert answer.status_code in (200, 404, 409), hostile
        said = answer.text.replace("&lt;script&gt;alert(1)&lt;/script&gt;", "")
        assert "alert(1)" not in said
        if answer.status_code != 404 or "<html" in answer.text:
            assert STRICTES.items() <= dict(answer.headers).items()
            assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_no_other_method_is_heard_and_a_look_sends_nothing(salle: Salle, client: TestClient, method: str) -> None:
    for page in ("", "/point", "/recus", "/ecrire/proposer"):
        assert client.request(method, f"{salle.lien}{page}").status_code == 405
        assert client.head(f"{salle.lien}{page}").status_code == 200
    assert client.post(salle.lien).status_code == 405 and envois.lire(salle.db, salle.seance).empty


def test_a_text_never_turns_what_is_around_it(salle: Salle) -> None:
    par_le_lien(salle, "Avant \u202eerpo\u2066 \u2069après")
    (one,) = lectures_envois.recus(salle.db, salle.seance)
    assert one["entier"] == "Avant erpo après"


@pytest.mark.parametrize("body", [b"texte=%FF%FE", b"\xff\xfe", b"&".join(b"a%d=1" % k for k in range(501)), b""])
def test_a_form_that_is_none_is_refused_in_words(salle: Salle, client: TestClient, body: bytes) -> None:
    answer = client.post(
        f"{salle.lien}/ecrire/contribuer", content=body, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert answer.status_code in (413, 422) and 'role="alert"' in answer.text
    assert envois.lire(salle.db, salle.seance).empty


def test_a_full_disk_keeps_the_text_on_the_page_and_says_so(
    salle: Salle, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    path = f"{salle.lien}/ecrire/contribuer"
    fields = form(client, path) | {"texte": TEXTE, "college": "usagers"}
    caplog.set_level(logging.INFO, logger="concertation")
    with disque_plein():
        answer = client.post(path, data=fields)
    assert answer.status_code == 503 and "Rien n'est reçu deux fois" in html.unescape(answer.text)
    assert "Cluny" in answer.text and "Cluny" not in caplog.text and salle.lien not in caplog.text
    again = client.post(path, data=form_of(answer.text))
    assert again.status_code == 303 and len(envois.lire(salle.db, salle.seance)) == 1


def form_of(page: str) -> dict[str, str]:
    """The fields that a page gives back, hidden."""
    parts = page.split('type="hidden" name="')[1:]
    return {part.partition('"')[0]: html.unescape(part.split('value="')[1].partition('"')[0]) for part in parts}


def test_what_readers_send_without_end_leaves_the_room_free_to_write(
    salle: Salle, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envois, "SANS_REPONSE_MAX", 2)
    about = envois.Envoi(envois.CHIFFRE, "x/y/z", "Un chiffre", envois.LECTEUR, "", False, "Faux")
    for _ in range(2):
        envois.recevoir(salle.db, salle.seance, envois.numero(), about)
    with pytest.raises(envois.TropDEnvois):
        envois.recevoir(salle.db, salle.seance, envois.numero(), about)
    for send in (par_le_lien, sur_papier):
        send(salle, "Un texte")
    slips = ouvrir(salle)
    par_carton(salle, "Un autre", slips[0][0])
    assert len(envois.lire(salle.db, salle.seance)) == 5


def par_le_lien(salle: Salle, texte: str, college: str = "qualifiees") -> str:
    """A text sent before the séance, by its link."""
    lu = {"genre": envois.CONTRIBUTION, "texte": texte, "college": college}
    return gestes.envoyer(salle.db, salle.seance, envois.numero(), lu)


def par_carton(salle: Salle, texte: str, code: str) -> str:
    """A text sent during the séance, with a slip."""
    lu = {"genre": envois.CONTRIBUTION, "texte": texte, "code": code}
    return gestes.envoyer(salle.db, salle.seance, envois.numero(), lu)


def sur_papier(salle: Salle, texte: str, college: str = "qualifiees", signe: str = "") -> str:
    """A sheet handed in, typed by facilitation."""
    lu = {"genre": envois.CONTRIBUTION, "objet": "", "texte": texte, "college": college, "signe": signe}
    return gestes.transcrire(salle.db, TERMINAL, salle.seance, lu)


@pytest.mark.parametrize("send", [par_le_lien, sur_papier])
def test_a_small_college_is_hidden_in_five_people_or_more_however_it_writes(salle: Salle, send: Envoyer) -> None:
    db = salle.db
    for code in TAILLES:
        send(salle, f"Un texte de {code}", college=code)  # type: ignore[call-arg]
    groups = [set(group.split("+")) for group in set(envois.lire(db, salle.seance)["groupe"])]
    assert all(sum(TAILLES[code] for code in group) >= 5 for group in groups)
    assert sum(len(group) for group in groups) == len(set().union(*groups)), "whole groups: none by difference"


@pytest.mark.parametrize("phase", ["préparée", "ouverte", "close"])
def test_a_sheet_typed_leaves_no_tie_between_a_line_of_the_journal_and_a_text(salle: Salle, phase: str) -> None:
    db = salle.db
    if phase != "préparée":
        ouvrir(salle)
    references = [sur_papier(salle, f"Feuille numéro-{k}") for k in range(3)]
    if phase == "close":
        clotures.passer(db, TERMINAL, salle.seance, seances.CLOSE)
    lines = [row for row in db["gestes"].rows if row["geste"] == envois.TRANSCRIRE]
    assert [row["objet"] for row in lines] == [envois.CONTRIBUTION] * 3
    said = " ".join(str(row) for row in lines)
    assert "numéro" not in said and not [one for one in references if one in said]
    assert set(envois.lire(db, salle.seance)["repondu_le"]) == {""}, "no day of arrival either"


def test_a_sheet_is_typed_by_facilitation_alone_once_and_never_after_the_closing(salle: Salle) -> None:
    db = salle.db
    lu = {"genre": envois.CONTRIBUTION, "objet": "", "texte": "Une feuille", "college": "usagers", "signe": "1"}
    with pytest.raises(Interdit):
        gestes.transcrire(db, LECTEUR, salle.seance, lu)
    gestes.transcrire(db, TERMINAL, salle.seance, lu)
    for wrong, words in ((lu, "déjà"), (lu | {"college": ""}, "collège"), (lu | {"texte": " "}, "vide")):
        with pytest.raises(Refus, match=words):
            gestes.transcrire(db, TERMINAL, salle.seance, wrong)
    (one,) = lectures_envois.recus(db, salle.seance)
    assert one["de"].startswith("Collège : Usagers") and one["de"].endswith("(remis sur papier)")
    ouvrir(salle)
    clotures.passer(db, TERMINAL, salle.seance, seances.CLOSE)
    with pytest.raises(Refus, match="close"):
        gestes.transcrire(db, TERMINAL, salle.seance, lu | {"texte": "Une autre"})


def test_the_public_door_never_takes_a_text_for_one_on_paper(salle: Salle) -> None:
    about = envois.Envoi(envois.CONTRIBUTION, "", "", envois.PAPIER, "", False, "Un texte")
    with pytest.raises(Refus):
        envois.recevoir(salle.db, salle.seance, envois.numero(), about)
    assert envois.lire(salle.db, salle.seance).empty and b"Un texte" not in _raw(store.path())
