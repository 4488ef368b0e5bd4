"""The one door to session state: what this browser tab has chosen. Anything to keep goes to the store."""

from collections.abc import Container
from typing import Any

import streamlit as st


def get(key: str, default: Any = None) -> Any:
    """A value of this tab, by a key that its room prefixes with its own name (widgets' keys included)."""
    return st.session_state.get(key, default)


def put(key: str, value: Any) -> None:
    """Keep a value for this tab, or set a widget's before it is drawn."""
    st.session_state[key] = value


def keep(*keys: str) -> None:
    """Keep widgets' values when the visitor leaves the page and comes back (Streamlit forgets them otherwise)."""
    for key in keys:
        if key in st.session_state:
            st.session_state[key] = st.session_state[key]


def start(key: str, value: Any, choices: Container[Any]) -> None:
    """Give a list its first choice, also when what it held is no longer offered."""
    if st.session_state.get(key) not in choices:
        st.session_state[key] = value


def picked(chart: str, layer: str) -> dict[str, Any] | None:
    """The object clicked on a layer of a map, from its key; None when the click cleared the choice."""
    state = st.session_state.get(chart)
    objects = state["selection"]["objects"].get(layer, []) if state else []
    return dict(objects[0]) if objects else None
