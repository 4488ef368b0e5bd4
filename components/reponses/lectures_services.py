"""The grid of services as screens and prints show it: cells with names in words, and the actions that answer each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.francais import distincts
from components.reponses.regles import services as regles
from data.carences import constats
from data.priorites import services
from data.reponses import services_rendus
from data.reponses.services_rendus import PARTOUT, CelluleSaisie
from data.seances import membres
from data.structures import structures
from data.territoire import territoire


@dataclass(frozen=True, eq=False)
class Grille:
    """Cells of territories (columns of `services_rendus.CELLULES`, then actions: titles), names of both, and the
    services that the last published vote ranked, in their order."""

    cellules: pd.DataFrame
    territoires: "pd.Series[str]"
    services: "pd.Series[str]"
    votes: list[str]


def grille(db: Database, codes: list[str], publies: bool) -> Grille:
    """The grid of some territories. `publies`: without the actions that the table has not retained."""
    names = services.read(db)["nom"]
    cells, plans = services_rendus.cellules(db, codes), services_rendus.actions(db)
    plans = plans[plans["statut"] != "proposee"] if publies else plans
    levels = services_rendus.echelons(db)
    titles: dict[tuple[str, str], list[str]] = {}
    for row in plans.itertuples():
        place = services_rendus.lieu(row.territoire, levels.get(row.service, ""))
        titles.setdefault((place, row.service), []).append(row.titre)
    answered = [
        titles.get((services_rendus.lieu(code, levels[key]), key), [])
        for code, key in zip(cells["territoire"], cells["service"], strict=True)
    ]
    ranked = [one["service"] for one in services_rendus.votes(db) if one["service"] in names.index]
    places = pd.Series(distincts(territoire.territoires(db)["nom"].to_dict()), dtype=str).reindex(codes)
    return Grille(cells.assign(actions=answered), places, names, list(dict.fromkeys(ranked)))


def croisee(read: Grille, wanted: list[str]) -> pd.DataFrame:
    """The grid in words: a row per territory, a column per service; an action that answers and colleges that
    disagree are said."""
    cells = read.cellules[read.cellules["service"].isin(wanted)]
    words = [
        f"{regles.mot(c.etat)}{' → action' if c.actions else ''}{' ≠ désaccord' if c.colleges else ''}"
        for c in cells.itertuples()
    ]
    table = cells.assign(mots=words).pivot(index="territoire", columns="service", values="mots")
    table = table.reindex(index=read.territoires.index, columns=wanted)
    table.columns = [str(read.services[key]) for key in wanted]
    return table.assign(Territoire=read.territoires).set_index("Territoire").reset_index()


def detail(db: Database, read: Grille, cells: pd.DataFrame) -> pd.DataFrame:
    """Cells with all that was noted of them, in words."""
    names, colleges = structures.read(db, fermees=True)["nom"], membres.colleges(db)["nom"]
    levels = services_rendus.echelons(db)
    rows = [
        {
            "Territoire": read.territoires[c["territoire"]], "Service": read.services[c["service"]],
            "État": regles.mot(c["etat"]),
            "Par": ", ".join(str(names[s]) for s in c["structures"]) or "—",
            "Modalité": c["modalite"] or "—",
            "Garantie": regles.garantie(c["promesse"], c["moyens"], c["impact"]) or "—",
            "Source": c["source"] or "—", "Observé le": _jma(c["observe_le"]),
            "Désaccord": " : ".join(filter(None, (", ".join(colleges[c["colleges"]]), c["desaccord"]))) or "—",
            "Action": " ; ".join(c["actions"]) or "—",
            "Échelon": services_rendus.ECHELONS[levels[c["service"]]],
        }
        for c in cells.to_dict("records")
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _jma(iso: Any) -> str:
    return f"{iso[8:10]}/{iso[5:7]}/{iso[:4]}" if iso else "—"


def sans_action(read: Grille, wanted: list[str]) -> list[tuple[str, str]]:
    """Cells that are not rendered today and that no action answers: territory and service."""
    cells = read.cellules[(read.cellules["etat"] == regles.NON_RENDU) & read.cellules["service"].isin(wanted)]
    return [(c.territoire, c.service) for c in cells.itertuples() if not c.actions]


def preparee(db: Database, code: str, service: str) -> dict[str, Any]:
    """What the form of an action starts from, for a service not rendered on a territory: the vote or the constat it
    answers, its first words, the structures there, the model that first comes to mind."""
    name = str(services.read(db).at[service, "nom"])
    place = str(territoire.territoires(db).at[code, "nom"])
    vote = next((one for one in services_rendus.votes(db) if one["service"] == service), None)
    asked: dict[str, Any] = {"vote": vote["rang"], "service": vote["option"]} if vote else {}
    if not vote:
        here = [c for c in constats.constats(db) if c.en_vigueur and c.territoire == code]
        asked = {"constat": here[0].rang} if here else {}
    around = structures.par_territoire(db, code)["nom"].tolist()
    return {
        **asked, "territoire": code, "cellule": service, "titre": f"{name} — {place}"[:200],
        "partenaires": ", ".join(dict.fromkeys(around))[:500], "modele": services.modeles().get(service, ""),
    }  # fmt: skip


COLONNES = {
    "État": "etat", "Comment": "modalite", "Garantie": "promesse", "Moyens": "moyens", "Impact": "impact",
    "Source": "source", "Observé le": "observe_le", "Désaccord": "desaccord",
}  # fmt: skip
PAR, CONTRE = "Par", "Collèges en désaccord"  # columns that name several


def saisies(
    before: pd.DataFrame, typed: pd.DataFrame, lecteurs: Mapping[str, Callable[[str], Any]]
) -> list[CelluleSaisie]:
    """The cells of a row of the grid that were changed, as typed. `lecteurs`: what reads the words of a column (`PAR`
    and `CONTRE` give numbers of structures and codes of colleges); the others are texts."""
    cells = []
    for key, row in typed.iterrows():
        was = before.loc[key]
        fields = {name: lecteurs.get(title, str)(_mots(row[title])) for title, name in COLONNES.items()}
        by, against = (lecteurs[title](_mots(row[title])) for title in (PAR, CONTRE))
        same = all((was[name] or "") == (value or "") for name, value in fields.items())
        if not same or set(was["structures"]) != by or set(was["colleges"]) != against:
            cells.append(CelluleSaisie(str(key), int(was["version"]), fields, by, against))
    return cells


def _mots(cell: Any) -> str:
    return "" if cell is None or cell != cell else str(cell)


def partout(db: Database, service: str) -> bool:
    """Whether one cell speaks for every territory."""
    return services_rendus.lieu("x", services_rendus.echelons(db)[service]) == PARTOUT
