"""The folder of a region: one file of counts by table, the newest of each, what is not read being said."""

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from components.core.francais import exact, jour
from components.core.mots import STATUTS
from components.core.refus import Refus
from data.releves import agregats
from data.releves.agregats import POSITIONS, Agregats

DOSSIER = "CONCERTATION_REGION"
FICHIERS_MAX = 200
NOMS = {"medecin_generaliste": "médecin généraliste", "kinesitherapeute": "masseur-kinésithérapeute"}


@dataclass(frozen=True)
class NombresParTable:
    """One table of figures: its title, its columns, its rows (name, then a figure by column), a last row of sums."""

    titre: str
    colonnes: list[str]
    lignes: list[tuple[str, list[str]]]
    total: list[str] | None


def declaree() -> bool:
    """Whether this server shows a region."""
    return bool(os.environ.get(DOSSIER, "").strip())


def tables() -> tuple[list[Agregats], list[str]]:
    """The tables of the folder, by name, the newest file of each; and what could not be read, in words."""
    folder = Path(os.environ.get(DOSSIER, "").strip())
    newest: dict[str, Agregats] = {}
    problems = []
    for file in sorted(folder.glob("*.json"))[:FICHIERS_MAX]:
        try:
            one = agregats.lire(file)
        except Refus as refusal:
            problems.append(str(refusal))
            continue
        if one.departement not in newest or newest[one.departement].le <= one.le:
            newest[one.departement] = one
    return sorted(newest.values(), key=lambda one: one.nom), problems


def vue() -> dict[str, object]:
    """All that the page shows."""
    read, problems = tables()
    return {
        "tables": [(one.nom, one.departement, jour(date.fromisoformat(one.le)), one.tete[:16]) for one in read],
        "problemes": problems, "tableaux": _tableaux(read), "services": _services(read),
    }  # fmt: skip


def _tableaux(read: list[Agregats]) -> list[NombresParTable]:
    made = []
    for who in sorted({who for one in read for who in one.territoires}, key=lambda who: _nom(who)):
        rows = {one.nom: [one.territoires[who][name] for name in POSITIONS] for one in read if who in one.territoires}
        made.append(_tableau(f"Territoires, selon ce que la table a adopté : {_nom(who)}", POSITIONS, rows))
    if read:
        actions = {one.nom: [one.actions[name] for name in STATUTS] for one in read}
        made.append(_tableau("Actions, par état", tuple(STATUTS.values()), actions))
        days = [(one.nom, ["pas de registre" if one.jours_pretes is None else exact(one.jours_pretes)]) for one in read]
        told = [one.jours_pretes for one in read if one.jours_pretes is not None]
        made.append(NombresParTable("Jours prêtés et tenus", ["Jours"], days, [exact(sum(told))] if told else None))
    return made


def _tableau(title: str, columns: tuple[str, ...], rows: dict[str, list[int]]) -> NombresParTable:
    sums = [str(sum(values)) for values in zip(*rows.values(), strict=True)]
    names = [name[:1].upper() + name[1:] for name in columns]
    return NombresParTable(title, names, [(name, list(map(str, values))) for name, values in rows.items()], sums)


def _nom(profession: str) -> str:
    return NOMS.get(profession, profession.replace("_", "-"))


def _services(read: list[Agregats]) -> list[tuple[str, list[str]]]:
    """Each service, and by which tables it was voted, at which rank there; most tables first."""
    voted: dict[str, list[str]] = {}
    for one in read:
        for rank, service in enumerate(one.services, start=1):
            voted.setdefault(service, []).append(f"{one.nom} (rang {rank})")
    return sorted(voted.items(), key=lambda line: (-len(line[1]), line[0]))
