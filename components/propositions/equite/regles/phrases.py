"""Equity in sentences. Pure."""

from collections.abc import Sequence

from components.core.francais import liste, mot, nombre, pluriel, pourcent
from components.propositions.equite.regles.mesures import MesuresDEquite

SENSIBLE = 0.005  # half of the last digit shown


def reponse(avant: MesuresDEquite, apres: MesuresDEquite) -> str:
    """« Les 10 % d'habitants les moins bien desservis passeraient de 0,80 à 1,04 consultation… »"""
    share = pourcent(avant.part)
    if abs(apres.bas - avant.bas) < SENSIBLE:
        first = f"Rien ne change pour les {share} d'habitants les moins bien desservis ({nombre(avant.bas, 2)})."
    else:
        first = (
            f"Les {share} d'habitants les moins bien desservis passeraient de {nombre(avant.bas, 2)} à "
            f"{nombre(apres.bas, 2)} {mot(round(apres.bas, 2), 'consultation')} par an."
        )
    if avant.rapport is None or apres.rapport is None:
        return first
    return (
        f"{first} Les {share} les mieux desservis en ont {nombre(avant.rapport, 1)} fois plus aujourd'hui, "
        f"{nombre(apres.rapport, 1)} fois après."
    )


def perdants(communes: Sequence[str], habitants: float) -> str:
    """Who loses, always said."""
    if not communes:
        return "Aucune commune ne perd."
    return (
        f"{pluriel(len(communes), 'commune perd', 'communes perdent')} ({pluriel(round(habitants), 'habitant')}) : "
        f"{liste(list(communes), 6)}."
    )
