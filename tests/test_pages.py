"""Every page of the menu runs without a fault, in French: on 71, on a département without figures, on an empty file."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from components.core.refus import Introuvable
from components.ui.menu import MENU, PAGES
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.reponses import lexique
from tests.essais import textes
from tests.langue import lecture as langue

FILES = ("71", "58", "")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for code in FILES:
        with store.connect(folder / f"{code}.db") as db:
            if code:
                creation.creer(db, TERMINAL, code)
    return {code: folder / f"{code}.db" for code in FILES}


@pytest.mark.parametrize(
    ("code", "role"), [*((code, role) for code in FILES for role in ("facilitateur", None)), ("71", "analyste")]
)
@pytest.mark.parametrize("name", MENU)
def test_a_page_runs(
    files: dict[str, Path],
    monkeypatch: pytest.MonkeyPatch,
    connectee: Callable[..., None],
    name: str,
    code: str,
    role: str | None,
) -> None:
    monkeypatch.setenv("CONCERTATION_DB", str(files[code]))
    config.set_option("client.showErrorDetails", "full")  # else the fault's words are hidden from us too
    if role is None:
        visitor = SimpleNamespace(cookies={}, headers={})
        monkeypatch.setattr("streamlit.runtime.context._get_client_context", lambda: visitor)
    else:
        connectee(role, f"{role} {name}")
    page = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=60).run()
    # An empty file is said in words: by the page itself, or by the refusal that `show_problem` words.
    faults = [fault for fault in page.exception if code or "init" not in str(fault.value)]
    assert not faults, [fault.value for fault in faults]
    assert code == "" or page.title
    assert not code or not lexique.inexpliques(textes(page)), (
        "an acronym that the lexicon neither explains nor declares"
    )
    assert code == "" or not langue.de_la_page(page)


def test_an_empty_file_says_what_to_do(files: dict[str, Path]) -> None:
    with store.connect(files[""]) as db, pytest.raises(Introuvable, match="python -m data init"):
        creation.territoire.setting(db, "nom")
