"""What a redraw sends: every cell's colour and words, light whatever the département; marks, hatching, sites."""

import gzip
import json
import random
from typing import Any

import pandas as pd
import pytest

from components.ui.cartes import carte, dessin_svg, fond
from components.ui.cartes.fond import Fond
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.base import store
from tests import fichiers

COULEURS = [(127, 59, 8), (224, 130, 20), (178, 171, 210), (226, 228, 232)]
LEGER = 10_000  # bytes


@pytest.fixture(scope="module")
def feuille(tmp_path_factory: pytest.TempPathFactory) -> Fond:
    """The sheet of the département with the most communes."""
    with store.connect(tmp_path_factory.mktemp("feuille") / "62.db") as db:
        fichiers.remplir(db, "62")
        found = fond.lire(db)
    assert found is not None
    return found


def planche(feuille: Fond, textes: list[str], niveau: str = "commune", copies: int = 1) -> Planche:
    cells = feuille.cellules(niveau)
    colours = [COULEURS[len(text) % 4] for text in textes]
    table = pd.DataFrame({"couleur": colours, "marque": "", "texte": textes}, index=[one.code for one in cells])
    line = LigneDeLegende.de(COULEURS[0], "0", "moins de 1,25")
    panels = tuple(Panneau(str(2018 + k), table) for k in range(copies))
    return Planche("Un titre", niveau, panels, (LegendeDeCarte("Légende", (line,)),), "Carte d'essai")


def dit(feuille: Fond, drawn: Planche) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(gzip.decompress(carte.message(feuille, drawn, 400)))
    return told


def _aleatoires(count: int, motif: str) -> list[str]:
    rng = random.Random(7)
    return [motif.format(*(f"{rng.uniform(0, 6):.2f}".replace(".", ",") for _ in range(4))) for _ in range(count)]


@pytest.mark.parametrize(
    ("motif", "copies"),
    [
        ("{0} — de 1,25 à moins de 2,50 (sous le seuil)", 1),
        ("{0} — de 1,25 à moins de 2,50 (sous le seuil)", 2),
        ("de {0} à {1} (+{2})", 1),
    ],
)
def test_a_redraw_of_the_most_communes_stays_light(feuille: Fond, motif: str, copies: int) -> None:
    words = _aleatoires(len(feuille.communes), motif)
    assert len(carte.message(feuille, planche(feuille, words, copies=copies), 400)) < LEGER


@pytest.mark.parametrize("niveau", ["commune", "territoire"])
def test_every_cell_gets_its_own_colour_and_words(feuille: Fond, niveau: str) -> None:
    words = _aleatoires(len(feuille.cellules(niveau)), "{0}")
    drawn = planche(feuille, words, niveau)
    drawn.panneaux[0].cellules.sample(frac=1, random_state=3)  # the order of the table is not the sheet's
    told = dit(feuille, drawn)["panneaux"][0]
    assert told["textes"] == words
    for rank, code in zip(told["rangs"], (one.code for one in feuille.cellules(niveau)), strict=True):
        red, green, blue = drawn.panneaux[0].cellules.at[code, "couleur"]
        assert told["classes"][rank][0] == f"#{red:02x}{green:02x}{blue:02x}"


def test_a_cell_that_the_table_does_not_know_is_left_blank(feuille: Fond) -> None:
    words = _aleatoires(len(feuille.communes), "{0}")
    whole = planche(feuille, words)
    part = Panneau("", whole.panneaux[0].cellules.iloc[5:])
    told = dit(feuille, Planche("T", "commune", (part,), whole.legendes, "alt"))["panneaux"][0]
    assert told["rangs"][:5] == [-1] * 5 and told["textes"][:5] == [""] * 5


def test_hatching_marks_and_sites_are_told_where_they_are(feuille: Fond) -> None:
    codes = [one.code for one in feuille.territoires]
    overlay = pd.DataFrame({"trame": ["dense", "", ""], "marque": ["", "!", ""]}, index=codes[:3])
    town = feuille.bourgs[0]
    mark = feuille.repere
    place = [("Urgences", "urgences", mark.nord - town.y / mark.ky, mark.ouest + town.x / mark.kx, "U")]
    sites = pd.DataFrame(place, columns=["nom", "type", "lat", "lon", "lettres"])
    drawn = planche(feuille, _aleatoires(len(feuille.communes), "{0}"))
    told = dit(feuille, Planche(drawn.titre, "commune", drawn.panneaux, drawn.legendes, "alt", "", overlay, sites))
    assert told["territoires"] == {codes[0]: ["dense", ""], codes[1]: ["", "!"]}
    assert told["sites"] == [[town.x, town.y, "U", "Urgences (urgences)"]]


def test_a_town_where_something_moves_is_named_once(feuille: Fond) -> None:
    """By its disc, and not again beside it as a town: another town keeps its name."""
    town, other = [one for one in feuille.bourgs if one.principale][:2]
    mark = feuille.repere
    place = [(town.nom, "mouvement", mark.nord - town.y / mark.ky, mark.ouest + town.x / mark.kx, "+", town.nom)]
    sites = pd.DataFrame(place, columns=["nom", "type", "lat", "lon", "lettres", "ecrit"])
    drawn = planche(feuille, _aleatoires(len(feuille.communes), "{0}"))
    svg = dessin_svg.svg(feuille, Planche(drawn.titre, "commune", drawn.panneaux, drawn.legendes, "alt", sites=sites))
    assert svg.count(f">{town.nom}</text>") == 1 and svg.count(f">{other.nom}</text>") == 1
