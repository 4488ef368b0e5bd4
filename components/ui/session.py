"""The one door to session state: what this browser tab has chosen. Anything to keep goes to the store."""

from collections.abc import Container
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitWidgetAlreadyInstantiatedError

ENSUITE = "ui_ensuite"


def get(key: str, default: Any = None) -> Any:
    """A value of this tab, by a key that its room prefixes with its own name (widgets' keys included)."""
    _take(key)
    return st.session_state.get(key, default)


def put(key: str, value: Any) -> None:
    """Keep a value for this tab, or set a widget's: at once before it is drawn, after that at its next drawing.

    Streamlit refuses to change a widget that it has drawn. The view that draws it says `keep`, `start` or `get` of its
    key before, as every widget that something else may set: what waits is taken there.
    """
    try:
        st.session_state[key] = value
    except StreamlitWidgetAlreadyInstantiatedError:
        st.session_state[ENSUITE] = st.session_state.get(ENSUITE, {}) | {key: value}


def keep(*keys: str) -> None:
    """Keep widgets' values when the visitor leaves the page and comes back (Streamlit forgets them otherwise)."""
    for key in keys:
        _take(key)
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def start(key: str, value: Any, choices: Container[Any]) -> None:
    """Give a list its first choice, also when what it held is no longer offered."""
    _take(key)
    if st.session_state.get(key) not in choices:
        st.session_state[key] = value


def picked(chart: str, layer: str) -> dict[str, Any] | None:
    """The object clicked on a layer of a map, from its key; None when the click cleared the choice."""
    state = st.session_state.get(chart)
    objects = state["selection"]["objects"].get(layer, []) if state else []
    return dict(objects[0]) if objects else None


def lignes(grid: str) -> list[int]:
    """The rows ticked in a list, from its key."""
    state = st.session_state.get(grid)
    return list(state["selection"]["rows"]) if state else []


def sent(component: str, name: str) -> Any:
    """What a component of ours has just sent under a name, from its key; None when it has sent nothing."""
    state = st.session_state.get(component)
    return state.get(name) if state else None


def _take(key: str) -> None:
    """Give a widget what was put after its last drawing; one that is drawn already waits for the next."""
    waiting = st.session_state.get(ENSUITE, {})
    if key in waiting:
        st.session_state[ENSUITE] = {other: value for other, value in waiting.items() if other != key}
        put(key, waiting[key])
