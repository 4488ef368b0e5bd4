"""Whether a press was seen, and did anything: something written, something else on screen, or a word about it."""

from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import pytest
import streamlit
from streamlit.elements.widgets import button as streamlit_button
from streamlit.testing.v1 import AppTest

from tests import essais
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
    another page."""

    pris: ClassVar[list[str]] = []
    appels: ClassVar[set[str]] = set()
    parties: ClassVar[int] = 0

    @classmethod
    def observer(cls, patch: pytest.MonkeyPatch) -> None:
        """From now on."""
        register, leave = streamlit_button.register_widget, streamlit.switch_page

        def noted(element_id: str, **settings: Any) -> Any:
            if settings.get("on_change_handler"):
                cls.appels.add(element_id)
            state = register(element_id, **settings)
            if state.value:
                cls.pris.append(element_id)
            return state

        def left(*page: Any, **reste: Any) -> None:
            cls.parties += 1
            leave(*page, **reste)

        patch.setattr(streamlit_button, "register_widget", noted)
        patch.setattr(streamlit, "switch_page", left)
