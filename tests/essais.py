"""AppTest without what it does again, at each page, for nothing; and what a page told of its maps."""

import gc
import gzip
import json
import re
from base64 import b64decode
from typing import Any

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import scan_component_manifests
from streamlit.testing.v1 import AppTest

from components.ui.sigles import ecoute


def alleger() -> None:
    """What is imported leaves collection, as in `app.py`: Streamlit collects after each drawing of a page. Components
    of other packages are looked for once, and there are none: AppTest reads all that is installed at each new page."""
    assert not scan_component_manifests(), "a package brings a component: let AppTest find it"
    BidiComponentManager.discover_and_register_components = lambda self, **_: None  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()


def carte_dite(test: AppTest, rang: int = 0) -> dict[str, Any]:
    """What a page told the browser to draw on one of its maps."""
    told: dict[str, Any] = json.loads(gzip.decompress(test.get("bidi_component")[rang].proto.bytes))
    return told


def textes(test: AppTest) -> list[str]:
    """Every text that a page shows: words, labels, options, cells."""
    drawn = (getattr(node, "proto", None) for node in test._tree)
    return [text for proto in drawn if proto is not None for text in ecoute.textes(proto)]


def dessins(html: str) -> str:
    """The drawings of ours that a page holds, as texts; there is one at least."""
    found = [b64decode(one).decode() for one in re.findall(r"svg\+xml;base64,([\w+/=]+)", html)]
    assert found
    return " ".join(found)
