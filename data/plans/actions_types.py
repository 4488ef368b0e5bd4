"""Model actions of the one catalogue (`data.effectifs.catalogue`): what each is, its source, operator, delay, cost."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from data.base.parameters import FIABILITES
from data.effectifs import catalogue as un_catalogue

TYPES = ("rural", "semi-rural", "urbain")
FAMILLES = ("offre", "age", "recours", "eloignement", "besoins")
EFFETS = ("", "arrivee", "consultation_avancee")


@dataclass(frozen=True)
class ActionType:
    """A model action. `jalons`: « acces » or « parcours » (which default delays apply); `effet`: the kind of move
    it makes when it adds medical time; `cout_annuel`: euros a year, low, central, high, when a source gives them;
    `delai_mois`: low, central, high; `territoires`: IGAS types; `familles`: signals it answers."""

    id: str
    titre: str
    resume: str
    operateur: str
    statut_operateur: str
    mode: str
    secteur: str
    jalons: str
    effet: str
    delai_mois: tuple[int, ...]
    cout: str
    cout_annuel: tuple[int, ...]
    effet_connu: str
    indicateur_moyens: str
    indicateur_impact: str
    territoires: tuple[str, ...]
    familles: tuple[str, ...]
    source: str
    fiabilite: str


@cache
def catalogue() -> dict[str, ActionType]:
    """Every model action by id, in the order of the file. Raises ValueError on a malformed entry (a fault of ours)."""
    return {ident: _parse(ident, entry) for ident, entry in un_catalogue.du_genre(un_catalogue.ACTION).items()}


def _parse(ident: str, entry: dict[str, Any]) -> ActionType:
    lists: dict[str, tuple[Any, ...]] = {
        name: tuple(entry[name]) for name in ("delai_mois", "cout_annuel", "territoires", "familles")
    }
    action = ActionType(**{"id": ident, **entry, **lists})
    valid = action.effet in EFFETS and action.fiabilite in FIABILITES and action.jalons in ("acces", "parcours")
    if not valid or set(action.territoires) - set(TYPES) or set(action.familles) - set(FAMILLES):
        raise ValueError(f"{ident}: unknown word in the catalogue of actions")
    if len(action.delai_mois) != len(TYPES) or len(action.cout_annuel) not in (0, len(TYPES)):
        raise ValueError(f"{ident}: a delay or a cost is a triple (low, central, high)")
    return action
