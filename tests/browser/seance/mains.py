"""What the hands do again and again in a séance, and the room where they do it.

Ballots themselves are not counted; what the wall shows is looked at between gestures, outside the count.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from playwright.sync_api import Page, expect

from tests.browser.outils.doigts import Doigts
from tests.browser.outils.ecran import Ecran
from tests.browser.outils.serveur import Serveur
from tests.browser.test_projection import CUT, VIEW

LIEU = "CC Bresse Louhannaise Intercom'"
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}")
CACHES = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
COLLEGES = {
    "Professionnels et offreurs de services de santé": 15, "Usagers et associations d'usagers": 10,
    "Collectivités territoriales et groupements": 7, "État et organismes de sécurité sociale": 4,
    "Personnalités qualifiées": 3,
}  # fmt: skip
AJOUTES = (
    "Apprendre à vivre avec sa maladie",
    "Être orienté vers le bon spécialiste",
    "Un accompagnement social avec le soin",
)
OPTIONS, TELEPHONES, PAPIERS = 10, 34, 5


@dataclass
class Salle:
    """The hands that lead, the server, the folder of what is written meanwhile, what keeps a photo of a page under a
    name; the screen of the room once it is open, the codes of the slips once they are drawn."""

    main: Doigts
    serveur: Serveur
    dossier: Path
    photo: Callable[[Page, str], object]
    mur: Ecran | None = None
    codes: list[str] = field(default_factory=list)

    def prendre(self, nom: str) -> None:
        """A photo of the screen of whoever leads."""
        with self.main.hors():
            self.photo(self.main.page, f"seance-{nom}")

    def regarder(self, mots: str, nom: str = "") -> None:
        """What the room sees says these words, whole; a photo of it under this name."""
        assert self.mur is not None
        with self.main.hors():
            expect(self.mur.page.locator(VIEW)).to_contain_text(mots)
            if cut := self.mur.page.evaluate(CUT):
                raise AssertionError(f"cut on the screen of the room: {cut}")
            if nom:
                self.photo(self.mur.page, f"seance-mur-{nom}")


def suivant(main: Doigts, titre: str) -> None:
    passer(main, "Point suivant")
    main.page.get_by_role("heading", name=titre, level=2).wait_for()
    main.ecran.calme()


def passer(main: Doigts, bouton: str) -> None:
    """The end of a point: its key, or its button."""
    if main.clavier:
        main.touche("F8")
    else:
        main.bouton(bouton, exact=False)


def noter(main: Doigts, mots: str) -> None:
    main.remplir("Notes de ce point", mots)


def ici(main: Doigts, quoi: str) -> None:
    """What the table does on the territory it speaks of."""
    main.cliquer(main.page.get_by_role("radio", name=quoi), "Space")


def cartons(main: Doigts) -> list[str]:
    """The slips and the paper ballots, drawn, printed, their window closed; the codes of as many slips as members."""
    sheet = main.ouvrir(main.page.get_by_role("link", name="Cartons de vote à imprimer").locator("visible=true").first)
    sheet.wait_for_selector("button")
    if main.clavier:
        sheet.focus("#papier")
        for key in ("ArrowDown", "Tab", "Enter"):
            sheet.keyboard.press(key)
    else:
        sheet.select_option("#papier", index=1)
        sheet.click("button")
    sheet.wait_for_selector(".talon")
    main.compter(4)  # the paper ballot chosen, drawn, printed, the window closed
    codes: dict[str, list[str]] = {}
    for slip in sheet.locator(".talon").all():
        text = slip.inner_text()
        code = CODE.search(text)
        assert code is not None
        codes.setdefault(text.split("\n")[0], []).append(code.group())
    assert sheet.locator(".urne table").count() == sum(COLLEGES.values()), "a paper ballot beside each slip"
    sheet.close()
    return [codes[college].pop() for college, n in COLLEGES.items() for _ in range(n)]


def telephone(serveur: Serveur, code: str, rank: int) -> None:
    """A ballot as a phone sends it: the page, its form, the answer."""
    with urlopen(f"{serveur.url}/vote/{code}") as page:
        fields = dict(CACHES.findall(page.read().decode()))
    fields |= {f"o{k}": str(min(4, (k + rank % 3) // 3)) for k in range(OPTIONS)}
    headers = {"Origin": serveur.url}
    with urlopen(Request(f"{serveur.url}/vote/{code}", urlencode(fields).encode(), headers)) as answer:
        assert "phrase" in answer.read().decode()


def papier(main: Doigts, codes: list[str]) -> None:
    """Five paper ballots; typing them is not counted, naming those who type is."""
    page = main.page
    assert len(codes) == PAPIERS
    main.cliquer(page.locator("summary", has_text="Bulletins papier").locator("visible=true").first)
    main.choisir("Premier scrutateur", "Usagers et a 1")
    main.choisir("Second scrutateur", "État et orga 1")
    main.bouton("Nommer les scrutateurs")
    line = page.get_by_label("Code du bulletin, espace, puis les réponses")
    told, phrase = page.get_by_text("Phrase à recopier"), ""
    with main.hors():
        for code in codes:
            line.fill(f"{code} 1 1 2 2 3 3 4 4 5 5")
            line.press("Enter")
            if phrase:
                expect(told).not_to_contain_text(phrase)  # each ballot waits for its own, as those who type do
            told.wait_for()
            main.ecran.calme()
            phrase = told.inner_text().rpartition(": ")[2]
