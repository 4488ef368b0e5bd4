"""How well a proposal holds: worked out again along each axis of doubt, one at a time; what tips it is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from components.carences.regles.hypotheses import AXES, MOTIFS, EntreesDesVariantes, Variante
from components.carences.regles.signaux import (
    PROPOSITIONS,
    Bilan,
    Famille,
    Proposition,
    Signal,
    famille,
    lire_signal,
)
from components.core.francais import liste, pluriel

TIENT, BASCULE, SANS_ESSAI = "tient", "bascule", "sans essai"
SEUL = "territoire trop petit pour être lu seul"


@dataclass(frozen=True)
class AxeEprouve:
    """One axis: every other reading tried, in words, with what it would propose; `motif` when none can be."""

    nom: str
    proposition: Proposition
    essais: tuple[tuple[str, Proposition], ...]
    motif: str

    @property
    def bascules(self) -> list[tuple[str, Proposition]]:
        """The readings that would propose something else."""
        return [(words, proposed) for words, proposed in self.essais if proposed != self.proposition]

    @property
    def etat(self) -> str:
        return SANS_ESSAI if not self.essais else BASCULE if self.bascules else TIENT

    @property
    def mots(self) -> str:
        """« vitesse (20 % moins vite : à surveiller) »."""
        tips: dict[Proposition, list[str]] = {}
        for words, proposed in self.bascules:
            tips.setdefault(proposed, []).append(words)
        switches = " ; ".join(f"{liste(words)} : {PROPOSITIONS[proposed]}" for proposed, words in tips.items())
        return f"{self.nom} ({switches or self.motif})" if switches or self.motif else self.nom


@dataclass(frozen=True)
class Robustesse:
    """How a proposal holds along every axis."""

    immuable: ClassVar[bool] = True

    proposition: Proposition
    axes: tuple[AxeEprouve, ...]

    def dans(self, etat: str) -> list[AxeEprouve]:
        """The axes in a state: `TIENT`, `BASCULE` or `SANS_ESSAI`."""
        return [axis for axis in self.axes if axis.etat == etat]

    @property
    def resume(self) -> str:
        """In a cell: « changerait avec : seuils, vitesse », « ne changerait pas (5 autres lectures) »."""
        if tips := self.dans(BASCULE):
            return f"changerait avec : {', '.join(axis.nom for axis in tips)}"
        held = len(self.dans(TIENT))
        return f"ne changerait pas ({pluriel(held, 'autre lecture', 'autres lectures')})" if held else "rien à comparer"

    @property
    def phrase(self) -> str:
        """« Changerait avec : seuils (accès 2,71 : à surveiller). Ne changerait pas avec : série, vitesse. Non essayé :
        … »."""
        heads = {BASCULE: "Changerait avec", TIENT: "Ne changerait pas avec", SANS_ESSAI: "Non essayé"}
        groups = {head: [axis.mots for axis in self.dans(state)] for state, head in heads.items()}
        return " ".join(f"{head} : {', '.join(words)}." for head, words in groups.items() if words)


def eprouver(bilans: Mapping[str, Bilan], entrees: EntreesDesVariantes, couverture: float) -> dict[str, Robustesse]:
    """Work out the proposal of every territory again under every other reading, an axis at a time."""
    return {code: _eprouver(code, review, entrees.variantes, couverture) for code, review in bilans.items()}


def _eprouver(code: str, bilan: Bilan, variantes: Sequence[Variante], couverture: float) -> Robustesse:
    tried: dict[str, list[tuple[str, Proposition]]] = {axis: [] for axis in AXES}
    small = bilan.trop_petit
    for variant in () if small else variantes:
        tried[variant.axe].append((variant.mots, relire(code, bilan, variant, couverture).proposition))
    return Robustesse(
        bilan.proposition,
        tuple(
            AxeEprouve(axis, bilan.proposition, tuple(essais), "" if essais else SEUL if small else MOTIFS[axis])
            for axis, essais in tried.items()
        ),
    )


def relire(code: str, bilan: Bilan, variante: Variante, couverture: float) -> Bilan:
    """The review of a territory under another reading; a figure that it does not change stays as read."""

    def again(signal: Signal) -> Signal:
        rule = signal.regle
        figure = variante.mesures.get(rule.nom, {}).get(code, signal.mesure)
        return lire_signal(rule, figure, variante.seuils.get(rule.seuil, signal.seuil), couverture)

    families: list[Famille] = []
    for family in bilan.familles:
        signals = [signal for signal in family.signaux if signal.regle.nom not in variante.sans]
        families.append(famille(family.nom, [again(signal) for signal in signals]))
    return replace(bilan, familles=tuple(families))
