"""The published tallies: a plain document that is enough to count again, by us or by anyone.

Of an approval vote it holds the sums of one action at a time and what was decided, never a pattern of ticks: its
supports are counted again from it, its decision inside the file only (`gestes.recompter`), unless every ballot
carries a name.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from components.core import poids
from components.core.approbation import FORMAT, FORMAT_SANS_PROFILS, en_dict, poids_declare, sans_profils
from components.core.francais import pluriel
from components.core.mots import MENTIONS
from components.core.parts_egales import Decision
from components.core.refus import EntreeInvalide
from components.core.saisie import sans_arrondi
from components.core.textes import en_json
from components.priorites.regles.comptage import compter
from components.priorites.regles.parts import decider, marges, par_les_soutiens
from components.priorites.regles.scrutin import Definition, totaux
from components.priorites.regles.vote import (
    APPROBATION,
    DEPARTAGES,
    METHODES,
    PARTS_EGALES,
    REGLES,
    Groupe,
    Option,
    Regle,
    Resultat,
    poids_normes,
    verifier,
)

CARTONS = ("tires", "utilises", "abimes", "retardataires", "votants")
RECOMPTE = (
    "Soutiens recomptés à partir des totaux. Les actions retenues sont celles du décompte : les parts égales se "
    "recomptent sur les bulletins entiers, dans le fichier de la table, devant les deux scrutateurs."
)


@dataclass(frozen=True)
class Vote:
    """One ballot of a nominative vote: who, of which college (code), and what."""

    nom: str
    college: str
    contenu: str


@dataclass(frozen=True)
class Decompte:
    """Tallies read back: the question, the rule, the groups, the phrases, the turnout.

    Of an approval vote: what was decided, the mark of its sealed ballots; `avant`: patterns of ticks were taken out.
    `pesee`: the weights announced and applied; None in a count of before, which did not say.
    """

    question: str
    empreinte: str
    regle: Regle
    groupes: tuple[Groupe, ...]
    phrases: tuple[str, ...]
    participation: Mapping[str, int]
    nominatif: tuple[Vote, ...] = ()
    decision: Decision | None = None
    scelle: str = ""
    avant: bool = False
    cartons: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    pesee: poids.Pesee | None = None

    @property
    def scellable(self) -> bool:
        """Whether its decision is counted again on sealed ballots only: the sums are not enough."""
        return self.regle.entiers and not self.nominatif

    @property
    def entiers(self) -> tuple[Groupe, ...]:
        """The groups with the whole ballots of a nominative vote, as they were cast; none of a secret one."""
        return tuple(_entier(self.regle, group, self.nominatif) for group in self.groupes if self.nominatif)

    @property
    def poids(self) -> list[str]:
        """What each group and one ballot in it weighed, and what changed since the announcement, in sentences."""
        if self.pesee is None:
            return []
        ballots = {group.id: group.bulletins for group in self.groupes}
        return poids.compte(self.pesee, ballots)


def ecrire(
    definition: Definition,
    empreinte: str,
    groupes: tuple[Groupe, ...],
    phrases: list[str],
    tour: Mapping[str, int],
    nominatif: Sequence[Mapping[str, str]] = (),
    scelle: str = "",
) -> dict[str, Any]:
    """The tallies as plain values (fractions as text), ready for JSON; every ballot with its name when declared so.

    `groupes`: as `depouiller` makes them; of an approval vote only their sums and what they decide are written, with
    the mark of the sealed ballots (`scelle`).
    """
    rule = definition.regle
    names: dict[str, Any] = {"nominatif": [dict(vote) for vote in nominatif]} if definition.nominatif else {}
    if rule.genre == APPROBATION:
        decided = en_dict([option.id for option in rule.options], decider(rule, groupes))
        names |= {"format": FORMAT_SANS_PROFILS, "decision": decided, "scelle": scelle}
        groupes = marges(rule, groupes)
    return (
        {"format": FORMAT}
        | names
        | {
            "question": definition.question,
            "empreinte_des_regles": empreinte,
            "regle": {
                "genre": rule.genre,
                "departage": rule.departage,
                "points": rule.points,
                "budget": rule.budget,
                **({"methode": rule.methode} if rule.methode != PARTS_EGALES else {}),
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
    )


def lire(document: object) -> Decompte:
    """Read tallies. Raises `EntreeInvalide`, in French, when the document does not hold together."""
    try:
        return _read(document)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as problem:
        raise EntreeInvalide(
            f"Ce fichier n'est pas un décompte de Concertation, ou il a été modifié ({_pourquoi(problem)})."
        ) from problem


def ouvrir(octets: bytes) -> object:
    """What the bytes of a published file hold. Raises `EntreeInvalide`, in French, when they are cut or of another
    kind."""
    try:
        return en_json(octets.decode(json.detect_encoding(octets)))
    except json.JSONDecodeError as problem:
        why = f"ligne {problem.lineno}, il est coupé, ou d'une autre sorte"
    except UnicodeError:
        why = "ce n'est pas un texte"
    except RecursionError:
        why = "il est imbriqué sans fin"
    raise EntreeInvalide(f"Ce fichier ne se lit pas comme un décompte : {why}.")


def _pourquoi(problem: Exception) -> str:
    if isinstance(problem, KeyError):
        return f"il y manque {problem}"
    return str(problem) if isinstance(problem, ValueError) else "il est fait autrement"


def _read(document: Any) -> Decompte:
    document = sans_profils(document) if isinstance(document, Mapping) else document
    rule = document["regle"]
    if document["format"] != (FORMAT_SANS_PROFILS if rule["genre"] == APPROBATION else FORMAT):
        raise ValueError(f"format {document['format']!r}")
    options = tuple(Option(str(o["id"]), str(o["libelle"]), sans_arrondi(o["cout"])) for o in rule["options"])
    regle = Regle(
        str(rule["genre"]), options, str(rule["departage"]), sans_arrondi(rule["points"]), sans_arrondi(rule["budget"]),
        str(rule.get("methode", PARTS_EGALES)),
    )  # fmt: skip
    groupes = tuple(
        Groupe(
            str(g["id"]),
            str(g["nom"]),
            poids_declare(str(g["poids"])),
            sans_arrondi(g["bulletins"]),
            {str(key): tuple(sans_arrondi(cell) for cell in cells) for key, cells in g["valeurs"].items()},
            bool(g["usagers"]),
        )
        for g in document["groupes"]
    )
    if len({group.id for group in groupes}) < len(groupes):
        raise ValueError("deux groupes portent le même nom de code")
    if regle.genre not in REGLES or regle.departage not in DEPARTAGES or regle.methode not in METHODES:
        raise ValueError("règle inconnue")
    decision = _decided(document) if regle.genre == APPROBATION else None
    verifier(regle, groupes, decision)
    if decision and not regle.entiers and decision != par_les_soutiens(regle, groupes):
        raise ValueError("les soutiens ne donnent pas les actions retenues")
    phrases = tuple(str(phrase) for phrase in document["phrases"])
    if len(set(phrases)) != sum(group.bulletins for group in groupes):
        raise ValueError("il n'y a pas une phrase par bulletin")
    return Decompte(
        str(document["question"]), str(document["empreinte_des_regles"]), regle, groupes, phrases,
        {str(key): sans_arrondi(value) for key, value in document["participation"].items()},
        _names(document, regle, groupes, decision), decision,
        str(document.get("scelle", "")), bool(document.get("profils_retires")), _slips(document),
        _weights(document, groupes),
    )  # fmt: skip


def _weights(document: Any, groupes: tuple[Groupe, ...]) -> poids.Pesee | None:
    """The weights announced and applied. Raises ValueError when those applied are not those of the groups."""
    if "poids" not in document:
        return None
    pesee = poids.de_dict(document["poids"])
    shares = dict(zip((group.id for group in groupes), poids_normes(groupes), strict=True))
    if {group.id: group.part for group in pesee.applique} != shares:
        raise ValueError("les poids annoncés ne sont pas ceux des groupes")
    return pesee


def _slips(document: Any) -> dict[str, dict[str, int]]:
    """Slips of each published group; none in a count of before, which did not say."""
    by_group = document.get("cartons", {})
    return {str(group): {name: sans_arrondi(slips[name]) for name in CARTONS} for group, slips in by_group.items()}


def _decided(document: Any) -> Decision:
    decision = document["decision"]
    return Decision(frozenset(map(str, decision["retenues"])), frozenset(map(str, decision["a_departager"])))


def _names(document: Any, regle: Regle, groupes: tuple[Groupe, ...], decision: Decision | None) -> tuple[Vote, ...]:
    """The ballots of a nominative vote. Raises ValueError when they give other tallies, or decide otherwise."""
    votes = tuple(Vote(str(v["nom"]), str(v["college"]), str(v["contenu"])) for v in document.get("nominatif", ()))
    whole: list[Groupe] = []
    for group in groupes if votes else ():
        counted = _entier(regle, group, votes)
        if regle.genre == APPROBATION:
            whole.append(counted)
            (counted,) = marges(regle, (counted,))
        if counted != group:
            raise ValueError("les bulletins nominatifs ne donnent pas les totaux")
    if whole and decider(regle, tuple(whole)) != decision:
        raise ValueError("les bulletins nominatifs ne donnent pas les actions retenues")
    return votes


def _entier(regle: Regle, group: Groupe, votes: Sequence[Vote]) -> Groupe:
    mine = [vote.contenu for vote in votes if vote.college in group.id.split("+")]
    return replace(group, bulletins=len(mine), valeurs=totaux(regle, mine))


def recompter(document: object) -> tuple[Decompte, Resultat]:
    """Count a published document again, from nothing but itself."""
    tallies = lire(document)
    return tallies, compter(tallies.regle, tallies.groupes, tallies.decision)


def en_lignes(tallies: Decompte, result: Resultat) -> list[str]:
    """The count as lines of text, for the terminal."""
    lines = [tallies.question, f"Bulletins : {sum(g.bulletins for g in tallies.groupes)}", *tallies.poids]
    names = {group.id: f"{group.nom} ({pluriel(group.bulletins, 'bulletin')})" for group in tallies.groupes}
    for title, ranking in [
        *((names[i], r) for i, r in result.par_groupe),
        ("Ensemble, selon les poids", result.ensemble),
    ]:
        lines += ["", title]
        lines += [f"{line.rang:>3}. {tallies.regle.libelle(line.option)} — {line.motif}" for line in ranking.rangs]
    return [*lines, "", RECOMPTE] if tallies.scellable else lines
