"""A vote says which list it ranked, everywhere; ballots, paper, card and documents show what users say of a service."""

import json
from datetime import date

import pytest
from sqlite_utils import Database
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.core.mots import liste_votee
from components.priorites import ballot
from components.priorites.catalogue import lectures
from components.seances import lectures as lectures_seances
from components.seances import minutes
from components.terminal.demonstration import vote as demonstration
from data.base import decisions
from data.base.acteurs import TERMINAL
from data.priorites import propositions, scrutins, services, versions
from data.releves import concordance
from data.reponses import lignes_services, services_rendus
from data.reponses.services_rendus import CelluleSaisie
from data.territoire import territoire
from tests.priorites.liste.table import membre, seance

MOTS = "Le bus vient dans mon village"


def test_a_vote_keeps_the_version_it_ranked_from_its_opening_to_the_minutes(db: Database) -> None:
    words = propositions.dire(db, TERMINAL, seance(db), membre(db, "usagers"), "soins_a_domicile", MOTS)
    versions.adopter(db, TERMINAL, "Avec les mots des usagers", [words])
    vote, slips = demonstration.ouvrir(db, TERMINAL, 12, date(2026, 11, 22))
    services.amender(db, TERMINAL, "prevention", "Autrement dit", "x", "", "")
    versions.adopter(db, TERMINAL, "pendant le vote")
    page = TestClient(Starlette(routes=ballot.ROUTES)).get(f"/vote/{slips[0][0]}").text
    assert f"Les usagers : « {MOTS} »" in page and services.read(db).at["soins_a_domicile", "pour_le_patient"] in page
    assert "Autrement dit" not in page, "the words are those frozen with the rules"
    paper = lectures_seances.bulletin_papier(scrutins.scrutin(db, vote)["definition"], services.lignes(db))
    assert MOTS in json.dumps(paper, ensure_ascii=False)
    demonstration.clore(db, TERMINAL, vote, slips)
    told = lectures.liste_votee(db, vote)
    assert told is not None and (told["version"], told["conforme"]) == (1, True)
    assert scrutins.scrutin(db, vote)["decompte"]["liste"] == told, "in the tallies that anyone downloads"
    (entry,) = (c for _, c in decisions.contenus(db, f"scrutin:{vote}"))
    assert entry["liste"] == told and not concordance.relire(db)
    meeting = int(scrutins.scrutin(db, vote)["seance"])
    assert "Liste des services : version 1." in minutes.html(db, meeting)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"version": 2, "marque": "m"}, "Liste des services : version 2"),
        ({"version": 2, "conforme": True}, "Liste des services : version 2"),
        ({"version": 2, "conforme": False}, "Liste des services : version 2, reformulée depuis son adoption"),
        ({"version": 0, "conforme": False}, "Liste des services : aucune version adoptée à l'ouverture du vote"),
    ],
)
def test_what_a_vote_says_of_its_list(told: dict[str, object], words: str) -> None:
    assert liste_votee(told) == words


def test_the_card_of_a_territory_says_what_users_say(db: Database) -> None:
    code = str(territoire.territoires(db).index[0])
    services_rendus.ecrire(db, TERMINAL, code, [CelluleSaisie("prevention", 0, {"etat": "rendu"}, frozenset())])
    versions.adopter(
        db,
        TERMINAL,
        "Leurs mots",
        [propositions.dire(db, TERMINAL, seance(db), membre(db, "usagers"), "prevention", MOTS)],
    )
    (line,) = lignes_services.lignes(db, [code], publies=False)
    assert f"les usagers : « {MOTS} »" in line.cellules[0]
