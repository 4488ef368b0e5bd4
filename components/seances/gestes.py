"""Gestures of a séance: members entered, the agenda proposed, everyone there but a few, the next point."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from sqlite_utils import Database

from components.core.refus import Refus
from components.seances.lectures import ordre_du_jour_propose
from components.seances.lectures_membres import colleges, lire, refuser
from components.seances.regles import assemblee, rapprochement
from data.base.acteurs import Acteur
from data.base.store import writing
from data.seances import projection, seances
from data.seances.points import A_VENIR, EN_COURS, TRAITE


def importer_membres(
    db: Database,
    acteur: Acteur,
    nom: str,
    contenu: bytes,
    distincts: bool = False,
    dits: Mapping[str, str] | None = None,
) -> int:
    """Add members from a CSV or XLSX file (prénom; nom; collège; organisation; suppléant; vote), all or none; those the
    table knows, however their name is written this time, are amended.

    `distincts`: names that only look like a known one are those of other people. `dits`: colleges as the list writes
    them, by code. Raises `Refus` with the line, the
    column and the reason of each refused row.
    """
    rangees = lire(nom, contenu)
    rows, problems = assemblee.lire_membres(rangees, colleges(db), dits)
    if problems:
        raise refuser(problems)
    return _ajouter(db, acteur, rows, [number for number, _ in rangees[1:]], distincts)


def ajouter_membre(db: Database, acteur: Acteur, ligne: dict[str, str], distincts: bool = False) -> int:
    """Add or amend one member, checked like a line of a file. Raises `Refus` with the reason, in the words of a form:
    there is no line there, and no column."""
    if not ligne["nom"].strip():
        raise Refus("Donnez le nom de cette personne. Rien n'a été enregistré.")
    rows, problems = assemblee.lire_membres([(1, list(ligne)), (2, list(ligne.values()))], colleges(db))
    if problems:
        raise Refus(f"{problems[0].partition(', colonne ')[2]} Rien n'a été enregistré.")
    return _ajouter(db, acteur, rows, None, distincts)


def _ajouter(
    db: Database, acteur: Acteur, rows: list[dict[str, object]], lines: Sequence[int] | None, distincts: bool
) -> int:
    """`lines`: of the file that the rows are read in; None for the one person of a form."""
    with writing(db):
        match = rapprochement.rapprocher([str(row["nom"]) for row in rows], seances.noms(db))
        if match.doutes and not distincts:
            if lines is None:
                raise Refus(
                    f"{match.doutes[0]}. Si c'est la même personne, écrivez son nom comme celui que la table connaît ; "
                    "sinon, cochez « Ce sont d'autres personnes », puis recommencez. Rien n'a été enregistré."
                )
            raise refuser(
                [f"Ligne {lines[k]}, colonne « nom » : {why}." for k, why in match.doutes.items()],
                " Si c'est la même personne, écrivez son nom comme celui que la table connaît ; sinon, cochez "
                "« Ce sont d'autres personnes », puis recommencez.",
            )
        there = seances.fiches(db)
        members = [
            assemblee.completer(row | {"nom": name}, there.get(name))
            for k, row in enumerate(rows)
            for name in [str(match.reconnus.get(k, row["nom"]))]
        ]
        return seances.ajouter_membres(db, acteur, members)


def preparer(
    db: Database,
    acteur: Acteur,
    decrite: tuple[str, date, str, Fraction],
    jour: date,
    plan: Mapping[str, Sequence[str]] | None,
) -> int:
    """A new séance (title, day, place, quorum), and its agenda proposed as of `jour`. `plan`: as in
    `proposer_ordre_du_jour`; None for an empty agenda. Returns its number."""
    with writing(db):
        made = seances.creer(db, acteur, *decrite)
        if plan is not None:
            proposer_ordre_du_jour(db, acteur, made, jour, plan)
    return made


def proposer_ordre_du_jour(
    db: Database, acteur: Acteur, seance: int, jour: date, plan: Mapping[str, Sequence[str]] | None = None
) -> int:
    """Put the usual points on the agenda, after those that are there, and return how many; a title that is there
    already is not put twice. `plan`: what plans wait for, names by reason. Raises `Refus` when all are there."""
    with writing(db):
        there = {assemblee.simple(title) for title in seances.points(db, seance)["titre"]}
        new = [
            one
            for one in ordre_du_jour_propose(db, seance, jour, plan or {})
            if assemblee.simple(one.titre) not in there
        ]
        if not new:
            raise Refus("Ces points sont déjà à l'ordre du jour. Rien n'a été ajouté.")
        for one in new:
            seances.ajouter_point(db, acteur, seance, one.titre, one.genre, one.note)
    return len(new)


def presents_sauf(db: Database, acteur: Acteur, seance: int, absents: Sequence[int]) -> None:
    """Everyone is there but a few. Whoever was pointed as replaced, or voting by mandate, stays so when some are away;
    with nobody away, everyone is there in person."""
    with writing(db):
        now = seances.presences(db, seance)["statut"]
        lines: dict[int, tuple[str, int | None]] = {
            int(member): ("absent" if member in absents else "présent", None)
            for member, status in now.items()
            if not absents or member in absents or status not in ("suppléé", "mandat")
        }
        seances.pointer(db, acteur, seance, lines)


def point_suivant(db: Database, acteur: Acteur, seance: int, en_cours: int | None) -> int | None:
    """End the point under way, take the next one to come and show it to the room. Returns it, None after the last.

    `en_cours`: the point that the screen showed under way; pressed twice, or from two screens, the agenda moves once.
    Raises `Refus` when it moved meanwhile, or when nothing is left.
    """
    with writing(db):
        agenda = seances.points(db, seance)
        now = next((int(point) for point in agenda.index[agenda["etat"] == EN_COURS]), None)
        if now != en_cours:
            raise Refus("L'ordre du jour avait déjà avancé : il n'a pas avancé deux fois.")
        waiting = [int(point) for point in agenda.index[agenda["etat"] == A_VENIR]]
        if not waiting:
            if now is None:
                raise Refus("Tous les points sont traités. Rien n'a été modifié.")
            seances.traiter(db, acteur, now, TRAITE)
            return None
        reprendre(db, acteur, seance, waiting[0])
    return waiting[0]


def reprendre(db: Database, acteur: Acteur, seance: int, point: int) -> None:
    """Take a point, whatever its place, and show it to the room; the one under way ends."""
    with writing(db):
        seances.traiter(db, acteur, point, EN_COURS)
        projection.projeter(db, acteur, seance, projection.POINT, str(point))
