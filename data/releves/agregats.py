"""What a table tells a region: counts, never a name, a text of the room or a person; written as a file, read as one.

A territory is counted by what the table adopted for a profession, not by a score; a service by the rank that the table
voted; an action by its status; lent days by those that were held.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from components.core.mots import STATUTS
from components.core.refus import Refus
from components.core.textes import nets
from data.base import decisions, jours
from data.base.provisoire import placer, provisoire
from data.carences import constats
from data.priorites import scrutins
from data.territoire import territoire

FORMAT = "concertation-agregats-1"
POSITIONS = CONSTAT, SANS_CONSTAT, PAS_EXAMINE = "constat en vigueur", "examiné, sans constat", "pas encore examiné"
OCTETS_MAX, NOMBRE_MAX, SERVICES_MAX = 200_000, 1_000_000, 50
TAILLE = 200  # characters of a name


@dataclass(frozen=True)
class Agregats:
    """One table, as it was on a day: its register's head says which state of it this is."""

    departement: str
    nom: str
    le: str
    tete: str
    territoires: dict[str, dict[str, int]]  # profession -> position -> territories
    services: tuple[str, ...]  # by the last published vote, in order
    actions: dict[str, int]  # status -> actions
    jours_pretes: float | None  # None: no ledger is kept


def de_la_table(db: Database) -> Agregats:
    """What this table tells today. Raises `Refus` while a vote is open, as every export."""
    if scrutins.un_ouvert(db):
        raise Refus("Un vote est ouvert : rien n'a été écrit. Clôturez-le, puis recommencez.")
    return Agregats(
        territoire.setting(db, "departement"), territoire.setting(db, "nom"), jours.aujourd_hui(db).isoformat(),
        decisions.verify(db).tete, _positions(db), _services(db), _actions(db), _jours(db),
    )  # fmt: skip


def ecrire(db: Database, destination: Path) -> Path:
    """Write it as a file (JSON), in place of the one of the same name if it is one of these."""
    if destination.exists():
        lire(destination)
    told = {"format": FORMAT, **vars(de_la_table(db))}
    with provisoire(destination) as partial:
        partial.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        partial.chmod(0o644)
        destination.unlink(missing_ok=True)
        placer(partial, destination)
    return destination


def lire(fichier: Path) -> Agregats:
    """Read one such file. Raises `Refus`, in words, for anything else: nothing of it is shown."""
    try:
        if fichier.stat().st_size > OCTETS_MAX:
            raise ValueError("trop long")
        told = json.loads(fichier.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or told.pop("format", None) != FORMAT:
            raise ValueError("ce n'est pas un agrégat de table")
        return _controle(told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise Refus(f"« {fichier.name} » n'est pas lu : {problem}. Faites-le refaire par sa table.") from problem


def _controle(told: dict[str, Any]) -> Agregats:
    places = {_mot(who): _nombres(counts, POSITIONS) for who, counts in told["territoires"].items()}
    days = told["jours_pretes"]
    if days is not None and not 0 <= float(days) <= NOMBRE_MAX:
        raise ValueError("nombre de jours impossible")
    services = told["services"]
    if not isinstance(services, list) or len(services) > SERVICES_MAX:
        raise ValueError("liste de services impossible")
    return Agregats(
        _mot(told["departement"]), _mot(told["nom"]), date.fromisoformat(told["le"]).isoformat(),
        _mot(told["tete"]), places,
        tuple(_mot(one) for one in services), _nombres(told["actions"], tuple(STATUTS)),
        None if days is None else float(days),
    )  # fmt: skip


def _mot(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= TAILLE:
        raise ValueError("un mot manque ou est trop long")
    return str(nets(value))


def _nombres(counts: dict[str, Any], names: tuple[str, ...]) -> dict[str, int]:
    if set(counts) - set(names) or not all(type(n) is int and 0 <= n <= NOMBRE_MAX for n in counts.values()):
        raise ValueError("un nombre manque ou est impossible")
    return {name: counts.get(name, 0) for name in names}


def _positions(db: Database) -> dict[str, dict[str, int]]:
    whole = set(territoire.territoires(db).index)
    in_force = [(one.profession, one.territoire) for one in constats.constats(db) if one.en_vigueur]
    told = {}
    for who in sorted({who for code in whole for who in constats.professions_examinees(db, code)}):
        examined = set(constats.examines(db, who)) & whole
        short = {code for profession, code in in_force if profession == who} & whole
        counts = (len(short), len(examined - short), len(whole - examined - short))
        told[who] = dict(zip(POSITIONS, counts, strict=True))
    return told


def _services(db: Database) -> tuple[str, ...]:
    return tuple(str(line["option"]) for line in scrutins.priorites(db))[:SERVICES_MAX]


def _actions(db: Database) -> dict[str, int]:
    counted = dict(db.conn.execute("SELECT statut, count(*) FROM actions GROUP BY statut").fetchall())
    return {name: int(counted.get(name, 0)) for name in STATUTS}


def _jours(db: Database) -> float | None:
    if not db["jours_pretes"].exists():
        return None
    (held,) = db.conn.execute("SELECT sum(tenus) FROM jours_pretes").fetchone()
    return None if held is None else float(held)
