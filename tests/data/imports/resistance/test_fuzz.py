"""Whatever the bytes, a reader reads or refuses in French; what the file exports comes back unchanged."""

import csv as csv_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.fichier import export
from data.imports import GENRES
from data.imports.grammaire.base import Fiche, Fichier, FichierRefuse
from data.territoire import indicateurs, territoire
from tests.data.imports import fabrique, modeles
from tests.data.imports.fabrique import csv

FICHE = Fiche(libelle="Délai", unite="jours", millesime=2024, producteur="CPTS", licence="interne")
CELLS = [
    *("58194", "58086", "1001", "", "2A004", "1,5", "-3", "1e999", "=1", "s", "N/A", "ZIP", "é", '"', "nan", "code"),
    *("valeur", "COM", "75 ans et plus", "médecin généraliste", "libéral", "45.2", "2024", "Infirmiers", "tout sexe"),
]
LINES = st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=8), max_size=6)
PORTES = {
    "zone": "data/imports/resistance/test_mutations.py", "view_importer": "data/imports/resistance/test_mutations.py",
    "view_membres": "data/imports/resistance/test_listes.py",
    "view_structures": "data/imports/resistance/test_listes.py",
    "view_territoire": "plans/tableur/test_tableur_abime.py", "view_preuve": "priorites/regles/test_decompte_abime.py",
}  # fmt: skip
HEADERS = {
    "apl-extrait": "code_commune,apl_mg_2018,pop_std_mg_2016",
    "observatoire": "codgeo,an,apl_mg_hmep",
    "centres": "code_commune,lat,lon",
    "contours": '{"type":"FeatureCollection","features":[',
    "zonage-medecins": "code_commune,nom_commune,zonage_medecin",
    "zonage-atlasante": "com_code,niveau,zmed_niveau,zmed_date_arrete",
    "cartosante": "CartoSanté,\n,\nCode,Libellé,Zonage",
    "tvs": "depcom,libcom,tv,libtv",
    "bassins-de-vie": "CODGEO,BV2022",
    "minutes": "origine,destination,minutes",
    "sites": "identifiant,nom,type,lat,lon",
    "offre": "code_commune,profession,secteur,nombre,etp,actes",
    "ameli": "annee,profession_sante,departement,classe_age,libelle_classe_age,libelle_sexe,effectif",
    "population-age": "code_commune,tranche_age,population",
    "medecin-traitant": "code_commune,patients,sans_medecin_traitant",
    "indicateur": "code,valeur",
    "effectifs-passes": "profession,tranche_age,annee,effectif",
    "projection-population": "code,annee,tranche_age,population",
}
AILLEURS = {"apl-drees"}  # a workbook: damaged in test_classeurs.py


def test_every_reader_is_damaged_here() -> None:
    """A kind of file without an oracle would be one where a file can be read as another."""
    assert GENRES.keys() == HEADERS.keys() | AILLEURS
    assert GENRES.keys() | {modeles.EQUIPES} == modeles.MODELES.keys() | {"contours"} | AILLEURS


def test_every_door_of_files_is_damaged_somewhere() -> None:
    """Each screen that takes a file, and the tests that damage what it reads."""
    root = Path(__file__).resolve().parents[4]
    doors = {path.stem for path in (root / "components").rglob("*.py") if "file_uploader(" in path.read_text("utf-8")}
    assert doors == PORTES.keys()
    for test in PORTES.values():
        assert (root / "tests" / test).is_file(), test


def _reads_or_refuses(genre: str, content: bytes) -> None:
    try:
        reading = GENRES[genre].lire([Fichier("essai", content)], FICHE)
    except FichierRefuse as refusal:
        assert "Rien n'a été" in str(refusal)
    else:
        assert reading.provenances


@pytest.mark.parametrize("genre", GENRES)
@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes(genre: str, content: bytes) -> None:
    _reads_or_refuses(genre, content)


@pytest.mark.parametrize("genre", HEADERS)
@settings(max_examples=80, deadline=None)
@given(LINES)
def test_any_rows_under_the_right_header(genre: str, lines: list[list[str]]) -> None:
    rows = "\n".join(",".join(line) for line in lines)
    _reads_or_refuses(genre, f"{HEADERS[genre]}\n{rows}\n".encode())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 6000), st.binary(min_size=1, max_size=12))
def test_a_workbook_with_damaged_bytes(place: int, damage: bytes) -> None:
    content = bytearray(WORKBOOK)
    at = place % len(content)
    content[at : at + len(damage)] = damage
    _reads_or_refuses("apl-drees", bytes(content))


WORKBOOK = fabrique.apl().contenu


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6, allow_nan=False)), min_size=3, max_size=3))
def test_a_series_exported_and_loaded_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, values: list[float | None]
) -> None:
    folder = tmp_path_factory.mktemp("aller-retour")
    text = "code,valeur\n" + "".join(
        f"{code},{'' if value is None else value}\n" for code, value in zip(fabrique.COMMUNES[:3], values, strict=True)
    )
    form = {"libelle": "Délai", "unite": "jours", "millesime": 2024, "producteur": "CPTS", "licence": "interne"}
    with fabrique.nievre(folder) as db:
        fabrique.charger(db, "indicateur", csv(text), **form)
        rows = _exported(db, folder, "valeurs")
        again = "code,valeur\n" + "".join(f"{r['code']},{r['valeur']}\n" for r in rows if r["serie"] == "delai_2024")
        assert not fabrique.voir(db, "indicateur", csv(again), **form).change
        assert indicateurs.serie(db, "delai").millesime == 2024


def test_centres_minutes_and_supply_come_back_unchanged(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(
            db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n58086,47.41,2.93\n18145,47.2,2.9\n")
        )
        fabrique.charger(db, "minutes", csv("origine,destination,minutes\n58194,58086,44.5\n"))
        fabrique.charger(
            db, "offre", csv("code_commune,profession,secteur,nombre,etp,actes\n58194,mg,libéral,4,3.5,21000\n")
        )
        placed = territoire.communes(db)["lat"].notna().sum()
        rows = {name: _exported(db, tmp_path, name) for name in ("communes", "minutes", "offre")}
        located = [row for row in rows["communes"] if row["lat"]]
        assert len(located) == placed
        for genre, table in (("centres", located), ("minutes", rows["minutes"]), ("offre", rows["offre"])):
            assert not fabrique.voir(db, genre, _csv(table)).change, genre


def _exported(db, folder: Path, table: str) -> list[dict[str, str]]:
    target = folder / f"export-{table}"
    export.write(db, target)
    with (target / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv_module.DictReader(file))


def _csv(rows: list[dict[str, str]]) -> Fichier:
    names = list(rows[0])
    return csv("\n".join([",".join(names), *(",".join(f'"{row[name]}"' for name in names) for row in rows)]) + "\n")
