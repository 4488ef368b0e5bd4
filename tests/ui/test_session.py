"""The door to session state: what a gesture puts in a widget already drawn is there at the next drawing."""

import pytest
from streamlit.testing.v1 import AppTest


def _ecran(porte: str) -> None:
    import streamlit as st

    from components.ui import session

    known = st.session_state.setdefault("connus", ["a"])
    if porte == "keep":
        session.keep("choix")
    elif porte == "start":
        session.start("choix", "a", known)
    else:
        session.get("choix")
    st.selectbox("Choix", known, key="choix")
    if st.button("Ajouter"):
        known.append(f"{len(known)}")
        session.put("choix", known[-1])
        st.write(session.get("choix"))
        st.rerun()


@pytest.mark.parametrize("porte", ["keep", "start", "get"])
def test_a_gesture_below_a_list_may_choose_in_it(porte: str) -> None:
    run = AppTest.from_function(_ecran, args=(porte,)).run()
    for expected in ("1", "2"):
        run.button[0].click().run()
        assert not run.exception and run.selectbox[0].value == expected
