"""CSV cut from the APL workbooks: `code_commune`, then one column per figure, named for what it is.

    apl_mg_2018, apl_mg_65_2018 (≤ 65 years), apl_inf_2016, apl_sf_2016, apl_mk_2016, apl_cd_2016,
    pop_std_mg_2016 (the year of the population, two before the APL it weights), pop_totale_2016.

A column with another name (`nom_commune`) is passed over, and said.
"""

import re
from collections.abc import Sequence

from data.imports.base import Fiche, Fichier, FichierRefuse, Lecture, Ligne, Provenance, Rejets, SerieLue
from data.imports.cellules import colonne, commune, entete, nombre, uniques
from data.imports.professions import DREES, LICENCE, PAR_CLE, TOUS_AGES, serie_apl, serie_population
from data.imports.tableur import rangees_csv
from data.indicateurs import Serie, population

APL = re.compile(r"apl (mg|inf|mk|sf|cd)(?: (\d{2}))? (20\d{2})")
STANDARD = re.compile(r"pop std (mg|inf|mk|sf|cd) (20\d{2})")
TOTALE = re.compile(r"pop totale (20\d{2})")
SOURCE = "apl_extrait"


def lire(fichiers: Sequence[Fichier], _: Fiche) -> Lecture:
    """Read one cut. Raises `FichierRefuse` listing every bad row."""
    fichier = fichiers[0]
    rows = rangees_csv(fichier)
    at, names = entete(fichier, rows, lambda found: any(APL.fullmatch(n) for n in found), "code_commune, apl_mg_2018…")
    code = colonne(names, "code_commune", "codgeo", "code")
    if code < 0:
        raise FichierRefuse(f"« {fichier.nom} » n'a pas de colonne code_commune. Ajoutez-la.")
    columns = {k: known for k, name in enumerate(names) if (known := _serie(name))}
    rejets, keys = Rejets(), []
    values: dict[int, list[Ligne]] = {k: [] for k in columns}
    for row in rows[at + 1 :]:
        found = commune(row, code, rejets, "code_commune")
        keys.append((row.numero, found))
        for k, lines in values.items():
            number = nombre(row[k], rejets, row.numero, names[k])
            lines.append(Ligne.de(row.numero, found or "", number))
    uniques(rejets, (key for key in keys if key[1]), "code_commune")
    rejets.lever(fichier)
    series = tuple(
        SerieLue(serie, tuple(values[k]), bordure=serie.indicateur.startswith("population"))
        for k, serie in columns.items()
    )
    passed = [name for k, name in enumerate(names) if k not in columns and k != code and not name.startswith("nom")]
    words = (f"Colonnes non reconnues, laissées de côté : {', '.join(passed)}.",) if passed else ()
    years = sorted({found.serie.millesime for found in series if found.serie.indicateur.startswith("apl_")})
    return Lecture((_card(years),), series, remarques=words)


def _serie(name: str) -> Serie | None:
    if found := APL.fullmatch(name):
        who, age, year = found.groups()
        return serie_apl(PAR_CLE[who], int(year), f"{age} ans et moins" if age else TOUS_AGES, SOURCE)
    if found := STANDARD.fullmatch(name):
        return serie_population(PAR_CLE[found[1]], int(found[2]), SOURCE)
    if found := TOTALE.fullmatch(name):
        return population(int(found[1]), SOURCE)
    return None


def _card(years: Sequence[int]) -> Provenance:
    return Provenance(
        id=SOURCE,
        titre="Extrait des classeurs d'APL de la DREES",
        producteur=DREES,
        millesime=", ".join(map(str, years)),
        licence=f"{LICENCE} pour l'original",
        fiabilite="G",
        description="Fichier CSV tiré des classeurs publiés : une colonne par figure.",
        mises_en_garde=(
            "Extrait d'un tiers, et non le classeur publié : à recouper avec la publication.",
            "Sans population standardisée de la même profession, un territoire est pondéré par une autre "
            "population, et c'est dit.",
        ),
    )
