"""Sentences: whole people only on ages the table entered, expected shares otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from components.core.francais import compte, exact, nombre, pluriel, pourcent
from components.effectifs.moteur.departs import Reels
from components.effectifs.moteur.effectif import CHARGE, ESTIME, PROFESSIONS, SAISI, Ligne
from components.effectifs.moteur.passe.retro import DROITE, IDEM, LOCAL, MODELE, Retro
from components.effectifs.moteur.scenario import Projete
from components.effectifs.regles.adultes import ListeMoyenne
from components.effectifs.regles.saisie import vieillis

BANDE = 0.8  # what the band promises
PEU_NOMBREUX = 20  # a mean under this is told with a decimal
FEMININES = frozenset({"sf"})  # professions whose name is feminine

AU_VU = "huit fois sur dix, au vu du passé"
PRUDENCE = (
    "Projection, pas prévision. La bande contient ce qui arrive huit fois sur dix, au vu du passé : le hasard des "
    "départs et des arrivées, et l'erreur de niveau mesurée sur les effectifs passés (page Validation). Les lignes "
    "basse et haute disent les hypothèses."
)


@dataclass(frozen=True)
class EquipeComptee:
    """Where the people of a team come from: how many were counted, and in which year, what stands in for ages that are
    not known (empty: they are known), and whether their number is estimated."""

    combien: int
    annee: int
    ages: str = ""
    estime: bool = False

    @property
    def marque(self) -> str:
        """« (estimé, pyramide nationale) », empty when nothing is."""
        marks = [word for word in ("estimé" if self.estime else "", self.ages) if word]
        return f" ({', '.join(marks)})" if marks else ""


def projection(
    lieu: str, result: Projete, rang: int, annee: int, bornes: tuple[int, int], compte: EquipeComptee
) -> str:
    """« Le Clunisois : 12 médecins généralistes en 2024 (estimé, pyramide nationale), 12 attendus en 2026 ; 11 attendus
    en moyenne en 2036, entre 8 et 14 huit fois sur dix, au vu du passé. »"""
    heads, start, now = result.tetes_moyennes[rang], result.entrees.annee, compte.combien
    profession, mean = result.entrees.groupes[rang][1], heads[annee - start]
    words = PROFESSIONS[profession][int(now >= 2)]
    if result.entrees.avance:
        since = f"en {compte.annee}{compte.marque}, {_moyen(heads[0])} {attendus(profession, heads[0])} en {start}"
    elif compte.annee < start:
        since = f"aujourd'hui{compte.marque}, en partie selon un compte de {compte.annee}"
    else:
        since = f"aujourd'hui{compte.marque}"
    return (
        f"{lieu} : {nombre(now)} {words} {since} ; {_moyen(mean)} {attendus(profession, round(mean, 1))} en moyenne "
        f"en {annee}, {entre(*bornes)} {AU_VU}."
    )


def plus_agee(annee: int, mean: float, bornes: tuple[int, int], part: float, connue: float) -> str:
    """The second line of what a fallback pyramid says: the same team, were it older."""
    return (
        f"Avec une pyramide plus âgée ({pourcent(part)} de 60 ans ou plus, au lieu de {pourcent(connue)}) : "
        f"{_moyen(mean)} en {annee}, {entre(*bornes)} {AU_VU}."
    )


def entre(bas: int, haut: int) -> str:
    """« entre 8 et 14 », « 8 »."""
    return f"entre {nombre(bas)} et {nombre(haut)}" if bas < haut else nombre(bas)


def _moyen(combien: float) -> str:
    return nombre(combien, int(combien < PEU_NOMBREUX))


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
    since = start - result.entrees.avance
    whose = f"de l'équipe comptée en {since}" if since < start else "de l'équipe d'aujourd'hui"
    return (
        f"Part attendue {whose} qui aurait cessé d'ici {annee} : {pourcent(share)} ({ages}). "
        "Estimation, des âges manquent."
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


def patients(annee: int, bornes: tuple[float, float, float], liste: ListeMoyenne | None, defaut: float) -> str:
    """« Adultes dont le médecin traitant cesserait, avant reprise » — a flow, never a stock. `bornes`: low, mean, high
    of the sum; `liste`: how the mean list of the département is known (None: it is not), `defaut`: its value."""
    low, mean, high = (round(value, -2) for value in bornes)
    size = f"{nombre(round(defaut, -1))} adultes par médecin en moyenne"
    why = (
        f"{size}, paramètre en vigueur"
        if liste is None
        else f"{size} : {nombre(round(liste.adultes, -3))} adultes du département ont un médecin traitant, pour "
        f"{compte(liste.medecins, 'généraliste connu', 'généralistes connus')} ; des salariés inconnus la baisseraient"
    )
    return (
        f"Adultes dont le médecin traitant cesserait d'ici {annee}, avant reprise : environ {nombre(mean)}, "
        f"{entre_adultes(low, high)} huit fois sur dix selon les lois de départ (listes observées, sinon {why})."
    )


def entre_adultes(bas: float, haut: float) -> str:
    """« de 1 000 à 3 000 », « aucun »."""
    return f"de {nombre(bas)} à {nombre(haut)}" if haut > bas else nombre(bas)


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
    """Whether need moves from the first year of the run, and why."""
    level, start = float(result.besoin[rang, annee - result.entrees.annee]), result.entrees.annee
    loaded = result.entrees.groupes[rang][0] in result.entrees.besoins
    if loaded:
        why = "projection de population par âge chargée"
    elif abs(level - 1) < 1e-9:
        return "À population constante : aucune projection de population n'est chargée."
    else:
        why = "croissance réglée par la table, faute de projection chargée"
    return f"Besoin de {annee} : {nombre(100 * level, 1)} pour 100 en {start} ({why})."


def retro(qui: str, epreuve: Retro) -> str:
    """What a back-test found, in a few sentences, whatever it found."""
    model, idem, line = epreuve.retenue, epreuve.de(IDEM), epreuve.de(DROITE)
    other = epreuve.de(MODELE if model.nom == LOCAL else LOCAL)
    rhythm = "les arrivées de chaque département" if model.nom == LOCAL else "le rythme national d'arrivées"
    left = "le rythme national" if model.nom == LOCAL else "les arrivées de chaque département"
    beaten = [words for words, rival in (("« rien ne change »", idem), ("la ligne droite", line))
              if model.erreur < rival.erreur]  # fmt: skip
    verdict = f"il fait mieux que {' et '.join(beaten)}" if beaten else "il ne fait mieux ni que l'un, ni que l'autre"
    side = "sous-estime" if model.total < 0 else "surestime"
    return (
        f"{qui}, {epreuve.departements} départements, ajusté jusqu'en {epreuve.ajuste}, prévu pour {epreuve.prevu} : "
        f"erreur moyenne de {pourcent(model.erreur, 1)} avec {rhythm}, retenu parce qu'il prévoit mieux "
        f"({pourcent(other.erreur, 1)} avec {left}), {pourcent(idem.erreur, 1)} si rien ne change, "
        f"{pourcent(line.erreur, 1)} pour une ligne droite ; {verdict}, et {side} le total de "
        f"{pourcent(abs(model.total), 1)}. {_couverture(epreuve)}{_vieux(epreuve)}"
    )


def _couverture(epreuve: Retro) -> str:
    """How often the band held what came, with the level error and by chance alone."""
    model = epreuve.retenue
    cover, alone = model.couverture or 0.0, model.hasard
    only = "n'a couvert que" if cover < BANDE else "a couvert"
    chance = "" if alone is None else f", {pourcent(alone)} avec le seul hasard des personnes"
    level = "" if epreuve.niveau is None else f" Erreur de niveau : {pourcent(epreuve.niveau, 1)} par an."
    return f"La bande de 8 chances sur 10 {only} {pourcent(cover)} des départements{chance}.{level}"


def _vieux(epreuve: Retro) -> str:
    """What the laws of exit say of the over-65s of the last year, against what they were."""
    if epreuve.vieux is None:
        return ""
    side = "sous-estime" if epreuve.vieux < 0 else "surestime"
    return f" Pour les 65 ans et plus de {epreuve.prevu}, la loi de départ {side} de {pourcent(abs(epreuve.vieux))}."


def est_estime(lignes: Sequence[Ligne], groupes: Sequence[tuple[str, str]]) -> bool:
    """Whether a part of these teams is estimated."""
    wanted = set(groupes)
    return any(row.statut == ESTIME for row in lignes if (row.territoire, row.profession) in wanted)


def arrondi(values: Reels) -> list[float]:
    """Values at one decimal, for tables."""
    return [float(np.round(value, 1)) for value in values]


def qualite_courte(lignes: Sequence[Ligne], ages: str, annee: int) -> str:
    """« effectif saisi, âges saisis », « effectif estimé, âges inconnus, pyramide nationale »…"""
    total = sum(row.effectif for row in lignes)
    if not total:
        return "personne aujourd'hui, saisi par la table" if lignes else "effectif inconnu"
    count = {kind: sum(row.effectif for row in lignes if row.statut == kind) for kind in (SAISI, CHARGE, ESTIME)}
    whole = next((kind for kind, people in count.items() if people == total), "en partie estimé")
    aged = sum(row.effectif for row in lignes if row.age_min is not None)
    entered = vieillis(lignes, annee).removeprefix("âges ") or "saisis"
    word = entered if aged == total else f"inconnus, {ages}" if not aged else f"{entered} en partie, sinon {ages}"
    return f"effectif {whole}, âges {word}"
