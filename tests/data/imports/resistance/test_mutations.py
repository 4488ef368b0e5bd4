"""Whatever happens to a good file, a reader refuses it or reads the table that was meant; never something else.

`EXEMPLES=2000` looks further.
"""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.imports.grammaire.base import FichierRefuse
from tests.data.imports import modeles
from tests.data.imports.modeles import MODELES

EXEMPLES = max(8, int(os.environ.get("EXEMPLES", "60")) // 6)
ENCODAGES = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "latin-1", "mac_roman", "cp850", "utf-32")
FINS = ("\r\n", "\n", "\r")
FORMES = ("rien", "trop", "court", "guillemet", "guillemets", "doublon", "vides", "sans titre", "coupe", "bord", "saut")
MUTATIONS = st.tuples(
    st.sampled_from(FORMES), st.integers(0, 2), st.integers(0, 20), st.sampled_from(";,\t"), st.sampled_from(ENCODAGES),
    st.sampled_from(FINS),
)  # fmt: skip


def _mutated(genre: str, form: str, line: int, cell: int, separator: str) -> str:
    """The text of a table to which something happened."""
    model = MODELES[genre]
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
    text = model._replace(titres=tuple(titles)).texte(separator, rows)
    lines = text.split("\r\n")
    if form == "coupe":  # a file whose cells with the separator were written without quotes
        lines[line + 1] = lines[line + 1].replace('"', "")
    elif form.startswith("guillemet"):
        cells = lines[line + 1].split(separator)
        cells[at % len(cells)] = '"' + cells[at % len(cells)].strip('"')
        lines[line + 1] = separator.join(cells)
        if form == "guillemets":
            lines[-2] += '"'
    elif form == "saut":
        lines.insert(line + 1, separator * (len(titles) - 1))
    return "\r\n".join(lines)


@pytest.mark.parametrize("genre", MODELES)
@settings(max_examples=EXEMPLES)
@given(MUTATIONS)
def test_a_file_to_which_something_happened_is_refused_or_read_as_it_was_meant(genre: str, mutation: tuple) -> None:
    form, line, cell, separator, encoding, end = mutation
    text = _mutated(genre, form, line, cell, separator).replace("\r\n", end)
    try:
        read = modeles.lire(genre, modeles.fichier(text, encoding))
    except FichierRefuse as refusal:
        assert "Rien n'a été" in str(refusal)
        return
    assert read == modeles.lire(genre, modeles.fichier(MODELES[genre].texte()))
