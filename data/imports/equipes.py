"""Teams of professionals, one line per person or group: what a table knows of its workforce, every profession."""

from collections.abc import Mapping, Sequence
from typing import Any

from data.imports.grammaire import tableau
from data.imports.grammaire.base import Fichier, Rejets
from data.imports.grammaire.cellules import blanche, colonne, entier, est_absent, nombre, personnes, simple
from data.imports.grammaire.tableur import Rangee

COLONNES = (
    "territoire", "profession", "personnes", "sexe", "age_de", "age_a", "heures", "patientele", "cumul", "exercice",
    "secteur", "depart", "arrivee",
)  # fmt: skip
AUTRES = {
    "personnes": ("effectif", "nombre"),
    "age_de": ("age", "age_min"),
    "age_a": ("age_max",),
    "exercice": ("mode",),
}
ENTIERS, REELS = ("personnes", "age_de", "age_a", "depart", "arrivee"), ("heures", "patientele")
OUI, NON = ("1", "oui", "o", "vrai", "x"), ("", "0", "non", "n", "faux")
MODELE = ";".join(COLONNES) + "\n200070530;infirmier;1;F;42;42;35;;non;salarié;public;;2028\n"


def lire(
    fichier: Fichier, lieux: Mapping[str, str], professions: Mapping[str, str], choix: Mapping[str, Sequence[str]]
) -> list[dict[str, Any]]:
    """Rows of a CSV `COLONNES` (only the first three are needed), each with `ligne`, its line in the file.

    `lieux`, `professions`: codes by name or code, in `simple` form; `choix`: words allowed for exercice, secteur, sexe
    (the first one when empty). Raises `FichierRefuse` listing every bad cell.
    """
    table = tableau.lire(fichier, reconnait, "territoire, profession, personnes…")
    where = {name: colonne(table.noms, name, *AUTRES.get(name, ())) for name in COLONNES}
    rejets = Rejets()
    members = [_ligne(row, where, lieux, professions, choix, rejets) for row in table.rangees]
    rejets.lever(fichier)
    return members


def reconnait(titres: list[str]) -> bool:
    """Whether headings are those of a team."""
    return {"territoire", "profession"} <= set(titres)


def _ligne(
    row: Rangee, where: Mapping[str, int], lieux: Mapping[str, str], professions: Mapping[str, str],
    choix: Mapping[str, Sequence[str]], rejets: Rejets,
) -> dict[str, Any]:  # fmt: skip
    cell = {name: row[k] if k >= 0 else None for name, k in where.items()}
    read: dict[str, Any] = {"ligne": row.numero}
    for name, codes in (("territoire", lieux), ("profession", professions)):
        read[name] = codes.get(simple(cell[name]))
        if read[name] is None:
            rejets.ajouter(
                row.numero, name, cell[name], f"{name} inconnu", "Écrivez le nom ou le code de l'écran Équipe."
            )
    for name in (*ENTIERS, *REELS):
        read[name] = _nombre(name, cell[name], row.numero, rejets)
    if read["personnes"] is None:
        read["personnes"] = 1
    for name, words in choix.items():
        read[name] = _mot(name, cell[name], words, row.numero, rejets)
    read["cumul"] = simple(cell["cumul"]) in OUI
    if simple(cell["cumul"]) not in (*OUI, *NON):
        rejets.ajouter(row.numero, "cumul", cell["cumul"], "ni oui, ni non", "Écrivez oui ou non.")
    return read


def _nombre(name: str, cell: object, line: int, rejets: Rejets) -> float | int | None:
    if est_absent(cell) and not blanche(cell):
        rejets.ajouter(line, name, cell, "ce n'est pas un nombre", "Corrigez ou videz la cellule.")
        return None
    if name in REELS:
        return (personnes if name == "patientele" else nombre)(cell, rejets, line, name)
    value = entier(cell, rejets, line, name)
    return None if value is None else int(value)


def _mot(name: str, cell: object, words: Sequence[str], line: int, rejets: Rejets) -> str:
    if blanche(cell):
        return words[0]
    choice = next((word for word in words if simple(word) == simple(cell)), None)
    if choice is None:
        rejets.ajouter(line, name, cell, "mot inconnu", f"Écrivez : {', '.join(word for word in words if word)}.")
    return choice or words[0]
