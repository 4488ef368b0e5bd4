"""Fixtures for all tests: `connectee` signs the pages run by AppTest in, with a real account of the file."""

import os
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import settings

from data.base import identite, store
from tests import comptes, essais

# `make complet` looks ten times further than the daily run; `EXEMPLES=1000 make unit`, further still.
# Up to thirty examples, the same are drawn everywhere and each time: what passes here passes there, and what survives
# one run survives the next. Beyond, new ones each time; what they find becomes a test.
# No deadline: a machine that is busy is not a fault of the code; timings live in the bench.
EXEMPLES = int(os.environ.get("EXEMPLES", "30"))
settings.register_profile("maison", deadline=None, max_examples=EXEMPLES, derandomize=EXEMPLES <= 30)
settings.load_profile("maison")


@pytest.fixture
def connectee(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """`connectee("facilitateur")`: the browser's cookie now holds a session of that role (AppTest has no browser)."""

    def enter(role: str = "facilitateur", nom: str = "Camille Test") -> None:
        with store.connect() as db:
            cookies = {identite.COOKIE: comptes.session(db, role, nom)}
        client = SimpleNamespace(cookies=cookies, headers={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: client)

    return enter


def pytest_collection_finish() -> None:
    """Once all is imported."""
    essais.alleger()
