"""Scenarios: their lines, their frozen runs, the map at a horizon, and the demonstration of the terminal."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.core.errors import EntreeInvalide
from components.core.moves import Mouvement
from components.effectifs import commands, model_scenario
from components.effectifs.model_monde import MG
from components.effectifs.model_scenario import CENTRAL, JEUX, VERSION, VERSIONS, Resultat
from data import leviers, scenarios, territoire
from data.acteurs import Acteur
from data.erreurs import Introuvable, Refus
from data.store import writing

ANNEES = 20
ETP_MAX = 1.0  # moves of at most one full time each: the official cap is per person


def ajouter_levier(
    db: Database, acteur: Acteur, scenario: int, levier: str, territoire_code: str, profession: str, annee: int,
    quantite: float, saisi: tuple[str, float, float, float] | None = None,
) -> int:  # fmt: skip
    """Add a dated lever. `saisi`: target and low, central, high effects entered by the table."""
    lever = leviers.catalogue().get(levier)
    if lever is None:
        raise Introuvable(f"Le levier « {levier} » n'est pas au catalogue. Rien n'a été ajouté.")
    if profession not in lever.professions:
        raise EntreeInvalide(f"« {lever.label} » n'est pas un levier de cette profession. Rien n'a été ajouté.")
    if quantite <= 0:
        raise EntreeInvalide("La quantité d'un levier doit être supérieure à zéro. Rien n'a été ajouté.")
    if saisi is not None and not lever.reglable:
        raise EntreeInvalide(f"L'effet de « {lever.label} » est officiel : il ne se saisit pas. Rien n'a été ajouté.")
    if saisi is not None and not saisi[1] <= saisi[2] <= saisi[3]:
        raise EntreeInvalide("Il faut bas ≤ central ≤ haut. Rien n'a été ajouté.")
    names = ("cible", "effet_bas", "effet_central", "effet_haut")
    return scenarios.add_line(
        db,
        acteur,
        scenario,
        {
            "annee": annee, "territoire": territoire_code, "libelle": lever.label, "levier": levier,
            "profession": profession, "quantite": quantite, **dict(zip(names, saisi or [None] * 4, strict=True)),
        },
    )  # fmt: skip


def ajouter_mouvement(
    db: Database, acteur: Acteur, scenario: int, annee: int, mouvement: Mouvement, jour: date, profession: str = MG
) -> int:  # fmt: skip
    """Add a dated move, once the scenario has been shown to make sense with it; else refuse and keep nothing."""
    place = territoire.communes(db)["territoire"].get(mouvement.code_commune)
    if place is None or pd.isna(place):
        raise EntreeInvalide("Choisissez une commune du département. Rien n'a été ajouté.")
    if profession != MG and not mouvement.medecin:
        raise EntreeInvalide("Une consultation avancée est celle de médecins généralistes. Rien n'a été ajouté.")
    fields = asdict(mouvement)
    row = {"annee": annee, "territoire": str(place), "libelle": fields["libelle"], "genre": fields["kind"]}
    row |= {"commune": mouvement.code_commune, "profession": profession}
    row |= {name: fields[name] for name in ("age", "actes", "etp", "jours_par_mois")}
    with writing(db):
        line = scenarios.add_line(db, acteur, scenario, row)
        rows = commands.publiques(db, jour)
        model_scenario.monde(
            commands.entrees(db, jour, ANNEES, CENTRAL, scenario, rows, [(str(place), profession)])
        )  # raises when nobody is left to leave: the whole gesture is undone
        return line


def calculer(
    db: Database, jour: date, annees: int, scenario: int, jeu: str = CENTRAL, profession: str = ""
) -> Resultat:
    """Run a scenario (0: trend) on every team, or every team of a profession, as it may be projected."""
    rows = commands.publiques(db, jour)
    teams = [g for g in commands.groupes(rows) if profession in ("", g[1])]
    return model_scenario.calculer(commands.entrees(db, jour, annees, jeu, scenario, rows, teams))


def figer(db: Database, acteur: Acteur, scenario: int, jour: date) -> int:
    """Run the three sets of a scenario and keep inputs, hashes and version."""
    found = {jeu: calculer(db, jour, ANNEES, scenario, jeu) for jeu in JEUX}
    inputs = {jeu: json.loads(model_scenario.canonique(result.entrees)) for jeu, result in found.items()}
    text = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    summary = {jeu: _resume(result) for jeu, result in found.items()}
    return scenarios.keep_result(
        db,
        acteur,
        scenario,
        {
            "version": VERSION,
            "entrees": text,
            "empreinte_entrees": model_scenario.empreinte(text),
            "empreinte_resultat": _empreinte(found),
            "resume": json.dumps(summary, ensure_ascii=False, sort_keys=True),
        },
    )


def _resume(result: Resultat) -> dict[str, float]:
    mine = [k for k, group in enumerate(result.entrees.groupes) if group[1] == "mg"]
    return {str(t): round(float(result.temps_moyens[mine, t].sum()), 3) for t in (0, 5, 10)}


def _empreinte(found: Mapping[str, Resultat]) -> str:
    return model_scenario.empreinte("|".join(found[jeu].empreinte for jeu in JEUX))


@dataclass(frozen=True)
class Rejeu:
    """A frozen run done again: whether its inputs, and its bits, are those of then."""

    resultat: int
    le: str
    version: str
    entrees_intactes: bool
    identique: bool


def rejouer(db: Database, wanted: str) -> list[Rejeu]:
    """Run every frozen result of a scenario again from its frozen inputs. Read only."""
    scenario = scenarios.find(db, wanted)
    kept = scenarios.results(db, scenario)
    if kept.empty:
        raise Refus("Ce scénario n'a aucun résultat figé. Ouvrez-le à l'écran et choisissez « Figer le résultat ».")
    return [_rejouer(row) for row in kept.to_dict("records")]


def _rejouer(row: Mapping[str, object]) -> Rejeu:
    text = str(row["entrees"])
    intact = model_scenario.empreinte(text) == row["empreinte_entrees"] and row["version"] in VERSIONS
    try:
        raw = json.loads(text)
        found = {jeu: model_scenario.calculer(model_scenario.lire(json.dumps(raw[jeu]))) for jeu in JEUX}
        same = _empreinte(found) == row["empreinte_resultat"]
    except (KeyError, TypeError, ValueError):
        same = False
    return Rejeu(int(str(row["id"])), str(row["le"]), str(row["version"]), intact, intact and same)


def couts(db: Database, scenario: int, annee: int) -> pd.DataFrame:
    """Yearly cost of the levers running in a year. Columns: Levier, Quantité, Bas, Central, Haut (euros), Financeur."""
    rows, mesh = [], territoire.setting(db, "maille")
    for line in scenarios.lines(db, scenario).dropna(subset=["levier"]).to_dict("records"):
        lever = leviers.catalogue()[line["levier"]]
        if line["annee"] > annee or line["maille"] != mesh:
            continue
        low, mid, high = (line["quantite"] * c for c in lever.cout) if lever.cout else (np.nan,) * 3
        rows.append((lever.label, line["quantite"], low, mid, high, lever.financeur))
    return pd.DataFrame(rows, columns=["Levier", "Quantité", "Bas", "Central", "Haut", "Financeur"])
