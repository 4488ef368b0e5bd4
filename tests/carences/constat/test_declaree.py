"""Once the age series is declared, what is shown and frozen says what was declared, and the numbers are the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.carences.constat import lectures, lectures_preuve, lectures_signaux
from data.base import store
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.territoire import indicateurs
from tests import fichiers
from tests.carences.cas import JOUR, MARCIGNY, MG

INCONNUE, DITE = "série d'âge à vérifier", "tous âges (déclaré par la table)"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "71.db") as opened:
        fichiers.remplir(opened)
        yield opened


def test_the_declaration_takes_the_place_of_the_unknown_series_everywhere(db: Database) -> None:
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    before = lectures_preuve.preuve(db, tableau, MG, MARCIGNY)
    assert INCONNUE in str(before) and DITE not in str(before)
    for doubt in lectures.reserves(db, tableau):
        constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], "notice de la Drees", doubt.empreinte)
    after = lectures_preuve.preuve(db, tableau, MG, MARCIGNY)
    assert INCONNUE not in str([after["familles"], after["robustesse"]]) and DITE in str(after["robustesse"]["essais"])
    figures = [[f for family in proof["familles"] for f in family["signaux"]] for proof in (before, after)]
    for old, new in zip(*figures, strict=True):
        assert old | {"titre": ""} == new | {"titre": ""}
    level = next(f for f in figures[1] if f["signal"] == "acces_moyen")
    assert level["titre"] == f"APL aux médecins généralistes, {DITE}, 2023"


def test_a_declaration_of_another_file_names_nothing(db: Database) -> None:
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    objet, _ = lectures_preuve.serie_en_cause(db, tableau)
    constats.declarer(db, TERMINAL, objet, "tous âges", "lu ailleurs", "0" * 64)
    assert DITE not in str(lectures_preuve.preuve(db, tableau, MG, MARCIGNY))


def test_a_declared_series_reads_as_declared_wherever_series_are_read(db: Database) -> None:
    """By commune and by territory, in every list and export; not another year, nor a file loaded since."""
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    objet, footprint = lectures_preuve.serie_en_cause(db, tableau)
    constats.declarer(db, TERMINAL, objet, "tous âges", "notice de la Drees", footprint)
    read = tableau.serie
    assert read is not None
    for found in indicateurs.series(db):
        same = (found.indicateur, found.millesime, found.serie) == (read.indicateur, read.millesime, read.serie)
        assert (DITE in found.titre, INCONNUE in found.titre) == (same, not same and INCONNUE in found.serie)
    db.conn.execute("UPDATE sources SET sha256 = ? WHERE id = ?", ("0" * 64, read.source))
    assert not any(DITE in found.titre for found in indicateurs.series(db))
