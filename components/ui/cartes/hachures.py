"""Hatching of maps, as patterns of the drawing itself: colour is never alone and nothing is fetched."""

from components.ui.cartes.planche import MANQUANT, SECRET

DENSE, CLAIRE = "dense", "claire"
PAS = {DENSE: 7, CLAIRE: 14}  # points between two lines over a territory
ENCRE = "#1a2433"
CASES = {MANQUANT: "manquant", SECRET: "secret"}  # by the mark of a cell


def motifs(echelle: float, prefixe: str = "") -> str:
    """The patterns, for a drawing whose unit is `1 / echelle` point; `prefixe` keeps two drawings of a page apart."""
    lines = "".join(
        f'<pattern id="{prefixe}{name}" width="{step * echelle:g}" height="{step * echelle:g}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V{step * echelle:g}" '
        f'stroke="{ENCRE}" stroke-width="{2.4 * echelle:g}"/></pattern>'
        for name, step in PAS.items()
    )
    side, dot = 6 * echelle, 1.1 * echelle
    missing = (
        f'<pattern id="{prefixe}manquant" width="{side:g}" height="{side:g}" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0H{side:g}" stroke="#7b8796" stroke-width="{1.6 * echelle:g}"/></pattern>'
    )
    withheld = (
        f'<pattern id="{prefixe}secret" width="{side:g}" height="{side:g}" patternUnits="userSpaceOnUse">'
        f'<circle cx="{side / 2:g}" cy="{side / 2:g}" r="{dot:g}" fill="#3c4858"/></pattern>'
    )
    return f"<defs>{lines}{missing}{withheld}</defs>"
