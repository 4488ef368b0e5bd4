"""The terminal's side of running a server: who may come in, and the copy that follows the table."""

import argparse
import os
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from sqlite_utils import Database

from components.core.refus import Refus
from data.base import identite, store
from data.base.acteurs import TERMINAL
from data.base.federes import courriels
from data.fichier import replication
from data.releves import agregats

Commande = Callable[[argparse.Namespace], int]
Ajouter = Callable[[str, Commande, str], argparse.ArgumentParser]


def declarer(ajouter: Ajouter) -> None:
    """Add these commands and their arguments."""
    entry = ajouter(
        "lien", link, "Crée un lien qui ouvre un compte, une seule fois (mot de passe oublié, nouvelle personne)."
    )
    entry.add_argument("--analyste", action="store_true", help="compte d'analyse au lieu de facilitation")
    address = ajouter("courriel", address_of, "Déclare une adresse qui entre avec le compte de son administration.")
    address.add_argument(
        "adresse", metavar="ADRESSE", nargs="?", help="sans adresse : affiche celles qui sont déclarées"
    )
    address.add_argument("--analyste", action="store_true", help="compte d'analyse au lieu de facilitation")
    address.add_argument("--retirer", action="store_true", help="cette adresse n'entrera plus ; son compte reste")
    told = ajouter("agregats", aggregates, "Écrit ce que la table dit à sa région : des nombres, aucune personne.")
    told.add_argument("fichier", type=Path, metavar="FICHIER.json", help="remplacé s'il est d'avant ; jamais un autre")
    follow = ajouter("replique", replicate, "Fait suivre la table par une copie continue, jamais pendant un vote.")
    follow.add_argument("dossier", type=Path, metavar="DOSSIER", help="où la copie est tenue : autre disque, partage")
    follow.add_argument("--reprendre", type=Path, metavar="FICHIER", help="écrire la dernière copie, pour « restore »")


def link(arguments: argparse.Namespace) -> int:
    """Print a one-time link that opens an account."""
    with existant() as db:
        secret = identite.inviter(db, TERMINAL, _role(arguments))
    print(f"Lien valable 24 heures, une seule fois, à la suite de l'adresse de la table : /lien/{secret}")
    return 0


def address_of(arguments: argparse.Namespace) -> int:
    """Declare an address, remove one, or print those that are declared."""
    with existant() as db:
        if not arguments.adresse:
            rows = courriels.liste(db)
            print("\n".join(f"{row.courriel}\t{row.role}\t{row.nom or ''}" for row in rows.itertuples()) or "Aucune.")
        elif arguments.retirer:
            courriels.retirer(db, TERMINAL, courriels.normaliser(arguments.adresse))
            print("Cette adresse n'entre plus. Le compte qu'elle ouvrait reste : on le ferme à la page Comptes.")
        else:
            made = courriels.declarer(db, TERMINAL, arguments.adresse, _role(arguments))
            print(f"« {made} » entrera avec le compte de son administration.")
    return 0


def replicate(arguments: argparse.Namespace) -> int:
    """Follow the table until stopped, or write the newest copy as a file."""
    if arguments.reprendre:
        made = replication.reprendre(arguments.dossier, arguments.reprendre)
        print(f"Dernière copie écrite : {made}\nPour y revenir : python -m data restore {made}")
        return 0
    with existant():
        pass
    print(f"Processus {os.getpid()}. Pour arrêter : Ctrl-C.", flush=True)
    try:
        replication.suivre(store.path(), arguments.dossier, lambda words: print(words, flush=True))
    except KeyboardInterrupt:
        print("La copie ne suit plus la table.")
    return 0


def aggregates(arguments: argparse.Namespace) -> int:
    """Write the counts that a region reads."""
    with existant() as db:
        print(f"Nombres écrits : {agregats.ecrire(db, arguments.fichier)}")
    return 0


def existant() -> AbstractContextManager[Database]:
    """The file served here, which must exist."""
    if not store.path().exists():
        raise Refus(
            f"Aucun fichier de concertation à « {store.path()} ». S'il y était, remettez-le à sa place (disque "
            "débranché, dossier déplacé ?) ; sinon, lancez « python -m data init ». Rien n'a été fait."
        )
    return store.connect()


def _role(arguments: argparse.Namespace) -> str:
    return "analyste" if arguments.analyste else "facilitateur"
