"""The terminal's door: `python -m data COMMAND`. Messages in French; exit 0 done, 1 refused or failed, 2 usage."""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

from components.carences.constat import lectures_calculs as calculs
from components.core.francais import compte
from components.core.refus import Refus
from components.effectifs.scenarios import lectures as effectifs
from components.terminal import administration
from components.terminal import chargement as terminal_chargement
from components.terminal import mots as terminal_mots
from components.terminal import restauration as terminal_restauration
from components.terminal import vote as terminal_vote
from components.terminal.administration import existant
from components.terminal.demonstration import hypothese
from components.terminal.demonstration import plans as plans_demo
from components.terminal.trajets import minutes
from data.base import decisions, demande, jours, store
from data.base.acteurs import TERMINAL
from data.base.parameters import FIABILITES
from data.fichier import creation, export
from data.releves import concordance
from data.territoire import indicateurs, sources, territoire

SANS_APL = (
    "Ce fichier n'a pas d'APL aux médecins généralistes : chargez le classeur de la DREES (python -m data fichiers dit "
    "où il est publié)."
)
Commande = Callable[[argparse.Namespace], int]


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(argv)
    commande: Commande = arguments.commande
    try:
        code = commande(arguments)
        sys.stdout.flush()
        return code
    except Refus as refusal:
        print(refusal, file=sys.stderr)
    except BrokenPipeError:  # the reader (`| head`) has seen enough: what is left goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as problem:
        print(f"{terminal_mots.systeme(problem)} La commande s'est arrêtée.", file=sys.stderr)
    except store.PanneSQLite as problem:
        print(f"« {store.path()} » : {store.en_mots(problem)}. La commande s'est arrêtée.", file=sys.stderr)
    return 1


def init(arguments: argparse.Namespace) -> int:
    """Create the file with a département."""
    if arguments.si_absent:
        print("\n".join(creation.assurer(TERMINAL, arguments.departement)))
        return 0
    report = creation.nouveau(TERMINAL, arguments.departement or demande.departement() or demande.PREMIER)
    print("\n".join([f"Fichier prêt : {store.path()}", *report]))
    return 0


def check(_: argparse.Namespace) -> int:
    """Check the file, the chain of decisions, the minutes kept and the embedded sources."""
    with existant() as db:
        problems = [*creation.problems(db), *sources.verify()]
        chain = decisions.verify(db)
        problems += [ecart.phrase for ecart in concordance.relire(db) if not ecart.ancien]
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"Tout est en ordre. Registre : {chain.nombre} décision(s), tête {chain.tete}.")
    return 1 if problems else 0


def load(arguments: argparse.Namespace) -> int:
    """Load official files, each whole or not at all."""
    with existant() as db:
        return terminal_chargement.load(db, arguments)


def verify(arguments: argparse.Namespace) -> int:
    """Recompute the chain of decisions, compare it with a head printed elsewhere, and the file with what it seals."""
    with existant() as db:
        chain = decisions.verify(db)
        ecarts = concordance.relire(db) if chain.intacte else []
        in_register = arguments.tete is None or decisions.holds(db, arguments.tete)
    if not chain.intacte:
        print(f"Registre rompu : première ligne fausse, rang {chain.premiere_fausse}.", file=sys.stderr)
        return 1
    print("".join(f"{words}\n" for words in concordance.anciens(ecarts)), end="")
    if apart := [one.phrase for one in ecarts if not one.ancien]:
        print("\n".join(apart), file=sys.stderr)
        return 1
    if not in_register:
        print(
            f"La tête {arguments.tete} n'est pas dans ce registre : il a été coupé ou réécrit depuis qu'elle a été "
            "imprimée, ou elle vient d'un autre fichier.",
            file=sys.stderr,
        )
        return 1
    print(f"Registre intact : {chain.nombre} décision(s), tête {chain.tete}.")
    return 0


def list_sources(_: argparse.Namespace) -> int:
    """Print the identity card of everything loaded."""
    with existant() as db:
        cards = territoire.sources(db)
    for card in cards.itertuples():
        print(f"{card.Index} — {card.titre}\n  {card.producteur}, {card.millesime}, {card.licence}")
        print(f"  {FIABILITES[card.fiabilite]}")
        for caution in card.mises_en_garde:
            print(f"  · {caution}")
    return 0


def list_files(_: argparse.Namespace) -> int:
    """Print every kind of official file, who publishes it, and whether it is loaded."""
    with existant() as db:
        print("\n".join(terminal_chargement.reunir(db)))
    return 0


def road_minutes(arguments: argparse.Namespace) -> int:
    """Compute the road minutes between the communes of the file, from extracts of OpenStreetMap."""
    with existant() as db:
        print("\n".join(minutes.calculer(db, arguments.extraits, arguments.sortie)))
    return 0


def export_all(arguments: argparse.Namespace) -> int:
    """Write every table as CSV."""
    with existant() as db:
        written = export.write(db, arguments.dossier)
    print(f"{compte(len(written), 'fichier écrit', 'fichiers écrits')} dans {arguments.dossier}")
    return 0


def backup(arguments: argparse.Namespace) -> int:
    """Copy the file while people work."""
    print(f"Sauvegarde écrite : {store.backup(arguments.fichier)}")
    with store.connect() as db:
        print("\n".join(terminal_vote.prevenir(db)), end="")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Go back to a copy of the file, what it lacks having been said."""
    terminal_restauration.restore(arguments)
    return 0


def indicator(arguments: argparse.Namespace) -> int:
    """Print an indicator at a level, with what it is."""
    with existant() as db:
        answer = calculs.indicateur(db, arguments.nom, arguments.level, jours.aujourd_hui(db))
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return 0
    print(f"{answer['titre']} ({answer['unite']}), par {answer['niveau']} — {answer['source']}")
    for row in answer["valeurs"]:
        print(f"{row['code']}\t{row['nom']}\t{row['etat'] if row['valeur'] is None else row['valeur']}")
    return 0


def demo(arguments: argparse.Namespace) -> int:
    """Add a demonstration, said to be fictional: a stack of moves, or a whole séance when members are asked."""
    print("\n".join(creation.assurer(TERMINAL)))
    with existant() as db:
        has_apl = bool(indicateurs.apl_generalistes(db))
        if not has_apl and arguments.step == terminal_vote.PLAN:
            raise Refus(f"{SANS_APL} Elle manque pour la démonstration d'un plan : rien n'a été écrit.")
        if not has_apl and arguments.members is None:
            print(f"{SANS_APL} Sans elle, la démonstration n'a ni hypothèse « et si ? », ni action chiffrée.")
        if arguments.members is None and has_apl:
            print(hypothese.demonstration(db, TERMINAL, jours.aujourd_hui(db)))
        print("\n".join(terminal_vote.demo(db, arguments)))
        if arguments.members is None and has_apl and arguments.step != terminal_vote.PLAN:
            print(plans_demo.demonstration(db, TERMINAL, jours.aujourd_hui(db)))
    return 0


def turnout(arguments: argparse.Namespace) -> int:
    """Print the number of ballots of each vote."""
    with existant() as db:
        print("\n".join(terminal_vote.turnout(db, arguments)))
    return 0


def recount(arguments: argparse.Namespace) -> int:
    """Count exported tallies again, from that file alone."""
    print("\n".join(terminal_vote.recount(arguments)))
    return 0


def rerun(arguments: argparse.Namespace) -> int:
    """Run the frozen results of a scenario again; 1 when one is not the same bits."""
    with existant() as db:
        runs = effectifs.rejouer(db, arguments.scenario)
    for run in runs:
        words = "mêmes bits" if run.identique else "DIFFÉRENT"
        inputs = "entrées intactes" if run.entrees_intactes else "entrées modifiées ou autre méthode"
        print(f"Résultat {run.resultat}, figé le {run.le}, méthode {run.version} : {inputs}, {words}.")
    return 0 if all(run.identique for run in runs) else 1


def _parser() -> argparse.ArgumentParser:
    parser = terminal_mots.Parseur(
        prog="python -m data", description="Le fichier d'une table de concertation (CONCERTATION_DB)."
    )
    commands = parser.add_subparsers(title="commandes", metavar="COMMANDE", required=True)

    def add(name: str, commande: Commande, help_text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.set_defaults(commande=commande)
        return sub

    new = add("init", init, "Crée le fichier avec un département (71 par défaut).")
    new.add_argument("--departement", metavar="CODE", help="code du département (71, ou CONCERTATION_DEPARTEMENT)")
    new.add_argument("--si-absent", action="store_true", help="ne rien faire, sans erreur, si le fichier existe déjà")
    add("check", check, "Vérifie le fichier, le registre des décisions, les relevés gardés et les sources.")
    terminal_chargement.declarer(
        add("load", load, "Charge des fichiers officiels, chacun reconnu à son contenu, en entier ou pas du tout.")
    )
    chained = add("verify", verify, "Vérifie toute la chaîne du registre, et que le fichier dit ce qu'elle scelle.")
    chained.add_argument("--tete", metavar="EMPREINTE", help="empreinte imprimée sur un relevé : elle doit s'y trouver")
    add("sources", list_sources, "Affiche la carte d'identité de chaque source chargée.")
    add("fichiers", list_files, "Liste les fichiers officiels à réunir : producteur, adresse, usage, chargés ou non.")
    minutes.declarer(
        add("minutes", road_minutes, "Calcule les temps de trajet entre communes, à partir d'extraits d'OpenStreetMap.")
    )
    out = add("export", export_all, "Écrit toutes les tables en CSV dans un dossier.")
    out.add_argument("dossier", type=Path, metavar="DOSSIER")
    copy = add("backup", backup, "Copie le fichier pendant que l'on travaille.")
    copy.add_argument("fichier", type=Path, metavar="FICHIER")
    terminal_restauration.declarer(add("restore", restore, "Revient à une copie, après avoir dit ce qu'elle n'a pas."))
    shown = add("indicator", indicator, "Affiche un indicateur, avec sa source, par commune ou par territoire.")
    shown.add_argument("nom", metavar="NOM", help="nom ou identifiant de série, par exemple apl_mg")
    shown.add_argument("--level", choices=["commune", "territoire"], default="commune", help="maille (commune)")
    shown.add_argument("--json", action="store_true", help="réponse en JSON")
    administration.declarer(add)
    again = add("rerun", rerun, "Rejoue les résultats figés d'un scénario ; code 1 si un bit diffère.")
    again.add_argument("scenario", metavar="SCENARIO", help="numéro ou nom du scénario")
    terminal_vote.declarer_demo(add("demo", demo, "Ajoute au fichier une démonstration, signalée comme fictive."))
    count = add("recount", recount, "Recompte un décompte exporté, à partir de ce seul fichier.")
    count.add_argument("fichier", type=Path, metavar="FICHIER.json")
    cast = add("turnout", turnout, "Affiche le nombre de bulletins de chaque scrutin.")
    cast.add_argument("--json", action="store_true", help="réponse en JSON")
    return parser
