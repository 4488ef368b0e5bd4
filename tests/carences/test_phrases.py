"""The answer sentences carry their unit, in the right number."""

from datetime import date

import pandas as pd

from components.accueil import lectures as accueil
from components.carences.regles import carte
from data.base import store
from tests import fichiers


def test_the_home_sentence_names_its_unit_in_the_plural(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(tmp_path / "71.db"))
    with store.connect() as db:
        fichiers.remplir(db)
        said = accueil.point(db, date(2026, 11, 22)).reponse
    assert said.endswith("inférieur à 2,5 consultations par an et par habitant standardisé.")


def test_the_map_sentence_names_its_unit() -> None:
    table = pd.DataFrame({"valeur": [1.0, 3.0], "etat": "valeur", "population": [10.0, 10.0]})
    said = carte.phrase_constat(carte.constat(table, 2.5), 2.5, "commune")
    assert said.endswith("inférieur à 2,50 consultations par an et par habitant standardisé.")
