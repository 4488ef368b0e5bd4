"""The terminal's side of going back to a copy: what it would lose is printed, then asked about."""

import argparse
from pathlib import Path

from components.core.refus import Refus
from components.terminal import vote as terminal_vote
from data.base import store
from data.restauration import restauration
from data.restauration.restauration import Retour

OUI = "oui"


def declarer(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `restore`."""
    parser.add_argument("fichier", type=Path, metavar="COPIE", help="la copie faite par « backup »")
    parser.add_argument("--oui", action="store_true", help="ne rien demander (pour un programme)")


def restore(arguments: argparse.Namespace) -> None:
    """Go back to a copy once someone agreed. Raises `Refus`, nothing changed, otherwise."""
    with restauration.preparer(arguments.fichier) as retour:
        print("\n".join(_avant(retour)), flush=True)
        if not arguments.oui and not _accord():
            raise Refus("Rien n'a été modifié.")
        aside = restauration.poser(retour)
    print("\n".join(_apres(retour, aside)))
    with store.connect() as db:
        print("\n".join(terminal_vote.prevenir(db)), end="")


def _avant(retour: Retour) -> list[str]:
    sentences = [f"Revenir à « {retour.copie} », à la place de « {store.path()} »."]
    sentences += [f"La copie a un défaut : {doubt}." for doubt in retour.reserves]
    if retour.ferme:
        sentences.append(
            f"Le fichier en place ne se lit pas ({retour.ferme}) : ce que la copie n'a pas ne peut pas être dit."
        )
    elif retour.manques:
        sentences += ["La copie n'a pas, et la table n'aura plus :", *(f"  · {line}" for line in retour.manques)]
    else:
        sentences.append("La copie a tout ce que contient le fichier en place.")
    sentences += [
        f"Le vote « {question} » est ouvert dans la copie : il ne sera pas rouvert, ses bulletins seront effacés de la "
        "table et le relevé le dira."
        for question in retour.annules
    ]
    return [*sentences, "Le fichier remplacé sera mis de côté. Chacun devra entrer à nouveau avec son compte."]


def _apres(retour: Retour, aside: Path | None) -> list[str]:
    sentences = [f"La table est revenue à « {retour.copie} »."]
    if aside:
        sentences.append(f"Le fichier remplacé est dans « {aside} » : gardez-le, rien n'en a été effacé.")
    if retour.annules:
        sentences.append(f"Attention : « {retour.copie} » contient encore les bulletins du vote annulé. Détruisez-la.")
    return sentences


def _accord() -> bool:
    try:
        return input("Revenir à cette copie ? Écrivez « oui » pour continuer : ").strip().lower() == OUI
    except EOFError:
        print()
        return False
