"""A new file holds a département of France, whole, once."""

from dataclasses import replace
from pathlib import Path

import pytest

from components.core.geometrie import proches
from components.core.refus import Introuvable, Refus
from data.base import store
from data.base.acteurs import TERMINAL
from data.chargement import chargement, retrait
from data.effectifs import effectifs
from data.fichier import creation, embarque
from data.territoire import indicateurs, sources, territoire
from tests import departements, fichiers

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
        assert set(territoire.contours(db, "commune").index) == set(inside.index)
        assert set(territoire.contours(db, "territoire").index) == set(territoire.territoires(db).index)
        apl = indicateurs.values(db, "apl_mg")
        assert indicateurs.serie(db, "apl_mg").millesime == 2023
        assert apl.empty  # values are asked by series, not by indicator
        known = indicateurs.values(db, indicateurs.serie(db, "apl_mg").id)
        assert set(known.index) <= set(inside.index) and len(known) > 500
        assert territoire.setting(db, "nom") == "Saône-et-Loire (71)"
        assert territoire.maille(db)["de_repli"] is True


@pytest.mark.parametrize("code", sorted(ALONE))
def test_another_departement_comes_whole(tmp_path: Path, code: str) -> None:
    """Communes at their town hall, people, outlines, neighbours, headcounts, and the kernels they make."""
    with store.connect(_create(tmp_path, code)) as db:
        departements.verifier(db, code)
        communes = territoire.communes(db)
        assert set(communes.query("role == 'interieure'")["departement"]) == {code}
        assert ((communes["role"] == "bordure").any()) == (code != "974")
        people, words = indicateurs.habitants(db)
        assert (people.reindex(communes.index) > 0).mean() > 0.98 and "2022" in words
        names = {serie.indicateur for serie in indicateurs.series(db)}
        assert names == {"population_totale", *(f"liberaux_{name}" for name in embarque.SERIES_LIBERAUX)}
        assert (
            effectifs.totals(db)["mk"][1]
            == "CNAM, 2024, libéraux du département (lu dans un dépôt public tiers, à vérifier)"
        )


def test_border_communes_are_those_of_other_departements_within_the_dated_radius(tmp_path: Path) -> None:
    """With their residents; the card of the town halls is theirs too."""
    with store.connect(_create(tmp_path, "71")) as db:
        communes = territoire.communes(db)
        border = communes[communes["role"] == "bordure"]
        inside = communes[communes["role"] == "interieure"][["lat", "lon"]].to_numpy()
        assert {"01", "03", "21", "39", "42", "58", "69"} <= set(border["departement"]) and len(border) > 1_700
        assert all(proches(45, border[["lat", "lon"]].to_numpy(), inside))
        assert "71" not in set(border["departement"]) and "69123" not in border.index and "69381" not in border.index
        people, _ = indicateurs.habitants(db)
        assert people[border.index].notna().all() and people[border.index].sum() == pytest.approx(1_997_248)


def test_a_file_of_before_keeps_its_centres_and_gains_the_outlines(tmp_path: Path) -> None:
    """Its cells, drawn around the centres, give way; what was loaded in it does not."""
    file = tmp_path / "avant.db"
    with store.connect(file) as db:
        creation.creer(db, TERMINAL, "71")
        territoire.ajouter_source(db, TERMINAL, sources.carte("centres_71"))
        db.conn.execute(
            "UPDATE communes SET lat = 46.5, lon = 4.5, position_source = 'centres_71' WHERE code = '71270'"
        )
        db["contours"].insert({"niveau": "commune", "code": "71270", "nature": "schematique", "polygones": "[]"})
        db.conn.execute("DELETE FROM sources WHERE id = 'contours_communes_2025'")
        db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'g004_sans_mailles_schematiques'")
        db.conn.commit()
    with store.connect(file) as db:
        assert territoire.communes(db).loc["71270", ["lat", "lon"]].tolist() == [46.5, 4.5]
        assert len(territoire.contours(db, "commune")) == 563 and territoire.contours_livres(db)
        card = territoire.sources(db).loc["contours_communes_2025"]
        assert card["producteur"] == "IGN, ADMIN EXPRESS" and card["licence"] == "Licence Ouverte 2.0"
        assert chargement.contenu(db).at["contours_communes_2025", "contours"] == 563
        with pytest.raises(Refus, match="elle reste"):
            retrait.retirer(db, TERMINAL, "contours_communes_2025")
        retrait.retirer(db, TERMINAL, "centres_71")
        hall = sources.read_csv("mairies_2025").set_index("code").loc["71270"]
        assert territoire.communes(db).loc["71270", ["lat", "lon"]].tolist() == [hall["lat"], hall["lon"]]


@pytest.mark.parametrize("code", ["58", "974"])
def test_a_file_of_before_of_another_departement_keeps_its_figures_and_gains_what_a_new_one_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    """When the table starts, once; its town halls, neighbours, headcounts, hence its kernels."""
    file = tmp_path / "avant.db"
    monkeypatch.setenv("CONCERTATION_DB", str(file))
    with store.connect(file) as db:
        fichiers.remplir(db, code)
        fichiers.sans_positions(db)
        db["series"].delete_where("indicateur LIKE 'liberaux_%'")
        place = territoire.communes(db).index[0]
        source = str(territoire.sources(db).index[0])
        apl = replace(indicateurs.population(2023, source), id="apl_mg_2023", indicateur="apl_mg")
        with store.writing(db):
            indicateurs.store(db, apl, [(place, 2.5, "valeur")])
        before = indicateurs.habitants(db)[0]
    assert "complété" in creation.assurer(TERMINAL)[0] and creation.assurer(TERMINAL, code) == []
    with store.connect(file) as db:
        departements.verifier(db, code)
        assert indicateurs.values(db, "apl_mg_2023")["valeur"].to_dict() == {place: 2.5}
        assert indicateurs.habitants(db)[0][before.index].equals(before)
        assert effectifs.totals(db)["mk"][1].startswith("CNAM, 2024, libéraux du département (")
        assert (territoire.communes(db)["role"] == "bordure").any() == (code == "58")
        assert db.conn.execute("SELECT count(*) FROM gestes WHERE geste = 'compléter le fichier'").fetchone() == (1,)


def test_a_file_of_before_that_was_given_centres_keeps_them(tmp_path: Path) -> None:
    """One that has a position was placed by its table: its figures must not move."""
    with store.connect(tmp_path / "avant.db") as db:
        fichiers.remplir(db, "58")
        fichiers.sans_positions(db)
        db.conn.execute("UPDATE communes SET lat = 47.0, lon = 3.2 WHERE code = '58194'")
        db.conn.commit()
        assert embarque.completer(db, TERMINAL) == []
        assert territoire.communes(db)["lat"].notna().sum() == 1


def test_paris_is_by_arrondissement(tmp_path: Path) -> None:
    with store.connect(_create(tmp_path, "75")) as db:
        codes = territoire.communes(db).query("role == 'interieure'").index
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
