"""A demonstration of the plans, said to be fictional: priorities, actions, money, an envelope with its requests."""

from datetime import date, timedelta

from sqlite_utils import Database

from components.core.refus import Refus
from components.plans.actions import gestes
from data.base.acteurs import Acteur
from data.base.store import writing
from data.plans import actions_types, financements, plans
from data.territoire import territoire

FICTIF = "Démonstration (fictive)"
ACTIONS = (
    ("consultations_avancees", 0, 2.0, 4_400),
    ("assistants_medicaux", 1, None, 38_000),
    ("centre_sante", 2, 1.0, 66_000),
    ("cpts_crise", 3, None, 90_000),
    ("osys", 4, None, 27_000),
    ("solidarite_territoires", 2, 4.0, 8_800),
    ("operateur_structure", 5, 1.5, 120_000),
    ("hopital_proximite", 6, None, 45_000),
)
VOTEES = 2
ENVELOPPE = 20_000_000


def demonstration(db: Database, acteur: Acteur, jour: date) -> str:
    """Keep fictional plans in the file and say so. Raises `Refus` when they are there already."""
    if (financements.envelopes(db)["nom"] == FICTIF).any():
        raise Refus("Les plans de démonstration sont déjà dans ce fichier. Rien n'a été ajouté.")
    places = list(territoire.territoires(db).index)
    with writing(db):
        origins = _origins(db, acteur)
        purse = financements.ajouter_enveloppe(db, acteur, FICTIF, "ARS – FIR", jour.year, ENVELOPPE)
        for k, (kind, place, amount, euros) in enumerate(ACTIONS):
            code = places[(place * 3 + 4) % len(places)]
            ident = inscrire(db, acteur, code, origins[k % 2], kind, amount, jour - timedelta(days=60 * (k % 4)))
            line = {"financeur": "ARS – FIR", "prevu": euros * 100, "engage": 0, "depense": 0, "nature": "avis"}
            financements.ajouter_ligne(db, acteur, ident, line | {"autorite": "", "numero": "", "date_acte": None})
            financements.demander(db, acteur, purse, ident, euros * 100)
    return f"Plans de démonstration ajoutés : {len(ACTIONS)} actions, une enveloppe, signalées comme fictives."


def _origins(db: Database, acteur: Acteur) -> list[int]:
    """The two first priorities voted in this file, else two adopted without a ballot."""
    voted = [(rank, option) for rank, place, option in plans.voted(db) if place <= VOTEES][:VOTEES]
    if len(voted) == VOTEES:
        return [
            plans.ajouter_origine(db, acteur, "priorite", rank, f"Priorité votée : {option}", service=option)
            for rank, option in voted
        ]
    return [
        plans.ajouter_priorite(db, acteur, service, f"{FICTIF} : adopté sans débat")
        for service in ("Consulter un médecin près de chez soi", "Être soigné sans rendez-vous, en journée")
    ]


def varier(db: Database, acteur: Acteur, jour: date) -> None:
    """Give the fictional actions different fates: one runs, one is blocked, one is late, one has its decision."""
    ids = [int(i) for i in plans.actions(db).index]
    blocked = {"statut": "bloquee", "deblocage": "un local accessible, attendu de la commune (fictif)"}
    for ident, change in ((ids[1], {"statut": "en_cours"}), (ids[3], blocked), (ids[6], {"statut": "en_cours"})):
        gestes.modifier(db, acteur, ident, plans.action(db, ident)["version"], change)
    late = {"debut": (jour - timedelta(days=500)).isoformat(), "fin": (jour - timedelta(days=20)).isoformat()}
    gestes.modifier(db, acteur, ids[6], plans.action(db, ids[6])["version"], late)
    act = {"nature": "decision", "autorite": "Directeur général de l'ARS (fictif)", "numero": "FICTIF-1"}
    line = {"financeur": "ARS – FIR", "prevu": 3_800_000, "engage": 3_000_000, "depense": 1_000_000}
    lines = financements.lines(db)
    first = int(lines.index[lines["action"] == ids[1]][0])
    dated = line | act | {"date_acte": (jour - timedelta(days=30)).isoformat()}
    financements.modifier_ligne(db, acteur, first, financements.line(db, first)["version"], dated, jour)


def inscrire(db: Database, acteur: Acteur, code: str, origin: int, kind: str, amount: float | None, start: date) -> int:
    """Add a fictional action, retained by the table."""
    model = actions_types.catalogue()[kind]
    communes = territoire.communes(db)
    town = str(communes.index[communes["territoire"] == code][0])
    moves = model.effet if amount else ""
    fields = {
        "titre": f"{model.titre} (fictif)", "description": FICTIF, "operateur": model.operateur,
        "statut_operateur": model.statut_operateur, "mode": model.mode, "reversible": 1, "pilote": "Pilote fictif",
        "partenaires": "", "secteur": model.secteur, "debut": start.isoformat(),
        "fin": (start + timedelta(days=30 * model.delai_mois[1])).isoformat(), "etp": None, "effet_genre": moves,
        "effet_commune": town if moves else None, "effet_quantite": amount if moves else None,
        "raison": FICTIF if model.mode == "substitution" or kind == "cpts_crise" else "",
    }  # fmt: skip
    ident = gestes.inscrire(db, acteur, code, origin, fields, kind)
    row = plans.action(db, ident)
    gestes.modifier(db, acteur, ident, row["version"], {"statut": "retenue"})
    return ident
