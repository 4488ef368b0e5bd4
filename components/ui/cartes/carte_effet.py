"""The map of estimated changes with its legend, shared by every room that tries moves."""

from collections.abc import Sequence

import pandas as pd
from sqlite_utils import Database

from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.people import CUTS, mots_variation, rangs_variations
from components.core.francais import ecart, nombre
from components.ui.cartes import carte, carte_sites, couleurs, fond
from components.ui.cartes.planche import LegendeDeCarte, LigneDeLegende, Panneau, Planche
from data.territoire import territoire

HAUTEUR = 430
TITRE_LEGENDE = "Variation estimée, en consultations par an et par habitant"


def afficher(db: Database, planche: Planche, choix: str, key: str, clic: str = "") -> None:
    """Draw the map of estimated changes. `choix`, `key`, `clic`: as `carte.afficher`."""
    carte.afficher(db, planche, choix, key, HAUTEUR, clic)


def composer(
    db: Database, result: Effet, access: Acces, titre: str, source: str, lettres: str, adresse: str,
    reperes: pd.DataFrame | None = None,
) -> Planche:  # fmt: skip
    """The map of estimated changes by commune, with its legend. `titre`: what changes; `lettres`: families of sites;
    `reperes`: discs of its own, with the columns of sites and `ecrit`, what is written beside each."""
    return cote_a_cote(db, [("", result)], access, titre, source, lettres, adresse, reperes)


def cote_a_cote(
    db: Database, effets: Sequence[tuple[str, Effet]], access: Acces, titre: str, source: str, lettres: str,
    adresse: str, reperes: pd.DataFrame | None = None,
) -> Planche:  # fmt: skip
    """Maps of several changes of the same places, under one legend: the title of each, and what it changes."""
    cells = [_cells(result, access) for _, result in effets]
    lines = tuple(_ligne(rank) for rank in sorted({rank for ranks, _ in cells for rank in ranks}))
    sites = carte_sites.autour(db, fond.lire(db), lettres)
    told = " ".join(_extremes(result.communes.loc[access.habitants.index], access) for _, result in effets)
    return Planche(
        titre=f"{titre} — {territoire.setting(db, 'nom')}",
        niveau="commune",
        panneaux=tuple(Panneau(name, drawn) for (name, _), (_, drawn) in zip(effets, cells, strict=True)),
        legendes=(LegendeDeCarte(TITRE_LEGENDE, lines, carte_sites.legende(sites)),),
        alt=f"Carte des variations estimées d'APL par commune. {told} Les tableaux dessous donnent les valeurs.",
        source=source,
        sites=sites if reperes is None or reperes.empty else pd.concat([sites.assign(ecrit=""), reperes]),
        adresse=adresse,
    )


def _cells(result: Effet, access: Acces) -> tuple[list[int], pd.DataFrame]:
    inside = result.communes.loc[access.habitants.index]
    ranks = rangs_variations(inside["variation"].to_numpy(dtype=float), CUTS)
    drawn = pd.DataFrame(
        {
            "couleur": [couleurs.couleur_variation(rank, len(CUTS)) for rank in ranks],
            "marque": "",
            "texte": [_words(row) for row in inside.itertuples()],
        },
        index=inside.index,
    )
    return ranks, drawn


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
