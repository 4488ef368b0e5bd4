"""Preparing the files that are not series: meshes, minutes, sites, supply, patients under secrecy."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from data import offre as supply
from data import secret, sources, territoire
from data.communes_actuelles import FRANCE, correspondance, verifier
from data.ecritures import EcritureMaille, EcritureMinutes, EcritureOffre, EcritureSerie, EcritureSites, Triple
from data.imports.base import Fichier, FichierRefuse, Lecture, Rejets
from data.imports.cellules import simple
from data.imports.population import MOTS, PATIENTS
from data.indicateurs import MANQUANT, SECRET, VALEUR, Serie
from data.preparation import Cadre, Preparation, autre_departement, proches, rang

NOMS = {
    "tvs": ("tvs", "territoire de vie-santé"),
    "bassins_de_vie": ("bassins_de_vie", "bassin de vie (maille de repli)"),
}
Ligne = Mapping[str, object]


def maille(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """A mesh: every commune must have its territory; a merged commune follows the code it kept."""
    rows = _checked(cadre, fichier, lecture, "code")
    known = correspondance()
    found: dict[str, Ligne] = {}
    for row in rows:
        current = str(known.actuel(str(row["code"])))
        if current in cadre.interieures and (current not in found or row["code"] == current):
            found[current] = row
    missing = sorted(cadre.interieures - found.keys())
    if missing:
        raise FichierRefuse(
            f"« {fichier.nom} » laisse {len(missing)} communes sans territoire : {', '.join(missing[:10])}. "
            "Donnez la composition à jour."
        )
    names = _names(list(found.values()))
    source = lecture.provenances[0].id
    identifiant, nom = NOMS[source]
    across = _across(cadre, rows, names)
    note = f"{across} débordent du département : seules ses communes sont comptées" if across else ""
    membership = {code: str(row["territoire"]) for code, row in sorted(found.items())}
    piece = EcritureMaille(identifiant, nom, names, membership, source, note, source != "tvs")
    return Preparation((piece,), ("Cette maille devient la maille en usage ; l'ancienne reste choisissable.",))


def _names(rows: Sequence[Ligne]) -> dict[str, str]:
    france = sources.read_csv(FRANCE).set_index("code")["nom"]
    return {
        code: name or str(france.get(code, code))
        for code, name in sorted({str(row["territoire"]): str(row["nom"]) for row in rows}.items())
    }


def _across(cadre: Cadre, rows: Sequence[Ligne], kept: Mapping[str, str]) -> int:
    known = correspondance()
    outside = {r["territoire"] for r in rows if known.actuel(str(r["code"])) not in cadre.interieures}
    return len(outside & kept.keys())


def minutes(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Minutes between communes that this file knows; former communes follow, the shortest time standing."""
    rejets, known = Rejets(), correspondance()
    for end in ("origine", "destination"):
        verifier(((rang(row), str(row[end])) for row in lecture.lignes), cadre.departement, rejets)
    rejets.lever(fichier)
    places, table = cadre.interieures | cadre.bordure, dict[tuple[str, str], float]()
    for row in lecture.lignes:
        pair = str(known.actuel(str(row["origine"]))), str(known.actuel(str(row["destination"])))
        if set(pair) <= places:
            table[pair] = min(float(str(row["minutes"])), table.get(pair, float("inf")))
    if not any(origin in cadre.interieures for origin, _ in table):
        raise autre_departement(cadre, fichier, (str(row["origine"]) for row in lecture.lignes))
    covered = {origin for origin, _ in table} & cadre.interieures
    note = f"{len(covered)} communes de départ sur {len(cadre.interieures)}, jusqu'à {max(table.values()):.0f} minutes"
    remark = "Les communes sans ligne de départ gardent un temps estimé à vol d'oiseau."
    return Preparation((EcritureMinutes(table, lecture.provenances[0].id, note),), (remark,))


def sites(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Sites within the radius of the border communes around the département."""
    communes = territoire.communes(cadre.db)
    placed = communes[(communes["role"] == "interieure") & communes["lat"].notna()]
    if placed.empty:
        raise FichierRefuse("Chargez d'abord les centres des communes : les sites se situent par rapport à eux.")
    points = [(float(str(row["lat"])), float(str(row["lon"]))) for row in lecture.lignes]
    near = proches(cadre.valeurs.number("rayon_bordure"), points, list(zip(placed["lat"], placed["lon"], strict=True)))
    kept = [
        {"id": f"{row['id']} {simple(row['type'])}", "nom": row["nom"], "type": row["type"], "commune": None,
         "lat": lat, "lon": lon, "precision": "position du fichier"}
        for row, (lat, lon), close in zip(lecture.lignes, points, near, strict=True) if close
    ]  # fmt: skip
    if not kept:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucun site dans {cadre.nom} ni autour. Donnez le bon fichier.")
    note = f"{len(points) - len(kept)} sites trop éloignés laissés de côté"
    return Preparation((EcritureSites(kept, lecture.provenances[0].id, note),), ())


def offre(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Supply of the communes this file knows, border included; former communes are added up."""
    rows = _checked(cadre, fichier, lecture, "commune")
    known, places = correspondance(), cadre.interieures | cadre.bordure
    found: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in rows:
        place = known.actuel(str(row["commune"]))
        if place in places:
            key = str(place), str(row["profession"]), str(row["secteur"])
            found[key] = _added(found.get(key), row, key)
    kept, hidden = supply.masquer(list(found.values()), cadre.valeurs)
    note = f"{sum(int(str(r['nombre'])) for r in kept)} praticiens"
    words = (f"{hidden} lignes de moins de trois praticiens : leur activité n'est pas gardée (secret).",)
    return Preparation((EcritureOffre(kept, lecture.provenances[0].id, note),), words if hidden else ())


def _added(before: Mapping[str, object] | None, row: Ligne, key: tuple[str, str, str]) -> dict[str, object]:
    numbers = {name: row[name] for name in ("nombre", "etp", "actes")}
    if before is not None:
        numbers = {
            name: None if value is None or before[name] is None else value + before[name]  # type: ignore[operator]
            for name, value in numbers.items()
        }
    return dict(zip(("commune", "profession", "secteur"), key, strict=True)) | numbers


def patients(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Counts of patients once secrecy is applied: what is withheld never enters the file."""
    rows = _checked(cadre, fichier, lecture, "code")
    names = [name for name in PATIENTS if any(name in row for row in rows)]
    counts, withheld, missing = _counts(cadre, rows, names)
    groups = territoire.communes(cadre.db)["territoire"].dropna().to_dict()
    for code in withheld:
        groups[code] = f"{groups[code]} retenu"  # a count withheld by the producer: no total can be made around it
    partial = {groups[code] for code in withheld}
    shown = secret.proteger(counts, groups, cadre.valeurs["seuil_secret_patients"].lignes[0][0])
    hidden = (counts.keys() - shown.lignes) | withheld
    year, source = int(lecture.provenances[0].millesime), lecture.provenances[0].id
    pieces = []
    broken = {group.removesuffix(" retenu") for group in partial} | {groups[c] for c in missing if c in groups}
    totals = {group: value for group, value in shown.totaux.items() if group not in broken}
    for k, name in enumerate(names):
        values: list[Triple] = [(c, counts[c][k], VALEUR) for c in sorted(shown.lignes)]
        values += [(c, None, SECRET) for c in sorted(hidden)] + [(c, None, MANQUANT) for c in sorted(missing)]
        pieces.append(EcritureSerie(_serie(name, "commune", year, source), values))
        everywhere = set(territoire.territoires(cadre.db).index)
        whole = [(g, totals[g][k], VALEUR) if g in totals else (g, None, SECRET) for g in sorted(everywhere)]
        pieces.append(EcritureSerie(_serie(name, "territoire", year, source), whole))
    pieces += _shares(counts, shown.lignes, hidden, names, year, source)
    remark = f"{len(hidden)} communes retenues (secret : moins de onze patients, ou déduction possible)."
    return Preparation(tuple(pieces), (remark, "Totaux par territoire : ceux de la maille en usage aujourd'hui."))


def _counts(
    cadre: Cadre, rows: Sequence[Ligne], names: Sequence[str]
) -> tuple[dict[str, tuple[float, ...]], set[str], set[str]]:
    """Counts by commune of today, communes withheld by the producer, communes with a missing count."""
    known = correspondance()
    counts: dict[str, tuple[float, ...]] = {}
    withheld, missing = set[str](), set[str]()
    for row in rows:
        code = str(known.actuel(str(row["code"])))
        if code not in cadre.interieures:
            continue
        cells = [row.get(name) for name in names]
        if "secret" in cells:
            withheld.add(code)
        elif None in cells:
            missing.add(code)
        else:
            numbers = tuple(float(str(cell)) for cell in cells)
            counts[code] = tuple(map(sum, zip(counts.get(code, (0.0,) * len(names)), numbers, strict=True)))
    for code in withheld | missing:
        counts.pop(code, None)
    return counts, withheld, missing - withheld


def _serie(name: str, niveau: str, year: int, source: str) -> Serie:
    tail = "" if niveau == "commune" else "_territoire"
    return Serie(
        id=f"{name}_{year}{tail}", indicateur=name, libelle=MOTS[name], unite="patients", niveau=niveau, profession="",
        serie="", millesime=year, sens=-1 if "sans" in name else 0, decimales=0, statut="officiel",
        agregation="aucune", poids=None, source=source,
    )  # fmt: skip


def _shares(
    counts: Mapping[str, tuple[float, ...]], shown: frozenset[str], hidden: set[str], names: Sequence[str],
    year: int, source: str,
) -> list[EcritureSerie]:  # fmt: skip
    """Shares in % of the rows that may be shown."""
    found = []
    everyone, without, ald, ald_without = PATIENTS
    for key, part, whole in (("part_sans_mt", without, everyone), ("part_ald_sans_mt", ald_without, ald)):
        if part not in names or whole not in names:
            continue
        a, b = names.index(part), names.index(whole)
        values = [(c, 100 * counts[c][a] / counts[c][b], VALEUR) for c in sorted(shown) if counts[c][b]]
        serie = Serie(
            id=f"{key}_{year}", indicateur=key, unite="%",
            libelle=f"Part sans médecin traitant ({MOTS[whole].lower()})",
            niveau="commune", profession="", serie="", millesime=year, sens=-1, decimales=1, statut="estimé",
            agregation="moyenne", poids=None, source=source,
        )  # fmt: skip
        found.append(EcritureSerie(serie, [*values, *((c, None, SECRET) for c in sorted(hidden))]))
    return found


def departements(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Series by département: the row of this one."""
    pieces = []
    for found in lecture.series:
        values = [(line.code, line.valeur, line.etat) for line in found.lignes if line.code == cadre.departement]
        if values:
            pieces.append(EcritureSerie(found.serie, values))
    if not pieces:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne pour {cadre.nom}. Donnez le fichier national.")
    return Preparation(tuple(pieces), lecture.remarques)


def passe(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Past headcounts of every département (or of the country): a back-test needs them all."""
    pieces = [EcritureSerie(s.serie, [(x.code, x.valeur, x.etat) for x in s.lignes]) for s in lecture.series]
    if not pieces:
        raise FichierRefuse(f"« {fichier.nom} » n'a aucune ligne d'effectifs. Donnez le fichier de la DREES.")
    return Preparation(tuple(pieces), lecture.remarques)


def projection(cadre: Cadre, fichier: Fichier, lecture: Lecture) -> Preparation:
    """Population ahead: of the département, or of each territory of the mesh in use; never a mix of both."""
    known, rejets = set(territoire.territoires(cadre.db).index), Rejets()
    whole = {line.code for found in lecture.series for line in found.lignes} == {cadre.departement}
    for found in lecture.series:
        for line in found.lignes:
            if not whole and line.code not in known:
                todo = f"Donnez {cadre.departement} seul, ou les codes des territoires de la maille en usage."
                rejets.ajouter(line.numero, "code", line.code, "ni le département, ni un de ses territoires", todo)
    rejets.lever(fichier)
    level = "departement" if whole else "territoire"
    pieces = [
        EcritureSerie(replace(found.serie, niveau=level), [(x.code, x.valeur, x.etat) for x in found.lignes])
        for found in lecture.series
    ]
    years = sorted({found.serie.millesime for found in lecture.series})
    return Preparation(tuple(pieces), (f"Années : {', '.join(map(str, years))}.",))


def _checked(cadre: Cadre, fichier: Fichier, lecture: Lecture, column: str) -> Sequence[Ligne]:
    """The rows, once their codes are known and one of them is of this département."""
    rejets, known = Rejets(), correspondance()
    verifier(((rang(row), str(row[column])) for row in lecture.lignes), cadre.departement, rejets)
    rejets.lever(fichier)
    if not any(known.actuel(str(row[column])) in cadre.interieures for row in lecture.lignes):
        raise autre_departement(cadre, fichier, (str(row[column]) for row in lecture.lignes))
    return lecture.lignes
