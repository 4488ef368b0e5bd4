"""Taking a source out of the file, with all it brought; and what would bring it back, said before it goes."""

from sqlite_utils import Database

from components.core.refus import Introuvable, Refus
from data.base import acteurs
from data.base.acteurs import Acteur
from data.base.store import writing
from data.fichier import embarque
from data.imports import GENRES
from data.territoire import dessin, sources, territoire
from data.territoire.sources import SANS

EQUIVALENTS = {  # a source that comes with the product -> the kind of file that brings the like of it
    "centres_71": "centres",
    "places_frontalieres_71": "centres",
    "apl_mg_2023_71": "apl-drees",
    "populations_2023_71": "apl-drees",
    "fdep_2020_71": "indicateur",
    "urgences_71": "sites",
    "professionnels_liberaux_71": "ameli",
    "liberaux_departements_2024": "ameli",
}


def retour(db: Database, source: str) -> str:
    """What would bring a source back, in a sentence. Raises `Refus` when nothing would."""
    _refuse_provided(source)
    if source in EQUIVALENTS:
        kind = GENRES[EQUIVALENTS[source]].libelle
        return (
            "Livrée avec le produit, cette source ne se recharge pas telle quelle : un fichier du type "
            f"« {kind} » en apporterait l'équivalent."
        )
    fichier, sha256 = db.conn.execute("SELECT fichier, sha256 FROM sources WHERE id = ?", (source,)).fetchone()
    if sha256 == SANS:
        return "Saisie à l'écran, elle n'est dans aucun fichier : exportez-la d'abord si elle doit revenir."
    return f"Le fichier « {fichier} » peut être rechargé."


def retirer(db: Database, acteur: Acteur, source: str) -> str:
    """Take out everything a source brought, in one transaction.

    Raises `Refus` when the file stands on it, or when nothing would bring it back."""
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.PREPARER)
        _refuse_provided(source)
        row = db.conn.execute("SELECT titre FROM sources WHERE id = ?", (source,)).fetchone()
        if row is None:
            raise Introuvable("Cette source n'est plus dans le fichier : quelqu'un l'a retirée. Rien n'a été modifié.")
        _refuse_foundations(db, source, str(row[0]))
        acteurs.record(db, acteur, "retirer une source", str(row[0]), {"id": source})
        _delete(db, source)
        embarque.situer(db, acteur)
        dessin.redessiner(db)
    return f"« {row[0]} » a été retirée, avec tout ce qu'elle apportait."


def _refuse_provided(source: str) -> None:
    if source in sources.cartes() and source not in EQUIVALENTS:
        titre = sources.carte(source).titre
        raise Refus(f"« {titre} » est livrée avec le produit et aucun fichier ne la ramènerait : elle reste.")


def _refuse_foundations(db: Database, source: str, titre: str) -> None:
    mesh = territoire.maille(db)
    populations = [
        row[0] for row in db.conn.execute("SELECT DISTINCT source FROM series WHERE indicateur = 'population_totale'")
    ]
    fallback = db.conn.execute("SELECT 1 FROM mailles WHERE de_repli = 1 AND source = ?", (source,)).fetchone()
    if fallback or populations == [source]:
        raise Refus(f"« {titre} » porte le fichier (territoires de repli ou population) : elle ne se retire pas.")
    if mesh["source"] == source:
        raise Refus(f"« {titre} » est la maille en usage. Choisissez d'abord une autre maille ; rien n'a été retiré.")


def _delete(db: Database, source: str) -> None:
    for table in ("minutes", "offre", "sites", "sites_sans_position", "contours", "series", "mailles"):
        db[table].delete_where("source = ?", [source])
    db.conn.execute(
        "UPDATE communes SET lat = NULL, lon = NULL, position_source = NULL WHERE position_source = ?", (source,)
    )
    db.conn.execute(
        "DELETE FROM communes WHERE role = 'bordure' AND lat IS NULL AND code NOT IN (SELECT commune FROM mouvements "
        "UNION SELECT donneur FROM mouvements UNION SELECT donneur FROM scenario_lignes "
        "UNION SELECT effet_donneur FROM actions)"
    )
    db["sources"].delete_where("id = ?", [source])
