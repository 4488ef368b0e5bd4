"""The front door: what it makes ready before the first visitor."""

import gc
import sys
from pathlib import Path

from altair.utils import schemapi

import app


def test_every_screen_is_imported_and_out_of_collection_before_the_first_visitor() -> None:
    screens = [
        ".".join(file.relative_to(app.ROOT).with_suffix("").parts)
        for file in Path(app.ROOT, "components").rglob("view*.py")
    ]
    assert len(screens) > 20
    try:
        app._settle()
        assert not [name for name in screens if name not in sys.modules]
        assert gc.get_freeze_count() > 10_000
    finally:
        gc.unfreeze()
        schemapi.enable_debug_mode()
