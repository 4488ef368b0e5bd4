"""Zonings: doctors (commune CSV, Atlasanté CSV) and CartoSanté exports. A zone is a category, never a number."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from data.imports.generique import compte, decimales
from data.imports.grammaire import tableau
from data.imports.grammaire.base import (
    DU_NOM,
    Fiche,
    FicheIncomplete,
    Fichier,
    FichierLu,
    FichierRefuse,
    LigneLue,
    Provenance,
    Rejets,
    SerieLue,
    annee_du_fichier,
    annee_du_nom,
)
from data.imports.grammaire.cellules import (
    code_commune,
    colonne,
    commune,
    est_absent,
    marque,
    personnes,
    simple,
    uniques,
    valeur,
)
from data.imports.grammaire.genres import CARTE, CONSTAT, Genre, Parution
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import VALEUR, Serie

MEDECINS = {1: "ZIP", 2: "ZAC", 3: "hors zonage (HZ)", 4: "ZAR"}
MOTS_MEDECINS = {
    "zip": 1, "zone d intervention prioritaire": 1, "zac": 2, "zone d action complementaire": 2,
    "hz": 3, "hors zonage": 3, "hors vivier": 3, "zar": 4,
}  # fmt: skip
DOTATION = {
    1: "très sous-dotée", 2: "sous-dotée", 3: "intermédiaire", 4: "très dotée", 5: "sur-dotée", 6: "non prioritaire",
}  # fmt: skip
MOTS_DOTATION = {simple(words): rank for rank, words in DOTATION.items()}
RANG = re.compile(r"\s*\d+[a-z]?_\D")  # « 1_Tres_sous_dotee », « 5b_Non_prioritaire »: a rank, then the words of a zone
ATLASANTE = {
    "zmed": "médecin", "zdent": "chirurgien-dentiste", "zide": "infirmier", "zmk": "masseur-kinésithérapeute",
    "zsf": "sage-femme", "zortho": "orthophoniste",
}  # fmt: skip
DROIT = "Zonage lu dans un fichier relayé : il ne prouve pas l'arrêté en vigueur, à vérifier auprès de l'ARS."


def lire_medecins(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code_commune,nom_commune,zonage_medecin` (`1_ZIP`, `2_ZAC`, `3_HZ`, `4_ZAR`, N/A)."""
    fichier = fichiers[0]
    year, year_note = _annee(fichier, fiche)
    table = tableau.lire(
        fichier,
        lambda n: "zonage medecin" in n and colonne(n, "code_commune", "code") >= 0,
        "code_commune, zonage_medecin",
    )
    code, value = colonne(table.noms, "code_commune", "code"), table.noms.index("zonage medecin")
    rejets = Rejets()
    lines = _zones(table, code, value, "zonage_medecin", rejets, _doctor)
    names_said = _codes(table, code, rejets)
    rejets.lever(fichier)
    serie = _serie(f"zonage_medecin_{year}", "Zonage médecins", year, "catégorie", "aucune")
    read = SerieLue(serie, lines, MEDECINS)
    return FichierLu((_card(serie, year_note),), (read,), remarques=(*table.ignorees(code, value), *names_said))


def lire_cartosante(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CartoSanté CSV: two title lines, then `Code;Libellé;<indicateur>…`, each of categories or of numbers."""
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: n[:2] == ["code", "libelle"] and any(n[2:]), "Code;Libellé;indicateur")
    year, year_note = _annee(fichier, fiche)
    rejets = Rejets()
    read = tuple(_indicator(table, k, year, fiche, rejets) for k, name in enumerate(table.noms) if k > 1 and name)
    names_said = _codes(table, 0, rejets)
    rejets.lever(fichier)
    return FichierLu(tuple(_card(lue.serie, year_note) for lue in read), read, remarques=names_said)


def _indicator(table: tableau.TableauLu, k: int, year: int, fiche: Fiche, rejets: Rejets) -> SerieLue:
    """One column of a CartoSanté export. Most of its cells say whether it is a zoning: an odd one is then refused."""
    heading, name = str(table.titres[k]).strip(), table.noms[k]
    identifiant = f"cartosante_{name.replace(' ', '_')}_{year}"
    cells = [str(row[k]) for row in table.rangees if not est_absent(row[k])]
    rank = _doctor if "medecin" in name else _endowment
    zones = sum(RANG.match(cell) is not None or rank(simple(cell)) is not None for cell in cells)
    if 2 * zones > len(cells):
        words = MEDECINS if "medecin" in name else DOTATION
        lines = _zones(table, 0, k, name, rejets, rank)
        return SerieLue(_serie(identifiant, heading, year, "catégorie", "aucune"), lines, words)
    numbers = []
    for row in table.rangees:
        if compte(heading, fiche.unite):
            personnes(row[k], rejets, row.numero, heading)
        read = valeur(row[k], rejets, row.numero, heading, signe=True)
        numbers.append(LigneLue(row.numero, commune(row, 0, Rejets(), "Code") or "", *read))
    serie = _serie(identifiant, heading, year, fiche.unite or "unité non précisée par l'export", "moyenne")
    serie = replace(serie, decimales=decimales(numbers), sens=fiche.sens)
    return SerieLue(serie, tuple(numbers), libre=not fiche.compte.strip())


def _codes(table: tableau.TableauLu, code: int, rejets: Rejets) -> tuple[str, ...]:
    """Refuse the rows without the code of a commune, or with one already met; what to say of the names."""
    name = table.noms[code].replace(" ", "_")
    keys = [(row.numero, commune(row, code, rejets, name)) for row in table.rangees]
    uniques(rejets, ((line, key) for line, key in keys if key), name)
    return tableau.codes_insee(table, code, rejets)


def lire_atlasante(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """Atlasanté CSV: `com_code`, `niveau` (COM is kept), and for each profession a `_niveau` and a `_date_arrete`."""
    fichier = fichiers[0]
    table = tableau.lire(fichier, lambda n: {"com code", "niveau"} <= set(n), "com_code, niveau, zmed_niveau…")
    names = table.noms
    rows = [row for row in table.rangees if simple(row[names.index("niveau")]) == "com"]
    if not rows:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne de niveau COM. Donnez l'export par commune.")
    rejets, read = Rejets(), []
    for prefix, who in ATLASANTE.items():
        if f"{prefix} niveau" in names:
            read.append(_atlas_series(rows, names, prefix, who, rejets, lambda: _annee(fichier, fiche)))
    if not read:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune colonne de zonage (zmed_niveau, zide_niveau…).")
    decrees = [year for _, _, year in read]
    if all(decrees):
        annee_du_fichier(fichier, fiche, *decrees)
    uniques(rejets, ((row.numero, code_commune(row[names.index("com code")])) for row in rows), "com_code")
    _unique_rejets(rejets)
    rejets.lever(fichier)
    return FichierLu(tuple(_card(lue.serie, note) for lue, note, _ in read), tuple(lue for lue, *_ in read))


def _atlas_series(
    rows: Sequence[Rangee], names: Sequence[str], prefix: str, who: str, rejets: Rejets,
    given: Callable[[], tuple[int, str]],
) -> tuple[SerieLue, str, int]:  # fmt: skip
    """A zoning of the year of its newest decree; without any, of the year `given`; what is said of that year; the year
    of the decree, 0 without any."""
    doctor = prefix == "zmed"
    rank, words = (_doctor, MEDECINS) if doctor else (_endowment, DOTATION)
    at, when = names.index(f"{prefix} niveau"), colonne(names, f"{prefix}_date_arrete")
    lines, dates = [], set()
    for row in rows:
        code = commune(row, names.index("com code"), rejets, "com_code")
        lines.append(_category(row, at, f"{prefix}_niveau", code or "", rank, rejets))
        if when >= 0 and not est_absent(row[when]):
            dates.add(_date(row, when, f"{prefix}_date_arrete", rejets))
    latest = max((day for day in dates if day), default=None)
    year, year_note = (latest.year, "") if latest else given()
    key = "medecin" if doctor else simple(who).replace(" ", "_")
    title = f"Zonage {who}" + (f" (arrêté du {latest:%d/%m/%Y})" if latest else "")
    serie = _serie(f"zonage_{key}_{year}", title, year, "catégorie", "aucune")
    return SerieLue(serie, tuple(lines), words), year_note, latest.year if latest else 0


def _zones(
    table: tableau.TableauLu, code: int, value: int, name: str, rejets: Rejets, rank: Callable[[str], int | None]
) -> tuple[LigneLue, ...]:
    return tuple(
        _category(row, value, name, commune(row, code, Rejets(), name) or "", rank, rejets) for row in table.rangees
    )


def _category(
    row: Rangee, index: int, name: str, code: str, rank: Callable[[str], int | None], rejets: Rejets
) -> LigneLue:
    cell = row[index]
    if est_absent(cell):
        return LigneLue(row.numero, code, None, marque(cell) or VALEUR)
    zone = rank(simple(cell))
    if zone is None:
        rejets.ajouter(row.numero, name, cell, "zone inconnue", "Gardez les libellés publiés (1_ZIP, 2_ZAC…).")
    return LigneLue.de(row.numero, code, None if zone is None else float(zone))


def _doctor(text: str) -> int | None:
    return MOTS_MEDECINS.get(re.sub(r"^\d+[a-z]? ", "", text))


def _endowment(text: str) -> int | None:
    return MOTS_DOTATION.get(re.sub(r"^\d+[a-z]? ", "", text).removeprefix("zone "))


def _date(row: Rangee, index: int, name: str, rejets: Rejets) -> date | None:
    try:
        return datetime.strptime(str(row[index]).strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        rejets.ajouter(row.numero, name, row[index], "ce n'est pas une date", "Écrivez jj/mm/aaaa.")
        return None


def _unique_rejets(rejets: Rejets) -> None:
    """One code read for six professions is refused once."""
    rejets[:] = list(dict.fromkeys(rejets))


def _serie(identifiant: str, title: str, year: int, unit: str, agregation: str) -> Serie:
    return Serie(
        id=identifiant, indicateur=identifiant.removesuffix(f"_{year}"), libelle=title, unite=unit, niveau="commune",
        profession="", serie="", millesime=year, sens=1, decimales=0, statut="officiel", agregation=agregation,
        poids=None, source=identifiant,
    )  # fmt: skip


def _annee(fichier: Fichier, fiche: Fiche) -> tuple[int, str]:
    """The year of the form, else that of the file's name, and what is said of it. Raises `FichierRefuse` with neither:
    nobody dates a zoning by the day it was loaded."""
    named = annee_du_nom(fichier.nom)
    if fiche.millesime:
        return fiche.millesime, ""
    if named is None:
        raise FicheIncomplete(
            f"Il manque l'année : ni « {fichier.nom} », ni son nom ne la donnent. Complétez la fiche."
        )
    return named, DU_NOM


def _card(serie: Serie, year_note: str = "") -> Provenance:
    return Provenance(
        id=serie.source,
        titre=f"{serie.libelle}, {serie.millesime}",
        producteur="ARS",
        relais="CartoSanté / Atlasanté",
        millesime=f"{serie.millesime}{year_note}",
        licence="non précisée",
        fiabilite="G",
        description=f"{serie.libelle}, par commune.",
        mises_en_garde=(DROIT,) if serie.unite == "catégorie" else (),
    )


def _medecins(names: list[str]) -> bool:
    return "zonage medecin" in names and not _carto(names) and colonne(names, "code_commune", "code") >= 0


def _atlas(names: list[str]) -> bool:
    return {"com code", "niveau"} <= set(names) and any(f"{prefix} niveau" in names for prefix in ATLASANTE)


def _carto(names: list[str]) -> bool:
    """« valeur » alone is the layout of any indicator, which may name its places."""
    return names[:2] == ["code", "libelle"] and any(name not in ("", "valeur") for name in names[2:])


GENRES = (
    Genre(
        "zonage-medecins", "Zonage médecins par commune",
        "CSV code_commune, nom_commune, zonage_medecin (1_ZIP, 2_ZAC…).", ("csv",),
        lire_medecins, lambda look: look.titres(_medecins), "un CSV code_commune, zonage_medecin",
        Parution("Zonage conventionnel des médecins, par commune", "ARS",
                    "https://cartosante.atlasante.fr/ (zonages), ou l'ARS de la région", (CONSTAT,),
                    r"zonage_medecin_\d{4}"),
        fiche=("millesime",), obligatoire=True,
    ),
    Genre(
        "zonage-atlasante", "Zonages des professions (Atlasanté)",
        "CSV com_code, niveau, zmed_niveau, zmed_date_arrete…", ("csv",),
        lire_atlasante, lambda look: look.titres(_atlas), "un CSV com_code, niveau, zmed_niveau (ou zide_niveau…)",
        Parution("Zonages conventionnels des professions de santé", "ARS, Atlasanté",
                    "https://www.atlasante.fr/", (CONSTAT,), r"zonage_\w+"),
        fiche=("millesime",),
    ),
    Genre(
        "cartosante", "Export CartoSanté", "CSV à deux lignes de titre puis Code;Libellé;indicateur.", ("csv",),
        lire_cartosante, lambda look: look.titres(_carto),
        "un CSV Code;Libellé;nom de l'indicateur, sous ses lignes de titre",
        Parution("CartoSanté, export d'un indicateur par commune", "ARS, CartoSanté",
                    "https://cartosante.atlasante.fr/", (CARTE, CONSTAT), r"cartosante_\w+"),
        fiche=("millesime", "unite", "sens", "compte"), obligatoire=True,
    ),
)  # fmt: skip
