"""What an import writes, piece by piece: each piece first says what it would change, then writes it.

Call `ecrire` inside a group of writes. A piece replaces what has the same identity, and nothing else.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from shapely.geometry.base import BaseGeometry
from sqlite_utils import Database

from components.core import geometrie
from components.core.francais import accord
from data.chargement.montres import Montre
from data.territoire import france_lue, indicateurs
from data.territoire.indicateurs import Serie

Triple = tuple[str, float | None, str]


@dataclass(frozen=True)
class Changement:
    """What a piece changes: its name, rows added, replaced by another value, identical, and gone."""

    objet: str
    ajoutes: int
    remplaces: int
    inchanges: int
    retires: int
    note: str = ""


class Ecriture(Protocol):
    """A piece of an import."""

    def comparer(self, db: Database) -> Changement: ...
    def ecrire(self, db: Database) -> None: ...


def difference(objet: str, avant: Mapping, apres: Mapping, note: str = "") -> Changement:
    """Count what two states of the same rows have in common."""
    common = avant.keys() & apres.keys()
    same = sum(avant[key] == apres[key] for key in common)
    return Changement(objet, len(apres) - len(common), len(common) - same, same, len(avant) - len(common), note)


@dataclass(frozen=True)
class EcritureSerie:
    """A series, its values and the words of its categories. `au_dela`: its values across the border, kept apart for the
    territories that the border cuts. `france`: its values for every commune of the file, to count what a threshold is
    worth on them."""

    serie: Serie
    valeurs: Sequence[Triple]
    modalites: Mapping[int, str] = field(default_factory=dict)
    note: str = ""
    montre: Montre | None = None  # what it shows of people, to be remembered
    au_dela: Sequence[Triple] = ()
    france: Mapping[str, float] = field(default_factory=dict)

    def comparer(self, db: Database) -> Changement:
        rows = db.conn.execute("SELECT code, valeur, etat FROM valeurs WHERE serie = ?", (self.serie.id,)).fetchall()
        old = {code: (value, state) for code, value, state in rows}
        return difference(self.serie.titre, old, {c: (value, state) for c, value, state in self.valeurs}, self.note)

    def ecrire(self, db: Database) -> None:
        indicateurs.store(db, self.serie, self.valeurs)
        indicateurs.garder_au_dela(db, self.serie, self.au_dela)
        if self.france:
            france_lue.garder(db, self.serie.id, self.france)
        if self.montre is not None:
            self.montre.noter(db)
        db["modalites"].insert_all(
            {"serie": self.serie.id, "rang": rang, "mots": mots} for rang, mots in self.modalites.items()
        )


@dataclass(frozen=True)
class EcriturePositions:
    """Centres of the département's communes, and the border communes that share its supply, with their residents."""

    interieures: Mapping[str, tuple[float, float]]
    bordure: Sequence[Mapping[str, object]]
    population: Serie
    habitants: Sequence[Triple]
    source: str

    def comparer(self, db: Database) -> Changement:
        rows = db.conn.execute("SELECT code, lat, lon FROM communes WHERE lat IS NOT NULL").fetchall()
        new = dict(self.interieures) | {str(r["code"]): (r["lat"], r["lon"]) for r in self.bordure}
        before = {code: (lat, lon) for code, lat, lon in rows if code in new}
        inside = accord(len(self.interieures), "commune", "communes")
        note = f"{inside} du département, {accord(len(self.bordure), 'voisine', 'voisines')}"
        return difference("Centres des communes", before, new, note)

    def ecrire(self, db: Database) -> None:
        db.conn.executemany(
            "UPDATE communes SET lat = ?, lon = ?, position_source = ? WHERE code = ?",
            [(lat, lon, self.source, code) for code, (lat, lon) in self.interieures.items()],
        )
        db["communes"].upsert_all(
            ({**row, "role": "bordure", "position_source": self.source} for row in self.bordure), pk="code"
        )
        db.conn.executemany(
            "INSERT INTO valeurs (serie, code, valeur, etat) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(self.population.id, *triple) for triple in self.habitants],
        )


@dataclass(frozen=True)
class EcritureContours:
    """Outlines of communes; those of the territories are redrawn from them by `data.dessin`."""

    formes: Mapping[str, BaseGeometry]
    source: str
    note: str

    def comparer(self, db: Database) -> Changement:
        rows = db.conn.execute("SELECT code, polygones FROM contours WHERE niveau = 'commune'").fetchall()
        return difference("Contours des communes", dict(rows), self._drawn(), self.note)

    def ecrire(self, db: Database) -> None:
        db["contours"].delete_where("niveau = 'commune'")
        db["contours"].insert_all(
            {"niveau": "commune", "code": code, "nature": "officiel", "polygones": drawn, "source": self.source}
            for code, drawn in self._drawn().items()
        )

    def _drawn(self) -> dict[str, str]:
        return {code: json.dumps(geometrie.coordinates(shape)) for code, shape in self.formes.items()}


@dataclass(frozen=True)
class EcritureMaille:
    """A mesh, its territories, and the commune -> territory table, across the border too (`au_dela`) and for every
    commune of the file (`france`); the file then uses it."""

    id: str
    nom: str
    territoires: Mapping[str, str]
    appartenances: Mapping[str, str]
    source: str
    note: str = ""
    de_repli: bool = False
    au_dela: Mapping[str, str] = field(default_factory=dict)
    france: Mapping[str, str] = field(default_factory=dict)

    def comparer(self, db: Database) -> Changement:
        rows = db.conn.execute("SELECT commune, territoire FROM appartenances WHERE maille = ?", (self.id,)).fetchall()
        note = f"{accord(len(self.territoires), 'territoire', 'territoires')}. {self.note}".strip()
        return difference(self.nom, dict(rows), dict(self.appartenances), note)

    def ecrire(self, db: Database) -> None:
        db["mailles"].delete_where("id = ?", [self.id])
        db["mailles"].insert({"id": self.id, "nom": self.nom, "de_repli": int(self.de_repli), "source": self.source})
        db["territoires"].insert_all({"maille": self.id, "code": c, "nom": n} for c, n in self.territoires.items())
        db["appartenances"].insert_all(
            {"maille": self.id, "commune": commune, "territoire": target}
            for commune, target in self.appartenances.items()
        )
        db["appartenances_au_dela"].insert_all(
            {"maille": self.id, "commune": commune, "territoire": target} for commune, target in self.au_dela.items()
        )
        if self.france:
            france_lue.garder_maille(db, self.id, self.france)


@dataclass(frozen=True)
class EcritureMinutes:
    """A whole table of travel minutes, in place of the previous one."""

    minutes: Mapping[tuple[str, str], float]
    source: str
    note: str = ""

    def comparer(self, db: Database) -> Changement:
        rows = db.conn.execute("SELECT origine, destination, minutes FROM minutes").fetchall()
        return difference("Temps de trajet", {(o, d): m for o, d, m in rows}, dict(self.minutes), self.note)

    def ecrire(self, db: Database) -> None:
        db["minutes"].delete_where()
        db.conn.executemany(
            "INSERT INTO minutes (origine, destination, minutes, source) VALUES (?, ?, ?, ?)",
            [(o, d, m, self.source) for (o, d), m in self.minutes.items()],
        )


@dataclass(frozen=True)
class EcritureSites:
    """Places of care; a site of the same identity is replaced. `sans_position`: those of the département that the file
    names and nothing places yet (id, nom, type)."""

    sites: Sequence[Mapping[str, object]]
    source: str
    note: str = ""
    sans_position: Sequence[Mapping[str, object]] = ()

    def comparer(self, db: Database) -> Changement:
        columns = ("nom", "type", "lat", "lon")
        rows = db.query("SELECT id, nom, type, lat, lon FROM sites WHERE source = ?", [self.source])
        old = {row["id"]: tuple(row[c] for c in columns) for row in rows}
        return difference("Sites", old, {s["id"]: tuple(s[c] for c in columns) for s in self.sites}, self.note)

    def ecrire(self, db: Database) -> None:
        db["sites"].delete_where("source = ?", [self.source])
        db["sites"].insert_all(({**site, "source": self.source} for site in self.sites), pk="id", replace=True)
        db["sites_sans_position"].delete_where("source = ?", [self.source])
        waiting = ({**site, "source": self.source} for site in self.sans_position)
        db["sites_sans_position"].insert_all(waiting, pk="id", replace=True)


@dataclass(frozen=True)
class EcritureOffre:
    """Supply by commune, profession and sector: the professions of the file are replaced whole."""

    lignes: Sequence[Mapping[str, object]]
    source: str
    note: str = ""

    def comparer(self, db: Database) -> Changement:
        marks = ", ".join("?" * len(self._professions()))
        rows = db.query(f"SELECT * FROM offre WHERE profession IN ({marks})", self._professions())  # noqa: S608
        return difference("Offre", dict(map(_offre, rows)), dict(map(_offre, self.lignes)), self.note)

    def ecrire(self, db: Database) -> None:
        for profession in self._professions():
            db["offre"].delete_where("profession = ?", [profession])
        db["offre"].insert_all({**row, "source": self.source} for row in self.lignes)

    def _professions(self) -> list[str]:
        return sorted({str(row["profession"]) for row in self.lignes})


def _offre(row: Mapping[str, object]) -> tuple[object, object]:
    return (row["commune"], row["profession"], row["secteur"]), (row["nombre"], row["etp"], row["actes"])
