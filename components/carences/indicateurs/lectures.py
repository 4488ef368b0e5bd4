"""What the carence screens ask of the store: readings of an indicator, the access kernels, kept moves."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from sqlite_utils import Database

from components.core.acces.aggregate import moyenne
from components.core.acces.assemblage import Acces
from components.core.acces.effects import Effet
from components.core.acces.moves import Mouvement
from components.core.communes import interieures
from components.core.francais import accord, pluriel
from components.core.refus import Introuvable
from data.base.parameters import EnVigueur
from data.base.souvenir import partagee
from data.carences import variantes
from data.territoire import indicateurs, noyau, territoire
from data.territoire.indicateurs import Serie

ENTIER = 0.999_999  # below it, a part of the weight is not known
ENTIERS = (
    "territoire coupé par la limite du département est lu entier",
    "territoires coupés par la limite du département sont lus entiers",
)


@dataclass(frozen=True, eq=False)
class IndicateurLu:
    """A series read at a level. `table` is indexed by code: nom, territoire, valeur (NaN unless known), etat,
    population (residents), part_couverte (share of the weight that is known, 1 for a commune). `modalites`: words
    of the categories, when the values are ranks of categories."""

    serie: Serie
    niveau: str
    table: pd.DataFrame
    precautions: tuple[str, ...]
    modalites: Mapping[int, str] = field(default_factory=dict)

    @property
    def unite(self) -> str:
        return self.serie.unite


@partagee
def lire(db: Database, serie: Serie, niveau: str, communes: pd.DataFrame | None = None) -> IndicateurLu:
    """Read a series by commune, or by territory of the mesh in use (weighted mean or sum of communes).

    A series published by territory, or of categories, is read at its own level whatever is asked; figures that the
    file also has by territory are those, not a mean of communes some of which are withheld. `communes`: what
    `habitants_par_commune` gave, for whoever reads several series at once.
    """
    if serie.niveau == "territoire":
        return _lire_territoires(db, serie)
    published = indicateurs.par_territoire(db, serie) if niveau == "territoire" else None
    if published is not None:
        return _lire_territoires(db, published)
    niveau = "commune" if serie.agregation == "aucune" else niveau
    communes = habitants_par_commune(db) if communes is None else communes
    cautions = list(territoire.sources(db).loc[serie.source, "mises_en_garde"])
    if niveau == "commune":
        read = indicateurs.values(db, serie.id).reindex(communes.index)
        table = communes.assign(valeur=read["valeur"], etat=read["etat"].fillna("manquant"), part_couverte=1.0)
        return IndicateurLu(serie, niveau, table, tuple(cautions), indicateurs.modalites(db, serie.id))
    table = entiers(db, serie, communes)
    weights, words = _weights(db, serie, table)
    grouped = _grouped(db, table, weights, serie)
    partial = int(((grouped["part_couverte"] < ENTIER) & (grouped["etat"] == indicateurs.VALEUR)).sum())
    part = f"{pluriel(partial, 'territoire')} en partie seulement : voir « Part connue »." if partial else ""
    cut = table.loc[~table["ici"], "territoire"].nunique()
    whole = f"{accord(cut, *ENTIERS)}, part d'à côté comprise." if cut else ""
    return IndicateurLu(serie, niveau, grouped, tuple(filter(None, (words, part, whole, *cautions))))


def _lire_territoires(db: Database, serie: Serie) -> IndicateurLu:
    names = territoire.territoires(db)
    people = habitants_par_commune(db).groupby("territoire")["population"].sum()
    read = indicateurs.values(db, serie.id).reindex(names.index)
    table = names.assign(territoire=names.index, population=people.reindex(names.index).fillna(0.0))
    table = table.assign(valeur=read["valeur"], etat=read["etat"].fillna("manquant"), part_couverte=1.0)
    cautions = territoire.sources(db).loc[serie.source, "mises_en_garde"]
    return IndicateurLu(serie, "territoire", table, tuple(cautions))


@partagee
def habitants_par_commune(db: Database) -> pd.DataFrame:
    """Communes of the département, by code: nom, territoire, population (residents)."""
    inside = interieures(territoire.communes(db))[["nom", "territoire"]]
    people, _ = indicateurs.habitants(db)
    return inside.assign(population=people.reindex(inside.index).fillna(0.0))


def entiers(db: Database, serie: Serie, communes: pd.DataFrame) -> pd.DataFrame:
    """The communes that territories are read on: those of the département (`communes`) and, of the territories that its
    border cuts, those beyond, where the file has the same figure there. Columns nom, territoire, population, valeur,
    etat, ici (in the département)."""
    read = indicateurs.values(db, serie.id).reindex(communes.index)
    inside = communes.assign(valeur=read["valeur"], etat=read["etat"].fillna("manquant"), ici=True)
    beyond = indicateurs.au_dela(db, serie.id)
    place = territoire.au_dela(db)
    shared = beyond.index.intersection(place.index)
    if shared.empty:
        return inside
    people, _ = indicateurs.habitants(db)
    names = territoire.communes(db)["nom"]
    across = pd.DataFrame(
        {"nom": names.reindex(shared), "territoire": place[shared], "population": people.reindex(shared).fillna(0.0)}
    ).join(beyond)
    return pd.concat([inside, across.assign(ici=False)])


def parts_ici(db: Database) -> "pd.Series[float]":
    """The share of the residents of each territory that its border cuts who live in the département, by code."""
    people, _ = indicateurs.habitants(db)
    place, inside = territoire.au_dela(db), habitants_par_commune(db)
    there = people.reindex(place.index).fillna(0.0).groupby(place).sum()
    here = inside.groupby("territoire")["population"].sum().reindex(there.index)
    return (here / (here + there)).dropna()


def sites(db: Database, code: str) -> pd.DataFrame:
    """Sites of care loaded in the communes of a territory. Columns of `data.territoire.sites`."""
    places, all_sites = territoire.communes(db), territoire.sites(db)
    return all_sites[all_sites["commune"].isin(places.index[places["territoire"] == code])]


def _weights(db: Database, serie: Serie, communes: pd.DataFrame) -> tuple["pd.Series[float]", str]:
    mesh = territoire.maille(db)["nom"]
    loaded = indicateurs.poids(db, serie)
    if serie.agregation == "somme":
        return communes["population"], f"Somme des communes, par {mesh}."
    if loaded is not None:
        weights = indicateurs.values(db, loaded.id)["valeur"].reindex(communes.index).fillna(0.0)
        return weights, f"Moyenne des communes pondérée par : {loaded.titre}, par {mesh}."
    stand_in = " faute de population standardisée chargée" if serie.poids else ""
    return communes["population"], f"Moyenne des communes pondérée par la population totale{stand_in}, par {mesh}."


def _grouped(db: Database, table: pd.DataFrame, weights: "pd.Series[float]", serie: Serie) -> pd.DataFrame:
    mean = moyenne(table["valeur"], table["etat"], weights, table["territoire"])
    if serie.agregation == "somme":
        whole = table.groupby("territoire")["valeur"].sum(min_count=1)
        mean["valeur"] = whole.where(mean["etat"] == "valeur")
    names = territoire.territoires(db)["nom"]
    people = table[table["ici"]].groupby("territoire")["population"].sum()
    grouped = mean[["valeur", "etat", "part_couverte"]]
    return grouped.assign(
        nom=names.reindex(grouped.index), territoire=grouped.index, population=people.reindex(grouped.index)
    )


@partagee
def du_departement(db: Database, serie: Serie) -> float | None:
    """The figure of the whole département, brought together as a territory is; None for one that no mean or sum of its
    communes gives, or whose value is not known."""
    if serie.niveau != "commune" or serie.agregation == "aucune":
        return None
    communes = habitants_par_commune(db)
    read = indicateurs.values(db, serie.id).reindex(communes.index)
    table = communes.assign(valeur=read["valeur"], etat=read["etat"].fillna("manquant"), territoire="", ici=True)
    weights, _ = _weights(db, serie, table)
    figure = float(_grouped(db, table, weights, serie)["valeur"].iloc[0])
    return None if math.isnan(figure) else figure


def par_territoire(
    db: Database, serie: Serie, lu: pd.DataFrame, precautions: tuple[str, ...], communes: pd.DataFrame | None = None
) -> IndicateurLu:
    """A reading by territory from figures already worked out (valeur, etat, part_couverte, by code)."""
    places = habitants_par_commune(db) if communes is None else communes
    people = places.groupby("territoire")["population"].sum()
    names = territoire.territoires(db)["nom"]
    labels = {"nom": names.reindex(lu.index), "territoire": lu.index, "population": people.reindex(lu.index)}
    figures = {name: lu[name] for name in ("valeur", "etat", "part_couverte")}
    return IndicateurLu(serie, "territoire", pd.DataFrame(labels | figures, index=lu.index), precautions)


def indicateur(db: Database, nom: str, niveau: str) -> dict[str, Any]:
    """An indicator at a level as plain data, with what it is and where it comes from (the terminal's answer).

    Raises `Introuvable` when nothing of that name can be read at that level.
    """
    named = [serie for serie in indicateurs.series(db) if serie.indicateur == nom]
    at_level = next((serie for serie in named if serie.niveau == niveau), None)
    read = lire(db, at_level or indicateurs.serie(db, nom), niveau)
    if read.niveau != niveau:
        raise Introuvable(f"« {nom} » ne se lit pas par {niveau} dans ce fichier : demandez --level {read.niveau}.")
    return en_clair(db, read)


def en_clair(db: Database, lecture: IndicateurLu) -> dict[str, Any]:
    """A reading as plain data, with what it is and where it comes from."""
    serie, card = lecture.serie, territoire.sources(db).loc[lecture.serie.source]
    rows = [
        {
            "code": code,
            "nom": row.nom,
            "valeur": None if math.isnan(row.valeur) else lecture.modalites.get(row.valeur, row.valeur),
            "etat": row.etat,
            "part_couverte": row.part_couverte,
        }
        for code, row in zip(lecture.table.index, lecture.table.itertuples(), strict=True)
    ]
    return {
        "indicateur": serie.indicateur,
        "titre": serie.titre,
        "unite": serie.unite,
        "niveau": lecture.niveau,
        "maille": territoire.maille(db)["nom"] if lecture.niveau == "territoire" else "commune",
        "serie": serie.serie,
        "millesime": serie.millesime,
        "statut": serie.statut if lecture.niveau == serie.niveau else "estimé",
        "source": f"{card.producteur}, {card.titre} ({card.millesime})",
        "fiabilite": card.fiabilite,
        "precautions": list(lecture.precautions),
        "valeurs": rows,
    }


def acces(db: Database, valeurs: EnVigueur) -> Acces:
    """The access kernels of this file. Raises `EntreeInvalide` when no place has a position and a population."""
    return noyau.acces(db, valeurs)


def simuler(
    db: Database, access: Acces, serie: Serie, mouvements: list[Mouvement], lecture_age: str, jour: date
) -> Effet:
    """Effect of moves on a published series. Raises `EntreeInvalide`, in French."""
    return noyau.effet(db, access, serie, mouvements, EnVigueur.read(db, jour), lecture_age)


def mouvements(db: Database, variante: int, en: int | None = None) -> list[Mouvement]:
    """The kept moves of a stack, in order: all, or those in force in a year."""
    return [_move(row) for row in variantes.moves(db, variante, en).to_dict("records")]


def _move(row: dict[str, object]) -> Mouvement:
    def known(column: str) -> float | None:
        value = row[column]
        return None if value is None or pd.isna(value) else float(str(value))

    age = known("age")
    return Mouvement(
        kind=row["genre"],  # type: ignore[arg-type]
        code_commune=str(row["commune"]),
        libelle=str(row["libelle"]),
        age=None if age is None else int(age),
        actes=known("actes"),
        etp=known("etp"),
        jours_par_mois=known("jours_par_mois"),
        donneur=str(row["donneur"]),
        route=float(str(row["route"])),
    )
