"""Figures that the rule of carence waits for and that no national file brings: what each must be called and be.

A file of local figures whose form names one of these lands exactly where the signals read it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Attendu:
    """An expected figure: label and unit (those of its threshold), side that is good, levels it may be given at."""

    libelle: str
    unite: str
    sens: int
    niveaux: tuple[str, ...] = ("commune", "territoire")
    prudence: str = ""


ATTENDUS: Mapping[str, Attendu] = {
    "delai_mg": Attendu("Délai pour voir un médecin généraliste", "jours", -1),
    "delai_specialiste": Attendu("Délai pour voir un spécialiste", "jours", -1),
    "part_mg_60_ans": Attendu(
        "Part des médecins généralistes de 60 ans et plus", "%", -1, ("territoire",),
        "Sous cinq médecins, cette part désigne des personnes : écrivez « s » à la place du nombre.",
    ),
    "part_sans_mt": Attendu("Part des 17 ans et plus sans médecin traitant", "%", -1),
    "part_ald_sans_mt": Attendu("Part des patients en affection de longue durée sans médecin traitant", "%", -1),
    "part_75_ans": Attendu("Part des habitants de 75 ans et plus", "%", -1),
    "fdep": Attendu("Indice de désavantage social FDep", "indice sans unité", -1),
}  # fmt: skip
