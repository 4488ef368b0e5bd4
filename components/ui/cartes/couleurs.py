"""Colours of maps: as text, with the ink that reads on them, and those of a change.

Palettes are colour-blind safe (ColorBrewer PuOr, read light to dark); a mark may be written in a cell, so that
colour is never alone.
"""

Couleur = tuple[int, int, int]

NOIR: Couleur = (0, 0, 0)
BLANC: Couleur = (255, 255, 255)
CLAIR = 239  # the least of a fill on which a white line does not show


def hexa(color: Couleur) -> str:
    """« #rrggbb »."""
    return "#{:02x}{:02x}{:02x}".format(*color)


def encre_hexa(color: Couleur) -> str:
    """Text colour, in hexadecimal, that reads best on a fill: white or black, one of which always contrasts enough."""
    return hexa(BLANC if 1.05 / (_luminance(color) + 0.05) > (_luminance(color) + 0.05) / 0.05 else NOIR)


def _luminance(color: Couleur) -> float:
    """Relative luminance (WCAG 2)."""
    red, green, blue = (c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def trait_hexa(color: Couleur) -> str:
    """Colour of the thin line between two cells of this fill: white, grey between white ones."""
    return "#bcc6d2" if min(color) > CLAIR else hexa(BLANC)


def couleur_variation(rang: int, cuts: int) -> Couleur:
    """Orange for losses, purple for gains, darker as they grow, white when unchanged (PuOr)."""
    if rang == 0:
        return (252, 252, 253)
    losses, gains = ((254, 224, 182), (127, 59, 8)), ((216, 218, 235), (45, 0, 75))
    light, dark = gains if rang > 0 else losses
    share = (abs(rang) - 1) / cuts
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(light, dark, strict=True))
    return red, green, blue
