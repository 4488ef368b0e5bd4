"""A page as it stands, kept to be taken up again: what leads to a screen is not drawn once more for each of its
buttons."""

import threading
from collections import OrderedDict
from copy import deepcopy
from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

AU_PLUS = 60  # pages kept, the last ones used


def copie(run: AppTest) -> AppTest:
    """The same page apart: what is done to one does nothing to the other."""
    page: Any = run
    memo: dict[int, Any] = {id(one): one for one in (page._bidi_component_manager, page._fragment_storage)}
    memo[id(page._session_state._lock)] = threading.RLock()
    state = SafeSessionState(deepcopy(page._session_state._state, memo), lambda: None)
    memo[id(page._session_state)] = state
    memo[id(page.session_state)] = type(page.session_state)(state)
    nodes = list(page._tree)
    memo |= {
        id(node): object.__new__(type(node)) for node in nodes
    }  # an element asked to copy itself copies its message
    for node in nodes:
        memo[id(node)].__dict__.update({name: deepcopy(value, memo) for name, value in node.__dict__.items()})
    return deepcopy(run, memo)


class Copies:
    """Pages kept by the way that led to them."""

    def __init__(self) -> None:
        self._gardees: OrderedDict[Any, AppTest] = OrderedDict()

    def garder(self, chemin: Any, run: AppTest) -> None:
        """Keep a page as it is now; one that cannot be copied is drawn again each time."""
        try:
            self._gardees[chemin] = copie(run)
        except TypeError:
            return
        if len(self._gardees) > AU_PLUS:
            self._gardees.popitem(last=False)

    def prendre(self, chemin: Any) -> AppTest | None:
        """A page of one's own, as it was kept."""
        if chemin not in self._gardees:
            return None
        self._gardees.move_to_end(chemin)
        return copie(self._gardees[chemin])
