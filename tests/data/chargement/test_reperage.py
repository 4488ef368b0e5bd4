"""Places and outlines that cannot be where the file puts them are refused; a partial file erases nothing."""

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from data.chargement import reperage
from data.imports.grammaire.base import Fichier, FichierRefuse
from data.territoire import territoire
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

TETE = "code_commune,lat,lon\n"


def _grid(db: Database) -> dict[str, tuple[float, float]]:
    """A place for every commune, three kilometres apart."""
    return {
        code: (46.8 + 0.03 * (k // 20), 3.0 + 0.04 * (k % 20)) for k, code in enumerate(territoire.communes(db).index)
    }


def _outlines(places: dict[str, tuple[float, float]], swapped: bool = False, **more: object) -> Fichier:
    features = []
    for code, (lat, lon) in places.items():
        ring = [[lon + dx, lat + dy] for dx, dy in ((0, 0), (0.04, 0), (0.04, 0.03), (0, 0.03), (0, 0))]
        ring = [point[::-1] for point in ring] if swapped else ring
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": {"code": code}, "geometry": geometry})
    return csv(json.dumps({"type": "FeatureCollection", "features": features, **more}), "c.geojson")


@pytest.mark.parametrize(
    ("code", "point", "words"),
    [("71014", (46.95, 4.3), ""), ("71014", (4.3, 46.95), "inversées"), ("71014", (10.0, 10.0), "degrés"),
     ("97411", (-20.88, 55.45), ""), ("97411", (55.45, -20.88), "inversées"), ("97411", (46.9, 4.3), "974"),
     ("97502", (46.8, -56.2), ""), ("2A004", (41.9, 8.7), "")],
)  # fmt: skip
def test_a_commune_is_in_its_country(code: str, point: tuple[float, float], words: str) -> None:
    problem = reperage.hors_du_pays(code, point)
    assert (problem is None) == (words == "") and words in " ".join(problem or ())


def test_a_centre_far_from_where_its_commune_is_known_is_refused(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        places = _grid(db)
        wrong = places | {"58194": (48.85, 2.35)}
        text = TETE + "".join(f"{code},{lat},{lon}\n" for code, (lat, lon) in wrong.items())
        with pytest.raises(FichierRefuse, match="de toute autre commune du département"):
            fabrique.voir(db, "centres", csv(text))
        fabrique.charger(db, "centres", csv(text.replace("58194,48.85,2.35\n", "")))
        with pytest.raises(FichierRefuse, match="de toute autre commune"):
            fabrique.voir(db, "centres", csv(f"{TETE}58194,48.85,2.35\n"))
        fabrique.charger(db, "centres", csv(f"{TETE}58194,46.99,3.16\n"))
        with pytest.raises(FichierRefuse, match="km du centre connu de la commune") as refusal:
            fabrique.voir(db, "centres", csv(f"{TETE}58086,46.99,3.16\n58194,48.85,2.35\n"))
        assert [r.ligne for r in refusal.value.rejets] == [3]


def test_outlines_swapped_projected_or_elsewhere_are_refused(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        places = _grid(db)
        fabrique.charger(
            db, "centres", csv(TETE + "".join(f"{c},{y + 0.01},{x + 0.01}\n" for c, (y, x) in places.items()))
        )
        with pytest.raises(FichierRefuse, match="lignes refusées") as refusal:
            fabrique.voir(db, "contours", _outlines(places, swapped=True))
        assert len(refusal.value.rejets) == 309 and "inversées" in refusal.value.rejets[0].que_faire
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
        with pytest.raises(FichierRefuse, match=r"EPSG 2154.*degrés"):
            fabrique.voir(db, "contours", _outlines(places, crs=crs))
        fabrique.voir(db, "contours", _outlines(places, crs={"properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}))
        with pytest.raises(FichierRefuse, match="km du centre connu"):
            fabrique.voir(db, "contours", _outlines(places | {"58194": (43.6, 1.4)}))


def test_a_file_of_one_commune_does_not_erase_the_outlines_of_the_others(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        places = _grid(db)
        fabrique.charger(db, "contours", _outlines(places))
        with pytest.raises(FichierRefuse, match="1 commune sur 309 : 308 contours déjà présents disparaîtraient"):
            fabrique.voir(db, "contours", _outlines({"58194": places["58194"]}))
        most = {code: place for code, place in places.items() if code != "58194"}
        assert "1 commune restera sans contour : 58194." in " ".join(
            fabrique.voir(db, "contours", _outlines(most)).remarques
        )


def test_a_site_with_swapped_coordinates_is_refused_rather_than_left_aside(tmp_path: Path) -> None:
    with fabrique.nievre(tmp_path) as db:
        fabrique.charger(db, "centres", csv(f"{TETE}58194,46.99,3.16\n"))
        text = "identifiant,nom,type,lat,lon\nA,X,officine,46.98,3.15\nB,Y,officine,3.1,46.9\nC,Z,officine,43.3,5.4\n"
        with pytest.raises(FichierRefuse, match="inversées") as refusal:
            fabrique.voir(db, "sites", csv(text))
        assert [r.ligne for r in refusal.value.rejets] == [3]
