"""A map for the room: the sheet that pages show, and its legend in letters that are read from the back."""

from sqlite_utils import Database

from components.ui.cartes import dessin_svg, fond
from components.ui.cartes.dessin_svg import Emplacement
from components.ui.cartes.planche import Planche
from components.ui.dessins.affiche import DessinDeSalle, Legendes
from components.ui.langage.echelle import DESSIN_SERRE

PLACE = Emplacement(0, 0, 880, 485, DESSIN_SERRE.points)  # beside the legend, under a sentence of two lines


def figures(db: Database, planche: Planche) -> tuple[DessinDeSalle | Legendes, ...]:
    """The map and its legend; the legend alone while the file has no outline."""
    drawn = fond.lire(db)
    legend = Legendes(planche.legendes)
    if drawn is None:
        return (legend,)
    return DessinDeSalle(dessin_svg.seule(drawn, planche, "salle", PLACE), planche.alt), legend
