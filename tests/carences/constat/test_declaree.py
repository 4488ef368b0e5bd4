"""Once the age series is declared, what is shown and frozen says what was declared, and the numbers are the same."""

import pytest
from sqlite_utils import Database

from components.carences.constat import lectures
from components.carences.constat.dossier import Dossier, reserves, serie_en_cause
from components.carences.constat.preuve import preuve
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.territoire import indicateurs
from tests.carences.cas import JOUR, MARCIGNY, MG

INCONNUE, DITE = "série d'âge à vérifier", "tous âges (déclaré par la table)"


@pytest.fixture
def db(en_71: Database) -> Database:
    return en_71


def _dossier(db: Database) -> Dossier:
    return lectures.rassembler(db, MG, JOUR)


def test_the_declaration_takes_the_place_of_the_unknown_series_everywhere(db: Database) -> None:
    before = preuve(_dossier(db), MARCIGNY)
    assert INCONNUE in str(before) and DITE not in str(before)
    for doubt in reserves(_dossier(db)):
        constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], "notice de la Drees", doubt.empreinte)
    after = preuve(_dossier(db), MARCIGNY)
    assert INCONNUE not in str([after["familles"], after["robustesse"]])
    figures = [[f for family in proof["familles"] for f in family["signaux"]] for proof in (before, after)]
    for old, new in zip(*figures, strict=True):
        told = {"titre": "", "frequence": ""}  # a known series has its own rate in France, no longer that of both
        assert old | told == new | told
    level = next(f for f in figures[1] if f["signal"] == "acces_moyen")
    assert level["titre"] == f"APL aux médecins généralistes, {DITE}, 2023"


def test_a_declaration_of_another_file_names_nothing(db: Database) -> None:
    objet, _ = serie_en_cause(_dossier(db))
    constats.declarer(db, TERMINAL, objet, "tous âges", "lu ailleurs", "0" * 64)
    assert DITE not in str(preuve(_dossier(db), MARCIGNY))


def test_a_declared_series_reads_as_declared_wherever_series_are_read(db: Database) -> None:
    """By commune and by territory, in every list and export; not another year, nor a file loaded since."""
    dossier = _dossier(db)
    objet, footprint = serie_en_cause(dossier)
    constats.declarer(db, TERMINAL, objet, "tous âges", "notice de la Drees", footprint)
    read = dossier.tableau.serie
    assert read is not None
    for found in indicateurs.series(db):
        same = (found.indicateur, found.millesime, found.serie) == (read.indicateur, read.millesime, read.serie)
        assert (DITE in found.titre, INCONNUE in found.titre) == (same, not same and INCONNUE in found.serie)
    db.conn.execute("UPDATE sources SET sha256 = ? WHERE id = ?", ("0" * 64, read.source))
    assert not any(DITE in found.titre for found in indicateurs.series(db))
