"""The map of an answer: who gains and loses, a disc with its name for each site, and the address that projects it."""

from dataclasses import replace

import pandas as pd
from sqlite_utils import Database

from components.core.acces.moves import JOURS_MAX
from components.core.francais import liste
from components.core.refus import EntreeInvalide
from components.propositions.implantation.lectures import SitesLus
from components.propositions.implantation.regles.demande import GENRES, Codes, DemandeDeSites
from components.propositions.lectures import PHRASE, Terrain
from components.ui.cartes import carte_effet, carte_sites
from components.ui.cartes import planche as planches
from components.ui.cartes.planche import Planche
from data.territoire import territoire

NOM = "ou-ouvrir"
LISTES = ("imposes", "ouverts")


def composer(db: Database, lieu: Terrain, demande: DemandeDeSites, phrase: str, lue: SitesLus) -> Planche:
    """The map of an answer, its sites written on it. `phrase`: the answer, said before it where it is projected."""
    source = " · ".join([lieu.serie.titre, lieu.serie.unite, "par commune", PHRASE])
    marks, names = reperes(db, demande, lue.sites), [lieu.noms[code] for code in lue.sites]
    title = f"Où ouvrir ? {liste(names)}"
    drawn = carte_effet.composer(db, lue.effet, lieu.access, title, source, "", adresse(demande, lue.sites), marks)
    return replace(drawn, phrase=phrase)


def adresse(demande: DemandeDeSites, sites: Codes) -> str:
    """Where the map of these sites is projected: it says all that it shows."""
    chosen: dict[str, object] = {"sites": ",".join(sites), "genre": demande.genre, "capacite": f"{demande.capacite:g}"}
    chosen |= {name: ",".join(getattr(demande, name)) for name in LISTES} | {"provenance": demande.provenance}
    return planches.adresse(NOM, chosen)


def demandee(lieu: Terrain, choix: dict[str, str]) -> tuple[DemandeDeSites, Codes]:
    """What an address asks for. Raises `EntreeInvalide` for what the file does not hold."""
    lists = {name: tuple(filter(None, choix.get(name, "").split(","))) for name in ("sites", *LISTES)}
    genre, origin, sites = choix.get("genre", ""), choix.get("provenance", ""), lists.pop("sites")
    places = {*sites, *(code for codes in lists.values() for code in codes), *filter(None, [origin])}
    try:
        size = float(choix.get("capacite", ""))
    except ValueError:
        size = 0.0
    if genre not in GENRES or not sites or not 0 < size <= JOURS_MAX or places - set(lieu.access.habitants.index):
        raise EntreeInvalide("Cette adresse ne désigne aucune réponse.")
    asked = DemandeDeSites(
        genre, size, len(sites), imposes=lists["imposes"], ouverts=lists["ouverts"], provenance=origin
    )
    return asked, sites


def reperes(db: Database, demande: DemandeDeSites, sites: Codes) -> pd.DataFrame:
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
