"""Paper ballots as they are typed: read, one line or a whole grid, then kept."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlite_utils import Database

from components.core.refus import EntreeInvalide, Refus
from components.priorites.regles import scrutin as scrutin_regles
from components.priorites.regles.scrutin import BulletinImpossible, Definition
from components.priorites.regles.vote import JUGEMENT, POINTS
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import bulletins

RIEN = "Rien n'a été enregistré."


class Tape(NamedTuple):
    """A row of the grid as it is typed: its rank, the code, an answer by option (empty where nothing is), the member
    whose name it carries in a nominative vote."""

    rang: int
    code: str
    reponses: tuple[str, ...]
    membre: int | None = None


class BulletinPapier(NamedTuple):
    """A paper ballot that was kept: its code, its content, the phrase to copy."""

    code: str
    contenu: str
    phrase: str


def deposer(
    db: Database, acteur: Acteur, scrutin: int, declared: Definition, rows: Sequence[Tape]
) -> list[BulletinPapier]:
    """Keep the ballots of a grid, all or none, in the order of its rows; a row with nothing in it is no ballot.

    Raises `EntreeInvalide` with each row that cannot be read, or `Refus` with the row that the vote refuses.
    """
    rows = [row for row in rows if row.code or any(row.reponses)]
    if not rows:
        raise EntreeInvalide(f"La grille est vide : tapez au moins un bulletin. {RIEN}")
    if problems := list(_problemes(declared, rows)):
        raise EntreeInvalide(f"{' '.join(problems)} {RIEN}")
    gardes = []
    with writing(db):
        for row in rows:
            code, content = _lire(declared, row)
            try:
                phrase = bulletins.deposer_papier(db, acteur, scrutin, code, content, row.membre)
            except Refus as refusal:
                raise Refus(f"{_dite(row, refusal)} Aucun bulletin de la grille n'a été enregistré.") from refusal
            gardes.append(BulletinPapier(code, content, phrase))
    return gardes


def _problemes(declared: Definition, rows: Sequence[Tape]) -> Iterator[str]:
    first: dict[str, int] = {}
    for row in rows:
        code = bulletins.normaliser(row.code)
        if code in first:
            yield f"Ligne {row.rang} : même code qu'à la ligne {first[code]}."
            continue
        first[code] = row.rang
        try:
            _lire(declared, row)
        except (EntreeInvalide, BulletinImpossible) as problem:
            yield _dite(row, problem)


def _dite(row: Tape, problem: Exception) -> str:
    return f"Ligne {row.rang} : {str(problem).removesuffix(RIEN).strip()}"


def _lire(declared: Definition, row: Tape) -> tuple[str, str]:
    """The code of a row, and its ballot as it is kept."""
    code = bulletins.normaliser(row.code)
    if len(code) != bulletins.LONGUEUR:
        raise EntreeInvalide(f"un code a {bulletins.LONGUEUR} signes, ceux du bulletin.")
    answers = [_mention(text) if declared.genre == JUGEMENT else text for text in row.reponses]
    return code, scrutin_regles.lire_bulletin(declared, {f"o{k}": answer for k, answer in enumerate(answers)})


def _mention(text: str) -> str:
    """A mention as ballots keep it, from its number on paper."""
    if text and text not in {*"12345"}:
        raise EntreeInvalide(f"« {text} » n'est pas une mention de 1 à 5.")
    return str(int(text) - 1) if text else ""


def lire_ligne(declared: Definition, text: str) -> tuple[str, str]:
    """The code and the kept ballot of a typed line. Raises `EntreeInvalide` with what is wrong.

    jugement: one digit per option, 1 (best) to 5; points: numbers separated by spaces; approbation: numbers of the
    options supported (none: 0).
    """
    compact = text.replace("-", " ").split()
    code, rest = "", compact
    while rest and len(code) < bulletins.LONGUEUR:
        code, rest = code + rest[0], rest[1:]
    if len(code) < bulletins.LONGUEUR:
        raise EntreeInvalide("Il manque le code de 12 caractères. Rien n'a été enregistré.")
    code, rest = code[: bulletins.LONGUEUR], [code[bulletins.LONGUEUR :], *rest]
    answers = [part for part in rest if part]
    try:
        return code, scrutin_regles.lire_bulletin(declared, _fields(declared, answers))
    except BulletinImpossible as problem:
        raise EntreeInvalide(f"{problem} Rien n'a été enregistré.") from problem


def _fields(declared: Definition, answers: list[str]) -> dict[str, str]:
    count = len(declared.options)
    if declared.genre == JUGEMENT:
        digits = "".join(answers)
        if len(digits) != count or not set(digits) <= {*"12345"}:
            raise EntreeInvalide(f"Il faut {count} chiffres de 1 à 5, un par option. Rien n'a été enregistré.")
        return {f"o{k}": str(int(digit) - 1) for k, digit in enumerate(digits)}
    if declared.genre == POINTS:
        if len(answers) != count:
            raise EntreeInvalide(f"Il faut {count} nombres, un par option. Rien n'a été enregistré.")
        return {f"o{k}": answer for k, answer in enumerate(answers)}
    chosen = {int(answer) for answer in answers if answer.isascii() and answer.isdigit()}
    if len(chosen) != len(answers) or not chosen <= set(range(count + 1)):
        raise EntreeInvalide(f"Il faut des numéros d'actions entre 1 et {count}. Rien n'a été enregistré.")
    return {f"o{number - 1}": "1" for number in chosen if number}
