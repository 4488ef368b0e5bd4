"""The published tallies: a plain document that is enough to count again, by us or by anyone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from components.core.francais import pluriel
from components.core.mots import MENTIONS
from components.core.refus import EntreeInvalide
from components.priorites.regles.comptage import compter
from components.priorites.regles.scrutin import Definition, totaux
from components.priorites.regles.vote import DEPARTAGES, REGLES, Groupe, Option, Regle, Resultat, verifier

FORMAT = "concertation-decompte-1"


@dataclass(frozen=True)
class Vote:
    """One ballot of a nominative vote: who, of which college (code), and what."""

    nom: str
    college: str
    contenu: str


@dataclass(frozen=True)
class Decompte:
    """Tallies read back: the question, the rule, the groups, the phrases, the turnout."""

    question: str
    empreinte: str
    regle: Regle
    groupes: tuple[Groupe, ...]
    phrases: tuple[str, ...]
    participation: Mapping[str, int]
    nominatif: tuple[Vote, ...] = ()


def ecrire(
    definition: Definition,
    empreinte: str,
    groupes: tuple[Groupe, ...],
    phrases: list[str],
    tour: Mapping[str, int],
    nominatif: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """The tallies as plain values (fractions as text), ready for JSON; every ballot with its name when declared so."""
    rule = definition.regle
    names = {"nominatif": [dict(vote) for vote in nominatif]} if definition.nominatif else {}
    return names | {
        "format": FORMAT,
        "question": definition.question,
        "empreinte_des_regles": empreinte,
        "regle": {
            "genre": rule.genre,
            "departage": rule.departage,
            "points": rule.points,
            "budget": rule.budget,
            "options": [{"id": o.id, "libelle": o.libelle, "cout": o.cout} for o in rule.options],
            "mentions": list(MENTIONS),
        },
        "groupes": [
            {
                "id": g.id,
                "nom": g.nom,
                "poids": str(g.poids),
                "usagers": g.usagers,
                "bulletins": g.bulletins,
                "valeurs": {key: list(cells) for key, cells in g.valeurs.items()},
            }
            for g in groupes
        ],
        "participation": dict(tour),
        "phrases": sorted(phrases),
    }


def lire(document: object) -> Decompte:
    """Read tallies. Raises `EntreeInvalide`, in French, when the document does not hold together."""
    try:
        return _read(document)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as problem:
        raise EntreeInvalide(
            f"Ce fichier n'est pas un décompte de Concertation, ou il a été modifié ({problem})."
        ) from problem


def _read(document: Any) -> Decompte:
    if document["format"] != FORMAT:
        raise ValueError(f"format {document['format']!r}")
    rule = document["regle"]
    options = tuple(Option(str(o["id"]), str(o["libelle"]), int(o["cout"])) for o in rule["options"])
    regle = Regle(str(rule["genre"]), options, str(rule["departage"]), int(rule["points"]), int(rule["budget"]))
    groupes = tuple(
        Groupe(
            str(g["id"]),
            str(g["nom"]),
            _weight(str(g["poids"])),
            int(g["bulletins"]),
            {str(key): tuple(int(cell) for cell in cells) for key, cells in g["valeurs"].items()},
            bool(g["usagers"]),
        )
        for g in document["groupes"]
    )
    if len({group.id for group in groupes}) < len(groupes):
        raise ValueError("deux groupes portent le même nom de code")
    if regle.genre not in REGLES or regle.departage not in DEPARTAGES:
        raise ValueError("règle inconnue")
    verifier(regle, groupes)
    phrases = tuple(str(phrase) for phrase in document["phrases"])
    if len(set(phrases)) != sum(group.bulletins for group in groupes):
        raise ValueError("il n'y a pas une phrase par bulletin")
    return Decompte(
        str(document["question"]), str(document["empreinte_des_regles"]), regle, groupes, phrases,
        {str(key): int(value) for key, value in document["participation"].items()},
        _names(document, regle, groupes),
    )  # fmt: skip


def _names(document: Any, regle: Regle, groupes: tuple[Groupe, ...]) -> tuple[Vote, ...]:
    """The ballots of a nominative vote. Raises ValueError when they do not add up to the tallies."""
    votes = tuple(Vote(str(v["nom"]), str(v["college"]), str(v["contenu"])) for v in document.get("nominatif", ()))
    for group in groupes if votes else ():
        mine = [vote.contenu for vote in votes if vote.college in group.id.split("+")]
        if totaux(regle, mine) != group.valeurs:
            raise ValueError("les bulletins nominatifs ne donnent pas les totaux")
    return votes


def _weight(text: str) -> Fraction:
    """A declared weight, « 3 » or « 1/5 ». An exponent could make a number that never ends to be written."""
    if not re.fullmatch(r"\d{1,18}(/\d{1,18})?", text, re.ASCII):
        raise ValueError("poids illisible")
    return Fraction(text)


def recompter(document: object) -> tuple[Decompte, Resultat]:
    """Count a published document again, from nothing but itself."""
    tallies = lire(document)
    return tallies, compter(tallies.regle, tallies.groupes)


def en_lignes(tallies: Decompte, result: Resultat) -> list[str]:
    """The count as lines of text, for the terminal."""
    lines = [tallies.question, f"Bulletins : {sum(g.bulletins for g in tallies.groupes)}"]
    names = {group.id: f"{group.nom} ({pluriel(group.bulletins, 'bulletin')})" for group in tallies.groupes}
    for title, ranking in [
        *((names[i], r) for i, r in result.par_groupe),
        ("Ensemble, selon les poids", result.ensemble),
    ]:
        lines += ["", title]
        lines += [f"{line.rang:>3}. {tallies.regle.libelle(line.option)} — {line.motif}" for line in ranking.rangs]
    return lines
