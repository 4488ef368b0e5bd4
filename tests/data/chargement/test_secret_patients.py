"""Counts of patients under eleven never enter the file, by whatever kind of file they come."""

from pathlib import Path

import pytest

from data.chargement.ecritures import EcritureSerie
from data.chargement.secret import SUPPOSE, compte_des_patients, entiers, retenir
from data.fichier import export
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR, Serie
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

FICHE = {"millesime": 2023, "producteur": "CPAM", "licence": "interne", "agregation": "somme"}


def _serie(libelle: str, unite: str) -> Serie:
    return Serie("x", "x", libelle, unite, "commune", "", "", 2023, 0, 0, "officiel", "somme", None, "x")


@pytest.mark.parametrize(
    ("label", "unit", "counts"),
    [("Patients diabétiques sans suivi", "patients", True), ("File active", "patients", True),
     ("Personnes en ALD", "personnes", True), ("Assurés sans médecin traitant", "nombre", True),
     ("Nb patients sans mt", "unité non précisée par l'export", True), ("Bénéficiaires de la C2S", "effectif", True),
     ("Part des patients en ALD sans médecin traitant", "%", False),
     ("Patients par médecin", "patients par médecin", False),
     ("Délai pour les nouveaux patients", "jours", False),
     ("Médecins acceptant de nouveaux patients", "médecins", False),
     ("APL aux médecins généralistes", "consultations par an et par habitant standardisé", False),
     ("Population totale", "habitants", False), ("Places d'Ehpad", "places", False)],
)  # fmt: skip
def test_a_count_of_patients_is_known_by_its_words(label: str, unit: str, counts: bool) -> None:
    assert compte_des_patients(_serie(label, unit)) is counts


def test_what_is_missing_stays_missing_and_what_no_group_holds_is_withheld() -> None:
    rows = [("a", 50.0, VALEUR), ("b", 11.0, VALEUR), ("c", None, MANQUANT), ("ailleurs", 90.0, VALEUR)]
    piece = EcritureSerie(_serie("Patients diabétiques", "patients"), rows)
    kept, said = retenir(piece, dict.fromkeys("abc", "T"), 11)
    assert kept.valeurs == [*rows[:3], ("ailleurs", None, SECRET)] and "1 valeur retenue " in said
    assert retenir(piece, dict.fromkeys("abc", "T"), 12)[0].valeurs == [
        ("a", None, SECRET), ("b", None, SECRET), ("c", None, MANQUANT), ("ailleurs", None, SECRET)
    ]  # fmt: skip
    days = EcritureSerie(_serie("Délai pour les nouveaux patients", "jours"), rows)
    assert retenir(days, {}, 11) == (days, "")


@pytest.mark.parametrize(
    ("values", "people"),
    [
        ([], False), ([None], False), ([0.0], True), ([3.0, None], True), ([-1.0], False), ([3.0, -1.0], False),
        ([1.5], False), ([3.0, 1.5], False),
    ],
)  # fmt: skip
def test_whole_numbers_none_negative_may_be_people(values: list[float | None], people: bool) -> None:
    assert entiers(values) is people


RANGS = [("a", 3.0, VALEUR), ("b", 500.0, VALEUR), ("c", 9.0, VALEUR)]


@pytest.mark.parametrize(
    ("libre", "unit", "rows", "modalites"),
    [
        (False, "nombre", RANGS, {}), (True, "jours", RANGS, {}), (True, "%", RANGS, {}),
        (True, "nombre", [*RANGS, ("d", 1.5, VALEUR)], {}), (True, "nombre", RANGS, {3: "peu"}),
        (True, "nombre", [("a", None, MANQUANT)], {}),
    ],
)  # fmt: skip
def test_what_is_said_to_be_something_else_than_people_stays_whole(
    libre: bool, unit: str, rows: list[tuple[str, float | None, str]], modalites: dict[int, str]
) -> None:
    piece = EcritureSerie(_serie("Passages", unit), rows, modalites=modalites)
    assert retenir(piece, dict.fromkeys("abcd", "T"), 11, libre) == (piece, "")


def test_whole_numbers_of_which_nothing_is_said_are_people_and_may_be_declared_otherwise() -> None:
    piece = EcritureSerie(_serie("Passages", "nombre"), RANGS)
    kept, said = retenir(piece, dict.fromkeys("abc", "T"), 11, True)
    assert [state for _, _, state in kept.valeurs] == [SECRET, VALEUR, SECRET]
    assert SUPPOSE in said and "2 valeurs retenues" in said.replace("\u00a0", " ") and "dites-le dans la fiche" in said
    assert retenir(piece, dict.fromkeys("abc", "T"), 11) == (piece, ""), "the layout says what it counts"
    high = EcritureSerie(_serie("Passages", "nombre"), RANGS[1:2])
    assert "dites-le" not in retenir(high, {"b": "T"}, 11, True)[1], "nothing withheld: nothing to declare"


def test_a_count_known_by_its_words_asks_for_no_declaration() -> None:
    piece = EcritureSerie(_serie("Patients suivis", "patients"), [*RANGS, ("d", 20.5, VALEUR)])
    _, said = retenir(piece, dict.fromkeys("abcd", "T"), 11, True)
    assert "compte des patients" in said and "dites-le" not in said


def test_a_generic_count_of_patients_is_withheld_with_what_would_reveal_it(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        groups = territoire.communes(db)["territoire"]
        codes = groups.index[groups == groups.value_counts().index[0]][:5]
        text = "code,valeur\n" + "".join(f"{c},{v}\n" for c, v in zip(codes, (3, 87654, 41, 87653, 87652), strict=True))
        seen = fabrique.voir(db, "indicateur", csv(text), libelle="Diabétiques", unite="patients", **FICHE)
        assert "compte des patients : 2 valeurs retenues" in " ".join(seen.remarques)
        fabrique.charger(db, "indicateur", csv(text), libelle="Diabétiques", unite="patients", **FICHE)
        read = indicateurs.values(db, "diabetiques_2023")
        assert read["etat"].tolist() == ["secret", "valeur", "secret", "valeur", "valeur"]
        export.write(db, tmp_path / "export")
        assert f"diabetiques_2023,{codes[0]},,secret" in (tmp_path / "export" / "valeurs.csv").read_text()


def test_counts_of_patients_by_territory_and_by_the_observatoire_are_withheld_too(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        first, second, third = territoire.territoires(db).index[:3]
        text = f"code,valeur\n{first},8\n{second},500\n{third},20\n"
        form = FICHE | {"libelle": "Assurés en ALD", "unite": "assurés", "niveau": "territoire"}
        fabrique.charger(db, "indicateur", csv(text), **form)
        read = indicateurs.values(db, "assures_en_ald_2023_territoire")["etat"]
        assert read[[first, second, third]].tolist() == ["secret", "valeur", "secret"]
        fabrique.charger(db, "observatoire", csv("codgeo;an;nb_patients_sans_mt\n58194;2023;4\n58086;2023;12\n"))
        assert set(indicateurs.values(db, "observatoire_nb_patients_sans_mt_2023")["valeur"].dropna()) <= {12.0}
