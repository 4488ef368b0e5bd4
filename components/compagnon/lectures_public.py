"""What anyone reads of the table without an account: one's commune first, then séances, members, results and plans."""

from datetime import date
from typing import Any

from sqlite_utils import Database

from components.carences.regles.signaux import PROFESSIONS
from components.compagnon import lectures, lectures_suivi
from components.compagnon.lectures_journal import au_journal
from components.core.communes import interieures
from components.core.francais import jour
from components.core.refus import Introuvable
from components.seances.regles.assemblee import simple
from components.seances.salle import lectures_envois
from data.base.souvenir import partagee
from data.carences import constats
from data.priorites import scrutins
from data.reponses import suites
from data.seances import composition, seances
from data.territoire import territoire

PROPOSEES = 12  # communes shown for a name that several have
AUTREMENT = "Aucune commune ne porte ce nom ici. Vérifiez son écriture, ou donnez ses premières lettres."


@partagee
def table(db: Database) -> dict[str, Any]:
    """Next séance, members by college, closed séances, published results, plans, what readers disputed."""
    meetings, people, names = seances.read(db), seances.membres(db), seances.colleges(db)["nom"]
    empty = territoire.is_empty(db)
    return {
        "departement": "" if empty else territoire.setting(db, "nom"),
        "suivante": lectures.suivante(db),
        "chef": composition.mots_du_chef(composition.chef_de_file(db)),
        "membres": [
            [str(names[code]), [_personne(row) for row in group.to_dict("records")]]
            for code, group in people.groupby("college", sort=False)
        ],
        "closes": [
            [int(str(ident)), f"{row.titre}, {jour(date.fromisoformat(row.jour))}"]
            for ident, row in meetings.iterrows()
            if row.etat == seances.CLOSE
        ],
        "resultats": [
            vote
            for ident in meetings.index
            for vote in lectures_suivi.votes(db, int(ident))
            if vote["etat"] == scrutins.PUBLIE
        ],
        "actions": [] if empty else lectures.actions(db),
        "contestations": contestations(db),
    }


def _personne(row: dict[str, Any]) -> str:
    return f"{row['nom']} ({row['organisation']})" if row["organisation"] else str(row["nom"])


def contestations(db: Database) -> list[dict[str, Any]]:
    """What readers disputed without an account, wherever it is answered; a text shows once it is answered."""
    rooms: list[int | None] = [None, *(int(ident) for ident in seances.read(db).index)]
    return [
        one for room in rooms for one in lectures_envois.recus(db, room) if one["de"] == lectures_envois.SANS_COMPTE
    ]


@au_journal
def commune(db: Database, cherchee: str, quand: date) -> dict[str, Any]:
    """The communes of this name, or that begin so, each with its territory and what the table has published on it."""
    wanted = simple(cherchee).replace("-", " ")
    if territoire.is_empty(db) or not wanted:
        return {"lieux": [], "probleme": AUTREMENT if wanted else ""}
    places = interieures(territoire.communes(db))
    words = places["nom"].map(lambda name: simple(str(name)).replace("-", " "))
    chosen = places[words == wanted]
    chosen = chosen if len(chosen) else places[words.str.startswith(wanted)]
    rows = [_lieu(db, str(row.nom), str(row.territoire), quand) for row in chosen.head(PROPOSEES).itertuples()]
    return {"lieux": rows, "probleme": "" if rows else AUTREMENT}


def _lieu(db: Database, nom: str, code: str, quand: date) -> dict[str, Any]:
    names = territoire.territoires(db)["nom"]
    seen = [name for name in PROFESSIONS if name in constats.professions_examinees(db, code)]
    answers = [one for one in suites.etats(db, quand) if one.constat.territoire == code]
    return {
        "nom": nom,
        "code": code,
        "territoire": str(names.get(code, "")),
        "professions": [(name, PROFESSIONS[name].libelle) for name in seen],
        "constats": [[one.constat.intitule, one.mots(publics=True)] for one in answers],
        "actions": [action for action in lectures.actions(db) if action[1] == str(names.get(code, code))],
    }


def close(db: Database, seance: int) -> str:
    """The title of a closed séance. Raises `Introuvable` for one that is not."""
    row = seances.seance(db, seance)
    if row["etat"] != seances.CLOSE:
        raise Introuvable("Cette séance n'est pas close : son relevé n'est pas encore écrit.")
    return str(row["titre"])
