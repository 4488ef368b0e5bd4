"""The acronyms of a screen: what Streamlit is told to draw is read as it leaves, tables too, for a list at its foot."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import pyarrow as pa
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.reponses import lexique

CACHES = frozenset(  # never read
    {"id", "form_id", "element_id", "user_key", "url", "hash", "metadata", "css", "js", "json", "format"}
)
Lecteur = Callable[[Any], Iterator[str]]
RETENUES = 1_000  # texts, tables and drawings whose words are remembered
DESSIN = "spec"  # what a chart is made of: its words are among the values


@contextmanager
def entendus() -> Iterator[set[str]]:
    """The words of all that a page draws meanwhile: the foot list keeps its acronyms."""
    met: set[str] = set()
    context: Any = get_script_run_ctx()
    if context is None:
        yield met
        return
    leave = context.enqueue

    def entendre(message: Any) -> None:
        if message.WhichOneof("type") == "delta" and message.delta.WhichOneof("type") == "new_element":
            for lire, part in _parties(message.delta.new_element):
                met.update(_mots(lire, part))
        leave(message)

    context.enqueue = entendre
    try:
        yield met
    finally:
        context.enqueue = leave


def textes(element: Message) -> Iterator[str]:
    """Every text that an element shows: words, labels, options, cells."""
    return (text for lire, part in _parties(element) for text in lire(part))


def _parties(element: Message) -> Iterator[tuple[Lecteur, Any]]:
    """What holds the words of an element, each with what reads it."""
    for field, value in element.ListFields():
        if field.name in CACHES:
            continue
        values = value if field.is_repeated else (value,)
        if field.type == FieldDescriptor.TYPE_STRING:
            yield from ((_dessin if field.name == DESSIN else _texte, one) for one in values)
        elif field.type == FieldDescriptor.TYPE_BYTES and field.name == "data":
            yield from ((_cellules, one) for one in values)
        elif field.type == FieldDescriptor.TYPE_MESSAGE and not field.message_type.GetOptions().map_entry:
            for one in values:
                yield from _parties(one)


@lru_cache(maxsize=RETENUES)
def _mots(lire: Lecteur, part: Any) -> frozenset[str]:
    """What looks like an acronym there: a table or a drawing sent again is not read again."""
    return frozenset(mot for text in lire(part) for mot in lexique.MOT.findall(text))


def _texte(part: str) -> Iterator[str]:
    yield part


def _dessin(part: str) -> Iterator[str]:
    return _valeurs(json.loads(part))


def _valeurs(part: object) -> Iterator[str]:
    """The texts of a drawing, without the names of its parts."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for one in part.values() if isinstance(part, dict) else part:
            yield from _valeurs(one)


def _cellules(table: bytes) -> Iterator[str]:
    """The titles and the texts of a table."""
    try:
        read = pa.ipc.open_stream(table).read_all()
    except (pa.ArrowInvalid, OSError):
        return  # other bytes: a picture, a map
    for name, column in zip(read.column_names, read.columns, strict=True):
        yield str(name)
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            yield from (cell for cell in column.unique().to_pylist() if cell)
