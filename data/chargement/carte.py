"""Preparing what places and draws the communes: their centres (and the border communes), their outlines."""

from collections.abc import Mapping, Sequence
from typing import cast

import numpy as np
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points

from components.core import geometrie
from components.core.communes import situees
from components.core.francais import accord, compte
from data.chargement import reperage
from data.chargement.communes_actuelles import FRANCE, cedees, correspondance, etaler, nom_de_ville, verifier
from data.chargement.ecritures import EcritureContours, EcriturePositions
from data.chargement.preparation import CadreDuDepartement, Preparation, autre_departement, rang
from data.fichier import embarque
from data.imports.grammaire.base import Fichier, FichierLu, FichierRefuse, Rejets
from data.territoire import dessin, indicateurs, sources, territoire
from data.territoire.indicateurs import POPULATION, VALEUR

SANS_CONTOUR = 0.1  # share of the communes that a file of outlines may leave without the one they had


def centres(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Positions of the communes, and the border communes within the dated radius."""
    rejets = Rejets()
    rows, spread = _etaler(cadre, lecture.lignes)
    verifier(((rang(row), str(row["code"])) for row in rows), cadre.departement, rejets)
    _check_places(cadre, lecture.lignes, rejets)
    rejets.lever(fichier)
    places = _current(rows)
    inside = {code: place for code, place in places.items() if code in cadre.interieures}
    if not inside:
        raise autre_departement(cadre, fichier, places)
    border, population, residents = _border(cadre, places, inside)
    piece = EcriturePositions(inside, border, population, residents, lecture.provenances[0].id)
    missing = len(cadre.interieures) - len(inside)
    words = accord(missing, "commune du département n'y a", "communes du département n'y ont")
    remarks = [f"{words} pas de centre."] if missing else []
    remarks += [*lecture.remarques, *cedees(str(row["code"]) for row in rows)]
    remarks += _cities(cadre, spread, {code: value for code, value, _ in residents})
    if border and any(s.indicateur.startswith("population_standardisee") for s in indicateurs.series(cadre.db)):
        remarks.append("Rechargez ensuite l'APL : les communes voisines y prendront leur population standardisée.")
    return Preparation((piece,), tuple(remarks))


def _etaler(
    cadre: CadreDuDepartement, lignes: Sequence[Mapping[str, object]]
) -> tuple[list[Mapping[str, object]], dict[str, tuple[str, ...]]]:
    """The rows, the centre of a whole city standing for the arrondissements that have none; those it stands for."""
    rows, spread = etaler(lignes)
    communes = territoire.communes(cadre.db)
    placed = {part for parts in spread.values() for part in parts} & set(communes.index[communes["lat"].notna()])
    left = {city: tuple(part for part in parts if part not in placed) for city, parts in spread.items()}
    return [row for row in rows if row["code"] not in placed], {city: parts for city, parts in left.items() if parts}


def _cities(
    cadre: CadreDuDepartement, spread: Mapping[str, Sequence[str]], border: Mapping[str, float | None]
) -> list[str]:
    """What to say of each city that the file gives whole: its arrondissements all stand at its centre."""
    remarks = []
    for city, parts in spread.items():
        name, count = nom_de_ville(city), accord(len(parts), "arrondissement", "arrondissements")
        if parts[0] in cadre.interieures:
            remarks.append(f"{name} n'a qu'un centre dans le fichier : {count} y sont placés ensemble.")
        elif parts[0] in border:
            people = compte(round(sum(border.get(part) or 0.0 for part in parts)), "habitant")
            remarks.append(f"{name}, en bordure, n'a qu'un centre dans le fichier : {count} y sont placés ensemble "
                           f"({people}).")  # fmt: skip
    return remarks


def _current(rows: Sequence[Mapping[str, object]]) -> dict[str, tuple[float, float]]:
    """Today's commune -> its own centre, else the mean of the centres of its former communes."""
    today = correspondance()
    groups: dict[str, dict[str, tuple[float, float]]] = {}
    for row in rows:
        code, place = str(row["code"]), (float(str(row["lat"])), float(str(row["lon"])))
        current = today.actuel(code)
        if current is not None:
            groups.setdefault(current, {})[code] = place
    return {
        current: parts.get(current) or tuple(np.mean(list(parts.values()), axis=0).round(5).tolist())
        for current, parts in groups.items()
    }


def _check_places(cadre: CadreDuDepartement, rows: Sequence[Mapping[str, object]], rejets: Rejets) -> None:
    """Refuse centres out of France, far from where their commune is known to be, or far from all the others."""
    positions, current = _known(cadre), correspondance()
    inside = {code: place for code, place in _current(rows).items() if code in cadre.interieures}
    for row in rows:
        code, place = str(row["code"]), (float(str(row["lat"])), float(str(row["lon"])))
        today = current.actuel(code) or ""
        away = reperage.kilometres(place, positions[today]) if today in positions else None
        problem = reperage.hors_du_pays(code, place) or reperage.deplacee(code, away)
        if problem is None and today in cadre.interieures and away is None:
            problem = reperage.isolee(today, place, positions or inside, len(cadre.interieures))
        if problem is not None:
            rejets.ajouter(rang(row), "lat, lon", f"{place[0]} {place[1]}", *problem)


def _known(cadre: CadreDuDepartement) -> dict[str, reperage.Point]:
    """Centres of the département that the file already has."""
    placed = situees(territoire.communes(cadre.db))
    return dict(zip(placed.index, zip(placed["lat"], placed["lon"], strict=True), strict=True))


def _border(
    cadre: CadreDuDepartement, places: Mapping[str, tuple[float, float]], inside: Mapping[str, tuple[float, float]]
) -> tuple[list[dict[str, object]], indicateurs.Serie, list[tuple[str, float | None, str]]]:
    outside = [code for code in places if code not in cadre.interieures]
    near = geometrie.proches(cadre.valeurs.number("rayon_bordure"), [places[c] for c in outside], list(inside.values()))
    france = sources.read_csv(FRANCE).set_index("code")
    neighbours = [code for code, close in zip(outside, near, strict=True) if close and code in france.index]
    rows = [
        {"code": c, "nom": france.at[c, "nom"], "departement": france.at[c, "departement"],
         "epci": france.at[c, "epci"], "lat": places[c][0], "lon": places[c][1]}
        for c in neighbours
    ]  # fmt: skip
    people = embarque.residents(france.loc[neighbours])
    return rows, _population(cadre), [(str(c), float(v), VALEUR) for c, v in people.dropna().items()]


def _population(cadre: CadreDuDepartement) -> indicateurs.Serie:
    """The series that holds the residents of the national list, else the oldest: never a vintage that a file of
    another year replaces."""
    vintages = [serie for serie in indicateurs.series(cadre.db) if serie.indicateur == POPULATION]
    return next((serie for serie in vintages if serie.source == FRANCE), vintages[-1])


def contours(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Outlines: former communes are united, borders stay shared, points become few."""
    rejets, current = Rejets(), correspondance()
    _check_shapes(cadre, lecture.lignes, rejets)
    rows, cities = _cut_cities(cadre, lecture.lignes)
    verifier(((rang(row), str(row["code"])) for row in rows), cadre.departement, rejets)
    rejets.lever(fichier)
    groups: dict[str, list[BaseGeometry]] = {}
    for row in rows:
        code = current.actuel(str(row["code"]))
        if code in cadre.interieures:
            groups.setdefault(str(code), []).append(row["geometrie"])
    if not groups:
        raise autre_departement(cadre, fichier, (str(row["code"]) for row in lecture.lignes))
    whole = {code: dessin.unir(groups[code]) for code in sorted(groups)}
    light = geometrie.simplifier(whole)
    merged = sum(len(parts) > 1 for parts in groups.values())
    note = f"{dessin.points(whole)} points ramenés à {dessin.points(light)}"
    note += f", {accord(merged, 'commune réunie', 'communes réunies')}" if merged else ""
    missing = sorted(cadre.interieures - groups.keys())
    _refuse_partial(cadre, fichier, missing)
    if missing:
        words = accord(len(missing), "commune restera", "communes resteront")
        cities.append(f"{words} sans contour : {', '.join(missing[:8])}{'…' if len(missing) > 8 else ''}.")
    return Preparation((EcritureContours(light, lecture.provenances[0].id, note),), tuple(cities))


def _check_shapes(cadre: CadreDuDepartement, rows: Sequence[Mapping[str, object]], rejets: Rejets) -> None:
    """Refuse outlines out of France, or far from the centre of their commune when it is known."""
    positions, current = _known(cadre), correspondance()
    for row in rows:
        code, shape = str(row["code"]), cast(BaseGeometry, row["geometrie"])
        middle = shape.representative_point()
        place = positions.get(current.actuel(code) or "")
        away = None if place is None else _away(shape, place)
        problem = reperage.hors_du_pays(code, (middle.y, middle.x)) or reperage.deplacee(code, away)
        if problem is not None:
            rejets.ajouter(rang(row), "geometry", f"{middle.x:.2f} {middle.y:.2f}", *problem)


def _away(shape: BaseGeometry, place: reperage.Point) -> float:
    """Kilometres from a centre to the nearest point of an outline; zero inside."""
    centre = Point(place[1], place[0])
    near, _ = nearest_points(shape, centre)
    return reperage.kilometres(place, (near.y, near.x))


def _refuse_partial(cadre: CadreDuDepartement, fichier: Fichier, missing: Sequence[str]) -> None:
    """A file of a few communes would take the outlines of all the others away: it is refused."""
    lost = territoire.contours(cadre.db, "commune").index.intersection(missing)
    if len(lost) > SANS_CONTOUR * len(cadre.interieures):
        drawn = len(cadre.interieures) - len(missing)
        raise FichierRefuse(
            f"« {fichier.nom} » ne dessine que {accord(drawn, 'commune', 'communes')} sur {len(cadre.interieures)} : "
            f"{accord(len(lost), 'contour déjà présent disparaîtrait', 'contours déjà présents disparaîtraient')}. "
            "Donnez le fichier de tout le département."
        )


def _cut_cities(
    cadre: CadreDuDepartement, rows: Sequence[Mapping[str, object]]
) -> tuple[list[Mapping[str, object]], list[str]]:
    """The rows, a whole city of this département cut between its arrondissements around their centres, and what is
    said of it. Arrondissements that the file draws are left as they are."""
    spread, cities = etaler(rows)
    remarks, places = [], territoire.communes(cadre.db)
    for city, parts in cities.items():
        if parts[0] not in cadre.interieures or len(parts) < len(correspondance().villes[city]):
            spread = [row for row in spread if row["code"] not in parts]  # some are drawn: the others stay without
            continue
        whole = next(row for row in rows if row["code"] == city)
        centres = places.loc[list(parts), ["lat", "lon"]].to_numpy(float)
        cells = dict(zip(parts, geometrie.partager(whole["geometrie"], centres), strict=True))
        spread = [{**row, "geometrie": cells[str(row["code"])]} if row["code"] in cells else row for row in spread]
        remarks.append(f"{nom_de_ville(city)} n'a qu'un contour dans le fichier : il est partagé entre ses "
                       f"{len(parts)} arrondissements autour de leurs centres, sans suivre leurs limites.")  # fmt: skip
    return spread, remarks
