"""The promise of actions, alone or as a whole plan, on access and on time; and its review at a séance."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces import annonce, donneurs
from components.core.acces.effects import Effet
from components.core.francais import ecart, nombre, pluriel
from components.core.mots import UNITES, BarreDeSeuil
from components.plans.actions import lectures
from components.plans.actions.lectures import Plan
from components.plans.professions import lectures as professions
from components.plans.professions.lectures import PromesseAutre, autres_que_medecins
from components.plans.regles import actions as actions_regles
from data.base import jours
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.plans import revues
from data.territoire import indicateurs, territoire

Trio = tuple[float, float, float]
SANS_SENS = "accès par habitant non annoncé (il y faut ici une table « Temps de trajet entre communes »)"


@dataclass(frozen=True, eq=False)
class Promesse:
    """What actions promise, low, central, high, each under one hypothesis for all of them: acts per year, full-time
    equivalents, and per resident of a territory (`acces`, consultations per year). None: nothing says it. `muettes`:
    actions without any figure. `sans_sens`: why no change of access is announced, in French,
    when its estimate has no meaning there. `pris`: acts per year that lent days take where they come from, `preteurs`
    the communes that lend them, `bouts` what is told of the lenders that no figure counts; `cede`: acts that the
    territory read lends to actions of others; `autres`: what is promised of other professions, in their own access."""

    actes: Trio | None
    etp: Trio | None
    acces: Trio | None
    muettes: int
    effet: Effet | None
    sans_sens: str = ""
    pris: Trio | None = None
    preteurs: str = ""
    bouts: tuple[str, ...] = ()
    cede: Trio | None = None
    autres: tuple[PromesseAutre, ...] = ()

    @property
    def chiffree(self) -> bool:
        return self.actes is not None or self.etp is not None or bool(self.autres)


def du_plan(db: Database, actions: pd.DataFrame, jour: date, code: str | None = None) -> Promesse:
    """The promise of a whole plan: of the actions the table retained and did not put off (`model.PROMISES`)."""
    own = actions[actions["statut"].isin(actions_regles.PROMISES)]
    promise = lire(db, own, jour, code)
    lent = cedees(db, code, jour) if code else own.iloc[:0]
    if lent.empty:
        return promise
    whole = lire(db, pd.concat([own, lent]), jour, code)
    return replace(promise, acces=whole.acces, cede=lire(db, lent, jour).pris, sans_sens=whole.sans_sens)


def cedees(db: Database, code: str, jour: date) -> pd.DataFrame:
    """Actions of other territories whose days this one lends, as the table retained them."""
    whole, places = lectures.lire(db, jour).actions, territoire.communes(db)["territoire"]
    here = (whole["effet_donneur"].map(places) == code) & (whole["territoire"] != code)
    return whole[here & whole["statut"].isin(actions_regles.PROMISES)]


def regle(actions: pd.DataFrame) -> str:
    """What the promise of a plan counts, in words, and how many actions it leaves out."""
    out = int((~actions["statut"].isin(actions_regles.PROMISES)).sum())
    left = f" {pluriel(out, 'action')} n'y {'sont' if out > 1 else 'est'} pas comptée{'s' if out > 1 else ''}."
    return (
        "La promesse d'un plan additionne les actions retenues, financées, en cours, bloquées ou réalisées ; "
        f"les actions proposées, reportées ou abandonnées n'y comptent pas.{left if out else ''}"
    )


@partagee
def de_l_action(db: Database, action: int, jour: date) -> Promesse:
    """The promise of one action. Raises KeyError when there is no such action."""
    return lire(db, lectures.lire(db, jour).actions.loc[[action]], jour)


def lire(db: Database, actions: pd.DataFrame, jour: date, code: str | None = None) -> Promesse:
    """The promise of actions together. `code`: also what it makes per resident of that territory."""
    whole = actions[actions["statut"] != "abandonnee"]
    others = autres_que_medecins(whole)
    alive = whole[~others]
    moving = alive[alive["effet_genre"] != ""]
    access = lectures.acces(db, jour) if len(moving) else None
    result = lectures.promesse(db, access, moving, jour) if access is not None else None
    why = ""
    if result is not None and access is not None:
        why = annonce.refus(result, access, EnVigueur.read(db, jour))
    acts = _actes(result)
    silent = int(((alive["effet_genre"] == "") & alive["etp"].isna()).sum())
    inside = _per_resident(db, result, code) if result is not None and code and not why else None
    names = access.noms if access is not None else {}
    lending = moving[moving["effet_genre"] == "consultation_avancee"]
    ends = [str(row["effet_donneur"]) for row in lending.to_dict("records")]
    return Promesse(
        acts, _time(db, alive, result, jour), inside, silent, result, why,
        _pris(result), donneurs.preteurs(ends, names), tuple(donneurs.courts(ends)),
        autres=professions.lire(db, whole[others], jour, code),
    )  # fmt: skip


def _actes(result: Effet | None) -> Trio | None:
    """Acts a year where actions act."""
    if result is None:
        return None
    central = sum(one.actes for one in result.mouvements)
    return _bornes([sum(one.actes) for one in result.conjointes.values()], central)


def _pris(result: Effet | None) -> Trio | None:
    """Acts a year where their days are taken; None when no place of the file lends any."""
    if result is None or not any(one.mouvement.lieu_donneur for one in result.mouvements):
        return None
    moves = [one.mouvement for one in result.mouvements]
    joint = [
        sum(move.pris(acts) for move, acts in zip(moves, one.actes, strict=True)) for one in result.conjointes.values()
    ]
    return _bornes(joint, sum(one.pris for one in result.mouvements))


def _bornes(valeurs: Sequence[float], central: float) -> Trio:
    """Least, central, most of a total, each under one hypothesis for all that is summed."""
    return min([*valeurs, central]), central, max([*valeurs, central])


def _time(db: Database, actions: pd.DataFrame, result: Effet | None, jour: date) -> Trio | None:
    """ETP: what the table entered, else what the move says, else acts over the usual acts of a full time.

    The moves of `result` are those of the actions that have an effect, in their order.
    """
    usual, rows = EnVigueur.read(db, jour).number("actes_par_etp"), actions.to_dict("records")
    central = _etp(rows, [move.actes for move in result.mouvements] if result is not None else (), usual)
    if central is None:
        return None
    joint = [_etp(rows, one.actes, usual) for one in result.conjointes.values()] if result is not None else []
    return _bornes([value for value in joint if value is not None], central)


def _etp(rows: Sequence[dict[Any, Any]], actes: Sequence[float], usual: float) -> float | None:
    """ETP of actions together when each of their moves counts for so many acts; None when nothing says any."""
    moves, etps = iter(actes), []
    for row in rows:
        acts = next(moves, None) if row["effet_genre"] else None
        if row["etp"] is not None and not pd.isna(row["etp"]):
            etps.append(float(row["etp"]))
        elif row["effet_genre"] == "arrivee":
            etps.append(float(row["effet_quantite"]))
        elif acts is not None:
            etps.append(acts / usual)
    return sum(etps) if etps else None


def _per_resident(db: Database, result: Effet, code: str) -> Trio | None:
    communes, (people, _) = territoire.communes(db), indicateurs.habitants(db)
    inside = communes.index[communes["territoire"] == code]
    table = result.communes.reindex(inside)
    weights = people.reindex(inside).where(table["variation"].notna(), 0.0).fillna(0.0).to_numpy()
    if not weights.sum():
        return None
    places = result.communes.index.get_indexer(inside)
    means = [
        float(np.average(np.where(places < 0, 0.0, np.nan_to_num(one.variation[places])), weights=weights))
        for one in result.conjointes.values()
    ]
    return _bornes(means, float(np.average(table["variation"].fillna(0.0), weights=weights)))


def mots(promesse: Promesse) -> str:
    """A promise in words, each figure with its range."""
    phrases = [
        f"{ecart(trio[1], n)} {unit} ({ecart(trio[0], n)} à {ecart(trio[2], n)})"
        for name, (unit, n) in UNITES.items()
        if (trio := getattr(promesse, name)) is not None
    ]
    if promesse.pris is not None:
        low, central, high = promesse.pris
        phrases.append(f"{ecart(central, 0)} actes par an à {promesse.preteurs} ({ecart(low, 0)} à {ecart(high, 0)})")
    phrases += promesse.bouts
    if promesse.cede is not None:
        low, central, high = promesse.cede
        lent = f"{ecart(central, 0)} actes par an prêtés à d'autres territoires"
        phrases.append(f"{lent} ({ecart(low, 0)} à {ecart(high, 0)})")
    if promesse.acces is not None:
        low, central, high = promesse.acces
        phrases.append(f"{ecart(central, 3)} consultation par habitant et par an ({ecart(low, 3)} à {ecart(high, 3)})")
    if promesse.sans_sens:
        phrases.append(SANS_SENS)
    phrases += [one.mots for one in promesse.autres]
    return " ; ".join(phrases) or "aucun effet chiffré"


def figee(db: Database, plan: Plan, ident: int, jour: date) -> dict[str, Any]:
    """The promise of one action as plain data, frozen with its review."""
    made = lire(db, plan.actions.loc[[ident]], jour)
    mine = plan.mesures[(plan.mesures["action"] == ident) & (plan.mesures["genre"] == "impact")]
    impact = None
    if len(mine):
        row = mine.iloc[0]
        impact = {"libelle": row["libelle"], "depart": _plain(row["depart"]), "cible": _plain(row["cible"])}
    told: dict[str, Any] = {"actes": _list(made.actes), "etp": _list(made.etp), "impact": impact}
    if made.pris is not None:
        told |= {"pris": _list(made.pris), "preteurs": made.preteurs}
    if made.autres:
        total = sum(one.etp for one in made.autres)
        told |= {"autres": [one.mots for one in made.autres], "etp": told["etp"] or [total, total, total]}
    return told | ({"bouts": list(made.bouts)} if made.bouts else {})


def _list(trio: Trio | None) -> list[float] | None:
    return None if trio is None else [round(value, 3) for value in trio]


def _plain(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def barres(db: Database, plan: Plan) -> list[BarreDeSeuil]:
    """One bar by action that promises a figure: its central promise as a mark, what its last review observed as the
    fill, on the scale of the larger of the two."""
    seen = bilan(db, plan).set_index("action")
    bars = []
    for ident, row in plan.actions.iterrows():
        review = seen.loc[ident] if ident in seen.index else None
        promised = review["promis"] if review is not None else _en_clair(db, plan, int(str(ident)))
        name = next((key for key in UNITES if promised.get(key)), None)
        if name is None:
            continue
        (unit, digits), (low, middle, high) = UNITES[name], promised[name]
        observed = None if review is None else review["observe"].get(name)
        told = f"promis {nombre(middle, digits)} {unit} ({nombre(low, digits)} à {nombre(high, digits)})"
        scale = 1.15 * max(abs(middle), abs(observed or 0.0)) or 1.0
        words = f"{told} ; observé {nombre(observed, digits)}" if observed is not None else told
        fill = None if observed is None else max(observed, 0.0) / scale
        late = None if observed is None else observed < low
        bars.append(BarreDeSeuil(str(row["titre_distinct"]), words, fill, max(middle, 0.0) / scale, late))
    return bars


def _en_clair(db: Database, plan: Plan, ident: int) -> dict[str, Any]:
    return {name: value for name, value in figee(db, plan, ident, jours.aujourd_hui(db)).items() if name in UNITES}


def bilan(db: Database, plan: Plan) -> pd.DataFrame:
    """The last review of each action of a plan against its promise. Columns: action, jour, promis, observe (dicts),
    mot, verdict (words)."""
    reviews = revues.read(db)
    last = reviews[reviews["action"].isin(plan.actions.index)].drop_duplicates("action", keep="last")
    verdicts = [actions_regles.verdict(row.promis, row.observe) for row in last.itertuples()]
    return last.assign(verdict=verdicts)[["action", "jour", "promis", "observe", "mot", "verdict"]]
