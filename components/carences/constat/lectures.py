"""The gestures of the shared constat: what is still missing, adoption, lifting, adoption without debate."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlite_utils import Database

from components.carences.constat import lectures_preuve, lectures_signaux
from components.carences.constat.lectures_preuve import empreinte, maille_en_cause, preuve, serie_en_cause
from components.carences.constat.lectures_signaux import Tableau
from components.carences.regles.territoire import Reponse, manques
from data.carences import constats, contestations
from data.territoire import territoire


@dataclass(frozen=True)
class Reserve:
    """What is not certain about the figures, until the facilitator declares it: the question and what it bears on.

    `faite` is the declaration that still holds, in words, or empty. `choix`: what may be declared.
    """

    objet: str
    question: str
    choix: tuple[str, ...]
    empreinte: str
    faite: str


def reserves(db: Database, tableau: Tableau) -> list[Reserve]:
    """Doubts on the series and on the mesh: while one stands, thresholds are « seuils de repère »."""
    said = lectures_preuve.declarations(db, tableau).set_index("objet")
    made = {objet: f"{row.declaration} ({row.motif})" for objet, row in zip(said.index, said.itertuples(), strict=True)}
    found = []
    serie, mesh = tableau.serie, territoire.maille(db)
    unknown = serie is not None and ("vérifier" in serie.serie or (serie.indicateur == "apl_mg" and not serie.serie))
    if serie is not None and unknown:
        objet, footprint = serie_en_cause(db, tableau)
        asked = f"La série d'âge de « {serie.libelle}, {serie.millesime} » est inconnue."
        found.append(Reserve(objet, asked, ("tous âges", "65 ans et moins"), footprint, made.get(objet, "")))
    if mesh["de_repli"]:
        objet, footprint = maille_en_cause(db)
        asked = f"La maille « {mesh['nom']} » remplace les territoires de vie-santé, non chargés."
        found.append(Reserve(objet, asked, ("la table retient cette maille",), footprint, made.get(objet, "")))
    return found


def de_repere(db: Database, tableau: Tableau) -> bool:
    """Whether thresholds are only « seuils de repère »: something is uncertain and not declared."""
    return any(not reserve.faite for reserve in reserves(db, tableau))


def obstacles(db: Database, tableau: Tableau, profession: str, code: str) -> list[str]:
    """What is still missing before a constat can be adopted, in words."""
    said = [f"{reserve.question} À déclarer." for reserve in reserves(db, tableau) if not reserve.faite]
    if constats.en_vigueur(db, code, profession) is not None:
        said.append("Un constat est déjà en vigueur sur ce territoire et cette profession.")
    return [*said, *manques(reponses(db, code, profession))]


def reponses(db: Database, code: str, profession: str) -> list[Reponse]:
    """The bodies asked about a territory and a profession, and what each answered, oldest first."""
    asked = contestations.sollicitations(db, code, profession)
    return [Reponse(row.organisme, row.nom, row.reponse) for row in asked.itertuples()]


def _current(db: Database, constat: constats.Constat, jour: date) -> dict[str, Any]:
    if constat.territoire not in territoire.territoires(db).index:
        return {"territoire": constat.territoire, "etat": "ce territoire n'est plus dans la maille en usage"}
    tableau = lectures_signaux.tableau(db, constat.profession, jour)
    return preuve(db, tableau, constat.profession, constat.territoire)


def preuve_du_jour(db: Database, constat: constats.Constat, jour: date) -> tuple[dict[str, Any], str]:
    """The evidence of the day on a constat's territory, and its footprint."""
    evidence = _current(db, constat, jour)
    return evidence, empreinte(evidence)
