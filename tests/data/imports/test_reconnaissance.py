"""Every layout is recognised as itself and as nothing else, from what it holds; never from its name."""

import io
import json
import zipfile

import pytest
from openpyxl import Workbook

from data.imports import GENRES, LECTEURS, reconnaitre
from data.imports.grammaire.base import Fichier, FichierInconnu, FichierRefuse
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv
from tests.data.imports.modeles import EQUIPES, MODELES

TRIANGLE = [[[3.0, 47.0], [3.1, 47.0], [3.0, 47.1], [3.0, 47.0]]]
FINESS = '"finess";"etalab";"99";"2024-05-01"\n' + "structureet;580000001;" + ";" * 30


def _geojson(**properties: object) -> Fichier:
    one = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": TRIANGLE}}
    return Fichier("x", json.dumps({"type": "FeatureCollection", "features": [one]}).encode())


def _classeur(onglet: str, *rangees: list[object]) -> Fichier:
    book = Workbook()
    book.active.title = onglet
    for row in rangees:
        book.active.append(row)
    return Fichier("x", fabrique.octets(book))


DISPOSITIONS = [
    *((genre, csv(model.texte(), "x")) for genre, model in MODELES.items() if genre != EQUIPES),
    *(("apl-drees", fabrique.apl(profession)) for profession in fabrique.ENTETES),
    ("apl-drees", fabrique.apl("mg", (2024,))),
    ("observatoire", _classeur("Data", ["Titre"], [], [], [], ["codgeo", "libgeo", "an", "apl_mg_hmep"])),
    ("contours", _geojson(code="58194", nom="Nevers")),
    ("contours", _geojson(INSEE_COM="1004", nom_com="Ambérieu")),
    ("sites", csv(FINESS, "x")),
    ("sites", csv("nofinesset,rset,activite,libmodalite\n580000001,CH,14,SU\n", "x")),
    ("sites", csv("finess_et,nom,categorie,lat,lon,code_postal\n580000001,CH,CH,47,3,58000\n", "x")),
    (
        "cartosante",
        csv("CartoSanté; ; \nRéférentiel : communes; ; \nCode;Libellé;Zonage médecins\n58194;N;1_ZIP\n", "x"),
    ),
    ("effectifs-passes", csv("profession,tranche_age,annee,effectif\nmedecin,30-34 ans,2012,9\n", "x")),
    ("population-age", csv("code_commune,annee,tranche_age,population\n58194,2020,0-14 ans,5\n", "x")),
    ("projection-population", csv("code,annee,tranche_age,population\n58,2030,0-14 ans,5\n", "x")),
]


def test_every_kind_has_a_layout_here_and_every_reader_is_registered() -> None:
    assert {genre for genre, _ in DISPOSITIONS} == set(GENRES)
    assert len(GENRES) == sum(len(reader.GENRES) for reader in LECTEURS)  # no key is taken twice


@pytest.mark.parametrize(("genre", "given"), DISPOSITIONS, ids=[f"{k}-{g}" for k, (g, _) in enumerate(DISPOSITIONS)])
def test_a_layout_is_itself_and_nothing_else(genre: str, given: Fichier) -> None:
    assert reconnaitre(given) == (genre,)


@pytest.mark.parametrize("genre", [genre for genre in MODELES if genre != EQUIPES])
@pytest.mark.parametrize("separateur", [",", ";", "\t"])
def test_neither_the_name_nor_the_writing_of_a_table_changes_what_it_is(genre: str, separateur: str) -> None:
    model = MODELES[genre]
    if genre == "cartosante" and separateur == ",":
        return  # « 12,5 » would be cut: published with semicolons
    text = model.texte(separateur).upper() if separateur == "\t" else model.texte(separateur)
    for other in GENRES:
        assert reconnaitre(csv(text, f"{other}.csv", "cp1252")) == (genre,)


def test_what_may_be_two_things_gives_both_candidates() -> None:
    text = "code_commune,nom_commune,lat,lon,apl_mg_2018\n58194,Nevers,46.9,3.1,2.5\n"
    assert set(reconnaitre(csv(text))) == {"centres", "apl-extrait"}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (csv("nivgeo,codgeo,libgeo\nBV2022,01004,Ambérieu\n"), "« nivgeo », « codgeo », « libgeo »"),
        (_geojson(code="58", nom="Nièvre"), "GeoJSON"),
        (_classeur("Feuil1", ["une", "note"]), "« Feuil1 »"),
    ],
)
def test_what_is_none_is_refused_with_what_was_read_and_what_was_looked_for(given: Fichier, words: str) -> None:
    with pytest.raises(FichierInconnu) as told:
        reconnaitre(given)
    assert words in str(told.value) and "Rien n'a été écrit" in str(told.value)
    assert len(told.value.cherche) == len(GENRES)


def _zip(**files: str) -> Fichier:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"{name}.csv", text)
    return Fichier("tout.zip", out.getvalue())


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (_zip(communes="a"), "Décompressez-la.*"),
        (_classeur("Feuil1", ["code_commune", "lat", "lon"], ["58194", 47, 3]), "Centres des communes.*CSV UTF-8"),
        (csv(MODELES[EQUIPES].texte()), "page Effectifs"),
        (Fichier("image.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), "pas un fichier texte"),
        (Fichier("vide.csv", b" \n"), "est vide"),
        (Fichier("coupe.xlsx", b"PK\x03\x04rien"), "abîmé"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(given: Fichier, words: str) -> None:
    with pytest.raises(FichierRefuse, match=words):
        reconnaitre(given)


def test_a_quote_that_is_never_closed_does_not_hide_the_layout() -> None:
    text = 'code_commune,nom,zonage_medecin\n58194,"Nevers,1_ZIP\n58086,Cosne,2_ZAC\n'
    assert reconnaitre(csv(text)) == ("zonage-medecins",)
