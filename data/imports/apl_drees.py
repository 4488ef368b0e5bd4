"""DREES APL workbooks: one profession per file, one sheet per year, a units row, notes and totals around.

2022 to 2024 (five professions) and the older 2018 and 2019 layouts. The last figures kept are those of rows whose
first cell is a commune code; a row that looks like one and is not is refused.
"""

import re
from collections.abc import Iterator, Sequence

from data.imports.apl_controles import annee_plausible, controle
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, LigneLue, Provenance, Rejets, SerieLue
from data.imports.grammaire.cellules import code_commune, est_absent, simple, uniques, valeur
from data.imports.grammaire.genres import CARTE, CONSTAT, Genre, Parution
from data.imports.grammaire.professions import (
    DREES,
    LICENCE,
    Profession,
    profession,
    serie_apl,
    serie_d_age,
    serie_population,
)
from data.imports.grammaire.tableau import COUPEE, deborde, doublons, sans_titre
from data.imports.grammaire.tableur import Classeur, Rangee
from data.territoire.indicateurs import Serie, population

ONGLET = r"^APL[ _]\d{4}$"
ANCRES = ("code commune insee", "code commune", "code insee", "codgeo")
AVANT_ENTETE = 40
MISE_EN_GARDE = (
    "Les moyennes de territoire sont pondérées par la population standardisée de la même publication ; "
    "les habitants sous un seuil sont comptés en population totale."
)
Colonnes = dict[int, tuple[Serie, bool]]


def lire(fichiers: Sequence[Fichier], _: Fiche) -> FichierLu:
    """Read one workbook. Raises `FichierRefuse` listing every bad row of every sheet."""
    fichier = fichiers[0]
    book = Classeur(fichier)
    sheets = book.feuilles(ONGLET)
    if not sheets:
        raise FichierRefuse(
            f"« {fichier.nom} » n'a pas d'onglet « APL 2023 » (ou d'une autre année) : onglets trouvés, "
            f"{', '.join(book.onglets[:6])}. Donnez le classeur publié par la DREES."
        )
    rejets, lues, sources, passed = Rejets(), [], [], []
    for sheet in sheets:
        series, source, words = _sheet(fichier, book, sheet, rejets)
        lues += series
        sources.append(source)
        passed += [words] if words else []
    if len({serie.serie.profession for serie in lues if serie.serie.profession}) > 1:
        raise FichierRefuse(f"« {fichier.nom} » mêle plusieurs professions. Donnez un classeur par profession.")
    rejets.lever(fichier)
    remarks = (f"Lignes sous la dernière commune (totaux, notes), laissées de côté — {', '.join(passed)}.",)
    return FichierLu(tuple(sources), tuple(lues), remarques=remarks if passed else ())


def _sheet(fichier: Fichier, book: Classeur, sheet: str, rejets: Rejets) -> tuple[list[SerieLue], Provenance, str]:
    year = int(re.findall(r"\d{4}", sheet)[-1])
    if not annee_plausible(year):
        raise FichierRefuse(
            f"L'onglet « {sheet} » de « {fichier.nom} » porte une année impossible. Donnez le classeur publié."
        )
    rows = book.rangees(sheet)
    at, header = _header(fichier, sheet, rows)
    doublons(header, at, rejets)
    who = _profession(fichier, sheet, header)
    source = f"apl_{who.fin}_drees_{year}"
    columns = _columns(fichier, sheet, header, who, year, source)
    anchor = next(k for k, name in enumerate(header) if name in ANCRES)
    _check_units(fichier, sheet, next(rows, None), columns, anchor, who)
    values, passed = _values(rows, header, columns, anchor, rejets, sheet)
    if not any(values.values()):
        raise FichierRefuse(f"L'onglet « {sheet} » de « {fichier.nom} » n'a aucune commune. Donnez le classeur publié.")
    read = [SerieLue(serie, tuple(values[k]), bordure=border) for k, (serie, border) in columns.items()]
    return read, _card(who, year, source), f"{sheet.strip()} : {passed}" if passed else ""


def _header(fichier: Fichier, sheet: str, rows: Iterator[Rangee]) -> tuple[int, list[str]]:
    for row in rows:
        names = [simple(cell) for cell in row.cellules]
        if any(name in ANCRES for name in names):
            return row.numero, names
        if row.numero > AVANT_ENTETE:
            break
    raise FichierRefuse(
        f"L'onglet « {sheet} » de « {fichier.nom} » n'a pas d'en-tête « Code commune INSEE ». "
        "Donnez le classeur publié."
    )


def _profession(fichier: Fichier, sheet: str, header: Sequence[str]) -> Profession:
    professions = {who for name in header if name.startswith("apl") and (who := profession(name))}
    if len(professions) != 1:
        raise FichierRefuse(
            f"L'onglet « {sheet} » de « {fichier.nom} » ne dit pas à quelle profession il se rapporte "
            "(« APL aux médecins généralistes », « APL aux infirmières »…). Donnez le classeur publié."
        )
    return professions.pop()


def _columns(fichier: Fichier, sheet: str, header: Sequence[str], who: Profession, year: int, source: str) -> Colonnes:
    """Position of each useful column -> its series, and whether border communes are kept."""
    columns: Colonnes = {}
    for k, name in enumerate(header):
        if name.startswith("apl"):
            columns[k] = serie_apl(who, year, serie_d_age(name), source), False
        elif "standardisee" in name:
            columns[k] = serie_population(who, _year(name, year - 2), source), True
        elif name.startswith("population totale"):
            columns[k] = population(_year(name, year - 2), source), True
    ids = [serie.id for serie, _ in columns.values()]
    if len(ids) > len(set(ids)):
        raise FichierRefuse(f"L'onglet « {sheet} » de « {fichier.nom} » a deux fois la même colonne. Gardez-en une.")
    if not any(serie.indicateur.startswith("population_standardisee") for serie, _ in columns.values()):
        raise FichierRefuse(
            f"L'onglet « {sheet} » de « {fichier.nom} » n'a pas la population standardisée qui pondère l'APL. "
            "Donnez le classeur publié."
        )
    return columns


def _year(name: str, default: int) -> int:
    mention = re.search(r"\b(20\d{2})\b", name)
    return int(mention[1]) if mention else default


def _check_units(
    fichier: Fichier, sheet: str, row: Rangee | None, columns: Colonnes, anchor: int, who: Profession
) -> None:
    """The row under the header must give, for each APL column, the unit of the profession."""
    if row is None or code_commune(row[anchor]) is not None:
        raise FichierRefuse(
            f"L'onglet « {sheet} » de « {fichier.nom} » n'a pas de ligne d'unités sous l'en-tête : impossible de "
            "vérifier ce que sont les valeurs. Donnez le classeur publié."
        )
    for k, (serie, _) in columns.items():
        if serie.indicateur.startswith("apl_") and not re.search(who.preuve, simple(row[k])):
            raise FichierRefuse(
                f"Ligne {row.numero} de l'onglet « {sheet} » : l'unité « {row[k] or 'vide'} » n'est pas celle des "
                f"{who.libelle.removeprefix('APL aux ')} ({who.unite}). "
                "Le fichier est peut-être celui d'une autre profession."
            )


def _values(
    rows: Iterator[Rangee], header: Sequence[str], columns: Colonnes, anchor: int, rejets: Rejets, sheet: str
) -> tuple[dict[int, list[LigneLue]], int]:
    """The values of each column, and how many rows stand under the last commune: totals and notes, passed over."""
    values: dict[int, list[LigneLue]] = {k: [] for k in columns}
    names = {k: f"{header[k]} ({sheet})" for k in columns}
    check = controle({k: serie for k, (serie, _) in columns.items()}, names)
    odd = sans_titre(header)
    keys: list[tuple[int, object]] = []
    since: list[Rangee] = []  # rows without a commune's code since the last commune
    for row in rows:
        code = code_commune(row[anchor])
        if code is None:
            since.append(row)
            continue
        _refuse_damaged(since, anchor, columns, rejets, sheet)
        since = []
        keys.append((row.numero, code))
        if deborde(row, header, odd):
            rejets.ajouter(row.numero, f"ligne ({sheet})", row[anchor], "une cellule n'a pas de titre", COUPEE)
        read = {k: valeur(row[k], rejets, row.numero, names[k]) for k in columns}
        check(row.numero, {k: number for k, (number, _) in read.items()}, rejets)
        for k, lines in values.items():
            lines.append(LigneLue(row.numero, code, *read[k]))
    _refuse_damaged([row for row in since if _almost_a_code(row[anchor])], anchor, columns, rejets, sheet)
    uniques(rejets, keys, f"code commune ({sheet})")
    return values, len(since)


def _refuse_damaged(rows: Sequence[Rangee], anchor: int, columns: Colonnes, rejets: Rejets, sheet: str) -> None:
    """Among rows without a commune's code, refuse those of figures whose code is damaged: the others are notes."""
    for row in rows:
        cell = row[anchor]
        figures = any(not est_absent(row[k]) and not isinstance(row[k], str) for k in columns)
        if _digits(cell) or (est_absent(cell) and figures):
            rejets.ajouter(
                row.numero, f"code commune ({sheet})", cell, "ce n'est pas un code de commune à cinq caractères",
                "Donnez le code Insee de la commune, par exemple 71014 ou 2A004.",
            )  # fmt: skip


def _digits(cell: object) -> bool:
    """Whether a cell looks like the beginning of a code: a number, or digits with a few letters."""
    if isinstance(cell, int | float):
        return True
    return isinstance(cell, str) and re.match(r"\s*(\d|2[ABab]\d)\S{0,6}\s*$", cell) is not None


def _almost_a_code(cell: object) -> bool:
    """Whether a cell under the last commune is a damaged code rather than the label of a total or of a note."""
    text = f"{cell:.0f}" if isinstance(cell, int | float) else str(cell or "")
    return re.fullmatch(r"\s*\d[0-9A-Za-z]{4,5}\s*", text) is not None


def _card(who: Profession, year: int, source: str) -> Provenance:
    return Provenance(
        id=source,
        titre=f"{who.libelle}, {year} (classeur DREES)",
        producteur=DREES,
        millesime=str(year),
        licence=LICENCE,
        fiabilite="V",
        description=f"Accessibilité potentielle localisée à la commune, {who.unite}, lue dans le classeur publié.",
        mises_en_garde=(MISE_EN_GARDE,),
        url="https://data.drees.solidarites-sante.gouv.fr/",
    )


GENRES = (
    Genre(
        "apl-drees",
        "APL : classeur de la DREES",
        "Un classeur XLSX par profession, un onglet par année (2018, 2019, 2022 à 2024).",
        ("xlsx",),
        lire,
        lambda look: look.feuille(ONGLET),
        "un classeur à onglet « APL 2023 » (ou d'une autre année)",
        Parution(
            "L'accessibilité potentielle localisée (APL), un classeur par profession",
            DREES,
            "https://data.drees.solidarites-sante.gouv.fr/explore/dataset/530_l-accessibilite-potentielle-localisee-apl/",
            (CARTE, CONSTAT),
            r"apl_\w+_drees_\d{4}|apl_mg_2023_71",
        ),
    ),
)
