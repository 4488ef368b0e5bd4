"""A plan as a spreadsheet: its columns in words, and each row read back, with the reason of every refusal in French."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from components.core.mots import STATUTS
from components.plans.regles import actions

NUMERO, VERSION, TERRITOIRE, ORIGINE = "N°", "Version", "Territoire", "Répond à"
TEXTES = {
    "titre": "Titre", "operateur": "Opérateur", "pilote": "Pilote", "partenaires": "Partenaires",
    "description": "Description", "deblocage": "Ce qui débloquerait",
}  # fmt: skip
CODES: dict[str, tuple[str, Mapping[str, str]]] = {
    "statut_operateur": ("Statut de l'opérateur", actions.STATUTS_OPERATEUR),
    "mode": ("Intervient", actions.MODES),
    "secteur": ("Secteur", actions.SECTEURS),
    "statut": ("Statut", STATUTS),
    "reversible": ("Réversible", {"1": "oui", "0": "non"}),
}
DATES = {"debut": "Début", "fin": "Fin"}
NOMBRES = {"etp": "ETP"}
ANNEES = (2000, 2100)
ENTIER = 2**53  # beyond, a spreadsheet does not keep a whole number
CITE = 40  # characters of a wrong cell that are quoted
OBLIGATOIRES = ("titre", "operateur", "pilote", "debut", "fin")
COLONNES = (
    NUMERO, VERSION, TERRITOIRE, ORIGINE, "Titre", "Opérateur", "Statut de l'opérateur", "Intervient", "Réversible",
    "Pilote", "Partenaires", "Secteur", "Début", "Fin", "ETP", "Statut", "Ce qui débloquerait", "Description",
)  # fmt: skip


@dataclass(frozen=True)
class LigneDuPlan:
    """One row read: its line in the file, the action it changes (None: a new one) as it was read, its fields."""

    rang: int
    ident: int | None
    version: int
    territoire: str
    origine: str
    champs: dict[str, Any]


def en_ligne(ident: int, row: Mapping[str, Any], territoire: str, origine: str) -> dict[str, object]:
    """One action in words, by column."""
    words: dict[str, object] = {NUMERO: ident, VERSION: row["version"], TERRITOIRE: territoire, ORIGINE: origine}
    words |= {title: row[name] for name, title in TEXTES.items()}
    words |= {title: codes[str(row[name])] for name, (title, codes) in CODES.items()}
    words |= {title: date.fromisoformat(row[name]).strftime("%d/%m/%Y") for name, title in DATES.items()}
    return words | {title: row[name] for name, title in NOMBRES.items()}


def lire(rows: Sequence[Mapping[str, str]]) -> tuple[list[LigneDuPlan], list[str]]:
    """Rows of a file (texts by column) as lines, and the problems in French (line, column, reason)."""
    if not rows:
        return [], ["Le fichier ne contient aucune ligne."]
    missing = [title for title in COLONNES if title not in rows[0]]
    if missing:
        return [], [f"Ligne 1, colonne « {title} » : absente du fichier." for title in missing]
    lines, problems, seen = [], [], set()
    for rank, row in enumerate(rows, start=2):
        line, wrong = _line(rank, row)
        if line.ident is not None and line.ident in seen:
            wrong.append(f"colonne « {NUMERO} » : l'action {line.ident} est déjà plus haut.")
        seen.add(line.ident)
        problems += [f"Ligne {rank}, {words}" for words in wrong]
        lines.append(line)
    return lines, problems


def _line(rank: int, row: Mapping[str, str]) -> tuple[LigneDuPlan, list[str]]:
    wrong: list[str] = []

    def read(title: str, parse: Callable[[str], Any], advice: str) -> Any:
        try:
            return parse(_plain(row[title]))
        except (ValueError, KeyError, OverflowError):
            wrong.append(f"colonne « {title} » : « {_plain(row[title])[:CITE]} », {advice}")
            return None

    number = read(NUMERO, _whole, "écrire le numéro de l'export, ou laisser vide pour une action nouvelle.")
    version = read(VERSION, partial(_version, number), "laisser la valeur de l'export.")
    fields: dict[str, Any] = {name: _plain(row[title]) for name, title in TEXTES.items()}
    for name, (title, codes) in CODES.items():
        known = {words.lower(): key for key, words in codes.items()}
        fields[name] = read(title, partial(_code, known), f"écrire : {' ou '.join(known)}.")
    fields["reversible"] = None if fields["reversible"] is None else int(fields["reversible"])
    fields |= {
        n: read(title, _day, f"écrire une date comme 31/12/2027, de {ANNEES[0]} à {ANNEES[1]}.")
        for n, title in DATES.items()
    }
    fields |= {n: read(title, _number, "écrire un nombre, ou laisser vide.") for n, title in NOMBRES.items()}
    if fields["debut"] and fields["fin"] and fields["fin"] < fields["debut"]:
        wrong.append(f"colonne « {DATES['fin']} » : précède le début ({actions.jma(fields['debut'])}).")
    titles = TEXTES | DATES
    wrong += [f"colonne « {titles[n]} » : vide." for n in OBLIGATOIRES if not _plain(row[titles[n]])]
    return LigneDuPlan(rank, number, version or 0, _plain(row[TERRITOIRE]), _plain(row[ORIGINE]), fields), wrong


def _plain(text: str) -> str:
    """A cell without outer spaces, nor the apostrophe that keeps a formula asleep."""
    text = text.strip()
    return text[1:] if text[:1] == "'" and text[1:2] in "=+-@" else text


def _code(known: Mapping[str, str], text: str) -> str:
    return known[text.lower()]


def _whole(text: str) -> int | None:
    """A positive whole number, as spreadsheets write them (« 3 », « 3.0 »); never rounded to another one."""
    if not text:
        return None
    value = float(text)
    if not 0 < value < ENTIER or value != int(value):
        raise ValueError(text)
    return int(value)


def _version(number: int | None, text: str) -> int | None:
    if number is not None and not text:
        raise ValueError(text)
    return _whole(text)


def _number(text: str) -> float | None:
    value = float(text.replace(",", ".").replace("\u202f", "")) if text else None
    if value is not None and not 0 <= value < 1e4:
        raise ValueError(text)
    return value


def _day(text: str) -> str | None:
    if not text:
        return None
    if "/" in text:
        day, month, year = (int(part) for part in text.split("/"))
        found = date(year, month, day)
    else:
        found = date.fromisoformat(text[:10])
    if not ANNEES[0] <= found.year <= ANNEES[1]:
        raise ValueError(text)
    return found.isoformat()
