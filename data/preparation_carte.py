"""Preparing what places and draws the communes: their centres (and the border communes), their outlines."""

from collections.abc import Mapping, Sequence

import numpy as np
from shapely.geometry.base import BaseGeometry

from data import creation, dessin, indicateurs, sources, territoire
from data.communes_actuelles import FRANCE, accord, correspondance, departement, etaler, nom_de_ville, verifier
from data.contours import partager
from data.ecritures import EcritureContours, EcriturePositions
from data.imports.base import Fichier, Lecture, Rejets
from data.indicateurs import POPULATION, VALEUR
from data.preparation import Cadre, Preparation, autre_departement, proches, rang

METROPOLE = (41.0, 52.0, -6.0, 10.5)  # south, north, west, east


def centres(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Positions of the communes, and the border communes within the dated radius."""
    rejets = Rejets()
    rows, spread = etaler(lecture.lignes)
    verifier(((rang(row), str(row["code"])) for row in rows), cadre.departement, rejets)
    for row in lecture.lignes:
        _in_its_country(row, rejets)
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
    remarks += _cities(cadre, spread, {code: value for code, value, _ in residents})
    if border and any(s.indicateur.startswith("population_standardisee") for s in indicateurs.series(cadre.db)):
        remarks.append("Rechargez ensuite l'APL : les communes voisines y prendront leur population standardisée.")
    return Preparation((piece,), tuple(remarks))


def _cities(cadre: Cadre, spread: Mapping[str, Sequence[str]], border: Mapping[str, float | None]) -> list[str]:
    """What to say of each city that the file gives whole: its arrondissements all stand at its centre."""
    said = []
    for city, parts in spread.items():
        name, count = nom_de_ville(city), accord(len(parts), "arrondissement", "arrondissements")
        if parts[0] in cadre.interieures:
            said.append(f"{name} n'a qu'un centre dans le fichier : {count} y sont placés ensemble.")
        elif parts[0] in border:
            people = f"{sum(border.get(part) or 0.0 for part in parts):,.0f}".replace(",", "\u202f")
            said.append(f"{name}, en bordure, n'a qu'un centre dans le fichier : {count} y sont placés ensemble "
                        f"({people} habitants).")  # fmt: skip
    return said


def _current(rows: Sequence[Mapping[str, object]]) -> dict[str, tuple[float, float]]:
    """Today's commune -> its own centre, else the mean of the centres of its former communes."""
    known = correspondance()
    groups: dict[str, dict[str, tuple[float, float]]] = {}
    for row in rows:
        code, place = str(row["code"]), (float(str(row["lat"])), float(str(row["lon"])))
        current = known.actuel(code)
        if current is not None:
            groups.setdefault(current, {})[code] = place
    return {
        current: parts.get(current) or tuple(np.mean(list(parts.values()), axis=0).round(5).tolist())
        for current, parts in groups.items()
    }


def _in_its_country(row: Mapping[str, object], rejets: Rejets) -> None:
    south, north, west, east = METROPOLE
    lat, lon = float(str(row["lat"])), float(str(row["lon"]))
    if departement(str(row["code"])) < "97" and not (south <= lat <= north and west <= lon <= east):
        words = "hors de France métropolitaine", "Vérifiez que latitude et longitude ne sont pas inversées."
        rejets.ajouter(rang(row), "lat, lon", f"{lat} {lon}", *words)


def _border(
    cadre: Cadre, places: Mapping[str, tuple[float, float]], inside: Mapping[str, tuple[float, float]]
) -> tuple[list[dict[str, object]], indicateurs.Serie, list[tuple[str, float | None, str]]]:
    outside = [code for code in places if code not in cadre.interieures]
    near = proches(cadre.valeurs.number("rayon_bordure"), [places[c] for c in outside], list(inside.values()))
    france = sources.read_csv(FRANCE).set_index("code")
    kept = [code for code, close in zip(outside, near, strict=True) if close and code in france.index]
    rows = [
        {"code": c, "nom": france.at[c, "nom"], "departement": france.at[c, "departement"],
         "epci": france.at[c, "epci"], "lat": places[c][0], "lon": places[c][1]}
        for c in kept
    ]  # fmt: skip
    people = creation.residents(france.loc[kept])
    return rows, _population(cadre), [(str(c), float(v), VALEUR) for c, v in people.dropna().items()]


def _population(cadre: Cadre) -> indicateurs.Serie:
    """The series that holds the residents of the national list, else the oldest: never a vintage that a file of
    another year replaces."""
    known = [serie for serie in indicateurs.series(cadre.db) if serie.indicateur == POPULATION]
    return next((serie for serie in known if serie.source == FRANCE), known[-1])


def contours(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Outlines: former communes are united, borders stay shared, points become few."""
    rejets, known = Rejets(), correspondance()
    rows, cities = _cut_cities(cadre, lecture.lignes)
    verifier(((rang(row), str(row["code"])) for row in rows), cadre.departement, rejets)
    rejets.lever(fichier)
    groups: dict[str, list[BaseGeometry]] = {}
    for row in rows:
        code = known.actuel(str(row["code"]))
        if code in cadre.interieures:
            groups.setdefault(str(code), []).append(row["geometrie"])
    if not groups:
        raise autre_departement(cadre, fichier, (str(row["code"]) for row in lecture.lignes))
    whole = {code: dessin.unir(groups[code]) for code in sorted(groups)}
    light = dessin.simplifier(whole)
    merged = sum(len(parts) > 1 for parts in groups.values())
    note = f"{dessin.points(whole)} points ramenés à {dessin.points(light)}"
    note += f", {accord(merged, 'commune réunie', 'communes réunies')}" if merged else ""
    missing = sorted(cadre.interieures - groups.keys())
    if missing:
        cities.append(f"{accord(len(missing), 'commune', 'communes')} sans contour : {', '.join(missing[:8])}.")
    return Preparation((EcritureContours(light, lecture.provenances[0].id, note),), tuple(cities))


def _cut_cities(cadre: Cadre, rows: Sequence[Mapping[str, object]]) -> tuple[list[Mapping[str, object]], list[str]]:
    """The rows, a whole city of this département cut between its arrondissements around their centres, and what is
    said of it. Arrondissements that the file draws are left as they are."""
    spread, cities = etaler(rows)
    said, places = [], territoire.communes(cadre.db)
    for city, parts in cities.items():
        if parts[0] not in cadre.interieures or len(parts) < len(correspondance().villes[city]):
            spread = [row for row in spread if row["code"] not in parts]  # some are drawn: the others stay without
            continue
        whole = next(row for row in rows if row["code"] == city)
        centres = places.loc[list(parts), ["lat", "lon"]].to_numpy(float)
        cells = dict(zip(parts, partager(whole["geometrie"], centres), strict=True))
        spread = [{**row, "geometrie": cells[str(row["code"])]} if row["code"] in cells else row for row in spread]
        said.append(f"{nom_de_ville(city)} n'a qu'un contour dans le fichier : il est partagé entre ses {len(parts)} "
                    "arrondissements autour de leurs centres, sans suivre leurs limites.")  # fmt: skip
    return spread, said
