"""Importers of official files: one reader per layout, all pure (bytes in, rows or refusals out), one registry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.imports import (
    apl_drees,
    apl_extrait,
    contours,
    generique,
    lieux,
    observatoire,
    zonages,
)
from data.imports.base import Fiche, Fichier, Lecture

Lecteur = Callable[[Sequence[Fichier], Fiche], Lecture]


@dataclass(frozen=True)
class Genre:
    """A kind of file: its name, what it is, the form it needs (fields of `Fiche`), how it becomes tables."""

    libelle: str
    aide: str
    extensions: tuple[str, ...]
    lire: Lecteur
    forme: str = "series"
    fiche: tuple[str, ...] = ()
    obligatoire: bool = False


GENRES: Mapping[str, Genre] = {
    "apl-drees": Genre(
        "APL : classeur de la DREES",
        "Un classeur XLSX par profession, un onglet par année (2018, 2019, 2022 à 2024).",
        ("xlsx",), apl_drees.lire,
    ),
    "apl-extrait": Genre(
        "APL : extrait CSV des classeurs de la DREES",
        "CSV code_commune, apl_mg_2018, apl_mg_65_2018, pop_std_mg_2016…",
        ("csv",), apl_extrait.lire,
    ),
    "observatoire": Genre(
        "Indicateur de l'Observatoire des territoires",
        "CSV codgeo;an;valeur, ou classeur à onglet « Data ».",
        ("csv", "xlsx"), observatoire.lire, fiche=("libelle", "unite", "sens", "agregation"),
    ),
    "centres": Genre(
        "Centres des communes",
        "CSV code_commune, lat, lon (WGS 84). Un fichier national situe aussi les communes voisines.",
        ("csv",), lieux.lire_centres, "centres", ("producteur", "millesime", "licence"),
    ),
    "contours": Genre(
        "Contours des communes",
        "GeoJSON, un polygone par commune, allégé à l'import.",
        ("geojson", "json"), contours.lire, "contours", ("producteur", "millesime", "licence"),
    ),
    "zonage-medecins": Genre(
        "Zonage médecins par commune",
        "CSV code_commune, nom_commune, zonage_medecin (1_ZIP, 2_ZAC…).",
        ("csv",), zonages.lire_medecins, fiche=("millesime",),
    ),
    "zonage-atlasante": Genre(
        "Zonages des professions (Atlasanté)",
        "CSV com_code, niveau, zmed_niveau, zmed_date_arrete…",
        ("csv",), zonages.lire_atlasante,
    ),
    "cartosante": Genre(
        "Export CartoSanté",
        "CSV à deux lignes de titre puis Code;Libellé;indicateur.",
        ("csv",), zonages.lire_cartosante, fiche=("millesime", "unite", "sens"),
    ),
    "indicateur": Genre(
        "Indicateur quelconque, avec sa fiche",
        "CSV code, valeur : une valeur par commune ou par territoire, et une fiche à remplir.",
        ("csv",), generique.lire,
        fiche=("libelle", "unite", "millesime", "niveau", "sens", "agregation", "producteur", "licence"),
        obligatoire=True,
    ),
}  # fmt: skip
