"""Reading one cell: headers by meaning, codes with their leading zeros, numbers as the French write them."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from components.core.saisie import ESPACE
from data.imports.grammaire.base import Fichier, FichierRefuse, Rejets
from data.imports.grammaire.tableur import Rangee
from data.territoire.indicateurs import MANQUANT, SECRET, VALEUR

CODE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
TIRETS = frozenset({"", "-", "–", "—", ".", "...", "…", "///"})
ABSENTS = frozenset(
    {"nan", "na", "n a", "nd", "n d", "ns", "n s", "nc", "n c", "null", "none", "sans objet", "non disponible"}
)
ABSENT = re.compile(r"n a .*|(donnee|resultat|valeur)s? (non disponible|manquante?|absente?)s?")  # Géoclip: « N/A - … »
SECRETS = frozenset({"s", "ss", "c", "sec", "confidentiel"})
SECRET_DIT = re.compile(r"(\D* )?secret( \D*)?")
SOUS_SEUIL = re.compile(r"\s*<\s*1[01]\s*")  # counts of patients, as the CNAM withholds them
TROP_GRAND = 1e15
NOMBRE = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
ENTIER = re.compile(r"[0-9]+(?:[.,](?:0{1,2}|0{4,}))?")  # « 12,000 » may be twelve thousand
EN_MILLIERS = re.compile(r"[0-9]{1,3}[.,][0-9]{3}")
MOIS = "janv?|fevr?|feb|mars?|avr|apr|mai|may|juin|june?|juil?|july?|aout|aug|sept?|oct|nov|dec"
DATE = re.compile(
    rf"(?:\d{{1,4}}[-/. ])?(?:{MOIS})[a-z]*"
    r"(?:[-/. ]+\d{1,4})?|\d{1,2}/\d{1,2}/\d{2,4}|\d{4}-\d{2}-\d{2}(?:[ t][\d:. ]+)?"
)
MILLIERS = re.compile(rf"[+-]?[0-9]{{1,3}}(?:{ESPACE}[0-9]{{3}})+(?:[.,][0-9]*)?")  # a space, before three digits


def simple(cell: Any) -> str:
    """Lower case, without accents or punctuation, single spaces: two spellings of a heading meet here."""
    text = str(cell if cell is not None else "").lower().replace("œ", "oe")
    plain = re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFKD", text))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()  # « ’ » and « – » part two words, as « ' » and « - » do


def code_commune(cell: Any) -> str | None:
    """The five characters of a commune code (a lost leading zero is put back), or None."""
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        cell = int(cell) if math.isfinite(cell) and cell == int(cell) else ""
    text = str(cell if cell is not None else "").strip().upper()
    text = f"0{text}" if re.fullmatch(r"[0-9]{4}", text) else text
    return text if CODE.fullmatch(text) and not text.startswith("00") else None


def est_formule(cell: Any) -> bool:
    """Whether a cell holds a formula instead of a value."""
    return isinstance(cell, str) and cell.lstrip().startswith("=")


def blanche(cell: Any) -> bool:
    """Whether a cell holds nothing at all."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def marque(cell: Any) -> str | None:
    """The one list of marks, for every reader: `SECRET` or `MANQUANT` when a cell says that there is no value, or None.

    « s », « N/A - secret statistique », « <11 » withhold it; an empty cell, « - », « nd », « N/A - … » miss it.
    « #N/A » is what a spreadsheet did not find: nobody said that it is missing.
    """
    if cell is None or not isinstance(cell, str):
        return MANQUANT if cell is None else None
    if cell.lstrip().startswith("#"):
        return None
    if cell.strip(' \t"') in TIRETS:
        return MANQUANT
    words = simple(cell)
    if words in SECRETS or SECRET_DIT.fullmatch(words) or SOUS_SEUIL.fullmatch(cell):
        return SECRET
    return MANQUANT if words in ABSENTS or ABSENT.fullmatch(words) else None


def est_absent(cell: Any) -> bool:
    """Whether a cell says that there is no value, or that it is withheld."""
    return marque(cell) is not None


def valeur(cell: Any, rejets: Rejets, ligne: int, colonne: str, *, signe: bool = False) -> tuple[float | None, str]:
    """What a `Ligne` says of a cell: its number (as `nombre`) or nothing, and its state."""
    return nombre(cell, rejets, ligne, colonne, signe=signe), marque(cell) or VALEUR


def entier(cell: Any, rejets: Rejets, ligne: int, colonne: str) -> float | None:
    """A whole number, None when the cell says nothing. « 1,234 » is neither 1.234 people nor surely 1,234: refused."""
    value = nombre(cell, rejets, ligne, colonne)
    whole = not isinstance(cell, str) or ENTIER.fullmatch(re.sub(r"\s", "", cell).removeprefix("+"))
    if value is None or (whole and value == int(value)):
        return value
    rejets.ajouter(ligne, colonne, cell, "il faut un nombre entier", _entier(cell))
    return None


def personnes(cell: Any, rejets: Rejets, ligne: int, colonne: str) -> float | None:
    """A number of people that may be estimated, hence with decimals; « 1,234 », which may be thousands, is refused."""
    if isinstance(cell, str) and EN_MILLIERS.fullmatch(cell.strip()):
        rejets.ajouter(ligne, colonne, cell, "milliers ou décimales ? Cela ne se devine pas", _entier(cell))
        return None
    return nombre(cell, rejets, ligne, colonne)


def _entier(cell: Any) -> str:
    text = str(cell).strip()
    if not EN_MILLIERS.fullmatch(text):
        return "Corrigez la cellule."
    plain = re.sub(r"[.,]", "", text)
    return f"Si ce sont des milliers, écrivez {plain} ; sinon, arrondissez."


def est_date(cell: Any) -> bool:
    """Whether a spreadsheet turned a cell into a date (« 5-9 » into « 05-sept », « 2,5 » into « 02-mai »)."""
    if isinstance(cell, date):
        return True
    text = unicodedata.normalize("NFKD", str(cell or "").lower()).encode("ascii", "ignore").decode().strip()
    return re.search(r"[a-z/:]|\d{4}-", text) is not None and DATE.fullmatch(text.rstrip(".")) is not None


def departement(cell: Any, rejets: Rejets, ligne: int, colonne: str) -> str:
    """The code of a département (a lost leading zero is put back); refused when it is none."""
    text = str(cell if cell is not None else "").strip().upper()
    code = text.zfill(2) if text.isdigit() else text
    if code == "20":
        rejets.ajouter(
            ligne, colonne, cell, "la Corse se donne par département", "Donnez une ligne 2A et une ligne 2B."
        )
    elif not re.fullmatch(r"[0-8][0-9]|9[0-5]|2[AB]|9[78][0-9]", code):
        rejets.ajouter(ligne, colonne, cell, "ce n'est pas un département", "Donnez un code : 71, 2A, 974.")
    return code


def nombre(cell: Any, rejets: Rejets, ligne: int, colonne: str, *, signe: bool = False) -> float | None:
    """A finite number (decimal comma or dot, spaces of thousands), None when the cell says nothing.

    Anything else is a refusal: text, formula, date, error, infinity, and a negative unless `signe`.
    """
    if type(cell) is float and 0 <= cell < TROP_GRAND:  # nearly every cell of a workbook
        return cell
    if est_absent(cell):
        return None
    value = _number(cell)
    if value is None:
        rejets.ajouter(ligne, colonne, cell, *_refusal(cell))
    elif value < 0 and not signe:
        rejets.ajouter(ligne, colonne, cell, "nombre négatif", "Corrigez la valeur.")
    else:
        return value
    return None


def _refusal(cell: Any) -> tuple[str, str]:
    """Why a cell is no number, and what to do."""
    if est_date(cell):
        return "date du tableur au lieu d'un nombre", "Mettez la colonne au format texte, puis ressaisissez le nombre."
    if est_formule(cell):
        return "formule au lieu d'une valeur", "Collez la valeur à la place de la formule."
    if isinstance(cell, str) and cell.lstrip().startswith("#"):
        return "erreur du tableur au lieu d'une valeur", "Retrouvez la valeur, ou videz la cellule si elle manque."
    if isinstance(cell, str) and not simple(cell):
        return "ce n'est pas un nombre, ni une marque connue", "Videz la cellule si la valeur manque."
    if isinstance(cell, str) and re.fullmatch(r"[+-]?[0-9][0-9\s]*(?:[.,][0-9]*)?", cell.strip()):
        return "ce n'est pas un nombre : espace mal placée", "Une espace ne sépare que des milliers : retirez-la."
    return "ce n'est pas un nombre", "Corrigez ou videz la cellule."


def _number(cell: Any) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        value = float(cell) if abs(cell) < TROP_GRAND else math.inf
        return value if math.isfinite(value) else None
    text = str(cell).strip()
    text = re.sub(r"\s", "", text) if MILLIERS.fullmatch(text) else text
    if not NOMBRE.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if abs(value) < TROP_GRAND else None


def entete(
    fichier: Fichier, rangees: Sequence[Rangee], voulues: Callable[[list[str]], bool], attendu: str
) -> tuple[int, list[str]]:
    """Position of the header row among the first thirty, and its cells in `simple` form.

    Raises `FichierRefuse` saying what was expected when no row is a header.
    """
    for index, row in enumerate(rangees[:30]):
        names = [simple(cell) for cell in row.cellules]
        if voulues(names):
            return index, names
    raise FichierRefuse(
        f"« {fichier.nom} » n'a pas l'en-tête attendu ({attendu}). Vérifiez le type de fichier choisi, ou l'onglet."
    )


def colonne(names: Sequence[str], *possibles: str) -> int:
    """Position of the first column whose name is one of those, or -1."""
    return next((names.index(simple(name)) for name in possibles if simple(name) in names), -1)


def uniques(rejets: Rejets, cles: Iterable[tuple[int, object]], colonne: str) -> None:
    """Refuse every row whose key was already met."""
    seen: dict[object, int] = {}
    for ligne, cle in cles:
        if cle in seen:
            rejets.ajouter(ligne, colonne, cle, f"déjà présent ligne {seen[cle]}", "Gardez une seule ligne.")
        seen.setdefault(cle, ligne)


def commune(row: Rangee, index: int, rejets: Rejets, nom: str) -> str | None:
    """The commune code of a row; a refusal when it is none."""
    code = code_commune(row[index])
    if code is None:
        cell = row[index]
        reason = "code de commune absent" if est_absent(cell) else "ce n'est pas un code de commune à cinq caractères"
        rejets.ajouter(row.numero, nom, cell, reason, "Donnez le code Insee de la commune, par exemple 71014 ou 2A004.")
    return code
