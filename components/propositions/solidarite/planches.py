"""The map of a solidarity plan: who gains and loses, « − » where days are taken, « + » where they are given."""

import pandas as pd
from sqlite_utils import Database

from components.core.acces.effects import Effet
from components.propositions.lectures import PHRASE, Terrain
from components.propositions.solidarite.lectures import PretLu
from components.ui.cartes import carte_effet, carte_sites
from components.ui.cartes.planche import Planche
from data.territoire import territoire


def composer(db: Database, lieu: Terrain, effet: Effet, prets: list[PretLu]) -> Planche:
    """The map, both ends of each loan written on it."""
    source = " · ".join([lieu.serie.titre, lieu.serie.unite, "par commune", PHRASE])
    return carte_effet.composer(db, effet, lieu.access, "Qui prête à qui ?", source, "", "", reperes(db, prets))


def reperes(db: Database, prets: list[PretLu]) -> pd.DataFrame:
    """A disc for each end, with the name of its commune."""
    places = territoire.communes(db)
    signs = {one.preteur.lieu: "−" for one in prets} | {one.receveur.lieu: "+" for one in prets}
    rows = [
        (places.at[code, "nom"], "prêt", places.at[code, "lat"], places.at[code, "lon"], sign, places.at[code, "nom"])
        for code, sign in sorted(signs.items())
        if code in places.index and pd.notna(places.at[code, "lat"])
    ]
    return pd.DataFrame(rows, columns=[*carte_sites.COLONNES, "ecrit"])
