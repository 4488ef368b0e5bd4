"""Meshes: the composition of the territoires de vie-santé (DREES), and the bassins de vie of Insee as a fallback."""

import re
from collections.abc import Sequence

from data.imports.grammaire import tableau
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, Rejets, provenance
from data.imports.grammaire.cellules import commune, uniques
from data.imports.grammaire.genres import CARTE, CONSTAT, PROJECTIONS, Genre, Parution

QUATRE = re.compile(r"[0-9]{4}")  # what a spreadsheet leaves of a code that began with a zero
TVS, BASSINS = ("depcom", "tv", "libtv"), ("codgeo", "bv2022", "")


def lire_tvs(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV `depcom,libcom,tv,libtv,…`; a code padded with `_` loses its padding."""
    return _lire(fichiers[0], fiche, TVS, "tvs", "Composition des territoires de vie-santé", "DREES")


def lire_bassins(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """CSV of Insee's « table d'appartenance »: `CODGEO`, `BV2022`; a bassin bears the name of its pole commune."""
    title = "Composition des bassins de vie 2022"
    return _lire(fichiers[0], fiche, BASSINS, "bassins_de_vie", title, "Insee")


def _lire(
    fichier: Fichier, fiche: Fiche, columns: tuple[str, str, str], source: str, title: str, producer: str
) -> FichierLu:
    needed = {name for name in columns if name}
    table = tableau.lire(fichier, lambda n: needed <= set(n), ", ".join(sorted(needed)))
    names = table.noms
    who, what, label = (names.index(name) if name else -1 for name in columns)
    rejets, read = Rejets(), []
    names_said = tableau.codes_insee(table, who, rejets)
    lost = columns == BASSINS or any(QUATRE.fullmatch(str(row[who] or "").strip()) for row in table.rangees)
    for row in table.rangees:
        code = commune(row, who, rejets, columns[0])
        target = str(row[what] or "").strip().rstrip("_")
        if lost and QUATRE.fullmatch(target):
            target = f"0{target}"  # as the codes of communes beside it, it lost its leading zero
        name = " ".join(str(row[label] or "").split()) if label >= 0 else ""
        if not target:
            rejets.ajouter(row.numero, columns[1], row[what], "territoire absent", "Donnez le code du territoire.")
        if label >= 0 and not name:
            rejets.ajouter(row.numero, columns[2], row[label], "nom de territoire absent", "Complétez la cellule.")
        read.append({"ligne": row.numero, "code": code, "territoire": target, "nom": name[:120]})
    uniques(rejets, ((int(str(r["ligne"])), r["code"]) for r in read if r["code"]), columns[0])
    rejets.lever(fichier)
    words = "Commune par commune, le territoire dont elle fait partie.", "Un territoire peut dépasser le département."
    card = provenance(source, title, fiche, (producer, "Licence Ouverte", "G"), *words)
    return FichierLu((card,), lignes=tuple(read), remarques=names_said)


GENRES = (
    Genre(
        "tvs",
        "Composition des territoires de vie-santé",
        "CSV depcom, libcom, tv, libtv : devient la maille en usage.",
        ("csv",),
        lire_tvs,
        lambda look: look.titres(lambda names: set(TVS) <= set(names)),
        "un CSV depcom, tv, libtv",
        Parution(
            "Composition communale des territoires de vie-santé (TVS)",
            "DREES",
            "https://data.drees.solidarites-sante.gouv.fr/ (territoires de vie-santé), ou l'ARS de la région",
            (CARTE, CONSTAT, PROJECTIONS),
            r"tvs",
        ),
        "maille",
        ("millesime",),
    ),
    Genre(
        "bassins-de-vie",
        "Bassins de vie de l'Insee (à défaut de territoires de vie-santé)",
        "CSV CODGEO, BV2022 (table d'appartenance géographique des communes).",
        ("csv",),
        lire_bassins,
        lambda look: look.titres(lambda names: {"codgeo", "bv2022"} <= set(names)),
        "un CSV CODGEO, BV2022",
        Parution(
            "Table d'appartenance géographique des communes",
            "Insee",
            "https://www.insee.fr/fr/information/7671844",
            (CARTE, CONSTAT),
            r"bassins_de_vie",
        ),
        "maille",
        ("millesime",),
    ),
)
