"""What the texts ask before an operator takes the place of local professionals, or a CPTS takes a crisis mission.

HCAAM 2022, 1.2: an operator in substitution supposes a constat in force and local dynamics that are absent; a crisis
mission, a CPTS mature enough. The table may do otherwise, and says why: the reason is printed with the action.
"""

from collections.abc import Collection, Mapping
from typing import Any

from sqlite_utils import Database

from components.core.refus import Refus
from data.carences import constats
from data.structures import structures
from data.structures.catalogue import CPTS, MURES

SUBSTITUTION, CRISE = "substitution", "cpts_crise"


def exiger(db: Database, code: str, modele: str, mode: str, origines: Collection[int], raison: str) -> None:
    """Raise `Refus` when an action on a territory needs a stated reason and has none."""
    if raison.strip():
        return
    if mode == SUBSTITUTION and not _dynamiques_absentes(db, code, origines):
        raise Refus(
            "En substitution, une action répond à un constat en vigueur ici où les dynamiques locales sont absentes "
            "(HCAAM 2022, 1.2). Choisissez ce constat, ou écrivez la raison de la table : elle sera imprimée partout. "
            "Rien n'a été enregistré."
        )
    if modele == CRISE and not _cpts_mure(db, code):
        raise Refus(
            f"Une mission de crise se confie à une CPTS mûre : aucune de ce territoire n'a noté « {MURES[0]} » ou plus "
            "(page Réponses). Notez-le, ou écrivez la raison de la table : elle sera imprimée partout. Rien n'a été "
            "enregistré."
        )


def exiger_action(db: Database, row: Mapping[str, Any]) -> None:
    """The same, of an action as it would be."""
    exiger(db, row["territoire"], row["modele"], row["mode"], origines(db, row), row["raison"])


def origines(db: Database, row: Mapping[str, Any]) -> list[int]:
    """The origins that an action answers, its first one included."""
    rows = db.conn.execute("SELECT origine FROM actions_origines WHERE action = ?", (row["id"],))
    return sorted({int(row["origine"]), *(int(other) for (other,) in rows)})


def _dynamiques_absentes(db: Database, code: str, origines: Collection[int]) -> bool:
    """Whether one of these origins is a constat in force there, whose second condition is plainly met."""
    marks = ",".join("?" * len(origines))
    rows = db.conn.execute(
        f"SELECT decision FROM origines WHERE genre = 'constat' AND id IN ({marks})",  # noqa: S608 - question marks
        list(origines),
    )
    ranks = {int(rank) for (rank,) in rows}
    return any(
        c.rang in ranks and c.en_vigueur and c.territoire == code and not c.contenu.get("malgre")
        for c in constats.constats(db)
    )


def _cpts_mure(db: Database, code: str) -> bool:
    here = set(structures.par_territoire(db, code)["id"])
    rows = structures.read(db)
    return bool(((rows["type"] == CPTS) & rows["maturite"].isin(MURES) & rows.index.isin(here)).any())
