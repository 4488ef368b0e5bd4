"""The map of a solidarity plan: who gains and loses, « − » where days are taken, « + » where they are given; and the
address that projects it."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.refus import EntreeInvalide
from components.propositions.lectures import PHRASE, Terrain
from components.propositions.solidarite.lectures import PretLu, SolidariteLue, phrase
from components.ui.cartes import carte_effet, carte_sites
from components.ui.cartes import planche as planches
from components.ui.cartes.planche import Planche
from data.territoire import territoire

NOM = "qui-prete"
NOMS_ECRITS = 6  # places whose names are written on the map: more would hide one another
DANS, ENTRE = "~", "."  # between the parts of a loan, between loans: kept as they are in an address


def composer(db: Database, lieu: Terrain, lue: SolidariteLue) -> Planche:
    """The map, both ends of each loan written on it, with the answer that is said before it where it is projected.
    Raises `EntreeInvalide` when nobody lends."""
    if lue.effet is None:
        raise EntreeInvalide("Personne ne prête : il n'y a rien à montrer.")
    source = " · ".join([lieu.serie.titre, lieu.serie.unite, "par commune", PHRASE])
    address = adresse([(one.preteur.code, one.receveur.code, one.jours) for one in lue.prets])
    marks = reperes(db, lue.prets)
    title = f"Qui prête à qui ? {pluriel(sum(one.jours for one in lue.prets), 'jour')} par mois"
    drawn = carte_effet.composer(db, lue.effet, lieu.access, title, source, "", address, marks)
    return replace(drawn, phrase=phrase(lieu, lue))


def adresse(prets: list[tuple[str, str, int]]) -> str:
    """Where the map of these loans is projected: lender, receiver, days a month of each."""
    return planches.adresse(NOM, {"prets": ENTRE.join(DANS.join((a, b, str(days))) for a, b, days in prets)})


def demandes(choix: Mapping[str, str]) -> list[tuple[str, str, int]]:
    """The loans that an address tells; [] for one that is not written so."""
    told = [one.split(DANS) for one in filter(None, choix.get("prets", "").split(ENTRE))]
    if any(len(one) != 3 or not one[2].isdecimal() or len(one[2]) > 3 for one in told):
        return []
    return [(lender, receiver, int(days)) for lender, receiver, days in told]


def reperes(db: Database, prets: list[PretLu]) -> pd.DataFrame:
    """A disc for each end, and the name of its commune when there is room for names."""
    places = territoire.communes(db)
    signs = {one.preteur.lieu: "−" for one in prets} | {one.receveur.lieu: "+" for one in prets}
    rows = [
        (
            places.at[code, "nom"],
            "prêt",
            places.at[code, "lat"],
            places.at[code, "lon"],
            sign,
            places.at[code, "nom"] if len(signs) <= NOMS_ECRITS else "",
        )
        for code, sign in sorted(signs.items())
        if code in places.index and pd.notna(places.at[code, "lat"])
    ]
    return pd.DataFrame(rows, columns=[*carte_sites.COLONNES, "ecrit"])
