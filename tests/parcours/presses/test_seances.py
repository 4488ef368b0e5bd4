"""The pages of the séances, of the data and the home page: every button known, once per role."""

from collections.abc import Callable

import pytest

from tests.parcours import inventaire

PAGES = inventaire.pages("", "Séances et votes", "Données et méthode")


@pytest.mark.parametrize("page", PAGES)
def test_every_button_of_a_page_is_pressed_by_each_role(presser: Callable[[str], None], page: str) -> None:
    presser(page)
