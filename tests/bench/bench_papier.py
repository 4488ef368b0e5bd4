"""Forty paper ballots typed in by two tellers, with the keyboard alone, at the pace of a person, in a real browser.

A person reads the ballot, types its code and its answers, presses Enter, and waits for the phrase before the next.
"""

import csv
import re
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.priorites import scrutins
from data.seances import seances
from tests.bench.outils.measure import Mesure, plafond
from tests.browser.outils.ecran import BUREAU, lancer
from tests.browser.outils.serveur import Serveur, lance

BULLETINS, MINUTES = 40, 10.0
TOUCHE_MS, LECTURE_S = 200, 2.0  # sixty words a minute; the time to hear seven marks while typing
LIGNE = "Code du bulletin, espace, puis les réponses"


def run() -> list[Mesure]:
    """Type the ballots in and count them in the file."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with lance(place) as server:
            codes = place / "codes.csv"
            server.data("demo", "--members", str(BULLETINS), "--codes", str(codes))
            _tellers(server)
            minutes = _typed(server, [row["code"] for row in csv.DictReader(codes.open())])
            stored = int(re.findall(r"^\d+\t(\d+)", server.data("turnout"), re.M)[0])
    name = f"{BULLETINS} paper ballots typed in ({TOUCHE_MS} ms a key, {LECTURE_S:g} s to read each)"
    return [
        plafond(name, minutes, "min", MINUTES),
        plafond("paper ballots: not stored", float(BULLETINS - stored), "ballots", 0.0),
    ]


def _tellers(server: Serveur) -> None:
    with store.connect(server.fichier) as db:
        people = seances.membres(db)["college"]
        one, other = (int(people.index[people == code][0]) for code in ("usagers", "professionnels"))
        scrutins.nommer_scrutateurs(db, TERMINAL, int(scrutins.liste(db).index[0]), one, other)


def _typed(server: Serveur, codes: list[str]) -> float:
    with sync_playwright() as playwright:
        browser = lancer(playwright)
        context = browser.new_context(locale="fr-FR", **BUREAU)
        session = {"name": identite.COOKIE, "value": server.session("facilitateur"), "url": server.url}
        context.add_cookies([session])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"{server.url}/priorites")
        page.get_by_role("tab", name="Bulletins papier").click()
        page.get_by_label(LIGNE).click()  # once; then the keyboard alone
        start = time.perf_counter()
        said = ""
        for rank, code in enumerate(codes):
            time.sleep(LECTURE_S)
            said = _one(page, f"{code} {_answers(rank)}", said)
        took = time.perf_counter() - start
        browser.close()
    return took / 60


def _answers(rank: int) -> str:
    return "".join(str((rank + k) % 5 + 1) for k in range(7))


def _one(page: Page, line: str, before: str) -> str:
    """Type a line where the keyboard is, and read the phrase, which is not the one before."""
    page.keyboard.type(line, delay=TOUCHE_MS)
    page.keyboard.press("Enter")
    phrase = page.get_by_text("Phrase à recopier")
    if before:
        expect(phrase).not_to_have_text(before, timeout=20_000)
    phrase.wait_for()
    return phrase.inner_text()


if __name__ == "__main__":
    for measure in run():
        print(measure)
