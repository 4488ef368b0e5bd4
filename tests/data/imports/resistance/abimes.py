"""What happens to a file on its way: rows that lose or gain a cell, open quotes, other encodings, other writings."""

import os

from hypothesis import strategies as st

from tests.data.imports.modeles import Modele

EXEMPLES = max(8, int(os.environ.get("EXEMPLES", "60")) // 6)
ENCODAGES = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "mac_roman", "cp850", "utf-32")
FINS = ("\r\n", "\n", "\r")
ECRITURES = (  # of a number, none of which is another number
    "{} ", "+{}", "~{}", "{},0", "{}.0", "{}.00", "{}%", "{} j", "'{}", "0{}", "{}e0", "\u00a0{}", "{} (p)", "={}",
    "{}*", "{}-{}", "({})", "<{}", "{}/1", "{} 5", "{}'345", "{}_5", "{}\t345", "{}°", "{};", "#{}",
)  # fmt: skip
FORMES = (
    "rien", "trop", "court", "guillemet", "guillemets", "doublon", "vides", "sans titre", "coupe", "bord", "saut",
    *ECRITURES,
)  # fmt: skip
MUTATIONS = st.tuples(
    st.sampled_from(FORMES), st.integers(0, 2), st.integers(0, 20), st.sampled_from(";,\t"), st.sampled_from(ENCODAGES),
    st.sampled_from(FINS),
)  # fmt: skip


def rangees_abimees(model: Modele, form: str, line: int, cell: int) -> list[list[str]]:
    """The headings then the rows of a table to which something happened (what only a text can suffer aside)."""
    titles, rows = list(model.titres), [list(row) for row in model.rangees]
    at = cell % len(titles)
    if form == "trop":
        rows[line].insert(at + 1, "53")
    elif form == "court":
        del rows[line][at]
    elif form == "doublon":
        titles.append(titles[at])
        rows = [[*row, "7"] for row in rows]
    elif form == "vides":
        titles, rows = [*titles, ""], [[*row, "", ""] for row in rows]
    elif form == "sans titre":
        titles, rows = [*titles, ""], [[*row, "53" if k == line else ""] for k, row in enumerate(rows)]
    elif form == "bord":
        rows = [[f" {value} " for value in row] for row in rows]
    elif "{}" in form and rows[line][model.nombre].replace(",", "").isdigit():
        rows[line][model.nombre] = form.replace("{}", rows[line][model.nombre])
    return [titles, *rows]


def abime(model: Modele, form: str, line: int, cell: int, separator: str) -> str:
    """The text of a table to which something happened."""
    titles, *rows = rangees_abimees(model, form, line, cell)
    lines = model._replace(titres=tuple(titles)).texte(separator, rows).split("\r\n")
    if form == "coupe":  # a file whose cells with the separator were written without quotes
        lines[line + 1] = lines[line + 1].replace('"', "")
    elif form.startswith("guillemet"):
        cells = lines[line + 1].split(separator)
        cells[cell % len(cells)] = '"' + cells[cell % len(cells)].strip('"')
        lines[line + 1] = separator.join(cells)
        if form == "guillemets":
            lines[-2] += '"'
    elif form == "saut":
        lines.insert(line + 1, separator * (len(titles) - 1))
    return "\r\n".join(lines)
