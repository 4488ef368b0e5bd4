"""The other end of lent days, asked alike wherever days are entered: who gives them, what the road takes of them."""

from collections.abc import Mapping
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from components.core.acces import donneurs
from components.core.communes import distinctes
from components.ui import saisies

DONNEUR = "D'où viennent ces jours"
ROUTE = "Route prise sur la journée, aller et retour (minutes)"
AIDE = "La commune où ces jours sont retirés : l'accès y baisse de ce qu'il monte ailleurs."
AIDE_ROUTE = (
    "0 : le trajet est fait en dehors des heures de consultation. Sinon, autant de temps n'est donné à personne."
)


def champ(place: DeltaGenerator | Any, noms: Mapping[str, str], key: str, valeur: str = donneurs.NON_DECLARE) -> str:
    """The commune that lends, or what is told of it. `noms`: communes that may lend, by code."""
    codes = [*donneurs.MOTS, *sorted(noms, key=noms.__getitem__)]
    rank, words = codes.index(valeur) if valeur in codes else 0, distinctes(noms)
    return str(
        place.selectbox(DONNEUR, codes, rank, format_func=lambda code: donneurs.nom(code, words), key=key, help=AIDE)
    )


def champ_route(place: DeltaGenerator | Any, journee: float, key: str, valeur: float = 0.0) -> float:
    """The share of each lent day spent on the road. `journee`: minutes of a day of consultation."""
    minutes = saisies.champ_nombre(place, ROUTE, 0, journee - 1, round(valeur * journee), key=key, help=AIDE_ROUTE)
    return (minutes or 0.0) / journee
