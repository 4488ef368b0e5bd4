"""The speed factor of the access kernel, from the changes of access DREES published between 2016 and 2018.

`REFERENCE=folder python -m tests.reference.vitesse` prints the factor, for whoever changes centres or neighbours: put
it in `data/parameters/acces.toml`, then `GARDER=1 make check-reference`.

Whatever the supply that moved, the change of access is G·ΔS: a kernel is judged by what it says of the communes of an
EPCI left out, from those of all the others (the prior of ΔS is proportional to residents; the noise is the one that
serves each kernel best). The factor is the one that explains most over all départements; choosing it on all but one
is printed with what it explains in the one left out. A hypothesis is rejected when it explains less than three quarters
of what the best one does. The weights of 2012 explain as much at a speed 1.15, that is with the same neighbourhood.
"""

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from components.core.acces import assemblage
from components.core.acces.access import Bands, Kernel
from components.core.acces.distance import pairs_within
from components.core.acces.travel import Trajets
from components.core.communes import interieures
from data.base import store
from data.base.acteurs import TERMINAL
from data.base.parameters import EnVigueur, catalogue
from data.chargement import chargement
from data.fichier import creation
from data.imports.grammaire.base import Fiche, Fichier
from data.territoire import indicateurs, noyau

Floats = npt.NDArray[np.float64]
FICHIER = "apl_2016_2018_communes_france.csv"
JOUR = date(2026, 11, 26)
DEPARTEMENTS = (
    "71",
    "58",
    "23",
    "48",
    "2A",
    "01",
    "12",
    "29",
    "33",
    "35",
    "67",
)  # plain, relief, coast, towns, borders
FACTEURS = tuple(round(0.5 + 0.05 * k, 2) for k in range(15))
JEUX = {"poids du zonage": "poids_zonage", "poids de 2012": "poids_2012"}
BRUITS = (0.01, 0.03, 0.1, 0.3, 1.0)  # variance of the noise, relative to what a kernel explains on average
ADMISE = 0.75  # of what the best hypothesis explains: below, the data reject it


@dataclass(frozen=True, eq=False)
class Terrain:
    """A département as the kernel sees it: its journeys, the communes observed, their change and the group left out."""

    trajets: Trajets
    observes: npt.NDArray[np.intp]
    variations: Floats
    groupes: npt.NDArray[np.intp]


def expliquee(kernel: Kernel, terrain: Terrain) -> float:
    """Share of the variance of the changes that the kernel predicts, each group left out in turn (at most 1)."""
    spread = kernel.gain[terrain.observes].multiply(np.sqrt(kernel.trajets.population)[None, :]).tocsr()
    shared = (spread @ spread.T).toarray()
    change = terrain.variations - terrain.variations.mean()
    scale, same = np.trace(shared) / len(change), np.eye(len(change))
    errors = []
    for noise in BRUITS:
        inverse = np.linalg.inv(shared + noise * scale * same)
        weighted, missed = inverse @ change, 0.0
        for group in np.unique(terrain.groupes):
            left = np.flatnonzero(terrain.groupes == group)
            missed += float((np.linalg.solve(inverse[np.ix_(left, left)], weighted[left]) ** 2).sum())
        errors.append(missed)
    return 1 - min(errors) / float(change @ change)


def lire(code: str, folder: Path) -> Terrain:
    """A département through the importer and the store, as the product reads it."""
    with tempfile.TemporaryDirectory() as place, store.connect(Path(place) / "table.db") as db:
        creation.creer(db, TERMINAL, code)
        file = Fichier(FICHIER, (folder / FICHIER).read_bytes())
        chargement.charger(db, TERMINAL, chargement.apercu(db, "apl-extrait", file, Fiche(), JOUR), JOUR)
        communes, people = noyau.entrees(db)["communes"], noyau.entrees(db)["population"]
        now, was = (indicateurs.values(db, f"apl_mg_{year}_tous_ages")["valeur"] for year in (2018, 2016))
    return terrain(communes, people, now - was)


def terrain(communes: pd.DataFrame, population: "pd.Series[float]", variations: "pd.Series[float]") -> Terrain:
    """The journeys of every factor and set of weights, and the communes of the département whose change is known."""
    values = EnVigueur(JOUR)
    bands = [assemblage.bandes(values, name) for name in JEUX.values()]
    reach = max(band.reach for band in bands) * max(FACTEURS)
    placed = communes[communes["lat"].notna() & population.reindex(communes.index).notna()]
    curve = assemblage.courbe(values, facteur=1.0)
    i, j, minutes = pairs_within(placed["lat"], placed["lon"], reach, curve)
    journeys = Trajets.build(population[placed.index].astype(float), placed.index, i, j, minutes, horizon=reach)
    known = variations.reindex(interieures(placed).index).dropna()
    groups = pd.factorize(placed.loc[known.index, "epci"].fillna(""))[0]
    return Terrain(journeys, journeys.communes.get_indexer(known.index), known.to_numpy(float), groups)


def essayer(found: Terrain, bandes: Bands, facteurs: Sequence[float] = FACTEURS) -> dict[float, float]:
    """The share explained at each factor."""
    return {factor: expliquee(Kernel.of(found.trajets, bandes, factor), found) for factor in facteurs}


@dataclass(frozen=True, eq=False)
class Calage:
    """What the calibration found. `parts`: by set of weights, a table départements × factors; `effets`: by département,
    the effect at the place at the factor kept, relative to 1."""

    parts: Mapping[str, pd.DataFrame]
    effets: Mapping[str, float]

    @property
    def table(self) -> pd.DataFrame:
        """Départements × factors, for the weights of the zoning."""
        return self.parts["poids du zonage"]

    @property
    def facteur(self) -> float:
        return float(self.table.mean().idxmax())

    @property
    def laisses(self) -> dict[str, tuple[float, float, float]]:
        """By département left out: the factor the others choose, what it explains there, what 1 explains."""
        found = {}
        for code in self.table.index:
            chosen = float(self.table.drop(index=code).mean().idxmax())
            found[str(code)] = chosen, float(self.table.at[code, chosen]), float(self.table.at[code, 1.0])
        return found

    def rejetee(self, jeu: str, facteur: float) -> bool:
        """Whether the data reject a hypothesis."""
        return bool(self.parts[jeu][facteur].mean() < ADMISE * self.table[self.facteur].mean())

    @property
    def perdants(self) -> list[str]:
        """The départements where the factor explains less than 1 does."""
        return [str(code) for code in self.table.index if self.table.at[code, self.facteur] <= self.table.at[code, 1.0]]


def caler(folder: Path, departements: Sequence[str] = DEPARTEMENTS) -> Calage:
    """Run the calibration on the files of a folder."""
    values, places = EnVigueur(JOUR), {code: lire(code, folder) for code in departements}
    parts = {
        words: pd.DataFrame({c: essayer(found, assemblage.bandes(values, name)) for c, found in places.items()}).T
        for words, name in JEUX.items()
    }
    kept = values.number("facteur_vitesse")
    return Calage(parts, {code: au_lieu(found, assemblage.bandes(values, JEUX["poids du zonage"]), kept)
                          for code, found in places.items()})  # fmt: skip


def au_lieu(found: Terrain, bandes: Bands, facteur: float) -> float:
    """How much more a change weighs at its own place at a factor than at 1, on average over residents."""
    there = found.observes
    people = found.trajets.population[there]
    one, other = (Kernel.of(found.trajets, bandes, f).demand[there] for f in (1.0, facteur))
    return float(np.average(one / other, weights=people))


def problems(found: Calage) -> list[str]:
    """One French sentence per difference with the parameters, or per département where the factor does worse."""
    kept = catalogue()["facteur_vitesse"].at(JOUR)
    low, central, high = kept.bornes
    said = [] if central == found.facteur else [f"facteur calé {found.facteur:g}, {central:g} en paramètre"]
    if round(central - low, 6) != round(high - central, 6):
        said.append(f"fourchette {low:g} à {high:g} : pas symétrique autour de {central:g}")
    said += [f"{f:g} est rejeté mais dans la fourchette" for f in FACTEURS
             if low <= f <= high and found.rejetee("poids du zonage", f)]  # fmt: skip
    if found.parts["poids de 2012"][found.facteur].mean() >= found.table[found.facteur].mean():
        said.append("au facteur retenu, les poids de 2012 prédisent mieux que ceux du zonage")
    return said + ([f"le facteur ne fait pas mieux que 1 dans : {', '.join(found.perdants)}"] if found.perdants else [])


def check(found: Calage) -> int:
    """Print the calibration; return 1 when it is not the one in the parameters."""
    for jeu, table in found.parts.items():
        for factor, part in table.mean().items():
            mark = " rejetée" if found.rejetee(jeu, float(factor)) else ""
            print(f"vitesse, {jeu}, facteur {factor:g} : {part:.1%} de la variance expliquée{mark}".replace(".", ","))
    for code, (chosen, there, one) in found.laisses.items():
        effect = found.effets[code]
        line = (
            f"vitesse, {code} laissé de côté : facteur {chosen:g}, {there:.1%} contre {one:.1%} à 1 ; effet sur place "
        )
        print((line + f"× {effect:.2f}").replace(".", ","))
    print(f"facteur de vitesse : {found.facteur:g}".replace(".", ","))
    wrong = problems(found)
    for problem in wrong:
        print(f"vitesse : {problem}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(check(caler(Path(os.environ["REFERENCE"]))))
