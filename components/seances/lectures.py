"""Gestures and readings of a séance: import of members, presence, quorum, slips to draw."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.mots import MENTIONS
from components.seances.regles import assemblee as assemblee_regles
from data.carences import contributions
from data.priorites import bulletins, scrutins
from data.seances import seances

RESERVE = 2  # spare slips proposed per college, for a torn or lost one
CARTONS, VOTE, SUITE = "cartons", "vote", "ordre du jour"
A_CONDUIRE = (scrutins.PREPARE, scrutins.FIGE, scrutins.OUVERT, scrutins.CLOS)


@dataclass(frozen=True)
class Assemblee:
    """Who is there: voting members present or replaced, voting members, needed for the quorum, users present."""

    presents: int
    membres: int
    requis: int
    usagers: int
    mandats: int

    @property
    def atteint(self) -> bool:
        return self.presents >= self.requis


def assemblee(db: Database, seance: int) -> Assemblee:
    """Count presence against the quorum of the séance, on the whole table."""
    table = seances.presences(db, seance)
    voting = table[table["vote"] == 1]
    here = voting[voting["statut"].isin(["présent", "suppléé"])]
    quorum = Fraction(seances.seance(db, seance)["quorum"])
    return Assemblee(
        len(here),
        len(voting),
        assemblee_regles.requis(quorum, len(voting)),
        int(here["usagers"].sum()),
        int((voting["statut"] == "mandat").sum()),
    )


def voix(presences: pd.DataFrame) -> int:
    """Voices there: voting members present, replaced, or by mandate."""
    return int(((presences["statut"] != "absent") & (presences["vote"] == 1)).sum())


def etape(db: Database, seance: int) -> str:
    """What an open séance does next: `CARTONS`, `VOTE` or `SUITE` (its agenda).

    A vote is expected when the agenda has one, when one is declared, or when there is no agenda at all.
    """
    agenda, votes = seances.points(db, seance), scrutins.liste(db, seance)
    waiting = bool(votes["etat"].isin(A_CONDUIRE).any())
    left = agenda[(agenda["genre"] == "vote") & (agenda["etat"] != "traité")]
    none_yet = votes.empty and (agenda.empty or not left.empty)
    if (waiting or none_yet) and not bulletins.cartons(db, seance):
        return CARTONS
    called = agenda.empty or bool((left["etat"] == "en cours").any())
    return VOTE if waiting or (none_yet and called) else SUITE


def a_conduire(db: Database, seance: int) -> int | None:
    """The newest vote of the séance that waits for something; None when there is none."""
    votes = scrutins.liste(db, seance)
    waiting = votes.index[votes["etat"].isin(A_CONDUIRE)]
    return int(waiting[-1]) if len(waiting) else None


def inacheve(db: Database, seance: int) -> list[str]:
    """What closing now would leave as it is, in French; the point under way is not: closing ends it."""
    votes, agenda = scrutins.liste(db, seance), seances.points(db, seance)
    written = contributions.contributions(db, seance)
    unpublished = written[written["publiee"] == 0]
    waiting = votes["etat"].isin([scrutins.PREPARE, scrutins.FIGE])
    left = (
        (agenda.loc[agenda["etat"] == "à venir", "titre"], ("point n'est pas traité", "points ne sont pas traités")),
        (votes.loc[votes["etat"] == scrutins.OUVERT, "question"], ("vote est ouvert", "votes sont ouverts")),
        (votes.loc[votes["etat"] == scrutins.CLOS, "question"],
         ("vote clos n'est pas publié", "votes clos ne sont pas publiés")),
        (votes.loc[waiting, "question"], ("vote déclaré n'a pas été ouvert", "votes déclarés n'ont pas été ouverts")),
        (unpublished["auteur"],
         ("contribution n'est pas publiée et n'ira pas au relevé",
          "contributions ne sont pas publiées et n'iront pas au relevé")),
    )  # fmt: skip
    return [
        f"{pluriel(len(names), *words)} : {liste([f'« {name} »' for name in names])}"
        for names, words in left
        if len(names)
    ]


def cartons_proposes(db: Database, seance: int) -> list[dict[str, Any]]:
    """For each college with voting members: voters present, slips already drawn, slips to draw."""
    table, drawn = seances.presences(db, seance), bulletins.cartons(db, seance)
    voting = table[table["vote"] == 1]
    proposals = []
    for code, name in seances.colleges(db)["nom"].items():
        mine = voting[voting["college"] == code]
        here = int((mine["statut"] != "absent").sum())
        done = drawn.get(str(code), 0)
        wanted = 0 if done or mine.empty else (here or len(mine)) + RESERVE
        proposals.append({"code": code, "nom": name, "votants": here, "tires": done, "propose": wanted})
    return proposals


def bulletin_papier(definition: dict[str, Any]) -> dict[str, Any]:
    """What a paper ballot shows for a declared vote: question, options with what they are, columns to tick or fill."""
    columns = {
        "jugement": (list(MENTIONS), "Cochez une case par ligne."),
        "points": (["Points"], f"Répartissez exactement {definition['points']} points."),
        "approbation": (["Je soutiens"], "Cochez les actions que vous soutenez."),
    }
    headings, words = columns[definition["genre"]]
    shown = ("libelle", "experts", "usagers")
    options = [{name: option.get(name, "") for name in shown} for option in definition["options"]]
    return {"question": definition["question"], "consigne": words, "colonnes": headings, "options": options}
