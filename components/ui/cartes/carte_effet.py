"""The map of estimated changes with its legend, shared by every room that tries moves."""

import pandas as pd
from sqlite_utils import Database

from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.people import CUTS, mots_variation, rang_variation
from components.core.francais import ecart, nombre
from components.ui.cartes import carte, carte_sites, couleurs, fond
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.territoire import territoire

HAUTEUR = 430
TITRE_LEGENDE = "Variation estimée, en consultations par an et par habitant"


def afficher(db: Database, planche: Planche, choix: str, key: str) -> None:
    """Draw the map of estimated changes. `choix`, `key`: as `carte.afficher`."""
    carte.afficher(db, planche, choix, key, HAUTEUR)


def composer(
    db: Database, result: Effet, access: Acces, titre: str, source: str, lettres: str, adresse: str
) -> Planche:
    """The map of estimated changes by commune, with its legend. `titre`: what changes; `lettres`: families of sites."""
    inside = result.communes.loc[access.habitants.index]
    ranks = [rang_variation(change, CUTS) for change in inside["variation"]]
    cells = pd.DataFrame(
        {
            "couleur": [couleurs.couleur_variation(rank, len(CUTS)) for rank in ranks],
            "marque": "",
            "texte": [_words(row) for row in inside.itertuples()],
        },
        index=inside.index,
    )
    lines = tuple(_ligne(rank) for rank in sorted(set(ranks)))
    sites = carte_sites.autour(db, fond.lire(db), lettres)
    return Planche(
        titre=f"{titre} — {territoire.setting(db, 'nom')}",
        niveau="commune",
        panneaux=(Panneau("", cells),),
        legendes=(LegendeDeCarte(TITRE_LEGENDE, lines, carte_sites.legende(sites)),),
        alt=f"Carte des variations estimées d'APL par commune. {_extremes(inside, access)} Les tableaux dessous "
        "donnent les valeurs.",
        source=source,
        sites=sites,
        adresse=adresse,
    )


def _ligne(rank: int) -> LigneDeLegende:
    sign = "−" if rank < 0 else "+" if rank > 0 else ""
    return LigneDeLegende.de(couleurs.couleur_variation(rank, len(CUTS)), sign, mots_variation(rank, CUTS))


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
