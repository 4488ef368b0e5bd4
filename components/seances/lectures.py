"""Gestures and readings of a séance: import of members, presence, quorum, slips to draw."""

import csv
from dataclasses import dataclass
from fractions import Fraction
from io import BytesIO, StringIO
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import liste, pluriel
from components.core.mots import MENTIONS
from components.core.refus import Refus
from components.seances import model
from components.seances.model import Rangee
from data.priorites import bulletins, scrutins
from data.seances import seances

RESERVE = 2  # spare slips proposed per college, for a torn or lost one
MONTRES = 6  # problems of a refused list that are told at once
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
        model.requis(quorum, len(voting)),
        int(here["usagers"].sum()),
        int((voting["statut"] == "mandat").sum()),
    )


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


def inacheve(db: Database, seance: int) -> list[str]:
    """What closing now would leave as it is, in French; the point under way is not: closing ends it."""
    votes, agenda = scrutins.liste(db, seance), seances.points(db, seance)
    waiting = votes["etat"].isin([scrutins.PREPARE, scrutins.FIGE])
    left = (
        (agenda.loc[agenda["etat"] == "à venir", "titre"], ("point n'est pas traité", "points ne sont pas traités")),
        (votes.loc[votes["etat"] == scrutins.OUVERT, "question"], ("vote est ouvert", "votes sont ouverts")),
        (votes.loc[votes["etat"] == scrutins.CLOS, "question"],
         ("vote clos n'est pas publié", "votes clos ne sont pas publiés")),
        (votes.loc[waiting, "question"], ("vote déclaré n'a pas été ouvert", "votes déclarés n'ont pas été ouverts")),
    )  # fmt: skip
    return [
        f"{pluriel(len(names), *words)} : {liste([f'« {name} »' for name in names])}"
        for names, words in left
        if len(names)
    ]


def colonnes_ignorees(nom: str, contenu: bytes) -> list[str]:
    """Headings of a list of members that the import does not read, as they are written."""
    return model.ignorees(_read(nom, contenu))


def _colleges(db: Database) -> dict[str, str]:
    return {str(code): str(name) for code, name in seances.colleges(db)["nom"].items()}


def _read(nom: str, contenu: bytes) -> list[Rangee]:
    """The rows that hold something, with their line numbers, as text and nothing but text."""
    try:
        if nom.lower().endswith(".xlsx"):
            sheet = pd.read_excel(BytesIO(contenu), header=None, dtype=object, na_filter=False, engine="openpyxl")
            rows = [(k, [_cell(cell) for cell in row]) for k, row in enumerate(sheet.values.tolist(), start=1)]
        else:
            text = model.decoder(contenu)
            lines = csv.reader(StringIO(text, newline=None), delimiter=model.separateur(text), strict=True)
            rows = [(lines.line_num, row) for row in lines]
    except Exception as problem:
        raise Refus(f"« {nom} » ne se lit pas comme un tableau CSV ou XLSX ({type(problem).__name__}).") from problem
    return [(number, row) for number, row in rows if any(cell.strip() for cell in row)]


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else str(value)


def cartons_proposes(db: Database, seance: int) -> list[dict[str, Any]]:
    """For each college with voting members: voters present, slips already drawn, slips to draw."""
    table, drawn = seances.presences(db, seance), bulletins.cartons(db, seance)
    voting = table[table["vote"] == 1]
    found = []
    for code, name in seances.colleges(db)["nom"].items():
        mine = voting[voting["college"] == code]
        here = int((mine["statut"] != "absent").sum())
        done = drawn.get(str(code), 0)
        wanted = 0 if done or mine.empty else (here or len(mine)) + RESERVE
        found.append({"code": code, "nom": name, "votants": here, "tires": done, "propose": wanted})
    return found


def bulletin_papier(definition: dict[str, Any]) -> dict[str, Any]:
    """What a paper ballot shows for a declared vote: question, columns to tick or to fill."""
    columns = {
        "jugement": (list(MENTIONS), "Cochez une case par ligne."),
        "points": (["Points"], f"Répartissez exactement {definition['points']} points."),
        "approbation": (["Je soutiens"], "Cochez les actions que vous soutenez."),
    }
    headings, words = columns[definition["genre"]]
    options = [option["libelle"] for option in definition["options"]]
    return {"question": definition["question"], "consigne": words, "colonnes": headings, "options": options}
