"""Paris, Lyon and Marseille: a file that gives the whole city serves its arrondissements, inside and at the border."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
import shapely
from sqlite_utils import Database

from components.core import geometrie
from data.base import store
from data.imports.grammaire.base import FichierRefuse
from data.territoire import indicateurs, noyau, territoire
from tests import fichiers
from tests.data.imports import fabrique
from tests.data.imports.fabrique import csv

PARIS = "75056,48.8566,2.3429\n"
Ouvrir = Callable[[str], AbstractContextManager[Database]]


@pytest.fixture
def ouvrir(tmp_path: Path) -> Ouvrir:
    @contextmanager
    def opened(code: str) -> Iterator[Database]:
        with store.connect(tmp_path / f"{code}.db") as db:
            fichiers.remplir(db, code)
            fichiers.sans_positions(db)  # a file of before
            yield db

    return opened


def test_the_centre_of_the_city_serves_its_arrondissements_and_the_preview_says_so(ouvrir: Ouvrir) -> None:
    with ouvrir("75") as db:
        text = f"code_commune,lat,lon\n{PARIS}75118,48.893,2.348\n"
        seen = fabrique.voir(db, "centres", csv(text))
        assert "Paris n'a qu'un centre dans le fichier : 19 arrondissements" in " ".join(seen.remarques)
        fabrique.charger(db, "centres", csv(text))
        places = territoire.communes(db)
        assert places.loc["75101", ["lat", "lon"]].tolist() == [48.8566, 2.3429]
        assert places.at["75118", "lat"] == 48.893 and "75056" not in places.index
        assert set(territoire.contours(db, "commune").index) == set(places.index)  # drawn in spite of one centre


def test_a_city_across_the_border_shares_the_supply_with_its_people(ouvrir: Ouvrir) -> None:
    with ouvrir("93") as db:
        text = f"code_commune,lat,lon\n93055,48.9,2.41\n{PARIS}"
        seen = fabrique.voir(db, "centres", csv(text))
        assert "Paris, en bordure" in " ".join(seen.remarques) and "2\u202f103\u202f778 habitants" in seen.remarques[-1]
        fabrique.charger(db, "centres", csv(text))
        border = territoire.communes(db).query("role == 'bordure'")
        assert len(border) == 20 and (border["departement"] == "75").all()
        people, _ = noyau.population(db)
        assert people[border.index].sum() == 2_103_778
        fabrique.charger(db, "centres", csv(f"code_commune,lat,lon\n75101,48.86,2.33\n93055,48.9,2.41\n{PARIS}"))
        assert territoire.communes(db).at["75101", "lat"] == 48.86


@pytest.mark.parametrize("code", ["75", "93"])
def test_the_centre_of_the_city_moves_no_town_hall_of_its_arrondissements(tmp_path: Path, code: str) -> None:
    """Inside and across the border: one point for twenty would be a loss."""
    with store.connect(tmp_path / "table.db") as db:
        fichiers.remplir(db, code)
        before = territoire.communes(db).loc["75101":"75120", ["lat", "lon"]]  # type: ignore[misc]
        fabrique.charger(db, "centres", csv(f"code_commune,lat,lon\n93055,48.9,2.41\n{PARIS}75118,48.893,2.348\n"))
        after = territoire.communes(db).loc[before.index, ["lat", "lon"]]
        assert len(before) == 20 and after.loc["75118"].tolist() == [48.893, 2.348]
        assert after.drop("75118").equals(before.drop("75118"))


def test_a_mesh_that_knows_the_city_holds_all_its_arrondissements(ouvrir: Ouvrir) -> None:
    with ouvrir("75") as db:
        said = fabrique.voir(db, "bassins-de-vie", csv("CODGEO,BV2022\n75056,75056\n")).remarques
        assert "Paris est donnée entière : 20 arrondissements" in said[0]
        fabrique.charger(db, "bassins-de-vie", csv("CODGEO,BV2022\n75056,75056\n"))
        assert set(territoire.communes(db)["territoire"]) == {"75056"}


def test_the_outline_of_the_city_is_cut_between_its_arrondissements(ouvrir: Ouvrir) -> None:
    ring = [[2.25, 48.81], [2.42, 48.81], [2.42, 48.9], [2.25, 48.9], [2.25, 48.81]]
    feature = {"type": "Feature", "properties": {"code": "75056"},
               "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip
    with ouvrir("75") as db:
        fabrique.charger(db, "centres", csv(f"code_commune,lat,lon\n{PARIS}"))
        file = csv(json.dumps({"type": "FeatureCollection", "features": [feature]}), "c.geojson")
        seen = fabrique.voir(db, "contours", file)
        assert "partagé entre ses 20 arrondissements" in " ".join(seen.remarques)
        fabrique.charger(db, "contours", file)
        drawn = territoire.contours(db, "commune")["polygones"]
        assert len(drawn) == 20
        whole = shapely.union_all([geometrie.forme(polygons) for polygons in drawn])
        assert whole.area == pytest.approx(0.17 * 0.09, rel=0.01)


def test_a_figure_of_the_whole_city_is_still_refused(ouvrir: Ouvrir) -> None:
    with ouvrir("75") as db, pytest.raises(FichierRefuse, match="par arrondissement"):
        fabrique.voir(db, "apl-extrait", csv("code_commune,apl_mg_2018\n75056,3\n"))


def test_residents_across_the_border_keep_the_vintage_of_the_national_list(ouvrir: Ouvrir) -> None:
    with ouvrir("58") as db:
        fabrique.charger(db, "apl-extrait", csv("code_commune,apl_mg_2018,pop_totale_2016\n58194,3,34000\n"))
        fabrique.charger(db, "centres", csv("code_commune,lat,lon\n58194,46.99,3.16\n18197,46.95,3.05\n"))
        assert "18197" in indicateurs.values(db, "population_totale_2022").index
        assert "18197" not in indicateurs.values(db, "population_totale_2016").index
