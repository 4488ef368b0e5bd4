"""Population by age: a gap stays a gap, and nobody counts twice."""

from pathlib import Path

import pytest

from data.imports.grammaire import ages
from data.imports.grammaire.base import FichierRefuse
from data.territoire import indicateurs
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

TETE = "code_commune,tranche_age,population\n"


@pytest.mark.parametrize(
    ("label", "span"),
    [("0-14 ans", (0, 14)), ("15 à 29 ans", (15, 29)), ("75 ans et plus", (75, ages.SANS_FIN)),
     ("90+", (90, ages.SANS_FIN)),
     ("moins de 20 ans", (0, 19)), ("64 ans ou moins", (0, 64)), ("14 ans", (14, 14)), ("2020", None), ("vieux", None),
     ("30-20 ans", None)],
)  # fmt: skip
def test_the_bounds_of_a_class(label: str, span: tuple[int, int] | None) -> None:
    assert ages.tranche(label) == span


def test_a_missing_class_makes_a_missing_share_and_a_zero_a_zero(tmp_path: Path) -> None:
    text = TETE + "58194,0-74 ans,1000\n58194,75 ans et plus,\n58086,0-74 ans,800\n58086,75 ans et plus,0\n"
    text += "58079,0-74 ans,800\n58001,0-74 ans,80\n58001,75 ans et plus,20\n58001,Total 2020,100\n"
    with fabrique.nievre(tmp_path) as db:
        assert (
            "total laissées de côté : 1" in fabrique.voir(db, "population-age", csv(text), millesime=2020).remarques[0]
        )
        fabrique.charger(db, "population-age", csv(text), millesime=2020)
        read = indicateurs.values(db, "part_75_ans_2020")
        assert read["etat"].to_dict() == {
            "58001": "valeur",
            "58079": "manquant",
            "58086": "valeur",
            "58194": "manquant",
        }
        assert read["valeur"][["58001", "58086"]].tolist() == [20, 0]


def test_classes_that_overlap_are_refused_where_they_do(tmp_path: Path) -> None:
    text = TETE + "58194,0-74 ans,10\n58194,75 ans et plus,5\n58086,75 - 100 ans,3\n58194,75 - 100 ans,3\n58194,Âge,1\n"
    with fabrique.nievre(tmp_path) as db, pytest.raises(FichierRefuse, match="compteraient deux fois") as refusal:
        fabrique.voir(db, "population-age", csv(text), millesime=2020)
    assert [(r.ligne, r.colonne) for r in refusal.value.rejets] == [(5, "tranche_age"), (6, "tranche_age")]
