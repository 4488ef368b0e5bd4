"""Exports of the Observatoire des territoires (ANCT): CSV `codgeo;an;apl_mg_hmep`, or the sheet `Data` of an XLSX.

One column of values, several years. The APL columns keep their own indicator; another column becomes one too.
"""

import re
from collections.abc import Sequence

from data.imports.generique import compte, decimales
from data.imports.grammaire import tableau
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, LigneLue, Provenance, Rejets, SerieLue
from data.imports.grammaire.cellules import commune, personnes, simple, uniques, valeur
from data.imports.grammaire.genres import CARTE, CONSTAT, Genre, Parution
from data.imports.grammaire.professions import LICENCE, PAR_CLE, serie_apl
from data.imports.grammaire.tableur import Classeur, Rangee, est_classeur
from data.territoire.indicateurs import Serie

CONNUS = {
    "apl mg hmep": "mg",
    "apl infirmiers": "inf",
    "apl kines": "mk",
    "apl sages femmes": "sf",
    "apl chirurgiens dentistes": "cd",
}
TITRES = frozenset({"codgeo", "an"})
DATA = r"^data$"
A_VERIFIER = "série d'âge à vérifier"


def lire(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """Read one export, every year in it. Raises `FichierRefuse` listing every bad row."""
    fichier = fichiers[0]
    table = _table(fichier)
    names = table.noms
    columns = [k for k, name in enumerate(names) if name and name not in ("codgeo", "an", "libgeo")]
    if len(columns) != 1:
        raise FichierRefuse(f"« {fichier.nom} » doit avoir une seule colonne de valeurs : il en a {len(columns)}.")
    rejets = Rejets()
    by_year: dict[int, list[LigneLue]] = {}
    keys: list[tuple[int, object]] = []
    names_said = tableau.codes_insee(table, names.index("codgeo"), rejets)
    for row in table.rangees:
        year, line = _line(row, names, columns[0], rejets)
        by_year.setdefault(year, []).append(line)
        keys.append((row.numero, f"{line.code} en {year}"))
    uniques(rejets, keys, "codgeo")
    rejets.lever(fichier)
    read = [
        _serie(str(table.titres[columns[0]]), names[columns[0]], year, lines, fiche) for year, lines in by_year.items()
    ]
    return FichierLu(tuple(card for _, card in read), tuple(serie for serie, _ in read), remarques=names_said)


def _titres(names: Sequence[str]) -> bool:
    return set(names) >= TITRES


def _table(fichier: Fichier) -> tableau.TableauLu:
    expected = "codgeo, an et une colonne de valeurs"
    if not est_classeur(fichier):
        return tableau.lire(fichier, _titres, expected)
    book = Classeur(fichier)
    sheets = book.feuilles(DATA)
    if not sheets:
        raise FichierRefuse(f"« {fichier.nom} » n'a pas d'onglet « Data ». Donnez l'export de l'Observatoire.")
    return tableau.lire_feuille(fichier, book, sheets[0], _titres, expected)


def _line(row: Rangee, names: Sequence[str], value: int, rejets: Rejets) -> tuple[int, LigneLue]:
    code = commune(row, names.index("codgeo"), rejets, "codgeo")
    year = str(row[names.index("an")] or "").strip().removesuffix(".0")
    if not re.fullmatch(r"20\d{2}", year):
        rejets.ajouter(row.numero, "an", year, "ce n'est pas une année", "Donnez une année sur quatre chiffres.")
    if compte(names[value]):
        personnes(row[value], rejets, row.numero, names[value])
    read = valeur(row[value], rejets, row.numero, names[value], signe=True)
    return int(year) if year.isdigit() else 0, LigneLue(row.numero, code or "", *read)


def _serie(heading: str, name: str, year: int, lines: Sequence[LigneLue], fiche: Fiche) -> tuple[SerieLue, Provenance]:
    source = f"observatoire_{name.replace(' ', '_')}_{year}"
    digits = decimales(lines)
    if name in CONNUS:
        # The relay does not say which age series it relays: the reader must know before any threshold.
        age = A_VERIFIER if CONNUS[name] == "mg" else ""
        serie = serie_apl(PAR_CLE[CONNUS[name]], year, age, source, digits)
        serie = Serie(**{**serie.__dict__, "id": source})
    else:
        key = simple(heading).replace(" ", "_")
        serie = Serie(id=source, indicateur=key, libelle=fiche.libelle.strip() or heading, niveau="commune",
                      unite=fiche.unite.strip() or "unité non précisée par l'export", profession="", serie="",
                      millesime=year, sens=fiche.sens, decimales=digits, statut="officiel",
                      agregation=fiche.agregation, poids=None, source=source)  # fmt: skip
    free = name not in CONNUS and not fiche.compte.strip()
    return SerieLue(serie, tuple(lines), libre=free), _card(source, serie, year, name in CONNUS)


def _card(source: str, serie: Serie, year: int, apl: bool) -> Provenance:
    cautions = ("La série d'âge des médecins n'est pas précisée par le relais : à vérifier avant tout constat.",)
    return Provenance(
        id=source,
        titre=f"{serie.libelle}, {year} (Observatoire des territoires)",
        producteur="DREES" if apl else "non précisé par l'export",
        relais="Observatoire des territoires (ANCT)",
        millesime=str(year),
        licence=LICENCE,
        fiabilite="V",
        description=f"{serie.libelle} à la commune, telle que relayée.",
        mises_en_garde=cautions if serie.serie == A_VERIFIER else (),
        url="https://www.observatoire-des-territoires.gouv.fr/",
    )


GENRES = (
    Genre(
        "observatoire",
        "Indicateur de l'Observatoire des territoires",
        "CSV codgeo;an;valeur, ou classeur à onglet « Data ».",
        ("csv", "xlsx"),
        lire,
        lambda look: look.titres(_titres) or look.feuille(DATA, _titres),
        "un CSV, ou un classeur à onglet « Data », codgeo, an et une colonne de valeurs",
        Parution(
            "Indicateurs de l'Observatoire des territoires, par commune",
            "ANCT",
            "https://www.observatoire-des-territoires.gouv.fr/outils/cartographie-interactive/",
            (CARTE, CONSTAT),
            r"observatoire_\w+",
        ),
        fiche=("libelle", "unite", "sens", "agregation", "compte"),
    ),
)
