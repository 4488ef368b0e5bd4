"""Who uses the table meanwhile: phones that connect anew for each ballot, dashboards that leave and come back, and the
terminal that writes. Each remembers what was acknowledged."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random

import httpx2 as httpx

from components.core.refus import Indisponible
from tests import pannes
from tests.bench.outils.session import Session

CACHES = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')
ENVOYE, ACQUITTE, REFUSE, MUET = "envoyés", "acquittés", "refusés en français", "sans réponse"
DESSINE, RECONNECTE = "dessins", "reconnexions"
PAUSE = 0.15  # seconds between two gestures of one of them


@dataclass
class Telephone:
    """A voter's phone. `permis`: what the file may hold of it, that is what was acknowledged last, or anything sent
    since without an answer; `tardifs`: what a server that still lives may yet write."""

    code: str
    permis: set[str] = field(default_factory=set)
    tardifs: set[str] = field(default_factory=set)
    acquitte: bool = False

    def voter(self, url: str, dice: Random) -> str:
        """Send a ballot on a connection of its own, and say how it ended."""
        try:
            with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
                page = client.get(f"/vote/{self.code}", params={"modifier": "1"})
                if page.status_code != httpx.codes.OK:
                    return REFUSE if "Réessayer" in page.text or "panne" in page.text else MUET
                options = len(set(re.findall(r'name="o(\d+)"', page.text)))
                grades = "".join(str(dice.randrange(5)) for _ in range(options))
                form = dict(CACHES.findall(page.text)) | {f"o{k}": grade for k, grade in enumerate(grades)}
                self.permis.add(grades)
                answer = client.post(f"/vote/{self.code}", data=form)
        except httpx.TimeoutException:
            self.tardifs |= self.permis
            return MUET
        except httpx.HTTPError:
            return MUET
        if answer.status_code == httpx.codes.SEE_OTHER:
            self.permis, self.acquitte = {grades}, True
            return ACQUITTE
        return REFUSE


@dataclass
class Charge:
    """All of them at work, on the addresses that answer, until they are told to stop; counted by phase."""

    adresses: list[str]
    telephones: list[Telephone]
    temoin: str
    comptes: dict[str, Counter[str]] = field(default_factory=dict)
    gestes: list[str] = field(default_factory=list)
    phase: str = ""
    fin: threading.Event = field(default_factory=threading.Event)
    fils: list[threading.Thread] = field(default_factory=list)
    verrou: threading.Lock = field(default_factory=threading.Lock)

    def commencer(self, ecrans: int, pages: Sequence[str], appareils: int) -> None:
        """Start the phones, `appareils` at a time, the dashboards and the terminal."""
        share = [self.telephones[k::appareils] for k in range(appareils)]
        works: list[Callable[[], None]] = [partial(self._voter, mine, Random(k)) for k, mine in enumerate(share)]
        works += [partial(self._regarder, pages[k % len(pages)]) for k in range(ecrans)]
        works += [self._ecrire]
        self.fils = [threading.Thread(target=work, daemon=True) for work in works]
        for one in self.fils:
            one.start()

    def finir(self) -> None:
        """Stop them all and wait for them."""
        self.fin.set()
        for one in self.fils:
            one.join(timeout=90)

    def compter(self, what: str) -> None:
        """One more of these, in the present phase."""
        with self.verrou:
            self.comptes.setdefault(self.phase, Counter())[what] += 1

    def _voter(self, mine: list[Telephone], dice: Random) -> None:
        while not self.fin.wait(PAUSE):
            phone, url = dice.choice(mine), dice.choice(self.adresses)
            self.compter(ENVOYE)
            self.compter(phone.voter(url, dice))

    def _regarder(self, page: str) -> None:
        dice = Random(page)
        while not self.fin.wait(PAUSE):
            try:
                tab = Session(dice.choice(self.adresses), page, self.temoin)
            except Exception:  # the server is not there: come back
                self.fin.wait(1)
                continue
            self.compter(RECONNECTE)
            try:
                for _ in range(3):
                    tab.run()
                    self.compter(DESSINE)
                    if self.fin.wait(1):
                        break
            except Exception:  # it died meanwhile
                self.fin.wait(1)
            finally:
                with suppress(Exception):
                    tab.close()

    def _ecrire(self) -> None:
        rank = 0
        while not self.fin.wait(0.1):
            word = f"endurance-{rank}"
            rank += 1
            try:
                pannes.ecrire(word)
            except Indisponible:
                continue
            with self.verrou:
                self.gestes.append(word)
