"""Colours: ink and paper, one accent, meanings that a mark says too, mentions of a vote; in light and in dark."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Teintes:
    """What a screen is drawn with. `doux`: secondary words; `trait`: lines and edges; `panneau`: a block set apart."""

    nom: str
    fond: str
    panneau: str
    encre: str
    doux: str
    trait: str
    accent: str


CLAIR = Teintes("clair", "#ffffff", "#f2f5f9", "#1a2433", "#4a5568", "#5a6678", "#1f5c99")
SOMBRE = Teintes("sombre", "#0f1722", "#1b2635", "#f4f7fb", "#c3ccd9", "#93a1b5", "#8fc1f0")


NUANCES = {  # of what is touched, on paper; the screen of the room has none
    "bord d'un champ": "#8a97a8", "lien": "#1a4f8a", "filet": "#d5dce5", "survol": "#eaf1f9", "appuyé": "#174a7d",
    "repère du clavier": "#b45309",
}  # fmt: skip


JAUGES = {  # a bar against its mark: its track, filled, and hatched with its words when it signals
    "jauge": "#eef2f7", "plein": "#8fb3d9", "hachure": "#b35806", "hachure claire": "#d9722e", "signale": "#8a3b06",
}  # fmt: skip


@dataclass(frozen=True)
class Sens:
    """A meaning: its mark (colour is never alone), its words, and its edge and paper in light then in dark."""

    marque: str
    mots: str
    clair: tuple[str, str]
    sombre: tuple[str, str]


SENS = {
    "bon": Sens("✓", "Fait, publié, atteint", ("#1b7a43", "#eef8f1"), ("#7fd6a2", "#12291d")),
    "attention": Sens("!", "À surveiller, à vérifier", ("#8a5a00", "#fdf5e3"), ("#f0c36b", "#2d2410")),
    "alerte": Sens("✕", "Refusé, bloqué, en retard", ("#b42318", "#fdf1ef"), ("#ff9d92", "#331814")),
    "attente": Sens("…", "En attente, pas encore", ("#4a5568", "#f2f5f9"), ("#c3ccd9", "#1b2635")),
}

# From the most to the least urgent; told apart without colour by their order, their figures and the middle line.
MENTIONS = ("#08306b", "#2f79b5", "#9ecae1", "#fdd0a2", "#d9661f")
UNIE = MENTIONS[1]  # bars of a single thing


def encre_sur(fond: str) -> str:
    """The ink that reads best on a colour (« #rrggbb »): black or white, one of which always contrasts enough."""
    light = luminance(fond) + 0.05
    return "#ffffff" if 1.05 / light > light / 0.05 else "#000000"


def contraste(un: str, autre: str) -> float:
    """The contrast of two colours (WCAG 2): from 1 to 21."""
    low, high = sorted((luminance(un), luminance(autre)))
    return (high + 0.05) / (low + 0.05)


def luminance(couleur: str) -> float:
    """The relative luminance of a colour (WCAG 2): 0 black, 1 white."""
    parts = (int(couleur[k : k + 2], 16) / 255 for k in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
