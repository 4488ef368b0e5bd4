"""What published access says against a threshold, in figures and in one sentence: the home page and the map say it
alike."""

from dataclasses import dataclass

import pandas as pd

from components.core.francais import compte, exact, mot, nombre, pourcent

ACCES = "l'accès publié"
SANS_VALEUR = "Aucune valeur n'est disponible à ce niveau."


@dataclass(frozen=True)
class Denombrement:
    """What a level says against a threshold: people counted, people below, places below, what is unknown."""

    population: float
    population_sous: float
    lieux: int
    lieux_sous: int
    population_sans_valeur: float

    @property
    def part(self) -> float:
        """Share of the people with a known value who live below the threshold (NaN when none is known)."""
        people = self.population - self.population_sans_valeur
        return self.population_sous / people if people else float("nan")


def constat(table: pd.DataFrame, seuil: float) -> Denombrement:
    """Count people and places strictly below a threshold. `table`: valeur, etat, population (residents)."""
    valued = table["etat"] == "valeur"
    below = valued & (table["valeur"] < seuil)
    return Denombrement(
        population=float(table["population"].sum()),
        population_sous=float(table.loc[below, "population"].sum()),
        lieux=len(table),
        lieux_sous=int(below.sum()),
        population_sans_valeur=float(table.loc[~valued, "population"].sum()),
    )


def phrase_constat(resultat: Denombrement, seuil: float, niveau: str, quoi: str = ACCES) -> str:
    """The answer first: « 197 000 habitants sur 549 000 (36 %) vivent dans une commune… »."""
    place = {"commune": "une commune", "territoire": "un territoire"}[niveau]
    people = resultat.population - resultat.population_sans_valeur
    if not people:
        return SANS_VALEUR
    missing = resultat.population_sans_valeur
    without = compte(missing, "habitant sans valeur, non compté", "habitants sans valeur, non comptés")
    tail = f" ({without})" if missing else ""
    under = round(resultat.population_sous)
    return (
        f"{compte(under, 'habitant')} sur {nombre(people)} ({pourcent(resultat.part)}) "
        f"{mot(under, 'vit', 'vivent')} dans {place} où {quoi} est inférieur à {exact(seuil)} "
        f"{mot(seuil, 'consultation')} par an et par habitant standardisé{tail}."
    )
