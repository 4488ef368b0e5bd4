"""What the room sends, placed under a group large enough to hide its author; and what facilitation answers."""

from datetime import date

from sqlite_utils import Database

from components.compagnon import lectures
from components.core.refus import EntreeInvalide, Introuvable, Refus
from components.priorites.lectures import GROUPE_MIN
from components.priorites.regles import scrutin as scrutin_regles
from components.seances.salle import lectures_envois
from data.base import acteurs, jours
from data.base.acteurs import Acteur
from data.base.parameters import EnVigueur
from data.base.store import writing
from data.carences import contestations
from data.priorites import bulletins, envois, propositions, services
from data.priorites.envois import Envoi
from data.seances import seances

AGENDA, LISTE, CONTESTATION, PUBLICATION, DEBAT = "agenda", "liste", "contestation", "publication", "débat"
SUITES = {
    AGENDA: "Inscrire à l'ordre du jour",
    LISTE: "En faire une proposition de service, signée par un collège",
    CONTESTATION: "Ouvrir une contestation",
    PUBLICATION: "Publier tel quel",
    DEBAT: "Mettre ce point en débat",
}
POSSIBLES = {
    envois.SERVICE: (AGENDA, LISTE, PUBLICATION),
    envois.CHIFFRE: (CONTESTATION,),
    envois.CONTRIBUTION: (PUBLICATION, AGENDA),
    envois.DEBAT: (DEBAT, AGENDA),
}
ATTENDU = "vérifier auprès de qui produit ce chiffre"


def groupe(db: Database, seance: int, college: str, carton: bool) -> str:
    """The colleges under which an unsigned text is shown: enough people that nobody is found by elimination.

    Counts the people in the room for a slip, the members of the table for the link. The whole table (empty) when even
    that is too few.
    """
    table = seances.presences(db, seance) if carton else seances.membres(db)
    here = table[(table["vote"] == 1) & table["statut"].isin(["présent", "suppléé"])] if carton else table
    counts = {str(code): int(count) for code, count in here["college"].value_counts().items()}
    day = date.fromisoformat(seances.seance(db, seance)["jour"])
    minimum = int(EnVigueur.read(db, day).number(GROUPE_MIN))
    if sum(counts.values()) < minimum:
        return ""
    groups = scrutin_regles.regrouper([(str(code),) for code in seances.colleges(db).index], counts, minimum)
    return "+".join(next(group for group in groups if college in group))


def envoyer(db: Database, seance: int, numero: str, lu: dict[str, str]) -> str:
    """Keep what a member sends, and return its reference. `lu`: genre, objet, texte, signe, and the code of a slip
    (séance open) or a declared college (before). Raises `Refus` in words."""
    state = seances.seance(db, seance)["etat"]
    genre, objet = lu.get("genre", ""), lu.get("objet", "")
    about = sur(db, seance, genre, objet)
    code = lu.get("code", "")
    if state == seances.OUVERTE:
        slip = bulletins.carton(db, code)
        if slip is None or slip[0] != seance:
            raise Introuvable("Ce code n'est pas celui d'un carton de cette séance. Rien n'a été envoyé.")
        college, par = slip[1], envois.CARTON
    else:
        college, par, code = lu.get("college", ""), envois.LIEN, ""
        if college not in seances.ouverts(db).index:
            raise EntreeInvalide("Choisissez votre collège. Rien n'a été envoyé.")
    signed = lu.get("signe") == "1"
    shown = college if signed else groupe(db, seance, college, par == envois.CARTON)
    return envois.recevoir(
        db, seance, numero, Envoi(genre, objet, about, par, shown, signed, lu.get("texte", "")), code
    )


def transcrire(db: Database, acteur: Acteur, seance: int, lu: dict[str, str]) -> str:
    """Keep what a member handed in on paper, and return its reference. `lu`: genre, objet, texte, signe, college."""
    genre, objet, college = lu["genre"], lu["objet"], lu["college"]
    about = sur(db, seance, genre, objet)
    if college not in seances.ouverts(db).index:
        raise EntreeInvalide("Choisissez le collège écrit sur la feuille. Rien n'a été enregistré.")
    signed, opened = lu["signe"] == "1", seances.seance(db, seance)["etat"] == seances.OUVERTE
    shown = college if signed else groupe(db, seance, college, opened)
    return envois.transcrire(db, acteur, seance, Envoi(genre, objet, about, envois.PAPIER, shown, signed, lu["texte"]))


def contester_sans_compte(db: Database, numero: str, objet: str, texte: str) -> str:
    """Keep that a reader disputes a figure: received, to examine; it marks no map. Returns its reference."""
    read = lectures.chiffre(db, objet, jours.aujourd_hui(db))
    code, _, rest = objet.partition("/")
    if read is None or not lectures.examinee(db, rest.partition("/")[0], code):
        raise Introuvable("Ce chiffre n'est pas publié. Rouvrez la page du territoire. Rien n'a été envoyé.")
    sent = Envoi(envois.CHIFFRE, objet, read[1], envois.LECTEUR, "", False, texte)
    return envois.recevoir(db, envois.prochaine(db), numero, sent)


def sur(db: Database, seance: int, genre: str, objet: str) -> str:
    """What a text is about, in the words of the table; empty for nothing in particular. Raises `Refus`."""
    if genre in (envois.SERVICE, envois.CONTRIBUTION):
        listed = services.read(db)["nom"]
        if objet and objet not in listed.index:
            raise EntreeInvalide("Ce service n'est plus à la liste : choisissez-en un autre. Rien n'a été envoyé.")
        return str(listed[objet]) if objet else ""
    if genre == envois.DEBAT:
        points = {str(i): str(titre) for i, titre in seances.points(db, seance)["titre"].items()}
        if objet not in points:
            raise EntreeInvalide("Choisissez le point dont vous voulez débattre. Rien n'a été envoyé.")
        return points[objet]
    read = lectures.chiffre(db, objet, jours.aujourd_hui(db)) if genre == envois.CHIFFRE else None
    if read is None:
        raise EntreeInvalide("Choisissez le chiffre que vous contestez, depuis son territoire. Rien n'a été envoyé.")
    return read[1]


def accepter(
    db: Database, acteur: Acteur, seance: int | None, cle: bytes, suite: str, mots: str, plus: str = "",
    membre: int | None = None,
) -> None:  # fmt: skip
    """Take a text up: what it becomes is written in the words of facilitation (`mots`, `plus`), never in its own, as
    what the table adopts is chained for good. `membre`: who signs a service for their college. All or nothing."""
    row = next((one for one in lectures_envois.recus(db, seance) if one["cle"] == cle), None)
    if row is None or suite not in POSSIBLES[row["code"]]:
        raise Refus("Cette suite n'est pas possible pour ce texte. Rechargez la page ; rien n'a été modifié.")
    with writing(db):
        acteurs.exiger(db, acteur, *acteurs.ANIMER)
        envois.repondre(db, acteur, cle, envois.ACCEPTE, _faire(db, acteur, seance, row, suite, mots, plus, membre))


def _faire(
    db: Database, acteur: Acteur, seance: int | None, row: dict[str, str], suite: str, mots: str, plus: str,
    membre: int | None,
) -> str:  # fmt: skip
    """Do what accepting a text does, and say it."""
    if suite == PUBLICATION:
        return f"Publié. {mots}".strip()
    if suite == CONTESTATION:
        return _contester(db, acteur, row, mots, plus)
    if suite == LISTE:
        if membre is None or seance is None:
            raise Refus("Choisissez qui signe cette proposition pour son collège. Rien n'a été modifié.")
        propositions.signer(db, acteur, seance, membre, {"nom": mots, "pour_le_patient": plus})
        return f"Proposé à la liste des services : {' '.join(mots.split())}"
    if seance is None:
        raise Refus("Préparez d'abord une séance : un point s'inscrit à son ordre du jour. Rien n'a été modifié.")
    if suite == DEBAT:
        points = seances.points(db, seance)
        point = int(row["objet"])
        if point not in points.index:
            raise Refus("Ce point n'est plus à l'ordre du jour : inscrivez-en un nouveau. Rien n'a été modifié.")
        seances.modifier_point(db, acteur, point, points.at[point, "titre"], "débat", points.at[point, "note"])
        return "Ce point sera débattu."
    seances.ajouter_point(db, acteur, seance, mots, "débat")
    return f"À l'ordre du jour : {' '.join(mots.split())}"


def _contester(db: Database, acteur: Acteur, row: dict[str, str], mots: str, plus: str) -> str:
    read = lectures.chiffre(db, row["objet"], jours.aujourd_hui(db))
    if read is None:
        raise Refus("Ce chiffre n'est plus chargé : refusez en disant pourquoi. Rien n'a été modifié.")
    code, profession, name = row["objet"].split("/")
    contestations.contester(db, acteur, code, profession, name, read[0], row["de"], mots, plus or ATTENDU)
    return "Contestation ouverte : elle est marquée sur la carte jusqu'à son règlement."
