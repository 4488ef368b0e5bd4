"""The check of quotations finds a word changed, wherever it is written: catalogues, screens, pages."""

import ast
from pathlib import Path

import pytest

from tests.reference import citations


def test_without_texts_nothing_is_said_to_be_checked(tmp_path: Path) -> None:
    assert citations.check(tmp_path) == 3


def test_a_quotation_is_there_word_for_word_or_it_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quoted = [words for _, words in citations.citations()]
    assert len(quoted) > 5 and any(name.endswith(".toml") for name, _ in citations.citations())
    text = tmp_path / "textes.txt"
    text.write_text("\n".join(quoted), encoding="utf-8")
    assert citations.check(tmp_path) == 0
    text.write_text("\n".join(words for words in quoted if words != quoted[0]), encoding="utf-8")
    assert citations.check(tmp_path) == 1 and quoted[0] in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ('"""« une docstring »"""\nx = "dit"', ["dit"]),
        ('x = f"HCAAM : « {mot} » et « des invariants »"', ["HCAAM : « {} » et « des invariants »"]),
        ('x = ("HCAAM : « des "\n "invariants »")', ["HCAAM : « des invariants »"]),
    ],
)
def test_a_screen_is_read_as_it_is_shown(code: str, read: list[str]) -> None:
    assert [text for text in citations.ecrites(ast.parse(code)) if text] == read


def test_two_editions_of_a_text_read_the_same() -> None:
    assert citations.plain("*L’accès*<sup>12</sup> aux\n soins") == citations.plain("l'accès aux soins")


def test_the_catalogues_tell_what_the_texts_tell() -> None:
    """What was told otherwise before: each of these is an assertion of the texts, or its absence."""
    told = dict.fromkeys(name for name, _ in citations.phrases())
    assert "data/effectifs/catalogue.toml" in told and "data/priorites/propositions.toml" in told
    entries = citations.tomllib.loads((citations.ROOT / "data/effectifs/catalogue.toml").read_text(encoding="utf-8"))
    assert entries["docteurs_juniors"]["levier"]["hcaam"] is False
    assert "absents de l'avis" in entries["docteurs_juniors"]["levier"]["source"]
    for key, where in {"operateur_structure": "1.2", "equipe_medecin_infirmiere": "1.3", "escap": "1.3"}.items():
        for kind in ("levier", "action"):
            source = entries[key][kind]["source"]
            assert where in source and "1.4" not in source, (key, kind)
    assert "2.3" in entries["antenne_universitaire"]["action"]["source"]
    assert "note 9" in entries["equipe_medecin_infirmiere"]["action"]["source"]
    assert "et / ou en substitution" in entries["operateur_structure"]["levier"]["label"]
    for key in ("operateur_structure", "consultations_avancees", "solidarite_territoires", "osys"):
        assert entries[key]["action"]["territoires"] == ["rural", "semi-rural", "urbain"], "no rural limit"
    assert "ofessionnels" in entries["solidarite_territoires"]["action"]["indicateur_moyens"]
    assert entries["msp"]["levier"]["delai"] == [3, 4, 5] and entries["msp"]["action"]["delai_mois"] == [36, 48, 60]
