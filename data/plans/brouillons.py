"""A draft that another room asks of a plan: the place, the model action, what it adds, from when, at what cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BrouillonDAction:
    """A draft action. `territoire`: its code; `modele`: key of the one catalogue; `genre`, `commune`, `quantite`: the
    medical time it adds (ETP, or days a month); `annee`: when it starts; `cout`: euros of a full year, None unknown;
    `mots`: where it comes from, in French; `donneur`, `route`: where its days are taken, and the share of them that the
    road takes."""

    titre: str
    territoire: str
    modele: str
    genre: str
    commune: str
    quantite: float
    annee: int
    mots: str
    financeur: str = ""
    cout: float | None = None
    donneur: str = ""
    route: float = 0.0
