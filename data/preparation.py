"""From what a file says to what this département keeps of it: the pieces an import would write, or refusals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry
from sqlite_utils import Database

from data import creation, dessin, indicateurs, preparation_secret, sources, territoire
from data.communes_actuelles import FRANCE, accord, correspondance, departement, rassembler, verifier
from data.ecritures import Ecriture, EcritureContours, EcriturePositions, EcritureSerie
from data.imports.base import Fichier, FichierRefuse, Lecture, Rejets, SerieLue
from data.indicateurs import POPULATION, VALEUR
from data.parameters import EnVigueur

KM_PAR_DEGRE = 111.195
METROPOLE = (41.0, 52.0, -6.0, 10.5)  # south, north, west, east


@dataclass(frozen=True)
class Cadre:
    """What preparing needs to know of the file: its département, its communes, the dated parameters."""

    db: Database
    departement: str
    nom: str
    interieures: frozenset[str]
    bordure: frozenset[str]
    valeurs: EnVigueur

    @classmethod
    def de(cls, db: Database, valeurs: EnVigueur) -> "Cadre":
        """Read it from the store."""
        communes = territoire.communes(db)
        inside = communes.index[communes["role"] == "interieure"]
        return cls(
            db, territoire.setting(db, "departement"), territoire.setting(db, "nom"),
            frozenset(inside), frozenset(communes.index.difference(inside)), valeurs,
        )  # fmt: skip


@dataclass(frozen=True)
class Preparation:
    """The pieces to write and what must be said before writing them."""

    ecritures: tuple[Ecriture, ...]
    remarques: tuple[str, ...]


def series(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Series by commune (or by territory of the mesh in use)."""
    rejets, remarks = Rejets(), list(lecture.remarques)
    if not lecture.series or not all(found.lignes for found in lecture.series):
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne de valeurs. Donnez le fichier tel qu'il est publié.")
    first = lecture.series[0]
    if first.serie.niveau == "territoire":
        return _by_territory(cadre, fichier, lecture)
    elsewhere = max(_checked(cadre, fichier, found, rejets) for found in _one_per_rows(lecture.series))
    rejets.lever(fichier)
    if elsewhere:
        remarks.append(f"{elsewhere} codes d'autres départements ne sont pas des communes actuelles : laissés de côté.")
    groups = territoire.communes(cadre.db)["territoire"].dropna().to_dict()
    pieces, withheld = _secrets(cadre, [_piece(cadre, lecture, found) for found in lecture.series], groups)
    return Preparation(pieces, (*remarks, *withheld, *_absent(cadre, pieces[0])))


def _secrets(
    cadre: Cadre, pieces: Sequence[EcritureSerie], groupes: Mapping[str, str]
) -> tuple[tuple[EcritureSerie, ...], list[str]]:
    """The pieces once the counts of patients they may hold are protected, and what is said of it."""
    least = cadre.valeurs.number("seuil_secret_patients")
    found = [preparation_secret.retenir(piece, groupes, least) for piece in pieces]
    return tuple(piece for piece, _ in found), [words for _, words in found if words]


def _one_per_rows(found: Sequence[SerieLue]) -> list[SerieLue]:
    """The columns of one sheet share their rows: checking one checks them all."""
    return list({(s.serie.source, len(s.lignes), s.lignes[0].numero, s.lignes[0].code): s for s in found}.values())


def _checked(cadre: Cadre, fichier: Fichier, found: SerieLue, rejets: Rejets) -> int:
    elsewhere = verifier(((line.numero, line.code) for line in found.lignes), cadre.departement, rejets)
    known = correspondance()
    if not rejets and not any(known.actuel(line.code) in cadre.interieures for line in found.lignes):
        raise autre_departement(cadre, fichier, (line.code for line in found.lignes))
    return elsewhere


def autre_departement(cadre: Cadre, fichier: Fichier, codes: Iterable[str]) -> FichierRefuse:
    """The refusal of a file that speaks of other départements."""
    seen = sorted({departement(code) for code in codes})
    words = ", ".join(seen[:5]) + ("…" if len(seen) > 5 else "")
    return FichierRefuse(
        f"« {fichier.nom} » n'a aucune commune de {cadre.nom} (départements trouvés : {words}). "
        "Donnez le fichier de ce département, ou le fichier national."
    )


def _piece(cadre: Cadre, lecture: Lecture, found: SerieLue) -> EcritureSerie:
    kept = cadre.interieures | (cadre.bordure if found.bordure else frozenset())
    values, merge = rassembler(found.lignes, kept, found.serie, _weights(lecture, found))
    count = accord(merge.communes, "commune fusionnée", "communes fusionnées")
    note = f"{count} : {merge.mots}" if merge.communes else ""
    return EcritureSerie(found.serie, values, found.modalites, note)


def _weights(lecture: Lecture, found: SerieLue) -> Mapping[str, float]:
    """Standardised population of the same file, of the vintage that weights this series."""
    wanted = found.serie.poids
    candidates = [other for other in lecture.series if other.serie.indicateur == wanted]
    if not candidates or wanted is None:
        return {}
    best = min(candidates, key=lambda other: abs(other.serie.millesime - (found.serie.millesime - 2)))
    return {line.code: line.valeur for line in best.lignes if line.valeur is not None}


def _absent(cadre: Cadre, piece: EcritureSerie) -> list[str]:
    missing = sorted(cadre.interieures - {code for code, _, _ in piece.valeurs})
    if not missing:
        return []
    names = ", ".join(missing[:8]) + ("…" if len(missing) > 8 else "")
    if len(missing) == 1:
        return [f"1 commune du département n'est pas dans le fichier et restera manquante : {names}"]
    return [f"{len(missing)} communes du département ne sont pas dans le fichier et resteront manquantes : {names}"]


def _by_territory(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    known, rejets, read = set(territoire.territoires(cadre.db).index), Rejets(), []
    mesh = str(territoire.maille(cadre.db)["nom"])
    for found in lecture.series:
        for line in found.lignes:
            if line.code not in known:
                words = f"ce n'est pas un territoire de la maille {mesh}", "Vérifiez le code ou la maille en usage."
                rejets.ajouter(line.numero, "code", line.code, *words)
        read.append(EcritureSerie(found.serie, [(x.code, x.valeur, x.etat) for x in found.lignes], found.modalites))
    rejets.lever(fichier)
    pieces, withheld = _secrets(cadre, read, dict.fromkeys(known, cadre.departement))
    return Preparation(pieces, (*lecture.remarques, *withheld, f"Valeurs par territoire : {mesh}."))


def centres(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Positions of the communes, and the border communes within the dated radius."""
    rejets, rows = Rejets(), lecture.lignes
    verifier(((rang(row), str(row["code"])) for row in rows), cadre.departement, rejets)
    for row in rows:
        _in_its_country(row, rejets)
    rejets.lever(fichier)
    places = _current(rows)
    inside = {code: place for code, place in places.items() if code in cadre.interieures}
    if not inside:
        raise autre_departement(cadre, fichier, places)
    border, population, residents = _border(cadre, places, inside)
    piece = EcriturePositions(inside, border, population, residents, lecture.provenances[0].id)
    remarks = [f"{len(cadre.interieures) - len(inside)} communes du département n'y ont pas de centre."]
    if border and any(s.indicateur.startswith("population_standardisee") for s in indicateurs.series(cadre.db)):
        remarks.append("Rechargez ensuite l'APL : les communes voisines y prendront leur population standardisée.")
    remarks = remarks if len(inside) < len(cadre.interieures) else remarks[1:]
    return Preparation((piece,), tuple(remarks))


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
    oldest = [serie for serie in indicateurs.series(cadre.db) if serie.indicateur == POPULATION][-1]
    return rows, oldest, [(str(c), float(v), VALEUR) for c, v in people.dropna().items()]


def proches(km: float, places: Sequence[tuple[float, float]], targets: Sequence[tuple[float, float]]) -> list[bool]:
    """Which places have a target within a distance (flat around each place: exact enough at this scale)."""
    if not places:
        return []
    there = np.array(targets)
    found = []
    for lat, lon in places:
        dx = (there[:, 1] - lon) * np.cos(np.radians(lat))
        found.append(bool((np.hypot(dx, there[:, 0] - lat) * KM_PAR_DEGRE).min() <= km))
    return found


def contours(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Outlines: former communes are united, borders stay shared, points become few."""
    rejets = Rejets()
    verifier(((rang(row), str(row["code"])) for row in lecture.lignes), cadre.departement, rejets)
    rejets.lever(fichier)
    known = correspondance()
    groups: dict[str, list[BaseGeometry]] = {}
    for row in lecture.lignes:
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
    remarks = (
        (f"{accord(len(missing), 'commune', 'communes')} sans contour : {', '.join(missing[:8])}.",) if missing else ()
    )
    return Preparation((EcritureContours(light, lecture.provenances[0].id, note),), remarks)


def rang(row: Mapping[str, object]) -> int:
    """Line of the file a typed row comes from."""
    return int(str(row["ligne"]))
