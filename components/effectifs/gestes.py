"""What the table enters of a team, written with its history."""

from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlite_utils import Database

from components.core.refus import EntreeInvalide
from components.effectifs.moteur.effectif import Ligne
from components.effectifs.regles import saisie
from data.base.acteurs import Acteur
from data.effectifs import effectifs


def enregistrer(
    db: Database, acteur: Acteur, annee: int, territoire_code: str, profession: str, rows: Sequence[Ligne],
    vues: frozenset[int],
) -> None:  # fmt: skip
    """Check every row, then make them the team; a bad row refuses the whole and says its rank."""
    written = []
    for rank, row in enumerate(rows, start=1):
        try:
            saisie.verifier(row, annee)
        except EntreeInvalide as problem:
            raise EntreeInvalide(f"Ligne {rank} : {problem}") from None
        fields = asdict(replace(row, statut="saisi"))
        ident = row.cle.removeprefix("saisie|")
        fields |= {"id": int(ident) if ident.isdigit() else None, "annee": annee, "note": "", "cumul": int(row.cumul)}
        written.append(fields)
    effectifs.remplacer(db, acteur, territoire_code, profession, written, vues)
