"""The companion, through its real routes: what it gives, what it weighs, what it closes."""

import base64
import hashlib
import html
import re
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from components.compagnon import lectures, routes
from components.priorites import gestes as gestes_priorites
from components.priorites import lectures as lectures_priorites
from components.priorites.regles.vote import Option
from data.base import jours, store
from data.base.acteurs import TERMINAL
from data.priorites import bulletins, scrutins
from data.releves import clotures
from data.seances import compagnons, seances
from tests import fichiers
from tests.compagnon.conftest import Salle, ouvrir

PAGES = ("", "/point", "/resultats", "/recus")
FORMS = ("proposer", "contester", "contribuer", "debattre")
LIGHT, HEAVY = 30_000, 150_000


class Balises(HTMLParser):
    """Every tag of a page, and the labels and fields that must answer each other."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.labels: list[str] = []
        self.fields: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        had = dict(attrs)
        self.ids += [had["id"]] if had.get("id") else []
        self.labels += [str(had["for"])] if "for" in had else []
        if tag in ("select", "textarea") or (tag == "input" and had.get("type") == "text"):
            self.fields.append(str(had.get("id")))


def _lue(text: str) -> Balises:
    page = Balises()
    page.feed(text)
    return page


def _every(salle: Salle) -> list[str]:
    code = str(seances_territoire(salle))
    return [
        *(f"{salle.lien}{page}" for page in (*PAGES, "?imprimer=1")),
        f"{salle.lien}/territoire/{code}",
        *(f"{salle.lien}/ecrire/{form}" for form in FORMS),
    ]


def seances_territoire(salle: Salle) -> str:
    return str(salle.db.conn.execute("SELECT min(code) FROM territoires").fetchone()[0])


def test_every_page_opens_is_whole_labelled_light_and_runs_nothing_but_the_follower(
    departement: Salle, client: TestClient
) -> None:
    salle = departement
    for path in _every(salle):
        answer = client.get(path)
        assert answer.status_code == 200, path
        page = _lue(answer.text)
        assert page.tags.count("h1") == 1 and len(page.ids) == len(set(page.ids)), path
        assert set(page.fields) <= set(page.labels), path
        assert len(answer.content) < (HEAVY if path in (salle.lien, f"{salle.lien}?imprimer=1") else LIGHT), path
        assert "img" not in page.tags and "link" in page.tags and not re.search(r"https?://", answer.text), path
        assert page.tags.count("script") == (path == f"{salle.lien}/point"), path
        assert not ("script" in page.tags and "form" in page.tags), path
        assert answer.headers["cache-control"] == "no-store" and answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.complet
@pytest.mark.parametrize("code", ["62", "59", "33", "974"])
def test_the_largest_departements_stay_light(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: TestClient, code: str
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "table.db"))
    with store.connect() as db:
        fichiers.remplir(db, code)
        made = seances.creer(db, TERMINAL, "Table", date(2026, 12, 10), "", Fraction(1, 2))
        salle = Salle(db, made, f"/seance/{compagnons.renouveler(db, TERMINAL, made)}")
        weights = {path: len(client.get(path).content) for path in [*_every(salle), "/table?commune=s"]}
    heavy = {salle.lien, f"{salle.lien}?imprimer=1", "/table?commune=s"}
    assert not {path: size for path, size in weights.items() if size >= (HEAVY if path in heavy else LIGHT)}


def test_the_printed_dossier_holds_the_figures_and_a_sheet_to_hand_in(departement: Salle, client: TestClient) -> None:
    salle = departement
    shown, printed = client.get(salle.lien).text, client.get(f"{salle.lien}?imprimer=1").text
    figures = lectures.chiffres(salle.db, "medecin_generaliste", jours.aujourd_hui(salle.db))
    words = [html.escape(words) for one in figures.values() for _, words in one]
    text = re.sub(r"</?abbr[^>]*>", "", printed).replace("&#39;", "&#x27;")
    assert words and all(one in text for one in words) and words[0] not in shown
    assert any("pour cent des habitants" in one for one in words), "a figure has its unit"
    assert "Feuille à remettre" in printed and "Feuille à remettre" not in shown
    assert printed.count("<details open>") == shown.count("<details>")


def test_the_follower_is_small_named_by_the_policy_and_touches_no_form(salle: Salle, client: TestClient) -> None:
    answer = client.get(f"{salle.lien}/point")
    script = re.findall(r"<script>(.*?)</script>", answer.text, re.S)
    assert script == [routes.SUIVRE] and len(routes.SUIVRE.encode()) < 2_000
    mark = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    policy = answer.headers["content-security-policy"]
    assert f"script-src 'sha256-{mark}'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
    assert not re.search(r"form|submit|input|cookie|storage", routes.SUIVRE, re.I)
    assert "script-src" not in client.get(salle.lien).headers["content-security-policy"]


def test_the_point_follows_the_séance(salle: Salle, client: TestClient) -> None:
    ouvrir(salle)
    first, second = (int(i) for i in seances.points(salle.db, salle.seance).index)
    assert "Aucun point en cours" in client.get(f"{salle.lien}/suivi").text
    seances.traiter(salle.db, TERMINAL, first, "en cours")
    page, piece = client.get(f"{salle.lien}/point").text, client.get(f"{salle.lien}/suivi").text
    assert piece.strip() in page and "<h2>Territoires</h2>" in piece and "Ensuite : Priorités" in piece
    assert "Point 1 sur 2" in piece
    seances.traiter(salle.db, TERMINAL, second, "en cours")
    assert "<h2>Priorités</h2>" in client.get(f"{salle.lien}/suivi").text
    assert len(client.get(f"{salle.lien}/suivi").content) < 2_000


@pytest.mark.parametrize("how", ["renouvelé", "fermé", "deviné"])
def test_a_link_renewed_closed_or_guessed_opens_nothing(salle: Salle, client: TestClient, how: str) -> None:
    old, db = salle.lien, salle.db
    if how == "renouvelé":
        fresh = f"/seance/{compagnons.renouveler(db, TERMINAL, salle.seance)}"
        assert client.get(fresh).status_code == 200
    elif how == "fermé":
        compagnons.revoquer(db, TERMINAL, salle.seance)
    else:
        old = f"/seance/{salle.seance}"
    for page in (*PAGES, "/suivi", "/releve", "/ecrire/proposer", "/territoire/1"):
        answer = client.get(f"{old}{page}")
        assert answer.status_code == 404 and "Table" not in re.sub("de la table", "", answer.text), page
    assert client.post(f"{old}/ecrire/proposer", data={"texte": "x"}).status_code == 404


def test_working_papers_are_marked_then_close_with_the_séance(departement: Salle, client: TestClient) -> None:
    salle = departement
    code = seances_territoire(salle)
    assert "Document de travail" in client.get(salle.lien).text
    assert client.get(f"{salle.lien}/territoire/{code}").status_code == 200
    ouvrir(salle)
    clotures.passer(salle.db, TERMINAL, salle.seance, seances.CLOSE)
    closed = client.get(salle.lien).text
    assert 'travail">Document' not in closed and "sont refermés" in closed
    assert client.get(f"{salle.lien}/territoire/{code}").status_code == 404


def test_results_show_once_published_and_phrases_once_closed(salle: Salle, client: TestClient) -> None:
    slips, db = ouvrir(salle), salle.db
    options = [Option("a", "Vaccination"), Option("b", "Soins du soir")]
    declared = lectures_priorites.definir(
        db, salle.seance, "Quoi d'abord ?", "jugement", options, lectures_priorites.poids_egaux(db), date(2026, 12, 10)
    )
    scrutin = gestes_priorites.declarer(db, TERMINAL, salle.seance, declared)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes_priorites.ouvrir(db, TERMINAL, scrutin, poursuivre=True)
    assert "Un vote est ouvert" in client.get(f"{salle.lien}/point").text
    for code, _ in slips:
        bulletins.deposer(db, scrutin, code, "01")
    phrase = bulletins.phrases(db, scrutin)[0]
    assert phrase not in client.get(f"{salle.lien}/resultats").text
    gestes_priorites.clore(db, TERMINAL, scrutin)
    counted = client.get(f"{salle.lien}/resultats").text
    assert phrase in counted and "Vaccination" not in counted
    gestes_priorites.publier(db, TERMINAL, scrutin)
    assert "Vaccination" in client.get(f"{salle.lien}/resultats").text


def test_minutes_are_a_page_of_their_own_after_the_closing(salle: Salle, client: TestClient) -> None:
    assert client.get(f"{salle.lien}/releve").status_code == 409
    ouvrir(salle)
    clotures.passer(salle.db, TERMINAL, salle.seance, seances.CLOSE)
    answer = client.get(f"{salle.lien}/releve")
    page = _lue(answer.text)
    assert answer.status_code == 200 and len(answer.content) < HEAVY and "img" not in page.tags
    assert "Relevé de décisions" in answer.text and "usagers 0" in answer.text
    cells = re.findall(r"<td role=\"cell\" data-t=\"([^\"]*)\"", answer.text)
    assert cells and all(cells), "each cell says its column where columns are folded"
