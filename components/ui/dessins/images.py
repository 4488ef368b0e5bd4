"""A drawing as an address of its own, held in the page: nothing is fetched, and it stays crisp on any screen."""

from base64 import b64encode
from functools import lru_cache

ESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@lru_cache(maxsize=64)
def adresse(svg: str) -> str:
    """A drawing in SVG as what an image shows."""
    named = svg if "xmlns=" in svg.partition(">")[0] else svg.replace("<svg ", f"<svg {ESPACE} ", 1)
    return f"data:image/svg+xml;base64,{b64encode(named.encode()).decode()}"
