"""Points to share: each ballot shares the same number of points; a group counts by its mean points per ballot."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from components.core.francais import pluriel
from components.priorites.regles.fragilite import des_points, voisins
from components.priorites.regles.vote import (
    LISTE,
    USAGERS,
    Classement,
    Groupe,
    Rang,
    Regle,
    poids_normes,
    pourcent,
    ranger,
)


def points(regle: Regle, groupes: tuple[Groupe, ...]) -> Classement:
    """Rank the options by weighted mean of points per ballot."""
    means = _means(regle, groupes)
    ties = _tie_keys(regle, groupes)
    order = sorted(means, key=lambda option: (-means[option], ties[option]))
    ranked = ranger([(o, (means[o], ties[o])) for o in order], lambda a, b: a == b)
    lines = tuple(
        Rang(
            rank,
            option,
            _points(means[option]),
            _reason(regle, groupes, order, means, place),
            tie,
            mesure=float(means[option]),
        )
        for place, (rank, option, tie) in enumerate(ranked)
    )
    return Classement(lines, *voisins(order, partial(des_points, regle, groupes)))


def _means(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Fraction]:
    weights = poids_normes(groupes)
    return {
        option.id: sum(
            (w * Fraction(g.valeurs[option.id][0], g.bulletins) for w, g in zip(weights, groupes, strict=True)),
            Fraction(0),
        )
        for option in regle.options
    }


def _tie_keys(regle: Regle, groupes: tuple[Groupe, ...]) -> dict[str, Fraction]:
    users = tuple(group for group in groupes if group.usagers)
    if regle.departage == LISTE:
        return {option.id: Fraction(place) for place, option in enumerate(regle.options)}
    if regle.departage == USAGERS and users:
        return {option: -mean for option, mean in _means(regle, users).items()}
    return {option.id: Fraction(0) for option in regle.options}


def _reason(regle: Regle, groupes: tuple[Groupe, ...], order: list[str], means: dict[str, Fraction], place: int) -> str:
    share = means[order[place]] / regle.points if regle.points else Fraction(0)
    mean = "en moyenne" if len(groupes) == 1 else "en moyenne pondérée"
    text = f"{_points(means[order[place]])} par bulletin {mean}, soit {pourcent(share)} des points."
    if place + 1 < len(order) and means[order[place]] == means[order[place + 1]]:
        text += f" À égalité avec « {regle.libelle(order[place + 1])} »."
    return text


def _points(value: Fraction) -> str:
    hundredths = round(value * 100)
    return f"{hundredths // 100},{hundredths % 100:02d} {'point' if hundredths < 200 else 'points'}"


def reste(points: int, valeurs: Sequence[str]) -> str:
    """How many points a voter still has to share, in words; empty when a field holds no number."""
    read = [value.strip() or "0" for value in valeurs]
    if not all(value.isascii() and value.isdigit() and len(value) < 7 for value in read):
        return ""
    left = points - sum(map(int, read))
    if left < 0:
        return f"Vous avez réparti {pluriel(-left, 'point')} de trop."
    return f"Il vous reste {pluriel(left, 'point')}." if left else "Il ne vous reste aucun point : tout est réparti."
