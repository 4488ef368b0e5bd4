"""A territory cut by the border is read whole when the file has both parts, and says what share lives here."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.carences.constat import lectures_calculs, lectures_signaux
from components.carences.indicateurs import lectures
from components.carences.territoires.view_fiche import coupure
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.imports.grammaire.base import Fiche, Fichier
from data.territoire import indicateurs, territoire
from tests import fichiers
from tests.carences.cas import JOUR, MG

ICI, AILLEURS = 3.0, 1.0


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Nièvre, whose border cuts communautés de communes, with a national cut of access: 3 here, 1 beyond."""
    with store.connect(tmp_path_factory.mktemp("entiers") / "58.db") as opened:
        fichiers.remplir(opened, "58")
        _charger(opened, AILLEURS)
        yield opened


def _charger(db: Database, ailleurs: float | None) -> None:
    communes = territoire.communes(db)
    rows = ["code_commune,apl_mg_2018,pop_std_mg_2016"]
    for code, row in communes.iterrows():
        inside = row["role"] == "interieure"
        if inside or ailleurs is not None:
            rows.append(f"{code},{ICI if inside else ailleurs},100")
    file = Fichier("apl.csv", "\n".join(rows).encode())
    chargement.charger(db, TERMINAL, chargement.apercu(db, "apl-extrait", file, Fiche(), JOUR), JOUR)


def _cut(db: Database) -> str:
    """The territory with most communes beyond the border, and some on both sides."""
    place = territoire.au_dela(db)
    return str(place.value_counts().idxmax())


def test_the_mean_is_that_of_the_whole_territory(db: Database) -> None:
    code = _cut(db)
    serie = indicateurs.serie(db, "apl_mg")
    read = lectures.lire(db, serie, "territoire")
    here = int((territoire.communes(db)["territoire"] == code).sum())
    there = int((territoire.au_dela(db) == code).sum())
    assert here and there
    assert read.table.at[code, "valeur"] == pytest.approx((here * ICI + there * AILLEURS) / (here + there))
    assert (
        read.table.at[code, "population"]
        == lectures.habitants_par_commune(db).query("territoire == @code")["population"].sum()
    )
    whole = [name for name in read.table.index if name not in set(territoire.au_dela(db))]
    assert whole and (read.table.loc[whole, "valeur"] == ICI).all()
    assert any("lus entiers" in said or "lu entier" in said for said in read.precautions)


def test_the_share_under_the_threshold_counts_both_parts(db: Database) -> None:
    code, (people, _) = _cut(db), indicateurs.habitants(db)
    place = territoire.au_dela(db)
    beyond = people.reindex(place.index[place == code]).sum()
    inside = lectures.habitants_par_commune(db).query("territoire == @code")["population"].sum()
    share = lectures_calculs.part_sous(db, indicateurs.serie(db, "apl_mg"), 2.5).table.at[code, "valeur"]
    assert share == pytest.approx(100 * beyond / (beyond + inside))


def test_the_card_says_what_share_lives_here_and_what_it_is_read_on(db: Database) -> None:
    code, row = _cut(db), lectures_signaux.tableau(db, MG, JOUR).territoires.loc[_cut(db)]
    assert 0 < row["part_ici"] < 1 and row["population_lue"] > row["population"]
    assert row["part_ici"] == pytest.approx(lectures.parts_ici(db)[code])
    assert "de ses habitants vivent dans le département" in coupure(row) and "territoire entier" in coupure(row)
    assert "rechargez" in coupure(row.where(row.index != "population_lue", row["population"]))
    assert coupure(row.where(row.index != "part_ici", 1.0)) == ""


def test_the_map_of_communes_and_the_totals_stay_those_of_the_departement(db: Database) -> None:
    serie, inside = indicateurs.serie(db, "apl_mg"), territoire.communes(db).query("role == 'interieure'").index
    assert set(lectures.lire(db, serie, "commune").table.index) == set(inside)
    assert set(indicateurs.values(db, serie.id).index) == set(inside)


def test_a_territory_under_the_minimum_is_too_small_whatever_it_says(db: Database) -> None:
    read = lectures_signaux.tableau(db, MG, JOUR)
    small = read.territoires["population_lue"].idxmin()
    limit = float(read.territoires.at[small, "population_lue"]) + 1
    with store.writing(db):
        parameters.fixer(db, TERMINAL, "population_minimale", limit, None, None, "essai")
    again = lectures_signaux.tableau(db, MG, JOUR)
    assert again.bilans[small].proposition == "sans_donnees" and "Trop petit" in again.bilans[small].phrase
    others = [code for code in read.bilans if code != small]
    assert [again.bilans[c].proposition for c in others] == [read.bilans[c].proposition for c in others]
    parameters.retablir(db, TERMINAL, "population_minimale")


def test_a_file_without_the_other_part_is_read_as_before(db: Database, tmp_path: Path) -> None:
    serie = replace(indicateurs.serie(db, "apl_mg"))
    with store.connect(tmp_path / "58.db") as other:
        fichiers.remplir(other, "58")
        _charger(other, None)
        assert indicateurs.au_dela(other, serie.id).empty
        assert (lectures.lire(other, serie, "territoire").table["valeur"] == ICI).all()


def test_a_mesh_that_is_loaded_keeps_its_part_beyond_the_border_too(db: Database) -> None:
    """One bassin cut by the border, one on each side of it: only the first has communes beyond."""
    communes = territoire.communes(db)
    inside, border = (communes.index[communes["role"] == role] for role in ("interieure", "bordure"))
    cut, beyond = [str(inside[0]), str(border[0])], str(border[1])
    rows = ["CODGEO,BV2022", *(f"{code},{cut[0]}" for code in cut), f"{beyond},{beyond}"]
    rows += [f"{code},{inside[1]}" for code in inside[1:]]
    before = territoire.maille(db)["id"]
    file = Fichier("bv.csv", "\n".join(rows).encode())
    chargement.charger(db, TERMINAL, chargement.apercu(db, "bassins-de-vie", file, Fiche(), JOUR), JOUR)
    try:
        assert territoire.au_dela(db).to_dict() == {cut[1]: cut[0]}
        read = lectures.lire(db, indicateurs.serie(db, "apl_mg"), "territoire").table["valeur"]
        assert read[cut[0]] == pytest.approx((ICI + AILLEURS) / 2) and read[str(inside[1])] == ICI
    finally:
        with store.writing(db):
            db["concertation"].update("maille", {"valeur": before})
