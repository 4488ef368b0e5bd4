"""The table of road minutes between the communes of a file: computed, then written as `load minutes` reads it."""

import argparse
import csv
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from sqlite_utils import Database

from components.core.acces import assemblage
from components.core.communes import INTERIEURE
from components.core.francais import accord, compte
from components.core.geometrie import proches
from components.core.refus import Refus
from components.terminal.mots import avancement
from components.terminal.trajets import moteur
from components.terminal.trajets.moteur import Reseau
from data.base import jours
from data.base.parameters import EnVigueur
from data.base.provisoire import placer, provisoire
from data.territoire import france, territoire

TITRES = ("origine", "destination", "minutes")
MARGE = 1.0  # minutes beyond the reach of the kernels: the table goes as far as they do
VITESSE_MAX = 130  # km/h: no pair farther than a motorway would take is asked for
ENSEMBLE = 25  # places of departure asked at a time
DECIMALES = 1
RESEAU, TABLE = 0.6, 0.4  # shares of the work
NOMMEES = 5  # communes named in a sentence, at most
Ligne = tuple[str, str, float]


@dataclass(frozen=True, eq=False)
class Lieux:
    """The communes whose minutes are read: those with a road near (indexed by code: nom, role, lat, lon), those
    without, and the estimates that stand in for the latter (origine, destination, minutes)."""

    desservies: pd.DataFrame
    autres: pd.DataFrame
    estimees: pd.DataFrame


def declarer(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `minutes`."""
    parser.epilog = (
        f"Demande le moteur d'itinéraires Valhalla, une fois : python -m pip install -r {moteur.PAQUETS}. Tout se "
        "calcule sur ce poste. Donnez aussi l'extrait des régions voisines si le département en touche une."
    )
    parser.add_argument("extraits", nargs="+", type=Path, metavar="REGION.osm.pbf", help="extraits d'OpenStreetMap")
    parser.add_argument("--sortie", type=Path, metavar="FICHIER.csv", help="fichier à écrire (minutes-71.csv)")


def calculer(db: Database, extraits: Sequence[Path], sortie: Path | None) -> list[str]:
    """Write the table, whole or not at all; say in French what it holds and how to load it.

    Raises `Refus` without the engine, for what is not an extract of the département, or rather than replace a file.
    """
    departement = territoire.setting(db, "departement")
    target = sortie or Path(f"minutes-{departement}.csv")
    if target.exists():
        raise Refus(f"« {target} » existe déjà : rien n'a été écrit. Choisissez un autre nom (--sortie).")
    moteur.exiger()
    moteur.lisibles(extraits)
    reach = assemblage.portee(EnVigueur.read(db, jours.aujourd_hui(db))) + MARGE
    try:
        with provisoire(target) as partial, tempfile.TemporaryDirectory(prefix="concertation-routes-") as folder:
            network = moteur.construire(extraits, Path(folder), lambda part, words: avancement(part * RESEAU, words))
            places = _lieux(db, network)
            count = _ecrire(partial, _lignes(network, places, reach))
            placer(partial, target)
    except KeyboardInterrupt:
        raise Refus("Calcul arrêté à votre demande : rien n'a été écrit.") from None
    return _dit(db, places, count, reach, target)


def _lieux(db: Database, network: Reseau) -> Lieux:
    """The communes of the file, told apart by the road. Raises `Refus` when the extracts reach none of ours."""
    communes = territoire.communes(db)
    placed = communes[communes["lat"].notna()]
    served = pd.Series(network.desservis(_points(placed)), index=placed.index, dtype=bool)
    if not (served & (placed["role"] == INTERIEURE)).any():
        raise Refus(
            f"Aucune mairie de {territoire.setting(db, 'nom')} n'est près d'une route de cet extrait : rien n'a été "
            "écrit. Donnez l'extrait de sa région."
        )
    estimated = assemblage.estimees(placed, EnVigueur.read(db, jours.aujourd_hui(db)), france.iles())
    beyond = estimated["origine"].map(served) & ~estimated["destination"].map(served)
    return Lieux(placed[served], placed[~served], estimated[beyond.astype(bool)])


def _lignes(network: Reseau, places: Lieux, reach: float) -> Iterator[Ligne]:
    """Every pair within reach of the kernels, by origin; each place to itself at nought, so that the table names it."""
    served = places.desservies
    ordered = served.assign(rang=(served["lat"] * 4).round()).sort_values(["rang", "lon"])
    for start in range(0, len(ordered), ENSEMBLE):
        avancement(
            RESEAU + TABLE * start / len(ordered), f"Temps de trajet : {compte(start, 'commune')} sur {len(ordered)}"
        )
        here = ordered.iloc[start : start + ENSEMBLE]
        there = served[proches(reach * VITESSE_MAX / 60, _points(served), _points(here))]
        times = network.minutes(_points(here), _points(there))
        for origin, row in zip(here.index, times, strict=True):
            pairs = zip(there.index, row, strict=True)
            yield from (
                (origin, code, 0.0 if code == origin else t) for code, t in pairs if t is not None and t <= reach
            )
    yield from places.estimees.itertuples(index=False, name=None)
    avancement(1.0, "Table écrite")


def _ecrire(target: Path, rows: Iterator[Ligne]) -> int:
    count = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(TITRES)
        for origin, destination, minutes in rows:
            writer.writerow((origin, destination, round(minutes, DECIMALES)))
            count += 1
    return count


def _points(places: pd.DataFrame) -> list[tuple[float, float]]:
    return list(zip(places["lat"].astype(float), places["lon"].astype(float), strict=True))


def _dit(db: Database, places: Lieux, count: int, reach: float, target: Path) -> list[str]:
    served = accord(len(places.desservies), "commune", "communes")
    told = [f"« {target} » : {compte(count, 'trajet')} entre {served}, jusqu'à {reach:.0f} minutes en voiture."]
    if len(places.autres):
        names = ", ".join(places.autres.sort_values("role", ascending=False)["nom"].head(NOMMEES))
        more = "…" if len(places.autres) > NOMMEES else ""
        told.append(
            f"{accord(len(places.autres), 'commune est', 'communes sont')} à plus d'un kilomètre de toute route de "
            f"l'extrait ({names}{more}) : temps estimés à vol d'oiseau. Ajoutez l'extrait de leur région."
        )
    year = jours.aujourd_hui(db).year
    told.append(
        f'Pour la charger : python -m data load minutes {target} --producteur "OpenStreetMap, calcul Valhalla" '
        f"--millesime {year} --licence ODbL"
    )
    return told
