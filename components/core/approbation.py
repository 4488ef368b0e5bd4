"""Approval under a budget, where whole ballots are needed and never leave: what is decided, and what is published.

Equal shares look at whole ballots, tick by tick; a pattern of ticks can be a signature agreed in advance. So what
leaves is the decision, and the sums of one action at a time in groups large enough. Pure, from plain values.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from components.core.parts_egales import Decision, Electeurs, Marche, decider, soutiens
from components.core.saisie import sans_arrondi

GENRE, FORMAT, FORMAT_SANS_PROFILS = "approbation", "concertation-decompte-1", "concertation-decompte-2"
LISTE, USAGERS = "liste", "usagers"
PRIX = (" ; chaque soutien y met au plus", " ; payée sur le reste")


@dataclass(frozen=True)
class Entier:
    """Whole ballots of one group: its weight, and how many ballots tick each pattern (a text of 0 and 1)."""

    poids: Fraction
    profils: Mapping[str, int]
    usagers: bool = False

    @property
    def bulletins(self) -> int:
        return sum(self.profils.values())


def sommes(options: Sequence[str], profils: Mapping[str, int]) -> dict[str, int]:
    """How many ballots tick each option: one option at a time, nothing of two together."""
    return {
        option: sum(count for profile, count in profils.items() if profile[k] == "1")
        for k, option in enumerate(options)
    }


def marche(couts: Mapping[str, int], budget: int, groupes: Sequence[Entier]) -> Marche:
    """The voters alike of each group, at the group's weight, before the options and the budget."""
    return Marche(couts, _electeurs(list(couts), groupes), budget)


def decision(couts: Mapping[str, int], budget: int, departage: str, groupes: Sequence[Entier]) -> Decision:
    """What the vote decides: equal shares, exact, under the declared tie-break."""
    ids, ranks = list(couts), rangs(list(couts), departage, groupes)
    order = sorted(ids, key=lambda i: (ranks[i], ids.index(i)))
    return decider(marche(couts, budget, groupes), order, ranks, departage == LISTE)


def au_nombre(
    couts: Mapping[str, int], soutien: Mapping[str, Fraction], budget: int, rangs: Mapping[str, Fraction], tranche: bool
) -> Decision:
    """By number of supports, the widest that still fits first; then the cheapest, then what the declared tie-break
    looks at (`rangs`), then the list when it settles everything (`tranche`): else those equal are left to the table.

    One option at a time: the sums are enough, nothing depends on who ticks two of them together.
    """
    keys = {o: (-soutien[o], cost, rangs[o]) for o, cost in couts.items() if soutien[o] > 0}
    left, funded, open_ones = budget, set[str](), set[str]()
    for key in sorted(set(keys.values())):
        equals = [option for option in couts if keys.get(option) == key]
        fit = min(len(equals), left // key[1])
        left -= fit * key[1]
        if fit in (0, len(equals)) or tranche:
            funded |= set(equals[:fit])
        else:
            open_ones |= set(equals)
    return Decision(frozenset(funded), frozenset(open_ones))


def rangs(options: Sequence[str], departage: str, groupes: Sequence[Entier]) -> dict[str, Fraction]:
    """What the declared tie-break looks at: the support of the users' group, or nothing."""
    users = [group for group in groupes if group.usagers]
    if departage == USAGERS and users:
        return {option: -share for option, share in soutiens(options, _electeurs(options, users)).items()}
    return {option: Fraction(0) for option in options}


def _electeurs(options: Sequence[str], groupes: Sequence[Entier]) -> list[Electeurs]:
    total = sum((group.poids for group in groupes), Fraction(0))
    return [
        Electeurs(
            group.poids / total * Fraction(count, group.bulletins),
            frozenset(i for i, mark in zip(options, profile, strict=True) if mark == "1"),
        )
        for group in groupes
        for profile, count in group.profils.items()
        if count
    ]


def sans_profils(document: Any) -> Any:
    """Any JSON value, with the tallies of an approval vote of before published without their patterns of ticks, and
    without what each support paid: what was decided and the sums stay. Everything else is left as it is.

    Raises ValueError, KeyError or TypeError on tallies that do not hold together.
    """
    if isinstance(document, list):
        return [sans_profils(one) for one in document]
    if not isinstance(document, Mapping):
        return document
    if document.get("format") == FORMAT and document["regle"]["genre"] == GENRE:
        return _sans_profils(document)
    return {key: _sans_prix(key, value) for key, value in document.items()}


def _sans_prix(key: str, value: Any) -> Any:
    if key == "motif" and isinstance(value, str):
        return sans_prix(value)
    if key == "raisons" and isinstance(value, Mapping):
        return {name: _sans_prix("motif", why) for name, why in value.items()}
    return sans_profils(value)


def sans_prix(motif: str) -> str:
    """A reason without what each support paid: it depends on who ticks two actions together."""
    for words in PRIX:
        if words in motif:
            return f"{motif.partition(words)[0]}."
    return motif


def poids_declare(texte: str) -> Fraction:
    """A declared weight, « 3 » or « 1/5 ». An exponent could make a number that never ends to be written."""
    if not re.fullmatch(r"\d{1,18}(/\d{1,18})?", texte, re.ASCII):
        raise ValueError("poids illisible")
    return Fraction(texte)


def _sans_profils(document: Mapping[str, Any]) -> dict[str, Any]:
    rule = document["regle"]
    costs = {str(o["id"]): sans_arrondi(o["cout"]) for o in rule["options"]}
    whole = [_entier(group, len(costs)) for group in document["groupes"]]
    decided = decision(costs, sans_arrondi(rule["budget"]), str(rule["departage"]), whole)
    groups = [
        dict(group) | {"valeurs": {option: [count] for option, count in sommes(list(costs), one.profils).items()}}
        for group, one in zip(document["groupes"], whole, strict=True)
    ]
    return dict(document) | {
        "format": FORMAT_SANS_PROFILS, "groupes": groups, "decision": en_dict(list(costs), decided),
        "scelle": "", "profils_retires": True,
    }  # fmt: skip


def en_dict(options: Sequence[str], decided: Decision) -> dict[str, list[str]]:
    """A decision as plain values, in the order of the list."""
    return {
        "retenues": [option for option in options if option in decided.retenues],
        "a_departager": [option for option in options if option in decided.a_departager],
    }


def _entier(group: Mapping[str, Any], options: int) -> Entier:
    profiles = {str(profile): sans_arrondi(cells[0]) for profile, cells in group["valeurs"].items()}
    entier = Entier(poids_declare(str(group["poids"])), profiles, bool(group["usagers"]))
    if any(len(p) != options or not set(p) <= {"0", "1"} or n < 0 for p, n in profiles.items()):
        raise ValueError("des cases cochées illisibles")
    if entier.bulletins != sans_arrondi(group["bulletins"]) or entier.bulletins < 1:
        raise ValueError("les cases cochées ne donnent pas le nombre de bulletins")
    return entier
