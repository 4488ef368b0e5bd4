"""The map of a mix: who gains, how many units go where, and the address that projects it."""

from dataclasses import replace

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces.effects import Effet
from components.core.francais import liste, pluriel
from components.core.refus import EntreeInvalide
from components.propositions.ecart import lectures_melange
from components.propositions.ecart.lectures import (
    COMMUNES,
    RANG,
    TERRITOIRES,
    DemandeDeMelange,
    MelangePropose,
    Moyen,
    chiffrables,
)
from components.propositions.ecart.regles.melange import Unites, tenue
from components.propositions.lectures import PHRASE, Terrain
from components.ui.cartes import carte_effet, carte_sites
from components.ui.cartes import planche as planches
from components.ui.cartes.planche import Planche
from data.territoire import territoire

NOM = "combler"
NOMS_ECRITS = 6  # places whose names are written on the map: more would hide one another
DANS, ENTRE = "~", "-"  # between the parts of a thing told, between things: kept as they are in an address
ANNEES_AU_PLUS = 100
INCONNUE = "Cette adresse ne désigne aucun mélange."


def composer(
    db: Database, lieu: Terrain, demande: DemandeDeMelange, proposee: MelangePropose, unites: Unites, phrase: str,
    effet: Effet,
) -> Planche:  # fmt: skip
    """The map of a mix, its units written where they go. `phrase`: the answer, said before it where it is projected."""
    source = " · ".join([lieu.serie.titre, lieu.serie.unite, "par commune", PHRASE])
    address = adresse(demande, proposee, unites)
    marks = reperes(db, proposee, unites)
    title = f"Combler l'écart d'ici {demande.annee} : {liste(lectures_melange.employes(proposee, unites), 4)}"
    drawn = carte_effet.composer(db, effet, lieu.access, title, source, "", address, marks)
    return replace(drawn, phrase=phrase)


def reperes(db: Database, proposee: MelangePropose, unites: Unites) -> pd.DataFrame:
    """A disc by place that receives something: how many units, and its name when there is room for names."""
    places = territoire.communes(db)
    counts: dict[str, int] = {}
    for _, code, count in lectures_melange.par_lieu(proposee, unites):
        counts[code] = counts.get(code, 0) + count
    rows = [
        (places.at[code, "nom"], pluriel(count, "unité"), places.at[code, "lat"], places.at[code, "lon"],
         str(count), places.at[code, "nom"] if len(counts) <= NOMS_ECRITS else "")
        for code, count in counts.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*carte_sites.COLONNES, "ecrit"])


def adresse(demande: DemandeDeMelange, proposee: MelangePropose, unites: Unites) -> str:
    """Where the map of this mix is projected: it says all that was asked, and all that goes somewhere."""
    means = [
        DANS.join((moyen.levier, str(moyen.plafond), "" if moyen.cout is None else _ecrit(moyen.cout)))
        for moyen in demande.moyens
    ]
    placed = [DANS.join((levier, code, str(count))) for levier, code, count in
              lectures_melange.par_lieu(proposee, unites)]  # fmt: skip
    chosen = {
        "cibles": demande.cibles, "zone": demande.zone, "annee": demande.annee, "niveau": demande.niveau,
        "par_lieu": demande.par_lieu, "peuplement": demande.peuplement, "moyens": ENTRE.join(means),
        "unites": ENTRE.join(placed),
    }  # fmt: skip
    return planches.adresse(NOM, chosen)


def _ecrit(cost: float) -> str:
    return f"{cost:.2f}".rstrip("0").rstrip(".")


def demandee(db: Database, lieu: Terrain, choix: dict[str, str]) -> DemandeDeMelange:
    """What an address asks. Raises `EntreeInvalide` for what the file does not hold."""
    areas = {"", *(str(code) for code in territoire.territoires(db).index)}
    targets, level, area = choix.get("cibles", ""), choix.get("niveau", ""), choix.get("zone", "")
    year, each = _entier(choix, "annee"), _entier(choix, "par_lieu")
    means = tuple(_moyen(told) for told in choix.get("moyens", "").split(ENTRE))
    within = lieu.jour.year < year <= lieu.jour.year + ANNEES_AU_PLUS
    if targets not in (COMMUNES, TERRITOIRES) or level not in RANG or area not in areas or not within or each < 1:
        raise EntreeInvalide(INCONNUE)
    return DemandeDeMelange(targets, area, year, level, means, each, _entier(choix, "peuplement", "0"))  # type: ignore[arg-type]


def unites_dites(proposee: MelangePropose, choix: dict[str, str]) -> Unites:
    """The units that an address places, in the order of the options of a question. Raises `EntreeInvalide` for a place,
    a means or a number that the question does not allow."""
    asked, units = proposee.question, np.zeros(len(proposee.question.cout), dtype=np.int64)
    for told in filter(None, choix.get("unites", "").split(ENTRE)):
        levier, code, count = (*told.split(DANS), "", "", "")[:3]
        if levier not in asked.moyens or code not in asked.lieux or not count.isdecimal():
            raise EntreeInvalide(INCONNUE)
        option = asked.moyens.index(levier) * len(asked.lieux) + asked.lieux.index(code)
        units[option] = int(count[:4])
    if not tenue(asked, units):
        raise EntreeInvalide(INCONNUE)
    return units


def _moyen(told: str) -> Moyen:
    levier, cap, cost = (*told.split(DANS), "", "", "")[:3]
    if levier not in chiffrables() or not cap.isdecimal() or len(cap) > 4:
        raise EntreeInvalide(INCONNUE)
    try:
        return Moyen(levier, int(cap), float(cost) if cost else None)
    except ValueError as wrong:
        raise EntreeInvalide(INCONNUE) from wrong


def _entier(choix: dict[str, str], nom: str, sinon: str = "") -> int:
    told = choix.get(nom, sinon)
    if not told.isdecimal() or len(told) > 7:
        raise EntreeInvalide(INCONNUE)
    return int(told)
