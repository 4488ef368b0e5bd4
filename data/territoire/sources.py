"""Embedded sources: raw files and their identity cards, in the folder `data/sources/`.

A card is `<id>.card.toml`. It says what a file (or some columns of it, or a section of a TOML file) is, where
it comes from, how far it can be trusted, and what must be said on screen beside its figures. Several cards
may describe one file: each covers its own columns. Nothing is read that a card does not describe.
(The folder has no `__init__.py`: `data.sources` is this module.)
"""

import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

FOLDER = Path(__file__).resolve().parents[1] / "sources"
SUFFIX = ".card.toml"
FIABILITES = ("V", "P", "G", "D", "M")
GENRES = ("texte", "entier", "nombre")
SANS = "-"  # fingerprint of a source that is not a file


@dataclass(frozen=True)
class ColonneDecrite:
    """One column, or one key of a TOML section. `genre`: texte, entier or nombre; "" when unsaid."""

    nom: str
    label: str
    genre: str
    niveau: str
    unite: str = ""
    millesime: str = ""
    note: str = ""


@dataclass(frozen=True)
class CarteDIdentite:
    """Identity card of a source. `fiabilite` is a tag of `FIABILITES`; `mises_en_garde` are shown on screen;
    `mesures` are numbers measured when the file was built (counts, people)."""

    id: str
    titre: str
    producteur: str
    millesime: str
    licence: str
    url: str
    consulte_le: date
    fichier: str
    sha256: str
    fiabilite: str
    description: str
    mises_en_garde: tuple[str, ...]
    colonnes: tuple[ColonneDecrite, ...]
    relais: str = ""
    mesures: dict[str, float] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return FOLDER / self.fichier

    @property
    def ligne_de_source(self) -> str:
        """The line to print under a figure: producer, relay, vintage, licence."""
        origine = f"{self.producteur}, relayé par {self.relais}" if self.relais else self.producteur
        return f"Source : {origine}. {self.millesime}. {self.licence}."

    def colonne(self, nom: str) -> ColonneDecrite:
        """One described column. Raises KeyError."""
        return {colonne.nom: colonne for colonne in self.colonnes}[nom]


@cache
def cartes() -> dict[str, CarteDIdentite]:
    """Every card, by id, in alphabetical order. Raises ValueError, naming the card, on a malformed one."""
    return {path.name.removesuffix(SUFFIX): _read_card(path) for path in sorted(FOLDER.glob(f"*{SUFFIX}"))}


def carte(identifiant: str) -> CarteDIdentite:
    """One card. Raises KeyError with the known ids."""
    cards = cartes()
    if identifiant not in cards:
        raise KeyError(f"{identifiant} : source inconnue. Connues : {', '.join(cards)}")
    return cards[identifiant]


def read_csv(identifiant: str) -> pd.DataFrame:
    """The columns that the card describes, in its order: texts as str (empty when the cell is empty),
    `entier` as Int64 and `nombre` as float64 (missing when the cell is empty)."""
    described = carte(identifiant)
    return _lue(described.path, described.sha256, described.colonnes).copy(deep=False)


@lru_cache(maxsize=16)
def _lue(path: Path, _: str, colonnes: tuple[ColonneDecrite, ...]) -> pd.DataFrame:
    names = [colonne.nom for colonne in colonnes]
    raw = pd.read_csv(path, dtype=str, keep_default_na=False, usecols=names)[names]
    return pd.DataFrame({colonne.nom: _typed(raw[colonne.nom], colonne.genre) for colonne in colonnes})


def read_facts(identifiant: str) -> dict[str, Any]:
    """The section of a TOML file that bears the id of the card."""
    facts = tomllib.loads(carte(identifiant).path.read_text(encoding="utf-8"))[identifiant]
    return dict(facts)


def fingerprint(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def verify() -> list[str]:
    """One French sentence for each file that is missing or is no longer the one its card describes."""
    sentences = []
    for card in cartes().values():
        if not card.path.is_file():
            sentences.append(f"{card.titre} : le fichier {card.fichier} est absent.")
        elif fingerprint(card.path) != card.sha256:
            sentences.append(f"{card.titre} : le fichier {card.fichier} n'est plus celui que décrit sa carte.")
    return sentences


def _typed(texts: "pd.Series[str]", genre: str) -> "pd.Series[Any]":
    if genre == "texte":
        return texts
    numbers: pd.Series[Any] = pd.to_numeric(texts.mask(texts == ""))
    return numbers.astype("Int64") if genre == "entier" else numbers.astype("float64")


def _read_card(path: Path) -> CarteDIdentite:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = tuple(ColonneDecrite(nom=nom, **fields) for nom, fields in content.pop("colonnes").items())
        warnings = tuple(content.pop("mises_en_garde"))
        card = CarteDIdentite(colonnes=columns, mises_en_garde=warnings, **content)
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name} : carte d'identité illisible ({error})") from error
    _check(card, path)
    return card


def _check(card: CarteDIdentite, path: Path) -> None:
    if card.id != path.name.removesuffix(SUFFIX):
        raise ValueError(f"{path.name} : l'identifiant « {card.id} » n'est pas celui du fichier")
    if card.fiabilite not in FIABILITES:
        raise ValueError(f"{path.name} : fiabilité « {card.fiabilite} » inconnue")
    unknown = [colonne.nom for colonne in card.colonnes if colonne.genre not in GENRES]
    if unknown:
        raise ValueError(f"{path.name} : genre inconnu pour {', '.join(unknown)}")
