"""The floor in words: communes whose loss exceeds their published access stay at 0, named, counted, and conserved."""

from collections.abc import Mapping

import pandas as pd

from components.core.acces.effects import Effet
from components.core.francais import ecart, liste, nombre, pluriel, pourcent
from components.core.refus import CODES_CITES

Names = Mapping[str, str]


def phrase(effet: Effet, habitants: "pd.Series[float]", noms: Names) -> str:
    """« Au plancher : 2 communes, 350 habitants (…) », and the communes beyond the border; empty when none is."""
    held = effet.au_plancher
    inside = held[held.isin(habitants.index)]
    beyond = pluriel(len(held) - len(inside), "commune voisine", "communes voisines")
    if inside.empty:
        return f"Au plancher : {beyond}, déjà à 0 ou presque, qui restent à 0." if len(held) else ""
    names = liste([noms.get(code, code) for code in inside], CODES_CITES)
    more = f", et {beyond}" if len(held) > len(inside) else ""
    return (
        f"Au plancher : {pluriel(len(inside), 'commune')}, {pluriel(round(habitants[inside].sum()), 'habitant')}{more} "
        f"({names}). La perte calculée y dépasse l'APL publiée : l'accès reste à 0."
    )


def conservation(effet: Effet) -> str:
    """What residents receive or lose, beside the change of supply and what the floor took."""
    received = effet.actes + effet.absorbe + effet.ecart_conservation
    sentence = (
        f"Conservation : {ecart(effet.actes, 0)} actes par an d'offre, {ecart(received, 0)} reçus par les habitants"
    )
    if not len(effet.au_plancher):
        return f"{sentence}."
    return (
        f"{sentence} ; le plancher en absorbe {nombre(effet.absorbe)} "
        f"({pourcent(effet.part_absorbee, 1)} des actes retirés)."
    )


def refus(effet: Effet, part_maximale: float, habitants: "pd.Series[float]", noms: Names) -> str:
    """Why the effect has no meaning, when the floor takes more than a share of the acts withdrawn; else empty."""
    if effet.part_absorbee <= part_maximale:
        return ""
    return (
        f"{nombre(effet.absorbe)} des {nombre(effet.retires)} actes retirés par an "
        f"({pourcent(effet.part_absorbee, 0)}) ne sont dans aucune APL publiée : au-delà de "
        f"{pourcent(part_maximale, 0)}, aucun effet n'est annoncé. {phrase(effet, habitants, noms)} "
        "Vérifiez le lieu, l'activité réelle et la série : ce médecin n'est peut-être pas dans l'APL publiée."
    )
