"""The screens and buttons that the whole walk found, kept so that the daily suite need not look for them again."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from components.ui.menu import GROUPES
from tests.parcours.promenade import Chemin

FICHIER = Path(__file__).with_name("boutons.json")


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


def pages(*groupes: str) -> list[str]:
    """The pages of these groups of the menu that have a button."""
    known = {screen.page for screen in lire()}
    return [page for groupe in groupes for page in GROUPES[groupe] if page in known]


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
