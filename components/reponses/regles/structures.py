"""What the texts say of a CPTS (warnings, never refusals), and who covers which communes."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from components.core.francais import compte, exact, liste, pluriel


@dataclass(frozen=True)
class Reperes:
    """Marks of the IGAS for a CPTS: residents and professionals, low and high; and the residents where the size classes
    1, 2 and 3 of its agreement (ACI) end."""

    habitants: tuple[float, float]
    professionnels: tuple[float, float]
    tailles: tuple[float, float, float]


def avertissements(
    habitants: float, professionnels: int | None, taille: str, voisines: Mapping[str, int], r: Reperes
) -> list[str]:
    """What is out of the marks for a CPTS, in words. `taille`: the class noted, if any; `voisines`: other CPTS by name,
    and the communes both cover."""
    warnings = []
    low, high = r.habitants
    if not low <= habitants <= high:
        warnings.append(f"couvre {compte(habitants, 'habitant')}, hors du repère de {exact(low)} à {exact(high)}")
    low, high = r.professionnels
    if professionnels is not None and not low <= professionnels <= high:
        warnings.append(f"{pluriel(professionnels, 'professionnel')}, hors du repère de {exact(low)} à {exact(high)}")
    if taille and habitants and taille not in (fits := tailles(habitants, r.tailles)):
        meant = " ou ".join(fits)
        warnings.append(
            f"notée de taille {taille} (ACI) ; {compte(habitants, 'habitant est celui', 'habitants sont ceux')} "
            f"d'une taille {meant}"
        )
    if voisines:
        names = [f"« {name} » ({pluriel(count, 'commune')})" for name, count in voisines.items()]
        warnings.append(f"une CPTS par territoire, d'après les textes ; ici, en commun avec {liste(names)}")
    return warnings


def tailles(habitants: float, bornes: tuple[float, float, float]) -> list[str]:
    """The size classes of the agreement (ACI) that fit a number of residents: the limit of 2 and 3 is in both."""
    one, two, three = bornes
    fits = (habitants < one, one <= habitants <= two, two <= habitants <= three, habitants > three)
    return [taille for taille, fit in zip(("1", "2", "3", "4"), fits, strict=True) if fit]


def voisines(communes: pd.DataFrame, ident: int, autres: Mapping[int, str]) -> dict[str, int]:
    """Structures of the same kind (`autres`: names by number) that cover communes of one, and how many. `communes`:
    columns structure, commune."""
    mine = set(communes.loc[communes["structure"] == ident, "commune"])
    shared = communes[communes["commune"].isin(mine) & communes["structure"].isin([*autres]) &
                      (communes["structure"] != ident)]  # fmt: skip
    return {autres[int(other)]: int(count) for other, count in shared["structure"].value_counts().sort_index().items()}


def par_commune(communes: pd.DataFrame, noms: Mapping[int, str], toutes: pd.Index) -> pd.DataFrame:
    """For each commune, how many structures (`noms`: by number) cover it (nombre), and which (lesquelles)."""
    covered = communes[communes["structure"].isin([*noms])]
    by_commune = covered.assign(nom=covered["structure"].map(noms)).groupby("commune")["nom"].agg(lambda s: sorted(s))
    names = by_commune.reindex(toutes)
    lists = [one if isinstance(one, list) else [] for one in names]
    return pd.DataFrame({"nombre": [len(one) for one in lists], "lesquelles": lists}, index=toutes)


def par_territoire(
    couvertes: pd.DataFrame, territoires: "pd.Series[str]", habitants: "pd.Series[float]"
) -> pd.DataFrame:
    """For each territory: residents, those covered, by one alone (0 to all), those whom two or more cover, and which.

    `couvertes`: of `par_commune`; `territoires`: the territory of each commune.
    """
    people = habitants.reindex(couvertes.index).fillna(0.0)
    rows = pd.DataFrame(
        {
            "territoire": territoires.reindex(couvertes.index), "habitants": people,
            "couverts": people.where(couvertes["nombre"] > 0, 0.0),
            "plusieurs": people.where(couvertes["nombre"] > 1, 0.0),
            "blanches": (couvertes["nombre"] == 0).astype(int),
        }
    )  # fmt: skip
    sums = rows.groupby("territoire")[["habitants", "couverts", "plusieurs", "blanches"]].sum()
    names = (
        couvertes.assign(territoire=territoires)
        .groupby("territoire")["lesquelles"]
        .agg(lambda lists: sorted({name for one in lists for name in one}))
    )
    return sums.assign(lesquelles=names)
