"""Structures: each once, what they cover, their dated stages; refused in words, nothing half-written."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.core.communes import interieures
from components.core.refus import Interdit, Introuvable, Refus
from data.base import jours, store
from data.base.acteurs import LECTEUR, TERMINAL
from data.structures import couverture, structures
from data.structures.couverture import COMMUNE, Lieu
from data.territoire import indicateurs, territoire

CPTS = {"type": "cpts", "nom": "CPTS du Brionnais", "telephone": "03 85 00 00 00", "professionnels": 60}


def _premier(db: Database) -> str:
    return str(territoire.territoires(db).index[0])


def inscrite(db: Database, **autres: Any) -> int:
    return structures.inscrire(db, TERMINAL, CPTS | autres, {couverture.territoire_en_usage(db, _premier(db))})


def _etat(db: Database) -> list[Any]:
    return [list(db[name].rows) for name in ("structures", "couvertures", "etapes_structure", "gestes")]


def test_a_structure_is_noted_once_whatever_the_case_and_the_spaces(db: Database) -> None:
    inscrite(db)
    before = _etat(db)
    for nom in ("CPTS du Brionnais", "cpts  DU brionnais "):
        with pytest.raises(Refus, match="déjà notée"):
            inscrite(db, nom=nom)
    assert _etat(db) == before
    assert inscrite(db, type="cls") and len(structures.read(db)) == 2, "another kind may bear the name"


def test_noted_from_a_second_card_it_covers_both_and_is_one(db: Database) -> None:
    first, second = (str(code) for code in territoire.territoires(db).index[:2])
    one = structures.noter(db, TERMINAL, first, CPTS)
    assert structures.noter(db, TERMINAL, second, CPTS) == one
    with pytest.raises(Refus, match="déjà sur la fiche"):
        structures.noter(db, TERMINAL, second, CPTS)
    assert [len(structures.par_territoire(db, code)) for code in (first, second)] == [1, 1]
    structures.quitter(db, TERMINAL, one, first)
    assert structures.par_territoire(db, first).empty and len(structures.read(db)) == 1
    with pytest.raises(Refus, match="par ses communes"):
        structures.quitter(db, TERMINAL, one, first)


def test_each_commune_counts_once_however_it_is_covered(db: Database) -> None:
    code = _premier(db)
    towns = territoire.communes(db)
    inside = towns.index[towns["territoire"] == code]
    places = {couverture.territoire_en_usage(db, code), Lieu(COMMUNE, str(inside[0]))}
    ident = structures.inscrire(db, TERMINAL, CPTS, places)
    covered = couverture.communes(db)
    assert sorted(covered["commune"]) == sorted(inside)
    people, _ = indicateurs.habitants(db)
    structures.modifier(
        db, TERMINAL, ident, structures.une(db, ident)["version"], {}, {couverture.tout_le_departement(db), *places}
    )
    everywhere = couverture.communes(db)["commune"]
    assert len(everywhere) == len(set(everywhere)) == len(interieures(towns))
    assert people[everywhere].sum() == people[interieures(towns).index].sum()


WRONG: dict[str, dict[str, Any]] = {
    "nom": {"nom": "  "}, "long": {"nom": "x" * 201}, "type": {"type": "zzz"}, "role": {"role": "chef"},
    "secteur": {"secteur": "mystère"}, "statut": {"statut": "mixte"}, "taille": {"type": "msp", "taille": "2"},
    "telephone": {"telephone": "voir mairie"}, "vide": {"telephone": "()"}, "professionnels": {"professionnels": -1},
}  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_field_that_cannot_be_is_refused_and_nothing_is_written(db: Database, wrong: dict[str, Any]) -> None:
    before = _etat(db)
    with pytest.raises(Refus):
        inscrite(db, **wrong)
    assert _etat(db) == before
    ident = inscrite(db)
    kept = _etat(db)
    with pytest.raises(Refus):
        structures.modifier(db, TERMINAL, ident, structures.une(db, ident)["version"], wrong, set())
    assert _etat(db) == kept


@pytest.mark.parametrize("place", [Lieu(COMMUNE, "00000"), Lieu("epci", "rien"), Lieu("departement", "2A")])
def test_a_place_of_nowhere_is_refused(db: Database, place: Lieu) -> None:
    with pytest.raises(Introuvable):
        structures.inscrire(db, TERMINAL, CPTS, {place})
    assert structures.read(db).empty


def test_the_second_of_two_writers_is_told_and_writes_nothing(db: Database) -> None:
    ident = inscrite(db)
    version, places = structures.une(db, ident)["version"], couverture.lieux(db, ident)
    structures.modifier(db, TERMINAL, ident, version, {"adresse": "1 rue Haute"}, places)
    with pytest.raises(Refus, match="pendant que vous écriviez"):
        structures.modifier(db, TERMINAL, ident, version, {"adresse": "2 rue Basse"}, places)
    assert structures.une(db, ident)["adresse"] == "1 rue Haute"
    assert "modifier une structure" in structures.journal(db, ident)["geste"].tolist()


def test_stages_are_a_dated_history_and_the_last_one_is_the_maturity(db: Database) -> None:
    ident = inscrite(db)
    today = jours.aujourd_hui(db)
    structures.franchir(db, TERMINAL, ident, "accord conventionnel (ACI) signé", "2025-01-10")
    structures.franchir(db, TERMINAL, ident, "lettre d'intention", "2023-05-02", note="retrouvée après")
    structures.franchir(db, TERMINAL, ident, "engagée", "2025-06-01", mission="crise_acces")
    assert structures.une(db, ident)["maturite"] == "accord conventionnel (ACI) signé"
    assert structures.etapes_de(db, ident)["le"].tolist() == ["2025-06-01", "2025-01-10", "2023-05-02"]
    late = (today + timedelta(days=1)).isoformat()
    for stage, mission, day in (
        ("lettre d'intention", "", "2023-05-02"), ("lettre d'intention", "", late), ("ouverte", "", "2023-01-01"),
        ("engagée", "imaginaire", "2023-01-01"), ("missions déployées", "acces", "2023-01-01"),
    ):  # fmt: skip
        with pytest.raises(Refus):
            structures.franchir(db, TERMINAL, ident, stage, day, mission)
    assert len(structures.etapes_de(db, ident)) == 3


def test_a_closed_structure_leaves_the_cards_keeps_its_history_and_may_open_again(db: Database) -> None:
    ident = inscrite(db)
    structures.fermer(db, TERMINAL, ident, structures.une(db, ident)["version"], date.today().isoformat())
    assert structures.par_territoire(db, _premier(db)).empty and len(structures.journal(db, ident)) == 2
    other = inscrite(db)
    with pytest.raises(Refus, match="Une autre structure ouverte"):
        structures.fermer(db, TERMINAL, ident, structures.une(db, ident)["version"], None)
    structures.fermer(db, TERMINAL, other, structures.une(db, other)["version"], date.today().isoformat())
    structures.fermer(db, TERMINAL, ident, structures.une(db, ident)["version"], None)
    assert structures.read(db).index.tolist() == [ident]


GESTES: dict[str, Callable[[Database, int], object]] = {
    "inscrire": lambda db, i: structures.inscrire(db, LECTEUR, CPTS | {"nom": "Autre"}, set()),
    "noter": lambda db, i: structures.noter(db, LECTEUR, _premier(db), CPTS),
    "modifier": lambda db, i: structures.modifier(db, LECTEUR, i, 1, {}, set()),
    "quitter": lambda db, i: structures.quitter(db, LECTEUR, i, _premier(db)),
    "franchir": lambda db, i: structures.franchir(db, LECTEUR, i, "lettre d'intention", "2024-01-01"),
    "fermer": lambda db, i: structures.fermer(db, LECTEUR, i, 1, None),
}


@pytest.mark.parametrize("name", GESTES)
def test_a_reader_changes_nothing(db: Database, name: str) -> None:
    ident = inscrite(db)
    before = _etat(db)
    with pytest.raises(Interdit):
        GESTES[name](db, ident)
    assert _etat(db) == before


def test_a_place_that_is_loaded_no_more_stays_when_the_sheet_is_saved(
    db: Database, page: Callable[..., AppTest], connectee: Callable[..., None]
) -> None:
    """A territory that merged, a commune that is gone, another mesh: not offered, and not taken away."""
    connectee("analyste")
    ident = inscrite(db)
    gone = {Lieu(territoire.setting(db, "maille"), "299999999"), Lieu(COMMUNE, "71999"), Lieu("autre", "1")}
    with store.writing(db):
        couverture.ecrire(db, ident, couverture.lieux(db, ident) | gone)
    before = couverture.lieux(db, ident)
    key = f"reponses_{ident}_{structures.une(db, ident)['version']}"
    test = page(reponses_section="Structures", reponses_structure=ident)
    test.text_input(key=f"{key}_adresse").set_value("1, place du Marché")
    next(one for one in test.button if one.proto.form_id == f"{key}_modifier").click().run()
    assert not test.exception and not test.error
    assert structures.une(db, ident)["adresse"] == "1, place du Marché" and couverture.lieux(db, ident) == before
