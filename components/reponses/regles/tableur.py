"""A list of structures as a spreadsheet: its columns in words, and each row read back, or refused with its reason."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from components.core.saisie import ESPACE, simple
from components.core.tableurs import est_gatee
from components.core.textes import FORMULES, inerte

COLONNES = {
    "nom": "Nom", "type": "Type", "role": "Rôle", "secteur": "Secteur", "statut": "Public ou privé",
    "taille": "Taille (ACI)", "professionnels": "Professionnels", "membres": "Membres", "telephone": "Téléphone",
    "adresse": "Adresse", "precisions": "Précisions", "couverture": "Couvre", "maturite": "Étape",
    "maturite_le": "Depuis le",
}  # fmt: skip
OBLIGATOIRES = ("nom", "type")
CITE = 60  # characters of a wrong cell that are quoted
JOUR = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
ENTIER = re.compile(rf"[0-9]{{1,6}}|[0-9]{{1,3}}{ESPACE}[0-9]{{3}}")  # a space parts thousands alone
SANS_DEBUT = re.compile(r"(33)?[1-9][0-9]{8}")
ISO = re.compile(r"(\d{4}-\d\d-\d\d)( 00:00:00)?")
Mots = Mapping[str, str]
Lecture = Callable[[str], Any]


def est_entete(cellules: Sequence[str]) -> bool:
    """Whether a row gives the headings of a list of structures."""
    return {"nom", "type"} <= {simple(cell) for cell in cellules}


def lire(
    rangees: Sequence[tuple[int, Sequence[str]]], codes: Mapping[str, Mots], lieux: Lecture
) -> tuple[list[tuple[int, dict[str, Any]]], list[str], list[str]]:
    """Rows (line, cells; headings first) as fields by line; the problems in French; the headings that are not read.

    `codes`: for type, role, secteur, statut and taille, what each word means. `lieux`: reads what a structure covers,
    and raises ValueError with the reason. A column that is not there says nothing.
    """
    titles = {simple(title): name for name, title in COLONNES.items()}
    headings = [simple(cell) for cell in rangees[0][1]] if rangees else []
    twice = [COLONNES[titles[h]] for h in dict.fromkeys(headings) if h in titles and headings.count(h) > 1]
    problems = [f"colonne « {title} » : en double." for title in twice]
    problems += [f"La colonne « {COLONNES[n]} » manque." for n in OBLIGATOIRES if simple(COLONNES[n]) not in headings]
    if len(rangees) < 2 and not problems:
        problems.append("Le fichier ne contient aucune structure.")
    left = [cell.strip() for cell in (rangees[0][1] if rangees else []) if cell.strip() and simple(cell) not in titles]
    lines, seen = [], dict[Any, int]()
    for number, cells in rangees[1:] if not problems else ():
        row, wrong = _ligne(headings, titles, cells, codes, lieux)
        key = (row.get("type"), simple(str(row.get("nom", ""))))
        if not wrong and key in seen:
            wrong = [f"colonne « Nom » : déjà à la ligne {seen[key]}, avec ce type."]
        seen.setdefault(key, number)
        problems += [f"Ligne {number}, {words}" for words in wrong]
        lines.append((number, row))
    return lines, problems, left


def _ligne(
    headings: Sequence[str], titles: Mots, cells: Sequence[str], codes: Mapping[str, Mots], lieux: Lecture
) -> tuple[dict[str, Any], list[str]]:
    row: dict[str, Any] = {}
    wrong = [
        f"colonne sans titre : « {cell.strip()[:CITE]} »."
        for k, cell in enumerate(cells)
        if cell.strip() and not (k < len(headings) and headings[k])
    ]
    readers: dict[str, Lecture] = {name: _code(words) for name, words in codes.items()}
    readers |= {"professionnels": _entier, "maturite_le": _jour, "couverture": lieux, "telephone": _telephone}
    for heading, cell in zip(headings, [*cells, *[""] * len(headings)], strict=False):
        if heading not in titles:
            continue
        name = titles[heading]
        text = cell.strip() if name == "professionnels" else _nu(cell)  # two lines of a cell are not one number
        if est_gatee(cell):
            wrong.append(f"colonne « {COLONNES[name]} » : « {text[:CITE]} », formule ou erreur : écrivez un texte.")
            continue
        try:
            row[name] = readers.get(name, str)(text)
        except ValueError as problem:
            wrong.append(f"colonne « {COLONNES[name]} » : « {text[:CITE]} », {problem}")
    wrong += [f"colonne « {COLONNES[n]} » : vide." for n in OBLIGATOIRES if row.get(n) == ""]
    if row.get("maturite") and not row.get("maturite_le"):
        wrong.append(f"colonne « {COLONNES['maturite_le']} » : une étape a une date.")
    return row, wrong


def relu(texte: str) -> str:
    """What a list reads of a text that it exported."""
    return _nu(inerte(texte))


def _nu(cell: str) -> str:
    """A cell without outer spaces, nor the apostrophe that keeps a formula asleep."""
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:].startswith((*FORMULES, "#")) else text


def _code(words: Mots) -> Lecture:
    by_word = {simple(word): code for word, code in words.items()}

    def read(text: str) -> str:
        if simple(text) not in by_word:
            raise ValueError(f"écrire : {', '.join(word for word in words if word)}.")
        return by_word[simple(text)]

    return read


def _entier(text: str) -> int | None:
    if not text:
        return None
    if not ENTIER.fullmatch(text):
        raise ValueError("écrire un nombre entier, ou laisser vide.")
    return int(re.sub(ESPACE, "", text))


def _telephone(text: str) -> str:
    """A number for the public, what a spreadsheet took from its beginning put back: a zero, or the « + » of +33."""
    lost = SANS_DEBUT.fullmatch(text)
    return f"{'+' if lost[1] else '0'}{text}" if lost else text


def _jour(text: str) -> str:
    if not text:
        return ""
    try:
        if match := JOUR.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        if match := ISO.fullmatch(text):
            return date.fromisoformat(match[1]).isoformat()
    except ValueError:
        pass
    raise ValueError("écrire une date comme 31/12/2025.")
