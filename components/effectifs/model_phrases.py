"""Sentences: whole people only on ages the table entered, expected shares otherwise."""

from collections.abc import Sequence

import numpy as np

from components.core.francais import nombre, pluriel, pourcent
from components.effectifs.model_departs import Reels
from components.effectifs.model_effectif import ESTIME, PEU, PROFESSIONS, SAISI, Ligne
from components.effectifs.model_scenario import Resultat

PRUDENCE = (
    "Projection, pas prévision. La bande dit le hasard des départs et des arrivées ; l'incertitude des hypothèses est "
    "entre les lignes basse et haute."
)


def projection(lieu: str, result: Resultat, rang: int, annee: int, bornes: tuple[int, int], estime: bool) -> str:
    """« Le Clunisois : 12 médecins généralistes aujourd'hui (estimé) ; 11 attendus en 2036, … »."""
    t = annee - result.entrees.annee
    profession = result.entrees.groupes[rang][1]
    low, high = bornes
    now, mean = result.tetes_moyennes[rang, 0], result.tetes_moyennes[rang, t]
    words = PROFESSIONS[profession][int(now >= 2)]
    mark = " (estimé)" if estime else ""
    band = f"entre {low} et {high}" if low < high else f"{low}"
    return (
        f"{lieu} : {nombre(now)} {words} aujourd'hui{mark} ; {nombre(mean)} attendus en {annee}, "
        f"{band} huit fois sur dix."
    )


def departs(lignes: Sequence[Ligne], result: Resultat, rang: int, annee: int, age: float, entier: bool) -> str:
    """Who reaches the age of retirement: people when every age is entered (`entier`), an expected share otherwise."""
    start, group = result.entrees.annee, result.entrees.groupes[rang]
    team = [row for row in lignes if (row.territoire, row.profession) == group and not _annonce(row, start)]
    total = sum(row.effectif for row in team)
    if not total:
        return "Personne n'exerce aujourd'hui dans cette équipe."
    aged = all(row.statut == SAISI and row.age_min is not None for row in team)
    if aged and entier:
        reach = sum(row.effectif for row in team if (row.age_min or 0) + annee - start >= age)
        words = PROFESSIONS[group[1]][1] if total > 1 else PROFESSIONS[group[1]][0]
        verb = "auront" if reach > 1 else "aura"
        return f"{reach} des {total} {words} {verb} {nombre(age)} ans ou plus avant {annee} (âges saisis par la table)."
    share = float(result.departs[rang, annee - start]) / total
    return (
        f"Part attendue de l'équipe d'aujourd'hui qui aurait cessé avant {annee} : {pourcent(share)}. "
        "Estimation : des âges manquent, le gabarit de repli les remplace."
    )


def patients(result: Resultat, rang: int, annee: int, liste: tuple[float, float, float]) -> str:
    """« Adultes dont le médecin traitant cesserait, avant reprise » — a flow, never a stock."""
    gone = float(result.departs[rang, annee - result.entrees.annee])
    low, mid, high = (gone * size for size in liste)
    return (
        f"Adultes dont le médecin traitant cesserait d'ici {annee}, avant reprise : environ {nombre(round(mid, -2))} "
        f"(de {nombre(round(low, -2))} à {nombre(round(high, -2))}, selon {nombre(liste[0])}, {nombre(liste[1])} ou "
        f"{nombre(liste[2])} adultes par médecin)."
    )


def objectif(il_faut: int | None, cible: int, echeance: int, arrivee: int, avec: float, mot: str) -> str:
    """The answer of the goal-seek."""
    if il_faut is None:
        return f"Aucun nombre d'arrivées essayé n'atteint {cible} {mot} en {echeance} avec cette probabilité."
    if il_faut == 0:
        return f"{cible} {mot} en {echeance} : la tendance y suffit, avec une probabilité d'au moins {pourcent(avec)}."
    return (
        f"Pour compter au moins {cible} {mot} en {echeance} avec une probabilité de {pourcent(avec)}, il faut "
        f"{pluriel(il_faut, 'arrivée')} de plus au début de {arrivee}."
    )


def besoin(result: Resultat, annee: int) -> str:
    """Whether need moves."""
    level = float(result.besoin[annee - result.entrees.annee])
    if abs(level - 1) < 1e-9:
        return "À population constante : aucune projection de population n'est chargée."
    return f"Besoin de {annee} : {nombre(100 * level)} pour 100 aujourd'hui (population et vieillissement)."


def est_estime(lignes: Sequence[Ligne], groupes: Sequence[tuple[str, str]]) -> bool:
    """Whether a part of these teams is estimated."""
    wanted = set(groupes)
    return any(row.statut == ESTIME for row in lignes if (row.territoire, row.profession) in wanted)


def petite(effectif: float) -> bool:
    """Whether a team is so small that its ages identify people."""
    return 0 < effectif < PEU


def arrondi(values: Reels) -> list[float]:
    """Values at one decimal, for tables."""
    return [float(np.round(value, 1)) for value in values]


def _annonce(row: Ligne, annee: int) -> bool:
    return row.arrivee is not None and row.arrivee > annee


def qualite_courte(lignes: Sequence[Ligne]) -> str:
    """« effectif saisi, âges saisis », « effectif estimé, âges inconnus »…"""
    entered = sum(row.effectif for row in lignes if row.statut == SAISI)
    aged = sum(row.effectif for row in lignes if row.statut == SAISI and row.age_min is not None)
    total = sum(row.effectif for row in lignes)

    def word(part: int, other: str) -> str:
        return "saisi" if part == total else other if part == 0 else "saisi en partie"

    return f"effectif {word(entered, 'estimé')}, âges : {word(aged, 'inconnus, gabarit de repli')}"
