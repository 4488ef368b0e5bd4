"""The card of a territory: its sentence, its bars, its own address, and what the table decided first."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlite_utils import Database
from streamlit.testing.v1 import AppTest

from components.carences.constat import lectures
from components.carences.constat.preuve import preuve
from components.carences.territoires import lectures_fiche
from data.base import jours
from data.base.acteurs import TERMINAL
from data.carences import constats
from data.priorites import services
from data.reponses import services_rendus
from data.reponses.services_rendus import VIDE, CelluleSaisie
from data.structures import structures
from data.territoire import territoire

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "territoires.py")


def page(adresse: str = "", **choix: object) -> AppTest:
    run = AppTest.from_file(PAGE, default_timeout=60)
    if adresse:
        run.query_params["t"] = adresse
    for name, value in choix.items():
        run.session_state[name] = value
    run.run()
    assert not run.exception
    return run


def titre(run: AppTest) -> str:
    return str(run.title[0].value).replace("\\", "")


def html(run: AppTest) -> str:
    return " ".join(str(one.proto.body) for one in run.get("html"))


def test_a_card_has_an_address_of_its_own(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    first, second = [str(code) for code in territoire.territoires(copie).index[:2]]
    names = territoire.territoires(copie)["nom"]
    assert titre(page(first)) == names[first]
    run = page(territoires_choix=second)
    assert titre(run) == names[second] and run.query_params["t"] in (second, [second]), (
        "what is chosen on screen is in the address"
    )
    run.query_params["t"] = first
    assert titre(run.run()) == names[first], "an address that changes is followed"
    run.button(key="fiche_retour").click().run()
    assert titre(run).startswith("Territoires") and "t" not in run.query_params
    run.session_state["territoires_choix"] = first
    assert titre(run.run()) == names[first], "the same one again"


def test_an_address_that_leads_nowhere_says_so(copie: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    client = SimpleNamespace(cookies={}, headers={})
    monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)
    unseen = next(c for c in territoire.territoires(copie).index if c != constats.constats(copie)[0].territoire)
    for address in ("rien", str(unseen)):
        run = page(address)
        assert titre(run).startswith("Territoires") and any("aucun territoire" in one.value for one in run.info)


def test_it_says_its_access_beside_the_departement(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    constat = constats.constats(copie)[0]
    run = page(constat.territoire)
    name = str(territoire.territoires(copie).at[constat.territoire, "nom"]).replace("'", "&#x27;")
    shown = html(run)
    assert f"{name} : " in shown and "consultations par an et par habitant ; département " in shown
    assert "Constat partagé adopté le " in shown, "what the table decided is said first"
    assert shown.index("Constat partagé adopté") < shown.index(f"{name} : ")


def test_each_family_has_one_bar_against_its_threshold(copie: Database) -> None:
    constat = constats.constats(copie)[0]
    dossier = lectures.rassembler(copie, constat.profession, jours.aujourd_hui(copie))
    for code in dossier.tableau.bilans:
        evidence = preuve(dossier, code)
        bars = lectures_fiche.barres(evidence)
        assert [bar.nom for bar in bars] == [family["nom"] for family in evidence["familles"]]
        for bar, family in zip(bars, evidence["familles"], strict=True):
            assert (bar.signale is True) == (family["etat"] == "signale")
            assert bar.part is None or bar.repere == lectures_fiche.MILIEU


def test_a_list_says_the_constat_first(copie: Database, connectee: Callable[..., None]) -> None:
    connectee()
    constat = constats.constats(copie)[0]
    run = page()
    table = run.dataframe[0].value
    row = table[table["Territoire"] == territoire.territoires(copie).at[constat.territoire, "nom"]]
    assert row["Proposition"].iloc[0].startswith("constat partagé adopté le ")
    assert "1\u00a0constat partagé adopté" in html(run)


@pytest.mark.parametrize(
    ("nom", "dit"),
    [("Louhans", "À Louhans"), ("CC Saône Doubs Bresse", "CC Saône Doubs Bresse"), ("Le Creusot", "Le Creusot")],
)
def test_a_place_is_said_as_people_do(nom: str, dit: str) -> None:
    assert lectures_fiche.lieu(nom) == dit


def test_the_card_says_the_services_rendered_here_and_its_sheet_whom_to_call(
    copie: Database, connectee: Callable[..., None]
) -> None:
    connectee()
    code = str(territoire.territoires(copie).index[0])
    service = str(services.read(copie).index[0])
    about = {"type": "dac", "nom": "DAC 71", "telephone": "03 85 11 11 11"}
    structures.noter(copie, TERMINAL, code, about)
    fields = VIDE | {"etat": "non rendu", "promesse": "dans les 48 h"}
    services_rendus.ecrire(copie, TERMINAL, code, [CelluleSaisie(service, 0, fields, frozenset())])
    run = page(code, **{f"fiche_onglets_{code}": "Structures"})
    table = next(frame.value for frame in run.dataframe if "Garantie" in frame.value)
    assert table.iloc[0][["État", "Garantie", "Action"]].tolist() == ["non rendu", "dans les 48 h", "aucune"]
    assert len(table) == 1 and any("inconnus : ni rendu, ni non rendu" in one.value for one in run.caption)
    assert run.button(key=f"fiche_services_{code}").label == "Noter les services d'ici"
    said = " ".join(one.value for one in page(code).markdown)
    assert "Ici : DAC 71, 03 85 11 11 11." in said.replace("\\", "")
