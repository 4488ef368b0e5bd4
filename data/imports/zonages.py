"""Zonings: doctors (commune CSV, Atlasanté CSV) and CartoSanté exports. A zone is a category, never a number."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime

from data.imports.generique import decimales
from data.imports.grammaire.base import (
    DU_NOM,
    Fiche,
    Fichier,
    FichierLu,
    FichierRefuse,
    LigneLue,
    Provenance,
    Rejets,
    SerieLue,
    annee_du_nom,
)
from data.imports.grammaire.cellules import colonne, commune, entete, est_absent, nombre, simple, uniques
from data.imports.grammaire.tableur import Rangee, rangees_csv
from data.territoire.indicateurs import MANQUANT, Serie

MEDECINS = {1: "ZIP", 2: "ZAC", 3: "hors zonage (HZ)", 4: "ZAR"}
MOTS_MEDECINS = {
    "zip": 1, "zone d intervention prioritaire": 1, "zac": 2, "zone d action complementaire": 2,
    "hz": 3, "hors zonage": 3, "hors vivier": 3, "zar": 4,
}  # fmt: skip
DOTATION = {1: "très sous-dotée", 2: "sous-dotée", 3: "intermédiaire", 4: "très dotée", 5: "sur-dotée"}
MOTS_DOTATION = {simple(words): rank for rank, words in DOTATION.items()} | {"non prioritaire": 5}
ATLASANTE = {
    "zmed": "médecin", "zdent": "chirurgien-dentiste", "zide": "infirmier", "zmk": "masseur-kinésithérapeute",
    "zsf": "sage-femme", "zortho": "orthophoniste",
}  # fmt: skip
DROIT = "Zonage lu dans un fichier relayé : il ne prouve pas l'arrêté en vigueur, à vérifier auprès de l'ARS."


def lire_medecins(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `code_commune,nom_commune,zonage_medecin` (`1_ZIP`, `2_ZAC`, `3_HZ`, `4_ZAR`, N/A)."""
    year, said = _annee(fichiers[0], fiche)
    titre = "Zonage médecins"
    return _one_column(fichiers[0], "zonage_medecin", f"zonage_medecin_{year}", titre, year, _doctor, MEDECINS, said)


def lire_cartosante(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CartoSanté CSV: two title lines, then `Code;Libellé;<indicateur>`, of categories or of numbers."""
    fichier = fichiers[0]
    rows = rangees_csv(fichier)
    at, names = entete(fichier, rows, lambda n: n[:2] == ["code", "libelle"] and len(n) >= 3, "Code;Libellé;indicateur")
    heading = str(rows[at][2]).strip()
    key = f"cartosante_{simple(heading).replace(' ', '_')}"
    year, tail = _annee(fichier, fiche)
    said = [row[2] for row in rows[at + 1 :] if not est_absent(row[2])]
    if said and all(re.match(r"\s*\d_\D", str(cell)) for cell in said[:50]):
        rank = _doctor if "medecin" in names[2] else _endowment
        words = MEDECINS if "medecin" in names[2] else DOTATION
        return _one_column(fichier, names[2], f"{key}_{year}", heading, year, rank, words, tail)
    rejets, lines = Rejets(), []
    for row in rows[at + 1 :]:
        code = commune(row, 0, rejets, "Code")
        lines.append(LigneLue.de(row.numero, code or "", nombre(row[2], rejets, row.numero, heading, signe=True)))
    uniques(rejets, ((line.numero, line.code) for line in lines if line.code), "Code")
    rejets.lever(fichier)
    serie = _serie(f"{key}_{year}", heading, year, fiche.unite or "unité non précisée par l'export", "moyenne")
    serie = Serie(**{**serie.__dict__, "decimales": decimales(lines), "sens": fiche.sens})
    return FichierLu((_card(serie, tail),), (SerieLue(serie, tuple(lines)),))


def lire_atlasante(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """Atlasanté CSV: `com_code`, `niveau` (COM is kept), and for each profession a `_niveau` and a `_date_arrete`."""
    fichier = fichiers[0]
    rows = rangees_csv(fichier)
    at, names = entete(fichier, rows, lambda n: {"com code", "niveau"} <= set(n), "com_code, niveau, zmed_niveau…")
    kept = [row for row in rows[at + 1 :] if simple(row[names.index("niveau")]) == "com"]
    if not kept:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne de niveau COM. Donnez l'export par commune.")
    rejets, read = Rejets(), []
    for prefix, who in ATLASANTE.items():
        if f"{prefix} niveau" in names:
            read.append(_atlas_series(kept, names, prefix, who, rejets, lambda: _annee(fichier, fiche)))
    if not read:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune colonne de zonage (zmed_niveau, zide_niveau…).")
    uniques(rejets, ((row.numero, row[names.index("com code")]) for row in kept), "com_code")
    _unique_rejets(rejets)
    rejets.lever(fichier)
    return FichierLu(tuple(_card(found.serie, said) for found, said in read), tuple(found for found, _ in read))


def _atlas_series(
    rows: Sequence[Rangee], names: Sequence[str], prefix: str, who: str, rejets: Rejets,
    given: Callable[[], tuple[int, str]],
) -> tuple[SerieLue, str]:  # fmt: skip
    """A zoning of the year of its newest decree; without any, of the year `given`, and what is said of that year."""
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
    year, said = (latest.year, "") if latest else given()
    key = "medecin" if doctor else simple(who).replace(" ", "_")
    title = f"Zonage {who}" + (f" (arrêté du {latest:%d/%m/%Y})" if latest else "")
    serie = _serie(f"zonage_{key}_{year}", title, year, "catégorie", "aucune")
    return SerieLue(serie, tuple(lines), words), said


def _one_column(
    fichier: Fichier, name: str, identifiant: str, title: str, year: int,
    rank: Callable[[str], int | None], words: dict[int, str], said: str,
) -> FichierLu:  # fmt: skip
    rows = rangees_csv(fichier)
    wanted = simple(name)
    at, names = entete(
        fichier, rows, lambda n: wanted in n and colonne(n, "code_commune", "code") >= 0, f"code, {name}"
    )
    code, value = colonne(names, "code_commune", "code"), names.index(wanted)
    rejets, lines = Rejets(), []
    for row in rows[at + 1 :]:
        found = commune(row, code, rejets, "code_commune")
        lines.append(_category(row, value, name, found or "", rank, rejets))
    uniques(rejets, ((line.numero, line.code) for line in lines if line.code), "code_commune")
    rejets.lever(fichier)
    serie = _serie(identifiant, title, year, "catégorie", "aucune")
    return FichierLu((_card(serie, said),), (SerieLue(serie, tuple(lines), words),))


def _category(
    row: Rangee, index: int, name: str, code: str, rank: Callable[[str], int | None], rejets: Rejets
) -> LigneLue:
    cell = row[index]
    if est_absent(cell):
        return LigneLue(row.numero, code, None, MANQUANT)
    found = rank(simple(cell))
    if found is None:
        rejets.ajouter(row.numero, name, cell, "zone inconnue", "Gardez les libellés publiés (1_ZIP, 2_ZAC…).")
    return LigneLue.de(row.numero, code, None if found is None else float(found))


def _doctor(text: str) -> int | None:
    return MOTS_MEDECINS.get(re.sub(r"^\d ", "", text))


def _endowment(text: str) -> int | None:
    return MOTS_DOTATION.get(re.sub(r"^\d ", "", text).removeprefix("zone "))


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
        raise FichierRefuse(f"Il manque l'année : ni « {fichier.nom} », ni son nom ne la donnent. Complétez la fiche.")
    return named, DU_NOM


def _card(serie: Serie, said: str = "") -> Provenance:
    return Provenance(
        id=serie.source,
        titre=f"{serie.libelle}, {serie.millesime}",
        producteur="ARS",
        relais="CartoSanté / Atlasanté",
        millesime=f"{serie.millesime}{said}",
        licence="non précisée",
        fiabilite="G",
        description=f"{serie.libelle}, par commune.",
        mises_en_garde=(DROIT,) if serie.unite == "catégorie" else (),
    )
