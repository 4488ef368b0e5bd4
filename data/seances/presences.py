"""Who is there: present, replaced, by mandate or absent; of a closed séance, as it was that day."""

from collections.abc import Mapping

import pandas as pd
from sqlite_utils import Database

from components.core.refus import Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.souvenir import partagee
from data.base.store import writing
from data.seances.etat import CLOSE, exiger_non_close

MEMBRES = ["id", "nom", "college", "organisation", "suppleant", "vote"]
STATUTS = ("présent", "suppléé", "mandat", "absent")


@partagee
def presences(db: Database, identifiant: int) -> pd.DataFrame:
    """Every active member with its presence, indexed by member id: the columns of `membres`, usagers (0/1),
    statut, mandataire.

    Of a closed séance: the table as it was that day, whoever came or left since.
    """
    rows = db.query(
        "SELECT m.id, coalesce(p.nom, m.nom) AS nom, coalesce(p.college, m.college) AS college, "
        "coalesce(p.organisation, m.organisation) AS organisation, coalesce(p.suppleant, m.suppleant) AS suppleant, "
        "coalesce(p.vote, m.vote) AS vote, coalesce(p.usagers, c.usagers) AS usagers, "
        "coalesce(p.statut, 'absent') AS statut, p.mandataire FROM membres m "
        "LEFT JOIN presences p ON p.membre = m.id AND p.seance = :seance "
        "JOIN colleges c ON c.code = coalesce(p.college, m.college) "
        "WHERE CASE WHEN EXISTS (SELECT 1 FROM seances WHERE id = :seance AND etat = 'close') "
        "THEN p.membre IS NOT NULL ELSE m.actif = 1 END ORDER BY c.ordre, nom",
        {"seance": identifiant},
    )
    table = pd.DataFrame(rows, columns=[*MEMBRES, "usagers", "statut", "mandataire"]).set_index("id")
    return table.astype({"mandataire": float})


def notees(db: Database, identifiant: int) -> bool:
    """Whether anyone's presence was noted at a séance: nobody's, all would be said away."""
    return db.conn.execute("SELECT 1 FROM presences WHERE seance = ?", (identifiant,)).fetchone() is not None


def pointer(db: Database, acteur: Acteur, identifiant: int, lignes: Mapping[int, tuple[str, int | None]]) -> None:
    """Set the presence of members: id → (statut, id of the one who holds their mandate). All or none."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        exiger_non_close(db, identifiant, "la feuille de présence ne change plus")
        _check_lines(presences(db, identifiant), lignes)
        for membre, (statut, mandataire) in lignes.items():
            row = {"seance": identifiant, "membre": int(membre), "statut": statut, "mandataire": mandataire}
            db["presences"].upsert(row, pk=("seance", "membre"))
        verifier_mandats(db, identifiant)
        acteurs.record(db, acteur, "pointer les présences", f"séance {identifiant}", {"membres": len(lignes)})


def _check_lines(table: pd.DataFrame, lignes: Mapping[int, tuple[str, int | None]]) -> None:
    """Refuse what a line alone cannot mean: an unknown word, a mandate to nobody, a replacement by nobody."""
    strange = sorted({statut for statut, _ in lignes.values()} - set(STATUTS))
    if strange:
        raise Refus(f"« {strange[0]} » n'est pas une présence : {', '.join(STATUTS)}. Rien n'a été modifié.")
    alone = [int(membre) for membre, line in lignes.items() if line == ("mandat", None)]
    if alone:
        names = ", ".join(table["nom"].reindex(alone))
        raise Refus(f"Qui porte le mandat de {names} ? Choisissez cette personne. Rien n'a été modifié.")
    replaced = table[table.index.isin([int(membre) for membre, (statut, _) in lignes.items() if statut == "suppléé"])]
    nobody = replaced.loc[replaced["suppleant"].str.strip() == "", "nom"]
    if len(nobody):
        raise Refus(
            f"{', '.join(nobody)} : aucun suppléant n'est connu. Donnez son nom dans « Membres », ou choisissez "
            "une autre présence. Rien n'a été modifié."
        )


def verifier_mandats(db: Database, identifiant: int | None = None) -> None:
    """Raise `Refus` when a mandate of a séance (or of any that is not closed) cannot be carried by its holder."""
    rows = db.query("SELECT id, titre FROM seances WHERE etat <> ? AND ? IN (id, 0)", [CLOSE, identifiant or 0])
    for row in list(rows):
        table = presences(db, int(row["id"]))
        holders = table.loc[table["statut"] == "mandat", "mandataire"]
        able = set(table.index[(table["statut"] == "présent") & (table["vote"] == 1)])
        wrong = [table.at[member, "nom"] for member, holder in holders.items() if holder not in able]
        if wrong:
            raise Refus(
                f"Mandat impossible pour {', '.join(wrong)} (« {row['titre']} ») : la personne qui le porte doit être "
                "présente, et membre votant de la table. Rien n'a été modifié."
            )
        if holders.duplicated().any():
            raise Refus("Une personne ne porte qu'un mandat. Rien n'a été modifié.")


def geler(db: Database, identifiant: int) -> None:
    """Keep the table of a séance that closes as it is: every active member, what each is now, and no one else."""
    for statement in (
        "INSERT INTO presences (seance, membre, statut) SELECT :seance, id, 'absent' FROM membres WHERE actif = 1 "
        "ON CONFLICT DO NOTHING",
        "DELETE FROM presences WHERE seance = :seance AND membre IN (SELECT id FROM membres WHERE actif = 0)",
        "UPDATE presences SET (nom, college, organisation, suppleant, vote, usagers) = "
        "(SELECT m.nom, m.college, m.organisation, m.suppleant, m.vote, c.usagers FROM membres m "
        "JOIN colleges c ON c.code = m.college WHERE m.id = presences.membre) WHERE seance = :seance",
    ):
        db.conn.execute(statement, {"seance": identifiant})
