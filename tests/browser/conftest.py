"""Fixtures of the rehearsals.

`serveur`: the shared server on a fresh 71; `serveur_neuf`: one of this file's own, for rehearsals that change much.
`navigateur`: Chromium. `ecran`: opens a page, `ecran()` or `ecran(TELEPHONE)` or `ecran(serveur=…)`, signed in as a
facilitator (`role="analyste"`, or None for a reader; `peinte=True`: maps are painted; `mouvement=…`,
`langue=…`: of `contexte`), and fails the test when a request leaves the machine or the page breaks. `bureau`: the same
facilitator's page for all the tests that ask for it, which `bureau.aller("plans")` takes elsewhere by the menu.
`capture(page, "name")`: a screenshot for docs/captures.
"""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.outils import ecran as ecrans
from tests.browser.outils.ecran import BUREAU, VIERGE, Ecran, Ouvreur
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


@pytest.fixture(scope="package")
def navigateur() -> Iterator[Browser]:
    # For these tests, not the session: Playwright holds an event loop that other tests may not find running.
    with sync_playwright() as playwright:
        browser = ecrans.lancer(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def poste(navigateur: Browser, serveur: Serveur) -> Iterator[BrowserContext]:
    """The facilitator's desk on the shared server: one for all, as its cache spares fetching everything again."""
    context = ecrans.contexte(navigateur, BUREAU, serveur.url, serveur.session("facilitateur"), peinte=False)
    yield context
    context.close()


@pytest.fixture(scope="package")
def assise(poste: BrowserContext, serveur: Serveur) -> Iterator[Ecran]:
    """One page of the desk, for all: to load a page takes as long as all that most tests do on it."""
    screen = Ecran(poste.new_page(), serveur.url)
    yield screen
    screen.page.close()


@pytest.fixture
def bureau(assise: Ecran, request: pytest.FixtureRequest) -> Iterator[Ecran]:
    """The desk where the test before left it, at its size; after a failure, it starts anew."""
    request.node.stash[ECRANS] = [assise]
    assise.page.set_viewport_size(BUREAU["viewport"])
    failed = request.session.testsfailed
    yield assise
    if request.session.testsfailed > failed:
        assise.page.goto(VIERGE)
    try:
        assise.verifier()
    finally:
        assise.dehors.clear()
        assise.erreurs.clear()


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
def capture() -> Callable[[Page, str], None]:
    return ecrans.capture
