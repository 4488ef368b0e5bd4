"""Dated parameters: the day before and the day of a change, local values, refusals, no literal left behind."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.core.acces import assemblage
from components.core.refus import Interdit, Introuvable, Refus
from data.base import acteurs, parameters, store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur, Parametre, ValeurDatee, catalogue
from data.fichier.creation import creer
from data.territoire import indicateurs, territoire
from tests import comptes

DAY = date(2026, 11, 22)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with store.connect(tmp_path / "t.db") as opened:
        yield opened


def _parametre(*values: tuple[date, float]) -> Parametre:
    dated = tuple(ValeurDatee(since, value, None, None, "référence", "V") for since, value in values)
    return Parametre("seuil", "essai", "Seuil d'essai", "unité", "", DAY, dated)


def test_the_day_before_the_day_of_and_before_the_first() -> None:
    seuil = _parametre((date(2017, 11, 13), 2.5), (date(2025, 5, 16), 2.71))
    assert seuil.at(date(2025, 5, 15)).value == 2.5
    assert seuil.at(date(2025, 5, 16)).value == 2.71
    with pytest.raises(Introuvable, match="13/11/2017"):
        seuil.at(date(2017, 11, 12))


@pytest.mark.parametrize("nom", sorted(catalogue()))
def test_every_parameter_is_in_force_today_and_its_range_is_ordered(nom: str) -> None:
    parametre = catalogue()[nom]
    for valeur in parametre.valeurs:
        low, central, high = valeur.bornes
        assert low <= central <= high
        assert valeur.reference and valeur.fiabilite in parameters.FIABILITES
    assert parametre.at(DAY) and parametre.label and parametre.unit and parametre.description
    assert parametre.checked_on <= DAY + timedelta(days=3650)


def test_an_unverified_threshold_is_never_presented_as_official() -> None:
    tags = {valeur.value: valeur.fiabilite for valeur in catalogue()["seuil_sous_dense"].valeurs}
    assert tags[2.5] == "V" and tags[2.71] != "V"


@pytest.mark.parametrize(
    "text",
    [
        '[x]\nlabel = "sans le reste"\n',
        '[x]\nlabel="a"\nunit="b"\ndescription="c"\nchecked_on=2026-01-01\nvalues=[]\n',
        '[x]\nlabel="a"\nunit="b"\ndescription="c"\nchecked_on=2026-01-01\ninconnue=1\n'
        '[[x.values]]\nsince=2020-01-01\nvalue=1\nfiabilite="V"\nreference="r"\n',
        '[x]\nlabel="a"\nunit="b"\ndescription="c"\nchecked_on=2026-01-01\n'
        '[[x.values]]\nsince=2020-01-01\nvalue=1\nfiabilite="Z"\nreference="r"\n',
    ],
)
def test_a_malformed_file_is_a_fault_that_stops_at_once(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "essai.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(parameters, "FOLDER", tmp_path)
    with pytest.raises(ValueError):
        catalogue.__wrapped__()


def test_the_same_name_twice_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = (parameters.FOLDER / "carence.toml").read_text(encoding="utf-8")
    for name in ("un.toml", "deux.toml"):
        (tmp_path / name).write_text(good, encoding="utf-8")
    monkeypatch.setattr(parameters, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="twice"):
        catalogue.__wrapped__()


def test_a_local_value_is_used_marked_journalled_and_taken_back(db: Database) -> None:
    parameters.fixer(db, TERMINAL, "actes_par_jour", 30, 20, 35, "relevé de la table")
    found = EnVigueur.read(db, DAY)["actes_par_jour"]
    assert (found.bornes, found.fiabilite) == ((20, 30, 35), "T")
    assert "relevé de la table" in found.reference
    parameters.retablir(db, TERMINAL, "actes_par_jour")
    assert EnVigueur.read(db, DAY)["actes_par_jour"] == catalogue()["actes_par_jour"].at(DAY)
    assert acteurs.journal(db)["geste"].tolist()[:2] == ["rétablir un paramètre", "régler un paramètre"]


def test_what_may_fall_may_be_set_under_zero_and_a_scale_says_why_it_may_not(db: Database) -> None:
    for name, value in (("croissance_population", -0.003), ("seuil_fdep", -0.2)):
        parameters.fixer(db, TERMINAL, name, value, None, None, "le territoire perd des habitants")
        assert EnVigueur.read(db, DAY).number(name) == value
    with pytest.raises(Refus, match="barème"):
        parameters.fixer(db, TERMINAL, "poids_zonage", 1, None, None, "autre")


@pytest.mark.parametrize(
    ("nom", "bas", "valeur", "haut", "motif"),
    [
        ("activite_plafond", None, 7000, None, "officiel"),
        ("poids_zonage", None, 1, None, "des lignes, pas un nombre"),
        ("actes_par_jour", None, 30, None, "   "),
        ("actes_par_jour", 31, 30, 32, "désordre"),
        ("actes_par_jour", None, -1, None, "négatif"),
        ("croissance_population", None, -0.3, None, "un pour cent tapé pour une part"),
        ("actes_par_jour", 0, 0, 0, "nul"),
        ("mois_par_an", None, float("nan"), None, "pas un nombre"),
        ("inexistant", None, 1, None, "inconnu"),
        ("familles_a_examiner", None, 0, None, "tout serait à examiner"),
        ("familles_a_examiner", None, 6, None, "il n'y a que cinq familles"),
        ("couverture_minimale", None, 60, None, "un pour cent tapé pour une part"),
        ("seuil_part_sous_seuil", None, 101, None, "plus que tous les habitants"),
    ],
)
def test_a_value_that_may_not_be_set_is_refused_and_nothing_changes(
    db: Database, nom: str, bas: float | None, valeur: float, haut: float | None, motif: str
) -> None:
    with pytest.raises(Refus):
        parameters.fixer(db, TERMINAL, nom, valeur, bas, haut, motif)
    assert EnVigueur.read(db, DAY).locales == {} and acteurs.journal(db).empty


def test_another_central_speed_still_gives_a_family_around_it(db: Database) -> None:
    creer(db, TERMINAL, "71")
    parameters.fixer(db, TERMINAL, "facteur_vitesse", 0.7, 0.6, 0.8, "routes du Morvan")
    people, name = indicateurs.habitants(db)
    access = assemblage.acces(territoire.communes(db), people, name, EnVigueur.read(db, DAY))
    assert len(access.famille.kernels) == 3
    slow = access.famille.central.weights.sum()
    parameters.retablir(db, TERMINAL, "facteur_vitesse")
    usual = assemblage.acces(territoire.communes(db), people, name, EnVigueur.read(db, DAY))
    assert slow < usual.famille.central.weights.sum()


PLANCHERS = [nom for nom, parametre in parameters.catalogue().items() if parametre.plancher is not None]


def test_every_threshold_of_secrecy_or_presence_is_a_floor() -> None:
    assert {
        "groupe_publication_min",
        "usagers_presents_min",
        "seuil_secret_patients",
        "seuil_secret_praticiens",
    } == set(PLANCHERS)
    assert not [n for n, p in parameters.catalogue().items() if "secret" in n and p.plancher is None]


@pytest.mark.parametrize("nom", PLANCHERS)
def test_a_floor_is_raised_by_facilitation_and_lowered_by_no_one(db: Database, nom: str) -> None:
    least = parameters.catalogue()[nom].plancher
    assert least is not None
    for low in ((None, least - 1, None), (least - 1, least, None), (None, 0, None), (None, -5, least)):
        with pytest.raises(Refus, match=r"plancher|bas ≤|nul"):
            parameters.fixer(db, TERMINAL, nom, low[1], low[0], low[2], "pour voir")
    analyst = comptes.compte(db, "analyste")
    with pytest.raises(Interdit, match="facilitation"):
        parameters.fixer(db, analyst, nom, least + 4, None, None, "plus prudent")
    parameters.fixer(db, TERMINAL, nom, least + 4, None, None, "plus prudent")
    assert EnVigueur.read(db, DAY).number(nom) == least + 4
    with pytest.raises(Interdit, match="facilitation"):
        parameters.retablir(db, analyst, nom)
    parameters.retablir(db, TERMINAL, nom)
    assert EnVigueur.read(db, DAY).number(nom) == least


@pytest.mark.parametrize("nom", PLANCHERS)
@pytest.mark.parametrize("low", [-1.0, 0.0, 1.0, 2.999])
def test_a_value_under_the_floor_in_a_file_of_before_is_read_as_the_floor_and_said(
    db: Database, nom: str, low: float
) -> None:
    acteurs.register(db, TERMINAL)
    row = {"nom": nom, "bas": low, "valeur": low, "haut": 50.0, "motif": "avant", "acteur": TERMINAL.id}
    db["parametres_locaux"].insert(row | {"le": acteurs.now()})
    least, read = parameters.catalogue()[nom].plancher, EnVigueur.read(db, DAY)
    assert read[nom].bornes == (least, least, 50.0) and read.number(nom) == read.retenue(nom).value == least
    assert "sous le plancher" in read[nom].reference and "avant" in read[nom].reference
