"""Fixtures of the rehearsals.

`serveur`: the shared server on a fresh 71; `serveur_neuf`: one of this file's own, for rehearsals that change much.
`navigateur`: Chromium. `ecran`: opens a page, `ecran()` or `ecran(TELEPHONE)` or `ecran(serveur=…)`, signed in as a
facilitator (`role="analyste"`, or None for a reader; `peinte=True`: maps are painted; `mouvement=…`,
`langue=…`: of `contexte`), and fails the test when a
request leaves the machine or the page breaks. `capture(page, "name")`: a screenshot for docs/captures.
"""

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.outils import ecran as ecrans
from tests.browser.outils.ecran import BUREAU, Ecran, Ouvreur
from tests.browser.outils.serveur import Serveur, lance

ECRANS = pytest.StashKey[list[Ecran]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add to a failed rehearsal what its screens said: the machine that failed is seldom at hand."""
    report = yield
    if report.when == "call" and report.failed:
        report.sections += [(one.page.url, one.dit()) for one in item.stash.get(ECRANS, [])]
    return report


@pytest.fixture(scope="session")
def serveur(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    with lance(tmp_path_factory.mktemp("serveur")) as running:
        yield running


@pytest.fixture(scope="module")
def serveur_neuf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serveur]:
    with lance(tmp_path_factory.mktemp("serveur")) as running:
        yield running


@pytest.fixture(scope="module")
def navigateur() -> Iterator[Browser]:
    # For a module, not the session: Playwright holds an event loop that other tests may not find running.
    with sync_playwright() as playwright:
        browser = ecrans.lancer(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def poste(navigateur: Browser, serveur: Serveur) -> BrowserContext:
    """The facilitator's desk on the shared server: one for the module, as its cache spares fetching all again."""
    return ecrans.contexte(navigateur, BUREAU, serveur.url, serveur.session("facilitateur"), peinte=False)


@pytest.fixture
def ecran(navigateur: Browser, request: pytest.FixtureRequest) -> Iterator[Ouvreur]:
    opened: list[Ecran] = []
    own: list[BrowserContext] = []

    def ouvrir(
        taille: dict[str, Any] = BUREAU,
        serveur: Serveur | None = None,
        role: str | None = "facilitateur",
        peinte: bool = False,
        **reglages: Any,
    ) -> Ecran:
        target = serveur or request.getfixturevalue("serveur")
        if serveur is None and role == "facilitateur" and taille == BUREAU and not peinte and not reglages:
            context = request.getfixturevalue("poste")
        else:
            cookie = None if role is None else target.session(role)
            context = ecrans.contexte(
                navigateur, taille, target.url, cookie, peinte, fichier=target.fichier, **reglages
            )
            own.append(context)
        opened.append(Ecran(context.new_page(), target.url))
        return opened[-1]

    request.node.stash[ECRANS] = opened
    yield ouvrir
    for one in opened:
        one.page.close()
    for context in own:
        context.close()
    for one in opened:
        one.verifier()


@pytest.fixture
def capture(tmp_path: Path) -> Callable[[Page, str], Path]:
    return lambda page, nom: ecrans.capture(page, nom, tmp_path)
