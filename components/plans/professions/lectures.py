"""The promise of actions on professions other than general practitioners: in their published access, in its unit."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.acces import annonce, autres, effects
from components.core.acces.effects import Effet
from components.core.acces.moves import Mouvement
from components.core.francais import ecart
from components.plans.regles import actions as regles
from data.base.parameters import EnVigueur
from data.imports.grammaire.professions import PROFESSIONS, Profession
from data.territoire import indicateurs, noyau, territoire

MG, NOMS = "mg", regles.PROFESSIONS  # of the key of an action
DES_CONSTATS = {
    "medecin_generaliste": MG, "infirmier": "infirmiers", "kinesitherapeute": "kinesitherapeutes",
    "sage_femme": "sages_femmes",
}  # fmt: skip
DES_EFFECTIFS = {  # of a line of a scenario; pharmacists have no published access
    "mg": MG, "ide": "infirmiers", "mk": "kinesitherapeutes", "sf": "sages_femmes", "cd": "chirurgiens_dentistes",
}  # fmt: skip
Trio = tuple[float, float, float]


@dataclass(frozen=True)
class PromesseAutre:
    """What actions on one profession promise together: full times, and the change of its published access (low,
    central, high, in `unite`) that `ou` places. `muet`: why no access is promised."""

    nom: str
    etp: float
    unite: str
    acces: Trio | None
    ou: str
    muet: str

    @property
    def mots(self) -> str:
        """The promise in words."""
        words = f"{ecart(self.etp, 2)} ETP ({self.nom})"
        if self.acces is None:
            return f"{words}, {self.muet}"
        low, central, high = self.acces
        return f"{words}, {self.ou} {ecart(central, 1)} {self.unite} ({ecart(low, 1)} à {ecart(high, 1)})"


def autres_que_medecins(actions: pd.DataFrame) -> "pd.Series[bool]":
    """Which actions bring time of another profession."""
    return (actions["effet_genre"] != "") & (actions["effet_profession"] != MG)


def lire(db: Database, actions: pd.DataFrame, jour: date, code: str | None = None) -> tuple[PromesseAutre, ...]:
    """One promise by profession that actions bring. `code`: the territory whose mean is told."""
    moving = actions[autres_que_medecins(actions)]
    return tuple(
        _une(db, next(one for one in PROFESSIONS if one.fin == key), mine, jour, code)
        for key, mine in moving.groupby("effet_profession", sort=True)
    )


def _une(db: Database, who: Profession, rows: pd.DataFrame, jour: date, code: str | None) -> PromesseAutre:
    etp = float(rows["effet_quantite"].sum())
    serie = next((one for one in indicateurs.series(db, "commune") if one.indicateur == f"apl_{who.fin}"), None)
    if serie is None:
        return PromesseAutre(who.nom, etp, "", None, "", f"accès non promis : « {who.libelle} » n'est pas chargée")
    if who.cle == "sf" and not _standardisee(db, who):
        lacking = "accès non promis : la population de femmes qui partage cette offre n'est pas chargée"
        return PromesseAutre(who.nom, etp, serie.unite, None, "", lacking)
    moves = [_mouvement(row) for row in rows.to_dict("records")]
    values = EnVigueur.read(db, jour)
    access = noyau.acces(db, values, f"population_standardisee_{who.fin}")
    published = indicateurs.values(db, serie.id)["valeur"].reindex(access.famille.central.communes)
    result = effects.effet(access.famille, published, moves, autres.SANS_BORNE, autres.EN_TEMPS_PLEINS)
    if annonce.refus(result, access, values):
        return PromesseAutre(who.nom, etp, serie.unite, None, "", "accès par habitant non annoncé ici")
    trio, where = _acces(db, result, code)
    return PromesseAutre(who.nom, etp, serie.unite, trio, where, "")


def _standardisee(db: Database, who: Profession) -> bool:
    wanted = f"population_standardisee_{who.fin}"
    return any(one.indicateur == wanted for one in indicateurs.series(db, "commune"))


def _mouvement(row: dict[Any, Any]) -> Mouvement:
    return Mouvement("arrivee", row["effet_commune"], row["titre"], etp=float(row["effet_quantite"]))


def _acces(db: Database, result: Effet, code: str | None) -> tuple[Trio | None, str]:
    """The change of access: the mean of a territory, else that of the commune that gains most."""
    table = result.communes
    if code is None:
        most = table["variation"].idxmax()
        row = table.loc[most]
        name = territoire.communes(db)["nom"].get(most, most)
        return (row["variation_min"], row["variation"], row["variation_max"]), f"au plus fort à {name}"
    places = territoire.communes(db)["territoire"]
    people, _ = indicateurs.habitants(db)
    weights = people.reindex(table.index).where(places.reindex(table.index) == code, 0.0).fillna(0.0).to_numpy()
    if not weights.sum():
        return None, ""
    means = [float(np.average(np.nan_to_num(one.variation), weights=weights)) for one in result.conjointes.values()]
    central = float(np.average(table["variation"].fillna(0.0), weights=weights))
    return (min([*means, central]), central, max([*means, central])), "en moyenne dans le territoire"
