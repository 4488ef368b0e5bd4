"""CSV cut from the APL workbooks: `code_commune`, then one column per figure, named for what it is.

    apl_mg_2018, apl_mg_65_2018 (≤ 65 years), apl_inf_2016, apl_sf_2016, apl_mk_2016, apl_cd_2016,
    pop_std_mg_2016 (the year of the population, two before the APL it weights), pop_totale_2016.

A column with another name (`nom_commune`) is passed over, and said. Each publication (a profession, a year) has a card
of its own: another cut, of another year, leaves it as it is.
"""

import re
from collections.abc import Iterable, Sequence

from data.imports.apl_controles import annee_plausible, controle
from data.imports.grammaire import tableau
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, LigneLue, Provenance, Rejets, SerieLue
from data.imports.grammaire.cellules import colonne, commune, uniques, valeur
from data.imports.grammaire.genres import CARTE, CONSTAT, Genre, Parution
from data.imports.grammaire.professions import (
    DREES,
    LICENCE,
    PAR_CLE,
    PROFESSIONS,
    TOUS_AGES,
    serie_apl,
    serie_population,
)
from data.territoire.indicateurs import DECALAGE_APL, Serie, population

CODES = ("code_commune", "codgeo", "code")
APL = re.compile(r"apl (mg|inf|mk|sf|cd)(?: (\d{2}))? (20\d{2})")
STANDARD = re.compile(r"pop std (mg|inf|mk|sf|cd) (20\d{2})")
TOTALE = re.compile(r"pop totale (20\d{2})")
SOURCE = "apl_extrait_{}_{}"  # what of, year of the publication
HABITANTS = "population"


def lire(fichiers: Sequence[Fichier], _: Fiche) -> FichierLu:
    """Read one cut. Raises `FichierRefuse` listing every bad row."""
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda titres: any(APL.fullmatch(n) for n in titres), "code_commune, apl_mg_2018…")
    names = table.noms
    code = colonne(names, *CODES)
    if code < 0:
        raise FichierRefuse(f"« {fichier.nom} » n'a pas de colonne code_commune. Ajoutez-la.")
    columns = {k: parsed for k, name in enumerate(names) if (parsed := _serie(name))}
    _check_years(fichier, columns.values())
    check = controle(columns, dict(enumerate(names)))
    rejets, keys = Rejets(), []
    values: dict[int, list[LigneLue]] = {k: [] for k in columns}
    names_said = tableau.codes_insee(table, code, rejets)
    for row in table.rangees:
        insee = commune(row, code, rejets, "code_commune")
        keys.append((row.numero, insee))
        read = {k: valeur(row[k], rejets, row.numero, names[k]) for k in columns}
        check(row.numero, {k: number for k, (number, _) in read.items()}, rejets)
        for k, lines in values.items():
            lines.append(LigneLue(row.numero, insee or "", *read[k]))
    uniques(rejets, (key for key in keys if key[1]), "code_commune")
    rejets.lever(fichier)
    series = tuple(
        SerieLue(serie, tuple(values[k]), bordure=serie.indicateur.startswith("population"))
        for k, serie in columns.items()
    )
    return FichierLu(_cards(series), series, remarques=(*table.ignorees(code, *columns), *names_said))


def _check_years(fichier: Fichier, series: Iterable[Serie]) -> None:
    wrong = sorted(
        {s.millesime for s in series if s.indicateur.startswith("apl_") and not annee_plausible(s.millesime)}
    )
    if wrong:
        raise FichierRefuse(
            f"« {fichier.nom} » porte une année impossible ({wrong[0]}). Corrigez le nom de la colonne."
        )


def _serie(name: str) -> Serie | None:
    """The series of a column; a population belongs to the publication whose APL it weights."""
    if parts := APL.fullmatch(name):
        who, age, year = PAR_CLE[parts[1]], parts[2], int(parts[3])
        words = f"{age} ans et moins" if age else TOUS_AGES
        return serie_apl(who, year, words, SOURCE.format(who.fin, year))
    if parts := STANDARD.fullmatch(name):
        who, year = PAR_CLE[parts[1]], int(parts[2])
        return serie_population(who, year, SOURCE.format(who.fin, year + DECALAGE_APL))
    if parts := TOTALE.fullmatch(name):
        year = int(parts[1])
        return population(year, SOURCE.format(HABITANTS, year + DECALAGE_APL))
    return None


def _cards(series: Sequence[SerieLue]) -> tuple[Provenance, ...]:
    """One card per publication, of what the columns of it say."""
    by_source: dict[str, Serie] = {}
    for read in series:
        by_source.setdefault(read.serie.source, read.serie)
    names = {who.fin: who.libelle for who in PROFESSIONS} | {HABITANTS: "Population totale"}
    cards = []
    for source in by_source:
        what, year = source.removeprefix("apl_extrait_").rsplit("_", 1)
        cards.append(_card(source, f"{names[what]}, {year} (extrait des classeurs de la DREES)", year))
    return tuple(cards)


def _card(source: str, titre: str, year: str) -> Provenance:
    return Provenance(
        id=source,
        titre=titre,
        producteur=DREES,
        millesime=year,
        licence=f"{LICENCE} pour l'original",
        fiabilite="G",
        description="Fichier CSV tiré des classeurs publiés : une colonne par figure.",
        mises_en_garde=(
            "Extrait d'un tiers, et non le classeur publié : à recouper avec la publication.",
            "Sans population standardisée de la même profession, un territoire est pondéré par une autre "
            "population, et c'est dit.",
        ),
    )


GENRES = (
    Genre(
        "apl-extrait",
        "APL : extrait CSV des classeurs de la DREES",
        "CSV code_commune, apl_mg_2018, apl_mg_65_2018, pop_std_mg_2016…",
        ("csv",),
        lire,
        lambda look: look.titres(lambda names: any(APL.fullmatch(name) for name in names)),
        "un CSV code_commune, apl_mg_2018… (profession et année dans le titre)",
        Parution(
            "Extrait des classeurs de l'APL, fait par un tiers",
            f"{DREES} pour l'original",
            "celui qui l'a extrait ; l'original est sur https://data.drees.solidarites-sante.gouv.fr/",
            (CARTE, CONSTAT),
            r"apl_extrait_\w+",
        ),
    ),
)
