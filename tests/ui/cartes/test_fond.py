"""The sheet of a map: every place once, names of the neighbours, a digest that changes with what it holds alone."""

import gzip
import json
import re
from pathlib import Path

import pytest
from sqlite_utils import Database

from components.ui.cartes import fond
from components.ui.cartes.fond import Fond
from data.base import store
from data.territoire import territoire
from tests import fichiers

VOISINS = {
    "71": {"Ain", "Allier", "Côte-d'Or", "Jura", "Loire", "Nièvre", "Rhône"},
    "62": {"Nord", "Somme"},
    "974": set(),
}
TRACE = re.compile(r"(M-?\d+[ -]\d+(l-?\d+([ -]\d+)*)?z)+")


def lu(db: Database) -> Fond:
    """The sheet of a file that has outlines."""
    found = fond.lire(db)
    assert found is not None
    return found


@pytest.fixture(params=list(VOISINS))
def fichier(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    path = tmp_path / "table.db"
    with store.connect(path) as db:
        fichiers.remplir(db, request.param)
    return request.param, path


def test_every_place_is_on_it_once_with_its_name(fichier: tuple[str, Path]) -> None:
    code, path = fichier
    with store.connect(path) as db:
        found, inside = lu(db), territoire.communes(db).query("role == 'interieure'")
        assert [one.code for one in found.communes] == list(inside.index)
        assert [one.nom for one in found.communes] == inside["nom"].tolist()
        assert {one.code: one.nom for one in found.territoires} == territoire.territoires(db)["nom"].to_dict()
    assert {one.code for one in found.bourgs} == set(inside.index)
    assert VOISINS[code] <= {one.nom for one in found.voisins if one.nom}
    assert all(TRACE.fullmatch(one.trace) for one in (*found.communes, *found.territoires, *found.voisins))
    for one in (*found.communes, *found.bourgs):
        assert -5 <= one.x <= found.largeur + 5 and -5 <= one.y <= found.hauteur + 5
    assert max(found.largeur, found.hauteur) == fond.COTE


def test_what_is_served_says_it_all_and_stays_light(fichier: tuple[str, Path]) -> None:
    with store.connect(fichier[1]) as db:
        found = lu(db)
        again = lu(db)
    told = json.loads(gzip.decompress(found.octets))
    assert [row[0] for row in told["communes"]] == [one.code for one in found.communes]
    assert [row[1] for row in told["bourgs"]] == [one.nom for one in found.bourgs]
    assert again is found and len(found.octets) < 100_000


def test_main_towns_come_first_and_far_from_each_other(fichier: tuple[str, Path]) -> None:
    with store.connect(fichier[1]) as db:
        found = lu(db)
    people = [one.habitants for one in found.bourgs]
    assert people == sorted(people, reverse=True) and found.bourgs[0].principale
    main = [one for one in found.bourgs if one.principale]
    for rank, one in enumerate(main):
        assert all((one.x - o.x) ** 2 + (one.y - o.y) ** 2 > fond.PRES**2 for o in main[:rank])


@pytest.mark.parametrize(
    "gesture",
    [
        "UPDATE territoires SET nom = 'Un autre nom' WHERE code = (SELECT min(code) FROM territoires)",
        "UPDATE communes SET nom = 'Autrement' WHERE code = '71270'",
        "UPDATE appartenances SET territoire = (SELECT max(code) FROM territoires) WHERE commune = '71270'",
        "INSERT INTO contours (niveau, code, nature, polygones, source) VALUES ('commune', '71270', 'officiel', "
        "'[[[[4.8, 46.3], [4.9, 46.3], [4.9, 46.4], [4.8, 46.3]]]]', 'mairies_2025')",
    ],
)
def test_another_name_mesh_or_outline_is_another_sheet(gesture: str, tmp_path: Path) -> None:
    with store.connect(tmp_path / "71.db") as db:
        fichiers.remplir(db)
        before = lu(db)
        db.conn.execute(gesture)
        db.conn.commit()
        after = lu(db)
        assert after.empreinte != before.empreinte and lu(db) is after


def test_what_is_written_elsewhere_leaves_it_alone(tmp_path: Path) -> None:
    with store.connect(tmp_path / "71.db") as db:
        fichiers.remplir(db)
        before = lu(db)
        db.conn.execute("UPDATE concertation SET valeur = valeur WHERE cle = 'nom'")
        db.conn.commit()
        assert lu(db) is before


def test_a_file_without_a_departement_has_none(tmp_path: Path) -> None:
    with store.connect(tmp_path / "vide.db") as db, pytest.raises(Exception, match="pas encore de département"):
        fond.lire(db)
