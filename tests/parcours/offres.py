"""What a page offers as it is now: buttons, lists, fields of file; and what tells one from another."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from streamlit.testing.v1 import AppTest

from tests.parcours.champs import fichier, formulaire, par_son_nom
from tests.parcours.ecran import volets

CHOIX = (*volets.VOLETS, "selectbox", "radio", "button_group", "toggle")
ENTIERS = (volets.ONGLETS, "button_group")  # each option is a screen of its own: all are tried
DEPOT, TELECHARGE = "file_uploader", "download_button"
AILLEURS = ("donnees_departement", "donnees_demonstration")  # what opens other programs: tried elsewhere
LIGNE = "Ouvrir cette ligne"
OUVRENT = ("accueil_voir", "accueil_depuis", "accueil_trouve", "seances_point")  # rows named as what they open
PIECE = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{2,4}-[A-Z0-9]{4}(?![A-Z0-9])")  # of what the room sent, drawn by chance
AU_PLUS = 2  # options tried of a list: the first ones and the last


def noms(run: AppTest) -> list[str]:
    """The buttons of the page as it is now."""
    return list(dict.fromkeys(nom(one) for one in boutons(run)))


def boutons(run: AppTest) -> list[Any]:
    """Those that may be pressed."""
    found = [*run.button, *run.get(TELECHARGE)]
    return [one for one in found if not one.proto.disabled and one.key not in AILLEURS]


def nom(button: Any) -> str:
    """What tells a button from another of the page: its label, and where it is (its form or its key)."""
    return nomme(str(button.label), str(button.key or ""), formulaire(button))


def nomme(titre: str, cle: str, formulaire: str) -> str:
    """The name of a button of this title, key and form."""
    return mots_de(LIGNE if cle.startswith(OUVRENT) else titre, formulaire or cle)


@cache
def mots_de(titre: str, lieu: str) -> str:
    """The name of a button, from its title and its place. The rows of a list are one: what follows « — » in the title,
    what it counts, numbers, codes and all but the first two words of the place are theirs."""
    label = re.sub("[0-9]+\u00a0", "", re.split(r" — | : ", titre, maxsplit=1)[0])
    key = re.sub(r"[0-9]+[AB]?[0-9]*", "", PIECE.sub("", lieu))
    words = [word for word in re.split(r"[_:]", key) if word not in ("", "nan")]
    return f"{label} [{'_'.join(words[:2])}]" if words else label


def ouverte(button: Any) -> bool:
    """Whether a row of the agenda shows as the one that is open: pressed, it does nothing, and rightly."""
    return str(button.key or "").startswith(OUVRENT[-1]) and button.proto.type == "secondary"


def trouver(run: AppTest, mots: str) -> Any | None:
    """The first button of this name, or None."""
    return next((one for one in boutons(run) if nom(one) == mots), None)


def forme(run: AppTest) -> tuple[str, ...]:
    """What tells a screen from another: its widgets, not what they hold."""
    lists = {f"{kind} {getattr(one, 'label', one.key)}" for kind in CHOIX for one in widgets(run, kind)}
    return tuple(sorted({re.sub("[0-9]+", "", name) for name in lists} | set(noms(run))))


def doubles(run: AppTest) -> Iterator[str]:
    """Lists of which two options read the same: a browser, which knows an option by its words, takes one for the
    other."""
    for kind in ("selectbox", "multiselect", "radio"):
        for one in widgets(run, kind):
            twice = sorted(words for words, count in Counter(one.options).items() if count > 1)
            if twice:
                yield f"« {one.label} » offre deux fois {', '.join(twice)}"


def widgets(run: AppTest, kind: str) -> list[Any]:
    """All of a kind."""
    return volets.de(run, kind) if kind in volets.VOLETS else list(run.get(kind))


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
            ranks = {*range(min(count, AU_PLUS if kind not in ENTIERS else count)), count - 1}
            for rank in sorted(rank for rank in ranks if rank >= 0 and rank != getattr(one, "ouvert", None)):
                yield kind, place(one), rank


def prendre(widget: Any, rank: int) -> Any:
    """Choose one."""
    return (par_son_nom(widget) if widget.type in ("selectbox", "radio", "button_group") else widget).set_value(
        options(widget)[rank]
    )
