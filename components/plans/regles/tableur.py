"""A plan as a spreadsheet: its columns in words, and each row read back, with the reason of every refusal in French."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from components.core.mots import DEROGATION, STATUTS
from components.core.saisie import ESPACE
from components.core.tableurs import ERREUR, est_gatee
from components.core.textes import FORMULES
from components.plans.regles import actions

NUMERO, VERSION, TERRITOIRE, ORIGINE = "N°", "Version", "Territoire", "Répond à"
TEXTES = {
    "titre": "Titre", "operateur": "Opérateur", "pilote": "Pilote", "partenaires": "Partenaires",
    "description": "Description", "deblocage": "Ce qui débloquerait", "raison": "Raison de la table",
    **DEROGATION,
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
RECENTES = (
    "Raison de la table",
    *DEROGATION.values(),
)  # columns that an export of before does not have: it says nothing of them
CITE = 40  # characters of a wrong cell that are quoted
NOMBRE = re.compile(r"\d+(?:[.,]\d*)?|[.,]\d+")
MILLIERS = re.compile(rf"(?<=\d){ESPACE}(?=\d{{3}}(?!\d))")
JOUR = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
JOUR_EXCEL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
JOUR_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]00:00(?::00)?)?")
OBLIGATOIRES = ("titre", "operateur", "pilote", "debut", "fin")
COLONNES = (
    NUMERO, VERSION, TERRITOIRE, ORIGINE, "Titre", "Opérateur", "Statut de l'opérateur", "Intervient", "Réversible",
    "Pilote", "Partenaires", "Secteur", "Début", "Fin", "ETP", "Statut", "Ce qui débloquerait", "Description",
    "Raison de la table", *DEROGATION.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Exportee:
    """An action as it was exported: its cells by column, the fields they say, the columns whose text was cut."""

    cellules: Mapping[str, str]
    champs: Mapping[str, Any]
    coupees: frozenset[str] = frozenset()

    def intacte(self, title: str, cell: str) -> bool:
        """Whether a cell comes back as it left."""
        return title in self.cellules and cell.strip() == self.cellules[title].strip()


INCONNUE = Exportee({}, {})
Exportees = Callable[[int, int], Exportee | None]


@dataclass(frozen=True)
class LigneDuPlan:
    """One row read: its line in the file, the action it changes (None: a new one) as it was read, its fields; the same
    action as it left, as far as it is known; and which of its territory and its origin came back as they left."""

    rang: int
    ident: int | None
    version: int
    territoire: str
    origine: str
    champs: dict[str, Any]
    partie: Exportee = INCONNUE
    intactes: frozenset[str] = frozenset()


def en_ligne(ident: int, row: Mapping[str, Any], territoire: str, origine: str) -> dict[str, object]:
    """One action in words, by column."""
    words: dict[str, object] = {NUMERO: ident, VERSION: row["version"], TERRITOIRE: territoire, ORIGINE: origine}
    words |= {title: row[name] for name, title in TEXTES.items()}
    words |= {title: codes[str(row[name])] for name, (title, codes) in CODES.items()}
    words |= {title: date.fromisoformat(row[name]).strftime("%d/%m/%Y") for name, title in DATES.items()}
    return words | {title: row[name] for name, title in NOMBRES.items()}


def lire(
    rows: Sequence[Mapping[str, str]], exportees: Exportees = lambda ident, version: None, rangs: Sequence[int] = ()
) -> tuple[list[LigneDuPlan], list[str]]:
    """Rows of a file (texts by column) as lines, and the problems in French (line, column, reason).

    `exportees`: an action (number, version) as it left: a cell that comes back as it left is not read at all.
    `rangs`: the line of each row in the file.
    """
    if not rows:
        return [], ["Le fichier ne contient aucune ligne."]
    missing = [title for title in COLONNES if title not in rows[0] and title not in RECENTES]
    if missing:
        return [], [f"Ligne 1, colonne « {title} » : absente du fichier." for title in missing]
    lines, problems, seen = [], [], set()
    for rank, row in zip(rangs or range(2, len(rows) + 2), rows, strict=True):
        line, wrong = _line(rank, row, exportees)
        if line.ident is not None and line.ident in seen:
            wrong.append(f"colonne « {NUMERO} » : l'action {line.ident} est déjà plus haut.")
        seen.add(line.ident)
        problems += [f"Ligne {rank}, {words}" for words in wrong]
        lines.append(line)
    return lines, problems + _deplacees(lines)


def _deplacees(lines: Sequence[LigneDuPlan]) -> list[str]:
    """Rows whose cells are all those of another action of the file: the column of numbers was sorted alone."""
    owners: dict[tuple[Any, ...], LigneDuPlan] = {}
    for line in lines:
        if line.ident is not None and line.partie is not INCONNUE:
            owners[tuple(line.partie.champs.get(name) for name in line.champs)] = line
    problems = []
    for line in owners.values():
        owner = owners.get(tuple(line.champs.values()), line)
        if owner is not line:
            words = f"colonne « {NUMERO} » : l'action {line.ident}, mais le reste est celui de l'action {owner.ident}."
            problems.append(f"Ligne {line.rang}, {words} Triez les lignes entières.")
    return problems


def _line(rank: int, row: Mapping[str, str], exportees: Exportees) -> tuple[LigneDuPlan, list[str]]:
    wrong: list[str] = []

    def read(title: str, parse: Callable[[str], Any], advice: str) -> Any:
        try:
            return parse(_plain(row[title]))
        except (ValueError, KeyError, OverflowError):
            wrong.append(f"colonne « {title} » : « {_plain(row[title])[:CITE]} », {advice}")
            return None

    number = read(NUMERO, _whole, "écrire le numéro de l'export, ou laisser vide pour une action nouvelle.")
    version = read(VERSION, partial(_version, number), "laisser la valeur de l'export.")
    left = (exportees(number, version) if number and version else None) or INCONNUE

    def field(name: str, title: str, parse: Callable[[str], Any], advice: str) -> Any:
        same = name in left.champs and left.intacte(title, row[title])
        return left.champs[name] if same else read(title, parse, advice)

    texts = {name: title for name, title in TEXTES.items() if title in row}
    fields: dict[str, Any] = {name: field(name, title, str, "") for name, title in texts.items()}
    for name, (title, codes) in CODES.items():
        by_word = {words.lower(): int(key) if key.isdigit() else key for key, words in codes.items()}
        fields[name] = field(name, title, partial(_code, by_word), f"écrire : {' ou '.join(by_word)}.")
    advice = f"écrire une date comme 31/12/2027, de {ANNEES[0]} à {ANNEES[1]}."
    fields |= {name: field(name, title, _day, advice) for name, title in DATES.items()}
    fields |= {name: field(name, t, _number, "écrire un nombre, ou laisser vide.") for name, t in NOMBRES.items()}
    wrong += _faults(row, left)
    if fields["debut"] and fields["fin"] and fields["fin"] < fields["debut"] and not _same(left, row, *DATES.values()):
        wrong.append(f"colonne « {DATES['fin']} » : précède le début ({actions.jma(fields['debut'])}).")
    titles = TEXTES | DATES
    wrong += [f"colonne « {titles[n]} » : vide." for n in OBLIGATOIRES if not _plain(row[titles[n]])]
    place, origin = _plain(row[TERRITOIRE]), _plain(row[ORIGINE])
    same = frozenset(title for title in (TERRITOIRE, ORIGINE) if left.intacte(title, row[title]))
    return LigneDuPlan(rank, number, version or 0, place, origin, fields, left, same), wrong


def _same(left: Exportee, row: Mapping[str, str], *titles: str) -> bool:
    return all(left.intacte(title, row[title]) for title in titles)


def _faults(row: Mapping[str, str], left: Exportee) -> list[str]:
    """Cells of text that a spreadsheet turned into something else, or could not hold whole."""
    faults = []
    for title in (TERRITOIRE, ORIGINE, *TEXTES.values()):
        if title not in row:
            continue
        cell = row[title].strip()
        if left.intacte(title, cell):
            continue
        if est_gatee(cell):
            faults.append(f"colonne « {title} » : « {cell[:CITE]} », formule ou erreur : collez un texte à sa place.")
        elif JOUR_EXCEL.fullmatch(cell):
            faults.append(f"colonne « {title} » : « {cell[:CITE]} », date du tableur : mettez la cellule en texte.")
        elif title in left.coupees:
            faults.append(f"colonne « {title} » : texte trop long pour un tableur, à modifier à l'écran.")
    return faults


def _plain(text: str) -> str:
    """A cell without outer spaces, nor the apostrophe that keeps a formula or an error asleep."""
    text = text.strip()
    asleep = text[:1] == "'" and (text[1:].startswith(FORMULES) or ERREUR.fullmatch(text[1:]))
    return text[1:] if asleep else text


def _code(by_word: Mapping[str, Any], text: str) -> Any:
    return by_word[text.lower()]


def _whole(text: str) -> int | None:
    """A positive whole number, as spreadsheets write them (« 3 », « 3.0 »); never rounded to another one."""
    if not text:
        return None
    value = float(text) if NOMBRE.fullmatch(text) else 0
    if not 0 < value < ENTIER or value != int(value):
        raise ValueError(text)
    return int(value)


def _version(number: int | None, text: str) -> int | None:
    if number is not None and not text:
        raise ValueError(text)
    return _whole(text)


def _number(text: str) -> float | None:
    if not text:
        return None
    plain = MILLIERS.sub("", text)
    value = float(plain.replace(",", ".")) if NOMBRE.fullmatch(plain) else -1
    if not 0 <= value < 1e4:
        raise ValueError(text)
    return value


def _day(text: str) -> str | None:
    if not text:
        return None
    if JOUR.fullmatch(text):
        day, month, year = (int(part) for part in text.split("/"))
        when = date(year, month, day)
    elif JOUR_ISO.fullmatch(text):
        when = date.fromisoformat(text[:10])
    else:
        raise ValueError(text)
    if not ANNEES[0] <= when.year <= ANNEES[1]:
        raise ValueError(text)
    return when.isoformat()
