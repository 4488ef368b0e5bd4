"""Sentences: whole people only on ages the table entered, expected shares otherwise."""

from collections.abc import Sequence

import numpy as np

from components.core.francais import nombre, pluriel, pourcent
from components.effectifs.model_departs import Reels
from components.effectifs.model_effectif import CHARGE, ESTIME, PEU, PROFESSIONS, SAISI, Ligne
from components.effectifs.model_retro import DROITE, IDEM, LOCAL, MODELE, Retro
from components.effectifs.model_scenario import Resultat

BANDE = 0.8  # what the band promises
PEU_NOMBREUX = 20  # a mean under this is told with a decimal

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
        f"{lieu} : {nombre(now)} {words} aujourd'hui{mark} ; {nombre(mean, int(mean < PEU_NOMBREUX))} attendus en "
        f"moyenne en {annee}, {band} huit fois sur dix."
    )


def departs(lignes: Sequence[Ligne], result: Resultat, rang: int, annee: int, age: float, ages: str) -> str:
    """Who reaches the age of retirement: people when every age is entered, else an expected share, with what stands in
    for the ages (`ages`)."""
    start, group = result.entrees.annee, result.entrees.groupes[rang]
    team = [row for row in lignes if (row.territoire, row.profession) == group and not _annonce(row, start)]
    total = sum(row.effectif for row in team)
    if not total:
        return "Personne n'exerce aujourd'hui dans cette équipe."
    aged = all(row.statut == SAISI and row.age_min is not None for row in team)
    if aged:
        reach = sum(row.effectif for row in team if (row.age_min or 0) + annee - start >= age)
        words = PROFESSIONS[group[1]][1] if total > 1 else PROFESSIONS[group[1]][0]
        verb = "auront" if reach > 1 else "aura"
        return f"{reach} des {total} {words} {verb} {nombre(age)} ans ou plus avant {annee} (âges saisis par la table)."
    share = float(result.departs[rang, annee - start]) / total
    return (
        f"Part attendue de l'équipe d'aujourd'hui qui aurait cessé avant {annee} : {pourcent(share)}. "
        f"Estimation, des âges manquent : {ages}."
    )


def patients(result: Resultat, rang: int, annee: int, liste: tuple[float, float, float]) -> str:
    """« Adultes dont le médecin traitant cesserait, avant reprise » — a flow, never a stock.

    Observed lists count as they are; `liste`: low, central, high size of those that are not known."""
    t = annee - result.entrees.annee
    known, bare = float(result.adultes[rang, t]), float(result.departs_sans_liste[rang, t])
    low, mid, high = (known + bare * size for size in liste)
    if bare < 1e-9:
        why = "listes observées"
    else:
        sizes = f"{nombre(liste[0])}, {nombre(liste[1])} ou {nombre(liste[2])} adultes par médecin"
        partly = "listes observées en partie, sinon " if known else "selon "
        why = f"de {nombre(round(low, -2))} à {nombre(round(high, -2))}, {partly}{sizes}"
    return (
        f"Adultes dont le médecin traitant cesserait d'ici {annee}, avant reprise : environ {nombre(round(mid, -2))} "
        f"({why})."
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


def besoin(result: Resultat, rang: int, annee: int) -> str:
    """Whether need moves, and why."""
    level = float(result.besoin[rang, annee - result.entrees.annee])
    loaded = result.entrees.groupes[rang][0] in result.entrees.besoins
    if loaded:
        why = "projection de population par âge chargée"
    elif abs(level - 1) < 1e-9:
        return "À population constante : aucune projection de population n'est chargée."
    else:
        why = "croissance réglée par la table, faute de projection chargée"
    return f"Besoin de {annee} : {nombre(100 * level, 1)} pour 100 aujourd'hui ({why})."


def retro(qui: str, epreuve: Retro) -> str:
    """What a back-test found, in one or two sentences, whatever it found."""
    model, local = epreuve.de(MODELE), epreuve.de(LOCAL)
    idem, line = epreuve.de(IDEM), epreuve.de(DROITE)
    beaten = [words for words, found in (("« rien ne change »", idem), ("la ligne droite", line))
              if model.erreur < found.erreur]  # fmt: skip
    verdict = f"il fait mieux que {' et '.join(beaten)}" if beaten else "il ne fait mieux ni que l'un, ni que l'autre"
    side = "sous-estime" if model.total < 0 else "surestime"
    cover = model.couverture or 0.0
    only = "n'a couvert que" if cover < BANDE else "a couvert"
    return (
        f"{qui}, {epreuve.departements} départements, ajusté jusqu'en {epreuve.ajuste}, prévu pour {epreuve.prevu} : "
        f"erreur moyenne de {pourcent(model.erreur, 1)} pour le modèle ({pourcent(local.erreur, 1)} avec les "
        f"arrivées de chaque département au lieu du rythme national), {pourcent(idem.erreur, 1)} si rien ne change, "
        f"{pourcent(line.erreur, 1)} pour une ligne droite ; {verdict}, et {side} le total de "
        f"{pourcent(abs(model.total), 1)}. La bande de 8 chances sur 10 {only} {pourcent(cover)} des départements."
    )


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


def qualite_courte(lignes: Sequence[Ligne], ages: str) -> str:
    """« effectif saisi, âges saisis », « effectif estimé, âges : inconnus, gabarit de repli »…"""
    total = sum(row.effectif for row in lignes)
    count = {kind: sum(row.effectif for row in lignes if row.statut == kind) for kind in (SAISI, CHARGE, ESTIME)}
    whole = next((kind for kind, people in count.items() if people == total), "en partie estimé")
    aged = sum(row.effectif for row in lignes if row.age_min is not None)
    word = "saisis" if aged == total else f"inconnus, {ages}" if not aged else f"saisis en partie, sinon {ages}"
    return f"effectif {whole}, âges {word}"
