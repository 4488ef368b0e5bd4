"""What a world is built in: its groups and years, the numbers it reads, laws of exit and arrivals of a profession."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from components.effectifs.moteur import cohorte, leviers
from components.effectifs.moteur.departs import Lois
from components.effectifs.moteur.leviers import ARRIVEES, ETP, Action
from components.effectifs.moteur.registre import PLEIN

MG = "mg"
CHAMP = 70  # the published national headcounts stop under this age; those of a département do not
Nombres = Mapping[str, object]  # parameters in force: numbers, or rows of numbers
Groupe = tuple[str, str]


@dataclass(frozen=True)
class Cadre:
    """What a world is built for: groups (territory, profession), base year, number of years. `meles`: among people
    whose ages a template gives, some are in cumul already (the first two methods knew none)."""

    groupes: tuple[Groupe, ...]
    annee: int
    annees: int
    meles: bool = True

    @property
    def calendrier(self) -> list[int]:
        return list(range(self.annee, self.annee + self.annees + 1))


def nombre(parametres: Nombres, nom: str) -> float:
    """A number among the parameters."""
    return float(parametres[nom])  # type: ignore[arg-type]


def lignes_de(parametres: Nombres, nom: str) -> cohorte.BANDES:
    """Rows of numbers among the parameters."""
    return tuple(tuple(float(cell) for cell in row) for row in parametres[nom])  # type: ignore[attr-defined]


def lois(parametres: Nombres, actions: Sequence[Action], groupe: Groupe, presents: float, annee: int) -> Lois:
    """Laws of exit of a group, with the lever that puts retirement off if there is one."""
    off = [(max(since - annee, 0), years) for since, years in leviers.reports(du_groupe(actions, groupe), presents)]
    return replace(lois_de(parametres, groupe[1]), reports=tuple(off))


def lois_de(parametres: Nombres, profession: str) -> Lois:
    """Laws of exit of a profession: practice after retirement is that of doctors for them alone."""
    names = [f"{name}_autres" if profession != MG else name for name in ("part_cumul", "duree_cumul")]
    share, length = (name if name in parametres else name.removesuffix("_autres") for name in names)
    return Lois(
        nombre(parametres, "age_retraite"),
        nombre(parametres, "etalement_retraite"),
        nombre(parametres, share),
        nombre(parametres, length),
        nombre(parametres, "sorties_autres"),
    )


def attractivite(profession: str) -> str:
    """The parameter that holds the arrivals of a profession relative to France, where it has one of its own."""
    return f"attractivite_{profession}"


def gabarit(profession: str) -> str:
    """The parameter that holds the ages of a profession, when a template or a loaded pyramid gives them."""
    return f"gabarit_ages_{profession}"


def du_groupe(actions: Sequence[Action], groupe: Groupe) -> list[Action]:
    """The levers that act on a group."""
    return [action for action in actions if (action.territoire, action.profession) == groupe]


def attendues(
    cadre: Cadre, groupe: Groupe, presents: int, parametres: Nombres, actions: Sequence[Action]
) -> list[float]:
    """Expected arrivals of each year: the national rhythm in proportion to those present, times what this place draws
    relative to France, plus what levers bring."""
    years, own = cadre.calendrier, attractivite(groupe[1])
    if groupe[1] == MG:
        path = cohorte.lire(lignes_de(parametres, "entrees_mg_france"), years)
        older = sum(share for first, _, share in lignes_de(parametres, "gabarit_ages_mg") if first >= CHAMP)
        people = nombre(parametres, "effectif_mg_france")
        rates = [path[year] / people * (1 - older) for year in years[:-1]]
    else:
        rates = [nombre(parametres, f"arrivees_{groupe[1]}")] * cadre.annees
    pull = nombre(parametres, own if own in parametres else "attractivite") * presents
    brought = np.diff(leviers.somme(du_groupe(actions, groupe), ARRIVEES, years))
    return [rate * pull + max(float(extra), 0.0) for rate, extra in zip(rates, brought, strict=True)]


def ajouts(cadre: Cadre, groupe: Groupe, actions: Sequence[Action]) -> list[int]:
    """Millionths of full time that levers bring without anyone of the team, by year index."""
    brought = leviers.somme(du_groupe(actions, groupe), ETP, cadre.calendrier)
    return [round(PLEIN * float(value)) for value in brought]
