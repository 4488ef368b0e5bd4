"""Pure rules of a séance: the quorum, and a list of members read row by row."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from components.core.tableurs import est_gatee
from components.core.textes import inerte

OUI, NON = {"", "oui", "o", "1", "vrai", "x"}, {"non", "n", "0", "faux"}
COLONNES = {
    "nom": "nom", "prenom": "prénom", "college": "collège", "organisation": "organisation", "suppleant": "suppléant",
    "vote": "vote",
}  # fmt: skip
NOM_MAX, TEXTE_MAX, MONTRES = 120, 200, 40  # characters
SEMBLABLES = str.maketrans(
    dict.fromkeys("\u2019\u2018\u02bc\u2032\u00b4`\uff07", "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | {"œ": "oe", "æ": "ae"}
)
TOTAL = re.compile(r"(sous[- ])?tota(l|ux)\b")
HOMONYMES = "Deux personnes du même nom ? Distinguez-les, par exemple « Jean Martin (CPTS) »."
VIDE = "Le fichier ne contient aucune ligne."
Rangee = tuple[int, list[str]]


def requis(quorum: Fraction, membres: int) -> int:
    """Voting members needed for a quorum: the part rounded up."""
    return int(-(-quorum * membres // 1))


def simple(texte: str) -> str:
    """A text without case, accents or outer spaces, to compare names and headings; letters of any alphabet stay, and
    all apostrophes, hyphens and ligatures are one."""
    apart = unicodedata.normalize("NFKD", texte.casefold().translate(SEMBLABLES))
    return " ".join(unicodedata.normalize("NFC", "".join(c for c in apart if not unicodedata.combining(c))).split())


def est_entete(cellules: Sequence[str]) -> bool:
    """Whether a row gives the headings of a list of members."""
    return {"nom", "college"} <= {simple(cell) for cell in cellules}


def ignorees(rangees: Sequence[Rangee]) -> list[str]:
    """Headings of a list of members that are not read, as they are written."""
    return [
        cell.strip() for cell in (rangees[0][1] if rangees else []) if cell.strip() and simple(cell) not in COLONNES
    ]


def lire_membres(
    rangees: Sequence[Rangee], colleges: Mapping[str, str], dits: Mapping[str, str] | None = None
) -> tuple[list[dict[str, object]], list[str]]:
    """Members read from the rows that hold something (line number, cells), headings first; and the problems in
    French (line, column, reason). Columns: `COLONNES`, vote being oui/non (by default everyone votes but the ARS).

    `dits`: colleges as the list writes them, by the code that facilitation said they are."""
    counts = Counter(map(simple, colleges.values()))  # a name that two colleges share is no one's: their code is
    codes = {simple(name): code for code, name in colleges.items() if counts[simple(name)] == 1}
    codes |= {simple(code): code for code in colleges}
    codes |= {str(rank): code for rank, code in enumerate(colleges, start=1)}
    codes |= {simple(written): code for written, code in (dits or {}).items() if code in colleges}
    headings = [simple(cell) for cell in rangees[0][1]] if rangees else []
    rows: list[dict[str, object]] = []
    problems = _heading_problems(rangees[0][0], headings) if len(rangees) > 1 else [VIDE]
    names: set[str] = set()
    for number, cells in rangees[1:] if not problems else ():
        whole = zip(headings, [*cells, *[""] * len(headings)], strict=False)  # the empty cells at the end are not there
        row = {name: " ".join(cell.split()) for name, cell in whole if name in COLONNES}
        row["nom"] = " ".join(part for part in (row.get("prenom"), row.get("nom")) if part) if row.get("nom") else ""
        faults = [*_stray(headings, cells), *_problems(row, codes, names)]
        problems += [f"Ligne {number}, {words}" for words in faults]
        if not faults:
            names.add(simple(row["nom"]))
            rows.append(_member(row, codes))
    return rows, problems


def colleges_inconnus(rangees: Sequence[Rangee], colleges: Mapping[str, str]) -> list[str]:
    """The colleges that a list names and the table does not know, as they are written, once each."""
    headings = [simple(cell) for cell in rangees[0][1]] if rangees else []
    if "college" not in headings:
        return []
    place = headings.index("college")
    known_words = {simple(word) for pair in colleges.items() for word in pair}
    known_words |= {str(rank) for rank in range(1, len(colleges) + 1)}
    written = (" ".join(cells[place].split()) for _, cells in rangees[1:] if place < len(cells))
    return list({simple(one): one for one in written if one and simple(one) not in known_words}.values())


def _heading_problems(number: int, headings: list[str]) -> list[str]:
    twice = [COLONNES[name] for name in COLONNES if headings.count(name) > 1]
    missing = [COLONNES[name] for name in ("nom", "college") if name not in headings]
    return [
        *(f"Ligne {number}, colonne « {name} » : en double." for name in twice),
        *(f"Ligne {number} : la colonne « {name} » manque (la première ligne donne les titres)." for name in missing),
    ]


def _stray(headings: list[str], cells: list[str]) -> list[str]:
    """Cells under no heading: the row is shifted, or a separator is inside a name."""
    untitled = [cell for k, cell in enumerate(cells) if cell.strip() and not (k < len(headings) and headings[k])]
    return [f"colonne sans titre : « {_short(untitled[0])} » n'est sous aucun titre."] if untitled else []


def _problems(row: dict[str, str], codes: Mapping[str, str], names: set[str]) -> list[str]:
    name, college = row["nom"], row.get("college", "")
    limits = {"nom": NOM_MAX, "organisation": TEXTE_MAX, "suppleant": TEXTE_MAX}
    faults = [
        f"colonne « {COLONNES[key]} » : caractère de contrôle ({mark})."
        for key, value in row.items()
        if (mark := _hidden(value))
    ]
    faults += [
        f"colonne « {COLONNES[key]} » : « {_short(value)} », formule ou erreur de tableur au lieu d'un texte."
        for key, value in row.items()
        if est_gatee(value)
    ]
    faults += [
        f"colonne « {COLONNES[key]} » : plus de {most} caractères."
        for key, most in limits.items()
        if len(row.get(key, "")) > most
    ]
    checks = {
        "colonne « nom » : vide.": not name,
        f"colonne « nom » : « {_short(name)} » est déjà plus haut. {HOMONYMES}": bool(name) and simple(name) in names,
        "colonne « nom » : une ligne de total n'est personne, retirez-la.": TOTAL.match(simple(name)) is not None,
        f"colonne « collège » : « {_short(college)} » n'est pas un collège de la table.": simple(college) not in codes,
        "colonne « vote » : écrire oui ou non.": simple(row.get("vote", "")) not in OUI | NON,
    }
    return faults or [words for words, wrong in checks.items() if wrong]


def _hidden(text: str) -> str:
    """The first character that is not seen (control, direction of writing…) or was lost, as « U+0007 »; joiners are
    letters."""
    kinds = ("Cc", "Cf", "Cs", "Co", "Cn")
    seen = (c for c in text if c == "\ufffd" or (unicodedata.category(c) in kinds and c not in "\u200c\u200d"))
    return next((f"U+{ord(c):04X}" for c in seen), "")


def _short(text: str) -> str:
    return text if len(text) <= MONTRES else f"{text[: MONTRES - 1]}…"


def _member(row: dict[str, str], codes: Mapping[str, str]) -> dict[str, object]:
    vote = simple(row.get("vote", ""))
    return {
        "nom": row["nom"], "college": codes[simple(row["college"])], "organisation": row.get("organisation"),
        "suppleant": row.get("suppleant"), "vote": int(vote in OUI) if vote else None,
    }  # fmt: skip


def completer(lu: Mapping[str, object], connu: Mapping[str, object] | None = None) -> dict[str, object]:
    """A member as a list gives it; what the list has no column for, what comes back as it was exported, or a vote left
    blank, stays as the table has it (`connu`). Someone new votes, but the ARS."""
    before: Mapping[str, object] = connu or {"organisation": "", "suppleant": "", "vote": None}
    member = {**lu, **{name: before[name] for name in before if lu.get(name) is None}}
    for name in ("organisation", "suppleant"):
        text = str(member[name])
        asleep = text.startswith("'") and inerte(text[1:]) == text
        same = connu is not None and text == " ".join(inerte(str(before[name])).split())
        member[name] = before[name] if same else text[1:] if asleep else text
    if member["vote"] is None:
        member["vote"] = int(not _est_ars(simple(str(member["organisation"]))))
    return member


def _est_ars(organisation: str) -> bool:
    return "ars" in organisation.replace("-", " ").split() or "agence regionale de sante" in organisation


def changements(apres: Mapping[str, object], connu: Mapping[str, object]) -> list[str]:
    """The columns that a list changes of someone the table knows, in words."""
    return [COLONNES[name] for name in ("college", "organisation", "suppleant", "vote") if apres[name] != connu[name]]
