"""French form of numbers, dates and plurals. Missing is worded, never shown as zero or « nan »."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import TypeVar

T = TypeVar("T")
ESPACE = "\u202f"
ISO = re.compile(r"\d{4}-\d\d-\d\d(T.*)?")
ELIDE = re.compile(r"(?!onze\b|oui\b|y[aeioué])[aàâeéèêëiîïoôuùûœæy]", re.IGNORECASE)  # « h »: none of ours is mute
INSECABLE = "\u00a0"
MOIS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def de(mots: str) -> str:
    """« de » before these words: « d'infirmiers », « de médecins », « d'Autun », « de Hautefond », « d'Yzeure »."""
    return f"d'{mots}" if ELIDE.match(mots) else f"de {mots}"


def nombre(valeur: float | None, decimales: int = 0, manquant: str = "non disponible") -> str:
    """`12345.6` → « 12 345,6 » (narrow no-break space, decimal comma, true minus sign).

    A value that rounds to zero has no sign; None and NaN give `manquant`.
    """
    if valeur is None or math.isnan(valeur):
        return manquant
    text = f"{abs(valeur):,.{decimales}f}".replace(",", ESPACE).replace(".", ",")
    is_zero = not text.strip("0,")
    return text if valeur >= 0 or is_zero else f"−{text}"


def exact(valeur: float) -> str:
    """A parameter as it is, without useless zeros: « 2,5 », « 30 », « 1 234,5 »."""
    text = f"{valeur:.6f}".rstrip("0").rstrip(".")
    return nombre(valeur, len(text.partition(".")[2]))


def ecart(valeur: float | None, decimales: int = 2) -> str:
    """A difference, always signed: « +0,12 », « −0,04 », « 0,00 »."""
    text = nombre(valeur, decimales)
    positive = valeur is not None and valeur > 0 and bool(text.strip("0,"))
    return f"+{text}" if positive else text


def pourcent(part: float | None, decimales: int = 0) -> str:
    """A share between 0 and 1 as « 12 % »."""
    return "non disponible" if part is None or math.isnan(part) else f"{nombre(part * 100, decimales)}{INSECABLE}%"


def pluriel(combien: float, singulier: str, plusieurs: str | None = None) -> str:
    """« 1 commune », « 2 communes », « 1,5 jour » (French plural starts at two)."""
    return f"{nombre(combien, 0 if float(combien).is_integer() else 1)}{INSECABLE}{mot(combien, singulier, plusieurs)}"


def mot(combien: float, singulier: str, plusieurs: str | None = None) -> str:
    """The word alone, as a count asks it: « consultation » for 0, for 1 and for 1,86, « consultations » from two."""
    return singulier if abs(combien) < 2 else (plusieurs or f"{singulier}s")


def compte(combien: float, singulier: str, plusieurs: str | None = None) -> str:
    """« 1 habitant », « 12 346 habitants »: a count rounded to a whole number, and the word that agrees with it."""
    return f"{nombre(round(combien))} {mot(round(combien), singulier, plusieurs)}"


def jour(quand: date) -> str:
    """« 1er mars 2026 »."""
    number = "1er" if quand.day == 1 else str(quand.day)
    return f"{number} {MOIS[quand.month - 1]} {quand.year}"


def jour_court(texte: str) -> str:
    """« 26/11/2028 » for an ISO day, with its hour or without; any other text as it is."""
    return date.fromisoformat(texte[:10]).strftime("%d/%m/%Y") if ISO.fullmatch(texte) else texte


def liste(mots: list[str], au_plus: int = 8) -> str:
    """« a, b et c »; beyond `au_plus` names: « a, b et 7 autres »."""
    if len(mots) > au_plus:
        left = len(mots) - au_plus
        return f"{', '.join(mots[:au_plus])} et {left} autre{'s' if left > 1 else ''}"
    return mots[0] if len(mots) == 1 else f"{', '.join(mots[:-1])} et {mots[-1]}" if mots else "aucune"


def distincts(mots: Mapping[T, str], nous: Mapping[T, str] | None = None) -> dict[T, str]:
    """Labels of a list to choose from, those that read the same told apart: « Table (n° 3) ». `nous`: choices of ours,
    listed before, whose words stay: it is what someone named like one of them that is told apart.

    A browser knows an option by its label alone: of two that read the same, the wrong one would be taken.
    """
    ours = dict(nous or {})
    seen = Counter([*ours.values(), *mots.values()])
    theirs = {key: f"{words} (n°{INSECABLE}{key})" if seen[words] > 1 else words for key, words in mots.items()}
    return ours | theirs


def accord(nombre: int, un: str, plusieurs: str) -> str:
    """« 1 commune », « 3 communes »: a count and its noun."""
    return f"{nombre} {un if nombre < 2 else plusieurs}"
