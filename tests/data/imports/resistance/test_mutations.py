"""Whatever happens to a good file, a reader refuses it or reads the table that was meant; never something else.

`EXEMPLES=2000` looks further.
"""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.imports.grammaire.base import FichierRefuse
from tests.data.imports import modeles
from tests.data.imports.modeles import TOUS
from tests.data.imports.resistance.abimes import ENCODAGES, EXEMPLES, FINS, MUTATIONS, abime
from tests.data.imports.test_publies import FINESS

CODES = ("tvs", "bassins-de-vie")  # whose numbers are names


@pytest.mark.parametrize("genre", TOUS)
@settings(max_examples=EXEMPLES)
@given(MUTATIONS)
def test_a_file_to_which_something_happened_is_refused_or_read_as_it_was_meant(genre: str, mutation: tuple) -> None:
    form, line, cell, separator, encoding, end = mutation
    assume(not ("{}" in form and genre in CODES))
    text = abime(TOUS[genre], form, line, cell, separator).replace("\r\n", end)
    try:
        read = modeles.lire(genre, modeles.fichier(text, encoding))
    except FichierRefuse as refusal:
        assert "Rien n'a été" in str(refusal)
        return
    assert read == modeles.lire(genre, modeles.fichier(TOUS[genre].texte()))


SQUARE = {"type": "Polygon", "coordinates": [[[3.0, 47.0], [3.1, 47.0], [3.1, 47.1], [3.0, 47.0]]]}
CONTOUR = {"type": "Feature", "properties": {"code_insee": "58194", "nom_officiel": "Né"}, "geometry": SQUARE}
TEXTES = {"sites": FINESS, "contours": json.dumps({"type": "FeatureCollection", "features": [CONTOUR]})}
MARQUES = (";", ",", '"', "\n", "[", "]", "{", "}", ":")


@pytest.mark.parametrize("genre", TEXTES)
@settings(max_examples=EXEMPLES)
@given(st.sampled_from(MARQUES), st.integers(0, 60), st.sampled_from(("", ";", "{}{}")), st.sampled_from(ENCODAGES),
       st.sampled_from(FINS))  # fmt: skip
def test_a_text_of_another_form_is_refused_or_read_as_it_was_meant(
    genre: str, mark: str, rank: int, other: str, encoding: str, end: str
) -> None:
    """The extraction of FINESS has no headings, outlines no rows: one of their marks is lost, doubled, or another."""
    before, *after = TEXTES[genre].split(mark)
    at = rank % (len(after) + 1)
    marks = [other.replace("{}", mark) if k == at else mark for k in range(len(after))]
    text = before + "".join(one + part for one, part in zip(marks, after, strict=True))
    try:
        read = modeles.lire(genre, modeles.fichier(text.replace("\n", end), encoding))
    except FichierRefuse as refusal:
        assert "Rien n'a été" in str(refusal)
        return
    assert read == modeles.lire(genre, modeles.fichier(TEXTES[genre]))
