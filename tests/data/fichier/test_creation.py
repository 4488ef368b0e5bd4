"""A new file holds a département of France, whole, once."""

from pathlib import Path

import pytest

from components.core.refus import Introuvable, Refus
from data.base import acteurs, store
from data.base.acteurs import TERMINAL
from data.carences import variantes
from data.fichier import creation
from data.territoire import indicateurs, territoire
from tests import comptes

ALONE = {"58", "75", "93", "2A", "974", "69"}


def _create(tmp_path: Path, code: str) -> Path:
    file = tmp_path / "t.db"
    with store.connect(file) as db:
        creation.creer(db, TERMINAL, code)
    return file


def test_71_comes_with_its_figures(tmp_path: Path) -> None:
    with store.connect(_create(tmp_path, "71")) as db:
        communes = territoire.communes(db)
        inside = communes[communes["role"] == "interieure"]
        assert creation.problems(db) == []
        assert inside["lat"].notna().all() and inside["territoire"].notna().all()
        assert (communes["role"] == "bordure").any()
        assert len(territoire.contours(db, "commune")) == len(inside)
        assert set(territoire.contours(db, "territoire").index) == set(territoire.territoires(db).index)
        apl = indicateurs.values(db, "apl_mg")
        assert indicateurs.serie(db, "apl_mg").millesime == 2023
        assert apl.empty  # values are asked by series, not by indicator
        known = indicateurs.values(db, indicateurs.serie(db, "apl_mg").id)
        assert set(known.index) <= set(inside.index) and len(known) > 500
        assert territoire.setting(db, "nom") == "Saône-et-Loire (71)"
        assert territoire.maille(db)["de_repli"] is True


@pytest.mark.parametrize("code", sorted(ALONE))
def test_another_departement_comes_with_its_communes_and_populations(tmp_path: Path, code: str) -> None:
    with store.connect(_create(tmp_path, code)) as db:
        communes = territoire.communes(db)
        assert creation.problems(db) == []
        assert set(communes["departement"]) == {code} and set(communes["role"]) == {"interieure"}
        people, words = indicateurs.habitants(db)
        assert (people.reindex(communes.index) > 0).mean() > 0.98 and "2022" in words
        assert [s.indicateur for s in indicateurs.series(db)] == ["population_totale"]


def test_paris_is_by_arrondissement(tmp_path: Path) -> None:
    with store.connect(_create(tmp_path, "75")) as db:
        codes = territoire.communes(db).index
    assert list(codes) == [f"751{k:02d}" for k in range(1, 21)]


def test_lyon_is_by_arrondissement_among_the_other_communes(tmp_path: Path) -> None:
    with store.connect(_create(tmp_path, "69")) as db:
        codes = set(territoire.communes(db).index)
    assert "69123" not in codes and {f"6938{k}" for k in range(1, 10)} <= codes


def test_seine_saint_denis_is_by_ept(tmp_path: Path) -> None:
    with store.connect(_create(tmp_path, "93")) as db:
        names = territoire.territoires(db)["nom"]
        assert len(names) == 4 and not names.str.contains("Métropole du Grand Paris").any()
        assert creation.problems(db) == []


@pytest.mark.parametrize("code", ["99", "", "7", "Saône-et-Loire", "071"])
def test_an_unknown_code_is_refused_and_nothing_is_written(tmp_path: Path, code: str) -> None:
    with store.connect(tmp_path / "t.db") as db:
        with pytest.raises(Introuvable, match="n'est pas un département"):
            creation.creer(db, TERMINAL, code)
        assert territoire.is_empty(db)
        assert "init" in creation.problems(db)[0]


def test_a_second_departement_is_refused_and_the_first_stays(tmp_path: Path) -> None:
    with store.connect(_create(tmp_path, "58")) as db:
        for code in ("58", "71"):
            with pytest.raises(Refus, match="rien n'a été modifié"):
                creation.creer(db, TERMINAL, code)
        assert territoire.setting(db, "departement") == "58"


def test_an_untouched_file_serves_another_departement_and_keeps_its_accounts(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        creation.creer(db, TERMINAL, "71")
        who = comptes.compte(db)
        assert creation.vierge(db)
        said = creation.changer(db, who, "58")
        assert said == ["Nièvre (58) : 309 communes."]
        assert territoire.setting(db, "departement") == "58" and not creation.problems(db)
        assert set(territoire.communes(db)["departement"]) == {"58"} and territoire.sites(db).empty
        assert acteurs.role_de(db, who) == "facilitateur"
        with pytest.raises(Introuvable):
            creation.changer(db, who, "99")
        assert territoire.setting(db, "departement") == "58"


def test_a_file_where_work_was_done_keeps_its_departement(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        creation.creer(db, TERMINAL, "71")
        variantes.creer(db, TERMINAL, "Une hypothèse")
        before = "\n".join(db.conn.iterdump())
        with pytest.raises(Refus, match="contient déjà du travail"):
            creation.changer(db, TERMINAL, "58")
        with pytest.raises(Refus, match="facilitation"):
            creation.changer(db, comptes.compte(db, "analyste"), "58")
        assert territoire.setting(db, "departement") == "71" and "71270" in before


def test_a_new_file_fills_no_table_that_counts_as_work(tmp_path: Path) -> None:
    with store.connect(tmp_path / "table.db") as db:
        assert creation.vierge(db)
        assert {*creation.DEPARTEMENT, *creation.PERSONNES} <= set(db.table_names())
