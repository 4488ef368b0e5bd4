"""The legend of a map as a drawing: swatches with their mark or pattern, and their words."""

from collections.abc import Sequence
from html import escape

from components.core.textes import nets
from components.ui.cartes import hachures, noms
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende

ENCRE = "#1a2433"
CASE, HAUTE = 30, 20  # points of a swatch
TITRE, TEXTE, NOTE = 16, 15, 13


def colonne(legendes: Sequence[LegendeDeCarte], x: float, y: float, large: float) -> str:
    """The legends one under the other, from a corner, in a column."""
    drawn, down = [hachures.motifs(1, "legende-")], y
    for legende in legendes:
        down = _mots(drawn, legende.titre, x, down, large, TITRE, gras=True) + 6
        for line in legende.lignes:
            drawn.append(_case(line, x, down))
            down = max(_mots(drawn, line.mots, x + CASE + 10, down + 1, large - CASE - 10, TEXTE), down + HAUTE) + 6
        down = _mots(drawn, legende.note, x, down + 2, large, NOTE) + 14
    return "".join(drawn)


def case(ligne: LigneDeLegende) -> str:
    """One swatch as a small drawing of its own, for a page."""
    body = hachures.motifs(1, "case-") if ligne.marque in hachures.CASES else ""
    return (
        f'<svg class="case" width="{CASE + 2}" height="{HAUTE + 2}" viewBox="-1 -1 {CASE + 2} {HAUTE + 2}" '
        f'aria-hidden="true">{body}{_case(ligne, 0, 0, "case-")}</svg>'
    )


def _case(line: LigneDeLegende, x: float, y: float, prefixe: str = "legende-") -> str:
    box = f'x="{x:.0f}" y="{y:.0f}" width="{CASE}" height="{HAUTE}" rx="3"'
    filled = f'<rect {box} fill="{line.fond}" stroke="#5a6678"/>'
    if line.marque in hachures.CASES:
        return f'{filled}<rect {box} fill="url(#{prefixe}{hachures.CASES[line.marque]})"/>'
    return (
        f'{filled}<text x="{x + CASE / 2:.0f}" y="{y + 15:.0f}" font-size="13" font-weight="700" fill="{line.encre}" '
        f'text-anchor="middle">{escape(nets(line.marque))}</text>'
    )


def _mots(drawn: list[str], texte: str, x: float, y: float, large: float, size: float, *, gras: bool = False) -> float:
    """Add the lines of a text, and say where they end."""
    weight = ' font-weight="700"' if gras else ""
    for line in noms.lignes(texte, size * 0.92, large):
        y += 1.2 * size
        drawn.append(
            f'<text x="{x:.0f}" y="{y - 0.25 * size:.1f}" font-size="{size}" fill="{ENCRE}"{weight}>'
            f"{escape(nets(line))}</text>"
        )
    return y
