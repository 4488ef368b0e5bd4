"""What every importer speaks: a file in, series or typed rows out, or refusals. Pure: bytes come in.

A reader never corrects in silence and never stops at the first fault: it lists every bad row, then the whole
file is refused. Codes leave a reader as text of five characters, exactly as the file names its communes.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from components.core.refus import Refus
from data.territoire.indicateurs import MANQUANT, VALEUR, Serie

CITES = 5
NON_PRECISE = "non précisé"
DU_NOM = " (d'après le nom du fichier)"


def _sans_suivi(_: float) -> None:
    pass


@dataclass(frozen=True)
class Fichier:
    """A file as it was given: its name, its bytes, and who wants to know how much of it has been read (0 to 1).

    `sautees`: lines already refused, passed over when the rest is read again to find every other fault.
    """

    nom: str
    contenu: bytes
    sautees: frozenset[int] = field(default=frozenset(), compare=False, repr=False)
    suivi: Callable[[float], object] = field(default=_sans_suivi, compare=False, repr=False)

    @property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of the bytes."""
        return hashlib.sha256(self.contenu).hexdigest()


@dataclass(frozen=True)
class Rejet:
    """One bad row: where it is, what it says, why it is refused, what to do (in French)."""

    ligne: int
    colonne: str
    valeur: str
    raison: str
    que_faire: str


class FichierRefuse(Refus):
    """A whole file was refused. `rejets` lists every bad row; empty when the file itself is at fault."""

    def __init__(self, message: str, rejets: Sequence[Rejet] = ()) -> None:
        self.rejets = tuple(rejets)
        super().__init__(f"{message} Rien n'a été écrit." if "Rien n'a été" not in message else message)


class FichierInconnu(FichierRefuse):
    """A file that no layout recognises. `cherche`: what was looked for, one sentence per kind of file."""

    def __init__(self, message: str, cherche: Sequence[str]) -> None:
        self.cherche = tuple(cherche)
        super().__init__(message)


class FicheIncomplete(FichierRefuse):
    """The form that goes with a file lacks what the file does not say: nothing is wrong with the file."""


class LigneLue(NamedTuple):
    """One value of a series: line of the file, commune or territory code, number or nothing, state."""

    numero: int
    code: str
    valeur: float | None
    etat: str = VALEUR

    @classmethod
    def de(cls, numero: int, code: str, valeur: float | None) -> "LigneLue":
        """A value, or a gap."""
        return cls(numero, code, valeur, MANQUANT if valeur is None else VALEUR)


@dataclass(frozen=True)
class SerieLue:
    """A series as read (`serie.source` is the id of its card), its rows and the words of its categories.

    `bordure`: whether values of communes across the border are kept (populations, which share the supply). `libre`:
    nothing in the layout says what is counted, and nobody declared it: whole numbers are then people.
    """

    serie: Serie
    lignes: tuple[LigneLue, ...]
    modalites: Mapping[int, str] = field(default_factory=dict)
    bordure: bool = False
    libre: bool = False


@dataclass(frozen=True)
class Provenance:
    """What a reader knows of the source; the orchestration adds the file, its fingerprint and the day."""

    id: str
    titre: str
    producteur: str
    millesime: str
    licence: str
    fiabilite: str
    description: str
    mises_en_garde: tuple[str, ...] = ()
    relais: str = ""
    url: str = ""


@dataclass(frozen=True)
class FichierLu:
    """Everything a file says: series, or typed rows (`lignes`, by kind), the sources, remarks for the preview."""

    provenances: tuple[Provenance, ...]
    series: tuple[SerieLue, ...] = ()
    lignes: tuple[Mapping[str, object], ...] = ()
    remarques: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fiche:
    """The short form that goes with a file that does not say what it is (generic indicator and local files).

    `attendu`: the figure of `attendus.ATTENDUS` it is, which then gives its label, unit and side. `compte`: what the
    values count, declared by whoever loads the file when it is not people.
    """

    attendu: str = ""
    libelle: str = ""
    unite: str = ""
    millesime: int = 0
    niveau: str = "commune"
    sens: int = 0
    producteur: str = ""
    licence: str = ""
    agregation: str = "moyenne"
    statut: str = "officiel"
    compte: str = ""

    def avec(self, **changes: object) -> "Fiche":
        """The same form with other answers."""
        return replace(self, **changes)  # type: ignore[arg-type]


def annee_du_nom(nom: str) -> int | None:
    """The year that the name of a file says, when it says only one."""
    years = set(re.findall(r"(?<!\d)20[0-3]\d(?!\d)", nom))
    return int(years.pop()) if len(years) == 1 else None


def annee_du_fichier(fichier: Fichier, fiche: Fiche, *dites: int) -> int:
    """The year that a file says of itself (the newest one of `dites`, 0: none), else that of its form. Raises
    `FichierRefuse` when the form gives a year that the file does not say."""
    years = sorted({year for year in dites if year})
    if years and fiche.millesime and fiche.millesime not in years:
        own = " et ".join(map(str, years))
        raise FichierRefuse(
            f"« {fichier.nom} » dit {own}, la fiche dit {fiche.millesime}. Retirez l'année de la fiche, ou vérifiez "
            "que c'est le bon fichier."
        )
    return years[-1] if years else fiche.millesime


def provenance(identifiant: str, titre: str, fiche: Fiche, defauts: tuple[str, str, str], *mots: str) -> Provenance:
    """A card from the form. `defauts`: producer, licence and reliability when it is silent; `mots`: description,
    then cautions."""
    producteur, licence, fiabilite = defauts
    year = str(fiche.millesime) if fiche.millesime else NON_PRECISE
    fields = (fiche.producteur or producteur, year, fiche.licence or licence, fiabilite)
    return Provenance(identifiant, titre, *fields, mots[0], mots[1:])


class Rejets(list[Rejet]):
    """The bad rows of a file, as they are met."""

    def ajouter(self, ligne: int, colonne: str, valeur: object, raison: str, que_faire: str) -> None:
        """Keep one; the value is cut to what a line can show."""
        text = "" if valeur is None else str(valeur)
        self.append(Rejet(ligne, colonne, text[:80], raison, que_faire))

    def lever(self, fichier: Fichier) -> None:
        """Raise `FichierRefuse` when there is any."""
        if self:
            count = "1 ligne refusée" if len(self) == 1 else f"{len(self)} lignes refusées"
            first = " ; ".join(f"ligne {r.ligne}, {r.colonne} : {r.raison}" for r in self[:CITES])
            more = "…" if len(self) > CITES else f". {self[0].que_faire}" if len(self) == 1 else "."
            raise FichierRefuse(f"« {fichier.nom} » est refusé en entier : {count}. {first}{more}", self)
