"""The plan comes out as a Word file whatever was typed in a file of before."""

import sqlite3
from datetime import date
from io import BytesIO

from docx import Document
from sqlite_utils import Database

from components.plans.actions import lectures
from components.plans.territoire import documents
from data.base import store

MARQUES = [chr(code) for code in (*range(1, 0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF)]


def test_the_plan_opens_with_any_control_character(copie: Database) -> None:
    text = "".join(f"mot{mark}" for mark in MARQUES)
    with sqlite3.connect(store.path()) as raw:
        raw.execute("UPDATE actions SET titre = ?, pilote = ?", (text, text))
    code = lectures.lire(copie, date.today()).actions["territoire"].iloc[0]
    opened = Document(BytesIO(documents.plan(copie, code, date.today(), False)))
    assert any("mot mot" in one.text for one in opened.paragraphs)
