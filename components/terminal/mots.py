"""What the terminal says in French where Python would speak English: usage, bad arguments, failures of the system."""

import argparse
import errno
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

ERREURS = {
    errno.ENOENT: "introuvable",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "accès refusé, ce disque se lit seulement",
    errno.ENOTDIR: "un élément de ce chemin n'est pas un dossier",
    errno.EISDIR: "c'est un dossier, pas un fichier",
    errno.EEXIST: "un fichier de ce nom existe déjà",
    errno.ENOSPC: "il n'y a plus de place sur le disque",
    errno.ENAMETOOLONG: "nom trop long",
    errno.EBUSY: "occupé par un autre programme",
}
ARGUMENTS = (  # what argparse says -> what we say; the groups are what was written
    (r"the following arguments are required: (.+)", r"il manque : \1"),
    (r"one of the arguments (.+) is required", r"il faut l'un de : \1"),
    (r"unrecognized arguments: (.+)", r"arguments inconnus : \1"),
    (r"argument (.+?): invalid choice: '(.*)' \(choose from (.+)\)", r"\1 : « \2 » n'est pas admis (au choix : \3)"),
    (r"argument (.+?): invalid int value: '(.*)'", r"\1 : « \2 » n'est pas un nombre entier"),
    (r"argument (.+?): invalid \w+ value: '(.*)'", r"\1 : « \2 » n'est pas une valeur admise"),
    (r"argument (.+?): expected one argument", r"\1 : il manque une valeur"),
    (r"argument (.+?): expected at least one argument", r"\1 : il manque au moins une valeur"),
    (r"argument (.+?): expected (\d+) arguments?", r"\1 : il faut \2 valeurs"),
    (r"argument (.+?): ignored explicit argument '(.*)'", r"\1 : ne prend pas de valeur (« \2 »)"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 : ne va pas avec \2"),
    (r"ambiguous option: (.+) could match (.+)", r"option ambiguë : \1 peut être \2"),
    (r"argument (.+?): (.+)", r"\1 : \2"),
)


def systeme(problem: OSError) -> str:
    """A failure of the system, in French: the path when it is known, and why."""
    why = ERREURS.get(problem.errno or 0, f"erreur du système n° {problem.errno}")
    return f"« {problem.filename} » : {why}." if problem.filename else f"{why[:1].upper()}{why[1:]}."


class Aide(argparse.RawDescriptionHelpFormatter):
    """Help whose usage line is in French."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """The same line, under a French word."""
        super().add_usage(usage, actions, groups, "utilisation : " if prefix is None else prefix)


class Parseur(argparse.ArgumentParser):
    """A parser that speaks French, and ends with 2 on a badly written command; its sub-commands do the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"formatter_class": Aide, **kwargs, "add_help": False})
        self._positionals.title, self._optionals.title = "arguments", "options"
        self.add_argument("-h", "--help", action="help", default=argparse.SUPPRESS, help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        """Print the usage and what is wrong, then end with 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog} : {francais(message)}.\n")


def francais(message: str) -> str:
    """A message of argparse in French."""
    for pattern, words in ARGUMENTS:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message


def lot(ecrits: Sequence[str], restants: Sequence[str]) -> str:
    """What became of the files of a command that stopped: those already written, and the others."""
    return f"Déjà écrits : {', '.join(ecrits) or 'aucun'}. Non écrits : {', '.join(restants)}."


def avancement(part: float, mots: str) -> None:
    """How far a long command is, on one line of the terminal; nothing when its errors go elsewhere."""
    if sys.stderr.isatty():
        print(f"\r{part:>4.0%} {mots:<60}", end="\n" if part >= 1 else "", file=sys.stderr, flush=True)
