"""Colours of maps: as text, with the ink that reads on them, and those of a change.

Palettes are colour-blind safe (ColorBrewer PuOr, read light to dark); a mark may be written in a cell, so that
colour is never alone.
"""

Couleur = tuple[int, int, int]

ENCRE: Couleur = (26, 36, 51)
BLANC: Couleur = (255, 255, 255)


def hexa(color: Couleur) -> str:
    """« #rrggbb »."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def encre_hexa(color: Couleur) -> str:
    """Text colour, in hexadecimal, that reads on a fill: white or dark, by relative luminance."""
    red, green, blue = color
    return hexa(BLANC if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 120 else ENCRE)


def couleur_variation(rang: int, cuts: int) -> Couleur:
    """Orange for losses, purple for gains, darker as they grow, white when unchanged (PuOr)."""
    if rang == 0:
        return (252, 252, 253)
    losses, gains = ((254, 224, 182), (127, 59, 8)), ((216, 218, 235), (45, 0, 75))
    light, dark = gains if rang > 0 else losses
    share = (abs(rang) - 1) / cuts
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(light, dark, strict=True))
    return red, green, blue
