"""The buttons that the inventory names are still in the code: one renamed or removed is walked again at once."""

import re
from functools import cache

from components.ui.menu import MENU
from tests.maison import ROOT
from tests.parcours import inventaire
from tests.parcours.etats import FABRIQUES, ROLES
from tests.parcours.offres import LIGNE

PARTIES = re.compile(r"(?P<label>.*?)(?: \[(?P<cle>[^]]*)\])?", re.DOTALL)
COMPOSES = re.compile(r'f"([^"\n]{4,})"')  # texts with a place for a name or a count


@cache
def _code() -> str:
    """Where labels and keys are written."""
    files = [file for folder in ("components", "pages") for file in (ROOT / folder).rglob("*.py")]
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files))


@cache
def _composes() -> list[list[str]]:
    """The parts that texts made of parts always have."""
    return [re.split(r"\{[^}]*\}", text) for text in COMPOSES.findall(_code())]


def _compose(label: str) -> bool:
    """Whether a label is one of these texts, half of it at least being ours."""
    return any(
        2 * len("".join(parts)) >= len(label) and re.fullmatch(".*".join(map(re.escape, parts)), label)
        for parts in _composes()
    )


def _ecrit(bouton: str) -> bool:
    """Whether the code still has the words of a button, and those of its key."""
    told = PARTIES.fullmatch(bouton)
    assert told is not None
    label, key = told["label"], told["cle"] or ""
    words = [word for word in key.split("_") if "-" not in word]  # a name made of a title holds dashes
    written = label == LIGNE or label in _code() or _compose(label)
    return written and all(word in _code() for word in words)


def test_the_inventory_names_no_button_that_is_gone() -> None:
    names = {button for _, _, button in inventaire.boutons(inventaire.lire())}
    assert len(names) > 100
    assert sorted(name for name in names if not _ecrit(name)) == []


def test_a_button_that_no_screen_writes_is_one_that_is_gone() -> None:
    assert _ecrit("Ajouter ce jalon [plans_jalon]")
    assert not _ecrit("Ajouter ce jalon doré [plans_jalon]") and not _ecrit("Ajouter ce jalon [plans_dorure]")


def test_the_inventory_is_of_pages_that_the_role_may_open() -> None:
    for screen in inventaire.lire():
        assert screen.etat in FABRIQUES and screen.role in (MENU[screen.page][3] or ROLES), screen
