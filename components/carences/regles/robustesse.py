"""How well a proposal holds: it is worked out again under every hypothesis that the loaded data allow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from components.carences.regles.hypotheses import EntreesDesHypotheses, Hypothese, Publication
from components.carences.regles.signaux import (
    PROPOSITIONS,
    Bilan,
    Famille,
    Proposition,
    Signal,
    famille,
    lire_signal,
)


@dataclass(frozen=True)
class Robustesse:
    """How a proposal holds: every hypothesis with what it would propose, and what cannot be tested."""

    proposition: Proposition
    essais: tuple[tuple[Hypothese, Proposition], ...]
    non_testables: tuple[str, ...]

    @property
    def total(self) -> int:
        return len(self.essais)

    @property
    def tenues(self) -> int:
        """Hypotheses under which the proposal is the same."""
        return sum(found == self.proposition for _, found in self.essais)

    @property
    def bascules(self) -> list[str]:
        """The choices that tip the proposal most often, in words: « Seuil : 2,71 (6 fois sur 6, à surveiller) »."""
        rows: dict[tuple[str, str], list[Proposition]] = {}
        for hypothesis, found in self.essais:
            for pair in hypothesis.mots.items():
                rows.setdefault(pair, []).append(found)
        options: dict[str, int] = {}
        for axis, _ in rows:
            options[axis] = options.get(axis, 0) + 1
        shares = {
            pair: sum(f != self.proposition for f in found) / len(found)
            for pair, found in rows.items()
            if options[pair[0]] > 1
        }
        worst = max(shares.values(), default=0)
        kept = [pair for pair, share in shares.items() if share == worst > 0]
        return [self._bascule(axis, option, rows[axis, option]) for axis, option in kept]

    def _bascule(self, axis: str, option: str, found: list[Proposition]) -> str:
        others = sorted({PROPOSITIONS[f] for f in found if f != self.proposition})
        count = sum(f != self.proposition for f in found)
        return f"{axis.lower()} « {option} » ({count} fois sur {len(found)} : {' ou '.join(others)})"

    @property
    def phrase(self) -> str:
        """« Résiste aux 12 hypothèses testables ; non testables : … »."""
        untested = f" ; non testables : {', '.join(self.non_testables)}" if self.non_testables else ""
        if not self.total:
            return f"Aucune hypothèse testable{untested}."
        if self.tenues == self.total:
            held = "à la seule hypothèse testable" if self.total == 1 else f"aux {self.total} hypothèses testables"
            return f"Résiste {held}{untested}."
        tips = f" ; bascule surtout avec : {' ; '.join(self.bascules)}" if self.bascules else ""
        return f"Résiste à {self.tenues} des {self.total} hypothèses testables{tips}{untested}."


def eprouver(
    bilans: Mapping[str, Bilan], entrees: EntreesDesHypotheses, non_testables: Sequence[str]
) -> dict[str, Robustesse]:
    """Work out the proposal of every territory again under every hypothesis."""
    tries: dict[str, list[tuple[Hypothese, Proposition]]] = {code: [] for code in bilans}
    others = {
        name: {code: _autres(bilan, changed, entrees.couverture) for code, bilan in bilans.items()}
        for name, changed in entrees.autres.items()
    }
    for offer in entrees.lectures:
        offers = entrees.offre(offer)
        for name, families in others.items():
            hypothesis = replace(offer, autres=name)
            for code, bilan in bilans.items():
                again = Bilan((offers[code], *families[code]), bilan.a_examiner)
                tries[code].append((hypothesis, again.proposition))
    return {code: Robustesse(bilans[code].proposition, tuple(tries[code]), tuple(non_testables)) for code in bilans}


def _autres(bilan: Bilan, seuils: Mapping[str, float], couverture: float) -> list[Famille]:
    """The families but « offre », some of their thresholds being changed."""

    def again(signal: Signal) -> Signal:
        limit = seuils.get(signal.regle.seuil)
        return signal if limit is None else lire_signal(signal.regle, signal.mesure, limit, couverture)

    others = [family for family in bilan.familles if family.nom != "offre"]
    return [famille(family.nom, [again(s) for s in family.signaux]) for family in others]


def non_testables(publications: Sequence[Publication], seuils: Sequence[float]) -> list[str]:
    """What the loaded data do not allow to try, in words."""
    said = []
    if len({publication.serie for publication in publications}) < 2:
        said.append("autre série d'âge (une seule chargée)")
    if max((len(publication.poids) for publication in publications), default=0) < 2:
        said.append("pondération par la population standardisée (non chargée)")
    if len({publication.millesime for publication in publications}) < 2:
        said.append("millésime précédent (un seul chargé)")
    if len(seuils) < 2:
        said.append("autre seuil daté (un seul connu)")
    return said
