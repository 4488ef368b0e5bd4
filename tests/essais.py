"""AppTest without what it does again, at each page, for nothing."""

import gc

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.manifest_scanner import scan_component_manifests


def alleger() -> None:
    """What is imported leaves collection, as in `app.py`: Streamlit collects after each drawing of a page. Components
    of other packages are looked for once, and there are none: AppTest reads all that is installed at each new page."""
    assert not scan_component_manifests(), "a package brings a component: let AppTest find it"
    BidiComponentManager.discover_and_register_components = lambda self, **_: None  # type: ignore[method-assign]
    gc.collect()
    gc.freeze()
