"""The report of a whole bench, dated, with its machine: docs/mesures.md."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from importlib import metadata
from pathlib import Path

from components.core.francais import jour, nombre
from tests.bench.outils.measure import Mesure

ROOT = Path(__file__).resolve().parents[3]
DOC = ROOT / "docs" / "mesures.md"
CPU, MEMOIRE = Path("/proc/cpuinfo"), Path("/proc/meminfo")
TETE = """# Ce qui a été mesuré

Écrit par `GARDER=1 make bench`, le {jour}. Mesures tenues : {tenues} sur {total}. Une vitesse n'est jamais promise
seule : elle est comparée, dans le même passage et sur la même machine, à une autre façon de faire la même chose
(« pair »), ou bornée.

- **Machine** : {machine}
- **Logiciels** : {logiciels}

Seuls les rapports et les cibles se comparent d'une machine à l'autre ; les durées, non.
"""
COLONNES = "| mesure | valeur | unité | pair | rapport | cible | tenue |\n" + "| --- " * 7 + "|\n"


def page(measures: Mapping[str, Sequence[Mesure]], le: date) -> str:
    """The report: one table for each bench, in the order they ran."""
    every = [one for told in measures.values() for one in told]
    head = TETE.format(
        jour=jour(le), tenues=sum(one.ok for one in every), total=len(every), machine=machine(), logiciels=logiciels()
    )
    parts = [f"## {name}\n\n{COLONNES}{''.join(map(_ligne, told))}" for name, told in measures.items()]
    return "\n".join([head, *parts])


def machine() -> str:
    """The processors and the memory of this machine, as its system says them."""
    lines = CPU.read_text().splitlines() if CPU.exists() else []
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    kilobytes = int(MEMOIRE.read_text().split()[1]) if MEMOIRE.exists() else 0
    memory = f", {nombre(kilobytes / 1024**2, 0)} Go de mémoire" if kilobytes else ""
    return f"{os.cpu_count()} cœurs ({model}){memory}, {platform.system()}"


def logiciels() -> str:
    """What the product runs on here."""
    named = ", ".join(f"{name} {metadata.version(name)}" for name in ("streamlit", "pandas", "numpy", "scipy"))
    return f"Python {platform.python_version()}, {named}"


def _ligne(one: Mesure) -> str:
    peer = "" if one.peer is None else f"{one.peer:.3g}"
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    cells = (one.name, f"{one.value:.3g}", one.unit, peer, ratio, one.target, "oui" if one.ok else "**non**")
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |\n"
