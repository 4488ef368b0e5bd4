"""Preparing the files that are not series: meshes, minutes, sites, supply, headcounts by département."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import shapely

from components.core import geometrie
from components.core.acces.assemblage import portee
from components.core.communes import situees
from components.core.francais import accord
from data.chargement import offre as supply
from data.chargement import reperage
from data.chargement import sites as preparation_sites
from data.chargement.communes_actuelles import FRANCE, cedees, correspondance, etaler, nom_de_ville, verifier
from data.chargement.ecritures import EcritureMaille, EcritureMinutes, EcritureOffre, EcritureSerie, EcritureSites
from data.chargement.preparation import CadreDuDepartement, Preparation, autre_departement, avec_zeros, rang
from data.imports.grammaire.base import Fichier, FichierLu, FichierRefuse, Rejets
from data.territoire import france_lue, sources, territoire

NOMS = {
    "tvs": ("tvs", "territoire de vie-santé"),
    "bassins_de_vie": ("bassins_de_vie", "bassin de vie (maille de repli)"),
}
Ligne = Mapping[str, object]


def maille(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """A mesh: every commune must have its territory; a merged commune follows the code it kept."""
    spread, cities = etaler(lecture.lignes)
    rows = verifiees(cadre, fichier, replace(lecture, lignes=tuple(spread)), "code")
    today = correspondance()
    by_commune: dict[str, Ligne] = {}
    for row in rows:
        current = str(today.actuel(str(row["code"])))
        if current in cadre.interieures and (current not in by_commune or row["code"] == current):
            by_commune[current] = row
    missing = sorted(cadre.interieures - by_commune.keys())
    if missing:
        raise FichierRefuse(
            f"« {fichier.nom} » laisse {accord(len(missing), 'commune', 'communes')} sans territoire : "
            f"{', '.join(missing[:10])}. Donnez la composition à jour."
        )
    names = _names(list(by_commune.values()))
    source = lecture.provenances[0].id
    identifiant, nom = NOMS[source]
    across = _across(cadre, rows, names)
    note = accord(across, "déborde", "débordent") + " du département : lus entiers quand l'accès d'à côté est chargé"
    membership = {code: str(row["territoire"]) for code, row in sorted(by_commune.items())}
    piece = EcritureMaille(
        identifiant, nom, names, membership, source, note if across else "", source != "tvs",
        _au_dela(cadre, rows, names), _france(rows),
    )  # fmt: skip
    words = [
        f"{nom_de_ville(city)} est donnée entière : {accord(len(parts), 'arrondissement', 'arrondissements')} "
        "dans son territoire."
        for city, parts in cities.items() if parts[0] in by_commune
    ]  # fmt: skip
    gone = cedees(str(row["code"]) for row in rows)
    return Preparation(
        (piece,),
        (*lecture.remarques, *gone, *words, "Cette maille devient la maille en usage ; l'ancienne reste choisissable."),
    )


def _names(rows: Sequence[Ligne]) -> dict[str, str]:
    france = sources.read_csv(FRANCE).set_index("code")["nom"]
    return {
        code: name or str(france.get(code, code))
        for code, name in sorted({str(row["territoire"]): str(row["nom"]) for row in rows}.items())
    }


def _au_dela(cadre: CadreDuDepartement, rows: Sequence[Ligne], names: Mapping[str, str]) -> dict[str, str]:
    """Border communes of the territories that the border cuts."""
    return {code: target for code, target in _actuelles(rows) if code in cadre.bordure and target in names}


def _france(rows: Sequence[Ligne]) -> dict[str, str]:
    """The territory of every commune of the file, when it goes beyond one département."""
    membership = dict(_actuelles(rows))
    return membership if france_lue.depasse(membership) else {}


def _actuelles(rows: Sequence[Ligne]) -> list[tuple[str, str]]:
    """Communes of today and their territories, in code order."""
    current = correspondance()
    pairs = ((current.actuel(str(row["code"])), str(row["territoire"])) for row in rows)
    return sorted((code, target) for code, target in pairs if code)


def _across(cadre: CadreDuDepartement, rows: Sequence[Ligne], names: Mapping[str, str]) -> int:
    current = correspondance()
    outside = {r["territoire"] for r in rows if current.actuel(str(r["code"])) not in cadre.interieures}
    return len(outside & names.keys())


def minutes(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Minutes between communes that this file knows; former communes follow, the shortest time standing."""
    rejets, current = Rejets(), correspondance()
    for end in ("origine", "destination"):
        verifier(((rang(row), str(row[end])) for row in lecture.lignes), cadre.departement, rejets)
    rejets.lever(fichier)
    places, table = cadre.interieures | cadre.bordure, dict[tuple[str, str], float]()
    for row in lecture.lignes:
        pair = str(current.actuel(str(row["origine"]))), str(current.actuel(str(row["destination"])))
        if set(pair) <= places:
            table[pair] = min(float(str(row["minutes"])), table.get(pair, float("inf")))
    if not any(origin in cadre.interieures for origin, _ in table):
        raise autre_departement(cadre, fichier, (str(row["origine"]) for row in lecture.lignes))
    covered = {origin for origin, _ in table} & cadre.interieures
    from_here, longest = accord(len(covered), "commune", "communes"), round(max(table.values()))
    note = f"{from_here} de départ sur {len(cadre.interieures)}, jusqu'à {accord(longest, 'minute', 'minutes')}"
    remarks = ["Les communes sans ligne de départ gardent un temps estimé à vol d'oiseau.", *_short(cadre, table)]
    remarks += lecture.remarques
    remarks += cedees(str(row[end]) for row in lecture.lignes for end in ("origine", "destination"))
    return Preparation((EcritureMinutes(table, lecture.provenances[0].id, note),), tuple(remarks))


def _short(cadre: CadreDuDepartement, table: Mapping[tuple[str, str], float]) -> list[str]:
    """What to say of a table that stops before the kernels do."""
    longest, reach = max(table.values()), portee(cadre.valeurs)
    if longest >= reach:
        return []
    return [
        f"La table s'arrête à {longest:.0f} minutes, le calcul d'accès va jusqu'à {reach:.0f} : au-delà de la table, "
        "les temps restent estimés à vol d'oiseau. Une table plus longue serait plus sûre."
    ]


def sites(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Sites within the radius of the border communes around the département.

    A site without a position (an extraction of activities) takes that of the same establishment already loaded.
    """
    placed = situees(territoire.communes(cadre.db))
    if placed.empty:
        raise FichierRefuse("Chargez d'abord les centres des communes : les sites se situent par rapport à eux.")
    rows, waiting = preparation_sites.placer(fichier, lecture, preparation_sites.connus(cadre))
    points = [(float(str(row["lat"])), float(str(row["lon"]))) for row in rows]
    rejets = Rejets()
    for row, point in zip(rows, points, strict=True):
        if reperage.inverse(point):
            words = f"{point[0]} {point[1]}", "hors de France", reperage.INVERSEES
            rejets.ajouter(rang(row), "lat, lon", *words)
        if row.get("departement") == cadre.departement and (
            away := reperage.hors_du_pays(f"{cadre.departement}001", point)
        ):
            rejets.ajouter(rang(row), "lat, lon", f"{point[0]} {point[1]}", *away)
    rejets.lever(fichier)
    near = geometrie.proches(
        cadre.valeurs.number("rayon_bordure"), points, list(zip(placed["lat"], placed["lon"], strict=True))
    )
    towns = _towns(cadre, points)
    nearby = [
        {"id": preparation_sites.identite(row), "nom": row["nom"], "type": row["type"], "commune": town,
         "lat": lat, "lon": lon, "precision": row["precision"]}
        for row, (lat, lon), close, town in zip(rows, points, near, towns, strict=True) if close
    ]  # fmt: skip
    if not nearby:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucun site dans {cadre.nom} ni autour. Donnez le bon fichier.")
    source = lecture.provenances[0].id
    far = len(points) - len(nearby)
    note = accord(far, "site trop éloigné laissé de côté", "sites trop éloignés laissés de côté") if far else ""
    ours = [row for row in waiting if reperage.du_departement(str(row["id"]), cadre.departement)]
    pending = [{"id": preparation_sites.identite(row), "nom": row["nom"], "type": row["type"]} for row in ours]
    remarks = (
        *preparation_sites.perdus(waiting, ours),
        *_twice(cadre, nearby, source),
        *preparation_sites.a_recharger(cadre, rows),
    )
    return Preparation((EcritureSites(nearby, source, note, pending),), remarks)


def _towns(cadre: CadreDuDepartement, points: Sequence[tuple[float, float]]) -> list[str | None]:
    """The commune whose outline holds each point; None outside."""
    drawn = territoire.contours(cadre.db, "commune")
    shapes = [geometrie.forme(polygons) for polygons in drawn["polygones"]]
    towns: list[str | None] = [None] * len(points)
    if not shapes:
        return towns
    places = shapely.points([(lon, lat) for lat, lon in points])
    for point, shape in zip(*shapely.STRtree(shapes).query(places, predicate="within").tolist(), strict=True):
        towns[point] = str(drawn.index[shape])
    return towns


def _twice(cadre: CadreDuDepartement, nearby: Sequence[Ligne], source: str) -> list[str]:
    """Kinds of sites that another source already brought: they would be drawn twice."""
    loaded = territoire.sites(cadre.db)
    others = loaded[loaded["source"] != source]
    kinds = sorted({str(row["type"]) for row in nearby} & set(others["type"]))
    cards = territoire.sources(cadre.db)["titre"]
    origins = {kind: cards[others.loc[others["type"] == kind, "source"]].unique() for kind in kinds}
    return [
        f"« {kind} » vient déjà de : {', '.join(sorted(titles))}. Retirez cette source si les sites sont les mêmes."
        for kind, titles in origins.items()
    ]


def offre(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Supply of the communes this file knows, border included; former communes are added up."""
    rows = verifiees(cadre, fichier, lecture, "commune")
    current, places = correspondance(), cadre.interieures | cadre.bordure
    totals: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in rows:
        place = current.actuel(str(row["commune"]))
        if place in places:
            key = str(place), str(row["profession"]), str(row["secteur"])
            totals[key] = _added(totals.get(key), row, key)
    masked, hidden = supply.masquer(list(totals.values()), cadre.valeurs)
    note = accord(sum(int(str(r["nombre"])) for r in masked), "praticien", "praticiens")
    least = cadre.valeurs.number("seuil_secret_praticiens")
    lines = accord(hidden, "ligne", "lignes")
    words = (f"{lines} de moins de {least:g} praticiens : leur activité et leurs ETP ne sont pas gardés (secret).",)
    remarks = (*(words if hidden else ()), *lecture.remarques, *cedees(str(row["commune"]) for row in rows))
    return Preparation((EcritureOffre(masked, lecture.provenances[0].id, note),), remarks)


def _added(before: Mapping[str, object] | None, row: Ligne, key: tuple[str, str, str]) -> dict[str, object]:
    numbers = {name: row[name] for name in ("nombre", "etp", "actes")}
    if before is not None:
        numbers = {
            name: None if value is None or before[name] is None else value + before[name]  # type: ignore[operator]
            for name, value in numbers.items()
        }
    return dict(zip(("commune", "profession", "secteur"), key, strict=True)) | numbers


def departements(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Series by département: the row of this one."""
    pieces = []
    for lue in lecture.series:
        values = [(line.code, line.valeur, line.etat) for line in lue.lignes if line.code == cadre.departement]
        if values:
            pieces.append(EcritureSerie(lue.serie, values))
    if not pieces:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne pour {cadre.nom}. Donnez le fichier national.")
    return Preparation(tuple(pieces), lecture.remarques)


def passe(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Past headcounts of every département (or of the country): a back-test needs them all."""
    pieces = [EcritureSerie(s.serie, [(x.code, x.valeur, x.etat) for x in s.lignes]) for s in lecture.series]
    if not pieces:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne d'effectifs. Donnez le fichier de la DREES.")
    return Preparation(tuple(pieces), lecture.remarques)


def projection(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Population ahead: of the département, or of each territory of the mesh in use; never a mix of both."""
    codes, rejets = set(territoire.territoires(cadre.db).index), Rejets()
    places = codes | {cadre.departement}
    series = [replace(lue, lignes=avec_zeros(lue.lignes, places, rejets)) for lue in lecture.series]
    whole = {line.code for lue in series for line in lue.lignes} == {cadre.departement}
    for lue in series:
        for line in lue.lignes:
            if not whole and line.code not in codes:
                todo = f"Donnez {cadre.departement} seul, ou les codes des territoires de la maille en usage."
                rejets.ajouter(line.numero, "code", line.code, "ni le département, ni un de ses territoires", todo)
    rejets.lever(fichier)
    level = "departement" if whole else "territoire"
    pieces = [
        EcritureSerie(replace(lue.serie, niveau=level), [(x.code, x.valeur, x.etat) for x in lue.lignes])
        for lue in series
    ]
    years = sorted({lue.serie.millesime for lue in lecture.series})
    return Preparation(tuple(pieces), (*lecture.remarques, f"Années : {', '.join(map(str, years))}."))


def verifiees(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu, column: str) -> Sequence[Ligne]:
    """The rows of a file, once their codes are known and one of them is of this département."""
    rejets, current = Rejets(), correspondance()
    verifier(((rang(row), str(row[column])) for row in lecture.lignes), cadre.departement, rejets)
    rejets.lever(fichier)
    if not any(current.actuel(str(row[column])) in cadre.interieures for row in lecture.lignes):
        raise autre_departement(cadre, fichier, (str(row[column]) for row in lecture.lignes))
    return lecture.lignes
