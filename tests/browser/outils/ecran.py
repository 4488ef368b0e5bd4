"""A page of the real browser that lets nothing leave the machine, and what rehearsals do on it."""

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, WebSocket, expect
from playwright.sync_api import Error as PlaywrightError

from components.ui.menu import GROUPES, MENU
from data.base import identite

ROOT = Path(__file__).resolve().parents[3]
CAPTURER = os.environ.get("CAPTURES") == "1"
CAPTURES = ROOT / "docs" / "captures"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
# The map needs WebGL: software rendering, as no graphics card is promised; the rest of the page is painted the
# plain way, which takes a third less of the processor.
ARGUMENTS = [
    "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist",
    "--disable-gpu-compositing",
]  # fmt: skip
PATIENCE = 30_000  # milliseconds
VIERGE = "about:blank"
expect.set_options(timeout=PATIENCE)
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Mobile) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
)
# On a page other than the home page, Streamlit first looks for its own server below the page's address.
STREAMLIT_PROBE = re.compile(r"/[^/]+/_stcore/(health|host-config)$")

# Painting maps in software takes most of the processor: only for those who look at them.
SANS_PEINTURE = """for (const draw of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced'])
  WebGL2RenderingContext.prototype[draw] = () => {};"""

# A gesture takes a moment to start the script: quiet must last before it is believed.
CALME_MS = 160
CALME = """quiet => new Promise((done, fail) => {
  const start = performance.now();
  let since = start;
  const look = () => {
    const now = performance.now();
    const app = document.querySelector('[data-testid=stApp]');
    if (app?.dataset.testScriptState !== 'notRunning' || document.querySelector('[data-stale=true]')) since = now;
    if (now - since >= quiet) return done();
    if (now - start > 60000) return fail(new Error('the page is still running'));
    setTimeout(look, 20);
  };
  look();
})"""

DIT_MAX = 4_000  # characters
DIT = """() => [document.querySelector('[data-testid=stApp]')?.dataset.testScriptState,
  `focus: ${document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.tagName}`,
  document.body.innerText].join('\\n')"""

BUREAU: dict[str, Any] = {"viewport": {"width": 1280, "height": 720}}
TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "user_agent": PHONE,
}  # fmt: skip


@dataclass
class Ecran:
    """A page, the server it talks to, and what it must not do."""

    page: Page
    url: str
    dehors: list[str] = field(default_factory=list)
    erreurs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", self._request)
        self.page.on("websocket", self._websocket)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.erreurs.append(str(error)))

    def ouvrir(self, chemin: str = "") -> Page:
        """Go to a page of the menu by its address, and wait until it is drawn."""
        self.page.goto(f"{self.url}/{chemin}")
        self.page.wait_for_selector("h1")
        return self.calme()

    def aller(self, chemin: str) -> Page:
        """Go to another page by the menu, as people do: the same session, nothing to load again (but the first)."""
        if self.page.url == VIERGE:
            return self.ouvrir(chemin)
        name = next(name for name, (_, _, path, _) in MENU.items() if path == chemin)
        group = next(words for words, names in GROUPES.items() if name in names)
        if group:
            self.page.get_by_test_id("stTopNavSection").filter(has_text=group).click()
        self.page.locator(f"[data-testid^=stTopNav][href$='/{chemin}']").click()
        self.page.wait_for_url(lambda url: urlsplit(url).path == f"/{chemin}")  # what is open there may follow it
        return self.calme()

    def calme(self) -> Page:
        """Wait until the script has finished and the screen has followed for a moment."""
        self.page.evaluate(CALME, CALME_MS)
        return self.page

    def retrecir(self) -> Page:
        """Narrow the same page to a phone's width, and wait until it follows."""
        self.page.set_viewport_size(TELEPHONE["viewport"])
        return self.calme()

    def dit(self) -> str:
        """The beginning of what the page says, and where the typing goes; never raises."""
        try:
            words: str = self.page.evaluate(DIT)
        except PlaywrightError as error:
            words = f"(no answer: {error})"
        return words[:DIT_MAX]

    def verifier(self) -> None:
        """Nothing left the machine, nothing broke in the page."""
        assert not self.dehors, f"requests left the machine: {self.dehors}"
        assert not self.erreurs, f"errors in the browser: {self.erreurs}"

    def _request(self, request: Request) -> None:
        self._origin(request.url)

    def _websocket(self, socket: WebSocket) -> None:
        self._origin(socket.url)

    def _origin(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != urlsplit(self.url).netloc:
            self.dehors.append(url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not STREAMLIT_PROBE.search(message.location.get("url", "")):
            self.erreurs.append(f"{message.text} ({message.location.get('url')})")


Ouvreur = Callable[..., Ecran]


def lancer(playwright: Playwright) -> Browser:
    """The system's Chromium, found as `install_chromium.sh` finds it. A missing one fails, and says what to do."""
    path = next(
        (found for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name and (found := shutil.which(name))), None
    )
    if path is None:
        pytest.fail("Chromium is missing: the browser tests cannot run. Install it with: make chromium", pytrace=False)
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *root])


def contexte(
    navigateur: Browser,
    taille: dict[str, Any],
    url: str,
    cookie: str | None,
    peinte: bool,
    mouvement: Literal["reduce", "no-preference"] = "reduce",
    langue: str = "fr-FR",
    fichier: Path | None = None,
) -> BrowserContext:
    """A visitor's browser of this size, signed in by this session's cookie if any (of this file); maps are painted when
    asked.

    It asks for less motion unless told: nothing of ours is said by moving.
    """
    context = navigateur.new_context(locale=langue, accept_downloads=True, reduced_motion=mouvement, **taille)
    if not peinte and not CAPTURER:
        context.add_init_script(SANS_PEINTURE)
    if cookie is not None:
        context.add_cookies([{"name": identite.cookie(fichier), "value": cookie, "url": url}])
    return context


def capture(page: Page, nom: str) -> None:
    """Take a screenshot for `docs/captures` when CAPTURES=1: painting a page that nobody will look at is long."""
    if CAPTURER:
        page.screenshot(path=CAPTURES / f"{nom}.png")
