"""What a walk did: gestures done or refused, by role and state, and what went wrong."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Bouton:
    """A button of a page, wherever it is: what tells it from another."""

    page: str
    mots: str


@dataclass
class Bilan:
    """What the walk did: gestures done or refused, by role and state; and what went wrong. Buttons seen, pressed, and
    taken at least once, by role."""

    faits: Counter[tuple[str, str]] = field(default_factory=Counter)
    refus: Counter[tuple[str, str, str, str, str]] = field(default_factory=Counter)
    fautes: list[str] = field(default_factory=list)
    vus: dict[str, set[Bouton]] = field(default_factory=dict)
    presses: dict[str, set[Bouton]] = field(default_factory=dict)
    pris: dict[str, set[Bouton]] = field(default_factory=dict)

    def plus(self, autre: "Bilan") -> "Bilan":
        """Both."""
        seen, pressed, taken = (
            {role: one.get(role, set()) | two.get(role, set()) for role in {*one, *two}}
            for one, two in ((self.vus, autre.vus), (self.presses, autre.presses), (self.pris, autre.pris))
        )
        refused = self.refus + autre.refus
        return Bilan(self.faits + autre.faits, refused, self.fautes + autre.fautes, seen, pressed, taken)
