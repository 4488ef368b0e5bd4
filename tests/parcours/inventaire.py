"""The screens and buttons that the whole walk found, kept so that the daily suite need not look for them again."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests.parcours.promenade import Chemin

FICHIER = Path(__file__).with_name("boutons.json")


@dataclass(frozen=True)
class Ecran:
    """A screen of a page for a facilitator, in a state of the file: the choices that lead to it, and the buttons it
    offers that no screen before it had. Other roles find some of these buttons on the same screens."""

    page: str
    etat: str
    chemin: Chemin
    boutons: tuple[str, ...]


def lire() -> list[Ecran]:
    """What the last whole walk found."""
    return [
        Ecran(
            row["page"], row["etat"],
            tuple((str(kind), str(name), int(rank)) for kind, name, rank in row["chemin"]), tuple(row["boutons"]),
        )
        for row in json.loads(FICHIER.read_text(encoding="utf-8"))
    ]  # fmt: skip


def boutons(ecrans: Iterable[Ecran]) -> set[tuple[str, str]]:
    """The buttons of screens, with their pages."""
    return {(screen.page, button) for screen in ecrans for button in screen.boutons}


def ecrire(ecrans: Iterable[Ecran]) -> None:
    """Keep what a walk found, a screen a line; what was known of other pages and states stays."""
    found = list(ecrans)
    walked = {(screen.page, screen.etat) for screen in found}
    kept = [screen for screen in lire() if (screen.page, screen.etat) not in walked] if FICHIER.exists() else []
    lines = sorted(json.dumps(asdict(screen), ensure_ascii=False) for screen in (*kept, *found))
    FICHIER.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")


def tirer(graine: object) -> list[Ecran]:
    """A sample: each button of each page once, on one of its screens, in one of its states."""
    known, rng = lire(), Random(str(graine))
    chosen: dict[tuple[str, str], Ecran] = {}
    for screen in rng.sample(known, len(known)):
        for button in screen.boutons:
            chosen.setdefault((screen.page, button), screen)
    kept: dict[Ecran, list[str]] = {}
    for (_, button), screen in chosen.items():
        kept.setdefault(screen, []).append(button)
    return [Ecran(s.page, s.etat, s.chemin, tuple(buttons)) for s, buttons in kept.items()]
