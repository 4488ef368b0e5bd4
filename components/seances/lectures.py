"""Gestures and readings of a séance: import of members, presence, quorum, slips to draw."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import accord, liste, pluriel
from components.core.mots import MENTIONS
from components.seances.regles import assemblee as assemblee_regles
from components.seances.regles import ordre_du_jour
from components.seances.regles.ordre_du_jour import PointPropose
from components.seances.salle import lectures_envois
from data.carences import contestations, contributions
from data.priorites import bulletins, envois, scrutins
from data.reponses import suites
from data.seances import seances
from data.territoire import territoire

RESERVE = 1  # spare slip proposed per college, for a torn or lost one
COURT, MOYEN, LIGNE_MAX = 7, 10, 95  # options that fit half a page large, then tight; characters of a line
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


def ordre_du_jour_propose(
    db: Database, seance: int, jour: date, plan: Mapping[str, Sequence[str]]
) -> list[PointPropose]:
    """The usual points, with what the home page says that each must bring: contested figures, constats without an
    answer or whose review is due, and of the plans what `plan` says (names by reason)."""
    meetings = seances.read(db).drop(index=seance)
    closed = meetings[meetings["etat"] == seances.CLOSE]
    before = str(closed["titre"].iloc[0]) if len(closed) else ""
    if territoire.is_empty(db):
        return ordre_du_jour.propose(before, {})
    names = territoire.territoires(db)["nom"]
    contests = contestations.contestations(db)
    open_ones = contests.loc[contests["suite"].isna(), "territoire"].map(names).dropna().drop_duplicates()
    states = suites.etats(db, jour)
    waiting = [one.lieu for one in states if one.etat == suites.ATTENTE]
    late = [one.lieu for one in states if one.revue_en_retard]
    return ordre_du_jour.propose(
        before,
        {
            ordre_du_jour.DIAGNOSTIC: {"Chiffres contestés": list(open_ones)},
            ordre_du_jour.CONSTATS: {"Sans réponse": waiting, "Revue échue": late},
            ordre_du_jour.PLAN: plan,
        },
    )


def scrutins_du_point(db: Database, seance: int, point: int) -> list[int]:
    """The votes that a point of the agenda leads, newest first; none when none is declared yet."""
    agenda, votes = seances.points(db, seance), scrutins.liste(db, seance)
    alive = votes[votes["etat"] != scrutins.ANNULE]
    firsts = alive.index[alive["premier_tour"].isna()]
    rounds = [[int(one), *(int(i) for i in alive.index[alive["premier_tour"] == one])] for one in firsts]
    led = [int(i) for i in agenda.index[agenda["genre"] == ordre_du_jour.VOTE]]
    return ordre_du_jour.scrutins_de(point, led, rounds)


def hors_ordre_du_jour(db: Database, seance: int) -> bool:
    """Whether a vote waits for something while the agenda has no point of vote: nothing on the agenda leads to it."""
    waiting = scrutins.liste(db, seance)["etat"].isin(A_CONDUIRE).any()
    return bool(waiting) and not (seances.points(db, seance)["genre"] == ordre_du_jour.VOTE).any()


def inacheve(db: Database, seance: int) -> list[str]:
    """What closing now would leave as it is, in French; the point under way is not: closing ends it."""
    votes, agenda = scrutins.liste(db, seance), seances.points(db, seance)
    written = contributions.contributions(db, seance)
    unpublished = written[written["publiee"] == 0]
    waiting = votes["etat"].isin([scrutins.PREPARE, scrutins.FIGE])
    texts = lectures_envois.recus(db, seance)
    waiting_texts = [f"{one['genre']} {one['reference']}" for one in texts if one["etat"] == envois.A_EXAMINER]
    left = (
        (agenda.loc[agenda["etat"] == "à venir", "titre"], ("point n'est pas traité", "points ne sont pas traités")),
        (votes.loc[votes["etat"] == scrutins.OUVERT, "question"], ("vote est ouvert", "votes sont ouverts")),
        (votes.loc[votes["etat"] == scrutins.CLOS, "question"],
         ("vote clos n'est pas publié", "votes clos ne sont pas publiés")),
        (votes.loc[waiting, "question"], ("vote déclaré n'a pas été ouvert", "votes déclarés n'ont pas été ouverts")),
        (unpublished["auteur"],
         ("contribution n'est pas publiée et n'ira pas au relevé",
          "contributions ne sont pas publiées et n'iront pas au relevé")),
        (waiting_texts, ("texte reçu n'a pas de réponse", "textes reçus n'ont pas de réponse")),
    )  # fmt: skip
    return [
        *_personne(db, seance),
        *(
            f"{pluriel(len(names), *words)} : {liste([f'« {name} »' for name in names])}"
            for names, words in left
            if len(names)
        ),
    ]


def _personne(db: Database, seance: int) -> list[str]:
    """A sheet that nobody filled in: the minutes would say everyone away."""
    people = len(seances.membres(db))
    if not people or seances.notees(db, seance):
        return []
    return [f"aucune présence n'est notée : le relevé dirait {accord(people, 'membre absent', 'membres absents')}"]


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


def votants_sans_carton(db: Database, seance: int, remplacer: bool = False) -> dict[str, int]:
    """Voters there by college while no slip was drawn for them yet: the slips beyond them are spare ones. `remplacer`:
    those drawn are worth nothing any more."""
    rows = cartons_proposes(db, seance)
    return {str(row["code"]): int(row["votants"]) for row in rows if remplacer or not row["tires"]}


def bulletin_papier(definition: dict[str, Any], lignes: Mapping[str, str]) -> dict[str, Any]:
    """What a paper ballot shows for a declared vote: question, what to do, and for each option its number, its name,
    its line and its boxes, numbered as the tellers type them."""
    count, genre = len(definition["options"]), definition["genre"]
    words = {
        "jugement": "Une croix par ligne, dans la case de votre mention.",
        "points": f"Répartissez exactement {definition['points']} points : un nombre par case, le total à la fin.",
        "approbation": "Cochez la case des actions que vous soutenez.",
    }[genre]
    boxes = {"jugement": list(range(1, len(MENTIONS) + 1)), "points": [""], "approbation": [""]}[genre]
    return {
        "question": definition["question"],
        "consigne": words,
        "mentions": list(enumerate(MENTIONS, start=1)) if genre == "jugement" else [],
        "points": definition["points"] if genre == "points" else 0,
        "taille": "court" if count <= COURT else "moyen" if count <= MOYEN else "long",
        "options": [
            {"numero": k, "libelle": option["libelle"], "usagers": _ligne(option.get("usagers", "")),
             "ligne": _ligne(option.get("experts") or lignes.get(option["id"], "")),
             "cases": boxes if genre != "approbation" else [k]}
            for k, option in enumerate(definition["options"], start=1)
        ],
    }  # fmt: skip


def _ligne(words: str) -> str:
    """A line short enough for half a page, cut between two words."""
    if len(words) <= LIGNE_MAX:
        return words
    return f"{words[:LIGNE_MAX].rsplit(' ', 1)[0].rstrip(',;: ')}…"
