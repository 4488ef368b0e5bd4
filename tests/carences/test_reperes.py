"""Base rates beside each threshold, and the rule against the zoning loaded in the file, equal plain counts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlite_utils import Database

from components.carences.constat import (
    lectures,
    lectures_minutes,
    lectures_reperes,
    lectures_signaux,
    lectures_variantes,
)
from components.carences.constat.lectures_calculs import publiees
from components.carences.constat.lectures_signaux import Tableau
from components.carences.constat.lectures_variantes import ProfessionDuJour
from components.carences.constat.preuve import preuve
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.regles.signaux import PROFESSIONS
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur
from data.carences import reperes_france
from data.territoire import indicateurs, territoire
from tests import fichiers
from tests.carences.cas import INF, JOUR, MARCIGNY, MG, charger_infirmiers


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with store.connect(tmp_path_factory.mktemp("reperes") / "71.db") as opened:
        fichiers.remplir(opened)
        charger_infirmiers(opened)
        yield opened


@pytest.mark.parametrize("profession", [MG, INF])
def test_the_rate_here_is_the_count_of_the_cards(db: Database, profession: str) -> None:
    read = lectures_signaux.tableau(db, profession, JOUR)
    dossier = lectures.rassembler(db, profession, JOUR)
    cards = [preuve(dossier, code) for code in read.bilans]
    for name, rate in lectures_reperes.frequences(read).items():
        said = [s["signale"] for card in cards for f in card["familles"] for s in f["signaux"] if s["signal"] == name]
        assert (rate.signalent, rate.lus) == (said.count(True), len(said) - said.count(None))
        shown = {
            s["frequence"] for card in cards for f in card["familles"] for s in f["signaux"] if s["signal"] == name
        }
        assert shown == {rate.mots}


def test_an_unknown_age_series_gives_the_rates_of_both_and_a_known_one_its_own(db: Database) -> None:
    read = lectures_signaux.tableau(db, MG, JOUR)
    assert read.serie is not None
    low, high = _part(read, "acces_moyen") or (0, 0)
    assert 0 < low < high < 0.5
    known = replace(read, serie=replace(read.serie, dite="65 ans et moins"))
    assert _part(known, "acces_moyen") == (high, high)
    rate = lectures_reperes.frequences(known)["desavantage_social"]
    assert rate.france is None and rate.mots.endswith(f"fréquence en France inconnue : {rate.sinon}")
    assert "Données" in rate.sinon, "no national file tells it: which one would"


def test_a_threshold_of_the_table_moves_its_rate_and_silences_what_was_measured_at_another(db: Database) -> None:
    before = lectures_signaux.tableau(db, MG, JOUR)
    parameters.fixer(db, TERMINAL, "seuil_sous_dense", 3.2, None, None, "essai")
    parameters.fixer(db, TERMINAL, "bruit_baisse", 0.0, None, None, "essai")
    after = lectures_signaux.tableau(db, MG, JOUR)
    for name in ("seuil_sous_dense", "bruit_baisse"):
        parameters.retablir(db, TERMINAL, name)
    assert (_part(after, "acces_moyen") or (0, 0))[0] > (_part(before, "acces_moyen") or (1, 1))[0]
    assert _part(before, "baisse_acces") is not None and _part(after, "baisse_acces") is None


def _part(read: Tableau, signal: str) -> tuple[float, float] | None:
    france = lectures_reperes.frequences(read)[signal].france
    return None if france is None else (france.bas, france.haut)


def test_the_level_rule_against_the_zoning_loaded(db: Database) -> None:
    read = lectures_signaux.tableau(db, MG, JOUR)
    assert lectures_reperes.face_au_zonage(db, read) is None
    communes = territoire.communes(db).query("role == 'interieure'")
    known = indicateurs.serie(db, "apl_mg")
    zoning = replace(known, id="zonage_medecin_2025", indicateur="zonage_medecin", libelle="Zonage médecins",
                     serie="", millesime=2025, agregation="aucune", poids=None)  # fmt: skip
    inside = set(communes.index[communes["territoire"] == MARCIGNY])
    with store.writing(db):
        rows = [(str(code), 1.0 if code in inside else 3.0, indicateurs.VALEUR) for code in communes.index]
        indicateurs.store(db, zoning, rows)
    found = lectures_reperes.face_au_zonage(db, lectures_signaux.tableau(db, MG, JOUR))
    assert found is not None
    level = [s.signale for f in read.bilans[MARCIGNY].familles for s in f.signaux if s.regle.nom == "acces_moyen"]
    assert (found[1].en_zone, found[1].signales) == (1, int(level == [True]))
    assert found[1].hors_zone == len(read.bilans) - 1


def test_the_published_agreement_is_the_one_expected_of_the_level_rule() -> None:
    """2,5: 0.41/0.94 and 2,71: 0.58/0.88 in France, 65 and under; a fall predicts hardly better than chance."""
    kept = reperes_france.lire()
    assert kept.zonage["2.5 apl_mg 65 ans et moins"] == pytest.approx([0.41, 0.94], abs=0.01)
    assert kept.zonage["2.71 apl_mg 65 ans et moins"] == pytest.approx([0.58, 0.88], abs=0.01)
    assert kept.discrimination["niveau, apl_mg 65 ans et moins"] > 0.8
    assert kept.discrimination["baisse, apl_mg 65 ans et moins"] < 0.6


def test_the_speed_axis_reads_the_minutes_that_the_curve_gives_at_that_speed(db: Database) -> None:
    """With and without a table of journeys: what is read in it does not move."""
    values = EnVigueur.read(db, JOUR)
    low = values["facteur_temps"].bornes[0]
    for roads in (False, True):
        if roads:
            source = str(territoire.sources(db).index[0])
            with store.writing(db):
                towns = territoire.communes(db).query("role == 'interieure'").index
                db["minutes"].insert_all(
                    {"origine": str(code), "destination": str(towns[0]), "minutes": 7.0, "source": source}
                    for code in towns[1:40]
                )
        slow = lectures_minutes.minutes(db, "minutes_urgences", "territoire", values.with_value("facteur_temps", low))
        read = lectures_signaux.tableau(db, MG, JOUR)
        assert slow is not None
        tried = lectures_variantes.entrees(db, _lue(db), read.lectures, read.bilans).temps
        figures = tried["vitesse −20 %"]["minutes_urgences"]
        for code, minutes in slow.table["valeur"].dropna().items():
            assert figures[str(code)].valeur == pytest.approx(minutes)


def _lue(db: Database) -> ProfessionDuJour:
    values, about = EnVigueur.read(db, JOUR), PROFESSIONS[MG]
    limits = {rule.seuil: values.retenue(rule.seuil) for rule in about.regles}
    communes = lectures_indicateurs.habitants_par_commune(db)
    return ProfessionDuJour(about, publiees(db, about.acces), limits, values, communes, {})
