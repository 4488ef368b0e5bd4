"""Files as producers publish them today, or as a spreadsheet left them: read, or refused in words that say why."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.imports import finess, reconnaitre
from data.imports.grammaire import tableur
from data.imports.grammaire.base import Fichier, FichierRefuse
from data.territoire import indicateurs, territoire
from tests.data.imports import fabrique, modeles
from tests.data.imports.fabrique import csv

FICHE = {"libelle": "Délai", "unite": "jours", "millesime": 2024, "producteur": "CPTS", "licence": "interne"}
CARRE = [[3.0, 47.0], [3.1, 47.0], [3.1, 47.1], [3.0, 47.0]]
FINESS = (
    "finess;etalab;98;2024-05-12\n"
    "structureet;580000001;580780001;CH N;CH NEVERS;;;1;RUE;X;;;194;58;NIEVRE;58000 NEVERS;03;;355;Centre Hospitalier;"
    "1102;CH;26;8610Z;03;ARS;1;Public;1979-02-13;1979-02-13;2020-02-04;\n"
    "geolocalisation;580000001;712159.6;6654419.4;1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93;2026-05-04\n"
)


def _contours(properties: dict, ring: list = CARRE, crs: str = "") -> Fichier:
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    whole: dict = {"type": "FeatureCollection", "features": [feature]}
    if crs:
        whole["crs"] = {"type": "name", "properties": {"name": crs}}
    return csv(json.dumps(whole), "c.geojson")


@pytest.mark.parametrize("name", ["code_insee", "CODE_INSEE", "INSEE_COM", "code"])
@pytest.mark.parametrize(
    "crs",
    [
        "",
        "urn:ogc:def:crs:EPSG::4171",
        "EPSG:4326",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "http://www.opengis.net/gml/srs/epsg.xml#4171",
    ],
)
def test_outlines_are_read_under_the_names_of_ign_and_in_any_system_of_degrees(name: str, crs: str) -> None:
    _, rows, _ = modeles.lire("contours", _contours({name: "58194", "nom_officiel": "Nevers"}, crs=crs))
    assert "'code': '58194'" in rows[0] and "'nom': 'Nevers'" in rows[0]


@pytest.mark.parametrize("crs", ["urn:ogc:def:crs:EPSG::2154", "EPSG:14326", "EPSG:3857"])
def test_projected_outlines_are_refused(crs: str) -> None:
    with pytest.raises(FichierRefuse, match="autre système"):
        modeles.lire("contours", _contours({"code": "58194"}, crs=crs))


@pytest.mark.parametrize("ends", [[], [[3.1, 47]], [[3.1, 47], [3.2, 47]]])
def test_an_outline_that_collapses_is_refused(ends: list) -> None:
    ring = [[3, 47], [3, 47], *ends, [3, 47]]
    with pytest.raises(FichierRefuse, match=r"ligne ou à un point|pas un polygone"):
        modeles.lire("contours", _contours({"code": "58194"}, ring))


def test_the_extraction_finess_publishes_is_placed_from_its_metres(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n"))
        fabrique.charger(db, "sites", csv(FINESS))
        site = territoire.sites(db).iloc[0]
        assert (site["nom"], round(site["lat"], 3), round(site["lon"], 3)) == ("CH NEVERS", 46.99, 3.16)
        fabrique.charger(db, "sites", csv("nofinesset,rset,libmodalite\n580000001,CH,SU Structure des urgences\n"))
        assert "service d'urgences" in territoire.sites(db)["type"].tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [(("712159.6", "6654419.4"), ("6654419.4", "712159.6")), (("EPSG:2154 RGF93 / Lambert-93", "Lambert II"), None),
     ((";2020-02-04;", ";2020-02-04"), None), (("geolocalisation;580000001", "geolocalisation;580000009"), None),
     (("geolocalisation;", "geolocalisation"), None), (("712159.6", "712159,6;5"), None),
     (("580000001", "58000000X"), None),
     (("2026-05-04\n", "2026-05-04\ngeolocalisation;580000001;7;8;1,EPSG:2154;2026-05-04\n"), None)],
)  # fmt: skip
def test_a_damaged_extraction_is_refused_with_its_line(tmp_path: Path, change: tuple, words: tuple | None) -> None:
    text = FINESS.replace(*change) if words is None else FINESS.replace(";".join(change), ";".join(words))
    assert text != FINESS
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n"))
        with pytest.raises(FichierRefuse) as refusal:
            fabrique.voir(db, "sites", csv(text))
        assert refusal.value.rejets


@pytest.mark.parametrize(
    "text",
    ["finess;etalab;98;2026-05-12\nequipement;1;2\n", "structureej;710780001;CH\n",
     "finess;structureej;98;2026-05-12\nstructureej;710780001;CH\n"],
)  # fmt: skip
def test_an_extraction_of_something_else_says_which_one_to_give(text: str) -> None:
    assert reconnaitre(csv(text)) == ("sites",)
    with pytest.raises(FichierRefuse, match="etalab-cs1100507-stock"):
        modeles.lire("sites", csv(text))


def test_an_extraction_that_lost_its_first_line_is_read() -> None:
    rest = csv(FINESS.split("\n", 1)[1])
    assert modeles.lire("sites", rest)[1] == modeles.lire("sites", csv(FINESS))[1]
    assert (finess.annee(csv(FINESS)), finess.annee(rest)) == (2024, 0), "not the year of an establishment"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_an_extraction_is_known_whatever_its_encoding_and_says_when_its_marks_were_changed(encoding: str) -> None:
    file = Fichier("f.csv", FINESS.encode(encoding))
    assert reconnaitre(file) == ("sites",) and modeles.lire("sites", file) == modeles.lire("sites", csv(FINESS))
    for mark in (",", "\t"):
        changed = Fichier("f.csv", FINESS.replace(",", " ").replace(";", mark).encode(encoding))
        assert reconnaitre(changed) == ("sites",)
        with pytest.raises(FichierRefuse, match="points-virgules ont été changés"):
            modeles.lire("sites", changed)


@pytest.mark.parametrize("mark", ["\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029"])
def test_a_line_break_of_a_word_processor_ends_no_line(mark: str) -> None:
    broken = FINESS.replace("CH NEVERS", f"CH{mark}NEVERS").replace("712159.6", "douze")
    with pytest.raises(FichierRefuse) as refusal:
        modeles.lire("sites", csv(broken))
    assert [bad.ligne for bad in refusal.value.rejets] == [3]
    assert modeles.lire("sites", csv(broken.replace("douze", "712159.6"))) == modeles.lire("sites", csv(FINESS))


@pytest.mark.parametrize("wrong", ["1,0000024E+07", "7.1E+08"])
def test_finess_numbers_find_their_zero_and_a_power_of_ten_is_refused(wrong: str) -> None:
    head = "finess_et,nom,categorie,lat,lon\n"
    _, rows, _ = modeles.lire("sites", csv(f"{head}10000024,CH,Centre Hospitalier,46.2,5.2\n"))
    assert "'id': '010000024'" in rows[0]
    with pytest.raises(FichierRefuse, match="abîmé ce numéro"):
        modeles.lire("sites", csv(f'{head}"{wrong}",CH,Centre Hospitalier,46.2,5.2\n'))


@pytest.mark.parametrize("number", ["10 000 024", "010 000 024", "10000024.0", "2a0000024", "2B0000024"])
def test_a_finess_number_is_read_however_it_is_spaced(number: str) -> None:
    _, rows, _ = modeles.lire("sites", csv(f"nofinesset,rset,libmodalite\n{number},CH,Gynécologie obstétrique\n"))
    meant = number.replace(" ", "").removesuffix(".0").upper().zfill(9)
    assert f"'id': '{meant}'" in rows[0]


@pytest.mark.parametrize("number", ["1000002", "0100000240", "FR010000024", '"=""010000024"""', "1C0000024"])
def test_what_is_no_finess_number_is_refused_with_its_line(number: str) -> None:
    with pytest.raises(FichierRefuse, match="numéro FINESS") as refusal:
        modeles.lire("sites", csv(f"nofinesset,rset,libmodalite\n{number},CH,Gynécologie obstétrique\n"))
    assert [bad.ligne for bad in refusal.value.rejets] == [2]


@pytest.mark.parametrize(("commune", "territory", "meant"), [("1004", "1033", "01033"), ("01004", "1033", "1033"),
                                                             ("1004", "103_", "103")])  # fmt: skip
def test_a_territory_finds_its_zero_when_the_communes_beside_it_lost_theirs(
    commune: str, territory: str, meant: str
) -> None:
    _, rows, _ = modeles.lire("tvs", csv(f"depcom;tv;libtv\n{commune};{territory};Ici\n"))
    assert f"'territoire': '{meant}'" in rows[0]


def test_a_departement_that_lost_its_zero_and_the_former_communes_of_guadeloupe(tmp_path: Path) -> None:
    with store.connect(tmp_path / "01.db") as db:
        creation.creer(db, TERMINAL, "01")
        text = "code;annee;tranche_age;population\n1;2018;0-64 ans;400000\n1;2030;0-64 ans;390000\n"
        fabrique.charger(db, "projection-population", csv(text))
        assert indicateurs.values(db, "population_projetee_2018_0_64_ans")["valeur"].to_dict() == {"01": 400000}
    with store.connect(tmp_path / "971.db") as db:
        creation.creer(db, TERMINAL, "971")
        seen = fabrique.voir(db, "indicateur", csv("code;valeur\n97101;5\n97127;7\n97123;8\n"), **FICHE)
        assert "Saint-Barthélemy (97123), Saint-Martin (97127)" in " ".join(seen.remarques)
        text = "code_commune,profession,secteur,nombre\n97101,mg,libéral,5\n97123,mg,libéral,4\n"
        assert "Saint-Barthélemy (97123)" in " ".join(fabrique.voir(db, "offre", csv(text)).remarques)
        with pytest.raises(FichierRefuse, match=r"ne sont plus des communes de Guadeloupe"):
            fabrique.voir(db, "indicateur", csv("code;valeur\n97127;7\n97123;8\n"), **FICHE)


DOUBLES = {  # the same place twice, a leading zero or a capital apart
    "projection-population": "code;annee;tranche_age;population\n1;2018;0-64 ans;4\n01;2018;0-64 ans;3\n",
    "effectifs-passes": "profession;code_departement;annee;effectif\nmedecin;1;2012;4\nmedecin;01;2012;3\n",
    "minutes": "origine;destination;minutes\n1004;1033;4\n01004;01033;3\n",
    "zonage-atlasante": "com_code;niveau;zmed_niveau;zmed_date_arrete\n1004;COM;ZIP;1/2/2024\n01004;COM;ZAC;1/2/2024\n",
    "indicateur": "code;valeur\n1004;4\n01004;3\n",
}  # fmt: skip


@pytest.mark.parametrize("genre", DOUBLES)
def test_a_place_written_twice_in_two_ways_is_refused(genre: str, tmp_path: Path) -> None:
    with store.connect(tmp_path / "01.db") as db:
        creation.creer(db, TERMINAL, "01")
        with pytest.raises(FichierRefuse, match="déjà présent ligne 2"):
            fabrique.voir(db, genre, csv(DOUBLES[genre]), **FICHE if genre == "indicateur" else {})


def test_corsica_is_read_by_departement_whatever_the_case(tmp_path: Path) -> None:
    with store.connect(tmp_path / "2A.db") as db:
        creation.creer(db, TERMINAL, "2A")
        text = "code;annee;tranche_age;population\n2a;2018;0-64 ans;400000\n2A;2030;0-64 ans;390000\n"
        assert fabrique.voir(db, "projection-population", csv(text)).change
        text = "profession;code_departement;annee;effectif\nmedecin;20;2012;4\n"
        with pytest.raises(FichierRefuse, match="la Corse se donne par département"):
            fabrique.voir(db, "effectifs-passes", csv(text))


def test_postal_codes_are_refused_in_a_table_of_minutes_too() -> None:
    with pytest.raises(FichierRefuse, match="codes postaux"):
        modeles.lire("minutes", csv("origine;destination;minutes\n71400;71150;5\n71150;71640;7\n"))
    assert modeles.lire("minutes", csv("origine;destination;minutes\n71014;71150;5\n71150;71640;7\n"))


@pytest.mark.parametrize("rows", ["71400;5\n71100;6\n", "71130;5\n71640;6\n71150;7\n", "71400;5\n71100;6\n71640;7\n"])
def test_a_column_of_postal_codes_is_refused(rows: str) -> None:
    with pytest.raises(FichierRefuse, match="codes postaux"):
        modeles.lire("indicateur", csv(f"code;valeur\n{rows}"))
    assert modeles.lire("indicateur", csv("code;valeur\n71400;5\n71014;6\n"))


def test_names_that_are_not_those_of_the_codes_are_said(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        seen = fabrique.voir(db, "indicateur", csv("code;nom;valeur\n58086;Nevers;5\n58194;Nevers;6\n"), **FICHE)
        assert "ligne 2, 58086 est cosne cours sur loire, et non Nevers" in " ".join(seen.remarques)


def test_zones_without_priority_and_every_indicator_of_an_export_are_read() -> None:
    text = "CartoSanté;;;\n;;;\nCode;Libellé;Zonage kinés;Part\n"
    text += "58194;N;1_Tres_sous_dotee;5,5\n58086;C;5b_Non_prioritaire;7\n"
    series, _, _ = modeles.lire("cartosante", csv(text))
    assert set(series) == {"cartosante_zonage_kines_2024", "cartosante_part_2024"}
    with pytest.raises(FichierRefuse) as refusal:
        modeles.lire("cartosante", csv(text + "58079;C;9_Inconnue;1\n"))
    assert [bad.ligne for bad in refusal.value.rejets] == [6]


def test_an_empty_row_far_below_as_libreoffice_writes_does_not_count_and_a_full_one_is_refused() -> None:
    for value in (None, "58999"):

        def far(book: Workbook, value: object = value) -> None:
            cell = book["APL 2023"].cell(200_010, 1)
            cell.value, cell.number_format = value, "0.00"

        file = fabrique.apl(annees=(2023,), retouche=far)
        if value is None:
            assert modeles.lire("apl-drees", file) == modeles.lire("apl-drees", fabrique.apl(annees=(2023,)))
        else:
            with pytest.raises(FichierRefuse, match="dépasse"):
                modeles.lire("apl-drees", file)


@pytest.mark.parametrize("genre", ["apl-drees", "indicateur", "sites", "contours"])
def test_a_password_and_an_old_workbook_are_said_to_be_so(genre: str) -> None:
    old = tableur.SIGNATURE_OLE + b"\xa1\xb1\x1a\xe1" + bytes(600)
    for content, words in ((old + tableur.CHIFFRE, "mot de passe"), (old, r"\.xls")):
        with pytest.raises(FichierRefuse, match=words):
            modeles.lire(genre, Fichier("classeur.xlsx", content))


@pytest.mark.parametrize("genre", ["apl-drees", "observatoire", ""])
@pytest.mark.parametrize(("part", "words"), [("content.xml", r"\.ods"), ("xl/workbook.bin", r"\.xlsb"),
                                             ("Index/Document.iwa", "Numbers")])  # fmt: skip
def test_a_workbook_of_another_format_is_named_and_says_what_to_do(genre: str, part: str, words: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(part, "x")
    file = Fichier("classeur", out.getvalue())
    with pytest.raises(FichierRefuse, match=f"{words}.*enregistrez-le en .xlsx"):
        modeles.lire(genre, file) if genre else reconnaitre(file)


def test_a_zip_that_is_no_workbook_stays_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    with pytest.raises(FichierRefuse, match="abîmé"):
        modeles.lire("apl-drees", Fichier("a.xlsx", out.getvalue()))
