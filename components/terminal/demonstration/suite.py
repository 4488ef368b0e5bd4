"""The end of the demonstration, said to be fictional: a past séance, and the whole chain up to closed minutes."""

from datetime import date, timedelta
from fractions import Fraction
from random import Random

from sqlite_utils import Database

from components.carences.constat import gestes, lectures
from components.carences.constat.dossier import empreinte, reserves
from components.carences.constat.gestes import Saisie
from components.carences.constat.preuve import preuve
from components.carences.regles.signaux import PROFESSIONS
from components.carences.regles.territoire import ORGANISMES, REPONSES
from components.effectifs.scenarios import gestes as gestes_scenarios
from components.plans.actions import gestes as gestes_actions
from components.plans.actions import lectures as lectures_actions
from components.plans.partage import lectures as lectures_partage
from components.priorites import gestes as gestes_priorites
from components.terminal.demonstration import plans as plans_demonstration
from components.terminal.demonstration import vote as demonstration
from data.base import jours
from data.base.acteurs import TERMINAL
from data.carences import constats, contestations
from data.carences.contestations import Sollicitation
from data.effectifs import scenarios
from data.plans import financements, liens, plans
from data.priorites import bulletins, scelles, scrutins
from data.releves import clotures
from data.reponses import services_rendus
from data.reponses.services_rendus import CelluleSaisie
from data.seances import seances

TITRE = "Séance précédente (fictive)"
MOTIF = "Démonstration (fictive)"
RYTHME = 91  # days between two séances
GRAINE = 72
AGENDA = ("Territoires : ce que montre la carte", "Premières priorités", "Premières actions")
Code = tuple[str, str]


def passee(db: Database, jour: date, constat: bool) -> str:
    """Close a past séance with the members there are; `constat`: it also adopted one."""
    day = jour - timedelta(days=RYTHME)
    ident = seances.creer(db, TERMINAL, TITRE, day, "Salle de démonstration", Fraction(1, 2))
    points = [seances.ajouter_point(db, TERMINAL, ident, title, "débat") for title in AGENDA]
    people = [int(member) for member in seances.membres(db).index]
    here = {member: ("absent" if k % 6 == 5 else "présent", None) for k, member in enumerate(people)}
    seances.pointer(db, TERMINAL, ident, here)
    clotures.passer(db, TERMINAL, ident, seances.OUVERTE)
    if constat:
        _constat(db, jour)
    for point in points:
        seances.traiter(db, TERMINAL, point, "traité")
    clotures.passer(db, TERMINAL, ident, seances.CLOSE)
    return f"{TITRE} : close, au registre."


def _constat(db: Database, jour: date) -> str:
    """Adopt a constat on the first territory that the rule proposes to examine, and contest one of its figures."""
    profession = next(iter(PROFESSIONS))
    dossier = lectures.rassembler(db, profession, jour)
    board = dossier.tableau
    for doubt in reserves(dossier):
        constats.declarer(db, TERMINAL, doubt.objet, doubt.choix[0], MOTIF, doubt.empreinte)
    order = ("a_examiner", "a_surveiller")
    code = min(board.bilans, key=lambda c: (*(board.bilans[c].proposition != p for p in order), c))
    for kind in ORGANISMES:
        contestations.solliciter(
            db, TERMINAL, code, profession, Sollicitation(kind, f"{kind} (fictif)", jour, REPONSES[1], jour, ""), jour
        )
    evidence = preuve(lectures.rassembler(db, profession, jour), code)
    figures = [f for family in evidence["familles"] for f in family["signaux"] if f["valeur"] is not None]
    for figure in figures[:1]:
        contestations.contester(
            db, TERMINAL, code, profession, figure["signal"], figure, "Usagers et associations d'usagers",
            "Un cabinet a fermé depuis ce millésime (fictif).", "vérifier auprès de la Cpam",
        )  # fmt: skip
    seen = empreinte(preuve(lectures.rassembler(db, profession, jour), code))
    saisie = Saisie(
        "L'accès y manque, et personne sur place ne peut y répondre seul (fictif).", "", True, True, True, "",
        jour + timedelta(days=365),
    )  # fmt: skip
    gestes.adopter(db, TERMINAL, profession, code, saisie, seen, jour)
    return code


def suite(db: Database, scrutin: int, cartons: list[Code], jour: date) -> list[str]:
    """From the published vote to closed minutes: scenario, action, funding, second vote, avis, reviews, closing."""
    seance = int(scrutins.scrutin(db, scrutin)["seance"])
    sentences = [plans_demonstration.demonstration(db, TERMINAL, jour)]
    code = constats.constats(db)[0].territoire
    scenario = _scenario(db, code, jour)
    action = _action(db, code, scenario, jour)
    _services(db, code)
    plans_demonstration.varier(db, TERMINAL, jour)
    envelope = int(financements.envelopes(db).index[0])
    financements.demander(db, TERMINAL, envelope, action, 5_280_000)
    sealed = _vote_on_actions(db, seance, envelope, cartons, jour)
    _avis(db, envelope, jour)
    _reviews(db, seance, jour)
    demonstration.lever(db, TERMINAL, scrutin)
    return [*sentences, "Constat, scénario, action, vote sur les actions, avis et revue ajoutés.", sealed,
            "Séance close : son relevé de décisions se tire de la page Séances."]  # fmt: skip


def _scenario(db: Database, code: str, jour: date) -> int:
    ident = scenarios.creer(db, TERMINAL, "Consultations avancées d'abord (fictif)", MOTIF)
    gestes_scenarios.ajouter_levier(db, TERMINAL, ident, "consultations_avancees", code, "mg", jour.year + 1, 3)
    liens.retenir(db, TERMINAL, ident, "Le plus rapide à mettre en place (fictif)")
    return ident


def _services(db: Database, code: str) -> None:
    """The first voted service is not rendered there today, the second is, in part."""
    first, second = services_rendus.votes(db)[:2]
    seen = {"source": MOTIF, "observe_le": jours.aujourd_hui(db).isoformat()}
    states = ((first, services_rendus.NON_RENDU), (second, services_rendus.PARTIEL))
    cells = [CelluleSaisie(one["service"], 0, seen | {"etat": state}, frozenset()) for one, state in states]
    services_rendus.ecrire(db, TERMINAL, code, cells)


def _action(db: Database, code: str, scenario: int, jour: date) -> int:
    keys = lectures_actions.origines_possibles(db, code)
    origins = {kind: next((k for k in keys if k.startswith(kind)), "") for kind in ("constat:", "priorite:")}
    constat, priority = (gestes_actions.origine(db, TERMINAL, origins[kind], code) for kind in origins)
    ident = plans_demonstration.inscrire(db, TERMINAL, code, constat, "consultations_avancees", 8.0, jour)
    liens.relier_origine(db, TERMINAL, ident, priority)
    liens.relier_scenario(db, TERMINAL, ident, scenario)
    line = {"financeur": "ARS – FIR", "prevu": 5_280_000, "engage": 5_280_000, "depense": 0, "nature": "decision",
            "autorite": "Directeur général de l'ARS (fictif)", "numero": "FICTIF-2",
            "date_acte": (jour - timedelta(days=1)).isoformat()}  # fmt: skip
    financements.ajouter_ligne(db, TERMINAL, ident, line)
    gestes_actions.modifier(db, TERMINAL, ident, plans.action(db, ident)["version"], {"statut": "financee"})
    return ident


def _vote_on_actions(db: Database, seance: int, envelope: int, cartons: list[Code], jour: date) -> str:
    rows = financements.requests(db, envelope)
    actions = [(int(r.action), f"{r.titre} n° {r.action}", int(r.montant)) for r in rows.itertuples()]
    budget = int(financements.envelopes(db).at[envelope, "montant"])
    question = "Quelles actions financer d'abord ?"
    scrutin = gestes_priorites.mettre_au_vote(db, TERMINAL, seance, question, budget, actions, jour)
    scrutins.figer(db, TERMINAL, scrutin)
    gestes_priorites.ouvrir(db, TERMINAL, scrutin, poursuivre=True)
    rng = Random(GRAINE)  # noqa: S311 - a demonstration, the same each time  # nosec B311
    for code, _ in cartons:
        bulletins.deposer(db, scrutin, code, "".join("01"[rng.random() < 0.8 - 0.07 * k] for k in range(len(actions))))
    codes = scelles.tirer_codes()
    gestes_priorites.clore(db, TERMINAL, scrutin, codes)
    gestes_priorites.publier(db, TERMINAL, scrutin)
    return f"Vote sur les actions scellé : codes des deux scrutateurs {' et '.join(map(bulletins.affiche, codes))}."


def _avis(db: Database, envelope: int, jour: date) -> None:
    shared = lectures_partage.lire(db, envelope, jour)
    retained = list(shared.lectures[-1].choix.retenues)
    why = "La lecture « équité des votes », après débat (fictif)"
    financements.adopter_choix(db, TERMINAL, envelope, retained, why, lectures_partage.preuve(shared))


def _reviews(db: Database, seance: int, jour: date) -> None:
    plan = lectures_actions.lire(db, jour)
    ids = [int(i) for i in plan.actions.index]
    seen: list[tuple[int, dict[str, float], str]] = [
        (ids[0], {"actes": 300}, "Un volontaire de moins que prévu (fictif)."),
        (ids[1], {"etp": 1.0}, "Premier recrutement fait (fictif)."),
        (ids[-1], {}, "Décision reçue, première journée dans deux mois (fictif)."),
    ]
    for ident, measures, words in seen:
        observed = {"actes": None, "etp": None, "impact": None} | measures
        gestes_actions.revoir(db, TERMINAL, plan, seance, ident, observed, words, jour)
