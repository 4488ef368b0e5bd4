"""Whether a press was seen, and did anything: something written, something else on screen, or a word about it."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest
import streamlit
from streamlit.elements.lib.form_utils import current_form_id
from streamlit.elements.widgets import button as streamlit_button
from streamlit.elements.widgets.button import ButtonMixin
from streamlit.testing.v1 import AppTest

from tests import essais
from tests.parcours import offres
from tests.parcours.champs import HORS
from tests.parcours.offres import CHOIX, boutons

DISENT = ("success", "error", "toast", "exception")  # where a page says what a gesture did
CHAMPS = (*CHOIX[2:], "text_input", "text_area", "date_input", "multiselect", "checkbox")


def trace(run: AppTest, fichier: Path) -> tuple[object, ...]:
    """What a press may change: the page, what its fields hold, what the tab remembers, and the file."""
    written = [Path(f"{fichier}{rest}") for rest in ("", "-wal")]
    file = sha256(b"".join(one.read_bytes() for one in written if one.exists())).hexdigest()
    fields = [repr(one.value) for kind in CHAMPS for one in run.get(kind)]
    pressed = {one.key for one in boutons(run)}
    held = sorted((key, repr(value)) for key, value in run.session_state.to_dict().items() if key not in pressed)
    return file, essais.textes(run), fields, held, Vus.parties


def dit(run: AppTest) -> bool:
    """Whether the page says something of the last gesture where such things are said."""
    return any(run.get(kind) for kind in DISENT)


class Vus:
    """The buttons that the script saw pressed, those that act before the page is drawn, and how often it left for
    another page.

    `attendus`, by name: pressed as soon as they are drawn, without waiting for the rest of the page; `aussi`: those
    that no form holds, likewise, if something brings them.
    """

    attendus: ClassVar[set[str]] = set()
    aussi: ClassVar[set[str]] = set()
    pris: ClassVar[list[str]] = []
    appels: ClassVar[set[str]] = set()
    parties: ClassVar[int] = 0

    @classmethod
    def observer(cls, patch: pytest.MonkeyPatch) -> None:
        """From now on."""
        draw, register, leave = ButtonMixin._button, streamlit_button.register_widget, streamlit.switch_page
        name, awaited = "", False

        def drawn(place: Any, label: str, key: str | None, *args: Any, **rest: Any) -> Any:
            nonlocal name, awaited
            form = current_form_id(place.dg) if rest["is_form_submitter"] else HORS
            name = offres.nomme(str(label), str(key or ""), form)
            awaited = name in cls.attendus or (name in cls.aussi and form == HORS)
            try:
                return draw(place, label, key, *args, **rest)
            finally:
                name, awaited = "", False

        def noted(element_id: str, **settings: Any) -> Any:
            acts = settings.get("on_change_handler")
            if acts:
                cls.appels.add(element_id)
            state = register(element_id, **settings)
            if awaited and not acts and not settings["disabled"]:
                state = replace(state, value=True)
            if state.value and name:
                cls.pris.append(name)
                cls.attendus.discard(name)
                cls.aussi.discard(name)
            return state

        def left(*page: Any, **reste: Any) -> None:
            cls.parties += 1
            leave(*page, **reste)

        patch.setattr(ButtonMixin, "_button", drawn)
        patch.setattr(streamlit_button, "register_widget", noted)
        patch.setattr(streamlit, "switch_page", left)
