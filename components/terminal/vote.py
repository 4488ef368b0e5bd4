"""The terminal's side of the vote: recount a published file, fill a demonstration, print the turnout."""

import argparse
import csv
import json
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Refus
from components.priorites.regles import decompte
from components.terminal.demonstration import suite as terminal_plan
from components.terminal.demonstration import vote as demonstration
from data.base import jours
from data.base.acteurs import TERMINAL
from data.base.provisoire import prive
from data.priorites import bulletins, scrutins

MEMBRES = 34
PLAN = "plan"
ETAPES = ("ouvert", "clos", PLAN)


def declarer_demo(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `demo`."""
    parser.add_argument("--members", type=int, metavar="N", help=f"séance de N votants, vote ouvert ({MEMBRES})")
    parser.add_argument("--codes", type=Path, metavar="FICHIER", help="écrire les codes des cartons (code,college)")
    words = "ouvert, clos (et publié) ou plan (toute la chaîne, séances closes) ; par défaut, ouvert"
    parser.add_argument("--step", type=_etape, default="ouvert", metavar="ÉTAPE", help=words)


def _etape(text: str) -> str:
    if text not in ETAPES:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une étape. Étapes : {', '.join(ETAPES)}.")
    return text


def prevenir(db: Database) -> list[str]:
    """What to know of a copy made now: lines to print, none when no vote is open."""
    if not scrutins.un_ouvert(db):
        return []
    return [
        "Attention : un vote est ouvert. Cette copie contient des bulletins que la clôture n'y effacera pas : "
        "gardez-la pour vous seul, et détruisez-la après la clôture.\n"
    ]


def demo(db: Database, arguments: argparse.Namespace) -> list[str]:
    """Fill the file with a fictional séance, its vote open or closed, and say what was made."""
    codes = arguments.codes
    if codes and codes.exists():
        raise Refus(f"« {codes} » existe déjà : rien n'a été fait. Choisissez un autre nom.")
    wanted = MEMBRES if arguments.members is None else arguments.members
    scrutin, drawn = demonstration.ouvrir(db, TERMINAL, wanted, jours.aujourd_hui(db))
    sentences = [f"Séance de démonstration (fictive) : {len(drawn)} votants, vote ouvert."]
    if codes:
        _write(codes, drawn)
        sentences.append(f"Codes écrits dans {codes} : ce fichier tient lieu de cartons, détruisez-le après.")
    if arguments.members is None or arguments.step == PLAN:
        sentences.append(terminal_plan.passee(db, jours.aujourd_hui(db), arguments.step == PLAN))
    if arguments.step in ("clos", PLAN):
        demonstration.clore(db, TERMINAL, scrutin, drawn)
        sentences.append("Vote clos et publié.")
    if arguments.step == PLAN:
        sentences += terminal_plan.suite(db, scrutin, drawn, jours.aujourd_hui(db))
    return sentences


def _write(target: Path, drawn: list[tuple[str, str]]) -> None:
    with prive(target) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["code", "college"])
        writer.writerows((bulletins.affiche(code), college) for code, college in drawn)


def turnout(db: Database, arguments: argparse.Namespace) -> list[str]:
    """The number of ballots of each vote."""
    counts = scrutins.comptes(db)
    if arguments.json:
        return [json.dumps(counts, ensure_ascii=False)]
    return [f"{c['scrutin']}\t{c['bulletins']}\t{c['etat']}\t{c['question']}" for c in counts] or ["Aucun scrutin."]


def recount(arguments: argparse.Namespace) -> list[str]:
    """Count the exported tallies again, from that file alone."""
    return decompte.en_lignes(*decompte.recompter(decompte.ouvrir(arguments.fichier.read_bytes())))
