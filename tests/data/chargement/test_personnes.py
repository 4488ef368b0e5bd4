"""People are counted, whatever the words: where a layout does not say what it counts, whole numbers are people, unless
someone named declares otherwise. Series of before are asked about once."""

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.refus import Interdit, Refus
from data.base.acteurs import LECTEUR
from data.base.parameters import EnVigueur
from data.chargement import declares
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import SECRET, VALEUR
from tests.comptes import compte
from tests.data.imports import fabrique
from tests.data.imports.fabrique import JOUR, csv

MOTS = (
    "Diabétiques", "Sans MT", "patients par commune", "Passages aux urgences", "Nouveau-nés", "Enfants suivis",
    "Séjours", "Femmes enceintes", "ALD", "Décès", "File active", "Taux de passage", "APL", "Lits", "x",
)  # fmt: skip
FICHE = {"millesime": 2023, "producteur": "CPAM", "licence": "interne"}
GENRES = {
    "indicateur": ("code;valeur\n", "{};{}\n", {"unite": "nombre", "agregation": "aucune"}),
    "observatoire": ("codgeo;an;{}\n", "{};2023;{}\n", {}),
    "cartosante": ("Titre\nSous-titre\nCode;Libellé;{}\n", "{};Commune;{}\n", {}),
}


def _codes(db: Database) -> list[str]:
    groups = territoire.communes(db)["territoire"]
    return list(groups.index[groups == groups.value_counts().index[0]][:5])


def _charger(db: Database, genre: str, mots: str, valeurs: tuple[object, ...], **fiche: object) -> dict[str, str]:
    """Load five communes of one territory; the state of each value kept, by value of the file."""
    head, line, more = GENRES[genre]
    text = head.format(mots) + "".join(line.format(c, v) for c, v in zip(_codes(db), valeurs, strict=True))
    before = {serie.id for serie in indicateurs.series(db)}
    fabrique.charger(db, genre, csv(text), **(FICHE | {"libelle": mots} | more | fiche))
    (made,) = {serie.id for serie in indicateurs.series(db)} - before
    read = indicateurs.values(db, made)["etat"]
    return {str(v): str(read[c]) for c, v in zip(_codes(db), valeurs, strict=True)}


@pytest.mark.parametrize("genre", GENRES)
def test_whole_numbers_count_people_whatever_the_words(tmp_path: Path, genre: str) -> None:
    with fabrique.nievre(tmp_path) as db:
        for words in MOTS:
            found = _charger(db, genre, words, (3, 5000, 10, 5001, 11))
            assert found["3"] == found["10"] == SECRET and found["5001"] == VALEUR, words
        measured = _charger(db, genre, "Temps moyen", ("3,5", "5000", "10", "5001", "11"))
        assert set(measured.values()) == {VALEUR}, "not whole: measured, not counted"


@pytest.mark.parametrize("genre", GENRES)
def test_someone_named_declares_otherwise_and_the_journal_keeps_who(tmp_path: Path, genre: str) -> None:
    with fabrique.nievre(tmp_path) as db:
        kept = _charger(db, genre, "Places d'accueil", (3, 5000, 10, 5001, 11), compte="des places")
        assert set(kept.values()) == {VALEUR}
        row = db.conn.execute(
            "SELECT a.nom, g.detail FROM gestes g JOIN acteurs a ON a.id = g.acteur WHERE geste = ?", (declares.DIRE,)
        ).fetchone()
        assert row[0] and json.loads(row[1]) == {"compte": "des places"}
        assert declares.a_demander(db, EnVigueur.read(db, JOUR)) == [], "said at loading: not asked again"


def test_a_series_of_before_is_asked_about_once(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        _charger(db, "indicateur", "Ancienne série", (3, 5000, 10, 5001, 11), compte="x")
        _charger(db, "observatoire", "Autre ancienne", (3, 5000, 10, 5001, 11), compte="x")
        db.conn.execute("DELETE FROM gestes WHERE geste = ?", (declares.DIRE,))  # loaded by a version that did not ask
        values, analyst = EnVigueur.read(db, JOUR), compte(db, "analyste")
        first, second = sorted(serie.id for serie in declares.a_demander(db, values))
        for gesture in (
            lambda: declares.compte_des_personnes(db, LECTEUR, first, values),
            lambda: declares.compte_autre_chose(db, LECTEUR, second, "lits"),
        ):
            with pytest.raises(Interdit):
                gesture()
        with pytest.raises(Refus, match="Dites ce que"):
            declares.compte_autre_chose(db, analyst, second, " ")
        assert "valeurs retenues" in declares.compte_des_personnes(db, analyst, first, values)
        declares.compte_autre_chose(db, analyst, second, "des lits")
        assert declares.a_demander(db, values) == []
        states = {one: set(indicateurs.values(db, one)["etat"]) for one in (first, second)}
        assert states == {first: {VALEUR, SECRET}, second: {VALEUR}}
