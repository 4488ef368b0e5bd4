"""Several files at once: each recognised from what it holds, tried on a copy of the file that holds those before it,
so that what is shown of each is what it changes after them; then all written in that order, each whole or not at all.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date

from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.refus import Refus
from data.base.acteurs import TERMINAL, Acteur
from data.base.connexion import a_l_essai
from data.base.souvenir import partagee
from data.chargement import chargement
from data.chargement.chargement import Apercu, Progres
from data.imports import GENRES, lieux, reconnaitre
from data.imports.grammaire.allure import allure
from data.imports.grammaire.base import Fiche, Fichier
from data.imports.grammaire.genres import Genre
from data.territoire import sources, territoire

AVANT = ("maille", "centres", "contours")  # forms that others stand on


@dataclass(frozen=True)
class Depose:
    """A file as it was given, and the form that goes with it."""

    fichier: Fichier
    fiche: Fiche = field(default_factory=Fiche)


@dataclass(frozen=True)
class Piece:
    """A kind of file on the list of those to gather: whether it is there, its years, whether the product brought it."""

    genre: Genre
    presente: bool
    millesimes: str
    livree: bool

    @property
    def etat(self) -> str:
        """What there is, in words."""
        if not self.presente:
            return "pas chargé"
        return ("livré avec le produit" if self.livree else "chargé") + (f", {self.millesimes}" * bool(self.millesimes))


@dataclass(frozen=True)
class Examen:
    """What became of a file: what it is, what it would change, or why not.

    `candidats`: the kinds it may be, when nobody said which. `rang`: its place among those that would be written.
    """

    depose: Depose
    genre: str = ""
    candidats: tuple[str, ...] = ()
    vu: Apercu | None = None
    refus: Refus | None = None
    rang: int = 0

    @property
    def nom(self) -> str:
        """Name of the file."""
        return self.depose.fichier.nom

    @property
    def demande(self) -> str:
        """The question of a file that may be several things, with the candidates; nothing when it is known."""
        if self.genre or len(self.candidats) < 2:
            return ""
        words = " ou ".join(f"« {GENRES[cle].libelle} » ({GENRES[cle].cherche})" for cle in self.candidats)
        return f"« {self.nom} » peut être {words}. Dites lequel : rien n'a été lu."


def reconnus(deposes: Sequence[Depose]) -> list[Examen]:
    """What each file is, or why it is none; the same bytes count once."""
    examens: list[Examen] = []
    seen: dict[str, str] = {}
    for one in deposes:
        mark = one.fichier.sha256
        if mark in seen:
            words = f"« {one.fichier.nom} » est le même fichier que « {seen[mark]} » : il n'est compté qu'une fois."
            examens.append(Examen(one, refus=Refus(words)))
            continue
        seen[mark] = one.fichier.nom
        examens.append(_reconnu(one))
    return examens


def examiner(
    db: Database, examens: Sequence[Examen], jour: date, progres: Progres = lambda part, mots: None
) -> list[Examen]:
    """What each file whose kind is known would change, in the order given; nothing is written.

    A file refused at first is tried again once the others are in the copy: it may stand on one of them.
    """
    examined = list(examens)
    with a_l_essai(db) as essai:
        ready = sorted((k for k, one in enumerate(examined) if one.genre), key=lambda k: _ordre(examined[k]))
        written = _essayer(essai, examined, ready, jour, progres)
        again = [k for k in ready if examined[k].vu is None]
        if written and again:
            first = {k: examined[k].refus for k in again}
            _essayer(essai, examined, again, jour, progres, written)
            for k in again:
                examined[k] = replace(examined[k], refus=first[k] if examined[k].vu is None else None)
    progres(1.0, "Aperçu prêt")
    return examined


def charger(
    db: Database, acteur: Acteur, examens: Sequence[Examen], jour: date, progres: Progres = lambda part, mots: None
) -> tuple[list[str], list[Refus]]:
    """Write every file that may be, each in a transaction of its own; say what was done, and what the file refused
    meanwhile. Raises the refusal when nothing was written."""
    seen = [(one, one.vu) for one in sorted(examens, key=lambda one: one.rang) if one.vu is not None]
    sentences, refused = list[str](), list[Refus]()
    for step, (one, vu) in enumerate(seen):
        try:
            lines = chargement.charger(db, acteur, vu, jour, _part(progres, step, len(seen)))
        except Refus as refusal:
            refused.append(refusal)
            continue
        more = f" Et {pluriel(len(lines) - 3, 'autre')}." if len(lines) > 3 else ""
        sentences.append(f"« {one.nom} » est chargé ({GENRES[one.genre].libelle}). {' '.join(lines[:3])}{more}")
    if refused and not sentences:
        raise refused[0]
    return sentences, refused


@partagee
def inventaire(db: Database) -> list[Piece]:
    """Every kind of file there is, and what of it the file of the table holds."""
    cards, delivered = territoire.sources(db), sources.cartes()
    pieces = []
    for kind in GENRES.values():
        mine = cards[cards.index.map(lambda code, kind=kind: bool(re.fullmatch(kind.parution.cartes, code)))]
        years = sorted({year for words in mine["millesime"] for year in re.findall(r"(?:19|20)\d{2}", words)[:1]})
        pieces.append(Piece(kind, len(mine) > 0, ", ".join(years), len(mine) > 0 and set(mine.index) <= set(delivered)))
    return pieces


def _reconnu(one: Depose) -> Examen:
    try:
        kinds = reconnaitre(one.fichier)
    except MemoryError:
        return Examen(one, refus=Refus(f"« {one.fichier.nom} » ne tient pas en mémoire. Donnez le fichier publié."))
    except Refus as refusal:
        return Examen(one, refus=refusal)
    return Examen(one, kinds[0] if len(kinds) == 1 else "", kinds)


def _ordre(one: Examen) -> tuple[int, bool]:
    """What others stand on first: meshes, then places; activities without a position after the places of sites."""
    forme, after = GENRES[one.genre].forme, False
    if forme == "sites":
        with suppress(Refus):  # said when it is read
            after = lieux.a_placer(allure(one.depose.fichier))
    return AVANT.index(forme) if forme in AVANT else len(AVANT), after


def _essayer(
    essai: Database, examined: list[Examen], ranks: Sequence[int], jour: date, progres: Progres, written: int = 0
) -> int:
    """Try files on the copy, one after the other, and keep there what they would write; how many would be, with the
    `written` ones before."""
    for step, k in enumerate(ranks):
        one, told = examined[k], _part(progres, step, len(ranks))
        try:
            seen = chargement.apercu(essai, one.genre, one.depose.fichier, one.depose.fiche, jour, told)
            chargement.charger(essai, TERMINAL, seen, jour)
        except Refus as refusal:
            examined[k] = replace(one, refus=refusal)
            continue
        examined[k] = replace(one, vu=seen, refus=None, rang=written)
        written += 1
    return written


def _part(progres: Progres, step: int, count: int) -> Progres:
    return lambda part, mots: progres((step + part) / count, mots)
