"""The evidence of a territory as plain data: every figure with what it is, frozen when the table decides."""

import hashlib
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pandas as pd
from sqlite_utils import Database

from components.carences.constat.lectures_calculs import BAISSE, PART
from components.carences.constat.lectures_signaux import Tableau
from components.carences.indicateurs.lectures import IndicateurLu
from components.carences.regles.hypotheses import nom_publication
from components.carences.regles.signaux import COMMUNS, FAMILLES, PROPOSITIONS, Signal
from components.core.communes import interieures
from data.base import parameters
from data.base.decisions import canonical
from data.base.parameters import ValeurDatee
from data.carences import constats, contestations, fiches
from data.territoire import territoire
from data.territoire.indicateurs import Serie

METHODE = "signaux en cinq familles, version 2"


def preuve(db: Database, tableau: Tableau, profession: str, code: str) -> dict[str, Any]:
    """Everything the table has under its eyes on a territory, as plain data (no NaN: what is missing says so)."""
    bilan, mesh, declared = tableau.bilans[code], territoire.maille(db), serie_declaree(db, tableau)
    place = tableau.territoires.loc[code]
    return {
        "methode": METHODE,
        "jour": tableau.valeurs.day.isoformat(),
        "territoire": {
            "code": code,
            "nom": place["nom"],
            "habitants": float(place["population"]),
            "maille": mesh["nom"],
            "maille_de_repli": mesh["de_repli"],
            "communes": composition(db)[code],
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
                "signaux": [signal(db, tableau, read, declared) for read in family.signaux],
            }
            for family in bilan.familles
        ],
        "robustesse": _robustesse(tableau, code, declared),
        "declarations": records(declarations(db, tableau)),
        "contestations": records(contestees(db, profession, code)),
        "sollicitations": records(contestations.sollicitations(db, code, profession)),
        "structures": records(fiches.structures(db, code)),
    }


def serie_declaree(db: Database, tableau: Tableau) -> str:
    """What the table declared the age series read to be, as figures name it from then on; empty without it."""
    objet, footprint = serie_en_cause(db, tableau)
    kept = constats.declarations(db)
    if objet not in kept.index or kept.at[objet, "empreinte"] != footprint:
        return ""
    return f"{kept.at[objet, 'declaration']} (déclaré par la table)"


def nommee(tableau: Tableau, serie: Serie, declared: str) -> Serie:
    """The series under its declared name, when it is the one read for the offer or worked out from it."""
    read = tableau.serie
    offer = (tableau.profession.acces, PART, BAISSE)
    same = read is not None and (serie.serie, serie.millesime) == (read.serie, read.millesime)
    return replace(serie, serie=declared, dite="") if declared and same and serie.indicateur in offer else serie


def _robustesse(tableau: Tableau, code: str, declared: str) -> dict[str, Any]:
    hold, read = tableau.robustesses[code], tableau.serie
    old = "" if read is None else nom_publication(read.serie, read.millesime)
    new = old if read is None or not declared else nom_publication(declared, read.millesime)
    return {
        "phrase": hold.phrase.replace(old, new) if old else hold.phrase,
        "total": hold.total,
        "tenues": hold.tenues,
        "essais": [
            {axis: new if word == old else word for axis, word in h.mots.items()} | {"proposition": PROPOSITIONS[found]}
            for h, found in hold.essais
        ],
        "non_testables": list(hold.non_testables),
    }


def signal(db: Database, tableau: Tableau, read: Signal, declared: str = "") -> dict[str, Any]:
    """One figure of the card: value, unit, year, level, source, status, threshold and what it says. `declared`: what
    `serie_declaree` says."""
    threshold = tableau.seuils[read.regle.seuil]
    label = parameters.catalogue()[read.regle.seuil].label
    said = {
        "signal": read.regle.nom,
        "libelle": label,
        "valeur": read.mesure.valeur,
        "etat": read.mesure.etat,
        "part_couverte": read.mesure.part_couverte,
        "signale": read.signale,
        "pourquoi": read.motif,
        "sens": read.regle.cote,
        "seuil": {"nom": label, "unite": parameters.catalogue()[read.regle.seuil].unit, **_threshold(threshold)},
        "indicateur": read.regle.indicateur,
    }
    reading = tableau.lectures.get(read.regle.nom)
    if reading is None:
        return said | _absent(label)
    return said | _present(db, reading, nommee(tableau, reading.serie, declared))


def _absent(label: str) -> dict[str, Any]:
    blank = dict.fromkeys(("serie_id", "unite", "niveau", "statut"), "")
    return blank | {"titre": label, "decimales": 2, "millesime": None, "source": None, "precautions": []}


def _present(db: Database, reading: IndicateurLu, serie: Serie) -> dict[str, Any]:
    card = territoire.sources(db).loc[serie.source]
    return {
        "indicateur": serie.indicateur,
        "serie_id": serie.id,
        "libelle": serie.libelle,
        "titre": serie.titre,
        "unite": serie.unite,
        "decimales": min(serie.decimales + (serie.niveau == "commune"), 2),
        "millesime": serie.millesime,
        "niveau": f"par {territoire.maille(db)['nom']}",
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
    kept = asdict(value)
    return {
        "valeur": kept["value"],
        "depuis": value.since.isoformat(),
        "reference": value.reference,
        "fiabilite": value.fiabilite,
    }


def composition(db: Database) -> dict[str, list[str]]:
    """Codes of the communes of every territory of the mesh in use."""
    inside = interieures(territoire.communes(db))
    return {str(code): sorted(group.index) for code, group in inside.groupby("territoire")}


def contestees(db: Database, profession: str, code: str | None = None) -> pd.DataFrame:
    """Contested figures that a profession's card shows, newest first (columns of `data.carences.contestations`)."""
    return contestations.contestations(db, code, profession, COMMUNS)


def publiques(db: Database, contests: pd.DataFrame) -> pd.DataFrame:
    """The contests that readers may see: those of a territory examined for the profession they were made for."""
    seen = {who: constats.examines(db, who) for who in contests["profession"].unique()}
    rows = zip(contests["profession"], contests["territoire"], strict=True)
    return contests[np.array([place in seen[who] for who, place in rows], dtype=bool)]


def declarations(db: Database, tableau: Tableau) -> pd.DataFrame:
    """Declarations about this series and this mesh that still hold. Columns: objet, declaration, motif, le."""
    kept = constats.declarations(db)
    now = {
        objet: footprint
        for objet, footprint in (serie_en_cause(db, tableau), maille_en_cause(db))
        if objet in kept.index
    }
    holds = [objet for objet, footprint in now.items() if kept.at[objet, "empreinte"] == footprint]
    return kept.loc[holds].reset_index()[["objet", "declaration", "motif", "acteur", "le"]]


def serie_en_cause(db: Database, tableau: Tableau) -> tuple[str, str]:
    """What a declaration about the series read bears on, and the footprint of its file."""
    if tableau.serie is None:
        return "serie:", ""
    return f"serie:{tableau.serie.id}", str(territoire.sources(db).at[tableau.serie.source, "sha256"])


def maille_en_cause(db: Database) -> tuple[str, str]:
    """What a declaration about the mesh bears on, and the footprint of its composition."""
    return f"maille:{territoire.setting(db, 'maille')}", empreinte(composition(db))


def empreinte(value: object) -> str:
    """SHA-256 of a value as canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain dicts; a missing cell is null."""
    return [
        {name: None if _blank(cell) else cell for name, cell in row.items()} for row in frame.to_dict(orient="records")
    ]


def _blank(cell: object) -> bool:
    return cell is None or (isinstance(cell, float) and cell != cell)
