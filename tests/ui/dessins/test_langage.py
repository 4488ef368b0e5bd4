"""The visual language holds: read from the back, contrasted, and no screen has a colour of its own."""

import re
from pathlib import Path

import pytest

from components.ui.langage import specimen
from components.ui.langage.echelle import SALLE, SEUIL, Taille
from components.ui.langage.teintes import CLAIR, JAUGES, MENTIONS, NUANCES, SENS, SOMBRE, Teintes, contraste, encre_sur

ROOT = Path(__file__).resolve().parents[3]
COULEUR = re.compile(r"#[0-9a-f]{6}\b|#fff\b")
MIENNES = {
    *(value for one in (CLAIR, SOMBRE) for value in vars(one).values()), *NUANCES.values(), *JAUGES.values(), *MENTIONS,
    "#fff",
    *(colour for one in SENS.values() for pair in (one.clair, one.sombre) for colour in pair),
}  # fmt: skip


@pytest.mark.parametrize("taille", SALLE, ids=lambda one: one.usage)
def test_a_capital_is_seen_from_the_back(taille: Taille) -> None:
    assert taille.minutes > 1.9 * SEUIL
    assert taille.millimetres == pytest.approx(taille.points * 1.03125)


@pytest.mark.parametrize("teintes", [CLAIR, SOMBRE], ids=lambda one: one.nom)
def test_words_and_marks_contrast_with_their_paper(teintes: Teintes) -> None:
    for paper in (teintes.fond, teintes.panneau):
        assert min(contraste(ink, paper) for ink in (teintes.encre, teintes.doux)) >= 4.5
        assert min(contraste(mark, paper) for mark in (teintes.trait, teintes.accent)) >= 3
    for one in SENS.values():
        edge, paper = one.clair if teintes is CLAIR else one.sombre
        assert contraste(edge, paper) >= 4.5 and contraste(teintes.encre, paper) >= 4.5


def test_each_meaning_has_a_mark_of_its_own_and_figures_read_on_each_mention() -> None:
    assert len({one.marque for one in SENS.values()}) == len(SENS)
    assert all(contraste(encre_sur(colour), colour) >= 4.5 for colour in MENTIONS)


@pytest.mark.parametrize(
    "fichier", ["components/ui/style.py", ".streamlit/config.toml", "components/ui/dessins/salle.css"]
)
def test_no_screen_has_a_colour_of_its_own(fichier: str) -> None:
    assert set(COULEUR.findall((ROOT / fichier).read_text(encoding="utf-8"))) <= MIENNES


def test_the_page_shows_every_constant() -> None:
    shown = specimen.html()
    assert all(one.usage.replace("'", "&#x27;") in shown for one in SALLE)
    assert all(colour in shown for colour in NUANCES.values())
    assert all(one.mots.replace("'", "&#x27;") in shown for one in SENS.values())
