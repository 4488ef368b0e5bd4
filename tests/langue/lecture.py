"""What no screen and no print may say: codes of ours, machine dates, English, jargon where a sentence does."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import Any

import pandas as pd
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Dataframe, ElementTree

INTERDITS = {
    "a missing value": r"\b(None|NaN|nan|NaT|null|empty|undefined)\b",
    "a truth value": r"\b(True|False|true|false)\b",
    "a machine date": r"\b\d{4}-\d{2}-\d{2}\b|\b\d\d:\d\d:\d\d\+\d\d",
    "a date to fill in English": r"\b(dd/mm/yyyy|mm/dd|DD/MM|YYYY)\b",
    "a word that French elides": r"(?<!-)\b(?:[DNSJdnsj]e|[Qq]ue|[Ll][ea]) "
    r"(?=[aàâeéèêëiîïoôuœ])(?!onz|oui|uni?e?\b|ou\b|et\b|est\b)\w+",
    "raw data": r"\{['\"]|\[['\"]|\"\}|': '|\\u00",
    "a code of ours": r"\[[VPGDMT](/P)?\]",
    "jargon": r"Fisher|Jenks|maille de repli|sans encore|[Tt]ient \d+ sur \d+|DataFrame|Traceback",
    "a plural of none or of one": r"(?<![\w,.])(?<!\d[\s])[01](,\d+)?\s(habitants|communes|territoires"
    r"|consultations|actes|actions|bulletins|votants|membres|cartons|services|structures|sites|lignes|fichiers|textes|constats"
    r"|demandes|décisions|médecins|praticiens|options|points|jours|minutes|secondes|ans)\b",
    "English": r"\b(the|and|with|loading|error|missing|unknown|rows?|column|file upload|choose|search)\b",
}
MOTIFS = {kind: re.compile(pattern) for kind, pattern in INTERDITS.items()}
TEXTES = (
    "title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "success", "text", "button",
    "download_button", "link_button", "expander", "tab",
)  # fmt: skip
CHAMPS = (
    "selectbox", "multiselect", "radio", "checkbox", "toggle", "text_input", "text_area", "date_input", "button_group",
    "file_uploader",
)  # fmt: skip
CITES = re.compile(r"Source : [^·]*")  # the title of an article is in its language
BLANC = re.compile(r"`[^`]*`|:material/\w+:|https?://\S+|<[^>]+>")  # code, icons, addresses, tags: not read as words


# What only an account can do: no sentence asks it of someone who has none.
COMPTE = re.compile(
    r"\b(importez|chargez|déclarez|adoptez|préparez|ajoutez|renseignez|notez|inscrivez|créez|nommez|publiez|clôturez|"
    r"complétez|déposez|figez|réglez|tirez|enregistrez|clore|pointez|répondez|mettez|retirez|signez|installez|lancez)\b",
    re.IGNORECASE,
)


def demandes(texte: str) -> list[str]:
    """What a text asks that only an account can do, with the words around."""
    plain = unescape(BLANC.sub(" ", texte))
    return [plain[max(0, hit.start() - 60) : hit.end() + 60] for hit in COMPTE.finditer(plain)]


def fautes(texte: str) -> list[str]:
    """What a text says that it may not, with the words around."""
    plain = CITES.sub(" ", BLANC.sub(" ", unescape(texte)).replace("\\", ""))
    return [
        f"{kind}: …{plain[max(0, hit.start() - 40) : hit.end() + 40]}…"
        for kind, pattern in MOTIFS.items()
        for hit in pattern.finditer(plain)
    ]


@lru_cache(100_000)
def _vues(texte: str) -> tuple[str, ...]:
    """The same, once for each text: pages drawn again say most of them again."""
    return tuple(fautes(texte))


def de_la_page(run: AppTest) -> list[str]:
    """What a page drawn says that it may not, in what is read and in what a list offers."""
    return [fault for text in textes(run) for fault in _vues(text)] + list(_tables(run))


def textes(run: AppTest) -> Iterator[str]:
    """All that is read on a page: texts, labels, what a list offers, what a field suggests."""
    for kind in TEXTES:
        for one in run.get(kind):
            words = getattr(one, "value", "")  # of a button just pressed: whether it was
            yield from (text for text in (words, getattr(one, "label", "")) if isinstance(text, str))
    for kind in CHAMPS:
        for one in run.get(kind):
            yield from (str(getattr(one.proto, name, "")) for name in ("label", "placeholder", "help"))
            yield from (str(option) for option in getattr(one, "options", []))
    for one in run.metric:
        yield f"{one.label} {one.value}"


def _tables(run: AppTest) -> Iterator[str]:
    """Cells that would be read « None », a table that would be read « empty », and what cells say."""
    for one in run.dataframe:
        yield from _table(type(one.proto), one.proto.SerializeToString())


@lru_cache(1_000)
def _table(genre: type[Message], octets: bytes) -> tuple[str, ...]:
    """The faults of one, read once: a page drawn again holds most of its tables again."""
    told = genre.FromString(octets)
    table: pd.DataFrame = Dataframe(told, ElementTree()).value
    if table.empty and not told.editing_mode:
        return (f"an empty table: {list(table.columns)}",)
    lacking: list[Any] = [name for name in table.columns if table[name].isna().any()]
    cells = [cell for name in table.columns for cell in (name, *table[name].dropna().tolist())]
    faults = tuple(fault for cell in cells if isinstance(cell, str) for fault in _vues(cell))
    blank = lacking and not told.HasField("placeholder")
    return (f"« None » in a table: {lacking}", *faults) if blank else faults
