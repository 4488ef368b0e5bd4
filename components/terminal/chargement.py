"""The terminal's side of imports: `load`, with its preview, its progress and its list of bad rows."""

import argparse
import shlex
import sys
from collections.abc import Collection, Sequence
from dataclasses import fields
from pathlib import Path

from sqlite_utils import Database

from components.core.francais import liste, mot
from components.core.refus import Refus
from components.terminal import mots as terminal_mots
from data.base import jours
from data.base.acteurs import TERMINAL
from data.chargement import chargement, depot
from data.imports import GENRES
from data.imports.grammaire.base import Fiche, Fichier, FichierInconnu, FichierRefuse, annee_du_nom
from data.imports.grammaire.genres import Genre

NOMBRES = ("millesime", "sens")


def declarer(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `load`; every field of the form is an option."""
    kinds = "\n".join(f"{key} : {kind.libelle}" for key, kind in GENRES.items())
    parser.epilog = f"Sans TYPE, chaque fichier est reconnu à ce qu'il contient. Types de fichier :\n{kinds}"
    parser.add_argument(
        "fichiers", nargs="+", metavar="[TYPE] FICHIER", help="fichiers à charger, tous du même type s'il est dit"
    )
    parser.add_argument("--apercu", action="store_true", help="dire ce qui changerait, sans rien écrire")
    for field in fields(Fiche):
        kind = int if field.name in NOMBRES else str
        parser.add_argument(f"--{field.name}", type=kind, default=field.default, help="fiche de l'indicateur")


def load(db: Database, arguments: argparse.Namespace) -> int:
    """Load each file, whole or not at all: of the kind that is said, stopping at the first one refused; or each of the
    kind it is, without stopping. 1 when one is refused, saying which ones were written."""
    fiche = Fiche(**{field.name: getattr(arguments, field.name) for field in fields(Fiche)})
    genre, *files = arguments.fichiers
    if genre not in GENRES and (Path(genre).suffix or Path(genre).exists()):
        return _recognised(db, [Path(name) for name in arguments.fichiers], fiche, arguments.apercu)
    kind = chargement.genre(genre)
    if not files:
        raise Refus(f"Il manque le fichier : python -m data load {genre} FICHIER. Rien n'a été lu.")
    _check_options([kind], fiche)
    return _of_kind(db, genre, [Path(name) for name in files], fiche, arguments.apercu)


def reunir(db: Database) -> list[str]:
    """Every kind of official file: whether it is there, what it is, who publishes it, where, what it serves."""
    lines = []
    for piece in depot.inventaire(db):
        parution = piece.genre.parution
        lines += [
            f"[{'x' if piece.presente else ' '}] {piece.genre.cle} — {piece.genre.libelle} : {piece.etat}",
            f"    {parution.titre} ({parution.producteur}) ; sert à {', '.join(parution.sert)}",
            f"    {parution.adresse}",
        ]
    return lines


def _of_kind(db: Database, genre: str, paths: Sequence[Path], fiche: Fiche, apercu: bool) -> int:
    names = [path.name for path in paths]
    for rank, path in enumerate(paths):
        try:
            _check_year(names, path.name, fiche.millesime)
            _one(db, genre, path, fiche, apercu)
        except Refus as refusal:
            _show_refusal(refusal)
            if len(names) > 1 and not apercu:
                print(terminal_mots.lot(names[:rank], names[rank:]), file=sys.stderr)
            return 1
    return 0


def _recognised(db: Database, paths: Sequence[Path], fiche: Fiche, apercu: bool) -> int:
    """Say what each file is and would change, then write those that may be."""
    for path in paths:
        _check_year([one.name for one in paths], path.name, fiche.millesime)
    day = jours.aujourd_hui(db)
    given = depot.reconnus([depot.Depose(_read(path), fiche) for path in paths])
    _check_options([GENRES[cle] for cle in dict.fromkeys(cle for one in given for cle in one.candidats)], fiche)
    _check_one_kind([GENRES[cle] for cle in dict.fromkeys(one.genre for one in given if one.genre)], fiche)
    seen = depot.examiner(db, given, day, terminal_mots.avancement)
    for one in seen:
        _show(one)
    refused: list[Refus] = []
    if not apercu and any(one.vu for one in seen):
        lines, refused = depot.charger(db, TERMINAL, seen, day, terminal_mots.avancement)
        print("\n".join(lines))
    for refusal in refused:
        _show_refusal(refusal)
    left = [one.nom for one in seen if one.vu is None]
    if left and len(seen) > 1 and not apercu:
        print(terminal_mots.lot([one.nom for one in seen if one.vu], left), file=sys.stderr)
    return 1 if left or refused else 0


def _show(one: depot.Examen) -> None:
    what = GENRES[one.genre].libelle if one.genre else "type à dire" if one.demande else "refusé"
    print(f"\n{one.nom} : {what}")
    if one.vu is not None:
        print("\n".join([one.vu.table.to_string(index=False), *one.vu.remarques]))
    if one.demande:
        ways = "\n".join(f"  python -m data load {cle} {shlex.quote(one.nom)}" for cle in one.candidats)
        print(f"{one.demande}\n{ways}", file=sys.stderr)
    if one.refus is not None:
        _show_refusal(one.refus)


def _check_year(names: Sequence[str], name: str, year: int) -> None:
    """A year typed is not that of a file whose name says another one: which one is meant is asked, never guessed."""
    named = annee_du_nom(name)
    if not year or named in (None, year):
        return
    todo = "chargez-le à part, avec son année" if len(names) > 1 else f"écrivez --millesime {named}, ou renommez-le"
    raise Refus(f"« {name} » dit {named} et --millesime {year} : {todo}. Rien n'a été lu.")


def _check_options(kinds: Sequence[Genre], fiche: Fiche) -> None:
    """What is typed is read, or refused: an option that none of these kinds of files reads is not passed over."""
    typed = [field.name for field in fields(Fiche) if getattr(fiche, field.name) != field.default]
    unread = [f"--{name}" for name in typed if kinds and not any(name in kind.fiche for kind in kinds)]
    if unread:
        names, verb = ", ".join(kind.cle for kind in kinds), mot(len(unread), "ne se lit", "ne se lisent")
        raise Refus(f"{', '.join(unread)} {verb} pas pour {names} : retirez-le de la commande. Rien n'a été lu.")


def _check_one_kind(kinds: Collection[Genre], fiche: Fiche) -> None:
    """A year typed is that of one kind of file: it does not pass to the next one."""
    dated = [f"« {kind.libelle} »" for kind in kinds if "millesime" in kind.fiche]
    if fiche.millesime and len(dated) > 1:
        raise Refus(
            f"--millesime {fiche.millesime} vaudrait pour {liste(dated)} : chargez chaque type de fichier à part, avec "
            "son année. Rien n'a été lu."
        )


def _one(db: Database, genre: str, path: Path, fiche: Fiche, apercu: bool) -> None:
    seen = chargement.apercu(db, genre, _read(path), fiche, jours.aujourd_hui(db), terminal_mots.avancement)
    print(f"\n{path.name}\n{seen.table.to_string(index=False)}")
    print("\n".join(seen.remarques))
    if not apercu:
        print("\n".join(chargement.charger(db, TERMINAL, seen, jours.aujourd_hui(db), terminal_mots.avancement)))


def _read(path: Path) -> Fichier:
    try:
        return Fichier(path.name, path.read_bytes())
    except OSError as problem:
        raise Refus(f"{terminal_mots.systeme(problem)} Ce fichier n'a pas été lu.") from problem


def _show_refusal(refusal: Refus) -> None:
    print(refusal, file=sys.stderr)
    for looked in refusal.cherche if isinstance(refusal, FichierInconnu) else ():
        print(f"  cherché — {looked}", file=sys.stderr)
    for row in refusal.rejets if isinstance(refusal, FichierRefuse) else ():
        print(f"  ligne {row.ligne}, {row.colonne} : « {row.valeur} » — {row.raison}. {row.que_faire}", file=sys.stderr)
