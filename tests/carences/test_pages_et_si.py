"""« Et si ? » with two tabs open on the same file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import variantes
from data.imports.grammaire.professions import PAR_CLE, TOUS_AGES, serie_apl
from data.territoire import indicateurs, territoire
from tests import fichiers

PAGE = Path(__file__).resolve().parents[2] / "pages" / "et_si.py"
MACON = "71270"


def test_a_move_never_lands_in_another_stack_when_its_own_was_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        kept, gone = (variantes.creer(db, TERMINAL, name) for name in ("gardée", "supprimée"))
    connectee()
    test = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert test.selectbox(key="etsi_variante").value == gone
    with store.connect() as db:
        variantes.supprimer(db, TERMINAL, gone)
    next(box for box in test.selectbox if box.label == "Commune").set_value(MACON)
    next(field for field in test.text_input if field.label == "Quantité").set_value("5 000")
    next(button for button in test.button if button.label == "Ajouter ce mouvement").click().run()
    assert not test.exception
    with store.connect() as db:
        assert variantes.read(db)["nombre"].to_dict() == {kept: 0}
    assert any("supprimée" in said.value for said in [*test.warning, *test.error])


def test_a_dense_place_gets_a_sentence_and_its_file_instead_of_a_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, connectee: Callable[..., None]
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "93.db"))
    with store.connect() as db:
        fichiers.remplir(db, "93")
        inside = territoire.communes(db).query("role == 'interieure'").index
        serie = serie_apl(PAR_CLE["mg"], 2018, TOUS_AGES, str(territoire.sources(db).index[0]))
        with store.writing(db):
            indicateurs.store(db, serie, [(str(code), 3.0, indicateurs.VALEUR) for code in inside])
        stack = variantes.creer(db, TERMINAL, "un départ")
        move = dict.fromkeys(("age", "etp", "jours_par_mois")) | {
            "genre": "depart", "commune": "93066", "libelle": "Un médecin part à Saint-Denis", "actes": 5_000.0,
        }  # fmt: skip
        variantes.ajouter_mouvement(db, TERMINAL, stack, move)
    connectee()
    test = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not test.exception
    said = " ".join(one.value for one in test.error)
    assert "Aucune variation n'est annoncée à Saint-Denis" in said and "Temps de trajet entre communes" in said
    assert "Les mouvements sont gardés" in said
    shown = " ".join(one.value for one in [*test.markdown, *test.caption])
    assert "perdraient" not in shown and "Commune la plus touchée" not in shown
