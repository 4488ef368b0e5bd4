"""`/accessibilite`, the statement of accessibility, and `/guide-membre`, the sheet of members: plain pages for anyone.
GET 200."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from components.methode import texte
from components.ui.porte import gabarits

ICI = Path(__file__).resolve().parent
DOCS = ICI.parents[1] / "docs"
ENV = gabarits.gabarits(ICI)


def _page(titre: str, classe: str, document: str) -> Callable[[Request], Any]:
    """A document of the house as a page, without what it says to developers alone."""

    @cache
    def corps() -> Markup:
        return texte.en_page((DOCS / document).read_text(encoding="utf-8").partition(texte.FICHIERS)[0])

    async def page(_: Request) -> Response:
        return gabarits.page(ENV, "texte.html", titre=titre, classe=classe, corps=corps())

    return page


ROUTES = [
    Route("/accessibilite", _page("Déclaration d'accessibilité", "releve", "accessibilite.md")),
    Route("/guide-membre", _page("Guide des membres", "feuille page", "guide-membre.md")),
]
