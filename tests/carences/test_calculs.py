"""What the room reads: a territory worked out by hand, the terminal equal to the screen, one threshold everywhere."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.accueil import lectures as accueil
from components.carences.carte import planches
from components.carences.constat import lectures as lectures_constat
from components.carences.constat import lectures_calculs, lectures_minutes, lectures_signaux
from components.carences.constat.preuve import preuve
from components.carences.indicateurs import lectures
from components.carences.regles.signaux import PROFESSIONS
from components.core.refus import Introuvable
from components.terminal import commandes as terminal
from data.base import parameters, store
from data.base.acteurs import TERMINAL
from data.imports import lieux
from data.imports.grammaire import professions
from data.imports.grammaire.attendus import ATTENDUS
from data.territoire import indicateurs, territoire
from tests import fichiers
from tests.carences.cas import INF, JOUR, MARCIGNY, MG, charger_infirmiers

PAGE = Path(__file__).resolve().parents[2] / "pages" / "carences.py"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("commandes") / "71.db"
    with store.connect(file) as db:
        fichiers.remplir(db)
        charger_infirmiers(db)
    return file


@pytest.fixture
def db(modele: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    copy = tmp_path / "71.db"
    copy.write_bytes(modele.read_bytes())
    monkeypatch.setenv("CONCERTATION_DB", str(copy))
    with store.connect(copy) as opened:
        yield opened


def _communes(db: Database) -> list[tuple[float, float]]:
    """Plain rows of a territory: APL and residents of each of its communes that has a value."""
    inside = territoire.communes(db).query("territoire == @MARCIGNY").index
    people = indicateurs.values(db, indicateurs.serie(db, "population_totale").id)["valeur"]
    access = indicateurs.values(db, indicateurs.serie(db, "apl_mg").id)
    return [
        (access.at[c, "valeur"], people[c]) for c in inside if c in access.index and access.at[c, "etat"] == "valeur"
    ]


def test_a_territory_worked_out_by_hand(db: Database) -> None:
    rows = _communes(db)
    assert len(rows) > 5
    mean = sum(v * p for v, p in rows) / sum(p for _, p in rows)
    below = 100 * sum(p for v, p in rows if v < 2.5) / sum(p for _, p in rows)
    read = lectures.lire(db, indicateurs.serie(db, "apl_mg"), "territoire").table.loc[MARCIGNY]
    assert read["valeur"] == pytest.approx(mean, abs=1e-12)
    share = lectures_calculs.part_sous(db, indicateurs.serie(db, "apl_mg"), 2.5).table.loc[MARCIGNY]
    assert share["valeur"] == pytest.approx(below, abs=1e-9)
    summed = lectures.lire(db, indicateurs.serie(db, "population_totale"), "territoire").table.loc[MARCIGNY]
    assert summed["valeur"] == summed["population"] >= sum(p for _, p in rows)


@pytest.mark.parametrize("niveau", ["commune", "territoire"])
def test_the_terminal_prints_what_the_map_draws(db: Database, capsys: pytest.CaptureFixture[str], niveau: str) -> None:
    assert terminal.main(["indicator", "apl_mg", "--level", niveau, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    drawn = lectures.lire(db, indicateurs.serie(db, "apl_mg"), niveau)
    assert {row["code"]: row["valeur"] for row in told["valeurs"]} == {
        code: None if value != value else value for code, value in drawn.table["valeur"].items()
    }
    assert told["titre"] == drawn.serie.titre and told["niveau"] == niveau
    assert told["precautions"] == list(drawn.precautions)


def test_the_terminal_prints_every_number_of_the_card_of_another_profession(
    db: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier, checked = lectures_constat.rassembler(db, INF, JOUR), 0
    for family in preuve(dossier, MARCIGNY)["familles"]:
        for figure in family["signaux"]:
            if figure["valeur"] is not None:
                assert terminal.main(["indicator", figure["serie_id"], "--level", "territoire", "--json"]) == 0
                told = {row["code"]: row["valeur"] for row in json.loads(capsys.readouterr().out)["valeurs"]}
                assert told[MARCIGNY] == figure["valeur"]
                checked += 1
    assert checked == 4, "its level, its share, minutes to emergency care, deprivation"


def test_a_share_or_a_fall_of_nothing_loaded_is_refused(db: Database) -> None:
    for name, level in (
        ("part_sous_seuil_apl_sages_femmes", "territoire"),
        ("part_sous_seuil", "commune"),
        ("baisse_acces", "territoire"),
    ):
        with pytest.raises(Introuvable):
            lectures_calculs.indicateur(db, name, level, JOUR)
    with pytest.raises(Introuvable, match="pharmacie"):
        lectures_calculs.indicateur(db, "minutes_pharmacie", "commune", JOUR)


def test_the_table_s_own_threshold_is_read_by_the_map_the_home_page_and_the_constat(
    db: Database, connectee: Callable[..., None]
) -> None:
    parameters.fixer(db, TERMINAL, "seuil_sous_dense", 3.1, None, None, "essai")
    connectee()
    map_page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not map_page.exception
    assert map_page.selectbox(key="carences_classes_True").value == "Seuil de la table 3,1"
    assert planches.seuils(db)[0].value == 3.1
    assert "3,1 consultations" in accueil.point(db, JOUR).reponse
    tableau = lectures_signaux.tableau(db, MG, JOUR)
    assert tableau.seuils["seuil_sous_dense"].value == 3.1
    tried = next(axis for axis in tableau.robustesses[MARCIGNY].axes if axis.nom == "seuils").essais
    assert [words for words, _ in tried] == ["accès 2,5", "accès 2,71"], "the dated ones, beside the table's own"


def test_every_figure_a_signal_reads_has_a_declared_writer() -> None:
    """The names that signals wait for are those the importers declare, level and good side included."""
    rules = {rule.indicateur: rule for about in PROFESSIONS.values() for rule in about.regles}
    access = {about.acces for about in PROFESSIONS.values()}
    worked_out = {*lectures_minutes.LIEUX, lectures_calculs.PART, lectures_calculs.BAISSE}
    assert set(rules) - access - worked_out == set(ATTENDUS)
    assert all(found.sens == rules[name].sens for name, found in ATTENDUS.items())
    assert {f"apl_{known.fin}" for known in professions.PROFESSIONS} >= access
    assert {kind for kind, _ in lectures_minutes.LIEUX.values()} <= {kind for _, kind in lieux.TYPES}
