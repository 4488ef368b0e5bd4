"""The evidence of a territory as plain data: every figure with what it is, frozen when the table decides."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from components.carences.constat import lectures_reperes
from components.carences.constat.dossier import Dossier, declarations, ici, nommee
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.signaux import FAMILLES, PROPOSITIONS, Signal
from data.base import parameters
from data.base.parameters import ValeurDatee
from data.territoire.indicateurs import Serie

METHODE = "signaux en cinq familles, version 5"


def preuve(dossier: Dossier, code: str) -> dict[str, Any]:
    """Everything the table has under its eyes on a territory, as plain data (no NaN: what is missing says so)."""
    tableau = dossier.tableau
    bilan, place = tableau.bilans[code], tableau.territoires.loc[code]
    often = lectures_reperes.frequences(tableau)
    return {
        "methode": METHODE,
        "jour": tableau.valeurs.day.isoformat(),
        "territoire": {
            "code": code,
            "nom": place["nom"],
            "habitants": float(place["population"]),
            "habitants_lus": float(place["population_lue"]),
            "part_ici": float(place["part_ici"]),
            "maille": dossier.maille_nom,
            "maille_de_repli": dossier.maille_de_repli,
            "communes": dossier.composition[code],
        },
        "profession": tableau.profession.libelle,
        "regle": {
            "familles_a_examiner": bilan.a_examiner,
            "couverture_minimale": tableau.valeurs.number("couverture_minimale"),
        },
        "proposition": PROPOSITIONS[bilan.proposition],
        "phrase": bilan.phrase,
        "au_plus": PROPOSITIONS[bilan.au_plus],
        "familles": [
            {
                "nom": FAMILLES[family.nom],
                "etat": family.etat,
                "signaux": [
                    signal(dossier, read) | {"frequence": often[read.regle.nom].mots} for read in family.signaux
                ],
            }
            for family in bilan.familles
        ],
        "robustesse": _robustesse(dossier, code),
        "declarations": records(declarations(dossier)),
        "contestations": records(ici(dossier.contestees, code)),
        "sollicitations": records(dossier.sollicitations(code)),
        "structures": records(ici(dossier.structures, code).drop(columns="territoire")),
    }


def _robustesse(dossier: Dossier, code: str) -> dict[str, Any]:
    hold = dossier.tableau.robustesses[code]
    return {
        "phrase": hold.phrase,
        "resume": hold.resume,
        "axes": [
            {
                "axe": axis.nom,
                "etat": axis.etat,
                "motif": axis.motif,
                "essais": [
                    {"lecture": words, "proposition": PROPOSITIONS[proposed]} for words, proposed in axis.essais
                ],
            }
            for axis in hold.axes
        ],
    }


def signal(dossier: Dossier, read: Signal) -> dict[str, Any]:
    """One figure of the card: value, unit, year, level, source, status, threshold and what it says."""
    threshold = dossier.tableau.seuils[read.regle.seuil]
    label = parameters.catalogue()[read.regle.seuil].label
    figure = {
        "signal": read.regle.nom,
        "libelle": label,
        "valeur": read.mesure.valeur,
        "etat": read.mesure.etat,
        "part_couverte": read.mesure.part_couverte,
        "signale": read.signale,
        "pourquoi": read.motif,
        "sens": read.regle.cote,
        "seuil": {"nom": label, "unite": parameters.catalogue()[read.regle.seuil].unit, **_threshold(threshold)},
        "seuil_ici": read.seuil_ici,
        "indicateur": read.regle.indicateur,
    }
    reading = dossier.tableau.lectures.get(read.regle.nom)
    if reading is None:
        return figure | _absent(label)
    return figure | _present(dossier, reading, nommee(dossier, reading.serie))


def _absent(label: str) -> dict[str, Any]:
    blank = dict.fromkeys(("serie_id", "unite", "niveau", "statut"), "")
    return blank | {"titre": label, "decimales": 2, "millesime": None, "source": None, "precautions": []}


def _present(dossier: Dossier, reading: IndicateurLu, serie: Serie) -> dict[str, Any]:
    card = dossier.sources.loc[serie.source]
    return {
        "indicateur": serie.indicateur,
        "serie_id": serie.id,
        "libelle": serie.libelle,
        "titre": serie.titre,
        "unite": serie.unite,
        "decimales": min(serie.decimales + (serie.niveau == "commune"), 2),
        "millesime": serie.millesime,
        "niveau": f"par {dossier.maille_nom}",
        "statut": serie.statut if serie.niveau == reading.niveau else "estimé (agrégation des communes)",
        "source": {
            "id": serie.source,
            "titre": card.titre,
            "producteur": card.producteur,
            "millesime": card.millesime,
            "fiabilite": card.fiabilite,
            "sha256": card.sha256,
        },
        "precautions": list(reading.precautions),
    }


def _threshold(value: ValeurDatee) -> dict[str, Any]:
    fields = asdict(value)
    return {
        "valeur": fields["value"],
        "depuis": value.since.isoformat(),
        "reference": value.reference,
        "fiabilite": value.fiabilite,
    }


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain dicts; a missing cell is null."""
    return [
        {name: None if _blank(cell) else cell for name, cell in row.items()} for row in frame.to_dict(orient="records")
    ]


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell)
