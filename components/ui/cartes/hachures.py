"""Hatching for maps: two patterns in a tiny image made here, so that nothing is fetched and colour is never alone."""

import base64
import struct
import zlib
from functools import cache

COTE = 32  # pixels of a pattern; its lines meet their neighbours'
DENSE, CLAIRE = "dense", "claire"
PAS = {DENSE: (8, 2), CLAIRE: (16, 2)}  # pixels between two lines, and width of a line
METRES_PAR_PIXEL = 230  # a pattern's pixel on the ground: lines about ten pixels apart on a whole département

MODELES = {
    name: {"x": rank * COTE, "y": 0, "width": COTE, "height": COTE, "mask": True} for rank, name in enumerate(PAS)
}


@cache
def image() -> str:
    """The two patterns side by side, as a PNG in a data address."""
    rows = b"".join(b"\0" + b"".join(_pixel(x, y) for x in range(COTE * len(PAS))) for y in range(COTE))
    header = struct.pack(">IIBBBBB", COTE * len(PAS), COTE, 8, 6, 0, 0, 0)
    body = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + body).decode()


def _pixel(x: int, y: int) -> bytes:
    gap, width = list(PAS.values())[x // COTE]
    return b"\xff\xff\xff\xff" if (x % COTE + y) % gap < width else b"\xff\xff\xff\0"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
