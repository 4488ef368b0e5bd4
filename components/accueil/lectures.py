"""Where the table stands, read from the store."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from sqlite_utils import Database

from components.accueil import model
from components.accueil.model import Etape
from components.core.acces.aggregate import moyenne
from components.core.acces.constat import ACCES, constat, phrase_constat
from components.core.communes import interieures
from data.base.parameters import EnVigueur, sourcee
from data.base.souvenir import partagee
from data.fichier import avancement
from data.reponses import suites
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie


@dataclass(frozen=True)
class Chiffre:
    """One figure with its words and its source line."""

    libelle: str
    valeur: float
    decimales: int
    source: str


@dataclass(frozen=True)
class Point:
    """The whole home page: the answer, its source, the steps, the figures, the mesh, where the constats stand."""

    reponse: str
    provenance: list[str]
    etapes: list[Etape]
    chiffres: list[Chiffre]
    maille: str
    constats: str
    constats_en_attente: bool


@partagee
def point(db: Database, jour: date) -> Point:
    """Read where the table stands that day."""
    apl = next(iter(indicateurs.apl_generalistes(db)), None)
    answer, provenance = _answer(db, apl, jour)
    mesh = territoire.maille(db)
    count = len(territoire.territoires(db))
    words = f"Territoires : {count}, par {mesh['nom']}."
    etats = suites.etats(db, jour)
    waiting = any(one.etat == suites.ATTENTE or one.revue_en_retard for one in etats)
    steps = model.etapes(avancement.read(db), apl is not None)
    return Point(answer, provenance, steps, _figures(db, apl), words, suites.phrase(etats), waiting)


def _answer(db: Database, apl: Serie | None, jour: date) -> tuple[str, list[str]]:
    if apl is None:
        return "Aucun indicateur d'accès n'est encore chargé pour ce département.", []
    # The table's own threshold, else the last one read in an official text: an unverified one is never the default.
    threshold = EnVigueur.read(db, jour).retenue("seuil_sous_dense")
    people = _inside(db)
    counted = constat(indicateurs.values(db, apl.id).reindex(people.index).assign(population=people), threshold.value)
    card = territoire.sources(db).loc[apl.source]
    return phrase_constat(counted, threshold.value, "commune", f"{ACCES} aux médecins généralistes"), [
        apl.titre,
        "par commune",
        apl.statut,
        sourcee(card.producteur, card.fiabilite),
        f"Seuil de repère : {threshold.reference}",
    ]


def _inside(db: Database) -> "pd.Series[float]":
    communes = territoire.communes(db)
    people, _ = indicateurs.habitants(db)
    return people.reindex(interieures(communes).index).fillna(0.0)


def _figures(db: Database, apl: Serie | None) -> list[Chiffre]:
    people = _inside(db)
    _, words = indicateurs.habitants(db)
    figures = [Chiffre("habitants", float(people.sum()), 0, f"Insee, {words}")]
    if apl is not None:
        read = indicateurs.values(db, apl.id).reindex(people.index)
        whole = moyenne(
            read["valeur"], read["etat"].fillna("manquant"), people, people.map(lambda _: "dep").astype(str)
        )
        figures.append(
            Chiffre(
                "consultations accessibles par an et par habitant (APL moyenne)",
                float(whole["valeur"].iloc[0]),
                2,
                f"{apl.titre}, moyenne pondérée par la population totale, estimée par nous",
            )
        )
    for serie in indicateurs.series(db, "departement")[::-1][:3]:
        value = indicateurs.values(db, serie.id)["valeur"]
        card = territoire.sources(db).loc[serie.source]
        figures.append(
            Chiffre(
                serie.libelle.lower(),
                float(value.iloc[0]),
                0,
                f"libéraux, {serie.millesime}, département entier, {card.producteur}",
            )
        )
    return figures
