"""Words that reach the screen or a file name: inert, plain, found whatever the accents."""

import pandas as pd
import pytest

from components.ui import widgets


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("APL, 65 ans et moins, 2023 par commune", "apl-65-ans-et-moins-2023-par-commune"),
        ("é à/..\\", "e-a"),
        ("…?", "table"),
    ],
)
def test_a_file_name_is_plain(title: str, name: str) -> None:
    assert widgets.nom_de_fichier(title) == name


@pytest.mark.parametrize(
    "text", ["**gras**", "[x](http://a)", "<b>x</b>", "$x$", ":smile:", "# titre", "![i](u)", "a~b~", "`c`", "- [ ] x"]
)
def test_user_text_is_inert_in_markdown(text: str) -> None:
    safe = widgets.markdown_inerte(text)
    for character in "*[]<>$:#!~`_":
        assert safe.count(character) == safe.count(f"\\{character}")


def test_a_filter_forgets_case_and_accents() -> None:
    names = pd.Series(["Mâcon", "Le Creusot", "Rully"])
    assert widgets.contient(names, "MACON").tolist() == [True, False, False]
    assert widgets.contient(names, "(").tolist() == [False, False, False]
