"""Files made on demand: for who asked alone, and only while they still are who they were when the page was drawn.

A tab keeps what it drew: its buttons outlive the account. Streamlit gives a file to whoever has its address.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from components.core.refus import Interdit
from components.ui import identity
from data.base.acteurs import LECTEUR

Fichier = str | bytes
FERME = (
    "Votre compte a été fermé, ou vous êtes sorti depuis que cette page est dessinée : rien n'a été produit. Rechargez "
    "la page, entrez de nouveau s'il le faut."
)
AU_PLUS = 1_000  # files remembered: Streamlit itself forgets a file a few seconds after it is made
_A_QUI: OrderedDict[str, set[str | None]] = OrderedDict()
_VERROU = Lock()


def pour_qui_demande(faire: Callable[[], Fichier]) -> Callable[[], Fichier]:
    """What a download button calls: `faire`, for this browser alone, refused once its account is closed."""
    token, who = identity.jeton(), identity.acteur()

    def fait() -> Fichier:
        if identity.du_jeton(token) != who:
            raise Interdit(FERME)
        made = faire()
        _retenir(made, token)
        return made

    return fait


def ouvert_a(contenu: bytes, jeton: str | None) -> bool:
    """Whether a file made here may be sent to the browser that holds this session token (None: a reader).

    What was made for a reader is public; anything else goes to the session that asked, while it is open.
    """
    with _VERROU:
        owners = _A_QUI.get(_marque(contenu), set())
    return None in owners or (jeton in owners and identity.du_jeton(jeton) != LECTEUR)


def _retenir(made: Fichier, token: str | None) -> None:
    mark = _marque(made.encode() if isinstance(made, str) else made)
    with _VERROU:
        _A_QUI.setdefault(mark, set()).add(token)
        _A_QUI.move_to_end(mark)
        while len(_A_QUI) > AU_PLUS:
            _A_QUI.popitem(last=False)


def _marque(contenu: bytes) -> str:
    return hashlib.sha256(contenu).hexdigest()
