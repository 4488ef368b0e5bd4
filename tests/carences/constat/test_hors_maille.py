"""A constat adopted on a mesh that the table does not use any more: listed, and lifted as it was adopted."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from data.base import decisions, store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.chargement import chargement
from data.territoire import territoire
from tests import fichiers
from tests.carences.cas import AUTUN, MARCIGNY, adopter
from tests.data.imports import fabrique

PAGES = Path(__file__).resolve().parents[3] / "pages"


@pytest.fixture(autouse=True)
def fichier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """71 with two constats adopted by EPCI, then the living territories loaded; a browser without any cookie."""
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        adopter(db, MARCIGNY)
        adopter(db, AUTUN)
        places = territoire.communes(db)
        inside = places.index[places["role"] == "interieure"]
        lines = [f"{code},Nom,7100{k % 3},Vie {k % 3}" for k, code in enumerate(inside)]
        fabrique.charger(db, "tvs", fabrique.csv("\n".join(["depcom,libcom,tv,libtv", *lines])))


def page(name: str) -> AppTest:
    test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60).run()
    assert not test.exception
    return test


def dit(test: AppTest) -> str:
    return " ".join(str(one.value) for one in [*test.header, *test.caption, *test.markdown]).replace("\xa0", " ")


def test_everyone_reads_them_and_only_who_leads_lifts_them(connectee: Callable[..., None]) -> None:
    reader = page("territoires")
    assert "hors de la maille en usage : 2" in dit(reader) and "CC de Marcigny, médecin généraliste" in dit(reader)
    assert not [one for one in reader.button if one.label == "Lever le constat"]
    assert "2 constats partagés en vigueur hors de la maille" in dit(page("accueil"))
    connectee()
    test = page("territoires")
    lifts = [one for one in test.button if one.label == "Lever le constat"]
    assert len(lifts) == 2
    [first, _] = (one for one in test.text_area if one.label == "Pourquoi la table lève le constat")
    first.set_value("La maille a changé.")
    next(one for one in test.checkbox if "Aucun désaccord" in one.label).check()
    lifts[0].click().run()
    assert not test.exception and not test.error
    assert any("Constat levé" in said.value for said in test.success)
    assert "hors de la maille en usage : 1" in dit(test)
    with store.connect() as db:
        lifted, standing = sorted(constats.constats(db), key=lambda c: c.en_vigueur)
        assert standing.en_vigueur and lifted.levee["motif"] == "La maille a changé."
        assert "n'est plus dans la maille" in lifted.levee["preuve"]["etat"]
        assert decisions.verify(db).intacte


def test_back_on_its_mesh_a_constat_is_on_its_card_again() -> None:
    with store.connect() as db:
        chargement.choisir_maille(db, TERMINAL, "epci")
    assert "hors de la maille" not in dit(page("territoires"))
