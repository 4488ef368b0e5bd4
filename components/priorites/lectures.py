"""Gestures and readings of the vote: the store's facts through the pure rules."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core import mots
from components.core.francais import pluriel
from components.core.poids import Pesee
from components.core.refus import EntreeInvalide, Refus
from components.priorites.regles import decompte
from components.priorites.regles import poids as poids_regles
from components.priorites.regles import scrutin as scrutin_regles
from components.priorites.regles.comptage import compter
from components.priorites.regles.scrutin import College, Definition
from components.priorites.regles.vote import Groupe, Resultat
from data.base.parameters import EnVigueur, catalogue
from data.priorites import attendus, bulletins, cartons, scrutins
from data.seances import seances

USAGERS_MIN, GROUPE_MIN = "usagers_presents_min", "groupe_publication_min"


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
    return int(users.reindex(here["college"]).fillna(0).sum())


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
    values, college_rows = EnVigueur.read(db, jour), seances.colleges(db)
    colleges = tuple(
        College(code, str(college_rows.at[code, "nom"]), str(weight), bool(college_rows.at[code, "usagers"]))
        for code, weight in poids.items()
        if weight > 0
    )
    definition = Definition(
        question=" ".join(question.split()),
        genre=genre,
        options=tuple(options),
        colleges=colleges,
        quorum=seances.seance(db, seance)["quorum"],
        usagers_min=int(values.number(USAGERS_MIN)),
        groupe_min=int(values.number(GROUPE_MIN)),
        **{"departage": "refuser", **choix},
    )
    scrutin_regles.verifier(definition)
    return definition


def _check_guards(db: Database, seance: int, definition: Definition) -> None:
    row = seances.seance(db, seance)
    values = EnVigueur.read(db, date.fromisoformat(row["jour"]))
    if (
        definition.quorum != row["quorum"]
        or definition.usagers_min < values.number(USAGERS_MIN)
        or definition.groupe_min < values.number(GROUPE_MIN)
    ):
        raise EntreeInvalide(
            "Le quorum, les usagers présents et les bulletins par groupe sont ceux de la séance et des paramètres. "
            "Rien n'a été enregistré."
        )


def _first_rounds(db: Database, seance: int) -> set[int]:
    """Closed votes of a séance that wait for their second round."""
    votes = scrutins.liste(db, seance).query("etat != @scrutins.ANNULE")
    closed = votes.index[votes["etat"].isin([scrutins.CLOS, scrutins.PUBLIE])]
    waiting = set(map(int, closed)) - {int(first) for first in votes["premier_tour"].dropna()}
    return {first for first in waiting if definition(db, first).tours == 2}


def definition(db: Database, scrutin: int) -> Definition:
    """The declaration of a vote, as it is held."""
    return tenue(scrutins.scrutin(db, scrutin))


def tenue(row: Mapping[str, Any]) -> Definition:
    """The declaration of a vote (its row) as it is held: under the floors, a file of before is read as the floors."""
    return scrutin_regles.tenue(
        scrutin_regles.de_dict(row["definition"]), _plancher(USAGERS_MIN), _plancher(GROUPE_MIN)
    )


def releve_au_plancher(db: Database, scrutin: int) -> str:
    """What was declared under a floor, and as what it is read; empty for a declaration that holds."""
    row = scrutins.scrutin(db, scrutin)
    declared, held = scrutin_regles.de_dict(row["definition"]), tenue(row)
    pairs = ((declared.groupe_min, held.groupe_min, "bulletins par groupe publié"),
             (declared.usagers_min, held.usagers_min, "représentants des usagers présents"))  # fmt: skip
    raised = [f"{low} {words} au moins, lu {least}" for low, least, words in pairs if low < least]
    return f"Déclaré sous le plancher du secret ou de la présence : {' ; '.join(raised)}." if raised else ""


def sous_le_plancher(held: Definition, groupes: Iterable[Groupe]) -> list[str]:
    """Names of the groups of a count that are smaller than the vote may publish: counted before the floor held."""
    return [group.nom for group in groupes if group.bulletins < held.publication_min]


def _plancher(nom: str) -> int:
    return int(catalogue()[nom].minimum)


def obstacles(db: Database, scrutin: int) -> list[str]:
    """What prevents opening, in French."""
    row = scrutins.scrutin(db, scrutin)
    declared = tenue(row)
    objects = _objets(declared)
    here, members = presents(db, row["seance"], objects)
    users = usagers_presents(db, row["seance"], objects)
    problems = scrutin_regles.conditions(declared, votants(db, row["seance"], objects), members, here, users)
    if not bulletins.cartons(db, row["seance"]):
        problems.append("Aucun carton n'a été tiré pour cette séance.")
    return problems


def ecarts_de_tour(db: Database, scrutin: int) -> list[str]:
    """Before a second round: the groups whose voters differ by fewer than a group from the first round's ballots.

    If all the others voted exactly alike, the difference of the two counts would be the ballots of those few.
    """
    row = scrutins.scrutin(db, scrutin)
    declared = tenue(row)
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


def _announced(db: Database, row: Mapping[str, Any], people: Mapping[str, int]) -> list[tuple[str, ...]]:
    """The colleges apart, or as the first round announced them: a second round never splits what was merged."""
    if row["premier_tour"] is None:
        return [(code,) for code in people]
    first = scrutins.scrutin(db, row["premier_tour"])["decompte"]
    groups = [tuple(code for code in group["id"].split("+") if code in people) for group in first["groupes"]]
    return [group for group in groups if group]


def votants_declares(db: Database, row: Mapping[str, Any]) -> dict[str, int]:
    """People who may vote now in a vote (its row), by declared college, none left out."""
    declared = tenue(row)
    here = votants(db, row["seance"], _objets(declared))
    return {college.code: here.get(college.code, 0) for college in declared.colleges}


def pesee(db: Database, scrutin: int) -> Pesee:
    """What each group and one ballot weigh in a vote: as opening it now would announce, or as it announced."""
    row = scrutins.scrutin(db, scrutin)
    declared, opened = tenue(row), row["ouverture"]
    if opened:
        groups = [tuple(group) for group in opened["groupes"]]
        return poids_regles.peser(declared, groups, opened["votants"], bool(opened.get("poursuivi")))
    people = votants_declares(db, row)
    groups = scrutin_regles.regrouper(_announced(db, row, people), people, declared.publication_min)
    return poids_regles.peser(declared, groups, people)


def a_la_cloture(db: Database, scrutin: int) -> Pesee:
    """The weights of an open vote if it closed now: turnout may merge groups further."""
    declared, cast = definition(db, scrutin), bulletins.participation(db, scrutin)
    return poids_regles.reunir(pesee(db, scrutin), declared, attendus.par_college(db, scrutin), cast)


def resultat(db: Database, scrutin: int) -> tuple[Definition, decompte.Decompte, Resultat]:
    """The count of a closed vote, made again from its tallies. Raises `Refus` before closing."""
    row = scrutins.scrutin(db, scrutin)
    if row["decompte"] is None:
        raise Refus("Les résultats restent cachés jusqu'à la clôture.")
    tallies = decompte.lire(row["decompte"])
    return tenue(row), tallies, compter(tallies.regle, tallies.groupes, tallies.decision)


def participation(db: Database, scrutin: int) -> pd.DataFrame:
    """Ballots and voters by college while a vote is open. Columns: Collège, Bulletins, Votants."""
    row = scrutins.scrutin(db, scrutin)
    declared, cast = scrutin_regles.de_dict(row["definition"]), bulletins.participation(db, scrutin)
    expected = attendus.par_college(db, scrutin) if row["ouverture"] else {}
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


def cartons_par_groupe(db: Database, scrutin: int, groupes: Iterable[tuple[str, ...]]) -> dict[str, dict[str, int]]:
    """Slips of an open vote by published group: tires, utilises, abimes, retardataires, votants."""
    slips = cartons.du_scrutin(db, scrutin)
    return {"+".join(group): asdict(sum((slips[code] for code in group), cartons.Compte())) for group in groupes}


def cartons_en_cours(db: Database, scrutin: int) -> list[str]:
    """Slips of an open vote in words, by college, and what to watch."""
    names = {college.code: college.nom for college in definition(db, scrutin).colleges}
    return [f"{mots.cartons(names[code], asdict(count))}." for code, count in cartons.du_scrutin(db, scrutin).items()]


def _objets(declared: Definition) -> tuple[str, ...]:
    return (declared.question, *(option.libelle for option in declared.options))
