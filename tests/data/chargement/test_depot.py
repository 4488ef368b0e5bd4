"""Several files dropped at once: what each is and would change after the others, then written, each whole or not."""

from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit
from components.terminal.commandes import main
from data.base import store
from data.base.acteurs import LECTEUR, TERMINAL
from data.chargement import chargement, depot
from data.chargement.depot import Depose, Examen
from data.fichier import creation
from data.imports import GENRES
from data.imports.grammaire.base import Fiche, Fichier
from data.territoire import indicateurs, territoire
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv
from tests.data.imports.test_publies import FINESS

APL = "code_commune,apl_mg_2018,pop_std_mg_2016\n58194,2.5,30000\n58086,1.5,10000\n"
ZONAGE = "code_commune,zonage_medecin\n58194,1_ZIP\n58086,2_ZAC\n"
AIN = "code_commune,apl_mg_2018,pop_std_mg_2016\n01001,2.5,300\n"
ACTIVITES = "nofinesset,rset,libmodalite\n580000001,CH de Nevers,SU Structure des urgences\n"
LIEUX = "finess_et,nom,categorie,lat,lon\n580000001,CH de Nevers,Centre Hospitalier,46.99,3.16\n"


def _examiner(db: Database, *files: Fichier, **fiche: object) -> list[Examen]:
    given = [Depose(one, Fiche().avec(**fiche)) for one in files]
    return depot.examiner(db, depot.reconnus(given), fabrique.JOUR)


def test_a_mixture_with_one_bad_loads_the_others_and_says_why_not(tmp_path: Path) -> None:
    files = csv(APL, "a.csv"), csv("code_commune,lat,lon\n58194,abc,3\n", "b.csv"), csv(ZONAGE, "zonage_2024.csv")
    with fabrique.nievre(tmp_path) as db:
        seen = _examiner(db, *files, csv("x;y\n1;2\n", "c.csv"), csv(AIN, "ain.csv"))
        before = fabrique.contenu(db)
        assert [one.genre for one in seen] == ["apl-extrait", "centres", "zonage-medecins", "", "apl-extrait"]
        assert [one.vu is not None for one in seen] == [True, False, True, False, False]
        said = [str(one.refus) for one in seen if one.refus]
        assert "1 ligne refusée" in said[0] and "reconnu comme aucun" in said[1] and "aucune commune de" in said[2]
        assert fabrique.contenu(db) == before  # looking writes nothing
        done, refused = depot.charger(db, TERMINAL, seen, fabrique.JOUR)
        assert len(done) == 2 and not refused and "a.csv" in done[0]
        assert indicateurs.values(db, "apl_mg_2018_tous_ages")["valeur"]["58194"] == 2.5
        assert chargement.imports(db)["fichier"].tolist() == ["zonage_2024.csv", "a.csv"]


def test_the_same_file_counts_once_and_a_second_drop_changes_nothing(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        first = _examiner(db, csv(APL, "a.csv"), csv(APL, "copie de a.csv"))
        assert "le même fichier que « a.csv »" in str(first[1].refus) and first[1].vu is None
        depot.charger(db, TERMINAL, first, fabrique.JOUR)
        again = _examiner(db, csv(APL, "a.csv"))
        assert again[0].vu is not None and not again[0].vu.change


def test_what_stands_on_another_file_of_the_drop_is_seen_after_it(tmp_path: Path) -> None:
    """Whatever the order: activities take the place of their establishment, values by territory their mesh."""
    communes = "58194"
    mesh = "depcom,tv,libtv\n" + "".join(f"{code},T1,Nevers\n" for code in _codes(tmp_path))
    values = csv("code_territoire,valeur\nT1,12.5\n", "delai.csv")
    fiche = {"libelle": "Délai", "unite": "jours", "millesime": 2024, "producteur": "CPTS", "licence": "interne",
             "niveau": "territoire"}  # fmt: skip
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv(f"code_commune,lat,lon\n{communes},46.99,3.16\n58086,47.41,2.93\n"))
        seen = _examiner(db, values, csv(ACTIVITES, "act.csv"), csv(LIEUX, "lieux.csv"), csv(mesh, "tvs.csv"), **fiche)
        assert [one.refus for one in seen] == [None] * 4
        assert [one.nom for one in sorted(seen, key=lambda one: one.rang)] == [
            "tvs.csv", "delai.csv", "lieux.csv", "act.csv"
        ]  # fmt: skip
        assert territoire.setting(db, "maille") == "epci"
        depot.charger(db, TERMINAL, seen, fabrique.JOUR)
        assert territoire.setting(db, "maille") == "tvs"
        assert set(territoire.sites(db)["type"]) == {"Centre Hospitalier", "service d'urgences"}
        assert indicateurs.values(db, "delai_2024_territoire")["valeur"]["T1"] == 12.5


def _codes(folder: Path) -> list[str]:
    with fabrique.nievre(folder) as db:
        return list(territoire.communes(db).index)


def test_an_ambiguous_file_is_asked_in_words_and_nothing_is_read(tmp_path: Path) -> None:
    both = csv("code_commune,lat,lon,apl_mg_2018\n58194,46.99,3.16,2.5\n", "deux.csv")
    with fabrique.nievre(tmp_path) as db:
        one = _examiner(db, both)[0]
        assert one.vu is None and one.refus is None
        assert all(f"« {GENRES[cle].libelle} »" in one.demande for cle in ("centres", "apl-extrait"))


def test_a_reader_loads_nothing(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        seen = _examiner(db, csv(APL))
        with pytest.raises(Interdit):
            depot.charger(db, LECTEUR, seen, fabrique.JOUR)
        assert chargement.imports(db).empty


def test_the_list_of_files_says_what_is_there_and_its_years(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        depot.charger(db, TERMINAL, _examiner(db, csv(APL)), fabrique.JOUR)
        found = {piece.genre.cle: piece.etat for piece in depot.inventaire(db)}
        assert list(found) == list(GENRES)
        assert found["apl-extrait"] == "chargé, 2018" and found["tvs"] == "pas chargé"
        assert found["contours"] == "livré avec le produit, 2025"
    for kind in GENRES.values():
        assert kind.parution.titre and kind.parution.producteur and kind.parution.adresse
        assert kind.parution.sert


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "58.db"))
    creation.nouveau(TERMINAL, "58")
    return tmp_path


def test_the_terminal_loads_without_a_kind(table: Path, capsys: pytest.CaptureFixture) -> None:
    texts = {
        "a.csv": APL,
        "zonage_2024.csv": ZONAGE,
        "x.csv": "x;y\n1;2\n",
        "deux.csv": "code_commune,lat,lon,apl_mg_2018\n",
    }
    for name, text in texts.items():
        (table / name).write_text(text)
    given = [str(table / name) for name in texts]
    assert main(["load", "--apercu", *given[:2]]) == 0
    with store.connect() as db:
        assert chargement.imports(db).empty
    assert main(["load", *given]) == 1
    out, err = capsys.readouterr()
    assert "a.csv » est chargé (APL : extrait CSV" in out and "zonage_2024.csv » est chargé" in out
    assert "x.csv » n'est reconnu" in err and "cherché — Centres des communes" in err
    assert "python -m data load centres deux.csv" in err and "Non écrits : x.csv, deux.csv" in err
    with store.connect() as db:
        assert len(chargement.imports(db)) == 2


@pytest.mark.parametrize(("words", "said"), [(["aplx", "a.csv"], "n'est pas un type"), (["centres"], "Il manque")])
def test_the_terminal_says_what_is_wrong_with_its_words(
    table: Path, words: list[str], said: str, capsys: pytest.CaptureFixture
) -> None:
    assert main(["load", *words]) == 1 and said in capsys.readouterr().err


@pytest.mark.parametrize("kind", [["zonage-medecins"], []])
def test_a_year_typed_is_asked_about_when_the_name_of_the_file_says_another(
    table: Path, kind: list[str], capsys: pytest.CaptureFixture
) -> None:
    (table / "zonage_2023.csv").write_text(ZONAGE)
    asked = ["load", *kind, str(table / "zonage_2023.csv")]
    assert main([*asked, "--millesime", "2024"]) == 1
    assert "dit 2023 et --millesime 2024 : écrivez --millesime 2023, ou renommez-le" in capsys.readouterr().err
    with store.connect() as db:
        assert chargement.imports(db).empty
    assert main([*asked, "--millesime", "2023"]) == main(asked) == 0
    with store.connect() as db:
        assert {one.millesime for one in indicateurs.series(db) if one.source == "zonage_medecin_2023"} == {2023}


def test_the_terminal_lists_the_files_to_gather(table: Path, capsys: pytest.CaptureFixture) -> None:
    assert main(["fichiers"]) == 0
    said = capsys.readouterr().out
    assert "[ ] apl-drees" in said and "[x] contours" in said and "https://data.drees" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["zonage_2024.csv", "pop.csv", "--millesime", "2024"], "chargez chaque type de fichier à part"),
        (["apl-extrait", "a.csv", "--millesime", "2019"], "--millesime ne se lit pas pour apl-extrait"),
        (["a.csv", "--unite", "km", "--sens", "1"], "--unite, --sens ne se lisent pas pour apl-extrait"),
        (["atlas.csv", "--millesime", "2024"], "« atlas.csv » dit 2022, la fiche dit 2024"),
        (["finess.csv", "--millesime", "2023"], "« finess.csv » dit 2024, la fiche dit 2023"),
    ],
)
def test_a_year_typed_is_read_or_refused_and_never_passes_to_the_next_kind(
    table: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str, capsys: pytest.CaptureFixture
) -> None:
    texts = {
        "a.csv": APL, "zonage_2024.csv": ZONAGE, "finess.csv": FINESS,
        "pop.csv": "code_commune;tranche_age;population\n58194;0-74;500\n58194;75 et +;90\n",
        "atlas.csv": "com_code;niveau;zmed_niveau;zmed_date_arrete\n58194;COM;1_ZIP;01/02/2022\n",
    }  # fmt: skip
    for name, text in texts.items():
        (table / name).write_text(text)
    monkeypatch.chdir(table)
    assert main(["load", *words]) == 1 and said in capsys.readouterr().err
    with store.connect() as db:
        assert chargement.imports(db).empty
