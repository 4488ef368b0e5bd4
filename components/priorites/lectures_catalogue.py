"""The figures of the diagnosis that bear on the services, for the whole département."""

import pandas as pd
from sqlite_utils import Database

from components.core.acces.aggregate import moyenne
from components.core.communes import interieures
from components.core.francais import nombre
from data.base.souvenir import partagee
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
