"""Colours of maps tell their classes apart for every eye; what has no value is told by a pattern, not by its grey."""

from itertools import pairwise

import numpy as np
import pytest

from components.carences.carte import figures
from components.core.acces.people import CUTS
from components.plans.carte import planches
from components.ui.cartes import couleurs, hachures
from components.ui.cartes.couleurs import Couleur

# Machado, Oliveira, Fernandes 2009, severity 1, on linear RGB.
REGARDS = {
    "ordinaire": np.eye(3),
    "protanopie": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutéranopie": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopie": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
BLANC = XYZ.sum(axis=1)
ECART = 10.0  # of CIE 1976: a difference that one sees at a glance
ECHELLES = {
    **{f"{rangs} classes, sens {sens}": figures.couleurs(rangs, sens) for rangs in range(2, 6) for sens in (-1, 0, 1)},
    "variation": [couleurs.couleur_variation(rank, len(CUTS)) for rank in range(-len(CUTS) - 1, len(CUTS) + 2)],
    "actions": [planches.SANS_ACTION, planches.UNE, planches.PLUSIEURS],
}


def vue(couleur: Couleur, regard: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of a colour as an eye sees it."""
    plain = np.array(couleur) / 255
    linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
    x, y, z = np.cbrt(np.maximum(XYZ @ np.clip(regard @ linear, 0, 1) / BLANC, 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("regard", list(REGARDS))
@pytest.mark.parametrize("echelle", list(ECHELLES))
def test_neighbouring_classes_are_told_apart(echelle: str, regard: str) -> None:
    seen = [vue(colour, REGARDS[regard]) for colour in ECHELLES[echelle]]
    gaps = [float(np.linalg.norm(a - b)) for a, b in pairwise(seen)]
    assert min(gaps) >= ECART, gaps


@pytest.mark.parametrize("couleur", [c for scale in ECHELLES.values() for c in scale] + [*figures.SPECIALES.values()])
def test_what_is_written_in_a_cell_reads(couleur: Couleur) -> None:
    def luminance(one: Couleur) -> float:
        plain = np.array(one) / 255
        linear = np.where(plain <= 0.04045, plain / 12.92, ((plain + 0.055) / 1.055) ** 2.4)
        return float(linear @ np.array([0.2126, 0.7152, 0.0722]))

    ink = couleurs.BLANC if couleurs.encre_hexa(couleur) == "#ffffff" else couleurs.NOIR
    high, low = sorted((luminance(couleur), luminance(ink)), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_missing_and_withheld_have_a_pattern_of_their_own() -> None:
    drawn = hachures.motifs(1, "x-")
    assert len(set(hachures.CASES.values())) == 2
    for name in (*hachures.CASES.values(), *hachures.PAS):
        assert f'id="x-{name}"' in drawn
