"""The map of estimated changes with its legend, shared by every room that tries moves."""

import pandas as pd
from sqlite_utils import Database

from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.people import CUTS, mots_variation, rang_variation
from components.core.francais import ecart, nombre
from components.ui import widgets
from components.ui.cartes import carte, dessin_carte

HAUTEUR = 410  # leaves room for the legend on a 720-pixel screen


def afficher(db: Database, result: Effet, access: Acces, choix: str, key: str) -> None:
    """The map of estimated changes by commune, then its legend. `choix`, `key`: as `carte.afficher`."""
    inside = result.communes.loc[access.habitants.index]
    ranks = [rang_variation(change, CUTS) for change in inside["variation"]]
    cells = pd.DataFrame(
        {
            "nom": [access.noms[code] for code in inside.index],
            "texte": [_words(row) for row in inside.itertuples()],
            "couleur": [dessin_carte.couleur_variation(rank, len(CUTS)) for rank in ranks],
            "marque": "",
        },
        index=inside.index,
    )
    words = (
        f"Carte des variations estimées d'APL par commune. {_extremes(inside, access)} "
        "Les tableaux dessous donnent les valeurs."
    )
    carte.afficher(db, "commune", cells, choix, words, key, hauteur=HAUTEUR)
    present = sorted(set(ranks))
    rows = [(*_swatch(rank), mots_variation(rank, CUTS)) for rank in present]
    widgets.legende(rows, "Variation estimée, en consultations par an et par habitant")


def _swatch(rank: int) -> tuple[str, str, str]:
    colour = dessin_carte.couleur_variation(rank, len(CUTS))
    return dessin_carte.hexa(colour), dessin_carte.encre_hexa(colour), "−" if rank < 0 else "+" if rank > 0 else ""


def _extremes(inside: pd.DataFrame, access: Acces) -> str:
    low, high = inside["variation"].idxmin(), inside["variation"].idxmax()
    return (
        f"De {ecart(inside.at[low, 'variation'])} ({access.noms[low]}) à {ecart(inside.at[high, 'variation'])} "
        f"({access.noms[high]})."
    )


def _words(row: object) -> str:
    change = f"variation estimée {ecart(row.variation)}"  # type: ignore[attr-defined]
    spread = f" (de {ecart(row.variation_min)} à {ecart(row.variation_max)})"  # type: ignore[attr-defined]
    published = nombre(row.publie, 1)  # type: ignore[attr-defined]
    return f"{change}{spread} ; APL publiée {published}"
