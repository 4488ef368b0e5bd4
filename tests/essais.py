"""AppTest without what it does again, at each page, for nothing; and what a page told of its maps."""

import gc
import gzip
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import lru_cache, partial
from typing import Any

from google.protobuf.message import Message
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest, local_script_runner
from streamlit.testing.v1.element_tree import Block, ElementTree, Node
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from components.core.refus import Refus
from components.ui import identity
from components.ui.sigles import ecoute

PLAT = "_plat"  # where a page keeps what is on it, in order


def alleger() -> None:
    """What is imported leaves collection, as in `app.py`: Streamlit collects after each drawing of a page. Components
    of other packages are looked for once, and there are none: AppTest reads all that is installed at each new page. It
    goes through the whole page for each kind of thing asked of it, and looks all the time whether it is drawn; a page
    drawn without `app.py` reads who is there at each button."""
    assert not scan_component_manifests(), "a package brings a component: let AppTest find it"
    BidiComponentManager.discover_and_register_components = lambda self, **_: None  # type: ignore[method-assign]
    ElementTree.__iter__ = _a_plat  # type: ignore[method-assign]
    local_script_runner.require_widgets_deltas = _attendre
    script_runner.exec_func_with_error_handling = partial(_dessiner, script_runner.exec_func_with_error_handling)
    gc.collect()
    gc.freeze()


def _dessiner(executer: Callable[..., Any], page: Callable[[], None], contexte: Any) -> Any:
    """Draw as `app.py` does: who is there is read once, and not at each button."""

    def draw() -> None:
        with ExitStack() as drawing:
            if isinstance(identity.jeton(), str):  # where no browser was made up, there is nobody to read
                with suppress(Refus):  # no file: the page says it
                    drawing.enter_context(identity.le_temps_du_dessin())
            page()

    return executer(draw, contexte)


def _attendre(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Until the page is drawn: AppTest looks a thousand times a second, and takes its turn from who draws."""
    assert runner._script_thread is not None
    runner._script_thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        raise RuntimeError(f"AppTest script run timed out after {timeout}(s)")


def _a_plat(page: ElementTree) -> Iterator[Node]:
    """What is on a page, gone through once: it is the same until the page is drawn again."""
    inside = vars(page)
    if PLAT not in inside:
        inside[PLAT] = [*Block.__iter__(page)]
    return iter(inside[PLAT])


def carte_dite(test: AppTest, rang: int = 0) -> dict[str, Any]:
    """What a page told the browser to draw on one of its maps."""
    told: dict[str, Any] = json.loads(gzip.decompress(test.get("bidi_component")[rang].proto.bytes))
    return told


def sans_marques(page: str) -> str:
    """A page without the marks that explain its acronyms: its words as they were written."""
    return re.sub(r"</?abbr[^>]*>", "", page)


def textes(test: AppTest) -> list[str]:
    """Every text that a page shows: words, labels, options, cells."""
    drawn = (getattr(node, "proto", None) for node in test._tree)
    parts = [(type(proto), proto.SerializeToString()) for proto in drawn if proto is not None]
    return [text for kind, octets in parts for text in _textes(kind, octets)]


@lru_cache(2_000)
def _textes(genre: type[Message], octets: bytes) -> tuple[str, ...]:
    """Those of one thing, read once: a page drawn again holds most of it again."""
    return tuple(ecoute.textes(genre.FromString(octets)))


def dessins(html: str) -> str:
    """The drawings of ours that a page holds, as texts; there is one at least."""
    found = [b64decode(one).decode() for one in re.findall(r"svg\+xml;base64,([\w+/=]+)", html)]
    assert found
    return " ".join(found)
