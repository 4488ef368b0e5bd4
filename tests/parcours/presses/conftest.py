"""`presser`: press every known button of a page, by each role, and say how many."""

import os
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit import config

from components.propositions.preuves import suivi
from tests.parcours import tournee
from tests.parcours.appuis import APPUIS
from tests.parcours.ecran import effet
from tests.parcours.etats import Etat, fabriquer
from tests.parcours.promenade import Servies

GRAINE = int(os.environ.get("GRAINE", "2026"))  # the same everywhere; another one looks elsewhere


@pytest.fixture(scope="session")
def etats(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Etat]:
    return {etat.nom: etat for etat in fabriquer(tmp_path_factory.mktemp("etats"))}


@pytest.fixture
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "promenade.db"))
    monkeypatch.setattr("streamlit.testing.v1.app_test.MediaFileManager", Servies)
    monkeypatch.setattr(suivi, "_PREUVES", OrderedDict())  # a proof made by another test is not to be made again
    effet.Vus.observer(monkeypatch)
    before = config.get_option("client.showErrorDetails")
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    yield tmp_path / "promenade.db"
    config.set_option("client.showErrorDetails", before)


@pytest.fixture
def presser(
    etats: dict[str, Etat], fichier: Path, monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
) -> Callable[[str], None]:  # fmt: skip
    def press(page: str) -> None:
        bilan = tournee.faire(page, etats, fichier, monkeypatch, GRAINE)
        assert not bilan.fautes, "\n".join([f"GRAINE={GRAINE}", *bilan.fautes])
        assert not tournee.manquants(bilan), tournee.plainte(page, bilan)
        for role, seen in bilan.vus.items():
            record_property(APPUIS, [role, len(bilan.presses.get(role, set()) & seen), len(seen)])

    return press
