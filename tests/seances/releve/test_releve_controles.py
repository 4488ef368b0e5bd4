"""The minutes come out whatever was typed: in a file of before, any text may hold a control character."""

import re
import sqlite3
from datetime import date
from fractions import Fraction
from io import BytesIO

import pandas as pd
from docx import Document
from sqlite_utils import Database

from components.seances import figures, minutes
from components.ui.dessins.votes import DessinDeVote, LigneDeVote, VoletDeVote
from data.base import store
from data.base.acteurs import TERMINAL
from data.releves import clotures
from data.seances import seances

MARQUES = [chr(code) for code in (*range(1, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)]
INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")


def test_the_drawings_are_made_with_any_control_character_in_their_labels() -> None:
    label = "".join(f"mot{mark}" for mark in MARQUES)
    line = LigneDeVote("1.", label, label, (Fraction(1),))
    votes = DessinDeVote((label,), (VoletDeVote(label, (line,)), VoletDeVote(label, (line,))), Fraction(1), label)
    money = pd.DataFrame([{"financeur": label, "nature": "acquis (décision)", "euros": 1_000}])
    assert figures.vote(votes)[0].startswith(b"\x89PNG")
    assert figures.argent(money).startswith(b"\x89PNG")


def test_both_minutes_open_with_any_control_character(salle: Database) -> None:
    made = seances.creer(salle, TERMINAL, "Séance", date(2026, 11, 22), "Mâcon", Fraction(1, 2))
    seances.ajouter_point(salle, TERMINAL, made, "Point", "information", "")
    text = "".join(f"mot{mark}" for mark in MARQUES)
    clotures.passer(salle, TERMINAL, made, seances.OUVERTE)
    clotures.passer(salle, TERMINAL, made, seances.CLOSE)
    with sqlite3.connect(store.path()) as raw:  # closed before anything was kept
        raw.execute("DROP TRIGGER releves_sans_delete")
        raw.execute("DELETE FROM releves")
        raw.execute("UPDATE seances SET titre = ?, lieu = ?", (text, text))
        raw.execute("UPDATE points SET titre = ?", (text,))
    opened = Document(BytesIO(minutes.docx(salle, made)))
    assert any("mot mot" in one.text for one in opened.paragraphs)
    page = minutes.html(salle, made)
    assert "mot mot" in page and not INVISIBLE.search(page)
