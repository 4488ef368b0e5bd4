"""The terminal's side of imports: `load`, with its preview, its progress and its list of bad rows."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Refus
from components.terminal import mots as terminal_mots
from data.base import jours
from data.base.acteurs import TERMINAL
from data.chargement import chargement
from data.imports import GENRES
from data.imports.grammaire.base import Fiche, Fichier, FichierRefuse, annee_du_nom

NOMBRES = ("millesime", "sens")


def declarer(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `load`; every field of the form is an option."""
    kinds = "\n".join(f"{key} : {kind.libelle}" for key, kind in GENRES.items())
    parser.epilog = f"Types de fichier :\n{kinds}"
    parser.add_argument("genre", metavar="TYPE", help="type de fichier (voir la liste plus bas)")
    parser.add_argument("fichiers", type=Path, nargs="+", metavar="FICHIER")
    parser.add_argument("--apercu", action="store_true", help="dire ce qui changerait, sans rien écrire")
    for field in fields(Fiche):
        kind = int if field.name in NOMBRES else str
        parser.add_argument(f"--{field.name}", type=kind, default=field.default, help="fiche de l'indicateur")


def load(db: Database, arguments: argparse.Namespace) -> int:
    """Load each file in turn, whole or not at all; 1 as soon as one is refused, saying which ones were written."""
    fiche = Fiche(**{field.name: getattr(arguments, field.name) for field in fields(Fiche)})
    names = [path.name for path in arguments.fichiers]
    for rank, path in enumerate(arguments.fichiers):
        try:
            _check_year(names, path.name, fiche.millesime)
            _one(db, arguments, path, fiche)
        except Refus as refusal:
            _show_refusal(refusal)
            if len(names) > 1 and not arguments.apercu:
                print(terminal_mots.lot(names[:rank], names[rank:]), file=sys.stderr)
            return 1
    return 0


def _check_year(names: Sequence[str], name: str, year: int) -> None:
    """One year typed for several files is not that of the one whose name says another."""
    named = annee_du_nom(name)
    if len(names) > 1 and year and named not in (None, year):
        raise Refus(
            f"« {name} » dit {named} et --millesime {year} : chargez-le à part, avec son année. Rien n'a été lu."
        )


def _one(db: Database, arguments: argparse.Namespace, path: Path, fiche: Fiche) -> None:
    seen = chargement.apercu(db, arguments.genre, _read(path), fiche, jours.aujourd_hui(db), _progress)
    print(f"\n{path.name}\n{seen.table.to_string(index=False)}")
    print("\n".join(seen.remarques))
    if not arguments.apercu:
        print("\n".join(chargement.charger(db, TERMINAL, seen, jours.aujourd_hui(db), _progress)))


def _read(path: Path) -> Fichier:
    try:
        return Fichier(path.name, path.read_bytes())
    except OSError as problem:
        raise Refus(f"{terminal_mots.systeme(problem)} Ce fichier n'a pas été lu.") from problem


def _progress(part: float, words: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{part:>4.0%} {words:<60}", end="\n" if part >= 1 else "", file=sys.stderr, flush=True)


def _show_refusal(refusal: Refus) -> None:
    print(refusal, file=sys.stderr)
    for row in refusal.rejets if isinstance(refusal, FichierRefuse) else ():
        print(f"  ligne {row.ligne}, {row.colonne} : « {row.valeur} » — {row.raison}. {row.que_faire}", file=sys.stderr)
