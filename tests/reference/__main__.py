"""`make check-reference`: real public files, through the importers and the store, to published means.

`REFERENCE` names the folder of the files. Exit 0 when every figure is found again, 1 when one is not, 3 when the
folder or a file is absent.
"""

import os
import sys
import tempfile
from datetime import date
from pathlib import Path

from sqlite_utils import Database

from components.core.acces.aggregate import moyenne
from data.base import store
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.fichier import creation
from data.imports.grammaire.base import Fiche, Fichier
from data.territoire import indicateurs, territoire
from tests.reference import arrivees, citations, courbe, embarque, reperes, retro, urgences, vitesse

JOUR = date(2026, 11, 22)
ATTENDUS = {
    "71": (3.25, 2.95),
    "58": (3.05, 2.67),
    "93": (3.35, 2.87),
    "23": (3.33, 2.83),
    "48": (3.24, 2.88),
    "2A": (4.07, 3.27),
}
DESSINES = ("71", "58", "93")  # those whose outlines are in the folder: the others keep those of the product
FICHIERS = {
    "centres": "centroides_communes_france_2025.csv",
    "contours": "communes-{}.geojson",
    "apl-extrait": "apl_2016_2018_communes_france.csv",
    "zonage-medecins": "zonage_medecins_communes_france.csv",
    "cartosante": "cartosante_zonage_infirmiers_communes_france.csv",
}
ANNEES = {"zonage-medecins": 2025, "cartosante": 2026}  # as the folder dates them: the files do not say
SERIES = ("apl_mg_2018_tous_ages", "apl_mg_2018_65_ans_et_moins")


def main() -> int:
    """Check each département, one line each."""
    folder = Path(os.environ.get("REFERENCE", ""))
    names = [name.format(code) for name in FICHIERS.values() for code in DESSINES]
    names += [retro.AGES, retro.DEPARTEMENTS, reperes.MAILLE, urgences.ACTIVITES, urgences.ETABLISSEMENTS]
    missing = sorted({name for name in names if not (folder / name).is_file()})
    if not os.environ.get("REFERENCE") or missing:
        print(f"Les fichiers de référence manquent ({missing[0] if missing else 'aucun'}) : donnez REFERENCE=dossier.")
        return 3
    found = [check(code, folder) for code in ATTENDUS]
    found += [retro.check(folder), arrivees.check(folder), courbe.check(folder), embarque.check(folder)]
    found.append(citations.check(folder.parent / "sources"))
    calage = vitesse.caler(folder)
    return max([*found, vitesse.check(calage), reperes.check(folder, calage)])


def check(code: str, folder: Path) -> int:
    """Build the département from nothing, print its two means, return 0 when they are the expected ones."""
    with tempfile.TemporaryDirectory() as place, store.connect(Path(place) / "table.db") as db:
        creation.creer(db, TERMINAL, code)
        charger(db, code, folder)
        means = tuple(mean(db, serie) for serie in SERIES)
        problems = [*creation.problems(db), *holes(db)]
    print(code, 2018, *(f"{value:.2f}" for value in means))
    expected = tuple(f"{value:.2f}" for value in ATTENDUS[code])
    if tuple(f"{value:.2f}" for value in means) != expected:
        problems.append(f"attendu : {' '.join(expected)}")
    for problem in problems:
        print(f"{code} : {problem}", file=sys.stderr)
    return 1 if problems else 0


def charger(db: Database, code: str, folder: Path) -> None:
    """Load the files of the folder into the file of a département."""
    for kind, name in FICHIERS.items():
        if kind == "contours" and code not in DESSINES:
            continue
        file = Fichier(name.format(code), (folder / name.format(code)).read_bytes())
        form = Fiche(millesime=ANNEES.get(kind, 0))
        chargement.charger(db, TERMINAL, chargement.apercu(db, kind, file, form, JOUR), JOUR)


def mean(db: Database, identifiant: str) -> float:
    """Mean of a série over the département, by its own standardised population."""
    serie = indicateurs.serie(db, identifiant)
    weights = indicateurs.poids(db, serie)
    assert weights is not None and weights.millesime == serie.millesime - indicateurs.DECALAGE_APL
    read = indicateurs.values(db, serie.id)
    people = indicateurs.values(db, weights.id)["valeur"].reindex(read.index).fillna(0.0)
    whole = moyenne(read["valeur"], read["etat"], people, people.map(lambda _: "departement").astype(str))
    return float(whole["valeur"].iloc[0])


def holes(db: Database) -> list[str]:
    """Communes without an outline, in French; the pieces a map would miss."""
    communes = territoire.communes(db)
    inside = communes.index[communes["role"] == "interieure"]
    drawn = territoire.contours(db, "commune")
    assert territoire.contours_livres(db) is (territoire.setting(db, "departement") not in DESSINES)
    return [f"commune sans contour : {code}" for code in inside.difference(drawn.index)]


if __name__ == "__main__":
    raise SystemExit(main())
