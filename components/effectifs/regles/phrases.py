"""Sentences: whole people only on ages the table entered, expected shares otherwise."""

from collections.abc import Sequence

import numpy as np

from components.core.francais import exact, nombre, pluriel, pourcent
from components.effectifs.moteur.departs import Reels
from components.effectifs.moteur.effectif import CHARGE, ESTIME, PROFESSIONS, SAISI, Ligne
from components.effectifs.moteur.retro import DROITE, IDEM, LOCAL, MODELE, Retro
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles.saisie import vieillis

BANDE = 0.8  # what the band promises
PEU_NOMBREUX = 20  # a mean under this is told with a decimal
FEMININES = frozenset({"sf"})  # professions whose name is feminine

PRUDENCE = (
    "Projection, pas prévision. La bande dit le hasard des départs et des arrivées ; l'incertitude des hypothèses est "
    "entre les lignes basse et haute."
)


def projection(lieu: str, result: Projete, rang: int, annee: int, bornes: tuple[int, int], estime: bool) -> str:
    """« Le Clunisois : 12 médecins généralistes aujourd'hui (estimé) ; 11 attendus en moyenne en 2036, … »."""
    t = annee - result.entrees.annee
    profession = result.entrees.groupes[rang][1]
    low, high = bornes
    now, mean = result.tetes_moyennes[rang, 0], result.tetes_moyennes[rang, t]
    words = PROFESSIONS[profession][int(now >= 2)]
    mark = " (estimé)" if estime else ""
    band = f"entre {low} et {high}" if low < high else f"{low}"
    return (
        f"{lieu} : {nombre(now)} {words} aujourd'hui{mark} ; {nombre(mean, int(mean < PEU_NOMBREUX))} "
        f"{attendus(profession, round(mean, 1))} en moyenne en {annee}, {band} huit fois sur dix."
    )


def attendus(profession: str, combien: float) -> str:
    """« attendus », « attendue »: agreed with the profession and the number."""
    feminine, plural = ("e" if profession in FEMININES else ""), ("s" if combien >= 2 else "")
    return f"attendu{feminine}{plural}"


def departs(lignes: Sequence[Ligne], result: Projete, rang: int, annee: int, age: float, ages: str) -> str:
    """Who reaches the age of retirement: people when every age is entered, else an expected share, with what stands in
    for the ages (`ages`)."""
    start, group = result.entrees.annee, result.entrees.groupes[rang]
    mine = [row for row in lignes if (row.territoire, row.profession) == group]
    team = [row for row in mine if row.effectif and not row.annoncee(start) and not row.partie(start)]
    total = sum(row.effectif for row in team)
    if not total:
        return "Personne n'exerce aujourd'hui dans cette équipe."
    if all(row.statut == SAISI and row.age_min is not None for row in team):
        years = annee - start
        low = sum(row.effectif for row in team if (row.age_min or 0) + years >= age)
        high = sum(row.effectif for row in team if (row.age_max or 0) + years >= age)
        told = vieillis(team, start) or "âges saisis par la table"
        return f"{_atteignent(group[1], low, high, total, age)} d'ici fin {annee} ({told})."
    share = float(result.departs[rang, annee - start]) / total
    return (
        f"Part attendue de l'équipe d'aujourd'hui qui aurait cessé d'ici {annee} : {pourcent(share)}. "
        f"Estimation, des âges manquent : {ages}."
    )


def _atteignent(profession: str, low: int, high: int, total: int, age: float) -> str:
    """How many of a team will have reached an age: a number when ages leave no doubt, else between which two."""
    one, many = PROFESSIONS[profession]
    whole = f"{nombre(total)} {many}"
    years = f"{exact(age)} ans ou plus"
    if total == 1:
        who = f"{_article(profession)}{one}"
        return f"{who} n'aura pas {exact(age)} ans" if not high else f"{who} aura {'' if low else 'peut-être '}{years}"
    if low < high:
        some = f"au moins {nombre(low)} et au plus {nombre(high)}" if low else f"au plus {nombre(high)}"
        return f"{some[0].upper()}{some[1:]} des {whole} {'auront' if high > 1 else 'aura'} {years}"
    if not high:
        return f"{'Aucune' if profession in FEMININES else 'Aucun'} des {whole} n'aura {years}"
    if low == total:
        return f"Les {whole} auront {years}"
    return f"{nombre(low)} des {whole} {'auront' if low > 1 else 'aura'} {years}"


def _article(profession: str) -> str:
    return "La " if profession in FEMININES else "L'" if PROFESSIONS[profession][0][0] in "aeiouh" else "Le "


def patients(result: Projete, rang: int, annee: int, liste: tuple[float, float, float]) -> str:
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


def objectif(il_faut: int | None, cible: int, echeance: int, arrivee: int, avec: float, profession: str) -> str:
    """The answer of the goal-seek."""
    goal = pluriel(cible, *PROFESSIONS[profession])
    if il_faut is None:
        return f"Aucun nombre d'arrivées essayé n'atteint {goal} en {echeance} avec cette probabilité."
    if il_faut == 0:
        return f"{goal} en {echeance} : la tendance y suffit, avec une probabilité d'au moins {pourcent(avec)}."
    return (
        f"Pour compter au moins {goal} en {echeance} avec une probabilité de {pourcent(avec)}, il faut "
        f"{pluriel(il_faut, 'arrivée')} de plus au début de {arrivee}."
    )


def besoin(result: Projete, rang: int, annee: int) -> str:
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


def arrondi(values: Reels) -> list[float]:
    """Values at one decimal, for tables."""
    return [float(np.round(value, 1)) for value in values]


def qualite_courte(lignes: Sequence[Ligne], ages: str, annee: int) -> str:
    """« effectif saisi, âges saisis », « effectif estimé, âges inconnus, gabarit de repli »…"""
    total = sum(row.effectif for row in lignes)
    if not total:
        return "personne aujourd'hui, saisi par la table" if lignes else "effectif inconnu"
    count = {kind: sum(row.effectif for row in lignes if row.statut == kind) for kind in (SAISI, CHARGE, ESTIME)}
    whole = next((kind for kind, people in count.items() if people == total), "en partie estimé")
    aged = sum(row.effectif for row in lignes if row.age_min is not None)
    known = vieillis(lignes, annee).removeprefix("âges ") or "saisis"
    word = known if aged == total else f"inconnus, {ages}" if not aged else f"{known} en partie, sinon {ages}"
    return f"effectif {whole}, âges {word}"
