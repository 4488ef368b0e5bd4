"""Who is there: present, replaced, by mandate or absent; of a closed séance, as it was that day."""

from collections.abc import Mapping

import pandas as pd
from sqlite_utils import Database

from data import acteurs
from data.acteurs import Acteur
from data.erreurs import Refus
from data.seances_etat import exiger_non_close
from data.seances_membres import MEMBRES, membres
from data.souvenir import une_fois
from data.store import writing

STATUTS = ("présent", "suppléé", "mandat", "absent")


@une_fois
def presences(db: Database, identifiant: int) -> pd.DataFrame:
    """Every active member with its presence, indexed by member id: the columns of `membres`, statut, mandataire.

    Of a closed séance: the table as it was that day, whoever came or left since.
    """
    rows = db.query(
        "SELECT m.id, coalesce(p.nom, m.nom) AS nom, coalesce(p.college, m.college) AS college, "
        "coalesce(p.organisation, m.organisation) AS organisation, coalesce(p.suppleant, m.suppleant) AS suppleant, "
        "coalesce(p.vote, m.vote) AS vote, coalesce(p.statut, 'absent') AS statut, p.mandataire FROM membres m "
        "LEFT JOIN presences p ON p.membre = m.id AND p.seance = :seance "
        "JOIN colleges c ON c.code = coalesce(p.college, m.college) "
        "WHERE CASE WHEN EXISTS (SELECT 1 FROM seances WHERE id = :seance AND etat = 'close') "
        "THEN p.membre IS NOT NULL ELSE m.actif = 1 END ORDER BY c.ordre, nom",
        {"seance": identifiant},
    )
    table = pd.DataFrame(rows, columns=[*MEMBRES, "statut", "mandataire"]).set_index("id")
    return table.astype({"mandataire": float})


def pointer(db: Database, acteur: Acteur, identifiant: int, lignes: Mapping[int, tuple[str, int | None]]) -> None:
    """Set the presence of members: id → (statut, id of the one who holds their mandate). All or none."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        exiger_non_close(db, identifiant, "la feuille de présence ne change plus")
        alone = [int(membre) for membre, line in lignes.items() if line == ("mandat", None)]
        if alone:
            names = ", ".join(membres(db)["nom"].reindex(alone))
            raise Refus(f"Qui porte le mandat de {names} ? Choisissez cette personne. Rien n'a été modifié.")
        for membre, (statut, mandataire) in lignes.items():
            row = {"seance": identifiant, "membre": int(membre), "statut": statut, "mandataire": mandataire}
            db["presences"].upsert(row, pk=("seance", "membre"))
        _check_mandates(db, identifiant)
        acteurs.record(db, acteur, "pointer les présences", f"séance {identifiant}", {"membres": len(lignes)})


def _check_mandates(db: Database, identifiant: int) -> None:
    table = presences(db, identifiant)
    holders = table.loc[table["statut"] == "mandat", "mandataire"]
    here = set(table.index[table["statut"] == "présent"])
    wrong = [table.at[member, "nom"] for member, holder in holders.items() if holder not in here]
    if wrong:
        raise Refus(f"Mandat impossible pour {', '.join(wrong)} : la personne mandatée doit être présente.")
    if holders.duplicated().any():
        raise Refus("Une personne ne porte qu'un mandat. Rien n'a été modifié.")


def geler(db: Database, identifiant: int) -> None:
    """Keep the table of a séance that closes as it is: every active member, what each is now, and no one else."""
    for statement in (
        "INSERT INTO presences (seance, membre, statut) SELECT :seance, id, 'absent' FROM membres WHERE actif = 1 "
        "ON CONFLICT DO NOTHING",
        "DELETE FROM presences WHERE seance = :seance AND membre IN (SELECT id FROM membres WHERE actif = 0)",
        "UPDATE presences SET (nom, college, organisation, suppleant, vote) = "
        "(SELECT m.nom, m.college, m.organisation, m.suppleant, m.vote FROM membres m WHERE m.id = presences.membre) "
        "WHERE seance = :seance",
    ):
        db.conn.execute(statement, {"seance": identifiant})
