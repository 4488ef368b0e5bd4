"""Every quotation of the catalogues and of the screens against the texts: between « », word for word, or without marks.

A catalogue quotes wherever it opens « »; a screen, where the same sentence names one of the texts.
"""

import ast
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CITATION = re.compile("«\\s*(.+?)\\s*»")
TEXTES = re.compile("HCAAM|IGAS|AVECsanté|Ma Santé|[Ll]'avis\\b")
MOTS = 4  # fewer words, in a catalogue, name a thing (« 15 », « organisation territoriale »), and quote no text
NOMS = {"65 ans et moins": "the name of a column of the DREES", "Typologie": "the name of an annex"}
VIDE = "{}"  # what a sentence receives: never a quotation


def check(folder: Path) -> int:
    """Compare the quotations with the texts of a folder: 0 when each is there, 1 when one is not, 3 without texts."""
    texts = [plain(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.txt"))]
    if not texts:
        print(f"Les textes manquent ({folder}) : les citations ne sont pas vérifiées.")
        return 3
    quoted = list(citations())
    wrong = [f"{name} : « {words} »" for name, words in quoted if not any(plain(words) in text for text in texts)]
    for line in wrong:
        print(f"Citation introuvable, {line}")
    print(f"Citations des catalogues et des écrans : {len(quoted) - len(wrong)} retrouvées, {len(wrong)} introuvables")
    return 1 if wrong else 0


@cache
def citations() -> list[tuple[str, str]]:
    """Each quotation of the product: where it is, and its words."""
    return list(_citations())


def _citations() -> Iterator[tuple[str, str]]:
    for name, text in phrases():
        quoted = [words for words in CITATION.findall(text) if words not in NOMS and VIDE not in words]
        if not name.endswith(".toml") and not TEXTES.search(text):
            continue
        yield from ((name, words) for words in quoted if TEXTES.search(text) or len(words.split()) >= MOTS)


def phrases() -> Iterator[tuple[str, str]]:
    """Every sentence that the product may show: of its catalogues, of its code (never a docstring), of its pages."""
    for file in sorted((ROOT / "data").rglob("*.toml")):
        if "sources" not in file.parts:
            entries = tomllib.loads(file.read_text(encoding="utf-8"))
            yield from ((str(file.relative_to(ROOT)), text) for text in textes(entries))
    for folder in ("components", "data"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "sources" not in file.parts:
                tree = ast.parse(file.read_text(encoding="utf-8"))
                yield from ((str(file.relative_to(ROOT)), text) for text in ecrites(tree))
    for file in sorted((ROOT / "components").rglob("*.html")):
        read = re.sub(r"\{\{.*?\}\}", VIDE, file.read_text(encoding="utf-8"))
        yield from ((str(file.relative_to(ROOT)), line) for line in read.splitlines())


def textes(value: object) -> Iterator[str]:
    """Every text of a catalogue, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from textes(one)


def ecrites(tree: ast.AST) -> Iterator[str]:
    """The strings of a module, whole: what a sentence receives is `VIDE`."""
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            skipped |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else VIDE for part in node.values)
        elif isinstance(node, ast.Expr):
            skipped.add(id(node.value))  # a docstring
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def plain(text: str) -> str:
    """A text without marks, line breaks, cuts or case: what two editions of it share."""
    text = re.sub(r"<sup>.*?</sup>|[*_]", "", unicodedata.normalize("NFKC", text).replace("’", "'"))
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).casefold().split())
