"""What a count of people already showed, whatever the mesh or the vintage it was loaded under: no difference between
what is loaded now and what was seen, printed or exported before gives the exact count of a commune that is withheld.

Kept by set of communes, never by value: communes shown, and territories whose total was.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from components.core.deductions import Sommes
from components.core.francais import accord
from components.core.secret import Effectifs
from data.territoire.indicateurs import SECRET, VALEUR

Ensembles = Mapping[str, frozenset[str]]
MOTIF = (
    "avec ce que cet indicateur a déjà montré (sous une autre maille, un autre millésime ou un autre niveau), une "
    "différence donnerait le chiffre exact d'une commune, ou un petit nombre de personnes sur quelques-unes"
)


@dataclass(frozen=True)
class Montre:
    """What a load shows of an indicator: communes one by one, and sets of communes by their total."""

    indicateur: str
    millesime: int
    communes: frozenset[str] = frozenset()
    totaux: frozenset[frozenset[str]] = frozenset()

    def noter(self, db: Database) -> None:
        """Remember it, inside the caller's group of writes."""
        sets = {(0, tuple(sorted(self.communes)))} if self.communes else set()
        sets |= {(1, tuple(sorted(total))) for total in self.totaux}
        db.conn.executemany(
            "INSERT OR IGNORE INTO montres (indicateur, millesime, total, communes) VALUES (?, ?, ?, ?)",
            [(self.indicateur, self.millesime, total, json.dumps(codes)) for total, codes in sorted(sets)],
        )


@dataclass(frozen=True)
class _Petits:
    """Totals of few people, in one quantity or another: of withheld communes whose counts are known here."""

    valeurs: Mapping[str, Effectifs]
    retenues: Collection[str]
    seuil: float

    def deduits(self, vues: Sommes) -> set[frozenset[str]]:
        """Those that what was seen gives away."""
        return {
            group
            for group in vues.ensembles(self.retenues)
            if group <= self.valeurs.keys()
            and min(map(sum, zip(*(self.valeurs[code] for code in group), strict=True))) < self.seuil
        }


def filtrer(
    db: Database, montre: Montre, valeurs: Mapping[str, Effectifs], retenues: Collection[str], seuil: float
) -> tuple[Montre, str]:
    """What may be shown beside what was seen before, and what to say of the rest (nothing when all may).

    `valeurs`: every number of people by commune that is loaded now (the indicator's own first), withheld or not;
    `retenues`: the communes withheld, whose exact counts, and totals under `seuil` of several of them in any of these
    numbers, may not be deduced.
    """
    seen = _vues(db, montre, valeurs)
    sensibles, small = [code for code in retenues if not seen.revele([code])], _Petits(valeurs, set(retenues), seuil)
    deduced = small.deduits(seen)
    communes: set[str] = set()
    for code in sorted(montre.communes):
        after = seen.avec([code])
        if not after.revele(sensibles) and small.deduits(after) <= deduced:
            seen, communes = after, communes | {code}
    totals: set[frozenset[str]] = set()
    for total in sorted(montre.totaux, key=sorted):
        after = seen.avec(total)
        if not after.revele(sensibles) and small.deduits(after) <= deduced:
            seen, totals = after, totals | {total}
    lost = len(montre.communes) - len(communes) + len(montre.totaux) - len(totals)
    remark = f"{accord(lost, 'valeur retenue de plus', 'valeurs retenues de plus')} : {MOTIF}." if lost else ""
    return Montre(montre.indicateur, montre.millesime, frozenset(communes), frozenset(totals)), remark


def retenues(db: Database, indicateur: str, millesime: int) -> set[str]:
    """Communes withheld in what is loaded of an indicator and a vintage."""
    rows = db.conn.execute(
        "SELECT v.code FROM valeurs v JOIN series s ON s.id = v.serie "
        "WHERE s.indicateur = ? AND s.millesime = ? AND s.niveau = 'commune' AND v.etat = ?",
        (indicateur, millesime, SECRET),
    )
    return {str(code) for (code,) in rows}


def territoires(db: Database) -> dict[str, frozenset[str]]:
    """The communes of each territory of the mesh in use."""
    return _mailles(db).get(_en_usage(db), {})


def _vues(db: Database, montre: Montre, valeurs: Mapping[str, Effectifs]) -> Sommes:
    """What was seen of the same counts: this vintage, and any other whose figures are these."""
    years = {montre.millesime} | _memes(db, montre.indicateur, valeurs)
    seen = Sommes()
    for year, total, codes in db.conn.execute(
        "SELECT millesime, total, communes FROM montres WHERE indicateur = ? ORDER BY total, communes",
        (montre.indicateur,),
    ):
        if year in years:
            for one in [json.loads(codes)] if total else [[code] for code in json.loads(codes)]:
                seen = seen.avec(one)
    return _presentes(db, montre.indicateur, years, seen, valeurs)


def _memes(db: Database, indicateur: str, valeurs: Mapping[str, Effectifs]) -> set[int]:
    """Vintages whose figures by commune are those of another: the same counts under another year."""
    same: dict[int, list[bool]] = {}
    rows = db.conn.execute(
        "SELECT s.millesime, v.code, v.valeur FROM valeurs v JOIN series s ON s.id = v.serie "
        "WHERE s.indicateur = ? AND s.niveau = 'commune' AND v.etat = ?",
        (indicateur, VALEUR),
    )
    for year, code, value in rows:
        if code in valeurs:
            same.setdefault(year, []).append(valeurs[code][0] == value)
    return {year for year, matches in same.items() if 2 * sum(matches) > len(matches)}


def _presentes(
    db: Database, indicateur: str, years: Collection[int], seen: Sommes, comptees: Collection[str]
) -> Sommes:
    """What the file shows now of these vintages: also what was loaded before anything was remembered."""
    meshes = _mailles(db)
    rows = db.conn.execute(
        "SELECT s.niveau, s.maille, s.millesime, v.code FROM valeurs v JOIN series s ON s.id = v.serie "
        "WHERE s.indicateur = ? AND v.etat = ? ORDER BY v.code",
        (indicateur, VALEUR),
    )
    for level, mesh, year, code in rows:
        if year in years and level == "commune":
            seen = seen.avec([str(code)])
        elif year in years and level == "territoire":
            inside = meshes.get(str(mesh), {}).get(str(code), frozenset())
            seen = seen.avec(inside.intersection(comptees) if comptees else inside)
    return seen


def _mailles(db: Database) -> dict[str, dict[str, frozenset[str]]]:
    meshes: dict[str, dict[str, set[str]]] = {}
    for mesh, commune, place in db.conn.execute("SELECT maille, commune, territoire FROM appartenances"):
        meshes.setdefault(str(mesh), {}).setdefault(str(place), set()).add(str(commune))
    return {mesh: {place: frozenset(inside) for place, inside in places.items()} for mesh, places in meshes.items()}


def _en_usage(db: Database) -> str:
    row = db.conn.execute("SELECT valeur FROM concertation WHERE cle = 'maille'").fetchone()
    return str(row[0]) if row else ""
