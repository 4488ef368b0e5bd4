"""Services × territories: which service is rendered here, by whom, how, with which guarantee. Unknown is never « no ».

A cell is that of a service and of a territory of the mesh in use; a service that belongs to the département or to the
région has one cell for all. « Non rendu » is an observation of a day; what comes first is the vote's to say.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from components.core.textes import nets
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import plans
from data.priorites import services
from data.seances import membres
from data.structures import structures
from data.territoire import territoire

RENDU, PARTIEL, NON_RENDU, INCONNU = "rendu", "partiel", "non rendu", "inconnu"
ETATS = (RENDU, PARTIEL, NON_RENDU, INCONNU)
PROXIMITE, BASSIN, DEPARTEMENT, REGION = "proximite", "bassin", "departement", "region"
ECHELONS = {
    PROXIMITE: "proximité (équipe de soins primaires)", BASSIN: "bassin de vie (CPTS)",
    DEPARTEMENT: "département (démocratie sanitaire, CTS)", REGION: "région",
}  # fmt: skip
PARTOUT = ""  # the territory of the one cell of a service that belongs to the département or to the région
CHAMPS = ("etat", "modalite", "promesse", "moyens", "impact", "source", "observe_le", "desaccord")
NOMS = {
    "etat": "État", "modalite": "Modalité", "promesse": "Garantie", "moyens": "Indicateur de moyens",
    "impact": "Indicateur d'impact", "source": "Source", "observe_le": "Observé le", "desaccord": "Désaccord",
    "structures": "Structures", "colleges": "Collèges en désaccord",
    "college": "Collège en désaccord",  # in the history of files of before, that of the one college of a cell
}  # fmt: skip
VIDE: dict[str, Any] = dict.fromkeys(CHAMPS, "") | {"etat": INCONNU, "observe_le": None}
LIENS = {"structures": "services_structures", "colleges": "services_desaccords"}  # several of them a cell, and where
CELLULES = ["territoire", "service", *CHAMPS, *LIENS, "version"]
LONGUEUR = 500


@dataclass(frozen=True)
class CelluleSaisie:
    """What is typed of one cell: its service, the version it was read at (0: never written), its fields, the numbers of
    the structures that render it, and the codes of the colleges that disagree."""

    service: str
    version: int
    champs: Mapping[str, Any]
    structures: frozenset[int]
    colleges: frozenset[str] = frozenset()


def echelons(db: Database) -> dict[str, str]:
    """The level where each service of the catalogue belongs."""
    own = dict(db.conn.execute("SELECT service, echelon FROM echelons_services").fetchall())
    defaults = services.echelons()
    return {str(key): own.get(key, defaults.get(str(key), PROXIMITE)) for key in services.read(db).index}


def regler_echelon(db: Database, acteur: Acteur, service: str, echelon: str) -> None:
    """Say at which level a service belongs; cells of the other levels stay in the file, and show again with theirs."""
    if echelon not in ECHELONS:
        raise Refus(f"« {echelon} » n'est pas un échelon. Rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        _service(db, acteur, service)
        acteurs.record(db, acteur, "régler l'échelon d'un service", f"service:{service}", {"echelon": echelon})
        db["echelons_services"].upsert({"service": service, "echelon": echelon}, pk="service")


def cellules(db: Database, codes: Iterable[str]) -> pd.DataFrame:
    """A row for each territory and each service of the catalogue, unknown where nothing was noted. Columns `CELLULES`;
    structures and colleges are lists of numbers and of codes; version is 0 where nothing was noted."""
    mesh, levels = territoire.setting(db, "maille"), echelons(db)
    noted = {(row["territoire"], row["service"]): row for row in _notees(db, mesh)}
    blank = _vierge()
    rows = [
        {name: noted.get((lieu(code, levels[key]), key), blank).get(name) for name in CELLULES}
        | {"territoire": code, "service": key}
        for code in codes
        for key in levels
    ]
    return pd.DataFrame(rows, columns=CELLULES, dtype=object)


def lieu(code: str, echelon: str) -> str:
    """The territory whose cell speaks for a territory: itself, or the one of all."""
    return PARTOUT if echelon in (DEPARTEMENT, REGION) else code


def ecrire(db: Database, acteur: Acteur, code: str, saisies: Iterable[CelluleSaisie]) -> int:
    """Write a row of the grid — cells of one territory — all or none, and return how many changed. Raises `Refus` when
    one was changed meanwhile, or cannot be."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        if code not in territoire.territoires(db).index:
            raise Introuvable(f"Le territoire « {code} » n'est pas dans la maille en usage. Rien n'a été enregistré.")
        acteurs.register(db, acteur)
        return sum(_ecrire(db, acteur, code, one) for one in saisies)


def _ecrire(db: Database, acteur: Acteur, code: str, saisie: CelluleSaisie) -> bool:
    name = _service(db, acteur, saisie.service)
    place = lieu(code, echelons(db)[saisie.service])
    mesh, fields = territoire.setting(db, "maille"), _verifies(db, name, VIDE | dict(saisie.champs))
    now = next(
        (row for row in _notees(db, mesh) if (row["territoire"], row["service"]) == (place, saisie.service)), None
    )
    before = now or _vierge()
    if before["version"] != saisie.version:
        raise Refus(
            f"« {name} » a été noté par quelqu'un d'autre pendant que vous écriviez. Rien n'a été enregistré : relisez "
            "la ligne, puis recommencez."
        )
    linked = _lies(db, name, saisie, fields["desaccord"])
    changes = {key: [before[key], value] for key, value in (fields | linked).items() if before[key] != value}
    if not changes:
        return False
    row = {**fields, "maille": mesh, "territoire": place, "service": saisie.service, "acteur": acteur.id,
           "version": saisie.version + 1, "le": acteurs.now()}  # fmt: skip
    ident = before["id"]
    if ident is None:
        ident = int(db["services_rendus"].insert(row).last_pk)
    else:
        db["services_rendus"].update(ident, row)
    for key, table in LIENS.items():
        db.conn.execute(f"DELETE FROM {table} WHERE cellule = ?", (ident,))  # noqa: S608 - a table of ours
        db.conn.executemany(f"INSERT INTO {table} VALUES (?, ?)", [(ident, one) for one in linked[key]])  # noqa: S608
    acteurs.record(db, acteur, "noter un service rendu", objet(mesh, place, saisie.service), changes)
    return True


def journal(db: Database, code: str, service: str) -> pd.DataFrame:
    """Every change of a cell, newest first. Columns: le, acteur, detail (before and after, by field)."""
    place = lieu(code, echelons(db).get(service, PROXIMITE))
    rows = db.query(
        "SELECT g.le, a.nom AS acteur, g.detail FROM gestes g JOIN acteurs a ON a.id = g.acteur WHERE g.objet = ? "
        "ORDER BY g.rang DESC",
        [objet(territoire.setting(db, "maille"), place, service)],
    )
    changes = pd.DataFrame(rows, columns=["le", "acteur", "detail"])
    return changes.assign(detail=[json.loads(text) for text in changes["detail"]])


def objet(maille: str, place: str, service: str) -> str:
    """What the journal calls a cell."""
    return f"cellule:{maille}:{place}:{service}"


def votes(db: Database) -> list[dict[str, Any]]:
    """The services that the last published vote on services ranked, first one first: service (key), option (words when
    it was voted), place, rang (in the register). Empty before any."""
    rows = db.query("SELECT rang, contenu FROM decisions WHERE objet LIKE 'scrutin:%' ORDER BY rang DESC")
    for row in rows:
        lines = [line for line in json.loads(row["contenu"]).get("classement", []) if line.get("service")]
        if lines:
            return [
                {"service": line["service"], "option": line["option"], "place": line["rang"], "rang": row["rang"]}
                for line in lines
            ]
    return []


def relier(db: Database, acteur: Acteur, action: int, service: str) -> None:
    """Say that an action is to render a service on its territory. The same one twice changes nothing."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        name = _service(db, acteur, service)
        plans.marquer(db, acteur, action, "relier un service", {"service": name})
        db.conn.execute("INSERT OR IGNORE INTO actions_services VALUES (?, ?)", (action, service))


def actions(db: Database) -> pd.DataFrame:
    """Actions of the mesh in use, not abandoned, with each service that they are to render: the one they were inscribed
    for, and the voted one they come from. Columns: action, titre, territoire, service, statut."""
    told = db.query(
        "SELECT a.id AS action, a.titre, a.territoire, s.service, a.statut FROM actions a JOIN actions_services s "
        "ON s.action = a.id WHERE a.maille = ? AND a.statut <> 'abandonnee' "
        "UNION SELECT a.id, a.titre, a.territoire, json_extract(line.value, '$.service'), a.statut FROM actions a "
        "JOIN (SELECT id AS action, origine FROM actions UNION SELECT action, origine FROM actions_origines) l "
        "ON l.action = a.id JOIN origines o ON o.id = l.origine JOIN decisions d ON d.rang = o.decision, "
        "json_each(d.contenu, '$.classement') line WHERE o.genre = 'priorite' AND a.maille = ? "
        "AND a.statut <> 'abandonnee' AND json_extract(line.value, '$.option') = o.service "
        "AND json_extract(line.value, '$.service') <> '' ORDER BY 1, 4",
        [territoire.setting(db, "maille")] * 2,
    )
    return pd.DataFrame(told, columns=["action", "titre", "territoire", "service", "statut"])


def _notees(db: Database, mesh: str) -> Iterable[dict[str, Any]]:
    links: dict[str, dict[int, list[Any]]] = {key: {} for key in LIENS}
    for key, table in LIENS.items():
        for cell, one in db.conn.execute(f"SELECT * FROM {table} ORDER BY 1, 2"):  # noqa: S608 - a table of ours
            links[key].setdefault(int(cell), []).append(one)
    for row in db.query("SELECT * FROM services_rendus WHERE maille = ? ORDER BY id", [mesh]):
        yield row | {key: cells.get(row["id"], []) for key, cells in links.items()}


def _vierge() -> dict[str, Any]:
    """A cell of which nothing was noted."""
    return VIDE | {key: [] for key in LIENS} | {"version": 0, "id": None}


def _service(db: Database, acteur: Acteur, key: str) -> str:
    """The name of a service of the catalogue, which is in the file from then on. Raises `Introuvable`."""
    names = services.read(db)["nom"]
    if key not in names.index:
        raise Introuvable("Ce service n'est pas au catalogue de la table. Rien n'a été enregistré.")
    services.fixer(db, acteur)
    return str(names[key])


def _verifies(db: Database, name: str, champs: Mapping[str, Any]) -> dict[str, Any]:
    fields = {key: nets(champs[key] or "").strip() for key in CHAMPS}
    if fields["etat"] not in ETATS:
        raise Refus(f"« {name} » : l'état est {', '.join(ETATS)}. Rien n'a été enregistré.")
    for key in CHAMPS:
        if len(fields[key]) > LONGUEUR:
            raise Refus(f"« {name} », {NOMS[key].lower()} : {LONGUEUR} caractères au plus. Rien n'a été enregistré.")
    if fields["observe_le"] and fields["observe_le"] > jours.aujourd_hui(db).isoformat():
        raise Refus(f"« {name} » : ce qui est observé ne l'est pas dans l'avenir. Rien n'a été enregistré.")
    return fields | {"observe_le": fields["observe_le"] or None}


def _lies(db: Database, name: str, saisie: CelluleSaisie, desaccord: str) -> dict[str, list[Any]]:
    """The structures and the colleges of a cell, in order, all of which exist. Raises `Refus`."""
    if not saisie.structures <= set(structures.read(db, fermees=True).index):
        raise Introuvable(f"« {name} » : une structure choisie n'existe pas. Rien n'a été enregistré.")
    if not saisie.colleges <= set(membres.colleges(db).index):
        raise Introuvable(f"« {name} » : un collège choisi n'est pas de la table. Rien n'a été enregistré.")
    if desaccord and not saisie.colleges:
        raise Refus(f"« {name} » : un désaccord est celui d'un collège, dites lequel. Rien n'a été enregistré.")
    return {"structures": sorted(saisie.structures), "colleges": sorted(saisie.colleges)}
