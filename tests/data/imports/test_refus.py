"""Every corrupted variant is refused in clear French, whole, and leaves the file's content unchanged."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from components.core.refus import Refus
from data.imports.grammaire import tableur
from data.imports.grammaire.base import Fichier, FichierRefuse
from tests.data.imports import fabrique
from tests.data.imports.fabrique import apl, csv


def _cell(row: int, column: int, value: object, sheet: str = "APL 2023") -> Callable:
    def change(book) -> None:
        book[sheet].cell(row, column).value = value

    return change


def _sheet(old: str, new: str) -> Callable:
    def change(book) -> None:
        book[old].title = new

    return change


def _bomb() -> Fichier:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)
    return Fichier("bombe.xlsx", out.getvalue())


def _truncated() -> Fichier:
    whole = apl()
    return Fichier(whole.nom, whole.contenu[: len(whole.contenu) // 2])


def _holed() -> Fichier:
    whole = bytearray(apl().contenu)
    whole[400:600] = b"\x00" * 200
    return Fichier("trou.xlsx", bytes(whole))


def _zip_of_nothing() -> Fichier:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("bonjour.txt", "bonjour")
    return Fichier("archive.xlsx", out.getvalue())


def _without_columns(*columns: int) -> Callable:
    def change(book) -> None:
        for name in ("APL 2022", "APL 2023"):
            for column in sorted(columns, reverse=True):
                book[name].delete_cols(column)

    return change


def _units_of_nurses(book) -> None:
    for name in ("APL 2022", "APL 2023"):
        book[name].cell(10, 3).value = fabrique.ETP


FICHE = {"libelle": "Délai", "unite": "jours", "millesime": 2024, "producteur": "CPTS", "licence": "non précisée"}
SQUARE = {"type": "Polygon", "coordinates": [[[3, 47], [3.1, 47], [3.1, 47.1], [3, 47]]]}
POINT = {"type": "Point", "coordinates": [3, 47]}


def _geojson(*geometries: dict) -> Fichier:
    features = [{"type": "Feature", "properties": {"code": "58194"}, "geometry": shape} for shape in geometries]
    return csv(json.dumps({"type": "FeatureCollection", "features": features}), "contours.geojson")


VARIANTES: dict[str, tuple[str, Fichier | Callable[[], Fichier], str, dict]] = {
    "truncated zip": ("apl-drees", _truncated, "abîmé", {}),
    "damaged bytes": ("apl-drees", _holed, "abîmé", {}),
    "zip that is no workbook": ("apl-drees", _zip_of_nothing, "abîmé", {}),
    "zip bomb": ("apl-drees", _bomb, "gonflerait", {}),
    "empty": ("apl-drees", Fichier("vide.xlsx", b""), "est vide", {}),
    "csv given as workbook": ("apl-drees", csv("code;valeur\n"), "n'est pas un classeur", {}),
    "wrong sheet": ("apl-drees", apl(annees=(2023,), retouche=_sheet("APL 2023", "Données")), "n'a pas d'onglet", {}),
    "no header": ("apl-drees", apl(retouche=_cell(9, 1, "Commune")), "n'a pas d'en-tête", {}),
    "units of another profession": ("apl-drees", apl(retouche=_units_of_nurses), "autre profession", {}),
    "midwives in men": ("apl-drees", apl("sf", retouche=_cell(10, 3, fabrique.ETP)), "autre profession", {}),
    "no units row": ("apl-drees", apl(retouche=_cell(10, 1, "58002")), "ligne d'unités", {}),
    "two professions in one sheet": ("apl-drees", apl(retouche=_cell(9, 4, "APL aux infirmières")), "profession", {}),
    "the same column twice": ("apl-drees", apl(retouche=_cell(9, 4, "APL aux médecins généralistes")), "deux fois", {}),
    "no standardised population": ("apl-drees", apl(retouche=_without_columns(5)), "population standardisée", {}),
    "duplicate commune": ("apl-drees", apl(retouche=_cell(12, 1, "58194")), "déjà présent ligne 11", {}),
    "text in a number": ("apl-drees", apl(retouche=_cell(12, 3, "beaucoup")), "ce n'est pas un nombre", {}),
    "formula as a value": ("apl-drees", apl(retouche=_cell(12, 3, "=1+1")), "formule", {}),
    "error as a value": ("apl-drees", apl(retouche=_cell(12, 3, "#REF!")), "erreur du tableur", {}),
    "a value that was not found": ("apl-drees", apl(retouche=_cell(12, 3, "#N/A")), "erreur du tableur", {}),
    "negative": ("apl-drees", apl(retouche=_cell(12, 3, -1)), "négatif", {}),
    "infinite": ("apl-drees", apl(retouche=_cell(12, 3, "1e400")), "ce n'est pas un nombre", {}),
    "true as a value": ("apl-drees", apl(retouche=_cell(12, 3, True)), "ce n'est pas un nombre", {}),
    "damaged code": ("apl-drees", apl(retouche=_cell(12, 1, "5819A")), "code de commune", {}),
    "lost code": ("apl-drees", apl(retouche=_cell(12, 1, None)), "code de commune", {}),
    "invented code": ("apl-drees", apl(retouche=_cell(12, 1, "58999")), "aucune commune", {}),
    "a year to come": ("apl-drees", apl(annees=(2051,)), "année impossible", {}),
    "a year before any APL": ("apl-extrait", csv("code_commune,apl_mg_2001\n58194,3\n"), "année impossible", {}),
    "level that nobody has": ("apl-drees", apl(retouche=_cell(12, 3, 300.0)), "au-delà de tout", {}),
    "fewer doctors who give more": ("apl-drees", apl(retouche=_cell(12, 4, 9.5)), "plus grand que", {}),
    "the same in a cut": ("apl-extrait", csv("code_commune,apl_mg_2018,apl_mg_65_2018\n58194,2,3\n"), "plus grand", {}),
    "another département": ("apl-extrait", csv("code_commune,apl_mg_2018\n71014,3.2\n"), "aucune commune de", {}),
    "no data row": ("apl-extrait", csv("code_commune,apl_mg_2018\n"), "aucune ligne", {}),
    "binary as text": ("apl-extrait", Fichier("x.csv", b"a\x00b,c\n"), "n'est pas un fichier texte", {}),
    "unknown encoding": ("apl-extrait", Fichier("x.csv", b"code;\x81\xff\n"), "encodage", {}),
    "workbook given as csv": ("apl-extrait", lambda: apl(), "est un classeur", {}),
    "swapped coordinates": ("centres", csv("code_commune,lat,lon\n58194,3.15,46.99\n"), "inversées", {}),
    "centre without latitude": ("centres", csv("code_commune,lat,lon\n58194,,3.1\n"), "coordonnée absente", {}),
    "centres in metres": ("centres", csv("code_commune,lat,lon\n58194,6650000,700000\n"), "hors de la Terre", {}),
    "not a GeoJSON": ("contours", csv('{"type":"FeatureCollection",'), "n'est pas un GeoJSON", {}),
    "GeoJSON of a point": ("contours", _geojson(POINT), "pas un polygone", {}),
    "GeoJSON twice the same": ("contours", _geojson(SQUARE, SQUARE), "déjà présent", {}),
    "GeoJSON without features": ("contours", _geojson(), "aucun contour", {}),
    "unknown zone": ("zonage-medecins", csv("code_commune,zonage_medecin\n58194,9_ZZZ\n"), "zone inconnue",
                     {"millesime": 2024}),
    "zoning of no year": ("zonage-medecins", csv("code_commune,zonage_medecin\n58194,1_ZIP\n"), "manque l'année", {}),
    "decree of no year": ("zonage-atlasante", csv("com_code,niveau,zmed_niveau\n58194,COM,ZIP\n"),
                          "manque l'année", {}),
    "export of no year": ("cartosante", csv("C;;\nR;;\nCode;Libellé;Part\n58194;N;1\n"), "manque l'année", {}),
    "form left empty": ("indicateur", csv("code,valeur\n58194,1\n"), "Il manque", {}),
    "impossible year": ("indicateur", csv("code,valeur\n58194,1\n"), "plausible", FICHE | {"millesime": 1820}),
    "unknown territory": ("indicateur", csv("code,valeur\nXX,1\n"), "territoire", FICHE | {"niveau": "territoire"}),
    "two value columns": ("observatoire", csv("codgeo;an;a;b\n58194;2023;1;2\n"), "une seule colonne", {}),
    "year in letters": ("observatoire", csv("codgeo;an;apl_mg_hmep\n58194;hier;2\n"), "année", {}),
    "commune of Atlasanté at another level": ("zonage-atlasante", csv("com_code,niveau,zmed_niveau\n58194,TVS,ZIP\n"), "niveau COM", {}),  # noqa: E501
}  # fmt: skip


def _file(given: Fichier | Callable[[], Fichier]) -> Fichier:
    return given if isinstance(given, Fichier) else given()


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("refus")


@pytest.mark.parametrize("name", VARIANTES)
def test_a_corrupted_file_is_refused_and_nothing_changes(dossier: Path, name: str) -> None:
    genre, given, words, fiche = VARIANTES[name]
    with fabrique.nievre(dossier) as db:
        before = fabrique.contenu(db)
        with pytest.raises(FichierRefuse) as refusal:
            fabrique.charger(db, genre, _file(given), **fiche)
        assert words in str(refusal.value), str(refusal.value)
        assert "Rien n'a été écrit" in str(refusal.value)
        assert fabrique.contenu(db) == before


def test_there_are_at_least_thirty_variants() -> None:
    assert len(VARIANTES) >= 30


def test_a_refusal_lists_every_bad_row_with_line_column_value_reason_and_remedy(dossier: Path) -> None:
    text = "code_commune,apl_mg_2018\n58194,x\n58086,-1\nabc,2\n58999,1\n"
    with fabrique.nievre(dossier) as db, pytest.raises(FichierRefuse) as refusal:
        fabrique.charger(db, "apl-extrait", csv(text))
    assert [(r.ligne, r.colonne, r.valeur) for r in refusal.value.rejets] == [
        (2, "apl mg 2018", "x"), (3, "apl mg 2018", "-1"), (4, "code_commune", "abc"), (5, "code", "58999"),
    ]  # fmt: skip
    assert all(r.raison and r.que_faire for r in refusal.value.rejets)


def test_an_unknown_kind_names_the_known_ones(dossier: Path) -> None:
    with fabrique.nievre(dossier) as db, pytest.raises(Refus, match="apl-drees"):
        fabrique.charger(db, "inconnu", csv("a"))


def test_a_cell_far_away_an_error_and_a_formula_are_left_to_the_reader_that_holds_them_safely() -> None:
    for place, value in (("ZZ1048000", 1), ("C12", "=1+1"), ("C12", "#REF!")):
        file = apl(retouche=lambda book, place=place, value=value: book["APL 2023"].__setitem__(place, value))
        assert tableur._delicate(file), (place, value)
    assert not tableur._delicate(apl())


def test_reading_a_workbook_says_how_far_it_is() -> None:
    said: list[float] = []
    file = fabrique.apl(retouche=lambda book: [book["APL 2023"].append([f"Note {k}"]) for k in range(4_100)])
    rows = tableur.Classeur(replace(file, suivi=said.append))
    for sheet in rows.feuilles("APL"):
        assert list(rows.rangees(sheet))
    assert said == sorted(said) and 0.5 < said[0] < said[-1] <= 1
