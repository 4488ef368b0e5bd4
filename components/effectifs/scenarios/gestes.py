"""Scenarios written: their dated levers and moves, and the frozen result that can be run again."""

import json
from dataclasses import asdict
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.core.acces.moves import Mouvement
from components.core.refus import EntreeInvalide, Introuvable
from components.core.textes import nets
from components.effectifs import lectures
from components.effectifs.moteur import scenario as scenario_moteur
from components.effectifs.moteur.cadre import MG
from components.effectifs.moteur.jeux import CENTRAL, JEUX
from components.effectifs.moteur.scenario import VERSION
from components.effectifs.scenarios.lectures import ANNEES, _empreinte, _resume, calculer
from data.base.acteurs import Acteur
from data.base.store import writing
from data.effectifs import leviers, scenarios
from data.territoire import territoire


def ajouter_levier(
    db: Database, acteur: Acteur, scenario: int, levier: str, territoire_code: str, profession: str, annee: int,
    quantite: float, saisi: tuple[str, float, float, float] | None = None,
) -> int:  # fmt: skip
    """Add a dated lever. `saisi`: target and low, central, high effects entered by the table."""
    lever = leviers.trouver(levier)
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
    return scenarios.ajouter_ligne(
        db,
        acteur,
        scenario,
        {
            "annee": annee, "territoire": territoire_code, "libelle": lever.label, "levier": lever.nom,
            "profession": profession, "quantite": quantite, **dict(zip(names, saisi or [None] * 4, strict=True)),
        },
    )  # fmt: skip


def ajouter_mouvement(
    db: Database, acteur: Acteur, scenario: int, annee: int, mouvement: Mouvement, jour: date, profession: str = MG,
    jusqua: int | None = None,
) -> int:  # fmt: skip
    """Add a dated move, once the scenario has been shown to make sense with it; else refuse and keep nothing.
    `jusqua`: the last year of lent days."""
    communes = territoire.communes(db)
    place = communes["territoire"].get(mouvement.code_commune)
    if jusqua is not None and jusqua < annee:
        raise EntreeInvalide("La dernière année de ces jours ne précède pas la première. Rien n'a été ajouté.")
    if mouvement.lieu_donneur and mouvement.lieu_donneur not in communes.index:
        raise EntreeInvalide("Le lieu qui prête n'est pas une commune de ce fichier. Rien n'a été ajouté.")
    if place is None or pd.isna(place):
        raise EntreeInvalide("Choisissez une commune du département. Rien n'a été ajouté.")
    if profession != MG and not mouvement.medecin:
        raise EntreeInvalide("Une consultation avancée est celle de médecins généralistes. Rien n'a été ajouté.")
    fields = asdict(mouvement)
    row = {"annee": annee, "territoire": str(place), "libelle": fields["libelle"], "genre": fields["kind"]}
    row |= {"commune": mouvement.code_commune, "profession": profession}
    row |= {name: fields[name] for name in ("age", "actes", "etp", "jours_par_mois", "donneur", "route")}
    row |= {"jusqua": None if mouvement.medecin else jusqua}
    with writing(db):
        line = scenarios.ajouter_ligne(db, acteur, scenario, row)
        rows = lectures.publiques(db, jour)
        scenario_moteur.monde(
            lectures.entrees(db, jour, ANNEES, CENTRAL, scenario, rows, [(str(place), profession)])
        )  # raises when nobody is left to leave: the whole gesture is undone
        return line


def figer(db: Database, acteur: Acteur, scenario: int, jour: date) -> int:
    """Run the three sets of a scenario and keep inputs, hashes and version."""
    runs = {jeu: calculer(db, jour, ANNEES, scenario, jeu) for jeu in JEUX}
    inputs = {jeu: json.loads(scenario_moteur.canonique(result.entrees)) for jeu, result in runs.items()}
    text = nets(json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":")))
    summary = {jeu: _resume(result) for jeu, result in runs.items()}
    return scenarios.garder_resultat(
        db,
        acteur,
        scenario,
        {
            "version": VERSION,
            "entrees": text,
            "empreinte_entrees": scenario_moteur.empreinte(text),
            "empreinte_resultat": _empreinte(runs),
            "resume": json.dumps(summary, ensure_ascii=False, sort_keys=True),
        },
    )
