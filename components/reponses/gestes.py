"""Structures entered from a file: all of it, or nothing with the reason of each refused row."""

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.refus import Refus
from components.core.saisie import simple
from components.reponses import lectures
from components.reponses.regles import tableur
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.imports.grammaire import remplis
from data.imports.grammaire.base import Fichier, FichierRefuse
from data.structures import couverture, structures
from data.structures.catalogue import ROLES, SECTEURS, STATUTS, TAILLES, types

MONTRES = 6  # refused rows named at once
ETAPE = ("maturite", "maturite_le")


def importer(db: Database, acteur: Acteur, nom: str, contenu: bytes) -> str:
    """Read a list of structures (CSV or XLSX) and say what changed; a known one (same type, same name) is amended.

    Raises `Refus` with line, column and reason; nothing is written then.
    """
    try:
        rows = remplis.lire(Fichier(nom, contenu), tableur.est_entete)
    except FichierRefuse as refusal:
        raise Refus(f"« {nom} » ne se lit pas comme un tableau CSV ou XLSX. {refusal}") from refusal
    cells = [(row.numero, [str(cell or "") for cell in row.cellules]) for row in rows]
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        lines, problems, left = tableur.lire(cells, _codes(), lectures.lecteur_de_lieux(db))
        done = {"ajoutée": 0, "changée": 0, "inchangée": 0}
        there = _connues(db)
        for number, row in lines if not problems else ():
            try:
                done[_ecrire(db, acteur, row, there.get(_cle(row)))] += 1
            except Refus as refusal:
                problems.append(f"Ligne {number} : {refusal}")
        if problems:
            more = f" Et {len(problems) - MONTRES} de plus." if len(problems) > MONTRES else ""
            raise Refus(f"Fichier refusé, rien n'a été ajouté. {' '.join(problems[:MONTRES])}{more}")
    tally = liste([pluriel(count, f"structure {what}", f"structures {what}s") for what, count in done.items()])
    ignored = [f"« {title} »" for title in left if title != "Habitants couverts"]
    return f"{tally}." + (f" Colonnes non lues : {liste(ignored)}." if ignored else "")


def _codes() -> dict[str, dict[str, str]]:
    """What each word of a cell means: the name of a kind, or what it is called for short between its brackets."""
    kinds = {kind.nom: key for key, kind in types().items()}
    kinds |= {name.rpartition("(")[2].rstrip(")"): key for name, key in [*kinds.items()] if name.endswith(")")}
    kinds |= {key: key for key in types()}
    return {
        "type": kinds,
        "role": {"": ""} | {words: key for key, words in ROLES.items()} | {key: key for key in ROLES},
        "secteur": {word: word for word in ("", *SECTEURS)},
        "statut": {word: word for word in STATUTS},
        "taille": {word: word for word in TAILLES} | {f"T{size}": size for size in TAILLES if size},
    }


def _cle(row: Mapping[Any, Any]) -> tuple[str, str]:
    """What makes two rows the same structure: its kind, and its name without case, accents or useless spaces."""
    return row["type"], simple(row["nom"])


def _connues(db: Database) -> dict[tuple[str, str], int]:
    rows = structures.read(db).reset_index().to_dict("records")
    known_rows = [(row, int(row["id"])) for row in reversed(rows)]
    read = {_cle(row | {"nom": tableur.relu(row["nom"])}): ident for row, ident in known_rows}
    return read | {_cle(row): ident for row, ident in known_rows}


def _ecrire(db: Database, acteur: Acteur, row: dict[str, Any], connue: int | None) -> str:
    """Write one row (`connue`: the number of the structure that it is), and say whether it is a new structure, a
    changed one, or nothing new."""
    fields = {name: value for name, value in row.items() if name in structures.CHAMPS}
    if connue is None:
        ident, before = structures.inscrire(db, acteur, fields, row.get("couverture", ())), None
    else:
        ident = connue
        before = structures.une(db, ident)
        texts = {name: text for name, text in before.items() if isinstance(text, str) and name in fields}
        same = {name for name, text in texts.items() if fields[name] == tableur.relu(text)}
        fields |= {name: before[name] for name in same}  # as it left: a list has no line break, nor an apostrophe
        if not fields.get("role"):
            fields.pop("role", None)
        places = row.get("couverture") or couverture.lieux(db, ident)  # an empty cell takes nothing away
        elsewhere = {place for place in couverture.lieux(db, ident) if not couverture.lisible(db, place)}
        structures.modifier(db, acteur, ident, before["version"], fields, places | elsewhere)
    stage = tuple(row.get(name, "") for name in ETAPE)
    noted = {(e.etape, e.le) for e in structures.etapes_de(db, ident).query("mission == ''").itertuples()}
    if all(stage) and stage not in noted:
        structures.franchir(db, acteur, ident, stage[0], stage[1], note="d'après un fichier")
    if before is None:
        return "ajoutée"
    return "changée" if structures.une(db, ident)["version"] != before["version"] else "inchangée"
