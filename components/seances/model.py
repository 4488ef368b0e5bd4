"""Pure rules of a séance: the quorum, and a list of members read row by row."""

import unicodedata
from collections.abc import Mapping
from fractions import Fraction

OUI, NON = {"", "oui", "o", "1", "vrai", "x"}, {"non", "n", "0", "faux"}
NOM_MAX = 120


def requis(quorum: Fraction, membres: int) -> int:
    """Voting members needed for a quorum: the part rounded up."""
    return int(-(-quorum * membres // 1))


def decoder(contenu: bytes) -> str:
    """Text of a spreadsheet's CSV: UTF-8 (with or without BOM), else Windows-1252."""
    try:
        return contenu.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenu.decode("cp1252")


def separateur(texte: str) -> str:
    """The separator of a CSV, from its first line: semicolon, tab or comma."""
    first = texte.split("\n", 1)[0]
    return max((";", "\t", ","), key=first.count)


def simple(texte: str) -> str:
    """A text without case, accents or outer spaces, to compare headings and college names."""
    return unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode().strip().lower()


def lire_membres(
    lignes: list[dict[str, str]], colleges: Mapping[str, str]
) -> tuple[list[dict[str, object]], list[str]]:
    """Members read from rows, and the problems in French (line, column, reason). Columns: nom, collège,
    organisation, suppléant, vote (oui/non; by default everyone votes but the ARS)."""
    known = {simple(name): code for code, name in colleges.items()} | {simple(code): code for code in colleges}
    known |= {str(rank): code for rank, code in enumerate(colleges, start=1)}
    rows: list[dict[str, object]] = []
    problems: list[str] = [] if lignes else ["Le fichier ne contient aucune ligne."]
    names: set[str] = set()
    for number, line in enumerate(lignes, start=2):
        row = {simple(key): " ".join(value.split()) for key, value in line.items()}
        found = _problems(row, known, names)
        problems += [f"Ligne {number}, {words}" for words in found]
        if not found:
            names.add(simple(row["nom"]))
            rows.append(_member(row, known))
    return rows, problems


def _problems(row: dict[str, str], known: Mapping[str, str], names: set[str]) -> list[str]:
    name, college = row.get("nom", ""), row.get("college", "")
    checks = {
        "colonne « nom » : vide.": not name,
        f"colonne « nom » : plus de {NOM_MAX} caractères.": len(name) > NOM_MAX,
        f"colonne « nom » : « {name} » est déjà plus haut.": bool(name) and simple(name) in names,
        f"colonne « collège » : « {college} » n'est pas un collège de la table.": simple(college) not in known,
        "colonne « vote » : écrire oui ou non.": simple(row.get("vote", "")) not in OUI | NON,
    }
    return [words for words, wrong in checks.items() if wrong]


def _member(row: dict[str, str], known: Mapping[str, str]) -> dict[str, object]:
    organisation, vote = row.get("organisation", ""), simple(row.get("vote", ""))
    ars = "ars" in simple(organisation).replace("-", " ").split() or "agence regionale de sante" in simple(organisation)
    return {
        "nom": row["nom"],
        "college": known[simple(row["college"])],
        "organisation": organisation,
        "suppleant": row.get("suppleant", ""),
        "vote": int(vote in OUI and not (ars and not vote)),
    }
