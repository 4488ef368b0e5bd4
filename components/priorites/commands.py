"""Gestures and readings of the vote: the store's facts through the pure rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.errors import EntreeInvalide
from components.core.francais import pluriel
from components.priorites import model_decompte, model_scrutin
from components.priorites.model import Resultat, compter
from components.priorites.model_scrutin import College, Definition
from data import bulletins, scrutins, seances, services, signatures
from data.acteurs import Acteur
from data.erreurs import Refus
from data.parameters import EnVigueur
from data.store import writing


def votants(db: Database, seance: int, objets: tuple[str, ...] = ()) -> dict[str, int]:
    """People who may vote by college: present, replaced or by mandate; without those who withdrew on an object."""
    table = _voting(db, seance, objets)
    here = table[table["statut"] != "absent"]
    return {str(code): int(count) for code, count in here["college"].value_counts().items()}


def presents(db: Database, seance: int, objets: tuple[str, ...] = ()) -> tuple[int, int]:
    """(members present or replaced, voting members of the whole table), without those who withdrew."""
    table = _voting(db, seance, objets)
    return int(table["statut"].isin(["présent", "suppléé"]).sum()), len(table)


def usagers_presents(db: Database, seance: int, objets: tuple[str, ...] = ()) -> int:
    """User representatives in the room, or replaced there: a mandate votes, it is not a presence."""
    table = _voting(db, seance, objets)
    users = seances.colleges(db)["usagers"]
    here = table[table["statut"].isin(["présent", "suppléé"])]
    return int(here["college"].map(users).fillna(0).sum())


def _voting(db: Database, seance: int, objets: tuple[str, ...]) -> pd.DataFrame:
    """Voting members, without those who withdrew; a mandate held by one of them is not cast either."""
    table = seances.presences(db, seance)
    interests = seances.interets(db, seance)
    gone = interests[(interests["retrait"] == 1) & interests["objet"].isin(objets)]["membre"]
    voting = table[(table["vote"] == 1) & ~table.index.isin(gone)]
    orphan = (voting["statut"] == "mandat") & voting["mandataire"].isin(gone)
    return voting.assign(statut=voting["statut"].mask(orphan, "absent"))


def poids_egaux(db: Database) -> dict[str, Fraction]:
    """The same weight for each college that has voting members."""
    people = seances.membres(db)
    voting = [
        code for code in seances.colleges(db).index if ((people["college"] == code) & (people["vote"] == 1)).any()
    ]
    return {code: Fraction(1, len(voting)) for code in voting}


def definir(db: Database, seance: int, question: str, genre: str, options: Any, poids: dict[str, Fraction],
            jour: date, **choix: Any) -> Definition:  # fmt: skip
    """A declaration, with the séance's quorum and the dated parameters. Raises `EntreeInvalide`."""
    values, known = EnVigueur.read(db, jour), seances.colleges(db)
    colleges = tuple(
        College(code, str(known.at[code, "nom"]), str(weight), bool(known.at[code, "usagers"]))
        for code, weight in poids.items()
        if weight > 0
    )
    definition = Definition(
        question=" ".join(question.split()),
        genre=genre,
        options=tuple(options),
        colleges=colleges,
        quorum=seances.seance(db, seance)["quorum"],
        usagers_min=int(values.number("usagers_presents_min")),
        groupe_min=int(values.number("groupe_publication_min")),
        **{"departage": "refuser", **choix},
    )
    model_scrutin.verifier(definition)
    return definition


def declarer(db: Database, acteur: Acteur, seance: int, definition: Definition, premier: int | None = None) -> int:
    """Keep a declaration and return the id of the vote. Its guards are those in force, whoever wrote it.

    `premier`: the first round, closed, whose second this is. Raises `EntreeInvalide`.
    """
    model_scrutin.verifier(definition)
    with writing(db):
        if premier is None:
            _check_guards(db, seance, definition)
        elif premier not in _first_rounds(db, seance):
            raise EntreeInvalide("Un second tour suit un premier tour clos de la même séance, une seule fois.")
        return scrutins.declarer(db, acteur, seance, model_scrutin.en_dict(definition), premier)


def _check_guards(db: Database, seance: int, definition: Definition) -> None:
    row = seances.seance(db, seance)
    values = EnVigueur.read(db, date.fromisoformat(row["jour"]))
    if (
        definition.quorum != row["quorum"]
        or definition.usagers_min < values.number("usagers_presents_min")
        or definition.groupe_min < values.number("groupe_publication_min")
    ):
        raise EntreeInvalide(
            "Le quorum, les usagers présents et les bulletins par groupe sont ceux de la séance et des paramètres. "
            "Rien n'a été enregistré."
        )


def _first_rounds(db: Database, seance: int) -> set[int]:
    """Closed votes of a séance that wait for their second round."""
    known = scrutins.liste(db, seance).query("etat != @scrutins.ANNULE")
    closed = known.index[known["etat"].isin([scrutins.CLOS, scrutins.PUBLIE])]
    waiting = set(map(int, closed)) - {int(first) for first in known["premier_tour"].dropna()}
    return {first for first in waiting if definition(db, first).tours == 2}


def definition(db: Database, scrutin: int) -> Definition:
    """The declaration of a vote."""
    return model_scrutin.de_dict(scrutins.scrutin(db, scrutin)["definition"])


def obstacles(db: Database, scrutin: int) -> list[str]:
    """What prevents opening, in French."""
    row = scrutins.scrutin(db, scrutin)
    declared = model_scrutin.de_dict(row["definition"])
    objects = _objets(declared)
    here, members = presents(db, row["seance"], objects)
    users = usagers_presents(db, row["seance"], objects)
    problems = model_scrutin.conditions(declared, votants(db, row["seance"], objects), members, here, users)
    if not bulletins.cartons(db, row["seance"]):
        problems.append("Aucun carton n'a été tiré pour cette séance.")
    return problems


def ecarts_de_tour(db: Database, scrutin: int) -> list[str]:
    """Before a second round: the groups whose voters differ by fewer than a group from the first round's ballots.

    If all the others voted exactly alike, the difference of the two counts would be the ballots of those few.
    """
    row = scrutins.scrutin(db, scrutin)
    declared = model_scrutin.de_dict(row["definition"])
    if row["premier_tour"] is None or declared.nominatif:
        return []
    here = votants(db, row["seance"], _objets(declared))
    first = scrutins.scrutin(db, row["premier_tour"])["decompte"]["groupes"]
    gaps = {
        group["nom"]: sum(here.get(code, 0) for code in group["id"].split("+")) - group["bulletins"] for group in first
    }
    return [
        f"{name} : {pluriel(abs(gap), 'voix', 'voix')} de {'plus' if gap > 0 else 'moins'} qu'au premier tour."
        for name, gap in gaps.items()
        if 0 < abs(gap) < declared.groupe_min
    ]


def ouvrir(db: Database, acteur: Acteur, scrutin: int) -> None:
    """Open a frozen vote when nothing prevents it; the published groups are fixed now. Raises `Refus`."""
    with writing(db):
        problems = obstacles(db, scrutin)
        if problems:
            raise Refus(f"Le vote n'a pas été ouvert. {' '.join(problems)}")
        row = scrutins.scrutin(db, scrutin)
        declared = model_scrutin.de_dict(row["definition"])
        here = votants(db, row["seance"], _objets(declared))
        people = {college.code: here.get(college.code, 0) for college in declared.colleges}
        groups = model_scrutin.regrouper(_announced(db, row, people), people, declared.publication_min)
        scrutins.ouvrir(db, acteur, scrutin, {"groupes": [list(g) for g in groups], "votants": people})


def _announced(db: Database, row: Mapping[str, Any], people: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The colleges apart, or as the first round announced them: a second round never splits what was merged."""
    if row["premier_tour"] is None:
        return [(code,) for code in people]
    first = scrutins.scrutin(db, row["premier_tour"])["decompte"]
    groups = [tuple(code for code in group["id"].split("+") if code in people) for group in first["groupes"]]
    return [group for group in groups if group]


def clore(db: Database, acteur: Acteur, scrutin: int, hasard: Random | None = None) -> bool:
    """Close and count; True when the file keeps no trace (else it is retried at the next start). Raises `Refus`."""
    with writing(db):
        row = scrutins.scrutin(db, scrutin)
        if row["etat"] != scrutins.OUVERT:
            raise Refus(f"Ce scrutin est {row['etat']} : il n'y a rien à clore.")
        declared = model_scrutin.de_dict(row["definition"])
        ballots = bulletins.contenus(db, scrutin)
        if len(ballots) < declared.publication_min:
            raise Refus(
                f"{pluriel(len(ballots), 'bulletin')} seulement : un résultat se publie à partir de "
                f"{declared.publication_min}. Le vote reste ouvert ; attendez, ou annulez-le."
            )
        opened = [tuple(group) for group in row["ouverture"]["groupes"]]
        groups = model_scrutin.regrouper(opened, bulletins.participation(db, scrutin), declared.publication_min)
        tallies = model_scrutin.depouiller(declared, groups, ballots)
        compter(declared.regle, tallies)
        names = {code: "+".join(group) for group in groups for code in group}
        phrases = bulletins.phrases(db, scrutin)
        turnout = {"bulletins": len(ballots), "votants": sum(row["ouverture"]["votants"].values())}
        turnout["reprises"] = bulletins.reprises(db, scrutin)
        named = signatures.votes(db, scrutin)
        exported = model_decompte.ecrire(declared, str(row["empreinte"]), tallies, phrases, turnout, named)
        scrutins.clore(db, acteur, scrutin, names, exported, hasard)
    return scrutins.effacer(db)


def resultat(db: Database, scrutin: int) -> tuple[Definition, model_decompte.Decompte, Resultat]:
    """The count of a closed vote, made again from its tallies. Raises `Refus` before closing."""
    row = scrutins.scrutin(db, scrutin)
    if row["decompte"] is None:
        raise Refus("Les résultats restent cachés jusqu'à la clôture.")
    tallies = model_decompte.lire(row["decompte"])
    return model_scrutin.de_dict(row["definition"]), tallies, compter(tallies.regle, tallies.groupes)


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


def participation(db: Database, scrutin: int) -> pd.DataFrame:
    """Ballots and voters by college while a vote is open. Columns: Collège, Bulletins, Votants."""
    row = scrutins.scrutin(db, scrutin)
    declared, cast = model_scrutin.de_dict(row["definition"]), bulletins.participation(db, scrutin)
    expected = (row["ouverture"] or {}).get("votants", {})
    lines = [(c.nom, cast.get(c.code, 0), expected.get(c.code, 0)) for c in declared.colleges]
    return pd.DataFrame(lines, columns=["Collège", "Bulletins", "Votants"])


def anomalies(db: Database, scrutin: int) -> list[str]:
    """Colleges with more ballots than voters: a slip handed to someone who withdrew, or a spare one used."""
    table = participation(db, scrutin)
    over = table[table["Bulletins"] > table["Votants"]]
    return [
        f"{row.Collège} : {pluriel(row.Bulletins, 'bulletin')} pour {pluriel(row.Votants, 'votant')}."
        for row in over.itertuples()
    ]


def _objets(declared: Definition) -> tuple[str, ...]:
    return (declared.question, *(option.libelle for option in declared.options))
