"""What the plan screens ask of the store: the plan as it stands, gestures with their rules, promises of effect."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.moves import Mouvement
from components.core.francais import liste, pluriel
from components.plans.professions.lectures import autres_que_medecins
from components.plans.regles import actions as actions_regles
from components.plans.regles import libelles as libelles_regles
from data.base import jours
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.plans import actions_types, financements, plans
from data.reponses import mandats
from data.territoire import indicateurs, noyau, territoire
from data.territoire.indicateurs import Serie

Geste = Callable[[], object]
NOTE_MAX = 300
MISE_EN_GARDE = (
    "Variation estimée, ajoutée à l'APL publiée ; ce n'est pas l'APL que publierait la DREES. C'est une promesse : "
    "l'observé se constate à la revue."
)


@dataclass(frozen=True, eq=False)
class Plan:
    """Plans as they stand: actions, milestones, measures, money, what to see.

    Actions also have nom_territoire and territoire_mots (told apart), origine_mots, and two names that tell them apart:
    libelle (with the territory) and titre_distinct (where the territory is said besides). Their touche_le is a day of
    the table.
    """

    actions: pd.DataFrame
    jalons: pd.DataFrame
    mesures: pd.DataFrame
    lignes: pd.DataFrame
    vues: pd.DataFrame


@partagee
def lire(db: Database, jour: date, code: str | None = None, publies: bool = False) -> Plan:
    """The plan of a territory, or of all. `publies`: without the actions the table has not retained yet."""
    actions = plans.actions(db, code)
    if publies:
        actions = actions[actions["statut"] != "proposee"]
    actions = nommees(db, actions).assign(
        origine_mots=actions["origine"].map(origines_mots(db)),
        territoire_mots=actions["territoire"].map(territoires_mots(db)).fillna(actions["territoire"]),
        touche_le=[jours.jour_de(db, text).isoformat() for text in actions["touche_le"]],
    )
    milestones, measures, lines = (frame[frame["action"].isin(actions.index)] for frame in _followed(db))
    values = EnVigueur.read(db, jour)
    limits = int(values.number("jours_sans_nouvelle")), int(values.number("jours_jalons_proches"))
    terms = mandats.termes(db)  # seen as milestones are
    due = pd.concat([milestones, terms], ignore_index=True) if len(terms) else milestones
    seen = actions_regles.a_voir(actions, due, jour, *limits)
    return Plan(actions, milestones, measures, lines, seen)


def a_voir(db: Database, jour: date) -> dict[str, list[str]]:
    """What an agenda must bring of the plans: the actions that wait for someone, by reason, the most urgent first."""
    if territoire.is_empty(db):
        return {}
    plan = lire(db, jour)
    return {
        reason.capitalize(): plan.actions.loc[rows["action"].drop_duplicates(), "libelle"].tolist()
        for reason, rows in plan.vues.groupby("raison", sort=False)
    }


def nommees(db: Database, actions: pd.DataFrame) -> pd.DataFrame:
    """Rows about actions (indexed by id) with nom_territoire, libelle and titre_distinct."""
    titles = _places(db, plans.titles(db))
    return _places(db, actions).assign(
        libelle=actions.index.map(libelles_regles.actions(titles)),
        titre_distinct=actions.index.map(libelles_regles.titres(titles)),
    )


def libelles(db: Database) -> dict[int, str]:
    """The name of every action: no two are alike."""
    return libelles_regles.actions(_places(db, plans.titles(db)))


def _places(db: Database, rows: pd.DataFrame) -> pd.DataFrame:
    names = territoire.territoires(db)["nom"]
    return rows.assign(nom_territoire=rows["territoire"].map(names).fillna(rows["territoire"]))


def territoires_mots(db: Database) -> dict[str, str]:
    """The name of every territory, by code: no two are alike."""
    names = {str(code): str(name) for code, name in territoire.territoires(db)["nom"].items()}
    return libelles_regles.uniques(names, str)


def origines_mots(db: Database) -> dict[int, str]:
    """What every action may answer, by origin: no two are alike."""
    return _origines_mots(plans.origines(db))


def _origines_mots(origins: pd.DataFrame) -> dict[int, str]:
    words = {int(str(i)): str(text) for i, text in origins["intitule"].items()}
    return libelles_regles.uniques(words, lambda ident: f"décision n° {origins.at[ident, 'decision']}")


def _followed(db: Database) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    return plans.milestones(db), plans.measures(db), financements.lines(db)


def _delays(db: Database, kind: actions_types.ActionType | None, day: date) -> tuple[int, int]:
    family, values = kind.jalons if kind else "acces", EnVigueur.read(db, max(day, jours.aujourd_hui(db)))
    return int(values.number(f"jalon_{family}_demarrage")), int(values.number(f"jalon_{family}_complet"))


def _acquired(db: Database, ident: int) -> int:
    lines = financements.lines(db)
    return actions_regles.acquis(lines[lines["action"] == ident])


def origines_possibles(db: Database, code: str) -> dict[str, str]:
    """What an action on a territory may answer: key → words. Known priorities, and constats in force there."""
    origins = plans.origines(db)
    here = origins[(origins["territoire"] == "") | (origins["territoire"] == code)]
    words, voted = _origines_mots(origins), plans.voted(db)
    services = {(rank, option) for rank, _, option in voted}
    choices = {
        f"origine:{row.Index}": words[int(row.Index)]
        for row in here.itertuples()
        if not row.objet.startswith("scrutin:") or (row.decision, row.service) in services
    }
    taken = set(origins["decision"])
    choices |= {
        f"priorite:{rank}:{place}": f"Priorité n° {place} du vote : {option}"
        for rank, place, option in voted
        if not ((origins["decision"] == rank) & (origins["service"] == option)).any()
    }
    choices |= {
        f"constat:{row['rang']}": row["intitule"] for row in plans.constats(db, code) if row["rang"] not in taken
    }
    return libelles_regles.uniques(choices, lambda key: _decision(origins, key))


def cle_d_origine(db: Database, voulue: Mapping[str, Any]) -> str | None:
    """The key, among `origines_possibles`, of a constat (its rank) or of a voted service (its rank and words)."""
    origins = plans.origines(db)
    rank, service = voulue.get("constat") or voulue.get("vote"), voulue.get("service", "")
    same = origins[(origins["decision"] == rank) & (origins["service"] == service)]
    if len(same):
        return f"origine:{same.index[0]}"
    if voulue.get("constat"):
        return f"constat:{rank}"
    place = next((place for r, place, option in plans.voted(db) if (r, option) == (rank, service)), None)
    return None if place is None else f"priorite:{rank}:{place}"


def profession(db: Database, code: str, cle: str) -> str:
    """The profession of the constat that a key of `origines_possibles` names; "" for anything else."""
    kind, _, number = cle.partition(":")
    origins = plans.origines(db)
    rank = int(number) if kind == "constat" else 0
    if kind == "origine":
        rank = int(origins["decision"].get(int(number), 0))
    row = next((row for row in plans.constats(db, code) if row["rang"] == rank), None)
    return "" if row is None else str(json.loads(row["contenu"]).get("profession", ""))


def _decision(origins: pd.DataFrame, cle: str) -> str:
    kind, _, rest = cle.partition(":")
    rank = origins.at[int(rest), "decision"] if kind == "origine" else rest.split(":")[0]
    return f"décision n° {rank}"


def genre_de_territoire(db: Database, code: str, jour: date) -> str:
    """The IGAS kind of a territory (rural, semi-rural, urbain), by its residents and the dated bounds."""
    people, _ = indicateurs.habitants(db)
    places = territoire.communes(db)["territoire"]
    count = float(people.reindex(places.index[places == code]).sum())
    values = EnVigueur.read(db, jour)
    if count < values.number("territoire_rural_moins_de"):
        return "rural"
    return "urbain" if count > values.number("territoire_urbain_plus_de") else "semi-rural"


def a_porter(plan: Plan) -> tuple[str, str]:
    """The point of an agenda that a plan asks for: its title, and its note; both empty when nothing is wrong."""
    wrong = plan.vues[plan.vues["raison"] != actions_regles.JALON].drop_duplicates("action")
    if wrong.empty:
        return "", ""
    labels = [f"{plan.actions.at[row.action, 'libelle']} ({row.raison})" for row in wrong.itertuples()]
    return f"Plans : {pluriel(len(wrong), 'action')} à débloquer ou à relancer", liste(labels)[:NOTE_MAX]


def apl(db: Database) -> Serie | None:
    """The published series that promises are added to."""
    return next(iter(indicateurs.apl_generalistes(db)), None)


def acces(db: Database, jour: date) -> Acces:
    """The access kernels of this file."""
    return noyau.acces(db, EnVigueur.read(db, jour))


def promesse(db: Database, access: Acces, rows: pd.DataFrame, jour: date) -> Effet | None:
    """What the kernel says actions would bring together to access to doctors; None when none adds medical time or no
    APL is loaded."""
    serie = apl(db)
    mine = rows[(rows["effet_genre"] != "") & ~autres_que_medecins(rows)]
    moves = [mouvement(row) for row in mine.to_dict("records")]
    if serie is None or not moves:
        return None
    return noyau.effet(db, access, serie, moves, EnVigueur.read(db, jour))


def mouvement(row: Mapping[Any, Any]) -> Mouvement:
    """The move that an action makes. Raises `EntreeInvalide` when it is impossible."""
    amount = float(row["effet_quantite"])
    doctor = row["effet_genre"] == "arrivee"
    size = {"etp": amount} if doctor else {"jours_par_mois": amount}
    other = {} if doctor else {"donneur": row["effet_donneur"], "route": float(row["effet_route"])}
    return Mouvement(row["effet_genre"], row["effet_commune"], row["titre"], **size, **other)  # type: ignore[arg-type]


def mots_regle(db: Database, porte_sur: str, valeur: str) -> str:
    """A rule's target in words."""
    if porte_sur == "territoire":
        return str(territoire.territoires(db)["nom"].get(valeur, valeur))
    if porte_sur == "secteur":
        return f"le secteur {actions_regles.SECTEURS[valeur]}"
    return f"« {actions_types.catalogue()[valeur].titre} »"
