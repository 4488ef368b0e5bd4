"""Where a walk is: what each page, role and state gave, kept line by line, so that it goes on after a stop."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

from tests.parcours.bilan import Bilan, Bouton
from tests.parcours.inventaire import Ecran

FICHIER = "avance.jsonl"
Lieu = tuple[str, str, str]  # role, page, state


@dataclass(frozen=True)
class Tenu:
    """What the walk did at one place: the screens with the buttons that none before had, and how each press ended."""

    lieu: Lieu
    ecrans: tuple[Ecran, ...]
    bilan: Bilan


class Avance:
    """The places walked so far, in a folder: another start with the same one does not walk them again."""

    def __init__(self, dossier: Path) -> None:
        self.fichier = dossier / FICHIER

    def tenus(self) -> list[Tenu]:
        """What was kept; a line cut by a stop is not."""
        return [] if not self.fichier.exists() else list(_lus(self.fichier.read_text(encoding="utf-8")))

    def lieux(self) -> set[Lieu]:
        """The places already walked."""
        return {one.lieu for one in self.tenus()}

    def noter(self, tenu: Tenu) -> None:
        """Keep one more place, after the last whole line."""
        whole = self.fichier.read_text(encoding="utf-8").rpartition("\n") if self.fichier.exists() else ("", "", "")
        line = json.dumps(_ecrit(tenu), ensure_ascii=False)
        self.fichier.write_text(f"{whole[0]}{whole[1]}{line}\n", encoding="utf-8")


def somme(tenus: Iterable[Tenu]) -> Bilan:
    """What all these places did."""
    return reduce(Bilan.plus, (one.bilan for one in tenus), Bilan())


def _ecrit(tenu: Tenu) -> dict[str, object]:
    done = tenu.bilan
    return {
        "lieu": tenu.lieu,
        "ecrans": [(screen.chemin, screen.boutons) for screen in tenu.ecrans],
        "faits": list(done.faits.items()),
        "refus": list(done.refus.items()),
        "fautes": done.fautes,
        "vus": _mots(done.vus),
        "presses": _mots(done.presses),
        "pris": _mots(done.pris),
    }


def _mots(buttons: dict[str, set[Bouton]]) -> list[tuple[str, str, str]]:
    return sorted((role, one.page, one.mots) for role, several in buttons.items() for one in several)


def _lus(text: str) -> Iterator[Tenu]:
    for line in text.splitlines(keepends=True):
        if not line.endswith("\n"):
            return
        row = json.loads(line)
        role, page, etat = row["lieu"]
        screens = tuple(
            Ecran(role, page, etat, tuple((kind, name, rank) for kind, name, rank in way), tuple(new))
            for way, new in row["ecrans"]
        )
        done = Bilan(
            Counter({tuple(key): count for key, count in row["faits"]}),
            Counter({tuple(key): count for key, count in row["refus"]}),
            row["fautes"], _boutons(row["vus"]), _boutons(row["presses"]), _boutons(row["pris"]),
        )  # fmt: skip
        yield Tenu((role, page, etat), screens, done)


def _boutons(rows: list[list[str]]) -> dict[str, set[Bouton]]:
    buttons: dict[str, set[Bouton]] = {}
    for role, page, words in rows:
        buttons.setdefault(role, set()).add(Bouton(page, words))
    return buttons
