"""What a counted vote shows, before it is drawn: the whole first, then each published group."""

from collections.abc import Sequence
from fractions import Fraction

from components.core.francais import accord
from components.core.mots import MENTIONS
from components.priorites.regles.decompte import Decompte
from components.priorites.regles.jugement import repartitions
from components.priorites.regles.vote import (
    APPROBATION,
    JUGEMENT,
    POINTS,
    Classement,
    Groupe,
    Regle,
    Resultat,
)
from components.ui.dessins.votes import DessinDeVote, LigneDeVote, VoletDeVote

ENSEMBLE = ""  # the id of the whole, among those of the groups
UNITES = {
    JUGEMENT: "Part de chaque mention, option par option, de la plus à la moins urgente",
    POINTS: "Points par bulletin, en moyenne",
    APPROBATION: "Part de ceux qui soutiennent chaque action",
}
RETENUES = {True: "retenue", False: "plus tard", None: "à départager"}


def dessin(tallies: Decompte, result: Resultat, montres: Sequence[str]) -> DessinDeVote:
    """The drawing of a vote as these show it: the whole (`ENSEMBLE`) and groups, by their id."""
    rule = tallies.regle
    rankings = dict(result.par_groupe) | {ENSEMBLE: result.ensemble}
    volets = tuple(_volet(tallies, rankings[one], one) for one in montres)
    longest = max((sum(line.parts) for volet in volets for line in volet.lignes), default=Fraction(0))
    scale = Fraction(longest) if rule.genre == POINTS else Fraction(1)
    first = ", ".join(f"{line.rang}. {rule.libelle(line.option)}" for line in rankings[montres[0]].rangs[:3])
    words = f"{titre(tallies, montres[0])}. {UNITES[rule.genre]}. En tête : {first}. Même contenu au tableau."
    return DessinDeVote(MENTIONS if rule.genre == JUGEMENT else ("",), volets, scale, words)


def titre(tallies: Decompte, montre: str) -> str:
    """Who votes in a part of the drawing: the whole, or a group and its ballots."""
    if montre == ENSEMBLE:
        return "L'ensemble, selon les poids" if len(tallies.groupes) > 1 else "L'ensemble"
    group = next(one for one in tallies.groupes if one.id == montre)
    return f"{group.nom} ({accord(group.bulletins, 'bulletin', 'bulletins')})"


def _volet(tallies: Decompte, ranking: Classement, montre: str) -> VoletDeVote:
    rule = tallies.regle
    groups = tuple(one for one in tallies.groupes if montre in (ENSEMBLE, one.id))
    shares = repartitions(rule, groups) if rule.genre == JUGEMENT else {}
    lines = tuple(
        LigneDeVote(
            f"{line.rang}.",
            rule.libelle(line.option),
            _valeur(rule, line.valeur, line.retenue),
            shares.get(line.option) or (_longueur(rule, groups, line.option),),
            pleine=rule.genre != APPROBATION or line.retenue is not False,
        )
        for line in ranking.rangs
    )
    return VoletDeVote(titre(tallies, montre), lines)


def _valeur(rule: Regle, valeur: str, retenue: bool | None) -> str:
    return f"{valeur}, {RETENUES[retenue]}" if rule.genre == APPROBATION else valeur


def _longueur(rule: Regle, groups: tuple[Groupe, ...], option: str) -> Fraction:
    """Mean points or share of support of an option, weighted as the rule does."""
    total = sum(group.poids for group in groups)
    parts = (group.poids / total * Fraction(group.valeurs[option][0], group.bulletins) for group in groups)
    return sum(parts, Fraction(0))
