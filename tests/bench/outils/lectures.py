"""What each page reads and computes on its own, without Streamlit: the part of its time that is not drawing."""

from collections.abc import Callable
from datetime import date

from sqlite_utils import Database

from components.accueil import lectures as accueil
from components.carences.constat import lectures
from components.carences.constat.dossier import reserves
from components.carences.indicateurs import lectures as carences
from components.carences.regles import carte
from components.core.acces.moves import Mouvement
from components.core.acces.people import franchissements, gagnants_perdants, personnes_par_ampleur
from components.donnees import lectures as donnees
from components.effectifs import lectures as effectifs
from components.effectifs import lectures_sources as sources_effectifs
from components.effectifs.moteur.jeux import BAS, CENTRAL, HAUT
from components.effectifs.moteur.scenario import calculer
from components.methode import lectures as methode
from components.plans.actions import lectures as plans
from components.plans.chaine import lectures as lectures_chaine
from components.plans.partage import lectures as lectures_partage
from components.priorites import lectures as priorites
from components.priorites.catalogue import lectures as lectures_catalogue
from components.propositions import lectures as propositions
from components.propositions.implantation import lectures as implantation
from components.propositions.implantation.regles.demande import DemandeDeSites
from components.reponses import lectures as reponses
from components.reponses import lectures_services
from components.seances import lectures as reunions
from data.base.parameters import EnVigueur
from data.carences import contributions
from data.plans import financements
from data.priorites import scrutins
from data.releves import recit
from data.reponses import suites
from data.seances import seances
from data.territoire import indicateurs, territoire

JOUR = date(2026, 11, 22)


def _signals(db: Database) -> object:
    dossier = lectures.rassembler(db, "medecin_generaliste", JOUR)
    return dossier, reserves(dossier)


def _projection(db: Database) -> object:
    rows = effectifs.lignes(db, JOUR)
    effectifs.publiques(db, JOUR)
    teams = sorted({(row.territoire, row.profession) for row in rows if row.profession == "mg"})
    whole = [effectifs.entrees(db, JOUR, 10, jeu, 0, rows, teams) for jeu in (BAS, CENTRAL, HAUT)]
    return [calculer(effectifs.fondre(one, "departement", "mg")) for one in whole], sources_effectifs.ages(db)


def _diagnostic(db: Database) -> object:
    lecture = carences.lire(db, indicateurs.serie(db, "apl_mg"), "commune")
    legende = carte.classes_seuils(2.5, 4.0, 1)
    return (
        carte.classer(lecture.table, legende),
        territoire.contours(db, "commune"),
        territoire.sites(db),
        territoire.sources(db),
    )


def _what_if(db: Database) -> object:
    serie = indicateurs.serie(db, "apl_mg")
    access = carences.acces(db, EnVigueur.read(db, JOUR))
    place = str(access.habitants.idxmax())
    moves = [Mouvement("depart", place, "essai", age=60, actes=5000)]
    result, people = carences.simuler(db, access, serie, moves, "tous âges", JOUR), access.habitants
    drawn = territoire.contours(db, "commune"), territoire.sites(db)
    counts = [franchissements(result, people, 2.5, 0.1) for _ in range(2)]
    sizes = [personnes_par_ampleur(result, people), gagnants_perdants(result, people, len(people))]
    return counts, sizes, drawn


def _sites(db: Database) -> object:
    ground, asked = propositions.terrain(db, JOUR), DemandeDeSites()
    proposed = implantation.proposer(db, ground, asked)
    answers = [implantation.lire(db, ground, asked, sites, proposed.question) for sites in proposed.reponses]
    return ground, answers, territoire.contours(db, "commune")


def _count(db: Database) -> object:
    _, _, result = priorites.resultat(db, int(scrutins.liste(db).index.max()))
    return result, lectures_catalogue.chiffres(db)


def _meeting(db: Database) -> object:
    meeting = int(seances.read(db).index[0])
    points, interests = seances.points(db, meeting), seances.interets(db, meeting)
    led = [reunions.scrutins_du_point(db, meeting, int(i)) for i in points.index[points["genre"] == "vote"]]
    left = reunions.inacheve(db, meeting)
    return points, interests, reunions.assemblee(db, meeting), contributions.contributions(db, meeting), led, left


def _share(db: Database) -> object:
    return lectures_partage.lire(db, int(financements.envelopes(db).index[0]), JOUR)


def _chain(db: Database) -> object:
    place = str(territoire.territoires(db).index[0])
    return lectures_chaine.lire(db, plans.lire(db, JOUR, place, publies=False), place)


def _answers(db: Database) -> object:
    codes = [str(code) for code in territoire.territoires(db).index]
    return reponses.annuaire(db, JOUR), lectures_services.grille(db, codes, publies=False), suites.etats(db, JOUR)


LECTURES: dict[str, Callable[[Database], object]] = {
    "accueil": lambda db: (
        accueil.point(db, JOUR),
        _signals(db),
        plans.lire(db, JOUR),
        recit.depuis_la_seance(db, False),
    ),
    "territoires": _signals,
    "effectifs": _projection,
    "donnees": lambda db: (donnees.besoins(db), donnees.phrase(db), donnees.sources(db, JOUR)),
    "carences": _diagnostic,
    "et_si": _what_if,
    "propositions": _sites,
    "methode": lambda db: (methode.conservation(db, JOUR), methode.logiciels()),
    "priorites": _count,
    "seances": _meeting,
    "reponses": _answers,
    "plans": lambda db: plans.lire(db, JOUR, None, publies=False),
    "financement": _share,
    "chaine": _chain,
}
