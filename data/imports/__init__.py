"""Importers of official files: one reader per layout, all pure (bytes in, rows or refusals out), one registry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data.imports import (
    apl_drees,
    apl_extrait,
    contours,
    effectifs,
    generique,
    lieux,
    observatoire,
    passe,
    population,
    projection,
    territoires,
    zonages,
)
from data.imports.grammaire.base import Fiche, Fichier, FichierLu
from data.imports.grammaire.professions import PROFESSIONS

PROFESSIONS_IMPORTEES = tuple(f"apl_{known.fin}" for known in PROFESSIONS)  # indicators of published access
Lecteur = Callable[[Sequence[Fichier], Fiche], FichierLu]


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
        ("csv", "xlsx"), observatoire.lire, fiche=("libelle", "unite", "sens", "agregation", "compte"),
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
        ("csv",), zonages.lire_medecins, fiche=("millesime",), obligatoire=True,
    ),
    "zonage-atlasante": Genre(
        "Zonages des professions (Atlasanté)",
        "CSV com_code, niveau, zmed_niveau, zmed_date_arrete…",
        ("csv",), zonages.lire_atlasante, fiche=("millesime",),
    ),
    "cartosante": Genre(
        "Export CartoSanté",
        "CSV à deux lignes de titre puis Code;Libellé;indicateur.",
        ("csv",), zonages.lire_cartosante, fiche=("millesime", "unite", "sens", "compte"), obligatoire=True,
    ),
    "tvs": Genre(
        "Composition des territoires de vie-santé",
        "CSV depcom, libcom, tv, libtv : devient la maille en usage.",
        ("csv",), territoires.lire_tvs, "maille", ("millesime",),
    ),
    "bassins-de-vie": Genre(
        "Bassins de vie de l'Insee (maille de repli)",
        "CSV CODGEO, BV2022 (table d'appartenance géographique des communes).",
        ("csv",), territoires.lire_bassins, "maille", ("millesime",),
    ),
    "minutes": Genre(
        "Temps de trajet entre communes",
        "CSV origine, destination, minutes : remplace l'estimation à vol d'oiseau au départ de ces communes.",
        ("csv",), lieux.lire_minutes, "minutes", ("producteur", "millesime", "licence"),
    ),
    "sites": Genre(
        "Sites de soins géolocalisés (FINESS)",
        "CSV identifiant, nom, type, lat, lon, ou extraction FINESS (sans positions : celles des sites déjà chargés).",
        ("csv",), lieux.lire_sites, "sites", ("producteur", "millesime", "licence"),
    ),
    "offre": Genre(
        "Offre : qui exerce où",
        "CSV code_commune, profession, secteur, nombre, etp, actes (par an) ; se corrige aussi à l'écran.",
        ("csv",), effectifs.lire_offre, "offre", ("producteur", "millesime", "licence"),
    ),
    "ameli": Genre(
        "Effectifs libéraux par département (data.ameli)",
        "CSV annee, profession_sante, departement, classe_age, libelle_sexe, effectif…",
        ("csv",), effectifs.lire_ameli, "departements",
    ),
    "effectifs-passes": Genre(
        "Effectifs passés (DREES, RPPS et ADELI)",
        "CSV profession, code_departement (ou tranche_age), annee, effectif : éprouve les projections sur le passé.",
        ("csv",), passe.lire, "passe",
    ),
    "population-age": Genre(
        "Population par âge",
        "CSV code_commune, tranche_age, population : une ligne par commune et tranche d'âge.",
        ("csv",), population.lire_ages, fiche=("millesime", "producteur", "licence"), obligatoire=True,
    ),
    "projection-population": Genre(
        "Projection de population par âge",
        "CSV code, annee, tranche_age, population : le département ou ses territoires, une année passée au moins.",
        ("csv",), projection.lire, "projection", ("producteur", "millesime", "licence"),
    ),
    "medecin-traitant": Genre(
        "Patients sans médecin traitant",
        "CSV code_commune, patients, sans_medecin_traitant, ald, ald_sans_medecin_traitant (sous secret).",
        ("csv",), population.lire_patients, "patients", ("millesime", "producteur", "licence"), True,
    ),
    "indicateur": Genre(
        "Indicateur quelconque, avec sa fiche",
        "CSV code, valeur : une valeur par commune ou par territoire, et une fiche à remplir.",
        ("csv",), generique.lire,
        fiche=("attendu", "libelle", "unite", "millesime", "niveau", "sens", "agregation", "producteur", "licence",
               "compte"),
        obligatoire=True,
    ),
}  # fmt: skip
