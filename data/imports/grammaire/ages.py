"""Age classes as files write them: one grammar for every reader, their bounds, their words, their overlaps.

« 0-14 ans », « de 15 à 29 ans », « [15 ; 30[ », « moins de 20 ans », « <60 », « Y_LT60 », « jusqu'à 64 ans », « 75 ans
ou davantage », « à partir de 75 ans », « 75+ », « Y_GE75 ». Any other wording is refused, never guessed.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from data.imports.grammaire.base import LigneLue, Rejets
from data.imports.grammaire.cellules import est_date

SANS_FIN, AGE_MAX = 1_000, 130
Tranche = tuple[int, int]  # first and last age, both inside
AGE, ANS = r"(\d{1,3})", r"(?: ?ans?)?"
ENTRE = (
    rf"(?:de |y_?)?{AGE}{ANS} ?(?:-|a|to|t|_|/|;) ?{AGE}{ANS}(?: (?:inclus|revolus))?",
    rf"entre {AGE}{ANS} et {AGE}{ANS}", rf"\[{AGE} ?[;,-] ?{AGE}\]",
)  # fmt: skip
EXCLU = rf"\[{AGE} ?[;,-] ?{AGE}\["
SOUS = (rf"(?:de )?moins de {AGE}{ANS}", rf"avant {AGE}{ANS}", rf"< ?{AGE}{ANS}", rf"y_?lt_?{AGE}")
JUSQUE = (
    rf"(?:de )?{AGE}{ANS} (?:et|ou) moins", rf"jusqu'a {AGE}{ANS}(?: (?:inclus|revolus))?", rf"(?:<=|≤) ?{AGE}{ANS}",
    rf"y_?le_?{AGE}",
)  # fmt: skip
DES = (
    rf"(?:de )?{AGE}{ANS} (?:et|ou) (?:plus|\+|davantage|au[ -]dela|au[ -]dessus)(?: ages?)?", rf"{AGE}{ANS} ?\+",
    rf"(?:a partir de|a compter de|des) {AGE}{ANS}", rf"(?:>=|≥) ?{AGE}{ANS}", rf"y_?ge_?{AGE}",
    rf"\[{AGE} ?[;,-] ?\+?\[",
)  # fmt: skip
AU_DELA = (rf"> ?{AGE}{ANS}", rf"y_?gt_?{AGE}")  # « plus de 75 ans » may count them or not: refused
SEUL = (rf"{AGE}{ANS}", rf"y_?{AGE}")
RANG = re.compile(r"^\d+ ?- +(?=[^\d ]|\d+ ?(?:ans )?(?:-|a) ?\d)")  # « 2- 30-34 ans »
USUELS = re.compile(
    r"(?:de )?\d+(?: ans)? ?(?:-|a) ?\d+(?: ans)?|entre \d+ et \d+ ans|moins de \d+ ans"
    r"|\d+ ans et (?:plus|moins)|\d+ ans"
)
ECRIRE = "Écrivez « 0-14 ans » ou « 75 ans et plus »."


def tranche(label: str) -> Tranche | None:
    """First and last age of a class, or None when the words do not say one."""
    text = _plat(label)
    for patterns, first, last in (
        (ENTRE, 0, 0), ((EXCLU,), 0, -1), (SOUS, None, -1), (JUSQUE, None, 0), (DES, 0, None), (AU_DELA, 1, None),
        (SEUL, 0, 0),
    ):  # fmt: skip
        wording = next((attempt for pattern in patterns if (attempt := re.fullmatch(pattern, text))), None)
        if wording:
            ages = [int(age) for age in wording.groups()]
            low = 0 if first is None else ages[0] + first
            high = SANS_FIN if last is None else ages[-1] + last
            return (low, high) if max(ages) <= AGE_MAX and low <= high else None
    return (0, 0) if text in ("moins d'un an", "moins d'1 an") else None


def _plat(label: str) -> str:
    """Lower case, plain letters and dashes, single spaces; the rank some producers put before the words is left out."""
    text = unicodedata.normalize("NFKD", label.lower().replace("≤", "<=").replace("≥", ">="))
    text = re.sub("[\u0300-\u036f]", "", text)
    text = " ".join(re.sub("[‐‑‒–—−]", "-", text).replace("’", "'").replace("ʼ", "'").split())
    return RANG.sub("", text).removeprefix("age de ").removesuffix(".")


def mots(label: str) -> str:
    """The words kept for a class: those of the file when they are the usual ones, else the same bounds in them."""
    span, text = tranche(label), _plat(label)
    if span is None or USUELS.fullmatch(text):
        return RANG.sub("", label)
    first, last = span
    if last == SANS_FIN:
        return f"{first} ans et plus"
    return f"{first} ans" if first == last else f"{first}-{last} ans"


def refuser(ligne: int, colonne: str, label: str, rejets: Rejets) -> None:
    """Refuse words that say no age class, and say it when a spreadsheet made a date of them."""
    if est_date(label):
        words = "c'est une date du tableur, pas une tranche d'âge (« 5-9 » devient « 05-sept »)"
        rejets.ajouter(ligne, colonne, label, words, "Mettez la colonne au format texte et ressaisissez les âges.")
    else:
        rejets.ajouter(ligne, colonne, label, "tranche d'âge illisible", ECRIRE)


def verifier(
    classes: Mapping[str, Sequence[LigneLue]], rejets: Rejets, colonne: str = "tranche_age"
) -> dict[str, Tranche]:
    """Bounds of every class. Refuses the rows of a class without an age, and those whose place already has a class of
    the same ages."""
    spans: dict[str, Tranche] = {}
    seen: dict[str, list[str]] = {}
    for label, lines in classes.items():
        span = tranche(label)
        if span is None:
            for line in lines:
                refuser(line.numero, colonne, label, rejets)
            continue
        rivals = {other for other, (first, last) in spans.items() if first <= span[1] and span[0] <= last}
        spans[label] = span
        for line in lines:
            rival = next((other for other in seen.get(line.code, ()) if other in rivals), None)
            if rival is not None:
                words = f"recouvre « {rival} » au même endroit : des personnes compteraient deux fois"
                rejets.ajouter(line.numero, colonne, label, words, "Gardez des tranches qui ne se recouvrent pas.")
            seen.setdefault(line.code, []).append(label)
    return spans
