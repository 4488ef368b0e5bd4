"""Acronyms explain themselves where they are read: on hover, and in the foot list of a page, a print, a document."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from components.ui.sigles import pages
from components.ui.sorties import documents
from data.reponses import lexique


def page(corps: str, classe: str = "") -> str:
    return pages.expliquer(f'<html><title>CPTS</title><main class="{classe}">{corps}{pages.MARQUE}</main></html>')


def test_the_lexicon_says_each_acronym_once_in_a_plain_sentence() -> None:
    for one in lexique.lexique():
        assert one.nom and one.phrase.endswith(".") and one.source and len(one.phrase) < 160, one.sigle
    assert not set(lexique.hors_lexique()) & {one.sigle for one in lexique.lexique()}


def test_a_page_marks_what_it_says_and_lists_it_once() -> None:
    read = page("<p>Une CPTS, deux CPTS, l'ARS.</p>")
    assert read.count("<abbr title=") == 3 and read.count("<strong>CPTS</strong>") == 1
    assert "<title>CPTS</title>" in read and "Les sigles de cette page (2)" in read and pages.MARQUE not in read
    assert "Sigles.</strong>" in page("<p>DAC</p>", "feuille page")


@pytest.mark.parametrize(
    ("corps", "marked"),
    [
        ("<p>CPTSX, dac, 3CPTS</p>", 0),
        ("<option>CPTS</option><textarea>CPTS</textarea><svg><text>CPTS</text></svg><style>CPTS{}</style>", 0),
        ('<a href="/CPTS" title="CPTS">ici</a><!-- CPTS -->', 0),
        ('<abbr title="déjà">CPTS</abbr>', 0),
        ("<p>&lt;CPTS&gt; l&#39;HAD</p>", 2),
        ("<svg><g><svg>CPTS</svg>CPTS</g></svg><p>CPTS</p>", 1),
        ("<br/><img src=x>CPTS", 1),
        ("", 0),
    ],
)
def test_only_words_that_are_read_are_marked(corps: str, marked: int) -> None:
    assert pages.expliquer(f"<main>{corps}</main>").count("<abbr title=") - corps.count("<abbr") == marked


def test_what_people_typed_stays_escaped() -> None:
    read = page("<p>&lt;script&gt;CPTS&lt;/script&gt;</p>")
    assert "<script>" not in read and "&lt;script&gt;<abbr" in read


def test_the_script_of_hovers_holds_the_whole_lexicon_and_cannot_be_closed_by_it() -> None:
    told = pages.script().decode()
    assert "</" not in told.split("const MOT")[0] and "__SIGLES__" not in told
    words = json.loads(told.partition("const SIGLES = ")[2].partition(";\n")[0])
    assert set(words) == {one.sigle for one in lexique.lexique()}


def test_a_screen_lists_the_acronyms_of_its_words_labels_and_tables() -> None:
    def ecran() -> None:
        import pandas as pd
        import streamlit as st

        from components.ui import widgets
        from components.ui.sigles import ecoute

        with ecoute.entendus() as met:
            st.header("La CPTS")
            st.caption("lue par l'ARS")
            st.dataframe(pd.DataFrame({"HAD": ["le DAC", "le DAC", None], "n": [1, 2, 3]}))
            st.selectbox("GHT", ["une MSP", "autre"])
            st.html("<p>SAS</p>")
        widgets.sigles(met)

    shown = AppTest.from_function(ecran).run()
    assert not shown.exception
    foot = str(shown.get("html")[-1].value)
    for one in ("CPTS", "ARS", "HAD", "DAC", "GHT", "MSP", "SAS"):
        assert f"<strong>{one}</strong>" in foot, one
    assert "<details" in foot and "OSyS" not in foot


def test_a_screen_without_an_acronym_has_no_list() -> None:
    def ecran() -> None:
        import streamlit as st

        from components.ui import widgets
        from components.ui.sigles import ecoute

        with ecoute.entendus() as met:
            st.write("Rien à dire")
        widgets.sigles(met)

    assert not AppTest.from_function(ecran).run().get("html")


def test_a_word_document_ends_with_the_list_of_its_acronyms(tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph("La CPTS et {{ mot }}")
    table = made.add_table(1, 1)
    table.cell(0, 0).text = "le DAC"
    made.save(str(tmp_path / "modele.docx"))
    read = Document(BytesIO(documents.word(tmp_path / "modele.docx", {"mot": "l'ARS"})))
    last = [line.text for line in read.paragraphs[-4:]]
    assert last[0] == "Sigles" and [line.partition(" : ")[0] for line in last[1:]] == ["ARS", "CPTS", "DAC"]


def test_words_in_capitals_are_explained_or_declared() -> None:
    assert lexique.inexpliques(["La CPTS et le XYZW, AVECsanté, B2B, L'Ain"]) == ["XYZW"]
