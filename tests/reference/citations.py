"""Every quotation of the catalogues against the texts: between « », word for word, or without the marks."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = (
    "data/plans/actions_types.toml", "data/priorites/services.toml", "data/structures/types.toml",
    "data/reponses/lexique.toml",
)  # fmt: skip
CITATION = re.compile("«\\s*(.+?)\\s*»")
MOTS = 4  # fewer words name a thing (« 15 », « organisation territoriale »), and quote no text


def check(folder: Path) -> int:
    """Compare the quotations with the texts of a folder: 0 when each is found, 1 when one is not, 3 without texts."""
    texts = [plain(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.txt"))]
    if not texts:
        print(f"Les textes manquent ({folder}) : les citations des catalogues ne sont pas vérifiées.")
        return 3
    wrong = [f"{name} : « {said} »" for name, said in citations() if not any(plain(said) in text for text in texts)]
    for line in wrong:
        print(f"Citation introuvable, {line}")
    print(f"Citations des catalogues : {len(list(citations())) - len(wrong)} retrouvées, {len(wrong)} introuvables")
    return 1 if wrong else 0


def citations() -> Iterator[tuple[str, str]]:
    """Each quotation of the catalogues: where it is, and its words."""
    for name in CATALOGUES:
        for key, entry in tomllib.loads((ROOT / name).read_text(encoding="utf-8")).items():
            for text in (value for value in entry.values() if isinstance(value, str)):
                yield from ((f"{name}, {key}", said) for said in CITATION.findall(text) if len(said.split()) >= MOTS)


def plain(text: str) -> str:
    """A text without marks, line breaks, cuts or case: what two editions of it share."""
    text = re.sub(r"<sup>.*?</sup>|[*_]", "", unicodedata.normalize("NFKC", text).replace("’", "'"))
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).casefold().split())
