"""A row whose cells are not those of the headings is refused by every reader, with its line; blank cells are not."""

import pytest

from data.imports.grammaire.base import FichierRefuse
from tests.data.imports import modeles
from tests.data.imports.modeles import MODELES, TOUS, Modele


def _rows(model: Modele) -> list[list[str]]:
    return [list(row) for row in model.rangees]


def _refused(genre: str, text: str, line: int | None, encoding: str = "utf-8") -> FichierRefuse:
    with pytest.raises(FichierRefuse) as refusal:
        modeles.lire(genre, modeles.fichier(text, encoding))
    if line is not None:
        assert line in [bad.ligne for bad in refusal.value.rejets], refusal.value
    return refusal.value


@pytest.mark.parametrize("genre", TOUS)
def test_a_cell_too_many_is_refused(genre: str) -> None:
    model = TOUS[genre]
    for place in (model.nombre, len(model.titres) - 1):
        rows = _rows(model)
        rows[1].insert(place + 1, "75")  # a decimal comma cut in two
        assert "titres" in str(_refused(genre, model.texte(",", rows), 3))


@pytest.mark.parametrize("genre", TOUS)
def test_a_decimal_comma_cut_in_two_under_an_untitled_column_is_refused(genre: str) -> None:
    model = TOUS[genre]
    rows = [[*row, ""] for row in model.rangees]
    rows[2][-1] = "53"
    _refused(genre, model._replace(titres=(*model.titres, "")).texte(",", rows), 4)


@pytest.mark.parametrize(
    ("genre", "titles", "row"),
    [("indicateur", "code,valeur,commentaire", "58194,2,53"), ("indicateur", "code,valeur,nom", "58194,2,53"),
     ("indicateur", "code,valeur,commentaire", "58194,2,53,"), ("indicateur", "code,valeur,annee", "58194,2,5"),
     ("indicateur", "code,valeur,unite", "58194,2,5"), ("indicateur", "code,valeur,source", "58194,2,53"),
     ("indicateur", "code;code_commune;valeur", "58194;58086;5"),
     ("centres", "insee_com;code;lat;lon", "58194;58086;47;3"),
     ("offre", "code_commune,profession,secteur,nombre,etp,actes", "58194,mg,libéral,4,3,5,"),
     ("apl-extrait", "code_commune,apl_mg_2018,pop_std_mg_2016", "58194,2,53,")],
)  # fmt: skip
def test_a_decimal_comma_cut_in_two_is_refused_though_no_cell_is_left_over(genre: str, titles: str, row: str) -> None:
    """The cell too many took the place of an empty one, or of words. Two columns of codes are as bad."""
    _refused(genre, f"{titles}\n{row}\n", 2)


@pytest.mark.parametrize("rows", ["code,valeur,annee\n58194,2,2023\n", "code;codgeo;valeur\n58194;58194;5\n",
                                  "code,valeur,rang\n58194,2,5\n"])  # fmt: skip
def test_what_only_looks_like_it_is_read(rows: str) -> None:
    assert modeles.lire("indicateur", modeles.fichier(rows))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_row_pushed_beyond_the_headings_is_refused_and_rows_that_all_end_with_blanks_are_not(separator: str) -> None:
    model = MODELES["offre"]
    rows = _rows(model)
    for place in (4, 5):
        rows[2] = list(model.rangees[2])
        rows[2].insert(place, "5")
        _refused("offre", model.texte(separator, rows), 4)
    for blanks in (1, 2):
        even = [[*row, *[""] * blanks] for row in MODELES["indicateur"].rangees]
        assert modeles.lire("indicateur", modeles.fichier(MODELES["indicateur"].texte(separator, even)))


@pytest.mark.parametrize("genre", TOUS)
def test_a_short_row_is_refused(genre: str) -> None:
    model = TOUS[genre]
    for gone in range(len(model.titres)):
        rows = _rows(model)
        del rows[1][gone]
        _refused(genre, model.texte(";", rows), 3)


@pytest.mark.parametrize("genre", TOUS)
def test_two_columns_of_the_same_name_are_refused(genre: str) -> None:
    model = TOUS[genre]
    for twice in range(len(model.titres)):
        titles = (*model.titres, model.titres[twice].upper())
        rows = [[*row, row[(twice + 1) % len(row)]] for row in model.rangees]
        _refused(genre, model._replace(titres=titles).texte(";", rows), 1)


@pytest.mark.parametrize("genre", TOUS)
@pytest.mark.parametrize("closing", [None, 2])
def test_a_quote_that_swallows_lines_is_refused_where_it_opens(genre: str, closing: int | None) -> None:
    model = TOUS[genre]
    for cell in range(len(model.titres)):
        rows = _rows(model)
        rows[1][cell] = f'"{rows[1][cell]}'
        if closing is not None:
            rows[closing][cell] += '"'  # closed in a later line: the rows between are one cell
        text = "\r\n".join(";".join(row) for row in [model.titres, *rows]) + "\r\n"
        _refused(genre, text, 3)


@pytest.mark.parametrize("genre", TOUS)
def test_rows_above_the_headings_are_refused(genre: str) -> None:
    model = TOUS[genre]
    if any(cell == "58194" for cell in model.rangees[0]):
        text = model.texte()
        head, first, rest = text.split("\r\n", 2)
        _refused(genre, "\r\n".join([first, head, rest]), 1)


@pytest.mark.parametrize("genre", TOUS)
def test_blank_cells_blank_lines_titles_and_any_known_encoding_read_the_same_table(genre: str) -> None:
    model = TOUS[genre]
    whole = modeles.lire(genre, modeles.fichier(model.texte()))
    padded = model._replace(titres=(*model.titres, "", "")).texte(";", [[*row, "", " "] for row in model.rangees])
    same = [
        padded, model.texte(";", [[*row, ""] for row in model.rangees]), model.texte(","), model.texte("\t"),
        f"sep=;\r\n{model.texte()}", f"Un titre\r\n\r\n{model.texte()}\r\n;;\r\n", model.texte().replace("\r\n", "\n"),
    ]  # fmt: skip
    for text in same:
        assert modeles.lire(genre, modeles.fichier(text)) == whole
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        assert modeles.lire(genre, modeles.fichier(model.texte(), encoding)) == whole


@pytest.mark.parametrize("genre", [g for g, model in TOUS.items() if not model.texte().isascii()])
@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "utf-16-le", "utf-32"])
def test_an_encoding_that_cannot_be_told_for_sure_is_refused(genre: str, encoding: str) -> None:
    assert "CSV UTF-8" in str(_refused(genre, TOUS[genre].texte(), None, encoding))
    twice = TOUS[genre].texte().encode().decode("cp1252")
    _refused(genre, twice, None)


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850", "cp437"])
@pytest.mark.parametrize("words", ["Maison de santé", "Mâcon", "HÔPITAL ÉTÉ À ÇA", "où ça"])
def test_letters_that_another_program_misread_before_are_refused_and_foreign_names_are_not(
    encoding: str, words: str
) -> None:
    """An old Mac or DOS file opened as Windows-1252, then saved as « CSV UTF-8 »."""
    misread = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in words.encode(encoding, "replace")
    )
    text = "identifiant;nom;type;lat;lon\nS1;{};maternité;46,9;4,3\n"
    assert "abîmées" in str(_refused("sites", text.format(misread), 2))
    for name in (words, "Dvořák", "Škoda", "Žižka", "5 ‰", "D\x92IMAGERIE"):
        assert modeles.lire("sites", modeles.fichier(text.format(name)))


@pytest.mark.parametrize("genre", TOUS)
def test_headings_without_a_row_are_refused_in_those_words(genre: str) -> None:
    assert "aucune ligne sous ses titres" in str(_refused(genre, TOUS[genre].texte(rangees=[]), None))
