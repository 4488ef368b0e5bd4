"""The one guarded reading of a table: headings found, each row checked to have the cells of the headings, no more, no
less. Every reader of rows goes through it: a decimal comma cut in two, a quote that swallows lines, a short row, two
columns of the same name would give a commune the value of another cell, or of its neighbour.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from data.imports.grammaire.base import Fichier, FichierRefuse, Rejets
from data.imports.grammaire.cellules import CODE, blanche, code_commune, colonne, entete, simple
from data.imports.grammaire.tableur import GUILLEMETS, Classeur, Rangee, lignes_csv
from data.territoire import sources

NOMS = ("nom_commune", "nom", "libelle", "libgeo", "libcom", "nom_com", "commune", "libelle_commune", "nom_officiel")
POSTAUX_RONDS, POSTAUX = 2, 3  # codes that all end in 00, in 0: no list of Insee codes does, from so many on
BLOC = 16  # rows that Excel writes together in a CSV
TOLERANCE = 0.001  # share of names that official national files give to a code which was not theirs
COUPEE = "Une virgule décimale ou un séparateur de trop ? Une cellule par titre, entre guillemets si besoin."
TROP_COURTE = "Complétez la ligne : une cellule par titre, même vide."
ENTIER = re.compile(r"\s*[+-]?\d{1,4}\s*")
DE_MOTS = re.compile(  # no number stands alone under these
    r"(nom|lib(elle|geo|com)?|commentaires?|remarques?|observations?|precisions?|unites?|sources?|fiabilite|producteur"
    r"|licence|annee|millesime)\b"
)
ANNEE = re.compile(r"\s*(19|20)\d\d\s*")
CODES = ("code commune", "codgeo", "depcom", "code insee", "insee com", "com code", "code")
INSEE = "Donnez le code Insee de la commune, par exemple 71014, et son nom à côté."


@dataclass(frozen=True)
class TableauLu:
    """The rows under the headings of a file. `noms`: the headings in `simple` form; `titres`: as written."""

    fichier: Fichier
    titres: Rangee
    noms: list[str]
    rangees: list[Rangee] = field(repr=False)

    def ignorees(self, *lues: int) -> tuple[str, ...]:
        """What to say of the columns that are not read (the names of places aside)."""
        others = [
            str(self.titres[k]).strip()
            for k, name in enumerate(self.noms)
            if name and k not in lues and not re.match(r"(nom|lib|code|dep|reg|annee)", name)
        ]
        return (f"Colonnes non reconnues, laissées de côté : {', '.join(others)}.",) if others else ()


def lire(fichier: Fichier, voulues: Callable[[list[str]], bool], attendu: str) -> TableauLu:
    """The table of a CSV under the first row whose headings are `voulues`. Raises `FichierRefuse` with every row whose
    cells are not those of the headings."""
    rows, separator = lignes_csv(fichier)
    at, names = entete(fichier, rows, voulues, attendu)
    table = TableauLu(fichier, rows[at], names, rows[at + 1 :])
    rejets = Rejets()
    _above(rows[:at], rejets)
    swallowing = [row for row in rows[at:] if _swallows(row, separator)]
    for row in swallowing:
        words = "guillemet ouvert et jamais fermé : la cellule avale les lignes qui suivent", GUILLEMETS
        rejets.ajouter(row.numero, "ligne", _shown(row), *words)
    _verifier(table, [row for row in table.rangees if row not in swallowing], rejets, separator)
    rejets.lever(fichier)
    return _remplie(table)


def lire_feuille(
    fichier: Fichier, classeur: Classeur, feuille: str, voulues: Callable[[list[str]], bool], attendu: str
) -> TableauLu:
    """The same in a sheet of a workbook, whose rows are never short: its cells have a place of their own."""
    rows = list(classeur.rangees(feuille))
    at, names = entete(fichier, rows, voulues, attendu)
    table = TableauLu(fichier, rows[at], names, rows[at + 1 :])
    rejets = Rejets()
    _verifier(table, table.rangees, rejets)
    rejets.lever(fichier)
    return _remplie(table)


def _remplie(table: TableauLu) -> TableauLu:
    """The table, refused when nothing stands under its headings: it would be loaded as if it said something."""
    if not table.rangees:
        raise FichierRefuse(f"« {table.fichier.nom} » n'a aucune ligne sous ses titres. Donnez-le avec ses valeurs.")
    return table


def _verifier(table: TableauLu, rows: Sequence[Rangee], rejets: Rejets, separator: str = "") -> None:
    """Refuse the rows whose cells are not those of the headings. `separator`: of a text, whose rows may be short."""
    doublons(table.noms, table.titres.numero, rejets)
    alone, words_at = seules(rows), [k for k, name in enumerate(table.noms) if k > 1 and DE_MOTS.match(name)]
    headings = sum(map(bool, table.noms))
    last = max(k for k, name in enumerate(table.noms) if name)
    odd = sans_titre(table.noms)
    for row in rows:
        cells = row.cellules
        if deborde(row, table.noms, odd):
            words = f"{_filled(cells)} cellules pour {headings} titres", COUPEE
        elif separator and _decalee(cells, table.noms, words_at, separator == ",", len(cells) in alone):
            words = f"{len(cells)} cellules pour {headings} titres, dont une coupée ou de trop", COUPEE
        elif separator and len(cells) <= last:
            words = f"{len(cells)} cellule{'s' if len(cells) > 1 else ''} pour {headings} titres", TROP_COURTE
        else:
            continue
        rejets.ajouter(row.numero, "ligne", _shown(row), *words)


def seules(rows: Sequence[Rangee]) -> set[int]:
    """The lengths of row that most rows do not have: programs write as many cells in each, or in each of a block."""
    lengths = Counter(len(row.cellules) for row in rows)
    return {length for length, count in lengths.items() if count < min(BLOC, len(rows))}


def _decalee(cells: Sequence[str], noms: Sequence[str], mots: Sequence[int], virgule: bool, alone: bool) -> bool:
    """Whether a cell too many pushes those that follow, though none is left over: the empty one at the end of the row
    went beyond the headings, or decimals stand where words should (`mots`: positions of headings of words)."""
    beyond = len(cells) > len(noms)
    places = range(2, len(noms)) if beyond else mots
    cut = virgule and any(_coupee(cells[k - 1], cells[k]) for k in places if k < len(cells))
    return cut or (beyond and alone)


def _coupee(whole: str, decimals: str) -> bool:
    decimal = re.fullmatch(r"\d{1,6}\s*", decimals) is not None and not ANNEE.fullmatch(decimals)
    return decimal and ENTIER.fullmatch(whole) is not None


def doublons(noms: Sequence[str], ligne: int, rejets: Rejets) -> None:
    """Refuse headings that are the same: which column is meant cannot be guessed."""
    for k, name in enumerate(noms):
        if name and name in noms[:k]:
            words = "deux colonnes portent le même titre", "Gardez une seule des deux, ou renommez l'autre."
            rejets.ajouter(ligne, name, name, *words)


def sans_titre(noms: Sequence[str]) -> tuple[int, ...]:
    """Positions without a heading, after the first heading (before it stands at most a rank of rows)."""
    first = next((k for k, name in enumerate(noms) if name), 0)
    return tuple(k for k, name in enumerate(noms) if not name and k > first)


def deborde(row: Rangee, noms: Sequence[str], vides: Sequence[int]) -> bool:
    """Whether a row says something under no heading. `vides`: positions of `sans_titre`."""
    cells = row.cellules
    beyond = len(cells) > len(noms) and not all(map(blanche, cells[len(noms) :]))
    return beyond or any(not blanche(row[k]) for k in vides)


def _filled(cells: Sequence[object]) -> int:
    return max(k for k, cell in enumerate(cells, 1) if not blanche(cell))


def _shown(row: Rangee) -> str:
    return " | ".join("" if cell is None else str(cell) for cell in row.cellules)


def _swallows(row: Rangee, separator: str) -> bool:
    """Whether a cell holds what looks like the rows that follow."""
    broken = [str(cell) for cell in row.cellules if isinstance(cell, str) and ("\n" in cell or "\r" in cell)]
    return any(separator in cell or any(CODE.match(line) for line in cell.splitlines()[1:]) for cell in broken)


def _above(rows: Sequence[Rangee], rejets: Rejets) -> None:
    """Refuse rows of values above the headings (a table sorted with its headings): they would be passed over."""
    for row in rows:
        filled = [cell for cell in row.cellules if not blanche(cell)]
        if len(filled) > 1 and any(CODE.fullmatch(str(cell).strip()) for cell in filled):
            words = "ligne de valeurs au-dessus des titres", "Mettez les titres sur la première ligne du tableau."
            rejets.ajouter(row.numero, "ligne", _shown(row), *words)


def codes_insee(table: TableauLu, index: int, rejets: Rejets) -> tuple[str, ...]:
    """Refuse a column of postal codes, which are also the Insee codes of other communes; and say which names are not
    those of their codes."""
    _un_seul_code(table, index, rejets)
    named = colonne([name if k != index else "" for k, name in enumerate(table.noms)], *NOMS)
    read = [(row, code) for row in table.rangees if (code := code_commune(row[index]))]
    names = {row.numero: _name(row[named]) for row, _ in read} if named >= 0 else {}
    own = any(names.get(row.numero) in _by_code().get(code, ()) for row, code in read)
    if not own and refuser_postaux([(row, row[index]) for row, _ in read], table.noms[index], rejets):
        return ()
    wrong = [
        f"ligne {row.numero}, {code} est {', '.join(other)}, et non {str(row[named]).strip()}"
        for row, code in read if (other := autre_commune(code, names.get(row.numero, "")))
    ]  # fmt: skip
    if len(wrong) <= TOLERANCE * len(read):
        return ()
    more = "…" if len(wrong) > 3 else "."
    return (f"Noms qui ne sont pas ceux des codes ({len(wrong)}) : {' ; '.join(wrong[:3])}{more}",)


def _un_seul_code(table: TableauLu, index: int, rejets: Rejets) -> None:
    """Refuse the rows where two columns of codes name two communes: which one is meant cannot be guessed."""
    others = [k for k, name in enumerate(table.noms) if k != index and name in CODES]
    for row in table.rangees:
        for k in others:
            if (code := code_commune(row[k])) and code_commune(row[index]) not in (code, None):
                words = f"ce n'est pas la commune de la colonne « {table.noms[index]} »", "Gardez une seule des deux."
                rejets.ajouter(row.numero, table.noms[k], row[k], *words)


def refuser_postaux(cellules: Sequence[tuple[Rangee, object]], colonne: str, rejets: Rejets) -> bool:
    """Whether cells that should be Insee codes are postal ones, which are then refused."""
    postal = _postaux({code for _, cell in cellules if (code := code_commune(cell))})
    for row, cell in cellules if postal else ():
        words = "tous ces codes se terminent par 0 : ce sont sans doute des codes postaux", INSEE
        rejets.ajouter(row.numero, colonne, cell, *words)
    return postal


def _postaux(codes: set[str]) -> bool:
    """Whether codes end as postal codes do, which no such list of Insee codes does."""
    if all(code.endswith("00") for code in codes):
        return len(codes) >= POSTAUX_RONDS
    return len(codes) >= POSTAUX and all(code.endswith("0") for code in codes)


def autre_commune(code: str, nom: str) -> list[str]:
    """The names of a commune of today beside whose code stands the name of another of its département; none when the
    name may be its own. `nom`: in the form of `_name`."""
    after = _suivantes()
    other, own = _by_name().get((code[:2], nom), set()), _by_code().get(code, set())
    if not other or not own or nom in own or code in after or code in {after.get(one) for one in other}:
        return []
    return sorted(own)


def _name(cell: object) -> str:
    words = [{"st": "saint", "ste": "sainte"}.get(word, word) for word in simple(cell).split()]
    return " ".join(word for word in words if word not in ("l", "le", "la", "les"))


@cache
def _by_code() -> dict[str, set[str]]:
    """Names of each commune: today's, and those it had before communes joined it."""
    names: dict[str, set[str]] = {}
    for source in ("communes_france_2026", "communes_fusionnees_2026"):
        table = sources.read_csv(source)
        for code, name in zip(table["code"], table["nom"], strict=True):
            if _name(name):
                names.setdefault(str(code), set()).add(_name(name))
    return names


@cache
def _suivantes() -> dict[str, str]:
    """Former codes, and those of today."""
    table = sources.read_csv("communes_fusionnees_2026")
    return {old: new for old, new in zip(table["code"], table["code_actuel"], strict=True) if old != new}


@cache
def _by_name() -> dict[tuple[str, str], set[str]]:
    """Codes of the communes of a département (its two first characters) that bear a name, or bore it."""
    codes: dict[tuple[str, str], set[str]] = {}
    for code, names in _by_code().items():
        for name in names:
            codes.setdefault((code[:2], name), set()).add(code)
    return codes
