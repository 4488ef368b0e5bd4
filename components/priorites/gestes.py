"""The gestures of a vote: declared, opened, closed, published, a second round; costed actions put to the vote."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from random import Random

from sqlite_utils import Database

from components.core.francais import pluriel
from components.core.refus import EntreeInvalide, Refus
from components.priorites import lectures
from components.priorites.lectures import (
    _announced,
    _check_guards,
    _first_rounds,
    _objets,
    obstacles,
    resultat,
    votants,
)
from components.priorites.regles import decompte
from components.priorites.regles import scrutin as scrutin_regles
from components.priorites.regles.comptage import compter
from components.priorites.regles.scrutin import Definition
from components.priorites.regles.vote import APPROBATION, Option
from data.base.acteurs import Acteur
from data.base.store import writing
from data.priorites import bulletins, scrutins, services, signatures

PREFIXE = "action:"


def declarer(db: Database, acteur: Acteur, seance: int, definition: Definition, premier: int | None = None) -> int:
    """Keep a declaration and return the id of the vote. Its guards are those in force, whoever wrote it.

    `premier`: the first round, closed, whose second this is. Raises `EntreeInvalide`.
    """
    scrutin_regles.verifier(definition)
    with writing(db):
        if premier is None:
            _check_guards(db, seance, definition)
        elif premier not in _first_rounds(db, seance):
            raise EntreeInvalide("Un second tour suit un premier tour clos de la même séance, une seule fois.")
        return scrutins.declarer(db, acteur, seance, scrutin_regles.en_dict(definition), premier)


def ouvrir(db: Database, acteur: Acteur, scrutin: int) -> None:
    """Open a frozen vote when nothing prevents it; the published groups are fixed now. Raises `Refus`."""
    with writing(db):
        problems = obstacles(db, scrutin)
        if problems:
            raise Refus(f"Le vote n'a pas été ouvert. {' '.join(problems)}")
        row = scrutins.scrutin(db, scrutin)
        declared = scrutin_regles.de_dict(row["definition"])
        here = votants(db, row["seance"], _objets(declared))
        people = {college.code: here.get(college.code, 0) for college in declared.colleges}
        groups = scrutin_regles.regrouper(_announced(db, row, people), people, declared.publication_min)
        scrutins.ouvrir(db, acteur, scrutin, {"groupes": [list(g) for g in groups], "votants": people})


def clore(db: Database, acteur: Acteur, scrutin: int, hasard: Random | None = None) -> bool:
    """Close and count; True when the file keeps no trace (else it is retried at the next start). Raises `Refus`."""
    with writing(db):
        row = scrutins.scrutin(db, scrutin)
        if row["etat"] != scrutins.OUVERT:
            raise Refus(f"Ce scrutin est {row['etat']} : il n'y a rien à clore.")
        declared = scrutin_regles.de_dict(row["definition"])
        ballots = bulletins.contenus(db, scrutin)
        if len(ballots) < declared.publication_min:
            raise Refus(
                f"{pluriel(len(ballots), 'bulletin')} seulement : un résultat se publie à partir de "
                f"{declared.publication_min}. Le vote reste ouvert ; attendez, ou annulez-le."
            )
        opened = [tuple(group) for group in row["ouverture"]["groupes"]]
        groups = scrutin_regles.regrouper(opened, bulletins.participation(db, scrutin), declared.publication_min)
        tallies = scrutin_regles.depouiller(declared, groups, ballots)
        compter(declared.regle, tallies)
        names = {code: "+".join(group) for group in groups for code in group}
        phrases = bulletins.phrases(db, scrutin)
        turnout = {"bulletins": len(ballots), "votants": sum(row["ouverture"]["votants"].values())}
        turnout["reprises"] = bulletins.reprises(db, scrutin)
        named = signatures.votes(db, scrutin)
        exported = decompte.ecrire(declared, str(row["empreinte"]), tallies, phrases, turnout, named)
        scrutins.clore(db, acteur, scrutin, names, exported, hasard)
    return scrutins.effacer(db)


def publier(db: Database, acteur: Acteur, scrutin: int) -> None:
    """Publish: readers see the result, and the register keeps it with the signals each priority rests on."""
    declared, tallies, result = resultat(db, scrutin)
    signals = services.read(db)["indicateurs"].to_dict()
    lines = [
        {"rang": line.rang, "option": declared.regle.libelle(line.option), "valeur": line.valeur, "motif": line.motif,
         "service": line.option if line.option in signals else "", "signaux": signals.get(line.option, [])}
        for line in result.ensemble.rangs
    ]  # fmt: skip
    scrutins.publier(db, acteur, scrutin, {"classement": lines, "bulletins": tallies.participation["bulletins"]})


def second_tour(db: Database, acteur: Acteur, scrutin: int) -> int:
    """Declare the second round of a closed vote, on the options ranked first (ties kept). Returns its id."""
    declared, _, result = resultat(db, scrutin)
    if declared.tours != 2 or declared.tour != 1:
        raise EntreeInvalide("Ce scrutin a été déclaré en un seul tour.")
    if (scrutins.liste(db).query("etat != @scrutins.ANNULE")["premier_tour"] == scrutin).any():
        raise EntreeInvalide("Le second tour de ce scrutin est déjà déclaré.")
    kept = {line.option for line in result.ensemble.rangs if line.rang <= declared.retenues_second_tour}
    options = tuple(option for option in declared.options if option.id in kept)
    again = replace(declared, options=options, tours=1, retenues_second_tour=0, tour=2)
    return declarer(db, acteur, int(scrutins.scrutin(db, scrutin)["seance"]), again, scrutin)


def mettre_au_vote(
    db: Database, acteur: Acteur, seance: int, question: str, budget: int, actions: Sequence[tuple[int, str, int]],
    jour: date,
) -> int:  # fmt: skip
    """Declare an approval vote on actions (id, words, cents) under a budget in cents; return the vote's id.

    Colleges weigh the same until someone declares otherwise on the page of the vote. Raises `EntreeInvalide`.
    """
    if len(actions) < 2:
        raise EntreeInvalide("Un vote porte sur deux actions au moins. Rien n'a été déclaré.")
    options = [Option(f"{PREFIXE}{ident}", words, -(-cents // 100)) for ident, words, cents in actions]
    weights = lectures.poids_egaux(db)
    declared = lectures.definir(
        db, seance, question, APPROBATION, options, weights, jour, budget=max(1, budget // 100)
    )  # fmt: skip
    return declarer(db, acteur, seance, declared)
