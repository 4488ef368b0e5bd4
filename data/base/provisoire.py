"""A file built under another name, private, then put in its place: whole, or nothing of it stays; and what else is
written of a table, private too."""

import errno
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

SUITES = ("-wal", "-shm", "-journal")  # what SQLite may keep beside a file


@contextmanager
def provisoire(target: Path) -> Iterator[Path]:
    """An empty private file beside `target`, to be built and put in its place; nothing of it stays after the block."""
    handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".partiel", dir=target.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        for suffix in ("", *SUITES):
            Path(f"{name}{suffix}").unlink(missing_ok=True)


def placer(partial: Path, target: Path) -> None:
    """Give a finished file its name. Raises `FileExistsError` rather than replace one that holds something."""
    if target.exists() and not target.stat().st_size:
        target.unlink()
    try:
        os.link(partial, target)
    except OSError:
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target)) from None
        partial.rename(target)  # a disk without links (USB stick, network folder)


def prive(target: Path) -> TextIO:
    """A text file to write (CSV, or else), which only its owner may read from its first byte."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    return os.fdopen(handle, "w", encoding="utf-8", newline="")
