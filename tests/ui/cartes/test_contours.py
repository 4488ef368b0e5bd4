"""The light routes of maps: a digest is served for good and another is not; a map alone on its page or as a file."""

import gzip
import re
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from components.carences.carte import routes as du_diagnostic
from components.carences.et_si import routes as d_et_si
from components.effectifs.carte import routes as des_effectifs
from components.plans.carte import routes as des_plans
from components.ui.cartes import contours, fond
from components.ui.porte.middleware import FrenchPage, SecurityHeaders
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.carences import variantes
from tests import comptes, fichiers
from tests.essais import sans_marques

ROUTES = [*contours.ROUTES, *du_diagnostic.ROUTES, *d_et_si.ROUTES, *des_effectifs.ROUTES, *des_plans.ROUTES]
DIAGNOSTIC = "/carte/diagnostic?serie=apl_mg_2023_71&seuil=2.5&sites=U"


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "71.db"
    monkeypatch.setenv("CONCERTATION_DB", str(path))
    with store.connect() as db:
        fichiers.remplir(db)
    return path


def client(db: Database | None = None) -> TestClient:
    cookies = {} if db is None else {identite.COOKIE: comptes.session(db)}
    app = Starlette(routes=ROUTES, middleware=[Middleware(SecurityHeaders), Middleware(FrenchPage)])
    return TestClient(app, cookies=cookies)


def test_the_sheet_of_this_file_is_kept_by_the_browser_for_good(table: Path) -> None:
    with store.connect() as db:
        found = fond.lire(db)
    assert found is not None
    answer = client().get(contours.adresse_du_fond(found))
    assert answer.status_code == 200 and answer.content == gzip.decompress(found.octets)
    assert answer.headers["content-encoding"] == "gzip" and "immutable" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain = client().get(contours.adresse_du_fond(found), headers={"accept-encoding": "identity"})
    assert plain.content == answer.content and "content-encoding" not in plain.headers


def test_it_is_found_again_by_a_process_that_has_drawn_nothing(table: Path) -> None:
    with store.connect() as db:
        found = fond.lire(db)
    assert found is not None
    fond._CONNUS.clear()
    assert client().get(contours.adresse_du_fond(found)).status_code == 200


@pytest.mark.parametrize("name", ["0" * 32 + ".json", "x.js", "..%2f..%2fREADME.md", "0" * 32])
def test_any_other_digest_is_refused_and_nobody_keeps_the_refusal(table: Path, name: str) -> None:
    answer = client().get(f"/contours/{name}")
    assert answer.status_code == 404 and answer.headers.get("cache-control", "no-store") == "no-store"


def test_the_sheet_of_another_file_is_not_served(table: Path, tmp_path: Path) -> None:
    with store.connect(tmp_path / "974.db") as db:
        fichiers.remplir(db, "974")
        other = fond.lire(db)
    assert other is not None
    fond._CONNUS.clear()
    assert client().get(contours.adresse_du_fond(other)).status_code == 404


def test_the_script_is_ours_whole_and_cached(table: Path) -> None:
    answer = client().get(contours.ADRESSE_DU_SCRIPT)
    assert answer.content == contours.SCRIPT and "immutable" in answer.headers["cache-control"]
    assert "http://" not in answer.text.replace("http://www.w3.org/2000/svg", "") and "https://" not in answer.text


def test_a_map_alone_has_its_title_legend_and_source_and_no_script(table: Path) -> None:
    answer = client().get(DIAGNOSTIC)
    text = sans_marques(answer.text)
    assert (
        answer.status_code == 200
        and "<script" not in text
        and "default-src 'none'" in answer.headers["content-security-policy"]
    )
    assert (
        "Saône-et-Loire (71)</h1>" in text
        and "de 1,25 à moins de 2,50" in text
        and "DREES (lu dans un texte officiel)" in text
    )
    assert "style=" not in text.partition("</style>")[2]
    for town in ("Mâcon", "Chalon-sur-Saône", "Autun", "Côte-d&#x27;Or", "Nièvre"):
        assert f">{town}</text>" in text
    ids = re.findall(r'id="([^"]+)"', text)
    used = set(re.findall(r"url\(#([^)]+)\)", text))
    assert used <= set(ids)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_the_slide_is_a_file_of_its_own(table: Path, kind: str) -> None:
    answer = client().get(DIAGNOSTIC.replace("diagnostic?", f"diagnostic.{kind}?"))
    assert answer.status_code == 200 and answer.headers["content-disposition"].endswith(f'.{kind}"')
    if kind == "png":
        assert Image.open(BytesIO(answer.content)).size == (2560, 1440)
    else:
        root = ElementTree.fromstring(answer.text)
        words = " ".join(root.itertext())
        assert "Mâcon" in words and "zéro publié" in words and "DREES (lu dans un texte officiel)" in words
        assert "href" not in answer.text and "<image" not in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/carte/diagnostic?serie=autre",
        "/carte/diagnostic?niveau=pays",
        "/carte/diagnostic?seuil=9.9",
        "/carte/diagnostic?serie=apl_mg_2023_71&depuis=autre",
        "/carte/diagnostic?serie=apl_mg_2023_71&avec=a,b",
        "/carte/diagnostic.exe",
        "/carte/et-si?hypothese=9&serie=apl_mg_2023_71",
        "/carte/et-si",
        "/carte/effectifs?annee=1990",
        "/carte/effectifs?scenario=99",
    ],
)
def test_what_the_file_does_not_hold_is_said_in_french(table: Path, address: str) -> None:
    with store.connect() as db:
        answer = client(db).get(address)
    assert answer.status_code == 404 and "Carte introuvable" in answer.text


@pytest.mark.parametrize("address", ["/carte/effectifs", "/carte/effectifs.png?lecture=variation"])
def test_the_workforce_map_is_for_those_who_open_the_page(table: Path, address: str) -> None:
    assert client().get(address).status_code == 404
    with store.connect() as db:
        assert client(db).get(address).status_code == 200


@pytest.mark.parametrize(
    "address", ["/carte/diagnostic", "/carte/plans", "/carte/plans.svg", "/carte/diagnostic?niveau=territoire"]
)
def test_what_pages_show_to_readers_needs_no_account(table: Path, address: str) -> None:
    assert client().get(address).status_code == 200


@pytest.mark.parametrize(("acts", "status"), [(5_000, 200), (15_000, 404)])
def test_the_what_if_map_refuses_what_its_page_refuses(table: Path, acts: float, status: int) -> None:
    with store.connect() as db:
        stack = variantes.creer(db, TERMINAL, "Départ")
        town = "71137" if status == 200 else "71009"
        kept = {"genre": "depart", "commune": town, "libelle": "Un départ", "actes": acts}
        variantes.ajouter_mouvement(db, TERMINAL, stack, kept)
        address = f"/carte/et-si?hypothese={stack}&serie=apl_mg_2023_71"
        assert client().get(address).status_code == 404
        answer = client(db).get(address)
        assert answer.status_code == status
