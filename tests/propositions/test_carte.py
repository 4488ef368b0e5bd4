"""The map of each proposal at its own address: for who may open the page, with its sentence, as a page and as files."""

import re
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.propositions import lectures as terrain
from components.propositions.ecart import lectures as ecart
from components.propositions.ecart import planches as planches_du_melange
from components.propositions.ecart.lectures import DemandeDeMelange, Moyen
from components.propositions.ecart.routes import ROUTES as COMBLER
from components.propositions.implantation import planches
from components.propositions.implantation.regles.demande import DemandeDeSites
from components.propositions.implantation.routes import ROUTES as OU_OUVRIR
from components.propositions.solidarite import lectures as solidarite
from components.propositions.solidarite import planches as planches_des_prets
from components.propositions.solidarite.routes import ROUTES as QUI_PRETE
from data.base import identite, jours, store
from tests import comptes, fichiers

ROUTES = [*OU_OUVRIR, *COMBLER, *QUI_PRETE]
ADRESSE = planches.adresse(DemandeDeSites("antenne", 1, 2, imposes=("71137",), provenance="71270"), ("71137", "71014"))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    path = tmp_path_factory.mktemp("carte") / "71.db"
    with pytest.MonkeyPatch.context() as patch, store.connect(path) as db:
        patch.setenv("CONCERTATION_DB", str(path))
        fichiers.remplir(db)
        yield {identite.COOKIE: comptes.session(db)}


@pytest.fixture(scope="module")
def adresses(table: dict[str, str]) -> dict[str, str]:
    """The address that each tab writes under its map."""
    with store.connect() as db:
        ground = terrain.terrain(db, jours.aujourd_hui(db))
        means = (Moyen("centre_sante", 20, 33_000.0), Moyen("consultations_avancees", 5, 4_400.5),
                 Moyen("docteurs_juniors", 3, None))  # fmt: skip
        asked = DemandeDeMelange("communes", "", ground.jour.year + 4, "central", means, 4, 1_000)
        proposed = ecart.proposer(db, ground, asked)
        lent = solidarite.proposer(db, ground.jour)
        return {
            "ou-ouvrir": ADRESSE,
            "combler": planches_du_melange.adresse(asked, proposed, proposed.unites),
            "qui-prete": planches_des_prets.composer(db, ground, lent).adresse,
        }


@pytest.mark.parametrize(
    ("nom", "words"),
    [("combler", "postes de médecin salarié"), ("qui-prete", "jours par mois"), ("ou-ouvrir", "Autun")],
)
def test_each_proposal_is_projected_whole_under_what_it_says(
    table: dict[str, str], adresses: dict[str, str], nom: str, words: str
) -> None:
    address = adresses[nom]
    status, page = demander(table, address)
    assert status == 200 and words in page and address.startswith(f"/carte/{nom}?") and len(address) < 2_000
    status, drawing = demander(table, address.replace(nom, f"{nom}.svg", 1))
    assert status == 200 and drawing.startswith("<svg")
    assert demander({}, address)[0] == 404, "not for who may not open the page"
    assert demander(table, f"/carte/{nom}")[0] == 404, "nothing asked is nothing drawn"


@pytest.mark.parametrize(
    ("nom", "change"),
    [
        ("combler", ("cibles=communes", "cibles=pays")), ("combler", ("centre_sante~20", "usine~20")),
        ("combler", ("centre_sante~20", "centre_sante~0")), ("combler", ("par_lieu=4", "par_lieu=x")),
        ("combler", ("33000", "33000e")), ("combler", ("niveau=central", "niveau=moyen")),
        ("combler", ("&unites=centre_sante~71", "&unites=centre_sante~01")),
        ("qui-prete", ("~", "~inconnu~")), ("qui-prete", ("prets=", "prets=a~b~")),
    ],
)  # fmt: skip
def test_a_proposal_that_its_question_forbids_is_not_drawn(
    table: dict[str, str], adresses: dict[str, str], nom: str, change: tuple[str, str]
) -> None:
    assert change[0] in adresses[nom]
    assert demander(table, adresses[nom].replace(*change, 1))[0] == 404


def test_days_beyond_what_is_lendable_are_not_drawn(table: dict[str, str], adresses: dict[str, str]) -> None:
    more = re.sub(r"~\d+(\.|$)", r"~400\1", adresses["qui-prete"])
    assert more != adresses["qui-prete"] and demander(table, more)[0] == 404


def demander(cookies: dict[str, str], address: str) -> tuple[int, str]:
    answer = TestClient(Starlette(routes=ROUTES), cookies=cookies).get(address)
    return answer.status_code, answer.text.replace("\xa0", " ").replace("\u202f", " ")


def test_the_address_says_all_that_the_map_shows(table: dict[str, str]) -> None:
    status, page = demander(table, ADRESSE)
    assert status == 200 and "Où ouvrir ? Cluny et Autun" in page
    assert all(name in page for name in ("Cluny", "Autun"))
    status, drawing = demander(table, ADRESSE.replace(planches.NOM, f"{planches.NOM}.svg", 1))
    assert status == 200 and drawing.startswith("<svg")


@pytest.mark.parametrize(
    "change", [("antenne", "usine"), ("capacite=1", "capacite=x"), ("capacite=1", "capacite=99"), ("71137", "01001")]
)
def test_what_the_file_does_not_hold_is_not_drawn(table: dict[str, str], change: tuple[str, str]) -> None:
    status, page = demander(table, ADRESSE.replace(*change))
    assert status == 404 and "Carte introuvable" in page
