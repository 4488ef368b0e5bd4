"""The map of an answer: who gains and loses, and a disc with its name for each site."""

import pandas as pd
from sqlite_utils import Database

from components.propositions.implantation.lectures import SitesLus
from components.propositions.implantation.regles.demande import GENRES, DemandeDeSites
from components.propositions.lectures import PHRASE, Terrain
from components.ui.cartes import carte_effet, carte_sites
from components.ui.cartes.planche import Planche
from data.territoire import territoire


def composer(db: Database, lieu: Terrain, demande: DemandeDeSites, nom: str, lue: SitesLus) -> Planche:
    """The map of an answer, its sites written on it."""
    source = " · ".join([lieu.serie.titre, lieu.serie.unite, "par commune", PHRASE])
    marks = reperes(db, demande, lue.sites)
    return carte_effet.composer(db, lue.effet, lieu.access, f"Où ouvrir ? {nom}", source, "", "", marks)


def reperes(db: Database, demande: DemandeDeSites, sites: tuple[str, ...]) -> pd.DataFrame:
    """A disc by site: « + » for a proposed one, « I » imposed, « O » open already, « − » where doctors leave."""
    places, kind = territoire.communes(db), GENRES[demande.genre].un
    signs = {code: "I" if code in demande.imposes else "+" for code in sites}
    signs |= dict.fromkeys(demande.ouverts, "O")
    if demande.provenance:
        signs[demande.provenance] = signs.get(demande.provenance, "") + "−"
    rows = [
        (places.at[code, "nom"], kind, places.at[code, "lat"], places.at[code, "lon"], sign, places.at[code, "nom"])
        for code, sign in signs.items()
        if code in places.index and pd.notna(places.at[code, "lat"])
    ]
    return pd.DataFrame(rows, columns=[*carte_sites.COLONNES, "ecrit"])
