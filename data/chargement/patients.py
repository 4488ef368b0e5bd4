"""Preparing counts of patients: what is withheld never enters the file, shares of what may be shown do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.core import secret
from components.core.francais import accord
from data.chargement import montres
from data.chargement.communes_actuelles import cedees, correspondance
from data.chargement.ecritures import EcritureSerie, Triple
from data.chargement.lieux import Ligne, verifiees
from data.chargement.preparation import CadreDuDepartement, Preparation
from data.imports.grammaire.base import Fichier, FichierLu
from data.imports.population import MOTS, PATIENTS
from data.territoire import territoire
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR, Serie


@dataclass(frozen=True)
class _Releve:
    """What a file says of the communes of today: counts by commune, communes withheld by the producer, communes with
    a count missing."""

    comptes: Mapping[str, tuple[float, ...]]
    retenues: set[str]
    manquantes: set[str]


def patients(cadre: CadreDuDepartement, fichier: Fichier, lecture: FichierLu) -> Preparation:
    """Counts of patients once secrecy is applied: what is withheld never enters the file."""
    rows = verifiees(cadre, fichier, lecture, "code")
    names = [name for name in PATIENTS if any(name in row for row in rows)]
    read, least = _releve(cadre, rows, names), cadre.valeurs.number("seuil_secret_patients")
    year, source = int(lecture.provenances[0].millesime), lecture.provenances[0].id
    montre, totals, more = _montrables(cadre, read, least, names[0], year)
    hidden = (read.comptes.keys() - montre.communes) | read.retenues
    everywhere = sorted(territoire.territoires(cadre.db).index)
    pieces = []
    for k, name in enumerate(names):
        values: list[Triple] = [(c, read.comptes[c][k], VALEUR) for c in sorted(montre.communes)]
        values += [(c, None, SECRET) for c in sorted(hidden)] + [(c, None, MANQUANT) for c in sorted(read.manquantes)]
        pieces.append(EcritureSerie(_serie(name, "commune", year, source), values, montre=None if k else montre))
        whole = [(g, totals[g][k], VALEUR) if g in totals else (g, None, SECRET) for g in everywhere]
        pieces.append(EcritureSerie(_serie(name, "territoire", year, source), whole))
    pieces += _shares({c: read.comptes[c] for c in montre.communes}, hidden, names, "commune", year, source)
    pieces += _shares(totals, set(everywhere) - totals.keys(), names, "territoire", year, source)
    remark = (
        f"{accord(len(hidden), 'commune retenue', 'communes retenues')} "
        f"(secret : moins de {least:g} patients, ou déduction possible)."
    )
    remarks = [remark, *([more] if more else []), "Totaux par territoire : ceux de la maille en usage aujourd'hui."]
    return Preparation(tuple(pieces), (*remarks, *lecture.remarques, *cedees(str(row["code"]) for row in rows)))


def _montrables(
    cadre: CadreDuDepartement, read: _Releve, least: float, name: str, year: int
) -> tuple[montres.Montre, dict[str, tuple[float, ...]], str]:
    """What may be shown by commune, the totals of the territories that are whole, and a sentence when what a vintage
    showed already withholds more.

    A commune withheld by the producer makes a group of its own name: no total can be made around it.
    """
    territories = territoire.communes(cadre.db)["territoire"].dropna().to_dict()
    groups = territories | {code: f"{territories[code]} retenu" for code in read.retenues}
    shown = secret.proteger(read.comptes, groups, least)
    broken = {territories[code] for code in read.retenues | read.manquantes if code in territories}
    totals = {group: value for group, value in shown.totaux.items() if group not in broken}
    members = {group: frozenset(c for c in read.comptes if groups[c] == group) for group in totals}
    montre, more = montres.filtrer(
        cadre.db,
        montres.Montre(name, year, shown.lignes, frozenset(members.values())),
        {code: secret.quantites(counts, True) for code, counts in read.comptes.items()},
        read.comptes.keys() - shown.lignes,
        least,
    )
    return montre, {group: value for group, value in totals.items() if members[group] in montre.totaux}, more


def _releve(cadre: CadreDuDepartement, rows: Sequence[Ligne], names: Sequence[str]) -> _Releve:
    """The rows by commune of today; merged communes add up, and what one of them lacks or withholds holds for all."""
    today = correspondance()
    counts: dict[str, tuple[float, ...]] = {}
    withheld, missing = set[str](), set[str]()
    for row in rows:
        code = str(today.actuel(str(row["code"])))
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
    whole = {code: numbers for code, numbers in counts.items() if code not in withheld | missing}
    return _Releve(whole, withheld, missing - withheld)


def _serie(name: str, niveau: str, year: int, source: str) -> Serie:
    tail = "" if niveau == "commune" else "_territoire"
    return Serie(
        id=f"{name}_{year}{tail}", indicateur=name, libelle=MOTS[name], unite="patients", niveau=niveau, profession="",
        serie="", millesime=year, sens=-1 if "sans" in name else 0, decimales=0, statut="officiel",
        agregation="aucune", poids=None, source=source,
    )  # fmt: skip


def _shares(
    counts: Mapping[str, tuple[float, ...]], hidden: set[str], names: Sequence[str], niveau: str, year: int, source: str
) -> list[EcritureSerie]:
    """Shares in % of the rows, or totals of territories, that may be shown."""
    pieces = []
    everyone, without, ald, ald_without = PATIENTS
    tail = "" if niveau == "commune" else "_territoire"
    for key, part, whole in (("part_sans_mt", without, everyone), ("part_ald_sans_mt", ald_without, ald)):
        if part not in names or whole not in names:
            continue
        a, b = names.index(part), names.index(whole)
        values = [(c, 100 * counts[c][a] / counts[c][b], VALEUR) for c in sorted(counts) if counts[c][b]]
        serie = Serie(
            id=f"{key}_{year}{tail}", indicateur=key, unite="%",
            libelle=f"Part sans médecin traitant ({MOTS[whole].lower()})",
            niveau=niveau, profession="", serie="", millesime=year, sens=-1, decimales=1, statut="estimé",
            agregation="moyenne" if niveau == "commune" else "aucune", poids=None, source=source,
        )  # fmt: skip
        pieces.append(EcritureSerie(serie, [*values, *((c, None, SECRET) for c in sorted(hidden))]))
    return pieces
