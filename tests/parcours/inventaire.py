"""The screens and buttons that the whole walk found, kept so that the daily suite need not look for them again."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from random import Random

from tests.parcours.promenade import Chemin

FICHIER = Path(__file__).with_name("boutons.json")
SORTIES = re.compile(r"^(CSV|XLSX|Modèle)\b|\((Word|XLSX|JSON|page web)\)")  # buttons that only give a file


@dataclass(frozen=True)
class Ecran:
    """A screen of a page for a role, in a state of the file: the steps that lead to it, and the buttons it offers that
    no screen before it had."""

    role: str
    page: str
    etat: str
    chemin: Chemin
    boutons: tuple[str, ...]


def lire() -> list[Ecran]:
    """What the last whole walk found."""
    return [
        Ecran(
            row["role"], row["page"], row["etat"],
            tuple((str(kind), str(name), int(rank)) for kind, name, rank in row["chemin"]), tuple(row["boutons"]),
        )
        for row in json.loads(FICHIER.read_text(encoding="utf-8"))
    ]  # fmt: skip


def boutons(ecrans: Iterable[Ecran]) -> set[tuple[str, str, str]]:
    """The buttons of screens, with their roles and pages."""
    return {(screen.role, screen.page, button) for screen in ecrans for button in screen.boutons}


def ecrire(ecrans: Iterable[Ecran], ou: tuple[str, str, str]) -> None:
    """Keep what a walk found for a role, on a page, in a state (`ou`), a screen a line; what was known of others
    stays."""
    found = list(ecrans)
    known = lire() if FICHIER.exists() else []
    kept = [screen for screen in known if (screen.role, screen.page, screen.etat) != ou]
    lines = sorted(json.dumps(asdict(screen), ensure_ascii=False) for screen in (*kept, *found))
    FICHIER.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def tirer(graine: object, role: str, dessins: float = float("inf")) -> list[Ecran]:
    """Buttons of every page, each once for this role, on the screens that show the most for what they cost, in about so
    many drawings of a page: all of them when none is said. The seed chooses among screens as good."""
    known, rng = [screen for screen in lire() if screen.role == role], Random(str(graine))
    left, chosen = boutons(known), list[Ecran]()
    rng.shuffle(known)
    while offered := [one for screen in known if (one := _reste(screen, left)).boutons and cout(one) <= dessins]:
        best = max(offered, key=lambda one: len(one.boutons) / cout(one))
        chosen.append(best)
        dessins -= cout(best)
        left -= boutons([best])
    return sorted(chosen, key=lambda screen: (screen.etat, screen.page))


def cout(ecran: Ecran) -> int:
    """The drawings it takes to reach a screen and press its buttons: a file leaves with the page as it stands."""
    return 1 + len(ecran.chemin) + sum(SORTIES.search(name) is None for name in ecran.boutons)


def _reste(ecran: Ecran, left: set[tuple[str, str, str]]) -> Ecran:
    """The screen, with those of its buttons that no screen before had."""
    return replace(ecran, boutons=tuple(name for name in ecran.boutons if (ecran.role, ecran.page, name) in left))
