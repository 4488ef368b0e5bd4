"""The figures of the diagnosis that bear on the services; the words and the version of the list that a vote carries."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.acces.aggregate import moyenne
from components.core.communes import interieures
from components.core.francais import nombre
from components.priorites.regles.vote import Option
from data.base.souvenir import partagee
from data.priorites import scrutins, services, versions
from data.territoire import indicateurs, territoire
from data.territoire.indicateurs import Serie


@partagee
def chiffres(db: Database) -> dict[str, str]:
    """Indicator → its newest figure for the département, in words with unit, year, level and status."""
    figures: dict[str, str] = {}
    for serie in indicateurs.series(db):
        if serie.indicateur not in figures and serie.niveau in ("commune", "departement"):
            figures[serie.indicateur] = _words(db, serie)
    return figures


def _words(db: Database, serie: Serie) -> str:
    read = indicateurs.values(db, serie.id)
    if serie.niveau == "departement":
        value, level = read["valeur"].iloc[0] if len(read) else None, f"département, {serie.statut}"
    else:
        value, level = _mean(db, read), "moyenne du département, estimée par population totale"
    shown = nombre(value, max(1, serie.decimales))
    return f"{serie.titre} : {shown} {serie.unite} ({level})" if value is not None else f"{serie.titre} : {shown}"


def _mean(db: Database, read: pd.DataFrame) -> float | None:
    communes = territoire.communes(db)
    people, _ = indicateurs.habitants(db)
    people = people.reindex(interieures(communes).index).fillna(0.0)
    read = read.reindex(people.index)
    whole = moyenne(read["valeur"], read["etat"].fillna("manquant"), people, people.map(lambda _: "dep").astype(str))
    value = float(whole["valeur"].iloc[0])
    return None if value != value else value


def options(db: Database, cles: Iterable[str]) -> list[Option]:
    """Services as options of a ballot: their name, what the texts say they are, and what users say."""
    listed = services.read(db)
    rows = [(key, listed.loc[key]) for key in cles]
    return [Option(key, str(row["nom"]), 0, str(row["pour_le_patient"]), str(row["usagers"])) for key, row in rows]


def liste_a_l_ouverture(db: Database, scrutin: Mapping[str, Any]) -> dict[str, Any]:
    """What the opening of a vote keeps of the list of services, when it ranks some of them."""
    return {"liste": versions.lue(db)} if _sur_services(db, scrutin) else {}


def liste_votee(db: Database, scrutin: int) -> dict[str, Any] | None:
    """Which list of services a vote ranked, as it was at its opening; None for a vote on something else, or one that
    is not open yet."""
    row = scrutins.scrutin(db, scrutin)
    opened = row["ouverture"] or {}
    if "liste" in opened:
        told: dict[str, Any] = opened["liste"]
        return told
    return versions.votee(db, row["ouvert_le"]) if row["ouvert_le"] and _sur_services(db, row) else None


def _sur_services(db: Database, scrutin: Mapping[str, Any]) -> bool:
    return any(option["id"] in services.read(db).index for option in scrutin["definition"]["options"])
