"""Sentences side by side are one list: a screen reader says how many, not as many lists of one."""

from streamlit.testing.v1 import AppTest

from tests.maison import PRODUCT


def _page() -> None:
    from components.ui import widgets

    widgets.puces(["un", "deux"])
    widgets.puces([])
    widgets.puces(map(widgets.markdown_inerte, ["<b>trois</b>\n- quatre"]))


def test_lines_are_one_list_and_none_is_nothing() -> None:
    page = AppTest.from_function(_page).run()
    assert not page.exception
    first, second = [one.value for one in page.markdown]
    assert first == "- un\n- deux" and second.count("\n- ") == 0 and "<b>" not in second


def test_no_screen_draws_its_lines_one_list_each() -> None:
    assert not [path.name for path in PRODUCT if 'st.markdown(f"- ' in path.read_text(encoding="utf-8")]
