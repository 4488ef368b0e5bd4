"""Wordings: one grammar of ages, one list of marks, whole counts, codes that lost a zero, in every reader."""

import pytest

from data.imports import GENRES
from data.imports.grammaire import ages, cellules, coordonnees
from data.imports.grammaire.base import FichierRefuse, Rejets
from data.territoire.indicateurs import MANQUANT, SECRET
from tests.data.imports import modeles
from tests.data.imports.fabrique import csv
from tests.data.imports.modeles import MODELES, TOUS

AMELI = modeles.AMELI.replace(",", ";")
SANS_FIN = ages.SANS_FIN
AGES = {
    "<60": (0, 59), "< 60 ans": (0, 59), "Y_LT60": (0, 59), "moins de 60": (0, 59), "Y_LE59": (0, 59), "≤ 59": (0, 59),
    "jusqu'à 59 ans": (0, 59), "jusqu’à 59 ans inclus": (0, 59), "59 ans ou moins": (0, 59), "avant 60 ans": (0, 59),
    "75 ans ou davantage": (75, SANS_FIN), "à partir de 75 ans": (75, SANS_FIN), "75 ans et +": (75, SANS_FIN),
    "75+": (75, SANS_FIN), "Y_GE75": (75, SANS_FIN), ">74": (75, SANS_FIN), "≥ 75 ans": (75, SANS_FIN),
    "dès 75 ans": (75, SANS_FIN), "75 ans et au-delà": (75, SANS_FIN), "[75;+[": (75, SANS_FIN),
    "30-34 ans": (30, 34), "30 à 34 ans": (30, 34), "entre 30 et 34 ans": (30, 34), "de 30 ans à 34 ans": (30, 34),
    "Y30T34": (30, 34), "Y_30-34": (30, 34), "[30;35[": (30, 34), "[30 ; 34]": (30, 34), "30–34": (30, 34),
    "2- 30-34 ans": (30, 34), "0 - 14 ans": (0, 14), "05-09": (5, 9), "14 ans": (14, 14), "moins d'un an": (0, 0),
}  # fmt: skip
DATES = ("05-sept", "oct-19", "09-mai", "sept.-05", "10-déc", "05/09/2026", "2026-09-05", "1-janv.", "Oct-19")
AUTRES = ("plus de 75 ans", "vieux", "30 ou 34", "30.34", "2020", "34-30", "15 ans environ", "30 34", "", "65-")
LUS = ("population-age", "projection-population", "ameli", "effectifs-passes")


@pytest.mark.parametrize("words", AGES)
def test_an_age_class_has_the_bounds_it_says_and_is_kept_in_words_that_say_them(words: str) -> None:
    assert ages.tranche(words) == AGES[words] == ages.tranche(ages.mots(words))
    from components.effectifs.moteur import besoin

    first, last = besoin.tranche(ages.mots(words))  # the rooms read the words that are kept
    assert (first, SANS_FIN if last is None else last) == AGES[words]


@pytest.mark.parametrize("words", [*DATES, *AUTRES])
def test_words_that_say_no_age_for_sure_are_refused_and_dates_are_named(words: str) -> None:
    rejets = Rejets()
    ages.refuser(1, "tranche_age", words, rejets)
    assert ages.tranche(words) is None and ("date du tableur" in rejets[0].raison) == (words in DATES)


def _with(genre: str, heading: str, words: str) -> str:
    model = MODELES.get(genre, MODELES["population-age"])
    titles = list(model.titres)
    rows = [list(row) for row in model.rangees]
    if genre == "effectifs-passes":
        titles[1] = "tranche_age"
        for row, age in zip(rows, ("25-29 ans", "30-34 ans", "35 ans et plus"), strict=True):
            row[1] = age
    rows[1][titles.index(heading)] = words
    return model._replace(titres=tuple(titles)).texte(";", rows)


@pytest.mark.parametrize("genre", LUS)
@pytest.mark.parametrize("words", ["05-sept", "oct-19", "plus de 75 ans", "vieux"])
def test_every_reader_of_ages_refuses_what_it_cannot_read(genre: str, words: str) -> None:
    heading = "libelle_classe_age" if genre == "ameli" else "tranche_age"
    with pytest.raises(FichierRefuse) as refusal:
        modeles.lire(genre, csv(_with(genre, heading, words)))
    assert refusal.value.rejets[0].ligne == 3 and "âge" in refusal.value.rejets[0].raison


CHEVAUCHENT = {
    "projection-population": "code;annee;tranche_age;population\n58;2018;0-64 ans;400\n58;2018;{};40\n",
    "effectifs-passes": "profession;tranche_age;annee;effectif\nmedecin;0-64 ans;2018;400\nmedecin;{};2018;40\n",
    "population-age": "code_commune;tranche_age;population\n58194;0-64 ans;400\n58194;{};40\n",
    "ameli": f"{AMELI}\n2024;Infirmiers;27;58;01;0-64 ans;tout sexe;4\n2024;Infirmiers;27;58;02;{{}};tout sexe;3\n",
}  # fmt: skip


@pytest.mark.parametrize("genre", CHEVAUCHENT)
@pytest.mark.parametrize("words", ["60-70 ans", "moins de 30 ans", "0 à 64 ans", "Y_GE64"])
def test_nobody_counts_twice_in_classes_that_overlap(genre: str, words: str) -> None:
    with pytest.raises(FichierRefuse, match=r"compteraient deux fois|déjà présent") as refusal:
        modeles.lire(genre, csv(CHEVAUCHENT[genre].format(words)))
    assert 3 in [bad.ligne for bad in refusal.value.rejets]
    assert modeles.lire(genre, csv(CHEVAUCHENT[genre].format("65 ans et plus")))


MARQUES = {
    SECRET: ("s", "ss", "secret", "N/A - secret statistique", "Secret statistique", "c", "<11", "< 10", "confidentiel"),
    MANQUANT: (
        "",
        "-",
        "nd",
        "N/A",
        "N/A - division par 0",
        "N/A - résultat non disponible",
        "nc",
        "...",
        "NaN",
        "n.d.",
    ),
}
VALEURS = {
    "apl-extrait": "pop_std_mg_2016", "observatoire": "apl_mg_hmep", "cartosante": "Part A", "ameli": "effectif",
    "effectifs-passes": "effectif", "population-age": "population", "projection-population": "population",
    "indicateur": "valeur", "zonage-medecins": "zonage_medecin", "zonage-atlasante": "zmed_niveau",
}  # fmt: skip


@pytest.mark.parametrize("genre", VALEURS)
@pytest.mark.parametrize("state", MARQUES)
def test_a_mark_is_a_secret_or_a_gap_alike_in_every_reader(genre: str, state: str) -> None:
    model = MODELES[genre]
    for words in MARQUES[state]:
        rows = [list(row) for row in model.rangees]
        rows[1][model.titres.index(VALEURS[genre])] = words
        read = str(modeles.lire(genre, csv(model.texte(";", rows))))
        assert f"valeur=None, etat='{state}'" in read, words


ENTIERS = {
    "ameli": ("effectif",), "effectifs-passes": ("effectif",), "offre": ("nombre", "actes"),
    "medecin-traitant": ("patients", "sans_medecin_traitant"), modeles.EQUIPES: ("personnes",),
}  # fmt: skip
MILLIERS = {"population-age": ("population",), "projection-population": ("population",)}


@pytest.mark.parametrize("genre", [*ENTIERS, *MILLIERS])
@pytest.mark.parametrize("words", ["1,234", "12,000", "1.234", "1,5", "05-sept", "1 234,5"])
def test_a_count_is_a_whole_number_and_thousands_are_not_decimals(genre: str, words: str) -> None:
    model = MODELES[genre]
    if genre in MILLIERS and words in ("1,5", "1 234,5"):
        return  # an estimated population has decimals
    for heading in (ENTIERS | MILLIERS)[genre]:
        rows = [list(row) for row in model.rangees]
        rows[0][model.titres.index(heading)] = words
        with pytest.raises(FichierRefuse) as refusal:
            modeles.lire(genre, csv(model.texte(";", rows)))
        assert 2 in [bad.ligne for bad in refusal.value.rejets]


DISENT = (
    "apl-extrait", "centres", "zonage-medecins", "minutes", "offre", "effectifs-passes", "effectifs-passes par âge",
    "population-age", "projection-population", "medecin-traitant", "indicateur",
)  # fmt: skip


@pytest.mark.parametrize("genre", DISENT)
def test_a_second_column_of_figures_that_is_not_read_is_said(genre: str) -> None:
    model = TOUS[genre]
    rows = [[*row, "7"] for row in model.rangees]
    text = model._replace(titres=(*model.titres, "Part 2020")).texte(";", rows)
    reading = GENRES[genre.partition(" ")[0]].lire([csv(text)], modeles.FICHE)
    assert "Colonnes non reconnues, laissées de côté : Part 2020." in reading.remarques


@pytest.mark.parametrize("words", ["1 234", "1\u202f234", "1234", "1234,0", "1234.00"])
def test_a_whole_number_is_read_however_it_is_spaced(words: str) -> None:
    assert cellules.entier(words, Rejets(), 1, "x") == 1234


@pytest.mark.parametrize(
    ("projection", "x", "y", "lat", "lon"),
    [(0, 650036.125, 6586101.726, 46.373, 2.35), (20, 617624.613, 1782854.612, 16.123, -61.9),
     (22, 289082.564, 455974.778, 4.123, -52.9), (-40, 354466.54, 7679761.222, -20.977, 55.6),
     (-38, 527145.05, 8598570.195, -12.677, 45.25), (21, 560794.219, 5208030.552, 47.023, -56.2)],
)  # fmt: skip
def test_metres_are_where_proj_says(projection: int, x: float, y: float, lat: float, lon: float) -> None:
    assert coordonnees.degres(x, y, projection) == pytest.approx((lat, lon), abs=1e-7)


@pytest.mark.parametrize(
    ("words", "where", "zone"),
    [("UTM zone 40 S", "974", -40), ("UTM fuseau 40", "974", -40), ("UTM_S40", "974", -40), ("UTM_N20", "971", 20),
     ("UTM Sud fuseau 38", "976", -38), ("UTM Nord fuseau 22", "973", 22), ("UTM 20", "971", 20),
     ("1,A,96", "974", -40), ("Lambert II", "71", None), ("EPSG:4326 WGS84", "974", None)],
)  # fmt: skip
def test_the_projection_of_a_place_is_the_one_its_words_name(words: str, where: str, zone: int | None) -> None:
    assert coordonnees.systeme(words, where) == zone


@pytest.mark.parametrize(("one", "other"), [
    ("Zone d’intervention prioritaire", "zone d'intervention prioritaire"), ("L’Abergement", "L'ABERGEMENT"),
    ("N/A—secret", "n/a - secret"), ("5–9 ans", "5-9 ans"), ("Sainte‑Cécile", "Sainte-Cecile"), ("Œuilly", "oeuilly"),
])  # fmt: skip
def test_two_spellings_of_a_mark_or_a_heading_meet_whatever_the_apostrophe_or_the_dash(one: str, other: str) -> None:
    assert cellules.simple(one) == cellules.simple(other)
    assert cellules.marque(one) == cellules.marque(other)
