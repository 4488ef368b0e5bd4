"""A source leaves the file only if something can bring it back, and the page says what."""

from pathlib import Path

import pytest

from components.core.refus import Refus
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.chargement import offre, retrait
from data.fichier import creation
from data.imports import GENRES
from data.territoire import territoire
from tests import fichiers
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv


def test_what_comes_with_the_product_goes_only_if_a_kind_of_file_brings_the_like(tmp_path: Path) -> None:
    with store.connect(tmp_path / "71.db") as db:
        fichiers.remplir(db)
        for source in territoire.sources(db).index:
            if source in retrait.EQUIVALENTS:
                assert GENRES[retrait.EQUIVALENTS[source]].libelle in retrait.retour(db, source)
                retrait.retirer(db, TERMINAL, source)
                assert source not in territoire.sources(db).index
            else:
                with pytest.raises(Refus, match=r"elle reste|ne se retire pas"):
                    retrait.retirer(db, TERMINAL, source)
        assert {"communes_france_2026", "centres_sante_departement_71"} <= set(territoire.sources(db).index)
        assert creation.problems(db) == []


def test_what_was_loaded_names_its_file_and_what_was_typed_says_it_is_in_none(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n", "centres_2025.csv"))
        assert retrait.retour(db, "centres") == "Le fichier « centres_2025.csv » peut être rechargé."
        row = {
            "commune": "58194",
            "profession": "pharmacien",
            "secteur": "libéral",
            "nombre": 4,
            "etp": None,
            "actes": None,
        }
        offre.enregistrer(db, TERMINAL, [row], EnVigueur(fabrique.JOUR))
        assert "exportez-la d'abord" in retrait.retour(db, "offre")
