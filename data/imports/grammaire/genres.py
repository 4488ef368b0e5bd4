"""What a kind of file is: how it is recognised, read, and where it is published. Each reader declares its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.imports.grammaire.allure import Allure
from data.imports.grammaire.base import Fiche, Fichier, FichierLu

CARTE, CONSTAT, PROJECTIONS = "la carte", "le constat", "les projections"
USAGES = (CARTE, CONSTAT, PROJECTIONS)
Lecteur = Callable[[Sequence[Fichier], Fiche], FichierLu]


@dataclass(frozen=True)
class Parution:
    """Where a kind of file comes from: the name of the data set, its producer, where to get it, what it serves.

    `cartes`: what the ids of the cards it brings look like, those of what comes with the product too.
    """

    titre: str
    producteur: str
    adresse: str
    sert: tuple[str, ...]
    cartes: str


@dataclass(frozen=True)
class Genre:
    """A kind of file: its name, what it is, the form it needs (fields of `Fiche`), how it becomes tables.

    `reconnait`: whether a file looks like one, from what it holds; `cherche`: what that looks for, in words.
    """

    cle: str
    libelle: str
    aide: str
    extensions: tuple[str, ...]
    lire: Lecteur
    reconnait: Callable[[Allure], bool]
    cherche: str
    parution: Parution
    forme: str = "series"
    fiche: tuple[str, ...] = ()
    obligatoire: bool = False
