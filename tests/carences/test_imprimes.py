"""The printed card says what the screen says: reference thresholds, the constat in force, the sites loaded."""

from datetime import date
from html import unescape
from pathlib import Path

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.carences.regles.territoire import CONVENTION, TITRE
from components.carences.territoires import view_imprimes
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.carences import constats
from tests import comptes, essais, fichiers
from tests.carences.cas import AUTUN, MARCIGNY, MG, adopter

CREUSOT = "247100290"


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)


def carte(code: str, db: Database | None = None) -> str:
    """The printed card, for a reader, or for a facilitator of this file."""
    cookies = {} if db is None else {identite.COOKIE: comptes.session(db)}
    answer = TestClient(Starlette(routes=view_imprimes.ROUTES), cookies=cookies).get(f"/territoire/{code}")
    assert answer.status_code == 200
    return unescape(essais.sans_marques(answer.text)).replace("\xa0", " ")


def test_it_says_that_thresholds_are_only_a_reference_until_declared() -> None:
    with store.connect() as db:
        before = carte(MARCIGNY, db)
        assert "Seuil de repère" in before and "aucun constat ne peut être adopté" in before
        assert "Pas encore examiné" in before and CONVENTION in before and TITRE not in before
        adopter(db, MARCIGNY)
    after = carte(MARCIGNY)
    assert "Seuil de repère" not in after and "Examiné par la table" in after


def test_it_says_that_a_constat_is_in_force_and_leads_to_it() -> None:
    with store.connect() as db:
        mark = adopter(db, MARCIGNY)
        review = constats.constats(db)[0].contenu["revue_le"]
    said = carte(MARCIGNY)
    assert f"{TITRE}</strong> en vigueur, médecin généraliste" in said and f'href="/constat/{mark}"' in said
    assert "à revoir le" in said and date.fromisoformat(review) > date.today()


@pytest.mark.parametrize(("code", "town"), [(AUTUN, "Urgences d'Autun"), (CREUSOT, "Urgences du Creusot")])
def test_sites_loaded_are_on_the_card(code: str, town: str) -> None:
    with store.connect() as db:
        constats.marquer(db, TERMINAL, MG, [code], constats.DISCUTE)
    assert f"{town} (service d'urgences)" in carte(code)
