"""Names and passwords of accounts: no twin for the eye, none that speaks for the tool, no trivial password."""

import re
import unicodedata
from collections.abc import Iterable

from components.core.refus import Refus

NOM_MAX, MOT_DE_PASSE_MIN = 60, 10
FORCE_MIN = 3  # of 4 for zxcvbn: more than a hundred million tries
LU = 72  # signs estimated: a longer phrase is not weaker
RESERVES = (
    "Ligne de commande", "Terminal", "Lecture", "Lecteur", "Facilitateur", "Facilitation", "Animation", "Analyste",
    "Analyse", "Administrateur", "Administration", "Admin", "Root", "Système", "Concertation", "La table", "Table",
    "Quelqu'un", "Anonyme", "Inconnu", "Registre", "Scrutateur", "Scrutateurs", "Une personne non nommée",
)  # fmt: skip
COURANTS = (
    "motdepasse", "mot de passe", "concertation", "azerty", "azertyuiop", "qsdfghjklm", "wxcvbn", "bonjour", "soleil",
    "doudou", "loulou", "chouchou", "marseille", "france", "sante", "medecin", "docteur", "departement", "territoire",
    "table", "vote", "priorites", "bienvenue", "secret", "facilitation", "animation", "analyse", "ars", "cpts",
)  # fmt: skip
PROCHES = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "|": "l", "!": "l", "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ð": "d", "þ": "p"}
)
INVISIBLES = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0]")
LETTRES = frozenset("abcdefghijklmnopqrstuvwxyzœæøłđðþ")


def verifier_nom(nom: str, pris: Iterable[str]) -> str:
    """A name as it is kept. Raises `Refus` when empty, too long, unreadable, reserved, or the twin of a taken one.

    Latin letters alone: those of another alphabet draw the same name with other signs.
    """
    typed = " ".join(nom.split())
    wanted = unicodedata.normalize("NFKC", typed)
    if not wanted or len(wanted) > NOM_MAX:
        raise Refus(f"Donnez un nom d'au plus {NOM_MAX} caractères : il signera vos gestes.")
    if INVISIBLES.search(typed) or any(unicodedata.category(sign)[0] == "C" for sign in typed):
        raise Refus("Ce nom contient un signe invisible : retapez-le au clavier. Rien n'a été créé.")
    odd = sorted({sign for sign in wanted if unicodedata.category(sign)[0] in "LM" and not _latine(sign)})
    if odd:
        raise Refus(f"Écrivez ce nom en lettres latines : « {''.join(odd[:5])} » n'en est pas. Rien n'a été créé.")
    if not any(sign.isalpha() for sign in wanted):
        raise Refus("Un nom a au moins une lettre. Rien n'a été créé.")
    if squelette(wanted) in {squelette(name) for name in RESERVES}:
        raise Refus(f"« {wanted} » est réservé : ce nom parlerait pour l'outil. Choisissez le vôtre.")
    twin = next((name for name in pris if squelette(name) == squelette(wanted)), None)
    if twin is not None:
        same = "est déjà pris" if twin == wanted else f"se confond avec « {twin} », déjà pris"
        raise Refus(f"Le nom « {wanted} » {same}. Choisissez-en un autre.")
    return wanted


def verifier_mot_de_passe(mot_de_passe: str, nom: str) -> None:
    """Raise `Refus` when a password is short, or one that is guessed in a moment (common, a keyboard, the name…)."""
    if len(mot_de_passe) < MOT_DE_PASSE_MIN:
        raise Refus(f"Le mot de passe doit avoir au moins {MOT_DE_PASSE_MIN} caractères. Une phrase convient.")
    from zxcvbn import zxcvbn  # its lists take a tenth of a second, for whoever creates an account alone

    guessable = [*COURANTS, *nom.split(), nom, "".join(nom.split())]
    if zxcvbn(mot_de_passe[:LU], user_inputs=guessable)["score"] < FORCE_MIN:
        raise Refus(
            "Ce mot de passe se devine trop vite (mot courant, suite de touches, date, votre nom…). Quatre mots sans "
            "rapport entre eux conviennent. Rien n'a été créé."
        )


def squelette(nom: str) -> str:
    """What the eye keeps of a name: no accent, case, space or sign; look-alikes settled."""
    bare = "".join(s for s in unicodedata.normalize("NFKD", nom) if unicodedata.category(s)[0] not in "MC")
    near = bare.casefold().translate(PROCHES).replace("ł", "l").replace("rn", "m").replace("vv", "w")
    return "".join(sign for sign in near if sign.isalnum())


def _latine(sign: str) -> bool:
    """Whether a letter, or the mark on one, is of the Latin alphabet as French and its neighbours write it."""
    base = [s for s in unicodedata.normalize("NFKD", sign) if unicodedata.category(s)[0] != "M"]
    return all(s.casefold() in LETTRES or s == "ß" for s in base)
