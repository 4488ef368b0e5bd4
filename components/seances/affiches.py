"""What the room reads of a séance: the point it is at and the next one, a sentence, or where it is."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.core.francais import jour
from components.ui.dessins.affiche import Affiche, Lignes, VueDemandee
from data.seances import seances
from data.seances.points import A_VENIR

LIGNES = 8  # of the agenda, that a room reads at once


def point(db: Database, demandee: VueDemandee) -> Affiche:
    """A point of the agenda, its note, and what comes next."""
    agenda = seances.points(db, demandee.seance)
    here = agenda.loc[int(demandee.cible)]
    rank = agenda.index.get_loc(int(demandee.cible)) + 1
    after = agenda.iloc[rank:]
    waiting = after[after["etat"] == A_VENIR]["titre"].tolist()
    return Affiche(
        str(here["titre"]),
        surtitre=f"Point {rank} sur {len(agenda)} · {here['genre']}",
        pourquoi=f"Ensuite : {waiting[0]}" if waiting else "",
        source=_seance(db, demandee.seance),
    )


def texte(db: Database, demandee: VueDemandee) -> Affiche:
    """A sentence that the facilitator wrote."""
    return Affiche(demandee.cible, source=_seance(db, demandee.seance))


def rien(db: Database, demandee: VueDemandee) -> Affiche:
    """The séance itself, and its agenda: what a room reads as it comes in."""
    agenda = seances.points(db, demandee.seance)
    row = seances.seance(db, demandee.seance)
    lines = tuple((f"{rank}. {one.titre}", one.etat) for rank, one in enumerate(agenda.itertuples(), start=1))
    shown = (Lignes(lines),) if 0 < len(lines) <= LIGNES else ()
    return Affiche(str(row["titre"]), shown, surtitre=_quand(row))


def _seance(db: Database, ident: int) -> str:
    row = seances.seance(db, ident)
    return f"{row['titre']} · {_quand(row)}"


def _quand(row: Mapping[str, Any]) -> str:
    return " · ".join(part for part in (jour(date.fromisoformat(row["jour"])), str(row["lieu"])) if part)
