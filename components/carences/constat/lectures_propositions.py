"""How often the rule proposes in France, on the families that national files let one read."""

import pandas as pd

from components.carences.constat.lectures_reperes import SERIES_CONNUES, frequences
from components.carences.constat.lectures_signaux import Tableau
from components.carences.regles.france import SignalEnFrance, proposer_partout
from components.carences.regles.signaux import FAMILLES, NIVEAU, PROPOSITIONS
from components.core.francais import compte, liste, pourcent
from data.carences import reperes_france
from data.territoire import indicateurs

INCONNUE = "En France : aucun fichier national n'est livré ni chargé pour cette profession."


def en_france(tableau: Tableau) -> str:
    """The share of France's territories that the rule would propose, with the families it is read on, in a sentence."""
    loaded = {name: read for name, read in tableau.france.items() if read.national}
    if any(rule.propre and rule.nom in loaded for rule in tableau.profession.regles):
        return _chargees(tableau, loaded)
    shares = _livrees(tableau)
    if not shares:
        return INCONNUE
    low, high = pourcent(min(shares)), pourcent(max(shares))
    share = low if low == high else f"{low} à {high} (selon la série d'âge)"
    return (
        f"En France, sur la seule famille « {FAMILLES['offre']} » (repère livré avec l'outil) : {share} des bassins de "
        "vie seraient au moins à surveiller."
    )


def _chargees(tableau: Tableau, loaded: dict[str, SignalEnFrance]) -> str:
    limits = {rule.nom: tableau.seuils[rule.seuil].value for rule in tableau.profession.regles}
    enough = next((review.a_examiner for review in tableau.bilans.values()), 1)
    proposed: pd.Series = proposer_partout(tableau.profession.regles, loaded, limits, enough)
    shares = proposed.value_counts(normalize=True)
    families = dict.fromkeys(FAMILLES[r.famille] for r in tableau.profession.regles if r.nom in loaded)
    told = [f"{pourcent(shares[kind])} {words}" for kind, words in PROPOSITIONS.items() if kind in shares.index]
    read = liste([f"« {name} »" for name in families])
    return (
        f"En France, sur {compte(len(proposed), 'territoire')} et ce que lisent les fichiers chargés ({read}) : "
        f"{', '.join(told)}."
    )


def _livrees(tableau: Tableau) -> list[float]:
    """The shares stored with the product; for another profession than doctors, those of its level of access."""
    if tableau.serie is None:
        return []
    if tableau.serie.indicateur != indicateurs.APL_MG:
        level = frequences(tableau)[NIVEAU].france
        return [] if level is None else [level.bas, level.haut]
    named = tableau.serie.dite or tableau.serie.serie
    ages = (named,) if named in SERIES_CONNUES else SERIES_CONNUES
    limit, stored = tableau.seuils[tableau.profession.seuil].value, reperes_france.lire().propositions
    keys = [f"{limit:g} {indicateurs.APL_MG} {age}" for age in ages]
    return [stored[key] for key in keys if key in stored]
