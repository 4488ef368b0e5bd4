"""What a page offers as it is now: buttons, lists, fields of file; and what tells one from another."""

import re
from collections.abc import Iterator
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.parcours.champs import fichier, formulaire, par_son_nom

CHOIX = ("selectbox", "radio", "button_group", "toggle")
DEPOT, TELECHARGE = "file_uploader", "download_button"
AILLEURS = ("donnees_departement", "donnees_demonstration")  # what opens other programs: tried elsewhere
OUVRENT = ("accueil_voir", "accueil_depuis", "accueil_trouve", "seances_point")  # rows named as what they open
PIECE = re.compile(r"[A-Z]{2,4}-[A-Z0-9]{4}")  # what the room sent has a code of its own, drawn by chance
AU_PLUS = 2  # options tried of a list: the first ones and the last


def noms(run: AppTest) -> list[str]:
    """The buttons of the page as it is now."""
    return list(dict.fromkeys(_mots(one) for one in boutons(run)))


def boutons(run: AppTest) -> list[Any]:
    """Those that may be pressed."""
    found = [*run.button, *run.get(TELECHARGE)]
    return [one for one in found if not one.proto.disabled and one.key not in AILLEURS]


def _mots(button: Any) -> str:
    """What tells a button from another of the page: its label, and where it is (its form or its key). The rows of a
    list are one button: what follows « — » in a label, what it counts, numbers, codes and all but the first two words
    of a key are theirs."""
    label = re.sub("[0-9]+\u00a0", "", re.split(r" — | : ", str(button.label), maxsplit=1)[0])
    if str(button.key or "").startswith(OUVRENT):
        label = "Ouvrir cette ligne"
    key = re.sub(r"[0-9]+[AB]?[0-9]*", "", PIECE.sub("", formulaire(button) or str(button.key or "")))
    words = [word for word in re.split(r"[_:]", key) if word not in ("", "nan")]
    return f"{label} [{'_'.join(words[:2])}]" if words else label


def trouver(run: AppTest, mots: str) -> Any | None:
    """The first button of this name, or None."""
    return next((one for one in boutons(run) if _mots(one) == mots), None)


def forme(run: AppTest) -> tuple[str, ...]:
    """What tells a screen from another: its widgets, not what they hold."""
    return tuple(sorted({f"{kind} {one.label}" for kind in CHOIX for one in widgets(run, kind)} | set(noms(run))))


def widgets(run: AppTest, kind: str) -> list[Any]:
    """All of a kind."""
    return list(run.get(kind))


def place(widget: Any) -> str:
    """What tells a list from another."""
    return str(widget.key or widget.label)


def options(widget: Any) -> list[Any]:
    """What may be chosen of it."""
    if widget.type == DEPOT:
        return [fichier(widget.allowed_type)]
    return [True, False] if widget.type in ("toggle", "checkbox") else list(widget.options)


def choix(run: AppTest) -> Iterator[tuple[str, str, int]]:
    """The choices a screen offers outside its forms: those inside change nothing before they are sent."""
    for kind in (*CHOIX, DEPOT):
        for one in widgets(run, kind):
            if one.proto.form_id or one.proto.disabled or one.key in AILLEURS:
                continue
            count = len(options(one))
            ranks = {*range(min(count, AU_PLUS if kind != "button_group" else count)), count - 1}
            for rank in sorted(rank for rank in ranks if rank >= 0):
                yield kind, place(one), rank


def prendre(widget: Any, rank: int) -> Any:
    """Choose one."""
    return (par_son_nom(widget) if widget.type in ("selectbox", "radio", "button_group") else widget).set_value(
        options(widget)[rank]
    )
