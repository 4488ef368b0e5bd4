"""The road engine, Valhalla: an extra (`requirements-routes.txt`) imported only when minutes are asked for.

It reads extracts of OpenStreetMap into a road network, kept for the time of the command; nothing leaves the machine.
"""

import importlib
import json
import re
import shutil
import subprocess  # nosec B404
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from components.core.refus import Refus

PAQUETS = "requirements-routes.txt"
SANS_MOTEUR = (
    "Calculer des temps de trajet demande un moteur d'itinéraires, qui n'est pas installé. Rien n'a été écrit. "
    f"Installez-le une fois : « python -m pip install -r {PAQUETS} » (celui de .venv/bin), puis recommencez. Une table "
    "faite ailleurs se charge sans lui : « python -m data load minutes FICHIER.csv »."
)
FABRIQUE = "valhalla_build_tiles"
PROCHE = 1_000  # metres between a town hall and the road it stands on, at most
PAR_DEMANDE = 20  # places located at a time
SANS_LIMITE = 1_000_000_000
SUFFIXES = (".osm.pbf", ".pbf")
ETAPES = (  # what the engine writes when a step begins -> share of the building that is done, and the step in words
    ("Parsing ways", 0.02, "Lecture des routes"),
    ("Parsing nodes", 0.2, "Lecture des carrefours"),
    ("Creating graph edges", 0.35, "Assemblage du réseau"),
    ("Building", 0.45, "Assemblage du réseau"),
    ("Enhancing", 0.65, "Vitesses et intersections"),
    ("HierarchyBuilder", 0.75, "Grandes routes"),
    ("Creating shortcuts", 0.85, "Grandes routes"),
    ("Validating", 0.95, "Vérification du réseau"),
)
Point = tuple[float, float]  # latitude, longitude
Dire = Callable[[float, str], None]


class Reseau:
    """A road network that answers, on this machine."""

    def __init__(self, valhalla: Any, reglages: Path) -> None:
        self._acteur = valhalla.Actor(str(reglages))

    def desservis(self, points: Sequence[Point]) -> list[bool]:
        """Which places have a road near."""
        answers: list[bool] = []
        for start in range(0, len(points), PAR_DEMANDE):
            asked = {"locations": _lieux(points[start : start + PAR_DEMANDE]), "costing": "auto", "verbose": False}
            answers += [bool(one["edges"]) for one in self._acteur.locate(asked)]
        return answers

    def minutes(self, departs: Sequence[Point], arrivees: Sequence[Point]) -> list[list[float | None]]:
        """Minutes by car from each place to each other, None where no road goes. All must have a road near."""
        asked = {"sources": _lieux(departs), "targets": _lieux(arrivees), "costing": "auto", "verbose": False}
        seconds = self._acteur.matrix(asked)["sources_to_targets"]["durations"]
        return [[None if one is None else one / 60 for one in row] for row in seconds]


def exiger() -> Any:
    """The engine. Raises `Refus` when it is not installed, or does not run on this machine."""
    try:
        return importlib.import_module("valhalla")
    except ImportError as problem:
        raise Refus(SANS_MOTEUR) from problem


def lisibles(extraits: Sequence[Path]) -> None:
    """Raise `Refus` for a file that is not there, or is not an extract by its name."""
    for extrait in extraits:
        if not extrait.is_file():
            raise Refus(f"« {extrait} » : introuvable. Rien n'a été écrit.")
        if not extrait.name.lower().endswith(SUFFIXES):
            raise Refus(
                f"« {extrait.name} » n'est pas un extrait d'OpenStreetMap au format .osm.pbf. Rien n'a été écrit. Les "
                "extraits par région se trouvent sur https://download.geofabrik.de/europe/france.html."
            )


def construire(extraits: Sequence[Path], dossier: Path, dire: Dire) -> Reseau:
    """The road network of the extracts, made in a folder. Raises `Refus` when the engine cannot read them."""
    valhalla = exiger()
    reglages = _reglages(dossier)
    last = deque[str](maxlen=1)
    for line in _fabriquer(reglages, extraits):
        last.append(line)
        for words, share, step in ETAPES:
            if words in line:
                dire(share, step)
    if not any(dossier.rglob("*.gph")):
        names = ", ".join(f"« {one.name} »" for one in extraits)
        why = re.sub(r"^\s*what\(\):\s*", "", last[0]) if last else "il n'a rien dit"
        raise Refus(
            f"Le moteur d'itinéraires n'a trouvé aucune route dans {names} ({why}). Rien n'a été écrit. Téléchargez "
            "l'extrait de nouveau, en entier."
        )
    return Reseau(valhalla, reglages)


def _fabriquer(reglages: Path, extraits: Sequence[Path]) -> Iterator[str]:
    """Run the builder of the engine's package; what it says, line by line."""
    asked = [sys.executable, "-m", "valhalla", "print_bin_path"]
    where = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60).stdout.strip()  # noqa: S603  # nosec B603
    program = shutil.which(FABRIQUE, path=where)
    if not where or program is None:
        raise Refus(SANS_MOTEUR)
    asked = [program, "-c", str(reglages), *(str(one.resolve()) for one in extraits)]
    with subprocess.Popen(  # noqa: S603 - the package's own program  # nosec B603
        asked, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", cwd=reglages.parent
    ) as running:
        for line in running.stdout or ():
            if line.strip():
                yield line.strip()


def _reglages(dossier: Path) -> Path:
    """The settings of the engine: its network in this folder, no limit on what is asked at once."""
    config = importlib.import_module("valhalla.config")
    network = dossier / "reseau"
    network.mkdir()
    settings: dict[str, Any] = config.get_config(tile_extract="", tile_dir=network, verbose=True)
    settings["service_limits"]["auto"].update(
        max_distance=SANS_LIMITE, max_matrix_distance=SANS_LIMITE, max_matrix_location_pairs=SANS_LIMITE
    )
    target = dossier / "reglages.json"
    target.write_text(json.dumps(settings), encoding="utf-8")
    return target


def _lieux(points: Sequence[Point]) -> list[dict[str, float]]:
    return [{"lat": lat, "lon": lon, "search_cutoff": PROCHE} for lat, lon in points]
