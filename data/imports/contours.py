"""Commune outlines: a GeoJSON FeatureCollection in WGS 84, read as geometries; nothing is simplified here."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import shape

from components.core.textes import en_json
from data.imports.grammaire.allure import Allure
from data.imports.grammaire.base import Fiche, Fichier, FichierLu, FichierRefuse, Rejets, provenance
from data.imports.grammaire.cellules import code_commune, simple
from data.imports.grammaire.genres import CARTE, Genre, Parution
from data.imports.grammaire.tableur import texte

CODES = ("code_insee", "insee_com", "code_commune", "codgeo", "com_code", "depcom", "insee", "code")  # IGN: the first
NOMS = ("nom_officiel", "nom_com", "nom_commune", "libgeo", "nom")
GEOGRAPHIQUES = frozenset(
    ["4326", "4979", "4171", "4965", "4258", "4937", "5489", "7086", "4624", "4971", "4627", "4470", "4463"]
)
# Systems in degrees (WGS 84, RGF93, ETRS89, those overseas), alike to less than a metre.
AIRE_MIN = 1e-7  # square degrees, under a thousand square metres: no commune is that small


def lire(fichiers: Sequence[Fichier], fiche: Fiche) -> FichierLu:
    """Read one collection; `ligne` is the rank of the feature. Raises `FichierRefuse` listing every bad feature."""
    fichier = fichiers[0]
    rejets, read = Rejets(), []
    for rank, feature in enumerate(_features(fichier), 1):
        if rank in fichier.sautees:
            continue
        properties = feature.get("properties") if isinstance(feature, dict) else None
        code = _first(properties, CODES)
        insee = code_commune(code)
        if insee is None:
            rejets.ajouter(rank, "code", code, "code de commune absent ou faux", "Donnez la propriété code (Insee).")
        geometry = _geometry(rank, feature, rejets)
        read.append({"ligne": rank, "code": insee, "nom": _first(properties, NOMS), "geometrie": geometry})
    _unique(read, rejets)
    rejets.lever(fichier)
    words = (
        "Polygones des communes, simplifiés à l'import.",
        "Contours allégés pour l'écran : ils ne servent à aucun calcul de surface ni de distance.",
    )
    defaults = "IGN, Admin Express", "Licence Ouverte", "G"
    card = provenance("contours_communes", "Contours des communes", fiche, defaults, *words)
    return FichierLu((card,), lignes=tuple(read))


def _features(fichier: Fichier) -> list[Any]:
    try:
        content = en_json(texte(fichier))
    except (json.JSONDecodeError, RecursionError, UnicodeError) as problem:
        raise FichierRefuse(f"« {fichier.nom} » n'est pas un GeoJSON lisible. Téléchargez-le à nouveau.") from problem
    if not isinstance(content, dict) or content.get("type") != "FeatureCollection":
        raise FichierRefuse(
            f"« {fichier.nom} » n'est pas une collection GeoJSON (FeatureCollection). Donnez le bon fichier."
        )
    _check_crs(fichier, content.get("crs"))
    features = content.get("features")
    if not isinstance(features, list) or not features:
        raise FichierRefuse(f"« {fichier.nom} » ne contient aucun contour. Donnez le fichier publié.")
    return features


def _check_crs(fichier: Fichier, crs: object) -> None:
    """Outlines are in degrees: a file that says it is projected is refused, whatever its numbers."""
    declared = json.dumps(crs).upper()
    name = re.search(r"EPSG(?:/|:|\.XML#)+(?:[\d.]*(?:/|:)+)?(\d+)", declared)
    geographic = name[1] in GEOGRAPHIQUES if name else re.search(r"CRS:?84H?\b", declared) is not None
    if crs is not None and not geographic:
        raise FichierRefuse(
            f"« {fichier.nom} » est dans un autre système de coordonnées{f' (EPSG {name[1]})' if name else ''} : les "
            "contours se donnent en degrés (WGS 84, EPSG 4326). Convertissez-le, puis recommencez."
        )


def _first(properties: object, names: Sequence[str]) -> Any:
    filled: Mapping[str, Any] = {}
    if isinstance(properties, dict):
        filled = {simple(key): value for key, value in properties.items() if value not in (None, "")}
    return next((filled[simple(name)] for name in names if simple(name) in filled), None)


def _geometry(rank: int, feature: Any, rejets: Rejets) -> Any:
    try:
        outline = shape(feature["geometry"])
    except Exception:  # shapely raises a dozen kinds on malformed coordinates; all mean the same to the reader
        outline = None
    if outline is None or outline.geom_type not in ("Polygon", "MultiPolygon") or outline.is_empty:
        rejets.ajouter(
            rank, "geometry", getattr(outline, "geom_type", ""), "ce n'est pas un polygone", "Donnez un polygone."
        )
        return None
    west, south, east, north = outline.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        rejets.ajouter(rank, "geometry", f"{west:.0f} {south:.0f}", "hors de la Terre", "Donnez des degrés (WGS 84).")
    mended = shapely.force_2d(outline if outline.is_valid else _mended(outline))
    if mended.geom_type not in ("Polygon", "MultiPolygon") or mended.area < AIRE_MIN:
        rejets.ajouter(
            rank, "geometry", mended.geom_type, "le contour se réduit à une ligne ou à un point", "Donnez un polygone."
        )
        return None
    return mended


def _mended(outline: Any) -> Any:
    return shapely.make_valid(outline, method="structure", keep_collapsed=False)


def _unique(read: Sequence[Mapping[str, object]], rejets: Rejets) -> None:
    seen: dict[object, object] = {}
    for row in read:
        if row["code"] and row["code"] in seen:
            rejets.ajouter(
                int(str(row["ligne"])),
                "code",
                row["code"],
                f"déjà présent au rang {seen[row['code']]}",
                "Gardez-en un.",
            )
        seen.setdefault(row["code"], row["ligne"])


def _reconnait(look: Allure) -> bool:
    """A collection whose first outlines bear the code of a commune (those of départements do not)."""
    code_names = {simple(name) for name in CODES}
    return any(simple(name) in code_names and code_commune(value) is not None for name, value in look.proprietes)


GENRES = (
    Genre(
        "contours",
        "Contours des communes",
        "GeoJSON, un polygone par commune, allégé à l'import.",
        ("geojson", "json"),
        lire,
        _reconnait,
        "un GeoJSON dont chaque polygone porte un code de commune (code, code_insee, INSEE_COM…)",
        Parution(
            "ADMIN EXPRESS, couche COMMUNE, en GeoJSON (WGS 84)",
            "IGN",
            "https://geoservices.ign.fr/adminexpress",
            (CARTE,),
            r"contours_communes(_2025)?",
        ),
        "contours",
        ("producteur", "millesime", "licence"),
    ),
)
