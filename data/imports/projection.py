"""Population ahead, by age: the projection of a département or of its territories, several years in one file."""

from collections.abc import Sequence

from data.imports.grammaire import ages, tableau
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, LigneLue, Rejets, SerieLue, provenance
from data.imports.grammaire.cellules import colonne, entier, marque, personnes, simple, uniques
from data.imports.grammaire.genres import PROJECTIONS, Genre, Parution
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import VALEUR, Serie

ANNEES = (1990, 2100)
TITRES = frozenset({"annee", "tranche age", "population"})
CODES = ("code", "code_territoire", "code_departement", "departement", "territoire")


def lire(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code,annee,tranche_age,population`: `code` is a département or a territory of the mesh in use.

    A series per year and age class; `niveau` is decided later, from the codes.
    """
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: set(n) >= TITRES, "code, annee, tranche_age, population")
    names = table.noms
    code = colonne(names, *CODES)
    if code < 0:
        raise FichierRefuse(
            f"« {fichier.nom} » n'a pas de colonne code. Ajoutez le code du département ou du territoire."
        )
    rejets, keys = Rejets(), []
    classes: dict[tuple[int, str], list[LigneLue]] = {}
    for row in table.rangees:
        place, year, label = str(row[code] or "").strip(), _year(row, names, rejets), _label(row, names)
        count = row[names.index("population")]
        people = personnes(count, rejets, row.numero, "population")
        line = LigneLue(row.numero, place, people, marque(count) or VALEUR)
        classes.setdefault((year, label), []).append(line)
        keys.append((row.numero, f"{place} {year} {label}"))
    uniques(rejets, keys, "code, annee, tranche_age")
    for year in sorted({year for year, _ in classes}):
        ages.verifier({label: lines for (when, label), lines in classes.items() if when == year}, rejets)
    rejets.lever(fichier)
    defaults = "Insee", "Licence Ouverte", "G"
    words = "Habitants projetés par année et tranche d'âge.", "Projection : ce n'est pas un recensement."
    card = provenance("projection_population", "Population projetée par âge", fiche, defaults, *words)
    left_out = table.ignorees(code, *(names.index(name) for name in TITRES))
    return FichierLu((card,), tuple(_class(key, lines) for key, lines in classes.items()), remarques=left_out)


def _year(row: Rangee, names: Sequence[str], rejets: Rejets) -> int:
    year = entier(row[names.index("annee")], rejets, row.numero, "annee")
    low, high = ANNEES
    if year is None or not low <= year <= high:
        cell = row[names.index("annee")]
        rejets.ajouter(row.numero, "annee", cell, "ce n'est pas une année", f"Écrivez une année de {low} à {high}.")
        return 0
    return int(year)


def _label(row: Rangee, names: Sequence[str]) -> str:
    return ages.mots(" ".join(str(row[names.index("tranche age")] or "").split()))


def _class(key: tuple[int, str], lines: Sequence[LigneLue]) -> SerieLue:
    year, label = key
    serie = Serie(
        id=f"population_projetee_{year}_{simple(label).replace(' ', '_')}", indicateur="population_projetee",
        libelle="Population projetée", unite="habitants", niveau="territoire", profession="", serie=label,
        millesime=year, sens=0, decimales=0, statut="officiel", agregation="aucune", poids=None,
        source="projection_population",
    )  # fmt: skip
    return SerieLue(serie, tuple(lines))


GENRES = (
    Genre(
        "projection-population",
        "Projection de population par âge",
        "CSV code, annee, tranche_age, population : le département ou ses territoires, une année passée au moins.",
        ("csv",),
        lire,
        lambda look: look.titres(lambda names: set(names) >= TITRES and colonne(names, *CODES) >= 0),
        "un CSV code, annee, tranche_age, population",
        Parution(
            "Projections de population départementales (modèle Omphale)",
            "Insee",
            "https://www.insee.fr/fr/statistiques (projections de population 2018-2070)",
            (PROJECTIONS,),
            r"projection_population",
        ),
        "projection",
        ("producteur", "millesime", "licence"),
    ),
)
