"""What happens to the table meanwhile, phase after phase, and what is left of it at the end."""

import os
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from components.priorites import gestes
from components.terminal.commandes import main as terminal
from components.terminal.demonstration import vote as demonstration
from data.base import store
from data.base.acteurs import TERMINAL
from data.fichier import creation
from data.priorites import bulletins, scrutins
from tests import comptes, pannes
from tests.endurance import service
from tests.endurance.charge import MUET, REFUSE, Charge, Telephone
from tests.endurance.service import Service

VOTANTS, APPAREILS, ECRANS = 60, 4, 3
PAGES = ("priorites", "diagnostic", "")
JOUR, HEURE = 86_400, 3_600
SIGNES = {"serveur tué": MUET, "disque plein": REFUSE}  # what is counted when the fault is felt
Faute = Callable[["Essai", float], str]


@dataclass
class Bilan:
    """What was acknowledged and is not in the file, and what the file says of itself."""

    bulletins: int
    bulletins_perdus: int
    gestes: int
    gestes_perdus: int
    comptes_justes: bool
    verifie: bool
    phases: dict[str, tuple[str, Counter[str]]] = field(default_factory=dict)

    @property
    def tenu(self) -> bool:
        """Nothing lost, the file checks, and every fault was felt."""
        lost = self.bulletins_perdus or self.gestes_perdus or self.sans_effet
        return not lost and self.comptes_justes and self.verifie

    @property
    def sans_effet(self) -> list[str]:
        """The faults that nobody felt: they prove nothing."""
        return [name for name, sign in SIGNES.items() if name in self.phases and not self.phases[name][1][sign]]


@dataclass
class Essai:
    """A table served, and its load."""

    un: Service
    deux: Service
    charge: Charge


def calme(_: Essai, seconds: float) -> str:
    """Nothing."""
    time.sleep(seconds)
    return "rien"


def tuer(essai: Essai, seconds: float) -> str:
    """The server dies in the middle of ballots and starts again, as many times as there is time for."""
    end, deaths = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        time.sleep(min(4.0, seconds / 3))
        essai.un.tuer()
        deaths += 1
        essai.un.lancer()
    return f"serveur tué net (SIGKILL) et relancé {deaths} fois"


def remplir(essai: Essai, seconds: float) -> str:
    """The disk refuses every byte for half of the time, then has room again."""
    with essai.un.disque_plein():
        time.sleep(seconds / 2)
    time.sleep(seconds / 2)
    return "disque qui refuse tout octet, puis de nouveau libre, sans relancer"


def decaler(essai: Essai, seconds: float) -> str:
    """The clock leaps a day ahead, then falls an hour behind, then is right again."""
    if essai.un.horloge is None:
        return "**non joué** : pas de compilateur C sur ce poste"
    for moved in (JOUR, -HEURE, 0):
        essai.un.decaler(moved)
        time.sleep(seconds / 3)
    return "horloge du serveur avancée d'un jour, reculée d'une heure, remise"


def doubler(essai: Essai, seconds: float) -> str:
    """A second program serves the same file; ballots go to either; the second is killed."""
    essai.deux.lancer()
    essai.charge.adresses = [essai.un.url, essai.deux.url]
    time.sleep(seconds)
    essai.charge.adresses = [essai.un.url]
    essai.deux.tuer()
    return "deux serveurs et le terminal sur le même fichier, le second tué net"


FAUTES: dict[str, Faute] = {
    "au calme": calme, "serveur tué": tuer, "disque plein": remplir, "saut d'horloge": decaler,
    "deux programmes sur un fichier": doubler, "de nouveau au calme": calme,
}  # fmt: skip


def jouer(folder: Path, seconds: float) -> Bilan:
    """Serve a table whose vote is open in this folder, and let all of it happen in that many seconds."""
    file = folder / "table.db"
    os.environ["CONCERTATION_DB"] = str(file)
    with store.nouveau(file) as db:
        creation.creer(db, TERMINAL, "71")
        scrutin, slips = demonstration.ouvrir(db, TERMINAL, VOTANTS, date.today())
        session = comptes.session(db, "facilitateur", "Camille Endurance")
    moved = service.bibliotheque(folder)
    essai = Essai(
        Service(file, moved), Service(file, moved), Charge([], [Telephone(code) for code, _ in slips], session)
    )
    said: dict[str, str] = {}
    try:
        essai.un.lancer()
        essai.charge.adresses = [essai.un.url]
        essai.charge.phase = next(iter(FAUTES))
        essai.charge.commencer(ECRANS, PAGES, APPAREILS)
        for name, fault in FAUTES.items():
            essai.charge.phase = name
            said[name] = fault(essai, seconds / len(FAUTES))
            print(f"{name} : {said[name]} ; {dict(essai.charge.comptes.get(name, {}))}", flush=True)
    finally:
        essai.charge.finir()
        essai.un.tuer()
        essai.deux.tuer()
    kept = _bilan(essai.charge, scrutin)
    kept.phases = {name: (words, essai.charge.comptes.get(name, Counter())) for name, words in said.items()}
    return kept


def _bilan(charge: Charge, scrutin: int) -> Bilan:
    """Read the file as whoever starts it again would, then close the vote and count."""
    voted = [one for one in charge.telephones if one.acquitte]
    with store.connect() as db:
        held = {one.code: (bulletins.relire(db, scrutin, one.code) or ("", ""))[1] for one in charge.telephones}
        lost = [one for one in voted if held[one.code] not in one.permis | one.tardifs]
        written = set(pannes.garde())
        gone = [word for word in charge.gestes if word not in written]
        cast = sum(map(bool, held.values()))
        counted = sum(bulletins.participation(db, scrutin).values()) == cast
        gestes.clore(db, TERMINAL, scrutin)
        gestes.publier(db, TERMINAL, scrutin)
        counted &= len(scrutins.scrutin(db, scrutin)["decompte"]["phrases"]) == cast
    checked = terminal(["check"]) == 0 and terminal(["verify"]) == 0
    return Bilan(len(voted), len(lost), len(charge.gestes), len(gone), counted, checked)
