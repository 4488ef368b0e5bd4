"""The card of a territory as the room looks at it: its access, the département's, what the table decided."""

from datetime import date

from sqlite_utils import Database

from components.carences.carte import affiches
from components.carences.constat import lectures
from components.carences.constat.dossier import Dossier
from components.carences.constat.lectures_signaux import professions
from components.carences.indicateurs import lectures as lectures_indicateurs
from components.carences.indicateurs.lectures import IndicateurLu
from components.core.francais import jour, mot, nombre
from components.core.refus import Introuvable
from components.ui.dessins import cartes
from components.ui.dessins.affiche import Affiche, ChiffreDeSalle, VueDemandee
from data.base import jours
from data.territoire import indicateurs, territoire

MEDECINS = "medecin_generaliste"


def fiche(db: Database, demandee: VueDemandee) -> Affiche:
    """A territory: its access to GPs where it is published, else what the rule reads of it."""
    names = territoire.territoires(db)["nom"]
    if demandee.cible not in names:
        raise Introuvable("Ce territoire n'est pas, ou plus, de la maille de la table. Choisissez-en un autre.")
    known_to_rule = professions(db)
    profession = MEDECINS if MEDECINS in known_to_rule else known_to_rule[0]
    dossier = lectures.rassembler(db, profession, jours.aujourd_hui(db))
    gps = indicateurs.apl_generalistes(db)
    name = str(names[demandee.cible])
    if not gps:
        return Affiche(name, surtitre="Fiche du territoire", pourquoi=_pourquoi(dossier, demandee.cible))
    lecture = lectures_indicateurs.lire(db, gps[0], "territoire")
    planche = affiches.lue(db, {"niveau": "territoire", "serie": gps[0].id}).choisissant(demandee.cible)
    return Affiche(
        f"{name} : {_acces(lecture, demandee.cible)}",
        (_chiffre(lecture, demandee.cible), *cartes.figures(db, planche)),
        surtitre="Fiche du territoire",
        pourquoi=_pourquoi(dossier, demandee.cible),
        source=planche.source,
    )


def _acces(lecture: IndicateurLu, code: str) -> str:
    row = lecture.table.loc[code]
    if row["etat"] != indicateurs.VALEUR:
        return "accès aux médecins généralistes non disponible"
    word = mot(round(row["valeur"], 1), "consultation")
    return f"{nombre(row['valeur'], 1)} {word} de généraliste par an et par habitant"


def _chiffre(lecture: IndicateurLu, code: str) -> ChiffreDeSalle:
    row, known_rows = lecture.table.loc[code], lecture.table[lecture.table["etat"] == indicateurs.VALEUR]
    people = known_rows["population"]
    value = nombre(row["valeur"], 1) if row["etat"] == indicateurs.VALEUR else "?"
    if not people.sum():
        return ChiffreDeSalle(value, "")
    whole = nombre((known_rows["valeur"] * people).sum() / people.sum(), 1)
    return ChiffreDeSalle(value, f"ici ; {whole} en moyenne dans le département")


def _pourquoi(dossier: Dossier, code: str) -> str:
    """What the table decided; before that, what the rule reads."""
    constat = dossier.en_vigueur(code)
    if constat is None:
        return dossier.tableau.bilans[code].phrase if code in dossier.tableau.bilans else ""
    review = jour(date.fromisoformat(constat.contenu["revue_le"]))
    return f"Constat partagé d'insuffisance d'accès adopté par la table, à revoir le {review}."
