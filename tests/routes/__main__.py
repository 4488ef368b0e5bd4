"""`make routes`: the terminal's own command on a tiny extract written here, then the table loaded by the real loader.

Exit 0 when every time is right, 1 when one is not, 3 when the engine or `osmium` is not installed.
"""

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from math import cos, hypot, radians
from pathlib import Path

import pandas as pd

from components.core.geometrie import KM_PAR_DEGRE
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.territoire import territoire

ROOT = Path(__file__).resolve().parents[2]
VITESSE = 60  # km/h on every road of the extract: a kilometre is a minute
ROUTES = (("58194", "58303"), ("58303", "58121"))  # Nevers, Varennes-Vauzelles, Fourchambault: two roads end to end
SEULE = "58086"  # Cosne-Cours-sur-Loire: no road of the extract comes near
POINTS, PART = 40, 0.05  # points of a road; share that a time may be away from the one expected


def main() -> int:
    """Compute, load, compare."""
    if missing := [name for name in ("valhalla", "osmium") if not _la(name)]:
        print(f"Il manque {', '.join(missing)} : make routes les installe.")
        return 3
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with store.connect(place / "table.db") as db:
            creation.creer(db, TERMINAL, "58")
            towns = territoire.communes(db)[["lat", "lon"]]
        extract = place / "region.osm.pbf"
        _extrait(extract, towns)
        _commande(place, "minutes", extract, "--sortie", place / "minutes.csv")
        again = _commande(place, "minutes", extract, "--sortie", place / "minutes.csv", attendu=1)
        abime = place / "abime.osm.pbf"
        abime.write_bytes(b"ceci n'est pas un extrait")
        broken = _commande(place, "minutes", abime, "--sortie", place / "autre.csv", attendu=1)
        _commande(place, "load", "minutes", place / "minutes.csv", "--producteur", "OpenStreetMap")
        with store.connect(place / "table.db") as db:
            table = territoire.minutes(db)
        left = sorted(path.name for path in place.iterdir())
    assert table is not None
    wrong = [*_fautes(table, towns), *([] if "existe déjà" in again else [again])]
    wrong += [] if "aucune route" in broken else [broken]
    wrong += [] if not [name for name in left if "partiel" in name or name == "autre.csv"] else left
    print("\n".join(wrong) or f"{len(table)} trajets calculés, chargés et relus : tout est juste.")
    return 1 if wrong else 0


def _la(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def _commande(place: Path, *words: object, attendu: int = 0) -> str:
    """Run the terminal's door on the file of the folder; what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "data", *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=False,
        timeout=300, env=os.environ | {"CONCERTATION_DB": str(place / "table.db")},
    )  # fmt: skip
    assert done.returncode == attendu, (words, done.stdout, done.stderr)
    return done.stdout + done.stderr


def _extrait(target: Path, towns: pd.DataFrame) -> None:
    """An extract of OpenStreetMap that holds these roads, straight, and nothing else."""
    osmium = importlib.import_module("osmium")
    places: dict[int, tuple[float, float]] = {}
    towns_at = {code: rank + 1 for rank, code in enumerate(dict.fromkeys(code for road in ROUTES for code in road))}
    roads: list[list[int]] = []
    for road in ROUTES:
        start, end = (towns.loc[code, ["lon", "lat"]].to_numpy(float) for code in road)
        inside = [len(towns_at) + 1 + len(roads) * POINTS + step for step in range(1, POINTS)]
        places |= {node: tuple(start + (end - start) * step / POINTS) for step, node in enumerate(inside, 1)}
        places |= {towns_at[road[0]]: tuple(start), towns_at[road[1]]: tuple(end)}
        roads.append([towns_at[road[0]], *inside, towns_at[road[1]]])
    with osmium.SimpleWriter(str(target)) as writer:
        for node in sorted(places):
            writer.add_node(osmium.osm.mutable.Node(id=node, location=places[node], version=1))
        for rank, nodes in enumerate(roads, 1):
            tags = {"highway": "secondary", "maxspeed": str(VITESSE)}
            writer.add_way(osmium.osm.mutable.Way(id=rank, nodes=nodes, tags=tags, version=1))


def _fautes(table: pd.DataFrame, towns: pd.DataFrame) -> list[str]:
    """What is wrong in the table: times along the roads, both ways; nothing read for whom no road reaches."""
    times = table.set_index(["origine", "destination"])["minutes"]
    wrong = []
    for start, end in (*ROUTES, (ROUTES[0][0], ROUTES[1][1])):
        legs = ROUTES if (start, end) not in ROUTES else ((start, end),)
        expected = sum(_km(towns, leg) for leg in legs) * 60 / VITESSE
        for pair in ((start, end), (end, start)):
            read = float(times.get(pair, float("nan")))
            if not abs(read - expected) <= max(0.2, PART * expected):
                wrong.append(f"{pair[0]} → {pair[1]} : {read:.1f} minutes lues, {expected:.1f} attendues")
    if SEULE in set(table["origine"]):
        wrong.append(f"{SEULE} n'a pas de route dans l'extrait, et la table part de là")
    if not ((times.index.get_level_values(0) == times.index.get_level_values(1)) <= (times == 0)).all():
        wrong.append("une commune n'est pas à zéro minute d'elle-même")
    return wrong


def _km(towns: pd.DataFrame, leg: Sequence[str]) -> float:
    """Flat around the places: exact enough for a road of a few kilometres."""
    (lat, lon), (other_lat, other_lon) = (towns.loc[code, ["lat", "lon"]].to_numpy(float) for code in leg)
    return hypot(other_lat - lat, (other_lon - lon) * cos(radians(lat))) * KM_PAR_DEGRE


if __name__ == "__main__":
    raise SystemExit(main())
