"""A gesture says what it lacks, and what was typed stays until it is done: no press is without a word, no text lost."""

import ast
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from tests.maison import PRODUCT, arbre, nom_de

BOUTONS = ("button", "form_submit_button")
TEXTES = ("text_input", "text_area", "champ_nombre", "champ_entier")
VIDEES = {"components/priorites/papier/view.py"}  # a teller's line, that the refusal repeats as it was typed


def _appel(node: ast.AST, noms: tuple[str, ...]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in noms


def _sans_un_mot() -> Iterator[str]:
    """Buttons whose press does something when a list has an answer, and nothing at all when it has none."""
    for path in PRODUCT:
        for node in ast.walk(arbre(path)):
            if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And) and _appel(node.values[0], BOUTONS):
                yield f"{nom_de(path)}:{node.lineno}"


def _perdus() -> Iterator[str]:
    """Forms emptied by every press, refused or not, where texts are typed."""
    for path in PRODUCT:
        for node in ast.walk(arbre(path)):
            emptied = isinstance(node, ast.With) and any(_videe(item.context_expr) for item in node.items)
            if emptied and nom_de(path) not in VIDEES and any(_appel(inner, TEXTES) for inner in ast.walk(node)):
                yield f"{nom_de(path)}:{node.lineno}"


def _videe(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and any(word.arg == "clear_on_submit" for word in node.keywords)


def test_no_press_is_without_a_word() -> None:
    assert list(_sans_un_mot()) == []


def test_no_form_loses_what_was_typed_when_it_is_refused() -> None:
    assert list(_perdus()) == []


def _page() -> None:
    import streamlit as st

    from components.core.refus import EntreeInvalide
    from components.ui import session
    from components.ui.gestes import choisi, geste, renouvelee

    def ecrire(qui: str, mots: str) -> None:
        if not mots:
            raise EntreeInvalide("Écrivez d'abord quelques mots.")
        session.put("ui_ecrits", [*session.get("ui_ecrits", []), f"{qui} : {mots}"])

    name = renouvelee("ui_essai")
    with st.form(name):
        who = st.selectbox("Qui", ["Ana", "Bo"], index=None)
        words = st.text_area("Mots")
        sure = st.checkbox("Sûr", key=f"{name}_sur")
        if st.form_submit_button("Écrire"):
            geste(lambda: ecrire(choisi(who, "qui parle"), words), renouvelle="ui_essai")
    st.caption(f"{session.get('ui_ecrits', [])} {sure}")


def test_a_refused_form_keeps_what_was_typed_and_one_that_is_done_is_emptied() -> None:
    run = AppTest.from_function(_page, default_timeout=60).run()
    for count in (1, 2):
        run.text_area[0].set_value("Un long texte")
        run.checkbox[0].check()
        run.button[0].click().run()
        assert [one.value for one in run.error] == ["Choisissez d'abord qui parle. Rien n'a été modifié."]
        assert run.text_area[0].value == "Un long texte" and run.checkbox[0].value
        run.selectbox[0].select("Bo")
        run.button[0].click().run()
        assert not run.error and not run.exception
        assert (run.text_area[0].value, run.selectbox[0].value, run.checkbox[0].value) == ("", None, False)
        assert run.caption[0].value.count("Bo : Un long texte") == count
        run.button[0].click().run()
        assert len(run.error) == 1 and run.caption[0].value.count("Bo : Un long texte") == count


def _ajout() -> None:
    import streamlit as st

    from components.ui import session
    from components.ui.gestes import geste, renouvelee

    if st.button("Ajouter", key=renouvelee("ui_ajout")):
        geste(lambda: session.put("ui_faits", session.get("ui_faits", 0) + 1), renouvelle="ui_ajout")
    st.caption(str(session.get("ui_faits", 0)))


def test_the_second_press_of_a_double_click_adds_nothing() -> None:
    """It was made on the button of before, and is played once the first gesture is done."""
    run = AppTest.from_function(_ajout, default_timeout=60).run()
    button = run.button[0]
    button.click().run()
    assert run.button[0].proto.id != button.proto.id
    states = run._tree.get_widget_states()
    states.widgets.add(id=button.proto.id, trigger_value=True)
    run._run(states)
    assert not run.exception and run.caption[0].value == "1"
    run.button[0].click().run()
    assert run.caption[0].value == "2"


def _d_une_chose() -> None:
    import streamlit as st

    from components.ui import session
    from components.ui.gestes import geste, renouvelee

    with st.form(renouvelee("ui_chose")):
        if st.form_submit_button("Ajouter"):
            geste(lambda: session.put("ui_choses", 1), renouvelle="ui_chose")
    for number in range(1, 4):
        with st.form(f"ui_chose_{number}"):
            st.form_submit_button("Corriger")


def test_a_form_renewed_is_not_that_of_the_thing_of_this_number() -> None:
    """The first point of a table added, its form was that which corrects point 1: the page stopped."""
    run = AppTest.from_function(_d_une_chose, default_timeout=60).run()
    for _ in range(3):
        run.button[0].click().run()
        assert not run.exception


def _cles() -> dict[str, set[str]]:
    """The kinds of widget that each key written in full is given to; `montrer` draws a button."""
    kinds: dict[str, set[str]] = {}
    for path in PRODUCT:
        for node in ast.walk(arbre(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                named = [word.value for word in node.keywords if word.arg == "key"]
                for key in [*named, *(node.args[-1:] if node.func.attr == "montrer" else [])]:
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        kinds.setdefault(key.value, set()).add(node.func.attr)
    return kinds


def test_a_key_is_of_one_widget() -> None:
    """A list kept under the key of a button stops the page at its second drawing."""
    kinds = _cles()
    assert len(kinds) > 50 and "montrer" in kinds["carences_projeter"]
    assert {key: sorted(several) for key, several in kinds.items() if len(several) > 1} == {}
