"""The menu: every page in one group, and only there."""

from components.ui.menu import GROUPES, MENU, PAGES, SALLE


def test_every_page_is_in_one_group_and_has_its_door() -> None:
    grouped = [name for names in GROUPES.values() for name in names]
    assert sorted(grouped) == sorted(MENU)
    assert sorted(path.stem for path in PAGES.glob("*.py")) == sorted(MENU)
    assert [path.stem for path in PAGES.glob("*/*.py")] == [SALLE], "the screen of the room is in no menu"


def test_people_choose_among_few_groups() -> None:
    assert 4 <= len(GROUPES) <= 6
    assert all(len(names) <= 4 for names in GROUPES.values())
