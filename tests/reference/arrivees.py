"""Arrivals of each département, computed again from the raw file in plain arithmetic, beside what the product shows."""

import csv
import sys
from pathlib import Path

from components.effectifs import lectures_sources
from components.effectifs.moteur.passe.retro import LOCAL, MODELE
from data.effectifs import arrivees, retro

FICHIER = "drees_rpps_adeli_effectifs_departement_2012_2020.csv"
VUS = ("71", "58", "93", "23", "48", "2A")


def check(folder: Path) -> int:
    """Print the ratios of six départements; return 1 when one is not that of the product."""
    wrong = problems(folder)
    for words in wrong:
        print(f"arrivées : {words}", file=sys.stderr)
    return 1 if wrong else 0


def problems(folder: Path) -> list[str]:
    """One French sentence per difference."""
    found = []
    for test in retro.lire().epreuves:
        counts = _comptes(folder, test["profession"])
        embedded = arrivees.passe(test["profession"])
        if {code: tuple(row) for code, row in embedded.iterrows()} != counts:
            found.append(f"{test['profession']} : les effectifs livrés ne sont plus ceux de {FICHIER}")
        errors = {guess["nom"]: guess["erreur"] for guess in test["previsions"]}
        if errors[LOCAL] < errors[MODELE]:
            found += _ecarts(test["profession"], _rapports(counts, test["reste"]))
    return found


def _ecarts(profession: str, ratios: dict[str, float]) -> list[str]:
    code = next(code for code, (name, _) in lectures_sources.PROXYS.items() if name == profession)
    shown = {place: lectures_sources.arrivees_locales(place)[code].centre for place in VUS}
    print("arrivées,", profession, *(f"{place} {value:.2f}" for place, value in shown.items()))
    return [
        f"{place} : {value:.4f} montré, {ratios[place]:.4f} recalculé"
        for place, value in shown.items()
        if abs(value - ratios[place]) > 1e-9
    ]


def _comptes(folder: Path, profession: str) -> dict[str, tuple[float, float]]:
    read: dict[str, dict[str, float]] = {}
    with (folder / FICHIER).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["profession"] == profession and row["code_departement"] not in ("", "00"):
                read.setdefault(row["code_departement"], {})[row["annee"]] = float(row["effectif"])
    first, last = str(arrivees.DEBUT), str(arrivees.FIN)
    return {code: (known[first], known[last]) for code, known in read.items() if known.get(first) and known.get(last)}


def _rapports(counts: dict[str, tuple[float, float]], stays: float) -> dict[str, float]:
    people = sum(before for before, _ in counts.values())
    pace = sum(after - before * stays for before, after in counts.values()) / people
    raw = {code: (after / before - stays) / pace for code, (before, after) in counts.items()}
    chance = {code: (stays * (1 - stays) + pace) / pace**2 / before for code, (before, _) in counts.items()}
    spread = max(sum(counts[c][0] / people * ((raw[c] - 1) ** 2 - chance[c]) for c in counts), 0.0)
    return {code: 1 + spread / (spread + chance[code]) * (raw[code] - 1) for code in counts}
