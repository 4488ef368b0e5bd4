"""Small helpers shared by the build scripts: deterministic files, and the card kept in step with its file.

Development only. Nothing here is imported by the application.
"""

import csv
import gzip
import hashlib
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

SOURCES = Path(__file__).resolve().parent.parent


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with a header and Unix line ends; None is written as an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 text; a name in .gz is compressed with no date inside, so that the same text gives
    the same bytes on a given zlib."""
    payload = text.encode()
    if path.suffix == ".gz":
        buffer = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=buffer, mtime=0) as archive:
            archive.write(payload)
        payload = buffer.getvalue()
    path.write_bytes(payload)


def sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def refresh_card(card: Path, data_file: Path, mesures: Mapping[str, int] | None = None) -> None:
    """Put the fingerprint of the file, and the measured numbers, in an existing card.

    Only lines that already exist are replaced: ValueError when one is missing or written twice.
    """
    text = card.read_text(encoding="utf-8")
    text = _replace_line(text, "sha256", f'"{sha256(data_file)}"')
    for name, value in (mesures or {}).items():
        text = _replace_line(text, name, str(value))
    card.write_text(text, encoding="utf-8")


def _replace_line(text: str, key: str, value: str) -> str:
    changed, count = re.subn(rf"(?m)^{re.escape(key)} = .*$", f"{key} = {value}", text)
    if count != 1:
        raise ValueError(f"{key}: {count} lines in the card, one expected")
    return changed
