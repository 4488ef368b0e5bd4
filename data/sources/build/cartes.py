"""Refresh the fingerprint in every identity card, after a deliberate change of a file.

python data/sources/build/cartes.py
"""

import tomllib

from fichiers import SOURCES, refresh_card


def main() -> None:
    """Rewrite the `sha256` line of every card."""
    for card in sorted(SOURCES.glob("*.card.toml")):
        content = tomllib.loads(card.read_text(encoding="utf-8"))
        refresh_card(card, SOURCES / content["fichier"])
        print(card.name)


if __name__ == "__main__":
    main()
